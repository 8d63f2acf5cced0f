using DistributedSystems.Analyzers.Facts.Calls;
using DistributedSystems.Analyzers.Facts.Code;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace DistributedSystems.Analyzers.Facts.Promises;

internal sealed partial class RetryLoops
{
    /// <summary>
    /// The catch that takes a cancellation, asked for by a token from outside the loop, and goes round with nothing on the way that looks
    /// at a token. Null where cancellation leaves the loop.
    /// </summary>
    public ICatchClauseOperation? CatchThatSwallowsCancellation(IInvocationOperation call, ILoopOperation loop)
    {
        if (types.OperationCanceledException is not { } cancelled || TokenGivenFromOutside(call) is null)
        {
            return null;
        }

        return failurePaths
            .AfterEach(call, loop.Syntax, Hypothesis.AmbiguousException, cancelled, MentionsToken)
            .Any(path => path is { Repeats: true, Stops: false })
            ? CatchesAround(call, loop).FirstOrDefault(clause => RemoteFailures.MayCatch(clause.ExceptionType, cancelled))
            : null;
    }

    /// <summary>The catch without a filter that takes every exception and leads back to the call.</summary>
    public ICatchClauseOperation? CatchOfEverything(IInvocationOperation call, ILoopOperation loop) =>
        CatchesAround(call, loop)
            .FirstOrDefault(clause =>
                clause.Filter is null
                && clause.ExceptionType.FullName() is "System.Exception" or "object"
                && !clause
                    .Handler.Descendants()
                    .Any(part => part is IIsTypeOperation or IIsPatternOperation or ISwitchOperation or IThrowOperation)
                && clause == CatchesAround(call, loop).First()
            );

    private static IEnumerable<ICatchClauseOperation> CatchesAround(IInvocationOperation call, ILoopOperation loop)
    {
        for (IOperation inner = call; inner.Parent is { } around && inner != loop; inner = around)
        {
            if (around is ITryOperation attempt && attempt.Body == inner)
            {
                foreach (var clause in attempt.Catches)
                {
                    yield return clause;
                }
            }
        }
    }

    /// <summary>The token that a call is given, as its argument spells it, where it comes from outside the function or as its parameter;
    /// null for any other.</summary>
    public string? TokenGivenFromOutside(IInvocationOperation call)
    {
        foreach (var argument in call.Arguments)
        {
            if (argument.ArgumentKind != ArgumentKind.DefaultValue && types.IsToken(argument.Parameter?.Type))
            {
                return values.ValueOf(argument.Value) is IParameterReferenceOperation or IFieldReferenceOperation
                    ? argument.Value.Syntax.ToString()
                    : null;
            }
        }

        return null;
    }
}
