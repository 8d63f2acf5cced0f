using System.Collections.Immutable;
using DistributedSystems.Analyzers.Catalog;
using DistributedSystems.Analyzers.Facts.Calls;
using DistributedSystems.Analyzers.Facts.Code;
using DistributedSystems.Analyzers.Facts.Surroundings;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace DistributedSystems.Analyzers.Facts.Promises;

/// <summary>A conflict that a repeated write may have with itself, taken for somebody else's change.</summary>
/// <param name="Status">The status code that is taken so.</param>
/// <param name="Thrown">What is thrown for it.</param>
/// <param name="Repetition">What repeats the write, as messages name it.</param>
internal sealed record ForeignConflict(int Status, IThrowOperation Thrown, string Repetition);

/// <summary>Answers that a retried write may have caused itself.</summary>
internal sealed class Conflicts(
    Values values,
    Replays replays,
    Reachability reachability,
    Registrations registrations,
    RegisteredRetries registeredRetries,
    Retries retries
)
{
    private const int NotFound = 404;
    private const int Conflict = 409;
    private const int PreconditionFailed = 412;

    /// <summary>
    /// The place where a conflict of a write that something repeats is turned into a failure of its own, without a look at whose write won.
    /// Null where the
    /// code reads back, passes the failure on as it is, or says in its result that the race was lost.
    /// </summary>
    public ForeignConflict? ForeignConflictOf(RemoteCall call)
    {
        if (call.Api.Replay is not (Replay.Conditional or Replay.Idempotent) && call.Api.HttpRequestParameter is null)
        {
            return null;
        }

        var replay = replays.Of(call).Replay;
        var own = StatusesOfItsOwn(replay, replay == Replay.Idempotent && replays.Removes(call));
        if (own.IsEmpty)
        {
            return null;
        }

        var (thrown, status) =
            call.Api.HttpRequestParameter is not null || RemoteFailures.TellsFailure(Symbols.UnwrapTask(call.Invocation.Type))
                ? ThrownForResponse(call, own)
                : ThrownInCatch(call, own);
        return thrown is not null && RepetitionOf(call) is { } repetition ? new ForeignConflict(status, thrown, repetition) : null;
    }

    /// <summary>A write under a precondition conflicts with its own first execution; a deletion does not find what it has deleted. What finds no
    /// target to replace has not removed it itself.</summary>
    private static ImmutableArray<int> StatusesOfItsOwn(Replay replay, bool removes) =>
        replay == Replay.Conditional ? ImmutableArray.Create(Conflict, PreconditionFailed)
        : removes ? ImmutableArray.Create(NotFound)
        : ImmutableArray<int>.Empty;

    private string? RepetitionOf(RemoteCall call) =>
        call.Api.HiddenRetries is > 0 and var hidden ? $"what {call.Api.Library} retries by itself ({hidden} times)"
        : retries.Around(call.Invocation) is { } retry ? retry.Description
        : registrations
            .RegistrationsBehind(call)
            .SelectMany(registeredRetries.RetriesIn)
            .FirstOrDefault(handler => handler.RepeatsUnsafeMethods)
            is { } registered
            ? registered.Description
        : null;

    private (IThrowOperation? Thrown, int Status) ThrownInCatch(RemoteCall call, ImmutableArray<int> own)
    {
        for (
            var ancestor = call.Invocation.Parent;
            ancestor is not (null or IAnonymousFunctionOperation or ILocalFunctionOperation or ICatchClauseOperation);
            ancestor = ancestor.Parent
        )
        {
            if (ancestor is not ITryOperation attempt || !attempt.Body.Syntax.Span.Contains(call.Invocation.Syntax.Span))
            {
                continue;
            }

            foreach (var handler in attempt.Catches)
            {
                if (handler.Filter is { } filter && StatusNamedBy(filter, own) is { } status && OwnThrowIn(handler.Handler) is { } thrown)
                {
                    return (thrown, status);
                }

                foreach (var branch in handler.Handler.Descendants().OfType<IConditionalOperation>())
                {
                    if (StatusNamedBy(branch.Condition, own) is { } tested && OwnThrowIn(branch.WhenTrue) is { } inBranch)
                    {
                        return (inBranch, tested);
                    }
                }
            }
        }

        return default;
    }

    private (IThrowOperation? Thrown, int Status) ThrownForResponse(RemoteCall call, ImmutableArray<int> own)
    {
        if (Operations.KeptIn(AwaitedValue(call.Invocation)) is not ILocalSymbol response)
        {
            return default;
        }

        foreach (var use in values.UsesOf(response, call.Invocation))
        {
            for (var ancestor = use.Parent; ancestor is not (null or IBlockOperation); ancestor = ancestor.Parent)
            {
                if (
                    ancestor is IConditionalOperation branch
                    && branch.Condition.Syntax.Span.Contains(use.Syntax.Span)
                    && StatusNamedBy(branch.Condition, own) is { } status
                    && OwnThrowIn(branch.WhenTrue) is { } thrown
                )
                {
                    return (thrown, status);
                }
            }
        }

        return default;
    }

    private static IOperation AwaitedValue(IOperation call)
    {
        while (
            call.Parent is IAwaitOperation or IConversionOperation or IParenthesizedOperation
            || call.Parent is IInvocationOperation { TargetMethod.Name: "ConfigureAwait" }
        )
        {
            call = call.Parent;
        }

        return call;
    }

    /// <summary>The status of such a conflict that a condition tests for, alone or among others; null where it tests for its absence.</summary>
    private static int? StatusNamedBy(IOperation condition, ImmutableArray<int> own)
    {
        int? named = null;
        foreach (var part in condition.DescendantsAndSelf())
        {
            if (
                part
                is IUnaryOperation { OperatorKind: UnaryOperatorKind.Not }
                    or IBinaryOperation { OperatorKind: BinaryOperatorKind.NotEquals }
                    or INegatedPatternOperation
            )
            {
                return null;
            }

            if (part.ConstantValue is { HasValue: true, Value: int status } && own.Contains(status))
            {
                named ??= status;
            }
        }

        return named;
    }

    /// <summary>An exception of the code's own, thrown with nothing before it that might look whose write it was.</summary>
    private IThrowOperation? OwnThrowIn(IOperation? branch)
    {
        IThrowOperation? thrown = null;
        foreach (var part in branch?.DescendantsAndSelf() ?? Enumerable.Empty<IOperation>())
        {
            switch (part)
            {
                case IThrowOperation { Exception: { } exception } own when Values.Unwrap(exception) is IObjectCreationOperation:
                    thrown ??= own;
                    break;
                case IThrowOperation or IReturnOperation or IAwaitOperation or IConditionalOperation:
                case IInvocationOperation call
                    when reachability.RemoteNameOf(call) is not null
                        || call.TargetMethod.MethodKind == MethodKind.DelegateInvoke
                        || (reachability.MayReach(call) && call.IsVirtual):
                    return null;
            }
        }

        return thrown;
    }
}
