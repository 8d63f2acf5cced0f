using System.Collections.Concurrent;
using DistributedSystems.Analyzers.Facts.Code;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace DistributedSystems.Analyzers.Facts.Calls;

/// <summary>The answer by which a step of the project says that what it tried has failed.</summary>
internal enum FailureAnswer
{
    /// <summary>There is none: its exceptions say so, or nothing does.</summary>
    None,

    /// <summary><c>false</c>, where success is <c>true</c>.</summary>
    False,

    /// <summary><c>null</c>, where success is a value.</summary>
    Nothing,
}

/// <summary>How a step of the project tells its failure.</summary>
/// <param name="Answer">What it returns then.</param>
/// <param name="Throws">Some failures leave it as exceptions all the same.</param>
internal readonly record struct StepAnswer(FailureAnswer Answer, bool Throws)
{
    public static readonly StepAnswer None = new(FailureAnswer.None, Throws: true);
}

internal sealed partial class FailurePaths
{
    // A count, not a time: a step that tries more is no step.
    private const int MostTried = 8;

    private readonly ConcurrentDictionary<IMethodSymbol, StepAnswer> answers = new(SymbolEqualityComparer.Default);

    /// <summary>
    /// How a method of the project tells by its result that what it tried has failed: <c>catch { return false; }</c>,
    /// <c>return response.IsSuccessStatusCode;</c>. What the code behind such a call does after that result is what it does after the failure.
    /// </summary>
    public StepAnswer AnswerOf(IInvocationOperation call) =>
        functions.IsOwnMethod(call.TargetMethod) && MayTell(call.Type) ? AnswerOf(call.TargetMethod) : StepAnswer.None;

    private StepAnswer AnswerOf(IMethodSymbol method) => answers.GetOrAdd(method.OriginalDefinition, AnswerOfAll);

    /// <summary>May a result tell it: a truth value, or something that may be null?</summary>
    public static bool MayTell(ITypeSymbol? type) =>
        Symbols.UnwrapTask(type) is { } result
        && (
            result.SpecialType == SpecialType.System_Boolean
            || (result.IsReferenceType && !RemoteFailures.TellsFailure(result) && !Symbols.IsTaskLike(result))
            || result.OriginalDefinition.SpecialType == SpecialType.System_Nullable_T
        );

    /// <summary>Whatever method the call may run tells it in the same way.</summary>
    private StepAnswer AnswerOfAll(IMethodSymbol method)
    {
        StepAnswer? first = null;
        foreach (var target in functions.TargetsOf(method))
        {
            var answer = AnswerIn(target);
            if (answer.Answer == FailureAnswer.None || (first is { } known && known.Answer != answer.Answer))
            {
                return StepAnswer.None;
            }

            first = new StepAnswer(answer.Answer, answer.Throws || first is { Throws: true });
        }

        return first ?? StepAnswer.None;
    }

    private StepAnswer AnswerIn(IMethodSymbol method)
    {
        if (!MayTell(method.ReturnType) || functions.BodyOf(method) is not { } body)
        {
            return StepAnswer.None;
        }

        var result = StepAnswer.None;
        var function = body is ILocalFunctionOperation ? body.Syntax : null;
        foreach (var tried in body.Descendants().OfType<IInvocationOperation>().Where(IsTried).Take(MostTried))
        {
            if (Operations.FunctionAround(tried)?.Syntax != function)
            {
                continue;
            }

            var failed = FailuresOf(tried).ToList();
            var succeeded = Read(tried, Hypothesis.Success);
            if (failed.Any(path => path.Returns && path.MayAnswerSuccess))
            {
                return StepAnswer.None;
            }

            if (
                result.Answer == FailureAnswer.None
                && failed.Exists(path => path.Returns && path.MayAnswerFailure)
                && succeeded is { Returns: true }
                && succeeded.MayAnswerSuccess
                && !succeeded.MayAnswerFailure
            )
            {
                var how =
                    Symbols.UnwrapTask(method.ReturnType)?.SpecialType == SpecialType.System_Boolean
                        ? FailureAnswer.False
                        : FailureAnswer.Nothing;
                result = new StepAnswer(how, failed.Exists(path => path.Throws));
            }
        }

        return result;

        bool IsTried(IInvocationOperation call) =>
            TellsByType(call) || ((Symbols.IsTaskLike(call.Type) || functions.IsOwnMethod(call.TargetMethod)) && IsCaughtAround(call));

        static bool IsCaughtAround(IOperation call) => Operations.TriesAround(call).Any(attempt => !attempt.Catches.IsEmpty);

        IEnumerable<OutcomeDestinations> FailuresOf(IInvocationOperation tried)
        {
            if (Read(tried, Hypothesis.AmbiguousException) is { } thrown)
            {
                yield return thrown;
            }

            if (TellsByType(tried) && Read(tried, Hypothesis.AmbiguousResponse) is { } answered)
            {
                yield return answered;
            }
        }

        OutcomeDestinations? Read(IInvocationOperation tried, Hypothesis hypothesis)
        {
            if (flowGraphs.Around(tried) is not { } graph)
            {
                return null;
            }

            var flow = new OutcomeFlow(this, graph, tried.Syntax, tried.Syntax, loop: null, new Witness(hypothesis), readsSteps: false)
            {
                ReadsReturned = true,
            };
            flow.Start();
            flow.Run();
            return flow.Destinations;
        }
    }
}
