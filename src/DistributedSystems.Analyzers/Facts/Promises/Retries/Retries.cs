using DistributedSystems.Analyzers.Catalog;
using DistributedSystems.Analyzers.Facts.Calls;
using DistributedSystems.Analyzers.Facts.Code;
using DistributedSystems.Analyzers.Facts.Surroundings;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace DistributedSystems.Analyzers.Facts.Promises;

/// <summary>Which code runs a remote call again after it failed.</summary>
internal sealed partial class Retries(
    WellKnownTypes types,
    Values values,
    FlowGraphs flowGraphs,
    Declarations declarations,
    RemoteCalls remoteCalls,
    HttpRequests httpRequests,
    Runners runners,
    Outlines outlines,
    FailurePaths failurePaths,
    Effects effects,
    Reachability reachability,
    Policies policies,
    Pipelines pipelines,
    Transactions transactions,
    Attempts attempts,
    SecondAttempts secondAttempts,
    JobRetries jobRetries
)
{
    /// <summary>The retry strategies of the pipeline behind this call that repeat what may already have been carried out, innermost
    /// first.</summary>
    public IEnumerable<RetryScope> PipelineRetries(IInvocationOperation runner)
    {
        if (runner.Instance is not { } instance || pipelines.PipelineOf(instance) is not { } pipeline)
        {
            yield break;
        }

        foreach (var strategy in pipeline.Strategies.Reverse())
        {
            if (
                strategy.Kind == Strategy.Retry
                && policies.PolicyOf(strategy.Added) is { HandlesAmbiguousFailures: true, Retries: not 0 } policy
            )
            {
                yield return new RetryScope(
                    policy.Options is null ? "the retry policy" : "the pipeline's retry strategy",
                    policy.Times,
                    strategy.Added.Syntax
                )
                {
                    Policy = policy,
                    Attempts = policy.Retries is int.MaxValue ? null : policy.Retries + 1,
                };
            }
        }
    }

    /// <summary>
    /// The retry that an invocation makes of a function it is given by its name (a method group, a lambda kept in a variable), and the
    /// call that is repeated. A lambda that stands in the argument is met from the calls in it.
    /// </summary>
    public (RetryScope Retry, Reach Reach)? RetryOfNamedFunction(IInvocationOperation runner)
    {
        foreach (var argument in runner.Arguments)
        {
            if (
                argument.Parameter is { Type.TypeKind: TypeKind.Delegate } parameter
                && Values.Unwrap(argument.Value) is not IDelegateCreationOperation { Target: IAnonymousFunctionOperation }
                && RetryBy(runner, parameter) is { } retry
                && reachability.ReachOfFunction(argument.Value, Effect.Accumulates, Reachability.DeepestChain) is { } reach
            )
            {
                return (retry, reach);
            }
        }

        return null;
    }

    private RetryScope? RetryBy(IInvocationOperation runner, IParameterSymbol parameter) =>
        (declarations.HasAnnotations ? DeclaredRetry(runner) : null)
        ?? (
            remoteCalls.ApiOf(runner.TargetMethod)?.RunsParameter == parameter.Name ? PipelineRetries(runner).FirstOrDefault()
            : runners.MayRun(runner, parameter) ? HelperRetry(runner, parameter, Reachability.DeepestChain - 1)
            : null
        );
}
