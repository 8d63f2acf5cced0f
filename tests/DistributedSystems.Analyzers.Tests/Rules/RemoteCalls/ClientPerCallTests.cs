using DistributedSystems.Analyzers.Rules.RemoteCalls;
using DistributedSystems.Analyzers.Tests.Verify;
using DistributedSystems.CodeFixes.RemoteCalls;
using Microsoft.CodeAnalysis;

namespace DistributedSystems.Analyzers.Tests.Rules.RemoteCalls;

using VerifyCS = VerifyCS<ClientPerCall>;
using VerifyFix = VerifyCS<ClientPerCall, ShareClientFix>;

public class ClientPerCallTests
{
    [Fact]
    public Task Created_for_one_call() =>
        VerifyCS.VerifyAnalyzerAsync(
            """
            using RabbitMQ.Client;
            using StackExchange.Redis;

            class Shop
            {
                public async Task<string> Declared() { using var http = [|new HttpClient()|]; return await http.GetStringAsync("/a"); }
                public async Task<string> Statement() { using (var http = [|new HttpClient { BaseAddress = new Uri("http://a") }|]) { return await Get(http); } }
                public async Task<string> Expression() { using ([|new HttpClient()|]) { return ""; } }
                public async Task<string> NotDisposed() { var http = [|new HttpClient()|]; http.Timeout = TimeSpan.FromSeconds(5); return await http.GetStringAsync("/a"); }
                public Task<string> Direct() => [|new HttpClient()|].GetStringAsync("/a");
                public Task<string> Lazily() => new Lazy<Task<string>>(() => [|new HttpClient()|].GetStringAsync("/a")).Value;
                public void Lambda() { Func<Task<string>> later = async () => { using var http = [|new HttpClient()|]; return await http.GetStringAsync("/a"); }; }
                public async Task Connected() { using var redis = await [|ConnectionMultiplexer.ConnectAsync("a")|].ConfigureAwait(false); }
                public async Task Broker(ConnectionFactory factory) { await using var connection = await [|factory.CreateConnectionAsync()|]; }
                public async Task EachTime(string[] all) { foreach (var one in all) { using var http = [|new HttpClient()|]; await http.GetStringAsync(one); } }
                static Task<string> Get(HttpClient http) => http.GetStringAsync("/a");
            }
            """,
            Library.RabbitMq,
            Library.Redis
        );

    [Fact]
    public Task Kept_or_made_for_somebody_else() =>
        VerifyCS.VerifyAnalyzerAsync(
            """
            using RabbitMQ.Client;
            using StackExchange.Redis;

            class Shop
            {
                private static readonly HttpClient Shared = new();
                private readonly Lazy<HttpClient> lazy = new(() => new HttpClient());
                private readonly Lazy<Task<string>> fetched = new(() => new HttpClient().GetStringAsync("/a"));
                private readonly Lazy<Task<string>> awaited = new(async () => { using var once = new HttpClient(); return await once.GetStringAsync("/a"); });
                private HttpClient http;
                private IDatabase database;
                private readonly HttpMessageHandler handler;
                public Shop() { using var once = new HttpClient(); http = new HttpClient(); }
                public HttpClient Create() => new HttpClient();
                public HttpClient CreateWith() { var made = new HttpClient(); made.Timeout = TimeSpan.FromSeconds(1); return made; }
                public HttpClient Cached() => http ??= new HttpClient();
                public async Task Keep() { var made = new HttpClient(); await made.GetStringAsync("/a"); http = made; }
                private async Task AtStartUp() { using var made = new HttpClient(); await made.GetStringAsync("/a"); }
                public static async Task Tool() { using var made = new HttpClient(); await made.GetStringAsync("/a"); }
                void Register(Action<Func<HttpClient>> add) => add(() => new HttpClient());
                public async Task Connect() => database = (await ConnectionMultiplexer.ConnectAsync("a")).GetDatabase();
                void Give() => Take(new HttpClient());
                void Take(HttpClient given) => http = given;
                public async Task SharedHandler() { using var made = new HttpClient(handler, disposeHandler: false); await made.GetStringAsync("/a"); }
                public async Task GivenHandler(HttpMessageHandler given) { using var made = new HttpClient(given); await made.GetStringAsync("/a"); }
                public async Task Nested() { using var made = new HttpClient(new Wrapper { InnerHandler = handler }); await made.GetStringAsync("/a"); }
                public async Task Consume(ConnectionFactory factory)
                {
                    using var connection = await factory.CreateConnectionAsync();
                    while (true) { using var channel = await connection.CreateChannelAsync(); await Task.Delay(1000); }
                }
            }

            class Wrapper : DelegatingHandler { }
            """,
            Library.RabbitMq,
            Library.Redis
        );

    [Fact]
    public Task Made_by_a_private_step_for_whoever_disposes_of_it() =>
        VerifyCS.VerifyAnalyzerAsync(
            """
            class Service(Uri address)
            {
                private HttpClient kept, cached;

                private HttpClient Made() { var made = [|new HttpClient(new HttpClientHandler())|]; made.BaseAddress = address; return made; }
                private HttpClient Direct() => [|new HttpClient()|];
                private (HttpClient Client, HttpClientHandler Handler) Both()
                {
                    var handler = new HttpClientHandler();
                    var client = [|new HttpClient(handler)|];
                    return (client, handler);
                }

                public async Task<string> A() { using var http = Made(); return await http.GetStringAsync("/a"); }
                public async Task<string> B() { var http = Direct(); using (http) { return await http.GetStringAsync("/b"); } }
                public async Task<string> C() { (HttpClient http, HttpClientHandler handler) = Both(); using (http) using (handler) { return await http.GetStringAsync("/c"); } }

                private HttpClient ForLong() => new HttpClient();
                private HttpClient Cached() { var made = new HttpClient(); cached = made; return made; }
                private HttpClient GivenAway() => new HttpClient();
                private HttpClient AtStart() => new HttpClient();
                public void D() => kept ??= ForLong();
                public async Task<string> E() { var http = Cached(); return await http.GetStringAsync("/e"); }
                public HttpClient F() => GivenAway();
                public Service() : this(new Uri("http://a")) { using var http = AtStart(); }
            }
            """
        );

    [Fact]
    public Task Where_the_code_runs_once() =>
        VerifyCS.VerifyAnalyzerAsync(
            """
            using Microsoft.Extensions.Hosting;

            class Program
            {
                static async Task Main()
                {
                    using var http = new HttpClient();
                    await http.GetStringAsync("/a");
                    await local();
                    async Task local() { using var other = new HttpClient(); await other.GetStringAsync("/a"); }
                }
            }

            class Poller : BackgroundService
            {
                protected override async Task ExecuteAsync(CancellationToken stop)
                {
                    using var http = new HttpClient();
                    while (!stop.IsCancellationRequested)
                    {
                        await http.GetStringAsync("/a", stop);
                        using var each = [|new HttpClient()|];
                        await each.GetStringAsync("/a", stop);
                    }
                }
            }
            """,
            Setup.Default with
            {
                Output = OutputKind.ConsoleApplication,
            }
        );

    [Theory]
    [InlineData(
        "interface IShop { Task M(); } class Shop : IShop { public async Task M() { using var http = [|new HttpClient()|]; await http.GetStringAsync(\"/a\"); } }"
    )]
    [InlineData(
        "abstract class Base { public abstract Task M(); } class Shop : Base { public override async Task M() { using var http = [|new HttpClient()|]; await http.GetStringAsync(\"/a\"); } }"
    )]
    [InlineData(
        "class Shop { static async Task M(string[] all) { foreach (var one in all) { using var http = [|new HttpClient()|]; await http.GetStringAsync(one); } } }"
    )]
    [InlineData(
        "class Shop : Microsoft.AspNetCore.Mvc.ControllerBase { public async Task M() { using var http = [|new HttpClient()|]; await http.GetStringAsync(\"/a\"); } }"
    )]
    public Task Runs_once_for_each_of_many(string source) => VerifyCS.VerifySeverityAsync(source, DiagnosticSeverity.Warning);

    [Theory]
    [InlineData("class Shop { public async Task M() { using var http = [|new HttpClient()|]; await http.GetStringAsync(\"/a\"); } }")]
    [InlineData(
        "class Shop { public async Task M(string[] all) { using var http = [|new HttpClient()|]; foreach (var one in all) await http.GetStringAsync(one); } }"
    )]
    [InlineData(
        "class Shop { public async Task M() { using var http = [|new HttpClient(new HttpClientHandler { UseCookies = true })|]; await http.GetStringAsync(\"/a\"); } }"
    )]
    [InlineData(
        "class Shop { public async Task M(string server) { using var redis = await [|StackExchange.Redis.ConnectionMultiplexer.ConnectAsync(server)|]; } }"
    )]
    public Task May_differ_or_serve_a_batch(string source) => VerifyCS.VerifySeverityAsync(source, DiagnosticSeverity.Info, Library.Redis);

    [Fact]
    public Task The_message_names_the_method() =>
        VerifyCS.VerifyMessageAsync(
            "class Shop { public Task<string> Read() => [|new HttpClient()|].GetStringAsync(\"/a\"); }",
            "'HttpClient' is created for one call of 'Shop.Read' only: it opens connections of its own each time, and under load they use up ports and the server's connection slots"
        );

    [Fact]
    public Task Shares_one_client() =>
        VerifyFix.VerifyCodeFixAsync(
            """
            using System;
            using System.Net.Http;

            class Shop
            {
                public async Task<string> Declared()
                {
                    // the price list
                    using var http = [|new HttpClient()|]; // new
                    return await http.GetStringAsync("/a");
                }

                public Task<string> Direct() => [|new HttpClient()|].GetStringAsync("/a");
            }

            class Other
            {
                private static readonly HttpClient Mine = new();

                public async Task<string> Read()
                {
                    HttpClient http = [|new()|];
                    return await http.GetStringAsync("/a");
                }
            }
            """,
            """
            using System;
            using System.Net.Http;

            class Shop
            {
                private static readonly HttpClient SharedHttpClient = new HttpClient(new SocketsHttpHandler { PooledConnectionLifetime = TimeSpan.FromMinutes(15) });

                public async Task<string> Declared()
                {
                    // the price list
                    var http = SharedHttpClient; // new
                    return await http.GetStringAsync("/a");
                }

                public Task<string> Direct() => SharedHttpClient.GetStringAsync("/a");
            }

            class Other
            {
                private static readonly HttpClient Mine = new();

                public async Task<string> Read()
                {
                    return await Mine.GetStringAsync("/a");
                }
            }
            """
        );

    [Fact]
    public Task The_new_field_stands_apart_and_replaces_the_local_wherever_it_is_used() =>
        VerifyFix.VerifyCodeFixAsync(
            """
            class Shop
            {
                #region Reading

                public async Task<string> Read()
                {
                    Console.WriteLine("a");

                    HttpClient http = [|new HttpClient()|];
                    var first = await http.GetStringAsync("/a");
                    return first + await http.GetStringAsync("/b");
                }

                #endregion
            }
            """,
            """
            class Shop
            {
                private static readonly HttpClient SharedHttpClient = new HttpClient(new SocketsHttpHandler { PooledConnectionLifetime = TimeSpan.FromMinutes(15) });

                #region Reading

                public async Task<string> Read()
                {
                    Console.WriteLine("a");

                    var first = await SharedHttpClient.GetStringAsync("/a");
                    return first + await SharedHttpClient.GetStringAsync("/b");
                }

                #endregion
            }
            """
        );

    [Theory]
    [InlineData("static readonly HttpClient Maps = new() { BaseAddress = new Uri(\"https://maps.example/\") };")]
    [InlineData("static readonly HttpClient Maps = new HttpClient { Timeout = TimeSpan.FromSeconds(2) };")]
    [InlineData("static readonly HttpClient Maps = new(new HttpClientHandler { UseDefaultCredentials = true });")]
    [InlineData("static readonly HttpClient Maps = Make(); static HttpClient Make() => new() { Timeout = TimeSpan.FromSeconds(2) };")]
    [InlineData("static readonly HttpClient Maps = new(); static Preview() => Maps.DefaultRequestHeaders.Add(\"X-Api-Key\", \"maps\");")]
    [InlineData("static readonly HttpClient Maps = new(); static Preview() => Preview.Maps.Timeout = TimeSpan.FromSeconds(2);")]
    [InlineData(
        "static readonly HttpClient Maps = new(); static Preview() => Keyed(Maps); static void Keyed(HttpClient http) => http.Timeout = TimeSpan.FromSeconds(2);"
    )]
    [InlineData("static readonly HttpClient Maps = new(); static Preview() { var maps = Maps; maps.Timeout = TimeSpan.FromSeconds(2); }")]
    [InlineData("internal static readonly HttpClient Maps = new();")]
    public Task Not_the_client_of_another_service(string maps)
    {
        const string Made =
            "private static readonly HttpClient SharedHttpClient = new HttpClient(new SocketsHttpHandler { PooledConnectionLifetime = TimeSpan.FromMinutes(15) });";
        return VerifyFix.VerifyCodeFixAsync(
            Preview(maps, "using var client = [|new HttpClient()|];\n\n        return await client.GetStringAsync(page);"),
            Preview(Made + "\n    " + maps, "return await SharedHttpClient.GetStringAsync(page);")
        );

        static string Preview(string fields, string body) =>
            $$"""
                class Preview
                {
                    {{fields}}

                    public async Task<string> Page(Uri page)
                    {
                        {{body}}
                    }
                }
                """;
    }

    [Fact]
    public Task A_listener_keeps_its_client() =>
        VerifyCS.VerifyAnalyzerAsync(
            """
            using Azure.Messaging.ServiceBus;

            class Receiver
            {
                public Task Start(CancellationToken token) => Listen(token);

                public async Task Listen(CancellationToken token)
                {
                    await using var client = new ServiceBusClient("a");
                    var receiver = client.CreateReceiver("q");
                    while (!token.IsCancellationRequested)
                    {
                        var message = await receiver.ReceiveMessageAsync(cancellationToken: token);
                        await receiver.CompleteMessageAsync(message, token);
                    }
                }

                public async Task Send(ServiceBusMessage message, CancellationToken token)
                {
                    await using var client = [|new ServiceBusClient("a")|];
                    var sender = client.CreateSender("q");
                    await sender.SendMessageAsync(message, token);
                }
            }
            """,
            Library.ServiceBus
        );

    [Fact]
    public Task Takes_it_from_the_factory() =>
        VerifyFix.VerifyCodeFixAsync(
            """
            class Shop(IHttpClientFactory clients)
            {
                public async Task<string> Read() { using (var http = [|new HttpClient()|]) { http.Timeout = TimeSpan.FromSeconds(1); return await http.GetStringAsync("/a"); } }
            }
            """,
            """
            class Shop(IHttpClientFactory clients)
            {
                public async Task<string> Read() { using (var http = clients.CreateClient()) { http.Timeout = TimeSpan.FromSeconds(1); return await http.GetStringAsync("/a"); } }
            }
            """
        );

    [Fact]
    public Task No_fix_where_the_client_is_set_up_or_given_away() =>
        VerifyFix.VerifyNoFixAsync(
            """
            class Shop
            {
                public async Task<string> Set() { using var http = [|new HttpClient()|]; http.Timeout = TimeSpan.FromSeconds(1); return await http.GetStringAsync("/a"); }
                public async Task<string> Made() { using var http = [|new HttpClient { Timeout = TimeSpan.FromSeconds(1) }|]; return await http.GetStringAsync("/a"); }
                public async Task<string> Given() { using var http = [|new HttpClient()|]; return await Get(http); }
                public async Task<string> Statement() { using (var http = [|new HttpClient()|]) { return await http.GetStringAsync("/a"); } }
                static Task<string> Get(HttpClient http) => http.GetStringAsync("/a");
            }
            """,
            Setup.Default
        );

    [Fact]
    public Task A_step_of_a_hosted_loop() =>
        VerifyCS.VerifyAnalyzerAsync(
            """
            using Microsoft.Extensions.Hosting;
            class Checker : BackgroundService
            {
                protected override async Task ExecuteAsync(CancellationToken stop)
                {
                    await Once();
                    while (!stop.IsCancellationRequested)
                    {
                        await Latest("/a");
                        await Task.Delay(1000, stop);
                    }
                }
                private static async Task<string> Latest(string path) { var http = [|new HttpClient()|]; return await http.GetStringAsync(path); }
                private async Task<string> Once() { var http = new HttpClient(); return await http.GetStringAsync("/b"); }
            }
            """
        );
}
