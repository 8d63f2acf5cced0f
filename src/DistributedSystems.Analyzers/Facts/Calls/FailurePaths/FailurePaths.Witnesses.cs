using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace DistributedSystems.Analyzers.Facts.Calls;

/// <summary>One concrete failure and where one way of taking it up leads.</summary>
internal sealed record FailureWay(Witness Failure, OutcomeDestinations Path);

internal sealed partial class FailurePaths
{
    // Counts, not times: what lies beyond them is not asked.
    private const int MostCodes = 12;
    private const int MostUnreadTests = 3;

    /// <summary>
    /// Where each concrete failure of a call leads, for each handler that may take it and for the answer that tells it: one failure for each
    /// code that the conditions on the way mention and one with another code, each with every answer to the tests that cannot be read.
    /// </summary>
    /// <param name="call">The invocation that fails.</param>
    /// <param name="loop">Control that leaves this syntax is not followed.</param>
    /// <param name="kinds">The failures that are asked about.</param>
    /// <param name="stop">A path is not followed beyond an operation for which this says true.</param>
    /// <param name="target">The invocation whose execution is looked for, where it is not the same one.</param>
    /// <param name="assumed">What is assumed of conditions that the outcome does not decide.</param>
    /// <param name="thrownAs">What is assumed of an exception.</param>
    public IEnumerable<FailureWay> WaysOf(
        IInvocationOperation call,
        SyntaxNode? loop,
        FailureKinds kinds,
        Func<IOperation, bool>? stop = null,
        SyntaxNode? target = null,
        Func<IOperation, Truth>? assumed = null,
        Hypothesis thrownAs = Hypothesis.AmbiguousException
    )
    {
        var ways = AnswerOf(call).Throws ? WaysOf(new Witness(thrownAs)) : Enumerable.Empty<FailureWay>();
        return TellsFailureByAnswer(call) ? ways.Concat(WaysOf(new Witness(Hypothesis.AmbiguousResponse))) : ways;

        IEnumerable<FailureWay> WaysOf(Witness any)
        {
            var mentioned = new List<OutcomeCode>();
            var first = Follow(any).ToList();
            if (mentioned.Count == 0)
            {
                return (kinds & FailureKinds.Ambiguous) == 0 ? Enumerable.Empty<FailureWay>() : first.Concat(Answered(any, first));
            }

            return Concrete(any, mentioned, first);

            IEnumerable<FailureWay> Concrete(Witness any, List<OutcomeCode> mentioned, List<FailureWay> first)
            {
                // Following one code may lead to tests for more.
                var tried = new HashSet<OutcomeCode>();
                for (var i = 0; i < mentioned.Count && i < MostCodes; i++)
                {
                    foreach (var code in OutcomeCodes.With(mentioned[i], mentioned, any.How, kinds))
                    {
                        if (!tried.Add(code))
                        {
                            continue;
                        }

                        var concrete = any with { Code = code };
                        var ways = Follow(concrete).ToList();
                        foreach (var way in ways.Concat(Answered(concrete, ways)))
                        {
                            yield return way;
                        }
                    }
                }
            }

            IEnumerable<FailureWay> Follow(Witness failure)
            {
                foreach (var path in AfterEach(call, loop, failure, stop, target, assumed))
                {
                    foreach (var code in path.Codes)
                    {
                        if (!mentioned.Contains(code))
                        {
                            mentioned.Add(code);
                        }
                    }

                    yield return new FailureWay(failure, path);
                }
            }

            // Each combination of answers is a failure of its own.
            IEnumerable<FailureWay> Answered(Witness failure, List<FailureWay> ways)
            {
                var unread = ways.SelectMany(way => way.Path.Unread).Distinct().Take(MostUnreadTests).ToList();
                for (var combination = 0; unread.Count > 0 && combination < 1 << unread.Count; combination++)
                {
                    var answers = failure.Answers;
                    for (var i = 0; i < unread.Count; i++)
                    {
                        answers = answers.SetItem(unread[i], (combination & (1 << i)) != 0);
                    }

                    foreach (var way in Follow(failure with { Answers = answers }))
                    {
                        yield return way;
                    }
                }
            }
        }
    }
}
