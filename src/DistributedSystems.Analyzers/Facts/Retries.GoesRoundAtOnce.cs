using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace DistributedSystems.Analyzers.Facts;

internal sealed partial class CompilationFacts
{
    /// <summary>Does a failure of a call come back to it on a way on which nothing may wait?</summary>
    /// <param name="call">The call.</param>
    /// <param name="loop">The loop it is in; null where the way back is a jump or a call of the method by itself.</param>
    /// <param name="again">The invocation by which the method calls itself.</param>
    /// <param name="isPoll">Success goes round as well, so that a limit that ended the call was a wait: a long poll.</param>
    public bool GoesRoundAtOnce(IInvocationOperation call, SyntaxNode? loop, SyntaxNode? again = null, bool isPoll = false) =>
        FailurePaths(call, loop, MayWaitAt, again, thrownAs: isPoll ? Hypothesis.PromptException : Hypothesis.AmbiguousException).Any(path => path is { Repeats: true, Stops: false });

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
        foreach (var path in FailurePaths(call, loop, CallsOut, again))
        {
            if (path.MayEnd)
            {
                return false;
            }

            repeats |= path.Repeats;
        }

        return repeats;
    }

    private static bool CallsOut(IOperation operation) => operation.DescendantsAndSelf().Any(part => part is IDynamicInvocationOperation || (part is IInvocationOperation call && !IsQuiet(call, call.TargetMethod)));

    /// <summary>Where each way of taking up a call's failure leads: one answer for each handler, and one for a response that tells it.</summary>
    public IEnumerable<OutcomeDestinations> FailurePaths(IInvocationOperation call, SyntaxNode? loop, Func<IOperation, bool>? stop, SyntaxNode? target = null, Func<IOperation, Truth>? assumed = null, Hypothesis thrownAs = Hypothesis.AmbiguousException)
    {
        var thrown = OutcomeFlow.AfterEach(this, call, loop, thrownAs, stop: stop, target: target, assumed: assumed);
        return SymbolEqualityComparer.Default.Equals(UnwrapTask(call.Type), Types.HttpResponseMessage)
            ? thrown.Concat(OutcomeFlow.AfterEach(this, call, loop, Hypothesis.AmbiguousResponse, stop: stop, target: target, assumed: assumed))
            : thrown;
    }
}
