using System.Collections.Concurrent;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace DistributedSystems.Analyzers.Facts;

internal sealed partial class CompilationFacts
{
    private readonly ConcurrentDictionary<SyntaxNode, bool> frequencyByBody = new();

    /// <summary>
    /// The reading that makes this number a count of <c>Stopwatch.Frequency</c>: <c>ElapsedTicks</c>, <c>GetTimestamp()</c>, their sums
    /// and differences, and locals and private fields that only ever hold those (or the constant they start with). Null for anything
    /// else; a product or quotient may be scaled already.
    /// </summary>
    public IOperation? StopwatchTicksOf(IOperation value) => StopwatchTicksOf(value, depth: 0);

    /// <summary>Is this number a count of 100 ns: <c>Ticks</c> of a time span or instant, or made of the constants <c>TicksPer…</c>?</summary>
    public bool CountsTimeSpanTicks(IOperation value) => CountsTimeSpanTicks(value, depth: 0);

    /// <summary>Does this body know the frequency? It may have found that the two kinds of ticks are the same.</summary>
    public bool KnowsStopwatchFrequency(IOperation place)
    {
        var root = Values.RootOf(place);
        return frequencyByBody.GetOrAdd(root.Syntax, _ => NamesFrequency(root));
    }

    private bool NamesFrequency(IOperation root)
    {
        foreach (var operation in root.DescendantsAndSelf())
        {
            if (operation is IFieldReferenceOperation { Field: { Name: "Frequency", ContainingType: { } stopwatch } } && SymbolEqualityComparer.Default.Equals(stopwatch, Types.Stopwatch)
                || operation is IPropertyReferenceOperation { Property.Name: "TimestampFrequency" })
            {
                return true;
            }
        }

        return false;
    }

    public bool IsTicksPerUnit(IOperation value) =>
        Values.Unwrap(value) is IFieldReferenceOperation { Field: { IsConst: true, ContainingType: { } type } field } && field.Name.StartsWith("TicksPer", StringComparison.Ordinal) && SymbolEqualityComparer.Default.Equals(type, Types.TimeSpan);

    private IOperation? StopwatchTicksOf(IOperation value, int depth)
    {
        value = Values.Unwrap(value);
        if (ReadsStopwatchTicks(value))
        {
            return value;
        }

        if (depth > DeepestReading)
        {
            return null;
        }

        if (value is IBinaryOperation { OperatorMethod: null, OperatorKind: BinaryOperatorKind.Add or BinaryOperatorKind.Subtract } sum)
        {
            return StopwatchTicksOf(sum.LeftOperand, depth + 1) ?? StopwatchTicksOf(sum.RightOperand, depth + 1);
        }

        switch (value)
        {
            case ICompoundAssignmentOperation { OperatorMethod: null, OperatorKind: BinaryOperatorKind.Add or BinaryOperatorKind.Subtract } counted:
                return StopwatchTicksOf(counted.Value, depth + 1);
            case IInvocationOperation { TargetMethod: { Name: "Read" or "Add", ContainingType: { Name: "Interlocked" or "Volatile", ContainingNamespace.Name: "Threading" } } } access:
                return StopwatchTicksOf(access.Arguments[access.Arguments.Length - 1].Value, depth + 1);
        }

        var writes = PrivatePlaces.WritesTo(value);
        IOperation? reading = null;
        foreach (var written in writes.Values)
        {
            // Counted up from what it holds: total = total + ticks.
            var added = Values.Unwrap(written) is IBinaryOperation { OperatorKind: BinaryOperatorKind.Add } more && SameExpression.Are(more.LeftOperand, value) ? more.RightOperand : written;
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

    private bool ReadsStopwatchTicks(IOperation value) => value switch
    {
        IPropertyReferenceOperation { Property: { Name: "ElapsedTicks", ContainingType: { } stopwatch } } => SymbolEqualityComparer.Default.Equals(stopwatch, Types.Stopwatch),
        IInvocationOperation { TargetMethod: { Name: "GetTimestamp", Parameters.IsEmpty: true } method } =>
            SymbolEqualityComparer.Default.Equals(method.ContainingType, Types.Stopwatch) || (Types.TimeProvider is { } provider && DerivesFrom(method.ContainingType, provider)),
        _ => false,
    };

    private bool CountsTimeSpanTicks(IOperation value, int depth)
    {
        value = Values.Unwrap(value);
        return value switch
        {
            _ when depth > DeepestReading => false,
            IPropertyReferenceOperation { Property: { Name: "Ticks" or "UtcTicks", ContainingType: { } type } } => IsInstant(type) || SymbolEqualityComparer.Default.Equals(type, Types.TimeSpan),
            IBinaryOperation { OperatorMethod: null, OperatorKind: BinaryOperatorKind.Add or BinaryOperatorKind.Subtract or BinaryOperatorKind.Multiply } made =>
                CountsTimeSpanTicks(made.LeftOperand, depth + 1) || CountsTimeSpanTicks(made.RightOperand, depth + 1),
            ILocalReferenceOperation or IFieldReferenceOperation when !IsTicksPerUnit(value) =>
                PrivatePlaces.WritesTo(value) is { Complete: true, Values.Length: > 0 } writes && writes.Values.All(written => CountsTimeSpanTicks(written, depth + 1)),
            _ => IsTicksPerUnit(value),
        };
    }
}
