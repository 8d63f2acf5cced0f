using DistributedSystems.Analyzers.Rules.RemoteCalls;
using DistributedSystems.Analyzers.Tests.Verify;
using DistributedSystems.CodeFixes.RemoteCalls;

namespace DistributedSystems.Analyzers.Tests.Rules.RemoteCalls;

using VerifyCS = VerifyCS<NoResiliencePipeline>;
using VerifyFix = VerifyCS<NoResiliencePipeline, AddResilienceHandlerFix>;

public class NoResiliencePipelineTests
{
    private const string Usings = """
        using System.Net.Http.Json;
        using Microsoft.Extensions.DependencyInjection;
        using Microsoft.Extensions.Http.Resilience;
        using Polly;

        """;

    private const string Clients = """

        interface IOrders { Task<string> Read(); }
        class Orders(HttpClient http) : IOrders { public Task<string> Read() => http.GetStringAsync("/orders"); }
        class Piped(HttpClient http, ResiliencePipeline pipeline) { public async Task<string> Read() => await pipeline.ExecuteAsync(async stop => await http.GetStringAsync("/orders", stop)); }
        class Wrapped(HttpClient http)
        {
            public Task<string> Read() => Safely(() => http.GetStringAsync("/orders"));
            private static Task<string> Safely(Func<Task<string>> read) => read();
        }
        class Looped(HttpClient http)
        {
            public async Task<string> Read()
            {
                for (var attempt = 0; ; attempt++)
                {
                    try { return await http.GetStringAsync("/orders"); }
                    catch (HttpRequestException) when (attempt < 3) { await Task.Delay(1000); }
                }
            }
        }
        class Idle(HttpClient http) { public string Text => http.ToString(); }
        class Named(IHttpClientFactory factory) { public Task<string> Read() { var http = factory.CreateClient("stock"); return http.GetStringAsync("/stock"); } }
        class Unnamed(IHttpClientFactory factory) { public Task<string> Read() => factory.CreateClient().GetStringAsync("/any"); }
        class Counting : DelegatingHandler { }
        static class Ours
        {
            public static IHttpClientBuilder Quiet(this IHttpClientBuilder builder) => builder.ConfigureHttpClient(http => http.Timeout = TimeSpan.FromSeconds(3));
            public static IHttpStandardResiliencePipelineBuilder Safe(this IHttpClientBuilder builder) => builder.AddStandardResilienceHandler();
        }

        """;

    [Theory]
    [InlineData("services.[|AddHttpClient<Orders>()|];")]
    [InlineData("services.[|AddHttpClient<IOrders, Orders>()|];")]
    [InlineData("services.[|AddHttpClient(\"stock\")|];")]
    [InlineData(
        "services.[|AddHttpClient(\"stock\", http => http.Timeout = TimeSpan.FromSeconds(3))|].SetHandlerLifetime(TimeSpan.FromMinutes(5));"
    )]
    [InlineData("services.[|AddHttpClient(\"any\")|].AddTypedClient<Orders>();")]
    [InlineData("services.[|AddHttpClient<Orders>()|].Quiet();")]
    [InlineData("var builder = services.[|AddHttpClient<Orders>()|]; builder.ConfigureHttpClient(http => { });")]
    [InlineData("services.[|AddHttpClient<Orders>()|]; services.AddHttpClient<Piped>().AddStandardResilienceHandler();")]
    public Task Nothing_protects_the_calls(string registration) => Verify(registration);

    [Theory]
    [InlineData("services.AddHttpClient<Orders>().AddStandardResilienceHandler();")]
    [InlineData("services.AddHttpClient<Orders>().AddResilienceHandler(\"a\", builder => { });")]
    [InlineData("services.AddHttpClient<Orders>().AddHttpMessageHandler(() => new Counting());")]
    [InlineData("services.AddHttpClient<Orders>().ConfigurePrimaryHttpMessageHandler(() => new Counting());")]
    [InlineData("services.AddHttpClient<Orders>().Safe();")]
    [InlineData("var builder = services.AddHttpClient<Orders>(); builder.AddStandardResilienceHandler();")]
    [InlineData("kept = services.AddHttpClient<Orders>();")]
    [InlineData("services.AddHttpClient<Orders>(); services.ConfigureHttpClientDefaults(http => http.AddStandardResilienceHandler());")]
    [InlineData("services.AddHttpClient<Orders>(); services.AddHttpClient<Orders>().AddStandardResilienceHandler();")]
    [InlineData("services.AddHttpClient(\"stock\"); services.AddHttpClient(\"stock\").AddStandardResilienceHandler();")]
    [InlineData("services.AddHttpClient(name); services.AddHttpClient<Orders>();")]
    [InlineData("services.AddHttpClient<Piped>();")]
    [InlineData("services.AddHttpClient<Wrapped>();")]
    [InlineData("services.AddHttpClient<Looped>();")]
    [InlineData("services.AddHttpClient<Idle>();")]
    [InlineData("services.AddHttpClient(\"nobody's\");")]
    [InlineData("services.AddHttpClient();")]
    [InlineData("services.AddHttpClient<Orders>(); AddServiceDefaults();")]
    public Task Something_does_or_may(string registration) => Verify(registration);

    [Fact]
    public Task The_pipeline_may_be_around_the_callers() =>
        Verify(
            "services.AddHttpClient<IOrders, Orders>();",
            "class Shop(IOrders orders, ResiliencePipeline pipeline) { async Task<string> Show() => await pipeline.ExecuteAsync(async stop => await orders.Read()); }"
        );

    [Fact]
    public Task The_builder_may_be_handed_out() =>
        VerifyCS.VerifyAnalyzerAsync(
            Usings
                + Clients
                + """
                static class Program
                {
                    static IHttpClientBuilder Add(IServiceCollection services) => services.AddHttpClient<Orders>();
                    static IHttpClientBuilder AddKept(IServiceCollection services) { var builder = services.AddHttpClient("stock"); builder.Quiet(); return builder; }
                    static IHttpClientBuilder AddTwice(IServiceCollection services) { var first = services.AddHttpClient("stock"); var second = first.Quiet(); return second; }
                    static IServiceCollection AddAll(IServiceCollection services) { services.[|AddHttpClient("stock")|]; return services; }
                }
                """,
            Library.Polly,
            Library.HttpResilience
        );

    [Theory]
    [InlineData("services.AddHttpClient(\"stock\").Unresolved();")]
    [InlineData("services.AddHttpClient(\"stock\").")]
    [InlineData("_ = keep ? services.AddHttpClient(\"stock\") : null;")]
    [InlineData("var all = new[] { services.AddHttpClient(\"stock\") };")]
    public Task What_is_done_with_the_builder_is_not_understood(string statement) =>
        VerifyCS.VerifyAnalyzerAsync(
            Usings + Clients + "static class Program { static void Add(IServiceCollection services, bool keep) { " + statement + " } }",
            new Setup { Libraries = [Library.Polly, Library.HttpResilience], AllowCompileErrors = true }
        );

    [Fact]
    public Task The_message_names_a_call() =>
        VerifyCS.VerifyMessageAsync(
            "using Microsoft.Extensions.DependencyInjection; class Orders(HttpClient http) { Task<string> M() => http.GetStringAsync(\"/a\"); } static class Program { static void Add(IServiceCollection services) => services.[|AddHttpClient<Orders>()|]; }",
            "The client is registered without a resilience handler, and there is no pipeline around 'HttpClient.GetStringAsync' in 'Orders' either: each failed connection and slow answer goes straight to the caller"
        );

    [Fact]
    public Task Adds_the_standard_handler() =>
        VerifyFix.VerifyCodeFixAsync(
            """
            using Microsoft.Extensions.DependencyInjection;

            class Orders(HttpClient http) { public Task<string> Read() => http.GetStringAsync("/orders"); }
            class Stock(HttpClient http) { public Task<string> Read() => http.GetStringAsync("/stock"); }

            static class Program
            {
                static void Add(IServiceCollection services)
                {
                    services.[|AddHttpClient<Orders>()|]; // first
                    services
                        .[|AddHttpClient<Stock>()|]
                        .SetHandlerLifetime(TimeSpan.FromMinutes(5));
                }
            }
            """,
            """
            using Microsoft.Extensions.DependencyInjection;
            using Microsoft.Extensions.Http.Resilience;

            class Orders(HttpClient http) { public Task<string> Read() => http.GetStringAsync("/orders"); }
            class Stock(HttpClient http) { public Task<string> Read() => http.GetStringAsync("/stock"); }

            static class Program
            {
                static void Add(IServiceCollection services)
                {
                    services.AddHttpClient<Orders>().AddStandardResilienceHandler(options => options.Retry.DisableForUnsafeHttpMethods()); // first
                    services
                        .AddHttpClient<Stock>()
                        .SetHandlerLifetime(TimeSpan.FromMinutes(5))
                        .AddStandardResilienceHandler(options => options.Retry.DisableForUnsafeHttpMethods());
                }
            }
            """,
            Library.Polly,
            Library.HttpResilience
        );

    [Theory]
    [InlineData("services.[|AddHttpClient<Orders>()|];", Library.Redis)]
    [InlineData("var builder = services.[|AddHttpClient<Orders>()|];", Library.HttpResilience)]
    [InlineData("Console.WriteLine(services.[|AddHttpClient<Orders>()|].Services);", Library.HttpResilience)]
    public Task No_fix_without_the_package_or_where_the_builder_is_taken(string statement, string library) =>
        VerifyFix.VerifyNoFixAsync(
            "using Microsoft.Extensions.DependencyInjection; class Orders(HttpClient http) { public Task<string> Read() => http.GetStringAsync(\"/orders\"); } static class Program { static void Add(IServiceCollection services) { "
                + statement
                + " } }",
            Setup.With(Library.Polly, library)
        );

    private static Task Verify(string registration, string more = "") =>
        VerifyCS.VerifyAnalyzerAsync(
            Usings
                + Clients
                + more
                + $$"""

                static class Program
                {
                    private static IHttpClientBuilder kept;
                    static void AddServiceDefaults() { }
                    static void Add(IServiceCollection services, string name)
                    {
                        {{registration}}
                    }
                }
                """,
            Library.Polly,
            Library.HttpResilience
        );

    [Fact]
    public Task A_primary_handler_of_the_framework_protects_nothing() =>
        VerifyCS.VerifyAnalyzerAsync(
            """
            using Microsoft.Extensions.DependencyInjection;

            class Shop(HttpClient http) { public Task<string> Get() => http.GetStringAsync("/a"); }

            class Bank(HttpClient http) { public Task<string> Get() => http.GetStringAsync("/a"); }

            class Setup
            {
                void Add(IServiceCollection services, Func<HttpMessageHandler> made)
                {
                    services.[|AddHttpClient<Shop>()|].ConfigurePrimaryHttpMessageHandler(() => new SocketsHttpHandler { UseProxy = false });
                    services.AddHttpClient<Bank>().ConfigurePrimaryHttpMessageHandler(made);
                }
            }
            """,
            Library.HttpResilience
        );
}
