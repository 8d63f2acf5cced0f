using DistributedSystems.Analyzers.Facts.Calls;
using DistributedSystems.Analyzers.Facts.Code;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace DistributedSystems.Analyzers.Facts.Promises;

/// <summary>What is assumed of conditions that the outcome of an attempt does not decide.</summary>
internal static class LoopConditions
{
    /// <summary>What lets a counted loop go on holds as long as it is in a round: a test of the same says nothing of the last one.</summary>
    public static bool IsHeldByLoop(IOperation condition, ILoopOperation? loop) =>
        condition is IBinaryOperation
        && loop is IForLoopOperation { Condition: { } limit }
        && condition.Syntax != limit.Syntax
        && loop.Body.Syntax.Span.Contains(condition.Syntax.Span)
        && SameExpression.Are(condition, limit)
        && !loop
            .Body.Descendants()
            .Any(part =>
                part is IIncrementOrDecrementOperation or IAssignmentOperation
                && limit
                    .Descendants()
                    .Any(read => SameExpression.Are(read, (part as IAssignmentOperation)?.Target ?? part.ChildOperations.First()))
            );

    /// <summary>Who has stopped the attempts does not take their end for success, so only what ends them by itself counts.</summary>
    public static Truth NobodyStops(IOperation condition) =>
        condition switch
        {
            IPropertyReferenceOperation
            {
                Property: { Name: "IsCancellationRequested", ContainingType.Name: "CancellationToken" or "CancellationTokenSource" }
            } => Truth.False,
            IInvocationOperation
            {
                TargetMethod.Name: "WaitOne",
                Instance: IPropertyReferenceOperation { Property: { Name: "WaitHandle", ContainingType.Name: "CancellationToken" } }
            } => Truth.False,
            IAwaitOperation { Operation: var tick }
                when Operations.WithoutAdapters(tick)
                    is IInvocationOperation { TargetMethod: { Name: "WaitForNextTickAsync", ContainingType.Name: "PeriodicTimer" } } =>
                Truth.True,
            _ => Truth.Both,
        };
}
