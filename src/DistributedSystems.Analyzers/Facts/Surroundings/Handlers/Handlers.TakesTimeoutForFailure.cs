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
    private static readonly string[] FailedStates = { "failed", "failure", "cancelled", "canceled", "rejected", "declined", "aborted" };

    /// <summary>
    /// What a handler of timeouts concludes about a remote write that adds its effect: it undoes it, itself or through one method of the
    /// project, or tells the caller that it failed. Null where the remote side is asked for the outcome, or anything else is done.
    /// </summary>
    public TimeoutConclusion? TimeoutTakenForFailureBy(ICatchClauseOperation handler)
    {
        if (handler.Parent is not ITryOperation attempt || !CatchesTimeouts(handler))
        {
            return null;
        }

        foreach (var operation in attempt.Body.Descendants())
        {
            if (
                operation is IInvocationOperation invocation
                && IsRunIn(attempt, invocation)
                && !IsInTryInside(invocation, attempt)
                && AccumulatingCallOf(invocation) is { } call
            )
            {
                return ConclusionOf(handler.Handler, attempt, call, isHelper: false) is { } conclusion
                    ? new TimeoutConclusion(call, conclusion)
                    : null;
            }
        }

        return null;
    }

    private RemoteCall? AccumulatingCallOf(IInvocationOperation invocation) =>
        remoteCalls.RemoteCallOf(invocation) is { } call ? (replays.IsAccumulating(call) ? call : null)
        : functions.IsOwnMethod(invocation.TargetMethod) ? reachability.ReachOf(invocation, Effect.Accumulates)?.Call
        : null;

    /// <summary>Waited for in the block itself, or in a function that is run there while it is waited for.</summary>
    private bool IsRunIn(ITryOperation attempt, IInvocationOperation invocation)
    {
        var around = Operations.FunctionAround(attempt)?.Syntax;
        while (Operations.FunctionAround(invocation) is { } function && function.Syntax != around)
        {
            if (
                !(runners.IsWaitedFor(invocation) || Operations.IsReturned(invocation))
                || (runners.RunnerOf(function) ?? runners.OwnRunnerOf(function)?.Parent) is not IInvocationOperation run
            )
            {
                return false;
            }

            invocation = run;
        }

        return runners.IsWaitedFor(invocation);
    }

    private string? ConclusionOf(IOperation body, ITryOperation attempt, RemoteCall write, bool isHelper)
    {
        string? conclusion = null;
        foreach (var operation in body.Descendants())
        {
            switch (operation)
            {
                case IInvocationOperation invocation when remoteCalls.RemoteCallOf(invocation) is { } call:
                    // It may be asked what became of the write, or be sent again; a message may start that.
                    if (
                        !effects.IsKnownWrite(call)
                        || call.Api.Publishes
                        || SymbolEqualityComparer.Default.Equals(call.Invocation.TargetMethod, write.Invocation.TargetMethod)
                    )
                    {
                        return null;
                    }

                    // What is written to another system is a conclusion where it says so; else it may be a note that nobody knows.
                    conclusion ??=
                        call.Api.Library == write.Api.Library ? $"'{call.Name}' in the handler undoes it"
                        : RecordsFailure(call) ? $"'{call.Name}' in the handler records that it failed"
                        : null;
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
                case ISimpleAssignmentOperation { Target: IMemberReferenceOperation state } marked when StateIn(marked.Value) is { } failed:
                    conclusion ??= $"'{state.Member.Name}' is set to '{failed}' in the handler";
                    break;
                case IInvocationOperation invocation
                    when !IsInReturn(invocation, body)
                        && (functions.IsOwnMethod(invocation.TargetMethod) || Symbols.IsTaskLike(invocation.Type)):
                case IAssignmentOperation { Parent: not (IObjectOrCollectionInitializerOperation or IAnonymousObjectCreationOperation) }
                or IConditionalOperation
                or IBranchOperation:
                    return null;
            }
        }

        return conclusion;
    }

    /// <summary>The state that says so, by the name of an enumeration's member or as a text.</summary>
    private static string? StateIn(IOperation value) =>
        (
            Values.Unwrap(value) switch
            {
                IFieldReferenceOperation { Field: { IsConst: true, ContainingType.TypeKind: TypeKind.Enum } member } => member.Name,
                { ConstantValue: { HasValue: true, Value: string text } } => text,
                _ => null,
            }
        )
            is { } named
        && FailedStates.Any(state => named.EndsWith(state, StringComparison.OrdinalIgnoreCase))
            ? named
            : null;

    /// <summary>A constant of its text is a state that says so: <c>SET state = 'failed'</c>.</summary>
    private bool RecordsFailure(RemoteCall call) =>
        call.Invocation.Arguments.Any(argument =>
            values.ValueOf(argument.Value).ConstantValue is { HasValue: true, Value: string text }
            && FailedStates.Any(state => text.IndexOf("'" + state + "'", StringComparison.OrdinalIgnoreCase) >= 0)
        );

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
