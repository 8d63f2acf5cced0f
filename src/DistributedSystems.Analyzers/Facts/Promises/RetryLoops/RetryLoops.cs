using DistributedSystems.Analyzers.Facts.Calls;
using DistributedSystems.Analyzers.Facts.Code;
using DistributedSystems.Analyzers.Facts.Surroundings;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace DistributedSystems.Analyzers.Facts.Promises;

/// <summary>What retries written by hand do between two attempts and at their end.</summary>
internal sealed partial class RetryLoops(
    WellKnownTypes types,
    Values values,
    Constants constants,
    FailurePaths failurePaths,
    Pipelines pipelines,
    Steps steps,
    RepeatedCalls repeatedCalls
)
{
    /// <summary>
    /// A failure of a call that never leaves the code around it: every way it can take leads back to the call. What else is called on the way may
    /// fail and leave, so only what does nothing of the kind may stand there.
    /// </summary>
    public Witness? NeverGivesUp(RepeatedCall repeated)
    {
        foreach (var (failure, path) in WaysBack(repeated, steps.MayLeave))
        {
            if (path is { MayRepeat: true, MayEnd: false })
            {
                return failure;
            }
        }

        return null;
    }

    /// <summary>A loop that goes on until a call has given what it asks for, whether or not every success gives it: only success ends it.</summary>
    public bool WaitsForSuccess(RepeatedCall repeated) =>
        repeated.Loop is { } place
        && Operations.LoopAround(repeated.Call, place) is { } loop
        && LoopConditions.EntryOf(loop) is { } entry
        && LoopConditions.HeldSinceEntry(entry, loop, repeated.Call, values) != Truth.Both;

    private IEnumerable<FailureWay> WaysBack(
        RepeatedCall repeated,
        Func<IOperation, bool> stop,
        Func<IOperation, Truth>? assumed = null,
        FailureKinds kinds = FailureKinds.Passing
    )
    {
        var loop = repeated.Loop is { } place ? Operations.LoopAround(repeated.Call, place) : null;
        var ways = failurePaths.WaysOf(
            repeated.Call,
            repeated.Loop,
            kinds,
            stop,
            repeated.Again,
            condition =>
                LoopConditions.HeldSinceEntry(condition, loop, repeated.Call, values) is var held && held != Truth.Both
                    ? held
                    : assumed?.Invoke(condition) ?? Truth.Both,
            repeated.IsRetried ? Hypothesis.AmbiguousException : Hypothesis.PromptException
        );

        // Where success goes round as well, an answer that nobody looks at brings about no repetition: it is the next step that comes.
        return repeated.EndsWithSuccess || values.IsUsed(repeated.Call)
            ? ways
            : ways.Where(way => way.Failure.How != Hypothesis.AmbiguousResponse);
    }

    /// <summary>Is a cancellation token that somebody can cancel used anywhere in this code?</summary>
    public bool MentionsToken(IOperation code) => TokensIn(code).Any();

    private IEnumerable<IOperation> TokensIn(IOperation code)
    {
        foreach (var part in code.DescendantsAndSelf())
        {
            if (
                part is ILocalReferenceOperation or IParameterReferenceOperation or IMemberReferenceOperation
                && types.IsToken(part.Type)
                && !constants.IsNothing(values.ValueOf(part))
            )
            {
                yield return part;
            }
        }
    }

    /// <summary>
    /// Does a token that is used in this code end it some time: one that carries a time or belongs to what is shut down? A bare parameter ends
    /// nothing by itself, since its caller may have nothing to cancel it with; null where such a one is all there is.
    /// </summary>
    public bool? IsEndedByToken(IOperation code)
    {
        bool? ended = false;
        foreach (var token in TokensIn(code))
        {
            if (values.ValueOf(token) is not IParameterReferenceOperation || IsStoppedWithItsHost(token))
            {
                return true;
            }

            ended = null;
        }

        return ended;
    }

    /// <summary>The code of a hosted service: its token is the host's, which ends a background loop.</summary>
    private bool IsStoppedWithItsHost(IOperation token)
    {
        var type = Operations.TypeAround(token);
        return type is not null
            && (
                (types.BackgroundService is { } hosted && Symbols.DerivesFrom(type, hosted))
                || (types.HostedService is { } service && type.AllInterfaces.Contains(service, SymbolEqualityComparer.Default))
            );
    }

    /// <summary>Does every known run of a policy pass a token that ends it? No where none is known.</summary>
    public bool IsRunWithTokens(RetryPolicy policy)
    {
        var any = false;
        foreach (var run in pipelines.RunsOf(policy))
        {
            any = true;
            if (
                !run.Arguments.Any(argument =>
                    types.IsToken(argument.Parameter?.Type)
                    && argument.ArgumentKind != ArgumentKind.DefaultValue
                    && !constants.IsNothing(values.ValueOf(argument.Value))
                    && IsEndedByToken(argument.Value) == true
                )
            )
            {
                return false;
            }
        }

        return any;
    }
}
