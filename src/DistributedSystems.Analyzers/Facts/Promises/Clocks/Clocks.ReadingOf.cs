using System.Collections.Concurrent;
using DistributedSystems.Analyzers.Facts.Code;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace DistributedSystems.Analyzers.Facts.Promises;

/// <summary>A reading of this process's wall clock.</summary>
/// <param name="Source">The expression that reads the clock.</param>
/// <param name="IsDirect">The expression asked about is itself the reading, not a variable that holds one.</param>
/// <param name="Provider">The object read, a <c>TimeProvider</c> or a project's own clock; null for the static clock.</param>
internal sealed record ClockReading(IOperation Source, bool IsDirect, IOperation? Provider);

internal sealed partial class Clocks
{
    // A count: a reading that goes through more places is not followed.
    private const int MostPlaces = 20;

    private readonly ConcurrentDictionary<IMethodSymbol, bool> wallClocks = new(SymbolEqualityComparer.Default);

    /// <summary>
    /// Is this value a reading of the wall clock made by this process: read here, or held by a local or private field that only
    /// ever holds such readings (or the sentinel it starts with)? Null where anything else may have written it.
    /// </summary>
    public ClockReading? ReadingOf(IOperation value)
    {
        value = SameInstant(value);
        if (ReadsWallClock(value, out var direct))
        {
            return new ClockReading(value, IsDirect: true, direct);
        }

        // What a place holds may be copied back to it (window = window with { Count = … }), so each place is asked once.
        ClockReading? reading = null;
        var places = new Queue<IOperation>(new[] { value });
        for (var seen = new HashSet<SyntaxNode>(); places.Count > 0; )
        {
            if (privatePlaces.WritesTo(places.Dequeue()) is not { Complete: true, Values: { IsEmpty: false } writes })
            {
                return null;
            }

            foreach (var written in writes)
            {
                // Now as a number is the same reading: var start = DateTime.UtcNow.Ticks.
                var held = SameInstant(InstantInNumber(written) ?? written);
                if (!seen.Add(held.Syntax))
                {
                    continue;
                }

                if (ReadsWallClock(held, out var provider))
                {
                    reading ??= new ClockReading(held, IsDirect: false, provider);
                }
                else if (seen.Count > MostPlaces)
                {
                    return null;
                }
                else if (!IsSentinel(written))
                {
                    places.Enqueue(held);
                }
            }
        }

        return reading;
    }

    /// <summary>Is the difference of two readings the offset of the time zone: one reading in two forms, or a kept local time minus a kept
    /// UTC time?</summary>
    public bool IsZoneOffset(IOperation later, IOperation earlier) =>
        SameExpression.Are(SameInstant(later), SameInstant(earlier))
        || (
            ReadingOf(later) is { IsDirect: false } end
            && ReadingOf(earlier) is { IsDirect: false } start
            && IsLocalTime(end.Source) != IsLocalTime(start.Source)
        );

    private bool IsLocalTime(IOperation reading) =>
        reading is IPropertyReferenceOperation { Property: { Name: "Now", ContainingType: { } type } }
        && SymbolEqualityComparer.Default.Equals(type, types.DateTime);

    /// <summary>Conversions between the framework's types for an instant leave it the same instant.</summary>
    public IOperation SameInstant(IOperation value)
    {
        while (true)
        {
            value = Values.Unwrap(value);
            switch (value)
            {
                case IConversionOperation { OperatorMethod: { } conversion } converted when types.IsInstant(conversion.ContainingType):
                    value = converted.Operand;
                    break;
                case IInvocationOperation
                {
                    TargetMethod: { Name: "ToUniversalTime" or "ToLocalTime", Parameters.IsEmpty: true },
                    Instance: { } instant
                } when types.IsInstant(instant.Type):
                    value = instant;
                    break;
                case IPropertyReferenceOperation { Property.Name: "UtcDateTime" or "LocalDateTime" or "DateTime", Instance: { } instant }
                    when types.IsInstant(instant.Type):
                    value = instant;
                    break;
                case IInvocationOperation { Arguments.Length: 1 } read when Atomics.AccessBy(read.TargetMethod) == AtomicAccess.Reads:
                    value = read.Arguments[0].Value;
                    break;
                case IObjectCreationOperation { Arguments.Length: > 0, Initializer: null } fromTicks
                    when types.IsInstant(fromTicks.Type)
                        && fromTicks.Arguments[0].Value.Type?.SpecialType == SpecialType.System_Int64
                        && fromTicks.Constructor?.Parameters[0].Name == "ticks":
                    value = fromTicks.Arguments[0].Value;
                    break;
                case IInvocationOperation
                {
                    TargetMethod.Name: "FromUnixTimeMilliseconds" or "FromUnixTimeSeconds",
                    Arguments.Length: 1
                } fromUnix when types.IsInstant(fromUnix.Type):
                    value = fromUnix.Arguments[0].Value;
                    break;
                case IInvocationOperation
                {
                    TargetMethod:
                    {
                        Name: "GetValueOrDefault",
                        Parameters.IsEmpty: true,
                        ContainingType.OriginalDefinition.SpecialType: SpecialType.System_Nullable_T
                    },
                    Instance: { } nullable
                }:
                    value = nullable;
                    break;
                case IPropertyReferenceOperation
                {
                    Property: { Name: "Value", ContainingType.OriginalDefinition.SpecialType: SpecialType.System_Nullable_T },
                    Instance: { } nullable
                }:
                    value = nullable;
                    break;
                default:
                    return value;
            }
        }
    }

    /// <summary>The instant behind a number that stands for one: <c>.Ticks</c>, <c>.ToUnixTimeMilliseconds()</c>. Null for any other
    /// number.</summary>
    public IOperation? InstantInNumber(IOperation value) =>
        Values.Unwrap(value) switch
        {
            IPropertyReferenceOperation { Property.Name: "Ticks" or "UtcTicks", Instance: { } instant }
                when types.IsInstant(instant.Type) => instant,
            IInvocationOperation { TargetMethod.Name: "ToUnixTimeMilliseconds" or "ToUnixTimeSeconds", Instance: { } instant }
                when types.IsInstant(instant.Type) => instant,
            _ => null,
        };

    /// <summary>Is this such a number, or a local that holds one?</summary>
    public bool StandsForInstant(IOperation value) => (InstantInNumber(value) ?? InstantInNumber(values.ValueOf(value))) is not null;

    public bool ReadsWallClock(IOperation value, out IOperation? provider)
    {
        provider = (value as IInvocationOperation)?.Instance ?? (value as IPropertyReferenceOperation)?.Instance;
        return value switch
        {
            IPropertyReferenceOperation { Property: { IsStatic: true, Name: "Now" or "UtcNow" } property }
                when types.IsInstant(property.ContainingType) => true,
            // A type of its own says that it is another clock, such as one that a simulation sets.
            IInvocationOperation { TargetMethod.Name: "GetUtcNow" or "GetLocalNow", Instance: { } clock }
                when types.TimeProvider is { } type && SymbolEqualityComparer.Default.Equals(clock.Type, type) => true,
            IInvocationOperation { TargetMethod: { Name: "GetCurrentInstant", Parameters.IsEmpty: true } method } =>
                SymbolEqualityComparer.Default.Equals(method.ReturnType, types.NodaInstant),
            IInvocationOperation
            {
                TargetMethod.MethodKind: MethodKind.DelegateInvoke,
                Arguments.IsEmpty: true,
                Instance: { } clock
            } call => types.IsInstant(call.Type) && IsKeptClock(clock),
            IPropertyReferenceOperation { Arguments.IsEmpty: true, Property.GetMethod: { } getter } => IsWallClock(getter),
            IInvocationOperation { Arguments.IsEmpty: true } call => IsWallClock(call.TargetMethod),
            _ => false,
        };
    }

    /// <summary>A clock kept in a delegate: all there is of it in sight reads the clock and does nothing else.</summary>
    private bool IsKeptClock(IOperation clock) =>
        values.ValueOf(clock) switch
        {
            IDelegateCreationOperation { Target: IMethodReferenceOperation { Method: var method } } => IsWallClock(method),
            IDelegateCreationOperation { Target: IAnonymousFunctionOperation lambda } => OnlyReadsClock(lambda),
            IAnonymousFunctionOperation lambda => OnlyReadsClock(lambda),
            IMethodReferenceOperation { Method: var method } => IsWallClock(method),
            _ => false,
        };

    private bool OnlyReadsClock(IAnonymousFunctionOperation lambda) =>
        lambda.Body.Operations.Length == 1 && Functions.ReturnedBy(lambda) is { } returned && ReadsStaticOrProvider(SameInstant(returned));

    /// <summary>
    /// Does a member of a clock give the wall-clock time: it is marked <c>[WallClock]</c>, or all there is of it in this project reads a
    /// clock and does nothing else?
    /// </summary>
    private bool IsWallClock(IMethodSymbol member)
    {
        if (!types.IsInstant(member.ReturnType))
        {
            return false;
        }

        member = member.OriginalDefinition;
        return wallClocks.GetOrAdd(
            member,
            candidate =>
                Annotations.Find(candidate.AssociatedSymbol ?? candidate, Annotations.WallClock) is not null
                || (
                    functions.TargetsOf(candidate) is { IsEmpty: false } targets
                    && targets.All(target => ReturnedBy(target) is { } returned && ReadsStaticOrProvider(SameInstant(returned)))
                )
        );
    }

    // One level only: a clock of clocks would be asked for itself.
    private bool ReadsStaticOrProvider(IOperation value) =>
        value switch
        {
            IPropertyReferenceOperation { Property: { IsStatic: true, Name: "Now" or "UtcNow" } property } => types.IsInstant(
                property.ContainingType
            ),
            IInvocationOperation { TargetMethod.Name: "GetUtcNow" or "GetLocalNow", Instance: { } clock } => types.TimeProvider is { } type
                && Symbols.DerivesFrom(clock.Type, type),
            _ => false,
        };

    /// <summary>What a method returns, where that is all it does.</summary>
    private IOperation? ReturnedBy(IMethodSymbol method)
    {
        var block = functions.BodyOf(method) switch
        {
            IMethodBodyOperation body => body.ExpressionBody ?? body.BlockBody,
            IBlockOperation body => body,
            ILocalFunctionOperation function => function.Body,
            _ => null,
        };
        return block is { Operations.Length: 1 } && block.Operations[0] is IReturnOperation { ReturnedValue: { } value } ? value : null;
    }

    /// <summary>The value a variable starts with before the first reading: <c>default</c>, <c>null</c>, <c>MinValue</c>,
    /// <c>UnixEpoch</c>.</summary>
    private bool IsSentinel(IOperation value) =>
        Values.Unwrap(InstantInNumber(value) ?? value) switch
        {
            IDefaultValueOperation => true,
            ILiteralOperation { ConstantValue: { HasValue: true, Value: null or 0 or 0L } } => true,
            IFieldReferenceOperation { Field: { IsStatic: true, Name: "MinValue" or "MaxValue" or "UnixEpoch" } field } => types.IsInstant(
                field.ContainingType
            ),
            IObjectCreationOperation { Arguments.IsEmpty: true, Initializer: null } creation => types.IsInstant(creation.Type),
            _ => false,
        };
}
