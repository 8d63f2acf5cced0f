using DistributedSystems.Analyzers.Facts.Calls;
using DistributedSystems.Analyzers.Facts.Code;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace DistributedSystems.Analyzers.Facts.Surroundings;

/// <summary>A handler that acts as if a write that timed out had not happened.</summary>
/// <param name="Write">The write.</param>
/// <param name="Conclusion">What the handler does, as messages say it.</param>
internal sealed record TimeoutConclusion(RemoteCall Write, string Conclusion);

internal sealed partial class Handlers
{
    /// <summary>
    /// What a handler of timeouts concludes about a remote write that adds its effect: it undoes it, itself or through one method of the
    /// project, or tells the caller that it failed. Null where the remote side is asked for the outcome, or anything else is done.
    /// </summary>
    public TimeoutConclusion? TimeoutTakenForFailureBy(ICatchClauseOperation handler)
    {
        if (
            handler.Parent is not ITryOperation attempt
            || !RemoteFailures.CatchesTimeouts(handler.ExceptionType)
            || !LetsTimeoutsThrough(handler.Filter)
        )
        {
            return null;
        }

        foreach (var operation in attempt.Body.Descendants())
        {
            if (
                operation is IInvocationOperation invocation
                && Operations.FunctionAround(invocation)?.Syntax == Operations.FunctionAround(handler)?.Syntax
                && remoteCalls.RemoteCallOf(invocation) is { } call
                && runners.IsWaitedFor(invocation)
                && !IsInTryInside(invocation, attempt)
                && replays.IsAccumulating(call)
            )
            {
                return ConclusionOf(handler.Handler, attempt, call, isHelper: false) is { } conclusion
                    ? new TimeoutConclusion(call, conclusion)
                    : null;
            }
        }

        return null;
    }

    /// <summary>No filter, or one that turns the caller's own cancellation away.</summary>
    private static bool LetsTimeoutsThrough(IOperation? filter) =>
        filter is null
        || Values.Unwrap(filter)
            is IUnaryOperation
            {
                OperatorKind: UnaryOperatorKind.Not,
                Operand: IPropertyReferenceOperation { Property.Name: "IsCancellationRequested" }
            };

    private string? ConclusionOf(IOperation body, ITryOperation attempt, RemoteCall write, bool isHelper)
    {
        string? conclusion = null;
        foreach (var operation in body.Descendants())
        {
            switch (operation)
            {
                case IInvocationOperation invocation when remoteCalls.RemoteCallOf(invocation) is { } call:
                    // It may be asked what became of the write, or be sent again; a message or another system's write may start that.
                    if (
                        !effects.IsKnownWrite(call)
                        || call.Api.Publishes
                        || call.Api.Library != write.Api.Library
                        || SymbolEqualityComparer.Default.Equals(call.Invocation.TargetMethod, write.Invocation.TargetMethod)
                    )
                    {
                        return null;
                    }

                    conclusion ??= $"'{call.Name}' in the handler undoes it";
                    break;
                case IInvocationOperation { TargetMethod: var own }
                    when functions.IsOwnMethod(own) && Annotations.Find(own, Annotations.Compensates) is not null:
                    conclusion ??= $"'{own.Name}' in the handler undoes it";
                    break;
                case IInvocationOperation { TargetMethod: var own, Parent: var parent }
                    when functions.IsOwnMethod(own) && !isHelper && parent is not IReturnOperation:
                    if (
                        Functions.IsReplaceable(own)
                        || functions.BodyOf(own.OriginalDefinition) is not { } helper
                        || ConclusionOf(helper, attempt, write, isHelper: true) is null
                    )
                    {
                        return null;
                    }

                    conclusion ??= $"'{own.Name}' in the handler undoes it";
                    break;
                case IReturnOperation when isHelper:
                    break;
                case IReturnOperation { ReturnedValue: { } value }:
                    if (SaysFailed(value, attempt) is not { } answer)
                    {
                        return null;
                    }

                    conclusion ??= answer;
                    break;
                case IInvocationOperation invocation
                    when !IsInReturn(invocation, body)
                        && (functions.IsOwnMethod(invocation.TargetMethod) || Symbols.IsTaskLike(invocation.Type)):
                case IAssignmentOperation { Parent: not IObjectOrCollectionInitializerOperation }
                or IConditionalOperation
                or IBranchOperation:
                    return null;
            }
        }

        return conclusion;
    }

    private static bool IsInReturn(IOperation operation, IOperation body)
    {
        for (var ancestor = operation.Parent; ancestor is not null && ancestor != body; ancestor = ancestor.Parent)
        {
            if (ancestor is IReturnOperation)
            {
                return true;
            }
        }

        return false;
    }
}
