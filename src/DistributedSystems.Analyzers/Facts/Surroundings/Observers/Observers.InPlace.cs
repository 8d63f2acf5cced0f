using DistributedSystems.Analyzers.Facts.Code;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace DistributedSystems.Analyzers.Facts.Surroundings;

internal sealed partial class Observers
{
    /// <summary>Does a method of the project call the function it is given where it stands, without a handler around it?</summary>
    private bool RunsInPlace(IInvocationOperation call, IAnonymousFunctionOperation lambda)
    {
        var method = call.TargetMethod.OriginalDefinition;
        if (
            lambda.Symbol.IsAsync
            || Functions.IsReplaceable(method)
            || !functions.IsOwnMethod(method)
            || Operations.ArgumentHolding(lambda)?.Parameter is not { } given
            || functions.BodyOf(method) is not { } body
        )
        {
            return false;
        }

        var isRun = false;
        foreach (var operation in body.Descendants())
        {
            if (
                operation is IParameterReferenceOperation use
                && SymbolEqualityComparer.Default.Equals(use.Parameter, method.Parameters[given.Ordinal])
            )
            {
                if (
                    use.Parent is not IInvocationOperation { TargetMethod.MethodKind: MethodKind.DelegateInvoke } run
                    || Operations.FunctionAround(run) is not null
                    || !IsUnhandled(run)
                )
                {
                    return false;
                }

                isRun = true;
            }
        }

        return isRun;
    }
}
