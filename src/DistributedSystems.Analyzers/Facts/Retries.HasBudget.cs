using DistributedSystems.Analyzers.Catalog;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace DistributedSystems.Analyzers.Facts;

internal sealed partial class CompilationFacts
{
    /// <summary>May a circuit breaker, a rate limiter or a budget stand beside a retry strategy? True also where part of the pipeline is out of sight.</summary>
    public bool MayHaveBudget(RetryPolicy policy)
    {
        if (policy.Options is not null)
        {
            var beside = StrategiesWith(policy.Added);
            return beside.IsEmpty || beside.Any(strategy => strategy.Kind == Strategy.Budget) || IsOneOfSeveralHandlers(policy.Added);
        }

        // Policies of Polly 7 are put together elsewhere in the type, or by the clients that pass them on.
        var around = (SyntaxNode?)policy.Added.Syntax.FirstAncestorOrSelf<TypeDeclarationSyntax>() ?? policy.Added.Syntax.SyntaxTree.GetRoot();
        return around.DescendantNodes().Any(node => node is InvocationExpressionSyntax call && Models.Of(call.SyntaxTree).GetOperation(call) is IInvocationOperation made
            && (ApiOf(made.TargetMethod) is { Strategy: Strategy.Budget } || (IsAboutClientBuilder(made) && SymbolEqualityComparer.Default.Equals(made.TargetMethod.ContainingType, Types.ResilienceHandlers))));
    }

    /// <summary>May a circuit breaker, a rate limiter or a budget hold back what a loop repeats: around it, in it, or among the handlers of its client?</summary>
    public bool MayHaveBudget(ILoopOperation loop, IInvocationOperation retried)
    {
        for (var function = FunctionAround(loop); function is not null; function = FunctionAround(function))
        {
            if (ArgumentHolding(function) is not null && (RunnerOf(function)?.Instance is not { } instance || MayHoldBudget(instance)))
            {
                return true;
            }
        }

        // What the loop asks before it goes round may be a budget.
        var asks = loop.Descendants().Any(part => part is IInvocationOperation call && (call.TargetMethod.ContainingNamespace?.FullName() == "System.Threading.RateLimiting"
            || (ApiOf(call.TargetMethod)?.RunsParameter is not null && call.Instance is { } inner && MayHoldBudget(inner))
            || (call.Syntax != retried.Syntax && IsOwnMethod(call.TargetMethod) && call.Type?.SpecialType == SpecialType.System_Boolean)));
        return asks || (RemoteCallOf(retried) is { } remote && RegistrationsBehind(remote).Any(registration => registration.Builder.Steps.Any(step => IsAboutClientBuilder(step.Call) && step.Call.TargetMethod.Name.Contains("Handler"))));
    }

    private bool MayHoldBudget(IOperation pipeline) => PipelineOf(pipeline) is not { Complete: true } known || known.Strategies.Any(strategy => strategy.Kind == Strategy.Budget);

    /// <summary>The same client may have a breaker in another handler.</summary>
    private bool IsOneOfSeveralHandlers(IOperation added) => Registrations.Value.Any(registration => registration.Builder.Steps.Any(step => step.Call.Syntax.SyntaxTree == added.Syntax.SyntaxTree && step.Call.Syntax.Span.Contains(added.Syntax.Span))
        && registration.Builder.Steps.Count(step => step.Call.TargetMethod.Name.EndsWith("Handler", StringComparison.Ordinal)) > 1);
}
