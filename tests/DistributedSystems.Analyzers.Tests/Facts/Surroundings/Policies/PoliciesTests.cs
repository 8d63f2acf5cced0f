using DistributedSystems.Analyzers.Facts.Surroundings;
using DistributedSystems.Analyzers.Tests.Verify;
using Microsoft.CodeAnalysis.Operations;

namespace DistributedSystems.Analyzers.Tests.Facts;

public class PoliciesTests
{
    [Theory]
    [InlineData("new RetryStrategyOptions()", 3, nameof(Pause.Constant), 2d, false)]
    [InlineData(
        "new RetryStrategyOptions { MaxRetryAttempts = 5, Delay = TimeSpan.FromSeconds(1), BackoffType = DelayBackoffType.Exponential, UseJitter = true }",
        5,
        nameof(Pause.Growing),
        1d,
        true
    )]
    [InlineData("new RetryStrategyOptions { Delay = TimeSpan.Zero }", 3, nameof(Pause.None), 0d, false)]
    [InlineData("new RetryStrategyOptions { Delay = TimeSpan.FromSeconds(given) }", 3, nameof(Pause.Unknown), null, false)]
    [InlineData("new RetryStrategyOptions { MaxRetryAttempts = given, UseJitter = given > 1 }", null, nameof(Pause.Constant), 2d, null)]
    public void Of_Polly_8(string options, int? retries, string pause, double? seconds, bool? jitter) =>
        AssertPolicy($"new ResiliencePipelineBuilder().AddRetry({options})", retries, pause, seconds, jitter, everything: false);

    [Theory]
    [InlineData("RetryAsync()", 1, nameof(Pause.None), 0d, false)]
    [InlineData("RetryAsync(4)", 4, nameof(Pause.None), 0d, false)]
    [InlineData("RetryForeverAsync()", int.MaxValue, nameof(Pause.None), 0d, false)]
    [InlineData("WaitAndRetryAsync(3, _ => TimeSpan.FromSeconds(2))", 3, nameof(Pause.Constant), 2d, false)]
    [InlineData("WaitAndRetryAsync(3, attempt => TimeSpan.FromSeconds(attempt))", 3, nameof(Pause.Growing), null, false)]
    [InlineData("WaitAndRetryAsync(3, attempt => Next(attempt))", 3, nameof(Pause.Unknown), null, null)]
    [InlineData("WaitAndRetryAsync(new[] { TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(4) })", 2, nameof(Pause.Growing), 1d, false)]
    [InlineData("WaitAndRetryAsync(List())", null, nameof(Pause.Unknown), null, null)]
    public void Of_Polly_7(string call, int? retries, string pause, double? seconds, bool? jitter) =>
        AssertPolicy($"Policy.Handle<Exception>().{call}", retries, pause, seconds, jitter, everything: true);

    [Fact]
    public void Of_anything_else_there_is_none()
    {
        Assert.Null(At("new ResiliencePipelineBuilder().AddTimeout(TimeSpan.FromSeconds(1))"));
        Assert.Null(At("Policy.Handle<Exception>().CircuitBreakerAsync(1, TimeSpan.FromSeconds(1))"));
        Assert.Null(At("new ResiliencePipelineBuilder().AddRetry(options)"));
    }

    private static void AssertPolicy(string expression, int? retries, string pause, double? seconds, bool? jitter, bool everything)
    {
        var policy = At(expression);
        Assert.NotNull(policy);
        Assert.Equal(retries, policy.Retries);
        Assert.Equal(pause, policy.Pause.ToString());
        Assert.Equal(seconds, policy.Delay?.TotalSeconds);
        Assert.Equal(jitter, policy.Jitter);
        Assert.Equal(everything, policy.HandlesEverything is not null);
        Assert.True(policy.HandlesAmbiguousFailures);
    }

    private static RetryPolicy? At(string expression)
    {
        var probe = Probe.At(
            "using Polly;\nusing Polly.Retry;\nclass C { void M(int given, RetryStrategyOptions options) { var made = [|"
                + expression
                + "|]; } static TimeSpan Next(int attempt) => default; static IEnumerable<TimeSpan> List() => null; }",
            Library.Polly,
            Library.Polly7
        );
        return probe.Facts.Policies.PolicyOf((IInvocationOperation)probe.Marked);
    }
}
