using DistributedSystems.Analyzers.Facts.Calls;
using DistributedSystems.Analyzers.Facts.Code;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace DistributedSystems.Analyzers.Facts.Promises;

/// <summary>A failure that no repetition cures and that is repeated.</summary>
/// <param name="Place">The handler that takes it, or the test that lets it through.</param>
/// <param name="Name">How messages name it.</param>
internal sealed record FutileRepetition(IOperation Place, string Name);

internal sealed partial class RetryLoops
{
    /// <summary>
    /// The catch that takes a cancellation, asked for by a token from outside, and goes round with nothing on the way that looks at a token. Null
    /// where cancellation leaves.
    /// </summary>
    public (ICatchClauseOperation Clause, bool IsSure)? CatchThatSwallowsCancellation(RepeatedCall repeated)
    {
        if (types.OperationCanceledException is not { } cancelled || TokenOf(repeated) is null)
        {
            return null;
        }

        var ways = failurePaths
            .AfterEach(
                repeated.Call,
                repeated.Loop,
                new Witness(Hypothesis.AmbiguousException) { Thrown = cancelled },
                MentionsToken,
                repeated.Again
            )
            .Where(path => path is { MayRepeat: true, Stops: false })
            .ToList();
        return
            ways.Count > 0
            && CatchesAround(repeated).FirstOrDefault(clause => RemoteFailures.MayCatch(clause.ExceptionType, cancelled)) is { } swallowing
            // An earlier handler that asks for the token takes its cancellation; what the later ones take is another.
            && !(swallowing.Filter is { } filter && MentionsToken(filter))
            ? (swallowing, ways.Any(path => path.Repeats))
            : null;
    }

    /// <summary>The catch without a filter that takes every exception and leads back to the call.</summary>
    public static ICatchClauseOperation? CatchOfEverything(RepeatedCall repeated) =>
        CatchesAround(repeated).FirstOrDefault() is { } clause
        && !LooksAtFailure(clause)
        && clause.ExceptionType.FullName() is "System.Exception" or "object"
        && !clause.Handler.Descendants().Any(part => part is IIsTypeOperation or IIsPatternOperation or ISwitchOperation or IThrowOperation)
            ? clause
            : null;

    /// <summary>The filter asks something else than how many attempts there were.</summary>
    private static bool LooksAtFailure(ICatchClauseOperation clause) =>
        clause.Filter is { } filter
        && !filter
            .DescendantsAndSelf()
            .All(part =>
                part
                    is IBinaryOperation
                        or IIncrementOrDecrementOperation
                        or ILiteralOperation
                        or IConversionOperation
                        or ILocalReferenceOperation { Type.SpecialType: SpecialType.System_Int32 or SpecialType.System_Int64 }
                        or IParameterReferenceOperation { Type.SpecialType: SpecialType.System_Int32 or SpecialType.System_Int64 }
                        or IFieldReferenceOperation { Type.SpecialType: SpecialType.System_Int32 or SpecialType.System_Int64 }
                || part.ConstantValue.HasValue
            );

    /// <summary>
    /// The failures that the code names, by a code or by the type of a handler, that no repetition cures and that go round all the same. What is
    /// done about one on the way, a refused token renewed, is not looked into.
    /// </summary>
    public IEnumerable<FutileRepetition> PermanentFailuresRepeated(RepeatedCall repeated)
    {
        var seen = new HashSet<SyntaxNode>();
        foreach (var clause in CatchesAround(repeated))
        {
            if (
                RemoteFailures.IsPermanent(clause.ExceptionType)
                && failurePaths
                    .AfterEach(
                        repeated.Call,
                        repeated.Loop,
                        new Witness(Hypothesis.AmbiguousException) { Thrown = clause.ExceptionType },
                        steps.MayTell,
                        repeated.Again
                    )
                    .Any(path => path.MayRepeat)
                && seen.Add(clause.Syntax)
            )
            {
                yield return new FutileRepetition(clause, $"'{clause.ExceptionType.Name}'");
            }
        }

        foreach (var (failure, path) in WaysBack(repeated, steps.MayTell, kinds: FailureKinds.Permanent))
        {
            if (path.MayRepeat && failure.Code is { } code && PlaceOf(code, repeated) is { } place && seen.Add(place.Syntax))
            {
                yield return new FutileRepetition(place, OutcomeCodes.Name(code));
            }
        }
    }

    /// <summary>The handler whose filter or body names a code, or asks a list that does, else the test; the first handler around the call where a
    /// predicate of the project names it elsewhere.</summary>
    private IOperation? PlaceOf(OutcomeCode code, RepeatedCall repeated)
    {
        var clauses = CatchesAround(repeated).ToList();
        var around = Values.RootOf(repeated.Call);
        foreach (var part in around.Descendants())
        {
            if (
                (repeated.Loop is null || repeated.Loop.Span.Contains(part.Syntax.Span))
                && (
                    part is IInvocationOperation { TargetMethod.Name: "Contains" } asked && Operations.ReceiverOf(asked) is { } list
                        ? failurePaths.Functions.ConstantsListedIn(list).Contains(code.Value)
                        : part.ConstantValue is { HasValue: true, Value: int or string }
                            && Equals(part.ConstantValue.Value, code.Value)
                            && (
                                OutcomeCodes.TypeOfCode(part.Type) == code.Enumeration
                                || part.Parent is IBinaryOperation or IConstantPatternOperation
                            )
                )
            )
            {
                return clauses.FirstOrDefault(clause => clause.Syntax.Span.Contains(part.Syntax.Span)) ?? part;
            }
        }

        return clauses.FirstOrDefault();
    }

    private static IEnumerable<ICatchClauseOperation> CatchesAround(RepeatedCall repeated)
    {
        for (
            IOperation inner = repeated.Call;
            inner.Parent is { } around and not (IAnonymousFunctionOperation or ILocalFunctionOperation)
                && (around is not ILoopOperation || around.Syntax != repeated.Loop);
            inner = around
        )
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

    /// <summary>
    /// The token by which somebody outside can cancel what is repeated: the one that the call is given or, of a helper that runs what it is given,
    /// the helper's own, since whoever calls it has the same token in the function; null where there is none.
    /// </summary>
    public string? TokenOf(RepeatedCall repeated) =>
        TokenGivenFromOutside(repeated.Call)
        ?? (
            repeated.RunsDelegate && !repeated.Call.Arguments.Any(argument => types.IsToken(argument.Parameter?.Type))
                ? Operations.EnclosingMethodOf(repeated.Call)?.Parameters.FirstOrDefault(parameter => types.IsToken(parameter.Type))?.Name
                : null
        );

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
