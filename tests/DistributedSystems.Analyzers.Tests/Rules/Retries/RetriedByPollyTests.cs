using DistributedSystems.Analyzers.Rules.Retries;
using DistributedSystems.Analyzers.Tests.Verify;

namespace DistributedSystems.Analyzers.Tests.Rules.Retries;

using VerifyCS = VerifyCS<NonIdempotentOperationIsRetried>;

/// <summary>DIST2001: retries by Polly's pipelines.</summary>
public class RetriedByPollyTests
{
    [Fact]
    public Task Polly_pipelines() =>
        VerifyCS.VerifyAnalyzerAsync(
            """
            using System.Net;
            using Polly;
            using Polly.Retry;
            using Polly.Timeout;

            class Payments(HttpClient http, ResiliencePipeline injected)
            {
                private static readonly ResiliencePipeline Retrying = new ResiliencePipelineBuilder().AddRetry(new RetryStrategyOptions()).AddTimeout(TimeSpan.FromSeconds(1)).Build();
                private static readonly ResiliencePipeline TimeoutOnly = new ResiliencePipelineBuilder().AddTimeout(TimeSpan.FromSeconds(1)).Build();
                private readonly ResiliencePipeline<HttpResponseMessage> serverErrors = new ResiliencePipelineBuilder<HttpResponseMessage>()
                    .AddRetry(new RetryStrategyOptions<HttpResponseMessage>
                    {
                        MaxRetryAttempts = 5,
                        ShouldHandle = new PredicateBuilder<HttpResponseMessage>().Handle<HttpRequestException>().HandleResult(r => r.StatusCode >= HttpStatusCode.InternalServerError),
                    })
                    .Build();
                private readonly ResiliencePipeline<HttpResponseMessage> throttling = new ResiliencePipelineBuilder<HttpResponseMessage>()
                    .AddRetry(new RetryStrategyOptions<HttpResponseMessage>
                    {
                        ShouldHandle = new PredicateBuilder<HttpResponseMessage>().HandleResult(r => r.StatusCode == HttpStatusCode.TooManyRequests),
                    })
                    .Build();
                private readonly ResiliencePipeline byDelegate = new ResiliencePipelineBuilder()
                    .AddRetry(new RetryStrategyOptions
                    {
                        ShouldHandle = args => args.Outcome switch
                        {
                            { Exception: HttpRequestException } => PredicateResult.True(),
                            _ => PredicateResult.False(),
                        },
                    })
                    .Build();
                private readonly ResiliencePipeline unreadable = new ResiliencePipelineBuilder()
                    .AddRetry(new RetryStrategyOptions { ShouldHandle = args => new ValueTask<bool>(NeverReachedServer(args.Outcome.Exception)) })
                    .Build();

                static bool NeverReachedServer(Exception ex) => true;

                async Task Static(HttpContent c) => await Retrying.ExecuteAsync(async token => await [|http.PostAsync("/a", c, token)|]);
                async Task Block(HttpContent c) => await Retrying.ExecuteAsync(async token => { var r = await [|http.PostAsync("/a", c, token)|]; r.EnsureSuccessStatusCode(); });
                async Task WithState(HttpContent c) => await Retrying.ExecuteAsync(async (state, token) => await [|http.PostAsync("/a", state, token)|], c);
                void Sync(HttpContent c) => Retrying.Execute(() => [|http.Send(new HttpRequestMessage(HttpMethod.Post, "/a") { Content = c })|]);
                async Task Inline(HttpContent c) => await new ResiliencePipelineBuilder().AddRetry(new() { MaxRetryAttempts = 1 }).Build().ExecuteAsync(async token => await [|http.PostAsync("/a", c, token)|]);
                async Task ServerErrors(HttpContent c) => await serverErrors.ExecuteAsync(async token => await [|http.PostAsync("/a", c, token)|]);
                async Task ByDelegate(HttpContent c) => await byDelegate.ExecuteAsync(async token => await [|http.PostAsync("/a", c, token)|]);
                async Task Local(HttpContent c)
                {
                    var builder = new ResiliencePipelineBuilder();
                    builder.AddTimeout(TimeSpan.FromSeconds(1));
                    builder.AddRetry(new RetryStrategyOptions());
                    var pipeline = builder.Build();
                    await pipeline.ExecuteAsync(async token => await [|http.PostAsync("/a", c, token)|]);
                }
                async Task LoopAroundPipeline(HttpContent c)
                {
                    while (true)
                    {
                        try { await TimeoutOnly.ExecuteAsync(async token => await [|http.PostAsync("/a", c, token)|]); return; }
                        catch (TimeoutRejectedException) { }
                    }
                }

                async Task Reads() => await Retrying.ExecuteAsync(async token => await http.GetAsync("/a", token));
                async Task NoRetry(HttpContent c) => await TimeoutOnly.ExecuteAsync(async token => await http.PostAsync("/a", c, token));
                async Task Unknown(HttpContent c) => await injected.ExecuteAsync(async token => await http.PostAsync("/a", c, token));
                async Task Throttling(HttpContent c) => await throttling.ExecuteAsync(async token => await http.PostAsync("/a", c, token));
                async Task Unreadable(HttpContent c) => await unreadable.ExecuteAsync(async token => await http.PostAsync("/a", c, token));
                async Task Swallowed(HttpContent c) => await Retrying.ExecuteAsync(async token =>
                {
                    try { await http.PostAsync("/a", c, token); }
                    catch (Exception) { }
                });
                async Task Keyed(string id) => await Retrying.ExecuteAsync(async token =>
                {
                    using var request = new HttpRequestMessage(HttpMethod.Post, "/a");
                    request.Headers.Add("Idempotency-Key", id);
                    await http.SendAsync(request, token);
                });
            }
            """,
            Library.Polly
        );

    [Fact]
    public Task One_of_several() =>
        VerifyCS<NonIdempotentOperationIsRetried>.VerifyAnalyzerAsync(
            """
            using Polly;
            using Polly.Retry;

            static class Plans
            {
                public static ResiliencePipeline For(string kind) => kind switch
                {
                    "slow" => new ResiliencePipelineBuilder().AddRetry(new RetryStrategyOptions { MaxRetryAttempts = 3 }).Build(),
                    "never" => throw new ArgumentException(kind),
                    _ => new ResiliencePipelineBuilder().AddTimeout(TimeSpan.FromSeconds(1)).Build(),
                };

                public static ResiliencePipeline Only(bool any)
                {
                    if (any) return new ResiliencePipelineBuilder().AddRetry(new RetryStrategyOptions()).Build();
                    return ResiliencePipeline.Empty;
                }

                public static ResiliencePipeline Once(bool any) =>
                    any ? new ResiliencePipelineBuilder().AddTimeout(TimeSpan.FromSeconds(2)).Build() : ResiliencePipeline.Empty;
            }

            class Mint(HttpClient http, ResiliencePipeline given)
            {
                private readonly ResiliencePipeline kept = given ?? new ResiliencePipelineBuilder().AddRetry(new RetryStrategyOptions()).Build();

                async Task Strike(HttpContent blank, string kind) =>
                    await Plans.For(kind).ExecuteAsync(async token => await [|http.PostAsync("/coins", blank, token)|]);
                async Task Sometimes(HttpContent blank, bool any) =>
                    await Plans.Only(any).ExecuteAsync(async token => await [|http.PostAsync("/coins", blank, token)|]);
                async Task Given(HttpContent blank) =>
                    await kept.ExecuteAsync(async token => await [|http.PostAsync("/coins", blank, token)|]);
                async Task Limited(HttpContent blank, bool any) =>
                    await Plans.Once(any).ExecuteAsync(async token => await http.PostAsync("/coins", blank, token));
            }
            """,
            Setup.With(Library.Polly)
        );

    [Fact]
    public Task One_of_several_without_a_pause() =>
        VerifyCS<RetryHasNoDelay>.VerifyAnalyzerAsync(
            """
            using Polly;
            using Polly.Retry;

            static class Plans
            {
                public static ResiliencePipeline For(bool slow) => slow
                    ? new ResiliencePipelineBuilder().AddRetry(new RetryStrategyOptions { MaxRetryAttempts = 3 }).Build()
                    : new ResiliencePipelineBuilder().[|AddRetry(new RetryStrategyOptions { MaxRetryAttempts = 3, Delay = TimeSpan.Zero })|].Build();
            }

            class Mint(HttpClient http)
            {
                async Task Count(bool slow) => await Plans.For(slow).ExecuteAsync(async token => await http.GetStringAsync("/coins", token));
            }
            """,
            Setup.With(Library.Polly)
        );
}
