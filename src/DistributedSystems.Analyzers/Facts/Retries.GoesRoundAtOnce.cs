using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace DistributedSystems.Analyzers.Facts;

internal sealed partial class CompilationFacts
{
    /// <summary>Does some failure of a call come back to it with nothing on the way that may wait?</summary>
    public bool GoesRoundAtOnce(IInvocationOperation call, ILoopOperation loop) => FailurePaths(call, loop.Syntax, MayWaitAt).Any(path => path is { Repeats: true, Stops: false });

    /// <summary>
    /// Does every failure of a call come back to it, with no way out of the loop that a failure could take? What else is called on the
    /// way may fail and leave, so only waits and logs may stand there.
    /// </summary>
    public bool NeverGivesUp(IInvocationOperation call, ILoopOperation loop)
    {
        var repeats = false;
        foreach (var path in FailurePaths(call, loop.Syntax, CallsOut))
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
    public IEnumerable<OutcomeDestinations> FailurePaths(IInvocationOperation call, SyntaxNode? loop, Func<IOperation, bool>? stop)
    {
        var thrown = OutcomeFlow.AfterEach(this, call, loop, Hypothesis.AmbiguousException, stop: stop);
        return SymbolEqualityComparer.Default.Equals(UnwrapTask(call.Type), Types.HttpResponseMessage)
            ? thrown.Concat(OutcomeFlow.AfterEach(this, call, loop, Hypothesis.AmbiguousResponse, stop: stop))
            : thrown;
    }
}
