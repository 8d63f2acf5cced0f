using DistributedSystems.Analyzers.Facts.Calls;
using DistributedSystems.Analyzers.Facts.Code;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace DistributedSystems.Analyzers.Facts.Promises;

internal sealed partial class Retries
{
    /// <summary>
    /// The nearest retry that repeats this call after a failure that leaves open whether it was carried out. Null where there
    /// is none in sight: other items, polling, worker loops that go round after success, retries of proven non-execution.
    /// </summary>
    public RetryScope? Around(IInvocationOperation call) => AllAround(call).FirstOrDefault();

    /// <summary>All such retries, from the nearest to the outermost in sight.</summary>
    public IEnumerable<RetryScope> AllAround(IInvocationOperation call) => AllAround(call, Reachability.DeepestChain);

    private IEnumerable<RetryScope> AllAround(IInvocationOperation call, int remaining)
    {
        var repeated = call;
        while (true)
        {
            foreach (var scope in RetriesInFunction(repeated))
            {
                yield return scope;
            }

            if (Operations.FunctionAround(repeated) is not { } function || !failurePaths.FailureEscapes(repeated))
            {
                if (jobRetries.JobRetryOf(repeated) is { } job)
                {
                    yield return job;
                }

                yield break;
            }

            if (DeclaredRetry(function) is { } declared)
            {
                yield return declared.Scope;
                repeated = declared.Helper;
            }
            else if (runners.RunnerOf(function) is { } runner)
            {
                foreach (var retry in PipelineRetries(runner))
                {
                    yield return retry;
                }

                if (StrategyRetry(runner, call) is { } strategy)
                {
                    yield return strategy;
                }

                repeated = runner;
            }
            else if (remaining > 0 && runners.OwnRunnerOf(function) is { Parameter: { } parameter, Parent: IInvocationOperation helper })
            {
                if (HelperRetry(helper, parameter, remaining - 1) is { } retried)
                {
                    yield return retried;
                }
                else if (!runners.RunsOf(helper.TargetMethod, parameter).All(runs => runs.All(failurePaths.FailureEscapes)))
                {
                    yield break;
                }

                repeated = helper;
            }
            else
            {
                yield break;
            }
        }
    }

    public IEnumerable<RetryScope> RetriesInFunction(IInvocationOperation repeated)
    {
        if (LoopRetryAround(repeated) is not { } nearest)
        {
            if ((secondAttempts.Around(repeated) ?? RecursionRetryAround(repeated)) is { } once)
            {
                yield return once;
            }

            yield break;
        }

        yield return nearest;
        if (LoopRetryBeyond(repeated, nearest.Place) is { } outer)
        {
            yield return outer;
        }
    }

    /// <summary>A method that says by an attribute that it runs its delegate again after a failure.</summary>
    public (RetryScope Scope, IInvocationOperation Helper)? DeclaredRetry(IOperation function)
    {
        if (
            !declarations.HasAnnotations
            || Operations.ArgumentHolding(function)
                is not { Parameter.Type.TypeKind: TypeKind.Delegate, Parent: IInvocationOperation helper }
        )
        {
            return null;
        }

        return DeclaredRetry(helper) is { } scope ? (scope, helper) : null;
    }

    /// <summary>A method that says by an attribute that it repeats what it does.</summary>
    public RetryScope? DeclaredRetry(IInvocationOperation call)
    {
        foreach (var declaration in Symbols.DeclarationsOf((call.TargetMethod.ReducedFrom ?? call.TargetMethod).OriginalDefinition))
        {
            if (Annotations.Find(declaration, Annotations.Retries) is { } retries)
            {
                var most = Annotations.Named(retries, "Max") is { Value: int and > 0 and var max } ? max : (int?)null;
                return new RetryScope($"'{Symbols.NameOf(call.TargetMethod)}'", most is null ? "" : $" up to {most} times", call.Syntax)
                {
                    Attempts = most + 1,
                };
            }
        }

        return null;
    }

    /// <summary>The retry around the place where a helper runs its delegate, or in the helper it hands it on to.</summary>
    private RetryScope? RetryOfRun(IInvocationOperation run, IParameterSymbol parameter, int remaining) =>
        AllAround(run, remaining).FirstOrDefault()
        ?? (
            remaining > 0
            && run.TargetMethod.MethodKind != MethodKind.DelegateInvoke
            && Operations.EnclosingMethodOf(run) is { } runner
            && parameter.Ordinal < runner.Parameters.Length
            && runners.HandedOnAs(run, runner.Parameters[parameter.Ordinal].OriginalDefinition) is { } further
                ? HelperRetry(run, further, remaining - 1)
                : null
        );

    /// <summary>A method of this project that runs its delegate again after a failure; of an interface, every implementation
    /// does.</summary>
    public RetryScope? HelperRetry(IInvocationOperation helper, IParameterSymbol parameter, int remaining)
    {
        RetryScope? first = null;
        foreach (var runs in runners.RunsOf(helper.TargetMethod, parameter))
        {
            if (runs.Select(run => RetryOfRun(run, parameter, remaining)).FirstOrDefault(retry => retry is not null) is not { } scope)
            {
                return null;
            }

            first ??= scope with { Description = $"'{Symbols.NameOf(helper.TargetMethod)}'" };
        }

        return first;
    }
}
