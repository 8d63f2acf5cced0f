using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace DistributedSystems.Analyzers.Facts;

internal sealed partial class CompilationFacts
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
        return policy.Options is not { Type.Name: "HttpRetryStrategyOptions" } options || (Option(options, "ShouldRetryAfterHeader") is { } reads && Values.ValueOf(reads).ConstantValue is { HasValue: true, Value: false });
    }

    /// <summary>A loop that asks again after a response that says when to ask again, and never looks at when. Code out of sight may.</summary>
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
            if (ReadsRetryAfter(part) || (part is IInvocationOperation { TargetMethod: var called } helper && helper.Arguments.Any(argument => IsResponse(argument.Value.Type)) && !OnlyLooksElsewhere(called)))
            {
                return false;
            }

            namesCode |= part.ConstantValue is { HasValue: true, Value: TooManyRequests or ServiceUnavailable };
        }

        // A loop for 429 alone goes round after no failure of unknown outcome, but it waits.
        return RetryIn(loop) is not null || (namesCode && loop.Descendants().Any(part => part is IInvocationOperation wait && DelayIn(wait) is not null));
    }

    private bool IsRequestRepeatedBy(ILoopOperation loop, IInvocationOperation call) =>
        IsResponse(UnwrapTask(call.Type)) && FunctionAround(call)?.Syntax == FunctionAround(loop)?.Syntax && RemoteNameOf(call) is not null && NearestLoopAround(call) == loop && IsLeftBySuccess(call, loop);

    private bool IsLeftBySuccess(IInvocationOperation call, ILoopOperation loop) =>
        IsSameEachTime(call, loop.Syntax) && Flows.Around(call) is { } graph && FlowAfter(call, graph, loop.Syntax, Hypothesis.Success) is { MayRepeat: false };

    /// <summary>A method whose body is in sight and does not read the header, or one of the framework.</summary>
    private bool OnlyLooksElsewhere(IMethodSymbol method) => BodyOf(method.OriginalDefinition) is { } body ? !body.Descendants().Any(ReadsRetryAfter) : method.MethodKind != MethodKind.DelegateInvoke && IsFrameworkNamespace(method.ContainingNamespace);

    private static bool ReadsRetryAfter(IOperation part) => part is IPropertyReferenceOperation { Property: { Name: "RetryAfter", ContainingType.Name: "HttpResponseHeaders" } }
        || (part.ConstantValue is { HasValue: true, Value: string text } && text.Equals("Retry-After", StringComparison.OrdinalIgnoreCase));

    private bool IsResponse(ITypeSymbol? type) => SymbolEqualityComparer.Default.Equals(type, Types.HttpResponseMessage);

    private bool HandlesResponses(RetryPolicy policy)
    {
        var clauses = policy.Options is not { } options ? ReceiverOf(policy.Added) : Option(options, "ShouldHandle") is { } predicate ? Converted(predicate) : null;
        if (policy.Options is { Type.Name: "HttpRetryStrategyOptions" } && clauses is null)
        {
            return true;
        }

        for (var clause = clauses is null ? null : Values.ValueOf(clauses); clause is not null;)
        {
            if (clause is not IInvocationOperation call)
            {
                // The builder that AddTransientHttpErrorPolicy hands out.
                return clause is IParameterReferenceOperation && HandlesAmbiguousFailuresInChain(clause);
            }

            if (call.TargetMethod.Name is "HandleTransientHttpError" or "OrTransientHttpError" or "OrTransientHttpStatusCode"
                || (call.TargetMethod.Name is "HandleResult" or "OrResult" && HandlesUnavailable(call)))
            {
                return true;
            }

            clause = ReceiverOf(call) is { } receiver ? Values.ValueOf(receiver) : null;
        }

        return false;
    }

    /// <summary>It takes a 503 for a failure, or names one of the two codes that come with the header.</summary>
    private bool HandlesUnavailable(IInvocationOperation clause) => HandlesAmbiguousFailures(clause) || clause.Arguments.Any(argument => argument.Value.DescendantsAndSelf().Any(part => part.ConstantValue is { HasValue: true, Value: TooManyRequests or ServiceUnavailable }));
}
