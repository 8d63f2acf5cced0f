using DistributedSystems.Analyzers.Tests.Verify;
using Microsoft.CodeAnalysis.Operations;

namespace DistributedSystems.Analyzers.Tests.Facts;

public class WorstCasesTests
{
    private static Probe ProbeOf(string options) =>
        Probe.At(
            $"using Polly; using Polly.Retry; class C {{ object M(int given) => [|new ResiliencePipelineBuilder().AddRetry(new RetryStrategyOptions {{ {options} }})|]; }}",
            Library.Polly
        );

    [Theory]
    [InlineData("", "2 2 2")]
    [InlineData("MaxRetryAttempts = 2", "2 2")]
    [InlineData("Delay = System.TimeSpan.FromSeconds(1), BackoffType = DelayBackoffType.Linear", "1 2 3")]
    [InlineData("Delay = System.TimeSpan.FromSeconds(1), BackoffType = DelayBackoffType.Exponential", "1 2 4")]
    [InlineData(
        "Delay = System.TimeSpan.FromSeconds(1), BackoffType = DelayBackoffType.Exponential, MaxDelay = System.TimeSpan.FromSeconds(3)",
        "1 2 3"
    )]
    [InlineData("UseJitter = true", "0 0 0")]
    [InlineData("Delay = System.TimeSpan.FromSeconds(given)", "0 0 0")]
    [InlineData("MaxRetryAttempts = given", null)]
    [InlineData("MaxRetryAttempts = int.MaxValue", null)]
    [InlineData("BackoffType = (DelayBackoffType)given", null)]
    public void Delays_of_a_retry_strategy(string options, string? seconds)
    {
        var probe = ProbeOf(options);
        Assert.Equal(
            seconds,
            probe.Facts.StrategyTimes.DelaysOf((IInvocationOperation)probe.Marked) is { } delays
                ? string.Join(" ", delays.Select(delay => delay.TotalSeconds))
                : null
        );
    }

    [Fact]
    public void Strategies_of_one_builder_in_their_order()
    {
        var probe = Probe.At(
            """
            using Polly;
            class C
            {
                void M(ResiliencePipelineBuilder other)
                {
                    var builder = new ResiliencePipelineBuilder().AddTimeout(TimeSpan.FromSeconds(1));
                    other.AddTimeout(TimeSpan.FromSeconds(2));
                    builder.AddRetry(new());
                    [|builder.AddTimeout(TimeSpan.FromSeconds(3))|];
                }
            }
            """,
            Library.Polly
        );
        Assert.Equal(
            ["AddTimeout", "AddRetry", "AddTimeout"],
            probe.Facts.Pipelines.StrategiesWith((IInvocationOperation)probe.Marked).Select(strategy => strategy.Added.TargetMethod.Name)
        );
    }

    [Theory]
    [InlineData("new CancellationTokenSource(5000)", "", 5)]
    [InlineData("new CancellationTokenSource()", "source.CancelAfter(TimeSpan.FromSeconds(2));", 2)]
    [InlineData("new CancellationTokenSource()", "source.CancelAfter(1000); source.CancelAfter(2000);", null)]
    [InlineData("new CancellationTokenSource()", "", null)]
    public void The_constant_timeout_of_a_source(string made, string then, int? seconds)
    {
        var probe = Probe.At($"class C {{ void M() {{ var source = {made}; {then} Use([|source|]); }} void Use(object value) {{ }} }}");
        Assert.Equal(seconds, probe.Facts.StrategyTimes.TimeoutOfSource(probe.Marked, probe.Marked)?.Duration.TotalSeconds);
    }

    [Theory]
    [InlineData("await stock.A(); await stock.B();", "2 3")]
    [InlineData("await stock.A(); if (isLate) await stock.B();", "2")]
    [InlineData("foreach (var i in new[] { 1, 2 }) await stock.A();", "")]
    [InlineData("try { await stock.A(); } catch { await stock.B(); }", "2")]
    [InlineData("await Task.WhenAll(stock.A(), stock.B());", "")]
    [InlineData("Func<Task> later = async () => await stock.A(); await stock.B();", "3")]
    [InlineData("await stock.C();", "")]
    public void Waits_on_every_way(string body, string expected)
    {
        var probe = Probe.At(
            $$"""
            using DistributedSystems;
            interface IStock { [Deadline("2s")] Task A(); [Deadline("3s")] Task B(); Task C(); }
            class Shop { void M() { [|Run(null, true)|]; } static async Task Run(IStock stock, bool isLate) { {{body}} } }
            """,
            Library.Annotations
        );
        Assert.Equal(
            expected,
            string.Join(
                " ",
                probe
                    .Facts.WorstCases.SpentBy(((IInvocationOperation)probe.Marked).TargetMethod)
                    .Select(wait => wait.Cost.Duration.TotalSeconds)
            )
        );
    }
}
