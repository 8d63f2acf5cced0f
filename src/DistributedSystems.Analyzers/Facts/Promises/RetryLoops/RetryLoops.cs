using DistributedSystems.Analyzers.Facts.Calls;
using DistributedSystems.Analyzers.Facts.Code;
using DistributedSystems.Analyzers.Facts.Surroundings;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace DistributedSystems.Analyzers.Facts.Promises;

/// <summary>What retry loops written by hand do between two attempts and at their end.</summary>
internal sealed partial class RetryLoops(
    WellKnownTypes types,
    Values values,
    Constants constants,
    RemoteCalls remoteCalls,
    FailurePaths failurePaths,
    Reachability reachability,
    Pipelines pipelines,
    Waits waits,
    Attempts attempts,
    Retries retries
)
{
    /// <summary>Does a failure of a call come back to it on a way on which nothing may wait?</summary>
    /// <param name="call">The call.</param>
    /// <param name="loop">The loop it is in; null where the way back is a jump or a call of the method by itself.</param>
    /// <param name="again">The invocation by which the method calls itself.</param>
    /// <param name="isPoll">Success goes round as well, so that a limit that ended the call was a wait: a long poll.</param>
    public bool GoesRoundAtOnce(IInvocationOperation call, SyntaxNode? loop, SyntaxNode? again = null, bool isPoll = false) =>
        failurePaths
            .AfterFailure(call, loop, waits.MayWaitAt, again, thrownAs: isPoll ? Hypothesis.PromptException : Hypothesis.AmbiguousException)
            .Any(path => path is { Repeats: true, Stops: false });

    /// <summary>
    /// Does every failure of a call come back to it, with no way out of the loop that a failure could take? What else is called on the
    /// way may fail and leave, so only waits and logs may stand there.
    /// </summary>
    /// <param name="call">The call.</param>
    /// <param name="loop">The loop it is in; null where the way back is a jump or a call of the method by itself.</param>
    /// <param name="again">The invocation by which the method calls itself.</param>
    public bool NeverGivesUp(IInvocationOperation call, SyntaxNode? loop, SyntaxNode? again = null)
    {
        var repeats = false;
        foreach (var path in failurePaths.AfterFailure(call, loop, CallsOut, again))
        {
            if (path.MayEnd)
            {
                return false;
            }

            repeats |= path.Repeats;
        }

        return repeats;
    }

    private static bool CallsOut(IOperation operation) =>
        operation
            .DescendantsAndSelf()
            .Any(part => part is IDynamicInvocationOperation || (part is IInvocationOperation call && !IsQuiet(call, call.TargetMethod)));

    /// <summary>Is a cancellation token that somebody can cancel used anywhere in this code?</summary>
    public bool MentionsToken(IOperation code)
    {
        foreach (var part in code.DescendantsAndSelf())
        {
            if (
                part is ILocalReferenceOperation or IParameterReferenceOperation or IMemberReferenceOperation
                && types.IsToken(part.Type)
                && !constants.IsNothing(values.ValueOf(part))
            )
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Does every known run of a policy pass a token, which ends it? No where none is known.</summary>
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
                )
            )
            {
                return false;
            }
        }

        return any;
    }
}
