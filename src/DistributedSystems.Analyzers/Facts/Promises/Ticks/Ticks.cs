using System.Collections.Concurrent;
using DistributedSystems.Analyzers.Facts.Code;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace DistributedSystems.Analyzers.Facts.Promises;

/// <summary>Readings of counters: the 32-bit tick count and the stopwatch's own unit.</summary>
internal sealed partial class Ticks(WellKnownTypes types, Values values, Functions functions, PrivatePlaces privatePlaces)
{
    private readonly ConcurrentDictionary<SyntaxNode, bool> frequencyByBody = new();
    private readonly ConcurrentDictionary<SyntaxNode, bool> spellsFrequency = new();

    /// <summary>
    /// The reading of <c>Environment.TickCount</c> that makes this value a position on the wrapping scale: the reading itself, a
    /// reading moved by a duration, or a local or private field that only ever holds such positions (or the constant it starts with).
    /// Null for anything else; a difference of two positions is a duration and no position any more.
    /// </summary>
    public IOperation? TickCountOf(IOperation value) => TickCountOf(value, depth: 0);

    public bool ReadsTickCount(IOperation value) =>
        value is IPropertyReferenceOperation { Property: { Name: "TickCount", IsStatic: true } property }
        && SymbolEqualityComparer.Default.Equals(property.ContainingType, types.Environment);

    private IOperation? TickCountOf(IOperation value, int depth)
    {
        value = Values.Unwrap(value);
        if (ReadsTickCount(value))
        {
            return value;
        }

        if (depth > Operations.DeepestReading)
        {
            return null;
        }

        // Arithmetic over wider numbers or on purpose modular makes no difference here: moved, it is a position still.
        if (value is IBinaryOperation { OperatorMethod: null, OperatorKind: BinaryOperatorKind.Add } sum)
        {
            return TickCountOf(sum.LeftOperand, depth + 1) ?? TickCountOf(sum.RightOperand, depth + 1);
        }

        // A position minus anything but a known duration may be the elapsed time, which is what modular arithmetic gets right.
        if (
            value is IBinaryOperation
            {
                OperatorMethod: null,
                OperatorKind: BinaryOperatorKind.Subtract,
                RightOperand.ConstantValue.HasValue: true
            } difference
        )
        {
            return TickCountOf(difference.LeftOperand, depth + 1);
        }

        var writes = privatePlaces.WritesTo(value);
        IOperation? reading = null;
        foreach (var written in writes.Values)
        {
            if (TickCountOf(written, depth + 1) is { } held)
            {
                reading ??= held;
            }
            else if (!written.ConstantValue.HasValue)
            {
                return null;
            }
        }

        return writes.Complete ? reading : null;
    }

    /// <summary>
    /// The reading that makes this number a count of <c>Stopwatch.Frequency</c>: <c>ElapsedTicks</c>, <c>GetTimestamp()</c>, their sums
    /// and differences, and locals and private fields that only ever hold those (or the constant they start with). Null for anything
    /// else; a product or quotient may be scaled already.
    /// </summary>
    public IOperation? StopwatchTicksOf(IOperation value) => StopwatchTicksOf(value, depth: 0);

    /// <summary>Is this number a count of 100 ns: <c>Ticks</c> of a time span or instant, or made of the constants
    /// <c>TicksPer…</c>?</summary>
    public bool CountsTimeSpanTicks(IOperation value) => CountsTimeSpanTicks(value, depth: 0);

    /// <summary>Does this body reckon with the frequency? It scales by it, or may have found that the two kinds of ticks are the
    /// same; to tell somebody of it is neither.</summary>
    public bool KnowsStopwatchFrequency(IOperation place)
    {
        var root = Values.RootOf(place);
        return frequencyByBody.GetOrAdd(root.Syntax, _ => ReckonsWithFrequency(root));
    }

    private bool ReckonsWithFrequency(IOperation root)
    {
        foreach (var operation in root.DescendantsAndSelf())
        {
            if (
                (
                    operation is IFieldReferenceOperation { Field: { Name: "Frequency", ContainingType: { } stopwatch } }
                        && SymbolEqualityComparer.Default.Equals(stopwatch, types.Stopwatch)
                    || operation is IPropertyReferenceOperation { Property.Name: "TimestampFrequency" }
                ) && !IsOnlyTold(operation, root, MostCopies)
            )
            {
                return true;
            }
        }

        return false;
    }

    private const int MostCopies = 3;

    private bool IsOnlyTold(IOperation number, IOperation root, int remaining)
    {
        var value = Operations.OutOfConversions(number);
        return value.Parent switch
        {
            IInterpolationOperation => true,
            IBinaryOperation { Type.SpecialType: SpecialType.System_String } => true,
            IInvocationOperation { TargetMethod.Name: "ToString" } => true,
            IArgumentOperation { Parent: IInvocationOperation { TargetMethod: { ReturnsVoid: true } teller } } => !functions.IsOwnMethod(
                teller
            ),
            IArgumentOperation { Parent: IInvocationOperation { Type.SpecialType: SpecialType.System_String } } => true,
            IArrayInitializerOperation => IsOnlyTold(value.Parent.Parent ?? value.Parent, root, remaining),
            IVariableInitializerOperation { Parent: IVariableDeclaratorOperation { Symbol: var local } } => remaining > 0
                && root.Descendants()
                    .All(use =>
                        use is not ILocalReferenceOperation { Local: var used }
                        || !SymbolEqualityComparer.Default.Equals(used, local)
                        || IsOnlyTold(use, root, remaining - 1)
                    ),
            _ => false,
        };
    }

    public bool IsTicksPerUnit(IOperation value) =>
        Values.Unwrap(value) is IFieldReferenceOperation { Field: { IsConst: true, ContainingType: { } type } field }
        && field.Name.StartsWith("TicksPer", StringComparison.Ordinal)
        && SymbolEqualityComparer.Default.Equals(type, types.TimeSpan);

    private IOperation? StopwatchTicksOf(IOperation value, int depth)
    {
        value = Values.Unwrap(value);
        if (ReadsStopwatchTicks(value))
        {
            return value;
        }

        if (depth > Operations.DeepestReading)
        {
            return null;
        }

        if (value is IBinaryOperation { OperatorMethod: null, OperatorKind: BinaryOperatorKind.Add or BinaryOperatorKind.Subtract } sum)
        {
            return StopwatchTicksOf(sum.LeftOperand, depth + 1) ?? StopwatchTicksOf(sum.RightOperand, depth + 1);
        }

        switch (value)
        {
            case ICompoundAssignmentOperation
            {
                OperatorMethod: null,
                OperatorKind: BinaryOperatorKind.Add or BinaryOperatorKind.Subtract
            } counted:
                return StopwatchTicksOf(counted.Value, depth + 1);
            case IInvocationOperation access when Atomics.AccessBy(access.TargetMethod) is AtomicAccess.Reads or AtomicAccess.Adds:
                return StopwatchTicksOf(access.Arguments[access.Arguments.Length - 1].Value, depth + 1);
        }

        var writes = privatePlaces.WritesTo(value);
        IOperation? reading = null;
        foreach (var written in writes.Values)
        {
            // Counted up from what it holds: total = total + ticks.
            var added =
                Values.Unwrap(written) is IBinaryOperation { OperatorKind: BinaryOperatorKind.Add } more
                && SameExpression.Are(more.LeftOperand, value)
                    ? more.RightOperand
                    : written;
            if (StopwatchTicksOf(added, depth + 1) is { } held)
            {
                reading ??= held;
            }
            else if (!written.ConstantValue.HasValue)
            {
                return null;
            }
        }

        return writes.Complete ? reading : null;
    }

    private bool ReadsStopwatchTicks(IOperation value) =>
        value switch
        {
            IPropertyReferenceOperation { Property: { Name: "ElapsedTicks", ContainingType: { } stopwatch } } =>
                SymbolEqualityComparer.Default.Equals(stopwatch, types.Stopwatch),
            IInvocationOperation { TargetMethod: { Name: "GetTimestamp", Parameters.IsEmpty: true } method } =>
                SymbolEqualityComparer.Default.Equals(method.ContainingType, types.Stopwatch)
                    || (types.TimeProvider is { } provider && Symbols.DerivesFrom(method.ContainingType, provider)),
            _ => false,
        };

    private bool CountsTimeSpanTicks(IOperation value, int depth)
    {
        value = OutOfNullable(value);
        return value switch
        {
            _ when depth > Operations.DeepestReading => false,
            IConditionalAccessOperation access => CountsTimeSpanTicks(access.WhenNotNull, depth + 1),
            IPropertyReferenceOperation { Property: { Name: "Ticks" or "UtcTicks", ContainingType: { } type } } => types.IsInstant(type)
                || SymbolEqualityComparer.Default.Equals(type, types.TimeSpan),
            IBinaryOperation
            {
                OperatorMethod: null,
                OperatorKind: BinaryOperatorKind.Add or BinaryOperatorKind.Subtract or BinaryOperatorKind.Multiply
            } made => CountsTimeSpanTicks(made.LeftOperand, depth + 1) || CountsTimeSpanTicks(made.RightOperand, depth + 1),
            ILocalReferenceOperation or IFieldReferenceOperation when !IsTicksPerUnit(value) => AreAll(privatePlaces.WritesTo(value)),
            IPropertyReferenceOperation { Property.SetMethod: null, Type.SpecialType: not SpecialType.System_Int32 } => AreAll(
                values.WritesTo(value)
            ),
            _ => IsTicksPerUnit(value),
        };

        bool AreAll(Writes writes) =>
            writes is { Complete: true, Values.Length: > 0 } && writes.Values.All(written => CountsTimeSpanTicks(written, depth + 1));
    }

    /// <summary>The number that a nullable one holds.</summary>
    private static IOperation OutOfNullable(IOperation value)
    {
        while (true)
        {
            value = Values.Unwrap(value);
            switch (value)
            {
                case IPropertyReferenceOperation
                {
                    Property: { Name: "Value", ContainingType.OriginalDefinition.SpecialType: SpecialType.System_Nullable_T },
                    Instance: { } held
                }:
                    value = held;
                    break;
                case IInvocationOperation
                {
                    TargetMethod:
                    { Name: "GetValueOrDefault", ContainingType.OriginalDefinition.SpecialType: SpecialType.System_Nullable_T },
                    Instance: { } held
                }:
                    value = held;
                    break;
                default:
                    return value;
            }
        }
    }
}
