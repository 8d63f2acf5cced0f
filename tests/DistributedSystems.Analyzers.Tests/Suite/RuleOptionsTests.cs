using DistributedSystems.Analyzers.Rules.Clocks;
using DistributedSystems.Analyzers.Rules.RemoteCalls;
using DistributedSystems.Analyzers.Rules.Retries;
using DistributedSystems.Analyzers.Tests.Verify;
using DistributedSystems.CodeFixes.RemoteCalls;

namespace DistributedSystems.Analyzers.Tests.Suite;

/// <summary>What a team sets beside severities.</summary>
public class RuleOptionsTests
{
    private static Setup With(string line, params string[] libraries) =>
        Setup.With(libraries) with
        {
            EditorConfig = $"root = true\n\n[*.cs]\n{line}\n",
        };

    private const string Charge = """
        class C(HttpClient http)
        {
            async Task M(string order, HttpContent content)
            {
                for (var attempt = 0; attempt < 3; attempt++)
                {
                    try
                    {
                        using var request = new HttpRequestMessage(HttpMethod.Post, "/a") { Content = content };
                        request.Headers.Add("Request-Token", order);
                        await CALL;
                        return;
                    }
                    catch (HttpRequestException) { await Task.Delay(Random.Shared.Next(500, 1500)); }
                }
            }
        }
        """;

    [Theory]
    [InlineData("", "[|http.SendAsync(request)|]")]
    [InlineData("distributed_systems.idempotency_headers = X-Other", "[|http.SendAsync(request)|]")]
    [InlineData("distributed_systems.idempotency_headers = X-Other, request-token", "http.SendAsync(request)")]
    public Task Headers_that_a_team_names_carry_a_key(string option, string call) =>
        VerifyCS<NonIdempotentOperationIsRetried>.VerifyAnalyzerAsync(Charge.Replace("CALL", call), With(option));

    [Theory]
    [InlineData("", "Guid.NewGuid()")]
    [InlineData("distributed_systems.idempotency_headers = Request-Token", "[|Guid.NewGuid()|]")]
    public Task Such_a_key_has_to_stay_the_same(string option, string key) =>
        VerifyCS<KeyChangesOnEveryAttempt>.VerifyAnalyzerAsync(
            Charge.Replace("CALL", "http.SendAsync(request)").Replace("\"Request-Token\", order", $"\"Request-Token\", {key}.ToString()"),
            With(option)
        );

    [Theory]
    [InlineData("", "[|http.SendAsync(request, token)|]")]
    [InlineData("distributed_systems.idempotency_headers = Request-Token", "http.SendAsync(request, token)")]
    public Task What_carries_such_a_key_may_be_hedged(string option, string call) =>
        VerifyCS<NonIdempotentOperationIsHedged>.VerifyAnalyzerAsync(
            """
            using Polly;
            using Polly.Hedging;
            class C(HttpClient http)
            {
                readonly ResiliencePipeline<HttpResponseMessage> hedged = new ResiliencePipelineBuilder<HttpResponseMessage>()
                    .AddHedging(new HedgingStrategyOptions<HttpResponseMessage>()).Build();

                async Task M(string order, HttpContent content) => await hedged.ExecuteAsync(async token =>
                {
                    var request = new HttpRequestMessage(HttpMethod.Post, "/a") { Content = content };
                    request.Headers.Add("Request-Token", order);
                    return await CALL;
                });
            }
            """.Replace("CALL", call),
            With(option, Library.Polly)
        );

    private const string Expiry = """
        class C
        {
            private DateTime expires;
            void Renew() => expires = DateTime.UtcNow.AddMinutes(LIMIT);
            bool IsUp() => TEST;
        }
        """;

    [Theory]
    [InlineData("", "60", "[|DateTime.UtcNow > expires|]")]
    [InlineData("distributed_systems.wall_clock_allowance = 01:00:00", "60", "DateTime.UtcNow > expires")]
    [InlineData("distributed_systems.wall_clock_allowance = 01:00:00", "59", "[|DateTime.UtcNow > expires|]")]
    [InlineData("distributed_systems.wall_clock_allowance = 1.00:00:00", "60", "[|DateTime.UtcNow > expires|]")]
    [InlineData("distributed_systems.wall_clock_allowance = 1", "1440", "[|DateTime.UtcNow > expires|]")]
    [InlineData("distributed_systems.wall_clock_allowance = soon", "60", "[|DateTime.UtcNow > expires|]")]
    public Task Long_limits_may_be_kept_by_the_wall_clock(string option, string limit, string test) =>
        VerifyCS<TimeoutOnWallClock>.VerifyAnalyzerAsync(Expiry.Replace("LIMIT", limit).Replace("TEST", test), With(option));

    private const string Retry = """
        using Polly; using Polly.Retry;
        class C(HttpClient http)
        {
            readonly ResiliencePipeline pipeline = new ResiliencePipelineBuilder().POLICY.Build();
            async Task<string> M() => await pipeline.ExecuteAsync(async stop => await http.GetStringAsync("/a", stop));
        }
        """;

    [Theory]
    [InlineData("", "AddRetry(new RetryStrategyOptions { MaxRetryAttempts = 50 })")]
    [InlineData("distributed_systems.most_attempts = 51", "AddRetry(new RetryStrategyOptions { MaxRetryAttempts = 50 })")]
    [InlineData("distributed_systems.most_attempts = 50", "[|AddRetry(new RetryStrategyOptions { MaxRetryAttempts = 50 })|]")]
    [InlineData("distributed_systems.most_attempts = many", "AddRetry(new RetryStrategyOptions { MaxRetryAttempts = 50 })")]
    public Task Many_attempts_of_a_policy_are_as_good_as_endless(string option, string policy) =>
        VerifyCS<RetryNeverGivesUp>.VerifyAnalyzerAsync(Retry.Replace("POLICY", policy), With(option, Library.Polly));

    [Theory]
    [InlineData("", "for")]
    [InlineData("distributed_systems.most_attempts = 20", "for")]
    [InlineData("distributed_systems.most_attempts = 19", "[|for|]")]
    public Task Many_attempts_of_a_loop_are_as_good_as_endless(string option, string loop) =>
        VerifyCS<RetryNeverGivesUp>.VerifyAnalyzerAsync(
            """
            class C(HttpClient http)
            {
                async Task<string> M()
                {
                    LOOP (var attempt = 0; attempt < 20; attempt++)
                    {
                        try { return await http.GetStringAsync("/a"); }
                        catch (HttpRequestException) { await Task.Delay(Random.Shared.Next(500, 1500)); }
                    }
                    throw new TimeoutException();
                }
            }
            """.Replace("LOOP", loop),
            With(option)
        );

    private const string Fanout = """
        using System.Linq;
        class C(HttpClient http)
        {
            async Task M(IReadOnlyList<string> items) => await WAIT;
        }
        """;

    [Theory]
    [InlineData("", "Task.WhenAll(items.Take(500).Select(item => http.GetAsync(item)))")]
    [InlineData("distributed_systems.fanout_limit = 500", "Task.WhenAll(items.Take(500).Select(item => http.GetAsync(item)))")]
    [InlineData("distributed_systems.fanout_limit = 16", "[|Task.WhenAll(items.Take(500).Select(item => http.GetAsync(item)))|]")]
    [InlineData("distributed_systems.fanout_limit = 0", "Task.WhenAll(items.Take(500).Select(item => http.GetAsync(item)))")]
    public Task A_part_that_is_larger_than_the_limit_is_none(string option, string wait) =>
        VerifyCS<UnboundedFanout>.VerifyAnalyzerAsync(Fanout.Replace("WAIT", wait), With(option));

    [Fact]
    public Task The_fix_limits_to_what_the_team_says() =>
        VerifyCS<UnboundedFanout, LimitFanoutFix>.VerifyCodeFixAsync(
            """
            using System.Linq;
            class C(HttpClient http)
            {
                async Task M(IReadOnlyList<string> items)
                {
                    await [|Task.WhenAll(items.Select(item => http.PutAsync(item, null)))|];
                }
            }
            """,
            """
            using System.Linq;
            class C(HttpClient http)
            {
                async Task M(IReadOnlyList<string> items)
                {
                    await Parallel.ForEachAsync(items, new ParallelOptions { MaxDegreeOfParallelism = 16 }, async (item, token) => await http.PutAsync(item, null, token));
                }
            }
            """,
            With("distributed_systems.fanout_limit = 16")
        );
}
