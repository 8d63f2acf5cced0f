namespace DistributedSystems.Analyzers.Tests.Suite;

/// <summary>Code in which every rule about remote calls has something to say; a part of what is cut up for <see cref="BrokenCodeTests"/>.</summary>
internal static class CallingCode
{
    public const string Text = """

        class Calling
        {
            private readonly HttpClient http;
            public string Text => http.GetStringAsync("/text").Result;
            public string Blocked() => http.GetStringAsync("/text").GetAwaiter().GetResult();
            public async Task Twin(IDatabase redis) { await Task.Yield(); redis.StringSet("a", "b"); }
            public async Task<string> Created() { using var made = new HttpClient(); var response = await made.GetAsync("/text"); return await response.Content.ReadAsStringAsync(); }
            public async Task Swallowed() { try { await http.PostAsync("/text", null); } catch (Exception e) { Console.WriteLine(e); } }
            public async Task Looped(IDatabase redis, string[] all) { foreach (var one in all) await redis.KeyDeleteAsync(one); await Task.WhenAll(System.Linq.Enumerable.Select(all, one => http.GetStringAsync(one))); }
            public async Task Doubled(Npgsql.NpgsqlConnection connection) { using var transaction = connection.BeginTransaction(); await http.PostAsync("/text", null); transaction.Commit(); }
            public async Task<bool> Concluded() { try { await http.PostAsync("/text", null); return true; } catch (TaskCanceledException) { return false; } }
            public void Registered(Microsoft.Extensions.DependencyInjection.IServiceCollection services) => Microsoft.Extensions.DependencyInjection.HttpClientFactoryServiceCollectionExtensions.AddHttpClient<Typed>(services);
            public async void Thrown() { await http.GetStringAsync("/text"); _ = http.PostAsync("/text", null); }
            public async Task Received(RabbitMQ.Client.IChannel channel, RabbitMQ.Client.Events.BasicDeliverEventArgs delivery) { try { await channel.BasicAckAsync(delivery.DeliveryTag, false); await http.PostAsync("/text", null); } catch { await channel.BasicNackAsync(delivery.DeliveryTag, false, true); } }
            public async Task Locked(IDatabase redis) { await redis.LockTakeAsync("held", "me", TimeSpan.FromSeconds(5)); await Task.Delay(9000); await redis.LockReleaseAsync("held", "me"); }
            public async Task Handled(RabbitMQ.Client.IChannel channel, RabbitMQ.Client.Events.BasicDeliverEventArgs delivery, IDatabase redis) { await redis.StringIncrementAsync("total"); await channel.BasicAckAsync(delivery.DeliveryTag, false); }
            [Compensates(nameof(Locked))] public Task Undone(IDatabase redis) => redis.StringIncrementAsync("total");
            public async Task Fenced(IDatabase redis, string me) { if (await redis.LockTakeAsync("fenced", me, TimeSpan.FromSeconds(9)) && await redis.StringGetAsync("fenced-state") == "open") await redis.StringSetAsync("fenced-state", "closed"); }
            private readonly System.Net.Http.SocketsHttpHandler untraced = new() { ActivityHeadersPropagator = null };
            public async Task Checked(IDatabase redis) { if (await redis.StringGetAsync("state") == "open") await redis.StringSetAsync("state", "closed"); }
            public static void Mapped(Microsoft.AspNetCore.Routing.IEndpointRouteBuilder app, RabbitMQ.Client.IChannel channel) => Microsoft.AspNetCore.Builder.EndpointRouteBuilderExtensions.MapGet(app, "/", async () => { await RabbitMQ.Client.IChannelExtensions.BasicPublishAsync(channel, "a", "b", ReadOnlyMemory<byte>.Empty); return ""; });
        }

        class Typed
        {
            private readonly HttpClient http;
            public Typed(HttpClient http) => this.http = http;
            public Task<string> Read() => http.GetStringAsync("/text");
        }
        """;
}
