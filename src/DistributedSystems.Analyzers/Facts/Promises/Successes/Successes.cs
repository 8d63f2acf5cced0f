using DistributedSystems.Analyzers.Facts.Calls;
using DistributedSystems.Analyzers.Facts.Surroundings;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace DistributedSystems.Analyzers.Facts.Promises;

/// <summary>What loops that try again do after an attempt has succeeded.</summary>
internal sealed class Successes(FailurePaths failurePaths, Steps steps, RepeatedCalls repeatedCalls)
{
    /// <summary>
    /// The call that a loop is there to try again, and that it makes again after success, too: a failure waits before it goes round, success goes
    /// round at once, and nothing but the number of rounds ends that. Null where success leaves, or where going round waits for something.
    /// </summary>
    public RepeatedCall? RepeatedAfterSuccess(ILoopOperation loop)
    {
        if (LimitOf(loop) is not { } limit)
        {
            return null;
        }

        foreach (var repeated in repeatedCalls.EffectsOf(loop))
        {
            if (
                AllGoRound(
                    failurePaths.AfterEach(repeated.Call, loop.Syntax, new Witness(Hypothesis.Success), steps.MayWait, assumed: GoesOn)
                )
                && failurePaths
                    .WaysOf(repeated.Call, loop.Syntax, FailureKinds.Passing, steps.MayWait, assumed: GoesOn)
                    .Any(way => way.Path.Stops)
                && failurePaths.WaysOf(repeated.Call, loop.Syntax, FailureKinds.Passing, assumed: GoesOn).Any(way => way.Path.MayRepeat)
                && LeavesOnSomeFailure(repeated, loop)
            )
            {
                return repeated;
            }
        }

        return null;

        // The number of rounds is what ends it, and nothing else.
        Truth GoesOn(IOperation condition) => condition.Syntax == limit.Syntax ? Truth.True : Truth.Both;
    }

    private static bool AllGoRound(IEnumerable<OutcomeDestinations> paths)
    {
        var any = false;
        foreach (var path in paths)
        {
            if (path is not { Repeats: true, MayEnd: false })
            {
                return false;
            }

            any = true;
        }

        return any;
    }

    /// <summary>A loop that does the same several times on purpose does not care for the failure of the last.</summary>
    private bool LeavesOnSomeFailure(RepeatedCall repeated, ILoopOperation loop) =>
        failurePaths.AfterEach(repeated.Call, loop.Syntax, new Witness(Hypothesis.AmbiguousException)).Any(path => path.Throws)
        || repeated.RunsDelegate
        || (
            failurePaths.WaysOf(repeated.Call, loop: null, FailureKinds.Passing).Any(way => way.Path.Throws)
            && failurePaths
                .AfterEach(repeated.Call, loop: null, new Witness(Hypothesis.Success))
                .All(path => path is { Throws: false, Returns: true })
        );

    /// <summary>The comparison of a counter that ends a counted loop.</summary>
    private static IOperation? LimitOf(ILoopOperation loop) =>
        loop switch
        {
            IForLoopOperation { Condition: IBinaryOperation condition } => condition,
            IWhileLoopOperation { Condition: IBinaryOperation condition }
                when condition.DescendantsAndSelf().Any(part => part is IIncrementOrDecrementOperation) => condition,
            _ => null,
        };

    /// <summary>
    /// The status that tells of success, that the code names, and after which the call, which changes something, is made again all the same, while
    /// another success leaves. 202 says that it is still to be done, and may be asked for again.
    /// </summary>
    public (RepeatedCall Repeated, OutcomeCode Code)? SuccessThatGoesRound(ILoopOperation loop)
    {
        foreach (var repeated in repeatedCalls.EffectsOf(loop))
        {
            if (!failurePaths.TellsFailureByAnswer(repeated.Call))
            {
                continue;
            }

            var named = failurePaths
                .WaysOf(repeated.Call, loop.Syntax, FailureKinds.Passing | FailureKinds.Permanent | FailureKinds.Other)
                .Concat(
                    failurePaths
                        .AfterEach(repeated.Call, loop.Syntax, new Witness(Hypothesis.Success))
                        .Select(path => new FailureWay(new Witness(Hypothesis.Success), path))
                )
                .SelectMany(way => way.Path.Codes)
                .Where(code => code is { Enumeration: "System.Net.HttpStatusCode", Value: int and >= 200 and < 300 and not 202 })
                .Distinct()
                .ToList();
            var again = named.Where(code => Outcome(repeated, loop, code) == true).ToList();
            if (again.Count > 0 && named.Any(code => Outcome(repeated, loop, code) == false))
            {
                return (repeated, again[0]);
            }
        }

        return null;
    }

    /// <summary>Does an answer with this code surely go round, or surely leave? Null where neither is sure.</summary>
    private bool? Outcome(RepeatedCall repeated, ILoopOperation loop, OutcomeCode code)
    {
        bool? goesRound = null;
        foreach (var path in failurePaths.AfterEach(repeated.Call, loop.Syntax, new Witness(Hypothesis.Success) { Code = code }))
        {
            if (path.MayRepeat != path.Repeats || goesRound == !path.Repeats)
            {
                return null;
            }

            goesRound = path.Repeats;
        }

        return goesRound ?? false;
    }
}
