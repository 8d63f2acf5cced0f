using DistributedSystems.Analyzers.Catalog;
using DistributedSystems.Analyzers.Facts.Calls;
using DistributedSystems.Analyzers.Facts.Code;
using DistributedSystems.Analyzers.Facts.Surroundings;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace DistributedSystems.Analyzers.Facts.Promises;

/// <summary>What keeps retries from making an overloaded server's day worse: budgets, breakers, and the server's own word.</summary>
internal sealed class Overload(
    SemanticModels models,
    WellKnownTypes types,
    Values values,
    FlowGraphs flowGraphs,
    Functions functions,
    RemoteCalls remoteCalls,
    Runners runners,
    FailurePaths failurePaths,
    Reachability reachability,
    Policies policies,
    Registrations registrations,
    Pipelines pipelines,
    RegisteredRetries registeredRetries,
    Attempts attempts,
    RepeatedCalls repeatedCalls
)
{
    private const int TooManyRequests = 429;
    private const int ServiceUnavailable = 503;

    /// <summary>A policy that repeats after responses and computes its waits without looking at them.</summary>
    public bool IgnoresPushBack(RetryPolicy policy)
    {
        if (policy.Pause == Pause.Unknown || !HandlesResponses(policy))
        {
            return false;
        }

        // HttpRetryStrategyOptions reads the header unless it is told not to.
        return policy.Options is not { Type.Name: "HttpRetryStrategyOptions" } options
            || (
                Operations.Option(options, "ShouldRetryAfterHeader") is { } reads
                && values.ValueOf(reads).ConstantValue is { HasValue: true, Value: false }
            );
    }

    /// <summary>A loop that asks again after a response that says when to ask again, and never looks at when. Code out of sight
    /// may.</summary>
    public bool IgnoresPushBack(ILoopOperation loop)
    {
        // Most loops ask no service.
        if (!loop.Descendants().Any(part => part is IInvocationOperation call && IsRequestRepeatedBy(loop, call)))
        {
            return false;
        }

        var namesCode = false;
        foreach (var part in loop.Descendants())
        {
            if (
                ReadsRetryAfter(part)
                || (
                    part is IInvocationOperation { TargetMethod: var called } helper
                    && helper.Arguments.Any(argument => IsResponse(argument.Value.Type))
                    && !OnlyLooksElsewhere(called)
                )
            )
            {
                return false;
            }

            namesCode |= part.ConstantValue is { HasValue: true, Value: TooManyRequests or ServiceUnavailable };
        }

        // A loop for 429 alone goes round after no failure of unknown outcome, but it waits.
        return repeatedCalls.RetryIn(loop) is not null
            || (namesCode && loop.Descendants().Any(part => part is IInvocationOperation wait && Waits.DelayIn(wait) is not null));
    }

    private bool IsRequestRepeatedBy(ILoopOperation loop, IInvocationOperation call) =>
        IsResponse(Symbols.UnwrapTask(call.Type))
        && Operations.FunctionAround(call)?.Syntax == Operations.FunctionAround(loop)?.Syntax
        && reachability.RemoteNameOf(call) is not null
        && Operations.NearestLoopAround(call) == loop
        && IsLeftBySuccess(call, loop);

    private bool IsLeftBySuccess(IInvocationOperation call, ILoopOperation loop) =>
        attempts.IsSameEachTime(call, loop.Syntax)
        && flowGraphs.Around(call) is { } graph
        && failurePaths.FlowAfter(call, graph, loop.Syntax, Hypothesis.Success) is { MayRepeat: false };

    /// <summary>A method whose body is in sight and does not read the header, or one of the framework.</summary>
    private bool OnlyLooksElsewhere(IMethodSymbol method) =>
        functions.BodyOf(method.OriginalDefinition) is { } body
            ? !body.Descendants().Any(ReadsRetryAfter)
            : method.MethodKind != MethodKind.DelegateInvoke && Symbols.IsFrameworkNamespace(method.ContainingNamespace);

    /// <summary>The header, or the same in the body of an answer: services that are not reached by HTTP alone say it there.</summary>
    private static bool ReadsRetryAfter(IOperation part) =>
        part switch
        {
            IPropertyReferenceOperation { Property.Name: var name } => IsRetryAfter(name),
            IFieldReferenceOperation { Field.Name: var name } => IsRetryAfter(name),
            _ => part.ConstantValue is { HasValue: true, Value: string text } && IsRetryAfter(text),
        };

    private static bool IsRetryAfter(string name) =>
        name.Replace("-", "").Replace("_", "").Equals("RetryAfter", StringComparison.OrdinalIgnoreCase);

    private bool IsResponse(ITypeSymbol? type) => SymbolEqualityComparer.Default.Equals(type, types.HttpResponseMessage);

    private bool HandlesResponses(RetryPolicy policy)
    {
        var clauses =
            policy.Options is not { } options ? Operations.ReceiverOf(policy.Added)
            : Operations.Option(options, "ShouldHandle") is { } predicate ? policies.Converted(predicate)
            : null;
        if (policy.Options is { Type.Name: "HttpRetryStrategyOptions" } && clauses is null)
        {
            return true;
        }

        for (var clause = clauses is null ? null : values.ValueOf(clauses); clause is not null; )
        {
            if (clause is not IInvocationOperation call)
            {
                // The builder that AddTransientHttpErrorPolicy hands out.
                return clause is IParameterReferenceOperation && policies.HandlesAmbiguousFailuresInChain(clause);
            }

            if (
                call.TargetMethod.Name is "HandleTransientHttpError" or "OrTransientHttpError" or "OrTransientHttpStatusCode"
                || (call.TargetMethod.Name is "HandleResult" or "OrResult" && HandlesUnavailable(call))
            )
            {
                return true;
            }

            clause = Operations.ReceiverOf(call) is { } receiver ? values.ValueOf(receiver) : null;
        }

        return false;
    }

    /// <summary>It takes a 503 for a failure, or names one of the two codes that come with the header.</summary>
    private bool HandlesUnavailable(IInvocationOperation clause) =>
        policies.HandlesAmbiguousFailures(clause)
        || clause.Arguments.Any(argument =>
            argument
                .Value.DescendantsAndSelf()
                .Any(part => part.ConstantValue is { HasValue: true, Value: TooManyRequests or ServiceUnavailable })
        );

    /// <summary>May a circuit breaker, a rate limiter or a budget stand beside a retry strategy? True also where part of the pipeline is
    /// out of sight.</summary>
    public bool MayHaveBudget(RetryPolicy policy)
    {
        if (policy.Options is not null)
        {
            var beside = pipelines.StrategiesWith(policy.Added);
            return beside.IsEmpty || beside.Any(strategy => strategy.Kind == Strategy.Budget) || IsOneOfSeveralHandlers(policy.Added);
        }

        // Policies of Polly 7 are put together elsewhere in the type, or by the clients that pass them on.
        var around =
            (SyntaxNode?)policy.Added.Syntax.FirstAncestorOrSelf<TypeDeclarationSyntax>() ?? policy.Added.Syntax.SyntaxTree.GetRoot();
        return around
            .DescendantNodes()
            .Any(node =>
                node is InvocationExpressionSyntax call
                && models.Of(call.SyntaxTree).GetOperation(call) is IInvocationOperation made
                && (
                    remoteCalls.ApiOf(made.TargetMethod) is { Strategy: Strategy.Budget }
                    || (
                        registeredRetries.IsAboutClientBuilder(made)
                        && SymbolEqualityComparer.Default.Equals(made.TargetMethod.ContainingType, types.ResilienceHandlers)
                    )
                )
            );
    }

    /// <summary>May a circuit breaker, a rate limiter or a budget hold back what a loop repeats: around it, in it, or among the handlers of
    /// its client?</summary>
    public bool MayHaveBudget(ILoopOperation loop, IInvocationOperation retried)
    {
        for (var function = Operations.FunctionAround(loop); function is not null; function = Operations.FunctionAround(function))
        {
            if (
                Operations.ArgumentHolding(function) is not null
                && (runners.RunnerOf(function)?.Instance is not { } instance || MayHoldBudget(instance))
            )
            {
                return true;
            }
        }

        // What the loop asks before it goes round may be a budget.
        var asks = loop.Descendants()
            .Any(part =>
                part is IInvocationOperation call
                && (
                    call.TargetMethod.ContainingNamespace?.FullName() == "System.Threading.RateLimiting"
                    || (
                        remoteCalls.ApiOf(call.TargetMethod)?.RunsParameter is not null
                        && call.Instance is { } inner
                        && MayHoldBudget(inner)
                    )
                    || (
                        call.Syntax != retried.Syntax
                        && functions.IsOwnMethod(call.TargetMethod)
                        && call.Type?.SpecialType == SpecialType.System_Boolean
                    )
                )
            );
        return asks
            || (
                remoteCalls.RemoteCallOf(retried) is { } remote
                && registrations
                    .RegistrationsBehind(remote)
                    .Any(registration =>
                        registration.Builder.Steps.Any(step =>
                            registeredRetries.IsAboutClientBuilder(step.Call) && step.Call.TargetMethod.Name.Contains("Handler")
                        )
                    )
            );
    }

    private bool MayHoldBudget(IOperation pipeline) =>
        pipelines.PipelineOf(pipeline) is not { Complete: true } known
        || known.Strategies.Any(strategy => strategy.Kind == Strategy.Budget);

    /// <summary>The same client may have a breaker in another handler.</summary>
    private bool IsOneOfSeveralHandlers(IOperation added) =>
        registrations.All.Value.Any(registration =>
            registration.Builder.Steps.Any(step =>
                step.Call.Syntax.SyntaxTree == added.Syntax.SyntaxTree && step.Call.Syntax.Span.Contains(added.Syntax.Span)
            )
            && registration.Builder.Steps.Count(step => step.Call.TargetMethod.Name.EndsWith("Handler", StringComparison.Ordinal)) > 1
        );
}
