using DistributedSystems.Analyzers.Rules.Deadlines;
using DistributedSystems.Analyzers.Tests.Verify;
using Microsoft.CodeAnalysis;

namespace DistributedSystems.Analyzers.Tests.Rules.Deadlines;

using VerifyEndless = VerifyCS<DeadlineSwitchedOff>;
using VerifyNested = VerifyCS<InnerTimeoutOutlivesOuter>;
using VerifySum = VerifyCS<DeadlineCannotBeMet>;

/// <summary>The limits of a call as one list: three rules compare what stands in it.</summary>
public class LimitsOfCallTests
{
    private const string Client = """

        public class Reply { }
        public class RouteClient : Grpc.Core.ClientBase<RouteClient>
        {
            protected override RouteClient NewInstance(ClientBaseConfiguration configuration) => this;
            public virtual Grpc.Core.AsyncUnaryCall<Reply> PlanAsync(string town, Grpc.Core.Metadata headers = null, System.DateTime? deadline = null, System.Threading.CancellationToken cancellationToken = default) => null;
            public virtual Grpc.Core.AsyncUnaryCall<Reply> PlanAsync(string town, Grpc.Core.CallOptions options) => null;
        }
        """;

    [Fact]
    public Task An_own_limit_beyond_the_token() =>
        VerifyNested.VerifyAnalyzerAsync(
            """
            using Grpc.Core;
            class Planner(RouteClient routes, TimeProvider clock)
            {
                private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

                async Task<Reply> Argument()
                {
                    using var page = new CancellationTokenSource(TimeSpan.FromSeconds(2));
                    return await routes.PlanAsync("a", deadline: [|clock.GetUtcNow().UtcDateTime + Patience|], cancellationToken: page.Token);
                }
                async Task<Reply> Chain()
                {
                    using var page = new CancellationTokenSource();
                    page.CancelAfter(500);
                    var options = new CallOptions().WithDeadline([|DateTime.UtcNow.AddMinutes(1)|]).WithCancellationToken(page.Token);
                    return await routes.PlanAsync("a", options);
                }
                async Task<Reply> Linked(CancellationToken stop)
                {
                    using var page = new CancellationTokenSource(TimeSpan.FromSeconds(2));
                    using var both = CancellationTokenSource.CreateLinkedTokenSource(page.Token, stop);
                    return await routes.PlanAsync("a", null, [|DateTime.UtcNow.Add(Patience)|], both.Token);
                }
                async Task<string> Waited(System.Net.Http.HttpClient http)
                {
                    using var page = new CancellationTokenSource(TimeSpan.FromSeconds(2));
                    return await http.GetStringAsync("a").WaitAsync([|Patience|], page.Token);
                }

                async Task<Reply> Shorter()
                {
                    using var page = new CancellationTokenSource(TimeSpan.FromSeconds(30));
                    return await routes.PlanAsync("a", new CallOptions().WithDeadline(DateTime.UtcNow.AddSeconds(1)).WithCancellationToken(page.Token));
                }
                async Task<Reply> Equal()
                {
                    using var page = new CancellationTokenSource(TimeSpan.FromSeconds(20));
                    return await routes.PlanAsync("a", deadline: DateTime.UtcNow + Patience, cancellationToken: page.Token);
                }
                async Task<Reply> OnlyCallerKnows(CancellationToken stop) => await routes.PlanAsync("a", deadline: DateTime.UtcNow + Patience, cancellationToken: stop);
                async Task<Reply> SetAnew(bool isSlow)
                {
                    using var page = new CancellationTokenSource(TimeSpan.FromSeconds(2));
                    if (isSlow) page.CancelAfter(TimeSpan.FromMinutes(2));
                    return await routes.PlanAsync("a", deadline: DateTime.UtcNow + Patience, cancellationToken: page.Token);
                }
            }
            """ + Client,
            Library.Grpc
        );

    [Fact]
    public Task Limits_one_after_the_other_add_up() =>
        VerifySum.VerifyAnalyzerAsync(
            """
            using DistributedSystems;
            using Grpc.Core;
            class Planner
            {
                private readonly RouteClient routes;
                private readonly TimeSpan step;
                private readonly System.Net.Http.HttpClient http = new() { Timeout = TimeSpan.FromSeconds(4) };
                private readonly System.Net.Http.HttpClient changed = new() { Timeout = TimeSpan.FromSeconds(4) };

                public Planner(RouteClient routes)
                {
                    this.routes = routes;
                    step = TimeSpan.FromSeconds(3);
                    changed.Timeout = TimeSpan.FromSeconds(1);
                }

                [Deadline("5s")] public async Task [|KeptByAConstructor|]()
                {
                    await routes.PlanAsync("a", deadline: DateTime.UtcNow + step);
                    await routes.PlanAsync("b", new CallOptions(deadline: DateTime.UtcNow.AddSeconds(3)));
                }
                [Deadline("5s")] public async Task [|Waits|](Task<int> first, Task<int> second)
                {
                    await first.WaitAsync(TimeSpan.FromSeconds(3));
                    await second.WaitAsync(step);
                }
                [Deadline("5s")] public async Task [|Settings|]()
                {
                    await http.GetStringAsync("a");
                    await http.GetStringAsync("b");
                }

                [Deadline("7s")] public async Task Fits()
                {
                    await routes.PlanAsync("a", deadline: DateTime.UtcNow + step);
                    await routes.PlanAsync("b", deadline: DateTime.UtcNow.AddSeconds(3));
                }
                [Deadline("5s")] public async Task OneInstant()
                {
                    var options = new CallOptions(deadline: DateTime.UtcNow.AddSeconds(4));
                    await routes.PlanAsync("a", options);
                    await routes.PlanAsync("b", options);
                }
                [Deadline("5s")] public async Task SideBySide() => await Task.WhenAll(http.GetStringAsync("a"), http.GetStringAsync("b"));
                [Deadline("5s")] public async Task SetElsewhere()
                {
                    await changed.GetStringAsync("a");
                    await changed.GetStringAsync("b");
                }
                [Deadline("5s")] public async Task Unknown(DateTime until)
                {
                    await routes.PlanAsync("a", deadline: until);
                    await routes.PlanAsync("b", deadline: until.AddSeconds(30));
                }
            }
            """ + Client,
            Library.Grpc,
            Library.Annotations
        );

    [Fact]
    public Task Switched_off_in_the_options_of_a_client() =>
        VerifyEndless.VerifyAnalyzerAsync(
            """
            using Microsoft.Azure.Cosmos;
            class Orders
            {
                private readonly Container orders;

                public Orders(string account)
                {
                    var client = new CosmosClient(account, new CosmosClientOptions { RequestTimeout = [|Timeout.InfiniteTimeSpan|] });
                    orders = client.GetDatabase("shop").GetContainer("orders");
                }

                public Task<ItemResponse<object>> Find(string id) => orders.ReadItemAsync<object>(id, new PartitionKey(id));
            }
            class Innocent
            {
                private static readonly CosmosClientOptions Kept = new() { RequestTimeout = Timeout.InfiniteTimeSpan };
                private readonly Container orders;

                public Innocent(string account) => orders = new CosmosClient(account, Kept).GetContainer("shop", "orders");

                public async Task<object> Find(string id)
                {
                    using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(3));
                    return (await orders.ReadItemAsync<object>(id, new PartitionKey(id), cancellationToken: limit.Token)).Resource;
                }
                public static CosmosClientOptions ForTests() => new() { RequestTimeout = Timeout.InfiniteTimeSpan };
                public static async Task SetAgain(string account, TimeSpan limit)
                {
                    var options = new CosmosClientOptions { RequestTimeout = Timeout.InfiniteTimeSpan };
                    options.RequestTimeout = limit;
                    using var client = new CosmosClient(account, options);
                    await client.ReadAccountAsync();
                }
            }
            """,
            Library.Cosmos
        );

    [Fact]
    public Task Zero_may_be_meant_as_a_number() =>
        VerifyEndless.VerifySeverityAsync(
            """
            using Confluent.Kafka;
            class Orders
            {
                public async Task Announce(string text)
                {
                    var settings = new ProducerConfig { BootstrapServers = "broker" };
                    settings.MessageTimeoutMs = [|0|];
                    using var producer = new ProducerBuilder<Null, string>(settings).Build();
                    await producer.ProduceAsync("orders", new Message<Null, string> { Value = text });
                }
            }
            """,
            DiagnosticSeverity.Info,
            Library.Kafka
        );

    [Fact]
    public Task The_message_names_the_argument_not_the_method() =>
        VerifyEndless.VerifyMessageAsync(
            """
            using Dapper;
            class Reports(System.Data.IDbConnection db)
            {
                public int Purge() => db.Execute("DELETE FROM reports", commandTimeout: [|0|]);
            }
            """,
            "'commandTimeout' of 'IDbConnection.Execute' is switched off by '0', so the usual limit of 30 s is gone and a call waits for ever if no answer comes",
            Library.Dapper
        );
}
