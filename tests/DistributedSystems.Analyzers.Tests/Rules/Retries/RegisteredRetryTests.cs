using DistributedSystems.Analyzers.Rules.Retries;
using DistributedSystems.Analyzers.Tests.Verify;
using DistributedSystems.CodeFixes.Retries;

namespace DistributedSystems.Analyzers.Tests.Rules.Retries;

/// <summary>DIST2001 where the retry is registered with the HTTP client factory.</summary>
public class RegisteredRetryTests
{
    private const string Usings = """
        using System.Net.Http.Json;
        using Microsoft.Extensions.Configuration;
        using Microsoft.Extensions.DependencyInjection;
        using Microsoft.Extensions.Http.Resilience;
        using Polly;
        using Polly.Retry;

        """;

    private const string Clients = """
        class Orders
        {
            private readonly HttpClient _http;
            public Orders(HttpClient http) => _http = http;
            public Task Place(HttpContent order) => _http.PostAsync("/orders", order);
        }

        class Reads(HttpClient http)
        {
            public Task<string> All() => http.GetStringAsync("/orders");
            public Task Replace(HttpContent order) => http.PutAsync("/orders/1", order);
        }

        class Keyed(HttpClient http)
        {
            public async Task Place(HttpContent order, string key)
            {
                var request = new HttpRequestMessage(HttpMethod.Post, "/orders") { Content = order };
                request.Headers.Add("Idempotency-Key", key);
                await http.SendAsync(request);
            }
        }

        interface IOrders { Task Place(HttpContent order); }

        class RemoteOrders(HttpClient http) : IOrders
        {
            public async Task Place(HttpContent order) { using var answer = await http.PostAsync("/orders", order); answer.EnsureSuccessStatusCode(); }
        }

        abstract class Api
        {
            protected Api(HttpClient http) => Http = http;
            protected HttpClient Http { get; }
            protected Task Send(HttpContent content) => Http.PostAsync("/", content);
        }

        class Derived : Api
        {
            public Derived(HttpClient http) : base(http) { }
            public Task Go(HttpContent content) => Send(content);
        }

        class ByName(IHttpClientFactory factory)
        {
            public async Task Go(HttpContent content)
            {
                var http = factory.CreateClient("orders");
                await http.PostAsync("/", content);
            }
        }

        class InField
        {
            private readonly HttpClient _http;
            public InField(IHttpClientFactory factory) => _http = factory.CreateClient("stored");
            public Task Go(HttpContent content) => _http.PostAsJsonAsync("/", 1);
        }
        """;

    [Theory]
    [InlineData("""services.AddHttpClient<Orders>().[|AddStandardResilienceHandler()|];""")]
    [InlineData(
        """services.AddHttpClient<IOrders, RemoteOrders>(c => c.BaseAddress = new("http://o")).[|AddStandardResilienceHandler()|];"""
    )]
    [InlineData("""services.AddHttpClient<Derived>().[|AddStandardResilienceHandler(o => o.Retry.MaxRetryAttempts = 5)|];""")]
    [InlineData("""services.AddHttpClient("orders").[|AddStandardResilienceHandler()|];""")]
    [InlineData("""services.AddHttpClient("stored").[|AddStandardResilienceHandler()|];""")]
    [InlineData(
        """var builder = services.AddHttpClient<Orders>(); builder.SetHandlerLifetime(TimeSpan.FromMinutes(5)); builder.[|AddStandardResilienceHandler()|];"""
    )]
    [InlineData(
        """services.ConfigureHttpClientDefaults(http => http.[|AddStandardResilienceHandler()|]); services.AddHttpClient<Orders>();"""
    )]
    [InlineData(
        """services.ConfigureHttpClientDefaults(http => { http.[|AddStandardResilienceHandler()|]; }); services.AddHttpClient<Reads>();"""
    )]
    [InlineData("""services.AddHttpClient<Orders>().[|AddStandardResilienceHandler(o => o.Retry.DisableFor(HttpMethod.Delete))|];""")]
    [InlineData(
        """services.AddHttpClient<Orders>().[|AddResilienceHandler("a", b => b.AddRetry(new HttpRetryStrategyOptions { MaxRetryAttempts = 2 }))|];"""
    )]
    [InlineData(
        """services.AddHttpClient<Orders>().[|AddResilienceHandler("a", (b, c) => { b.AddTimeout(TimeSpan.FromSeconds(9)); b.AddRetry(new RetryStrategyOptions<HttpResponseMessage>()); })|];"""
    )]
    [InlineData(
        """services.AddHttpClient<Orders>().[|AddResilienceHandler("a", Retrying)|]; static void Retrying(ResiliencePipelineBuilder<HttpResponseMessage> b) => b.AddRetry(new HttpRetryStrategyOptions());"""
    )]
    [InlineData(
        """services.AddHttpClient<Orders>().[|AddPolicyHandler(Policy<HttpResponseMessage>.Handle<HttpRequestException>().WaitAndRetryAsync(3, n => TimeSpan.FromSeconds(n)))|];"""
    )]
    [InlineData(
        """services.AddHttpClient<Orders>().[|AddPolicyHandler(Shared())|]; static IAsyncPolicy<HttpResponseMessage> Shared() => Policy<HttpResponseMessage>.Handle<HttpRequestException>().RetryAsync(3);"""
    )]
    [InlineData(
        """services.AddHttpClient<Orders>().[|AddPolicyHandler(_ => Policy<HttpResponseMessage>.Handle<HttpRequestException>().RetryAsync(3))|];"""
    )]
    [InlineData(
        """services.AddHttpClient<Orders>().[|AddTransientHttpErrorPolicy(p => p.WaitAndRetryAsync(3, n => TimeSpan.FromSeconds(n)))|];"""
    )]
    [InlineData("""services.AddHttpClient<Orders>().[|AddOurs()|];""")]
    [InlineData(
        """[|AddHandlers(services.AddHttpClient<Orders>())|]; static void AddHandlers(IHttpClientBuilder b) => b.AddStandardResilienceHandler();"""
    )]
    public Task Repeats_a_POST(string registration) => Verify(registration);

    [Theory]
    [InlineData("""services.AddHttpClient<Reads>().AddStandardResilienceHandler();""")]
    [InlineData("""services.AddHttpClient<Keyed>().AddStandardResilienceHandler();""")]
    [InlineData("""services.AddHttpClient<Orders>();""")]
    [InlineData("""services.AddHttpClient<Orders>().AddStandardResilienceHandler(o => o.Retry.DisableForUnsafeHttpMethods());""")]
    [InlineData(
        """services.AddHttpClient<Orders>().AddStandardResilienceHandler(o => { o.Retry.MaxRetryAttempts = 4; o.Retry.DisableForUnsafeHttpMethods(); });"""
    )]
    [InlineData(
        """services.AddHttpClient<Orders>().AddStandardResilienceHandler().Configure(o => o.Retry.DisableForUnsafeHttpMethods());"""
    )]
    [InlineData(
        """services.AddHttpClient<Orders>().AddStandardResilienceHandler(Safe); static void Safe(HttpStandardResilienceOptions o) => o.Retry.DisableForUnsafeHttpMethods();"""
    )]
    [InlineData(
        """services.AddHttpClient<Orders>().AddStandardResilienceHandler(o => o.Retry.DisableFor(HttpMethod.Post, HttpMethod.Patch));"""
    )]
    [InlineData(
        """services.AddHttpClient<Orders>().AddStandardResilienceHandler(o => { var retry = o.Retry; retry.DisableForUnsafeHttpMethods(); });"""
    )]
    [InlineData(
        """services.AddHttpClient<Orders>().AddStandardResilienceHandler(o => o.Retry.ShouldHandle = args => new ValueTask<bool>(args.Outcome.Result?.RequestMessage?.Method == HttpMethod.Get));"""
    )]
    [InlineData(
        """var handler = services.AddHttpClient<Orders>().AddStandardResilienceHandler(); handler.Configure(o => o.Retry.DisableForUnsafeHttpMethods());"""
    )]
    [InlineData(
        """services.ConfigureAll<HttpStandardResilienceOptions>(o => o.Retry.DisableForUnsafeHttpMethods()); services.AddHttpClient<Orders>().AddStandardResilienceHandler();"""
    )]
    [InlineData("""services.AddHttpClient<Orders>().AddResilienceHandler("a", b => b.AddTimeout(TimeSpan.FromSeconds(3)));""")]
    [InlineData(
        """services.AddHttpClient<Orders>().AddResilienceHandler("a", b => { var o = new HttpRetryStrategyOptions(); o.DisableForUnsafeHttpMethods(); b.AddRetry(o); });"""
    )]
    [InlineData(
        """services.AddHttpClient<Orders>().AddPolicyHandler(request => request.Method == HttpMethod.Get ? Policy<HttpResponseMessage>.Handle<HttpRequestException>().RetryAsync(3) : Policy.NoOpAsync<HttpResponseMessage>());"""
    )]
    [InlineData(
        """services.AddHttpClient<Orders>().AddPolicyHandler(Policy.TimeoutAsync<HttpResponseMessage>(TimeSpan.FromSeconds(3)));"""
    )]
    [InlineData(
        """services.AddHttpClient<Orders>().AddPolicyHandler(Policy<HttpResponseMessage>.HandleResult(r => r.StatusCode == System.Net.HttpStatusCode.TooManyRequests).RetryAsync(3));"""
    )]
    [InlineData(
        """services.ConfigureHttpClientDefaults(http => http.AddStandardResilienceHandler(o => o.Retry.DisableForUnsafeHttpMethods())); services.AddHttpClient<Orders>();"""
    )]
    [InlineData("""services.AddHttpClient("other").AddStandardResilienceHandler();""")]
    [InlineData("""if (strict) { services.AddHttpClient<Orders>(); }""")]
    public Task Does_not_repeat_one(string registration) => Verify(registration);

    [Fact]
    public Task Defaults_speak_of_no_client_that_removes_them() =>
        VerifyCS<NonIdempotentOperationIsRetried>.VerifyAnalyzerAsync(
            Usings
                + """
                #pragma warning disable EXTEXP0001 // To remove handlers is an experiment.
                class Orders(HttpClient http) { public Task Place(HttpContent order) => http.PostAsync("/orders", order); }

                static class Program
                {
                    static void Add(IServiceCollection services)
                    {
                        services.ConfigureHttpClientDefaults(http => http.AddStandardResilienceHandler());
                        services.AddHttpClient<Orders>().RemoveAllResilienceHandlers();
                    }
                }
                """,
            Library.Polly,
            Library.HttpResilience
        );

    [Fact]
    public Task The_client_may_stand_in_another_file() =>
        VerifyCS<NonIdempotentOperationIsRetried>.VerifyAnalyzerAsync(
            Usings
                + """
                static class Program { static void Add(IServiceCollection services) => services.AddHttpClient<Orders>().[|AddStandardResilienceHandler()|]; }
                """,
            new Setup
            {
                Libraries = [Library.Polly, Library.HttpResilience],
                OtherFiles =
                [
                    "class Orders { readonly System.Net.Http.HttpClient http; public Orders(System.Net.Http.HttpClient http) => this.http = http; public System.Threading.Tasks.Task Place(System.Net.Http.HttpContent order) => http.PostAsync(\"/orders\", order); }",
                ],
            }
        );

    [Theory]
    [InlineData("provider.GetPipeline(\"orders\")", true)]
    [InlineData("provider.GetPipeline(Keys.Orders)", true)]
    [InlineData("provider.GetPipeline(\"reads\")", false)]
    [InlineData("provider.GetPipeline(chosen)", false)]
    [InlineData("provider.GetPipeline(\"twice\")", false)]
    [InlineData("injected", true)]
    public Task Pipelines_by_key(string pipeline, bool retries) =>
        VerifyCS<NonIdempotentOperationIsRetried>.VerifyAnalyzerAsync(
            Usings
                + $$"""
                using Polly.Registry;

                static class Keys { public const string Orders = "orders"; }

                class Orders
                {
                    readonly HttpClient http;
                    readonly ResiliencePipelineProvider<string> provider;
                    readonly string chosen;
                    readonly ResiliencePipeline injected;

                    public Orders(HttpClient http, ResiliencePipelineProvider<string> provider, string chosen, [FromKeyedServices("orders")] ResiliencePipeline injected)
                    {
                        this.http = http;
                        this.provider = provider;
                        this.chosen = chosen;
                        this.injected = injected;
                    }

                    async Task Place(HttpContent order)
                    {
                        var pipeline = {{pipeline}};
                        await pipeline.ExecuteAsync(async token => { {{(
                    retries ? "await [|http.PostAsync(\"/\", order, token)|]" : "await http.PostAsync(\"/\", order, token)"
                )}}; });
                    }
                }

                static class Program
                {
                    static void Add(IServiceCollection services)
                    {
                        services.AddResiliencePipeline(Keys.Orders, builder => builder.AddRetry(new RetryStrategyOptions()));
                        services.AddResiliencePipeline("reads", builder => { builder.AddTimeout(TimeSpan.FromSeconds(1)); });
                        services.AddResiliencePipeline("twice", builder => builder.AddRetry(new RetryStrategyOptions()));
                        services.AddResiliencePipeline("twice", builder => builder.AddTimeout(TimeSpan.FromSeconds(1)));
                    }
                }
                """,
            Library.Polly,
            Library.PollyExtensions,
            Library.HttpResilience
        );

    [Theory]
    [InlineData("AddStandardResilienceHandler()", "AddStandardResilienceHandler(options => options.Retry.DisableForUnsafeHttpMethods())")]
    [InlineData(
        "AddStandardResilienceHandler(o => o.Retry.MaxRetryAttempts = 5)",
        "AddStandardResilienceHandler(o => { o.Retry.MaxRetryAttempts = 5; o.Retry.DisableForUnsafeHttpMethods(); })"
    )]
    [InlineData(
        "AddStandardResilienceHandler(o => { o.Retry.MaxRetryAttempts = 5; })",
        "AddStandardResilienceHandler(o => { o.Retry.MaxRetryAttempts = 5; o.Retry.DisableForUnsafeHttpMethods(); })"
    )]
    public Task Fix_leaves_unsafe_methods_out(string before, string after)
    {
        const string code = """
            class Orders(HttpClient http) { public Task Place(HttpContent order) => http.PostAsync("/orders", order); }

            static class Program { static void Add(IServiceCollection services) => services.AddHttpClient<Orders>().HANDLER; }
            """;
        return VerifyCS<NonIdempotentOperationIsRetried, LeaveUnsafeMethodsFix>.VerifyCodeFixAsync(
            "using Microsoft.Extensions.DependencyInjection;\n\n" + code.Replace("HANDLER", "[|" + before + "|]"),
            "using Microsoft.Extensions.DependencyInjection;\nusing Microsoft.Extensions.Http.Resilience;\n\n"
                + code.Replace("HANDLER", after),
            Setup.With(Library.Polly, Library.HttpResilience)
        );
    }

    [Fact]
    public Task No_fix_where_the_package_is_too_old_to_leave_methods_out() =>
        VerifyCS<NonIdempotentOperationIsRetried, LeaveUnsafeMethodsFix>.VerifyNoFixAsync(
            """
            using Microsoft.Extensions.DependencyInjection;

            class Orders(HttpClient http) { public Task Place(HttpContent order) => http.PostAsync("/orders", order); }

            static class Program { static void Add(IServiceCollection services) => services.AddHttpClient<Orders>().[|AddStandardResilienceHandler()|]; }
            """,
            Setup.With(Library.Oldest + Library.HttpResilience)
        );

    private static Task Verify(string registration) =>
        VerifyCS<NonIdempotentOperationIsRetried>.VerifyAnalyzerAsync(
            Usings
                + Clients
                + $$"""


                static class Ours { public static IHttpStandardResiliencePipelineBuilder AddOurs(this IHttpClientBuilder builder) => builder.AddStandardResilienceHandler(); }

                static class Program
                {
                    static void Add(IServiceCollection services, bool strict)
                    {
                        {{registration}}
                    }
                }
                """,
            Library.Polly,
            Library.Polly7,
            Library.HttpPolly,
            Library.HttpResilience
        );
}
