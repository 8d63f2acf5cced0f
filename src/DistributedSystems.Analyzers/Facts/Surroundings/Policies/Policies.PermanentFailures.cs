using DistributedSystems.Analyzers.Facts.Calls;
using DistributedSystems.Analyzers.Facts.Code;
using Microsoft.CodeAnalysis.Operations;

namespace DistributedSystems.Analyzers.Facts.Surroundings;

internal sealed partial class Policies
{
    /// <summary>The clauses of a policy that name a failure no repetition cures, by its type or its code, and how messages name it.</summary>
    public IEnumerable<(IInvocationOperation Clause, string Failure)> PermanentFailuresHandledBy(RetryPolicy policy)
    {
        for (
            var clause = policy.Clauses as IInvocationOperation;
            clause is not null;
            clause = Operations.ReceiverOf(clause) is { } receiver ? values.ValueOf(receiver) as IInvocationOperation : null
        )
        {
            if (PermanentFailureIn(clause) is { } failure)
            {
                yield return (clause, failure);
            }
        }
    }

    private string? PermanentFailureIn(IInvocationOperation clause)
    {
        var isResult = clause.TargetMethod.Name is "HandleResult" or "OrResult";
        if (!isResult && clause.TargetMethod.Name is not ("Handle" or "Or" or "HandleInner" or "OrInner"))
        {
            return null;
        }

        if (!isResult && clause.TargetMethod.TypeArguments.FirstOrDefault() is { } handled && RemoteFailures.IsPermanent(handled))
        {
            return $"'{handled.Name}'";
        }

        if (
            clause.Arguments.LastOrDefault() is not { } given
            || functions.FunctionGiven(given.Value) is not { Parameters: { Length: 1 } parameters, Body: var body }
            || Functions.StatementsIn(body) is not { } statements
        )
        {
            return null;
        }

        var any = new Witness(isResult ? Hypothesis.AmbiguousResponse : Hypothesis.AmbiguousException);
        var held = isResult ? Held.Result : Held.Exception;
        var asked = new Outcomes(functions, clause.Syntax, any);
        asked.OfFunction(statements, parameters[0], held);
        foreach (var code in asked.Codes)
        {
            if (
                OutcomeCodes.KindOf(code) == FailureKinds.Permanent
                && new Outcomes(functions, clause.Syntax, any with { Code = code }).OfFunction(statements, parameters[0], held).ToBeTrue
                    == Chance.Yes
            )
            {
                return OutcomeCodes.Name(code);
            }
        }

        return null;
    }
}
