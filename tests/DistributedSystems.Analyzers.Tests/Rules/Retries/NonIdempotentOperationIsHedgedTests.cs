using DistributedSystems.Analyzers.Rules.Retries;
using DistributedSystems.Analyzers.Tests.Verify;

namespace DistributedSystems.Analyzers.Tests.Rules.Retries;

public class NonIdempotentOperationIsHedgedTests
{
    [Fact]
    public Task Pipelines() =>
        VerifyCS<NonIdempotentOperationIsHedged>.VerifyAnalyzerAsync(
            """
            using Polly;
            using Polly.Hedging;
            using Polly.Retry;

            class Payments(HttpClient http, HttpClient other)
            {
                static readonly ResiliencePipeline<HttpResponseMessage> Hedged = new ResiliencePipelineBuilder<HttpResponseMessage>().AddHedging(new HedgingStrategyOptions<HttpResponseMessage>()).Build();
                static readonly ResiliencePipeline<HttpResponseMessage> Elsewhere = new ResiliencePipelineBuilder<HttpResponseMessage>()
                    .AddHedging(new HedgingStrategyOptions<HttpResponseMessage> { ActionGenerator = args => () => new ValueTask<Outcome<HttpResponseMessage>>(Outcome.FromResult(new HttpResponseMessage())) })
                    .Build();
                static readonly ResiliencePipeline<HttpResponseMessage> Retried = new ResiliencePipelineBuilder<HttpResponseMessage>().AddRetry(new RetryStrategyOptions<HttpResponseMessage>()).Build();

                async Task Charge(HttpContent charge) => await Hedged.ExecuteAsync(async token => await [|http.PostAsync("/charges", charge, token)|]);
                async Task Through(HttpContent charge) => await Hedged.ExecuteAsync(async token => await [|Send(charge)|]);
                async Task Replace(HttpContent charge) => await Hedged.ExecuteAsync(async token => await http.PutAsync("/charges/1", charge, token));
                async Task Read() => await Hedged.ExecuteAsync(async token => await http.GetAsync("/charges", token));
                async Task Other(HttpContent charge) => await Elsewhere.ExecuteAsync(async token => await http.PostAsync("/charges", charge, token));
                async Task Again(HttpContent charge) => await Retried.ExecuteAsync(async token => await http.PostAsync("/charges", charge, token));
                Task<HttpResponseMessage> Send(HttpContent charge) => http.PostAsync("/charges", charge);
            }
            """,
            Library.Polly
        );

    [Fact]
    public Task Races() =>
        VerifyCS<NonIdempotentOperationIsHedged>.VerifyAnalyzerAsync(
            """
            class Payments(HttpClient http, HttpClient other, List<HttpClient> all)
            {
                Task Both(HttpContent charge) => [|Task.WhenAny(http.PostAsync("/charges", charge), other.PostAsync("/charges", charge))|];

                async Task Later(HttpContent charge)
                {
                    var first = http.PostAsync("/charges", charge);
                    if (await Task.WhenAny(first, Task.Delay(100)) != first)
                    {
                        var second = other.PostAsync("/charges", charge);
                        await [|Task.WhenAny(first, second)|];
                    }
                }

                Task Everywhere(HttpContent charge) => [|Task.WhenAny(all.Select(client => client.PostAsync("/charges", charge)))|];
                Task Own(HttpContent charge) => [|Task.WhenAny(Send(charge), Send(charge))|];
                Task InArray(HttpContent charge) => [|Task.WhenAny(new[] { Send(charge), Send(charge) })|];

                Task Different(HttpContent charge, HttpContent refund) => Task.WhenAny(http.PostAsync("/charges", charge), http.PostAsync("/refunds", refund));
                Task Items(List<HttpContent> charges) => Task.WhenAny(charges.Select(charge => http.PostAsync("/charges", charge)));
                Task Reads() => Task.WhenAny(http.GetAsync("/charges"), other.GetAsync("/charges"));
                Task Limited(HttpContent charge) => Task.WhenAny(http.PostAsync("/charges", charge), Task.Delay(1000));
                Task Same(HttpContent charge) { var one = Send(charge); return Task.WhenAny(one, one); }
                Task All(HttpContent charge) => Task.WhenAll(Send(charge), Send(charge));
                Task<HttpResponseMessage> Send(HttpContent charge) => http.PostAsync("/charges", charge);
            }
            """
        );

    [Theory]
    [InlineData("services.AddHttpClient<Orders>().[|AddStandardHedgingHandler()|];")]
    [InlineData("services.AddHttpClient<Orders>().[|AddStandardHedgingHandler()|].Configure(o => o.Hedging.MaxHedgedAttempts = 2);")]
    [InlineData("services.AddHttpClient<Reads>().AddStandardHedgingHandler();")]
    [InlineData("services.AddHttpClient<Orders>().AddStandardResilienceHandler();")]
    [InlineData(
        "services.AddHttpClient<Orders>().AddStandardHedgingHandler().Configure(o => o.Hedging.ShouldHandle = args => new ValueTask<bool>(false));"
    )]
    public Task Registered_clients(string registration) =>
        VerifyCS<NonIdempotentOperationIsHedged>.VerifyAnalyzerAsync(
            """
            using Microsoft.Extensions.DependencyInjection;
            using Microsoft.Extensions.Http.Resilience;

            class Orders(HttpClient http) { public Task Place(HttpContent order) => http.PostAsync("/orders", order); }
            class Reads(HttpClient http) { public Task<string> Read() => http.GetStringAsync("/orders"); }

            static class Program { static void Add(IServiceCollection services) { REGISTRATION } }
            """.Replace("REGISTRATION", registration),
            Library.Polly,
            Library.HttpResilience
        );

    [Fact]
    public Task One_body_to_two_addresses() =>
        VerifyCS<NonIdempotentOperationIsHedged>.VerifyAnalyzerAsync(
            """
            using System.Net.Http.Json;
            class Twins(HttpClient http)
            {
                async Task<HttpResponseMessage> Posted(HttpContent order)
                {
                    var first = http.PostAsync("north/orders", order);
                    var second = http.PostAsync("south/orders", order);
                    return await await [|Task.WhenAny(first, second)|];
                }

                async Task Different(HttpContent order, HttpContent note) =>
                    await Task.WhenAny(http.PostAsync("north/orders", order), http.PostAsync("north/notes", note));

                async Task<string> Read() => await await Task.WhenAny(http.GetStringAsync("north/orders"), http.GetStringAsync("south/orders"));
            }
            """
        );
}
