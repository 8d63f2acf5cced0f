using DistributedSystems.Analyzers.Catalog;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace DistributedSystems.Analyzers.Facts;

/// <summary>A handler that acts as if a write that timed out had not happened.</summary>
/// <param name="Write">The write.</param>
/// <param name="Conclusion">What the handler does, as messages say it.</param>
internal sealed record TimeoutConclusion(RemoteCall Write, string Conclusion);

internal sealed partial class CompilationFacts
{
    /// <summary>
    /// What a handler of timeouts concludes about a remote write that adds its effect: it undoes it, or tells the caller that it failed.
    /// Null where the handler asks the remote side for the outcome, or does anything else.
    /// </summary>
    public TimeoutConclusion? TimeoutTakenForFailureBy(ICatchClauseOperation handler)
    {
        if (handler.Parent is not ITryOperation attempt || !CatchesTimeouts(handler.ExceptionType) || !LetsTimeoutsThrough(handler.Filter) || ConclusionOf(handler.Handler) is not { } conclusion)
        {
            return null;
        }

        foreach (var operation in attempt.Body.Descendants())
        {
            if (operation is IInvocationOperation invocation
                && FunctionAround(invocation)?.Syntax == FunctionAround(handler)?.Syntax
                && RemoteCallOf(invocation) is { MayAccumulate: true } call
                && IsWaitedFor(invocation)
                && !IsInTryInside(invocation, attempt)
                && ReplayOf(call).Replay == Replay.Accumulates)
            {
                return SameAgain(handler.Handler, call) ? null : new TimeoutConclusion(call, conclusion);
            }
        }

        return null;
    }

    private static bool CatchesTimeouts(ITypeSymbol? caught) => caught?.ToDisplayString() is "System.TimeoutException" or "System.OperationCanceledException" or "System.Threading.Tasks.TaskCanceledException";

    /// <summary>No filter, or one that turns the caller's own cancellation away.</summary>
    private static bool LetsTimeoutsThrough(IOperation? filter) =>
        filter is null || Values.Unwrap(filter) is IUnaryOperation { OperatorKind: UnaryOperatorKind.Not, Operand: IPropertyReferenceOperation { Property.Name: "IsCancellationRequested" } };

    private string? ConclusionOf(IBlockOperation handler)
    {
        string? conclusion = null;
        foreach (var operation in handler.Descendants())
        {
            switch (operation)
            {
                case IInvocationOperation invocation when RemoteCallOf(invocation) is { } call:
                    if (!IsKnownWrite(call))
                    {
                        // It may be asked what became of the write.
                        return null;
                    }

                    conclusion ??= $"'{call.Name}' in the handler undoes it";
                    break;
                case IInvocationOperation invocation when IsOwnMethod(invocation.TargetMethod) && Annotations.Find(invocation.TargetMethod, Annotations.Compensates) is not null:
                    conclusion ??= $"'{invocation.TargetMethod.Name}' in the handler undoes it";
                    break;
                case IInvocationOperation invocation when IsOwnMethod(invocation.TargetMethod) || IsTaskLike(invocation.Type):
                    return null;
                case IReturnOperation { ReturnedValue: { } value } when Values.Unwrap(value).ConstantValue is { HasValue: true, Value: false }:
                    conclusion ??= "the handler returns false";
                    break;
                case IReturnOperation { ReturnedValue: not null } or IAssignmentOperation or IConditionalOperation or IBranchOperation:
                    return null;
            }
        }

        return conclusion;
    }

    private static bool SameAgain(IBlockOperation handler, RemoteCall call) =>
        handler.Descendants().Any(operation => operation is IInvocationOperation again && SymbolEqualityComparer.Default.Equals(again.TargetMethod, call.Invocation.TargetMethod));
}
