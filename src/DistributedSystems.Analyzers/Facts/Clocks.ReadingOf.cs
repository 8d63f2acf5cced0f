using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace DistributedSystems.Analyzers.Facts;

/// <summary>A reading of this process's wall clock.</summary>
/// <param name="Source">The expression that reads the clock.</param>
/// <param name="IsDirect">The expression asked about is itself the reading, not a variable that holds one.</param>
/// <param name="Provider">The <c>TimeProvider</c> read, or null for the static clock.</param>
internal sealed record ClockReading(IOperation Source, bool IsDirect, IOperation? Provider);

internal sealed partial class CompilationFacts
{
    private const int DeepestReading = 6;

    // State that a serializer may have written before this process started is not known to be a reading of this process.
    private static readonly HashSet<string> SerializedTypes = new(StringComparer.Ordinal)
    {
        "SerializableAttribute", "DataContractAttribute", "ProtoContractAttribute", "MessagePackObjectAttribute", "GenerateSerializerAttribute", "TableAttribute",
    };

    /// <summary>
    /// Is this value a reading of the wall clock made by this process: read here, or held by a local or private field that only
    /// ever holds such readings (or the sentinel it starts with)? Null where anything else may have written it.
    /// </summary>
    public ClockReading? WallClockReadingOf(IOperation value) => WallClockReadingOf(value, depth: 0);

    private ClockReading? WallClockReadingOf(IOperation value, int depth)
    {
        value = SameInstant(value);
        if (ReadsWallClock(value, out var provider))
        {
            return new ClockReading(value, IsDirect: true, provider);
        }

        if (depth > DeepestReading || !HoldsPrivately(value))
        {
            return null;
        }

        // Now as a number is the same reading: var start = DateTime.UtcNow.Ticks.
        var writes = Values.WritesTo(value);
        ClockReading? reading = null;
        foreach (var written in writes.Values)
        {
            if (WallClockReadingOf(InstantInNumber(written) ?? written, depth + 1) is { } held)
            {
                reading ??= held with { IsDirect = false };
            }
            else if (!IsSentinel(written))
            {
                return null;
            }
        }

        return writes.Complete ? reading : null;
    }

    /// <summary>Conversions between the framework's types for an instant leave it the same instant.</summary>
    private IOperation SameInstant(IOperation value)
    {
        while (true)
        {
            value = Values.Unwrap(value);
            switch (value)
            {
                case IConversionOperation { OperatorMethod: { } conversion } converted when IsInstant(conversion.ContainingType):
                    value = converted.Operand;
                    break;
                case IInvocationOperation { TargetMethod: { Name: "ToUniversalTime" or "ToLocalTime", Parameters.IsEmpty: true }, Instance: { } instant } when IsInstant(instant.Type):
                    value = instant;
                    break;
                case IPropertyReferenceOperation { Property.Name: "UtcDateTime" or "LocalDateTime" or "DateTime", Instance: { } instant } when IsInstant(instant.Type):
                    value = instant;
                    break;
                case IPropertyReferenceOperation { Property: { Name: "Value", ContainingType.OriginalDefinition.SpecialType: SpecialType.System_Nullable_T }, Instance: { } nullable }:
                    value = nullable;
                    break;
                default:
                    return value;
            }
        }
    }

    /// <summary>The instant behind a number that stands for one: <c>.Ticks</c>, <c>.ToUnixTimeMilliseconds()</c>. Null for any other number.</summary>
    public IOperation? InstantInNumber(IOperation value) => Values.Unwrap(value) switch
    {
        IPropertyReferenceOperation { Property.Name: "Ticks" or "UtcTicks", Instance: { } instant } when IsInstant(instant.Type) => instant,
        IInvocationOperation { TargetMethod.Name: "ToUnixTimeMilliseconds" or "ToUnixTimeSeconds", Instance: { } instant } when IsInstant(instant.Type) => instant,
        _ => null,
    };

    public bool IsInstant(ITypeSymbol? type) =>
        SymbolEqualityComparer.Default.Equals(type, Types.DateTime) || SymbolEqualityComparer.Default.Equals(type, Types.DateTimeOffset);

    private bool ReadsWallClock(IOperation value, out IOperation? provider)
    {
        provider = (value as IInvocationOperation)?.Instance;
        return value switch
        {
            IPropertyReferenceOperation { Property: { IsStatic: true, Name: "Now" or "UtcNow" } property } => IsInstant(property.ContainingType),
            IInvocationOperation { TargetMethod.Name: "GetUtcNow" or "GetLocalNow", Instance: { } clock } => Types.TimeProvider is { } type && DerivesFrom(clock.Type, type),
            _ => false,
        };
    }

    /// <summary>Only this code can have written it: a local, or a private field that no serializer fills.</summary>
    private static bool HoldsPrivately(IOperation value) => value switch
    {
        ILocalReferenceOperation => true,
        IFieldReferenceOperation { Field: { DeclaredAccessibility: Accessibility.Private } field } =>
            field.GetAttributes().IsEmpty && !field.ContainingType.GetAttributes().Any(attribute => SerializedTypes.Contains(attribute.AttributeClass?.Name ?? "")),
        _ => false,
    };

    /// <summary>The value a variable starts with before the first reading: <c>default</c>, <c>null</c>, <c>MinValue</c>, <c>UnixEpoch</c>.</summary>
    private bool IsSentinel(IOperation value) => Values.Unwrap(value) switch
    {
        IDefaultValueOperation => true,
        ILiteralOperation { ConstantValue: { HasValue: true, Value: null } } => true,
        IFieldReferenceOperation { Field: { IsStatic: true, Name: "MinValue" or "MaxValue" or "UnixEpoch" } field } => IsInstant(field.ContainingType),
        IObjectCreationOperation { Arguments.IsEmpty: true, Initializer: null } creation => IsInstant(creation.Type),
        _ => false,
    };
}
