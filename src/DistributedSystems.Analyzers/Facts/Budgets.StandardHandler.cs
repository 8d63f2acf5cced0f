using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace DistributedSystems.Analyzers.Facts;

/// <summary>A limit that is shorter than what has to fit into it.</summary>
/// <param name="Place">The expression to change.</param>
/// <param name="Sum">What has to fit, with its sum.</param>
/// <param name="Limit">The limit, in words.</param>
internal sealed record ExceededLimit(IOperation Place, string Sum, string Limit);

internal sealed partial class CompilationFacts
{
    // HttpStandardResilienceOptions: https://learn.microsoft.com/dotnet/core/resilience/http-resilience#standard-resilience-handler-defaults
    private static readonly TimeSpan StandardTotal = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan StandardAttempt = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan StandardSampling = TimeSpan.FromSeconds(30);

    /// <summary>A limit of the standard resilience handler: as the code sets it, else the library's.</summary>
    private sealed record HandlerLimit(TimeSpan Duration, IOperation? SetTo);

    private bool IsStandardHandler(IInvocationOperation added) =>
        added.TargetMethod.Name == "AddStandardResilienceHandler" && SymbolEqualityComparer.Default.Equals(added.TargetMethod.ContainingType, Types.ResilienceHandlers);

    /// <summary>The attempt timeout of a standard resilience handler that its total timeout always reaches first.</summary>
    public NestedLimits? OuterLimitOfHandler(IInvocationOperation added)
    {
        if (!IsStandardHandler(added) || SettingsOfHandler(added) is not { Complete: true } settings
            || LimitOf(settings, "AttemptTimeout", "Timeout", StandardAttempt) is not { } attempt || LimitOf(settings, "TotalRequestTimeout", "Timeout", StandardTotal) is not { } total
            || attempt.Duration < total.Duration || (attempt.SetTo ?? total.SetTo) is not { } place || IsSetAwayFromHandler())
        {
            return null;
        }

        return new NestedLimits(place, attempt.Duration, total.Duration, "the handler's total timeout") { InnerName = attempt.SetTo is null ? "AttemptTimeout" : null };
    }

    /// <summary>
    /// The total timeout of a standard resilience handler in which no second attempt can finish, or its circuit breaker's sampling duration below twice
    /// the attempt timeout, with which the handler refuses to start.
    /// </summary>
    public ExceededLimit? ExceededLimitOfHandler(IInvocationOperation added)
    {
        if (!IsStandardHandler(added) || SettingsOfHandler(added) is not { Complete: true } settings || LimitOf(settings, "AttemptTimeout", "Timeout", StandardAttempt) is not { } attempt)
        {
            return null;
        }

        var two = attempt.Duration + attempt.Duration;
        var length = DurationText.Of(attempt.Duration);
        if (LimitOf(settings, "CircuitBreaker", "SamplingDuration", StandardSampling) is { } sampling && two > sampling.Duration && (sampling.SetTo ?? attempt.SetTo) is { } narrow)
        {
            return IsSetAwayFromHandler() ? null : new ExceededLimit(narrow, $"twice the attempt timeout is 2 × {length} = {DurationText.Of(two)}", $"the circuit breaker's sampling duration of {DurationText.Of(sampling.Duration)}");
        }

        // What is retried may be changed so that no timeout is; the usual delay is random.
        return LimitOf(settings, "TotalRequestTimeout", "Timeout", StandardTotal) is { } total && two > total.Duration && attempt.Duration < total.Duration && (total.SetTo ?? attempt.SetTo) is { } place
            && SettingOf(settings, "Retry", "ShouldHandle") is null && !settings.Assigned.ContainsKey("Retry") && SettingOf(settings, "Retry", "MaxRetryAttempts")?.ConstantValue is null or { Value: > 0 } && !IsSetAwayFromHandler()
            ? new ExceededLimit(place, $"a second attempt needs {length} + {length} = {DurationText.Of(two)}", $"the total timeout of {DurationText.Of(total.Duration)}")
            : null;
    }

    private HandlerLimit? LimitOf(OptionSettings settings, string part, string name, TimeSpan usual)
    {
        if (SettingOf(settings, part, name) is { } value)
        {
            return SettingOf(settings, part, "TimeoutGenerator") is null && Set(value) is { } set ? new HandlerLimit(set.Duration, set.Value) : null;
        }

        return settings.Assigned.ContainsKey(part) || SettingOf(settings, part, "TimeoutGenerator") is not null ? null : new HandlerLimit(usual, SetTo: null);
    }

    /// <summary>The options of handlers are configured by their name, or those of all at once: <c>services.Configure&lt;HttpStandardResilienceOptions&gt;(…)</c>.</summary>
    private bool IsSetAwayFromHandler() => new[] { "Configure", "ConfigureAll", "PostConfigure", "PostConfigureAll", "AddOptions" }.SelectMany(name => CallSites.Of(name)).Any(site =>
        Models.Of(site.SyntaxTree).GetSymbolInfo(site).Symbol is IMethodSymbol { TypeArguments: { Length: > 0 } types } && types[0].Name == "HttpStandardResilienceOptions");
}
