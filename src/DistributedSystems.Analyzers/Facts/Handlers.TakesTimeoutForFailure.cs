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
    /// What a handler of timeouts concludes about a remote write that adds its effect: it undoes it, itself or through one method of the
    /// project, or tells the caller that it failed. Null where the remote side is asked for the outcome, or anything else is done.
    /// </summary>
    public TimeoutConclusion? TimeoutTakenForFailureBy(ICatchClauseOperation handler)
    {
        if (handler.Parent is not ITryOperation attempt || !CatchesTimeouts(handler.ExceptionType) || !LetsTimeoutsThrough(handler.Filter))
        {
            return null;
        }

        foreach (var operation in attempt.Body.Descendants())
        {
            if (operation is IInvocationOperation invocation
                && FunctionAround(invocation)?.Syntax == FunctionAround(handler)?.Syntax
                && RemoteCallOf(invocation) is { } call
                && IsWaitedFor(invocation)
                && !IsInTryInside(invocation, attempt)
                && IsAccumulating(call))
            {
                return ConclusionOf(handler.Handler, attempt, call, isHelper: false) is { } conclusion ? new TimeoutConclusion(call, conclusion) : null;
            }
        }

        return null;
    }

    internal static bool CatchesTimeouts(ITypeSymbol? caught) => caught?.FullName() is "System.TimeoutException" or "System.OperationCanceledException" or "System.Threading.Tasks.TaskCanceledException";

    /// <summary>No filter, or one that turns the caller's own cancellation away.</summary>
    private static bool LetsTimeoutsThrough(IOperation? filter) =>
        filter is null || Values.Unwrap(filter) is IUnaryOperation { OperatorKind: UnaryOperatorKind.Not, Operand: IPropertyReferenceOperation { Property.Name: "IsCancellationRequested" } };

    private string? ConclusionOf(IOperation body, ITryOperation attempt, RemoteCall write, bool isHelper)
    {
        string? conclusion = null;
        foreach (var operation in body.Descendants())
        {
            switch (operation)
            {
                case IInvocationOperation invocation when RemoteCallOf(invocation) is { } call:
                    // It may be asked what became of the write, or be sent again; a message or another system's write may start that.
                    if (!IsKnownWrite(call) || call.Api.Publishes || call.Api.Library != write.Api.Library || SymbolEqualityComparer.Default.Equals(call.Invocation.TargetMethod, write.Invocation.TargetMethod))
                    {
                        return null;
                    }

                    conclusion ??= $"'{call.Name}' in the handler undoes it";
                    break;
                case IInvocationOperation { TargetMethod: var own } when IsOwnMethod(own) && Annotations.Find(own, Annotations.Compensates) is not null:
                    conclusion ??= $"'{own.Name}' in the handler undoes it";
                    break;
                case IInvocationOperation { TargetMethod: var own, Parent: var parent } when IsOwnMethod(own) && !isHelper && parent is not IReturnOperation:
                    if (IsReplaceable(own) || BodyOf(own.OriginalDefinition) is not { } helper || ConclusionOf(helper, attempt, write, isHelper: true) is null)
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
                case IInvocationOperation invocation when !IsInReturn(invocation, body) && (IsOwnMethod(invocation.TargetMethod) || IsTaskLike(invocation.Type)):
                case IAssignmentOperation { Parent: not IObjectOrCollectionInitializerOperation } or IConditionalOperation or IBranchOperation:
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
