using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace DistributedSystems.Analyzers.Facts;

internal sealed partial class CompilationFacts
{
    /// <summary>
    /// The retry that an invocation makes of a function it is given by its name (a method group, a lambda kept in a variable), and the
    /// call that is repeated. A lambda that stands in the argument is met from the calls in it.
    /// </summary>
    public (RetryScope Retry, Reach Reach)? RetryOfNamedFunction(IInvocationOperation runner)
    {
        foreach (var argument in runner.Arguments)
        {
            if (argument.Parameter is { Type.TypeKind: TypeKind.Delegate } parameter
                && Values.Unwrap(argument.Value) is not IDelegateCreationOperation { Target: IAnonymousFunctionOperation }
                && RetryBy(runner, parameter) is { } retry
                && ReachOfFunction(argument.Value, Effect.Accumulates, DeepestChain) is { } reach)
            {
                return (retry, reach);
            }
        }

        return null;
    }

    private RetryScope? RetryBy(IInvocationOperation runner, IParameterSymbol parameter) =>
        (HasAnnotations ? DeclaredRetry(runner) : null)
        ?? (ApiOf(runner.TargetMethod)?.RunsParameter == parameter.Name ? PipelineRetries(runner).FirstOrDefault()
            : MayRun(runner, parameter) ? HelperRetry(runner, parameter, DeepestChain - 1)
            : null);
}
