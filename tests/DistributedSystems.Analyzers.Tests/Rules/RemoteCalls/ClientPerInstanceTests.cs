using DistributedSystems.Analyzers.Rules.RemoteCalls;
using DistributedSystems.Analyzers.Tests.Verify;

namespace DistributedSystems.Analyzers.Tests.Rules.RemoteCalls;

using VerifyCS = VerifyCS<ClientPerCall>;

/// <summary>Clients that are made with an object of one request, in a step of one, or for a key that is there already.</summary>
public class ClientPerInstanceTests
{
    [Fact]
    public Task Made_with_an_object_of_one_request_or_run() =>
        VerifyCS.VerifyAnalyzerAsync(
            """
            using Microsoft.AspNetCore.Mvc.RazorPages;
            using Microsoft.AspNetCore.SignalR;
            using Microsoft.Extensions.DependencyInjection;
            using Quartz;

            public class Prices : PageModel
            {
                private readonly HttpClient http;
                public Prices() => http = [|new HttpClient()|];
            }
            public class Rooms : Hub { private HttpClient Http { get; } = [|new HttpClient()|]; }
            public class Sweep : IJob
            {
                private readonly HttpClient http = [|new HttpClient()|];
                public Task Execute(IJobExecutionContext context) => http.GetStringAsync("/a");
            }
            public interface IRates { }
            public class Rates : IRates { private readonly HttpClient http = [|new HttpClient()|]; }
            public class Scoped { private readonly HttpClient http; public Scoped() { http = [|new HttpClient()|]; } }

            public class Shared : PageModel { private static readonly HttpClient Http = new HttpClient(); }
            public class Given : PageModel { private readonly HttpClient http; public Given(HttpClient given) => http = given; }
            public class Chosen : PageModel { private readonly HttpClient http; public Chosen(bool own) { if (own) http = new HttpClient(); } }
            public class Single { private readonly HttpClient http = new HttpClient(); }
            public class Both { private readonly HttpClient http = new HttpClient(); }
            public class Made { private readonly HttpClient http = new HttpClient(); }
            public class Plain { private readonly HttpClient http = new HttpClient(); }

            static class Setup
            {
                static void Add(IServiceCollection services, Made made)
                {
                    services.AddTransient<IRates, Rates>();
                    services.AddScoped(typeof(Scoped));
                    services.AddSingleton<Single>();
                    services.AddTransient<Both>();
                    services.AddSingleton<Both>();
                    services.AddScoped<Made>(provider => made);
                }
            }
            """,
            Library.Quartz3
        );

    [Fact]
    public Task Made_for_a_key_that_may_be_there() =>
        VerifyCS.VerifyAnalyzerAsync(
            """
            using System.Collections.Concurrent;
            class Pool(HttpMessageHandler shared)
            {
                private readonly ConcurrentDictionary<string, HttpClient> clients = new();

                public HttpClient Value(string key) => clients.GetOrAdd(key, [|new HttpClient()|]);
                public HttpClient Step(string key) => clients.GetOrAdd(key, [|Make()|]);
                public HttpClient Updated(string key) => clients.AddOrUpdate(key, [|new HttpClient()|], (_, old) => old);

                public HttpClient Factory(string key) => clients.GetOrAdd(key, _ => new HttpClient());
                public HttpClient Group(string key) => clients.GetOrAdd(key, Made);
                public HttpClient Shared(string key) => clients.GetOrAdd(key, new HttpClient(shared, disposeHandler: false));
                public bool Once(string key, HttpClient given) => clients.TryAdd(key, given);

                private static HttpClient Make() => new HttpClient { Timeout = TimeSpan.FromSeconds(5) };
                private static HttpClient Made(string key) => new HttpClient { BaseAddress = new Uri("http://" + key) };
            }
            """
        );

    [Fact]
    public Task Made_in_a_private_step_and_held_by_a_listener() =>
        VerifyCS.VerifyAnalyzerAsync(
            """
            using Microsoft.Extensions.Hosting;
            using StackExchange.Redis;
            class Shop
            {
                private readonly string warm;
                public Shop() => warm = Warm().Result;

                public Task<string> Price() => Ask("price");
                public Task<string> Stock() => Outer();
                private Task<string> Outer() => Ask("stock");
                private async Task<string> Ask(string what) { using var http = [|new HttpClient()|]; return await http.GetStringAsync(what); }
                private static async Task<string> Warm() { using var http = new HttpClient(); return await http.GetStringAsync("warm"); }
            }
            class Listener(string address) : BackgroundService
            {
                protected override async Task ExecuteAsync(CancellationToken stop)
                {
                    while (!stop.IsCancellationRequested)
                    {
                        await using var redis = await ConnectionMultiplexer.ConnectAsync(address);
                        await redis.GetSubscriber().SubscribeAsync("a", (_, _) => { });
                        await Task.Delay(-1, stop);
                    }
                }
            }
            class Poller(string address) : BackgroundService
            {
                protected override async Task ExecuteAsync(CancellationToken stop)
                {
                    while (!stop.IsCancellationRequested)
                    {
                        await using var redis = await [|ConnectionMultiplexer.ConnectAsync(address)|];
                        await redis.GetDatabase().StringSetAsync("seen", "1");
                        await Task.Delay(1000, stop);
                    }
                }
            }
            """,
            Library.Redis
        );
}
