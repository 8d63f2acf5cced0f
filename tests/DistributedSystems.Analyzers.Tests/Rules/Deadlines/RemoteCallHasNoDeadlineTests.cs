using DistributedSystems.Analyzers.Rules.Deadlines;
using DistributedSystems.Analyzers.Tests.Verify;
using Microsoft.CodeAnalysis;

namespace DistributedSystems.Analyzers.Tests.Rules.Deadlines;

using VerifyCS = VerifyCS<RemoteCallHasNoDeadline>;

public class RemoteCallHasNoDeadlineTests
{
    /// <summary>What protoc generates for a service, as far as calls see it.</summary>
    private const string Client = """

        namespace Shop
        {
            using Grpc.Core;

            public class Request { }
            public class Reply { }

            public class OrdersClient : ClientBase<OrdersClient>
            {
                protected override OrdersClient NewInstance(ClientBaseConfiguration configuration) => this;
                public OrdersClient() { }
                public OrdersClient(CallInvoker invoker) : base(invoker) { }
                public virtual Reply Place(Request request, Metadata headers = null, DateTime? deadline = null, CancellationToken cancellationToken = default) => null;
                public virtual Reply Place(Request request, CallOptions options) => null;
                public virtual AsyncUnaryCall<Reply> PlaceAsync(Request request, Metadata headers = null, DateTime? deadline = null, CancellationToken cancellationToken = default) => null;
                public virtual AsyncUnaryCall<Reply> PlaceAsync(Request request, CallOptions options) => null;
                public virtual AsyncServerStreamingCall<Reply> Watch(Request request, Metadata headers = null, DateTime? deadline = null, CancellationToken cancellationToken = default) => null;
                public OrdersClient NewInstance() => null;
            }
        }
        """;

    private static Task Verify(string source) =>
        VerifyCS.VerifyAnalyzerAsync("using Grpc.Core;\nusing Shop;\n" + source + Client, Library.Grpc);

    [Fact]
    public Task Unary_calls_without_deadline() =>
        Verify(
            """
            class Checkout(OrdersClient client)
            {
                async Task<Reply> Awaited() => await [|client.PlaceAsync(new Request())|];
                Reply Blocking() => [|client.Place(new Request())|];
                async Task<Reply> NoToken() => await [|client.PlaceAsync(new Request(), cancellationToken: CancellationToken.None)|];
                async Task<Reply> DefaultToken() => await [|client.PlaceAsync(new Request(), null, null, default)|];
                async Task<Reply> ThroughResponse() => await [|client.PlaceAsync(new Request())|].ResponseAsync.ConfigureAwait(false);
                AsyncUnaryCall<Reply> Returned() => [|client.PlaceAsync(new Request())|];
                async Task<Reply> KeptInLocal()
                {
                    using var call = [|client.PlaceAsync(new Request())|];
                    return await call.ResponseAsync;
                }
                async Task<Reply> EndlessDeadline() => await client.PlaceAsync(new Request(), deadline: DateTime.MaxValue); // DIST1002
                OrdersClient Another() => client.NewInstance();
            }
            """
        );

    [Fact]
    public Task Calls_with_a_deadline_of_their_own() =>
        Verify(
            """
            class Checkout(OrdersClient client)
            {
                static readonly TimeSpan Budget = TimeSpan.FromSeconds(2);

                async Task<Reply> Named() => await client.PlaceAsync(new Request(), deadline: DateTime.UtcNow.AddSeconds(2));
                async Task<Reply> Positional() => await client.PlaceAsync(new Request(), null, DateTime.UtcNow + Budget);
                async Task<Reply> FromCaller(DateTime deadline) => await client.PlaceAsync(new Request(), deadline: deadline);
                async Task<Reply> FromCallersOptionalDeadline(DateTime? deadline) => await client.PlaceAsync(new Request(), deadline: deadline);
                async Task<Reply> FromServerCall(ServerCallContext context) => await client.PlaceAsync(new Request(), deadline: context.Deadline);
            }
            """
        );

    [Fact]
    public Task A_token_counts_when_it_carries_a_deadline_or_comes_from_somewhere_else() =>
        Verify(
            """
            class Checkout(OrdersClient client)
            {
                async Task<Reply> FromCaller(CancellationToken token) => await client.PlaceAsync(new Request(), cancellationToken: token);
                async Task<Reply> FromServerCall(ServerCallContext context) => await client.PlaceAsync(new Request(), cancellationToken: context.CancellationToken);
                async Task<Reply> WithTimeout()
                {
                    using var source = new CancellationTokenSource(TimeSpan.FromSeconds(2));
                    return await client.PlaceAsync(new Request(), cancellationToken: source.Token);
                }
                async Task<Reply> CancelAfter()
                {
                    using var source = new CancellationTokenSource();
                    source.CancelAfter(2000);
                    return await client.PlaceAsync(new Request(), cancellationToken: source.Token);
                }
                async Task<Reply> LinkedToCaller(CancellationToken token)
                {
                    using var source = CancellationTokenSource.CreateLinkedTokenSource(token);
                    return await client.PlaceAsync(new Request(), cancellationToken: source.Token);
                }
                async Task<Reply> WithoutTimeout()
                {
                    using var source = new CancellationTokenSource();
                    return await [|client.PlaceAsync(new Request(), cancellationToken: source.Token)|];
                }
                async Task<Reply> InfiniteTimeout()
                {
                    using var source = new CancellationTokenSource(Timeout.InfiniteTimeSpan);
                    return await [|client.PlaceAsync(new Request(), cancellationToken: source.Token)|];
                }
                async Task<Reply> LinkedToNothing()
                {
                    using var source = new CancellationTokenSource();
                    using var linked = CancellationTokenSource.CreateLinkedTokenSource(source.Token, CancellationToken.None);
                    return await [|client.PlaceAsync(new Request(), cancellationToken: linked.Token)|];
                }
                async Task<Reply> GivenAway(Action<CancellationTokenSource> schedule)
                {
                    using var source = new CancellationTokenSource();
                    schedule(source);
                    return await client.PlaceAsync(new Request(), cancellationToken: source.Token);
                }
            }

            class Worker(OrdersClient client) : Microsoft.Extensions.Hosting.BackgroundService
            {
                protected override async Task ExecuteAsync(CancellationToken stoppingToken) =>
                    await [|client.PlaceAsync(new Request(), cancellationToken: stoppingToken)|];
            }
            """
        );

    [Fact]
    public Task Options_built_in_sight() =>
        Verify(
            """
            class Checkout(OrdersClient client)
            {
                private static readonly CallOptions Plain = new CallOptions(new Metadata());

                async Task<Reply> None() => await [|client.PlaceAsync(new Request(), new CallOptions())|];
                async Task<Reply> Default() => await [|client.PlaceAsync(new Request(), default(CallOptions))|];
                async Task<Reply> FromField() => await [|client.PlaceAsync(new Request(), Plain)|];
                async Task<Reply> Chained() => await [|client.PlaceAsync(new Request(), new CallOptions().WithHeaders(new Metadata()))|];
                async Task<Reply> InConstructor() => await client.PlaceAsync(new Request(), new CallOptions(deadline: DateTime.UtcNow.AddSeconds(1)));
                async Task<Reply> FromLocal()
                {
                    var options = new CallOptions().WithDeadline(DateTime.UtcNow.AddSeconds(1)).WithHeaders(new Metadata());
                    return await client.PlaceAsync(new Request(), options);
                }
                async Task<Reply> FromFieldPlusDeadline() => await client.PlaceAsync(new Request(), Plain.WithDeadline(DateTime.UtcNow.AddSeconds(1)));
                async Task<Reply> FromCaller(CallOptions options) => await client.PlaceAsync(new Request(), options);
                async Task<Reply> FromHelper() => await client.PlaceAsync(new Request(), Build());
                async Task<Reply> WithCallersToken(CancellationToken token) => await client.PlaceAsync(new Request(), new CallOptions(cancellationToken: token));
                CallOptions Build() => default;
            }
            """
        );

    [Fact]
    public Task Streams_need_a_deadline_or_a_token() =>
        Verify(
            """
            class Feed(OrdersClient client)
            {
                void Bare() { using var call = [|client.Watch(new Request())|]; }
                void WithToken(CancellationToken token) { using var call = client.Watch(new Request(), cancellationToken: token); }
                void WithDeadline() { using var call = client.Watch(new Request(), deadline: DateTime.UtcNow.AddHours(1)); }
                void WithCancellableSource()
                {
                    var source = new CancellationTokenSource();
                    using var call = client.Watch(new Request(), cancellationToken: source.Token);
                }
            }
            """
        );

    [Fact]
    public Task The_wait_is_limited_outside_the_call() =>
        Verify(
            """
            class Checkout(OrdersClient client)
            {
                async Task<Reply> WaitAsync() => await client.PlaceAsync(new Request()).ResponseAsync.WaitAsync(TimeSpan.FromSeconds(2));
                async Task<Reply> Raced()
                {
                    var call = client.PlaceAsync(new Request()).ResponseAsync;
                    await Task.WhenAny(call, Task.Delay(2000));
                    return call.Result;
                }
                Task<Reply> ThroughHelper() => Limited(() => client.PlaceAsync(new Request()).ResponseAsync);
                Task<Reply> Limited(Func<Task<Reply>> call) => call().WaitAsync(TimeSpan.FromSeconds(2));
                Task<Reply[]> All() => Task.WhenAll(new[] { 1, 2 }.Select(async _ => await [|client.PlaceAsync(new Request())|]));
            }
            """
        );

    [Fact]
    public Task The_answer_of_a_blocking_call_is_there_when_it_is_handed_on() =>
        Verify(
            """
            class Checkout(OrdersClient client)
            {
                void InPlace() => Show([|client.Place(new Request())|]);
                void Member() => Show([|client.Place(new Request())|].ToString());
                void Local() { var reply = [|client.Place(new Request())|]; Show(reply.ToString()); Show(reply); }
                void Limited() => Show(client.Place(new Request(), deadline: DateTime.UtcNow.AddSeconds(2)));
                void Show(object reply) { }
            }
            """
        );

    [Fact]
    public Task A_timeout_strategy_around_the_call() =>
        VerifyCS.VerifyAnalyzerAsync(
            """
            using Grpc.Core;
            using Polly;
            using Polly.Retry;
            using Shop;

            class Checkout(OrdersClient client)
            {
                private static readonly ResiliencePipeline Limited = new ResiliencePipelineBuilder().AddRetry(new RetryStrategyOptions()).AddTimeout(TimeSpan.FromSeconds(2)).Build();
                private static readonly ResiliencePipeline RetryOnly = new ResiliencePipelineBuilder().AddRetry(new RetryStrategyOptions()).Build();

                async Task<Reply> Inside() => await Limited.ExecuteAsync(async token => await client.PlaceAsync(new Request(), cancellationToken: token));
                async Task<Reply> InsideWithoutToken() => await Limited.ExecuteAsync(async _ => await client.PlaceAsync(new Request()));
                async Task<Reply> NoTimeout() => await RetryOnly.ExecuteAsync(async _ => await [|client.PlaceAsync(new Request())|]);
                async Task<Reply> Injected(ResiliencePipeline pipeline) => await pipeline.ExecuteAsync(async _ => await client.PlaceAsync(new Request()));
            }
            """ + Client,
            Library.Grpc,
            Library.Polly
        );

    [Fact]
    public Task Clients_that_get_their_deadline_at_registration() =>
        Verify(
            """
            static class Registration
            {
                public static object EnableCallContextPropagation(this object builder) => builder;
                static void Configure(object services) => services.EnableCallContextPropagation();
            }

            class Checkout(OrdersClient client)
            {
                async Task<Reply> Awaited() => await client.PlaceAsync(new Request());
            }
            """
        );

    [Theory]
    [InlineData("builder.AddInterceptor();")]
    [InlineData("builder.Intercept();")]
    public Task An_interceptor_may_set_every_deadline(string setUp) =>
        Verify(
            $$"""
            static class Registration
            {
                public static object AddInterceptor(this object builder) => builder;
                public static object Intercept(this object builder) => builder;
                static void Configure(object builder) => {{setUp}}
            }

            class Checkout(OrdersClient client)
            {
                async Task<Reply> Awaited() => await client.PlaceAsync(new Request());
            }
            """
        );

    [Theory]
    [InlineData("using var source = clock.CreateCancellationTokenSource(TimeSpan.FromSeconds(5));", false)]
    [InlineData("using var source = new CancellationTokenSource(TimeSpan.FromSeconds(5), clock);", false)]
    [InlineData("using var source = new CancellationTokenSource(5000);", false)]
    [InlineData("using var source = new CancellationTokenSource(); source.CancelAfter(5000);", false)]
    [InlineData(
        "using var inner = new CancellationTokenSource(5000); using var source = CancellationTokenSource.CreateLinkedTokenSource(inner.Token);",
        false
    )]
    [InlineData("using var source = new CancellationTokenSource();", true)]
    public Task Sources_with_and_without_a_timeout(string create, bool reported) =>
        Verify(
            $$"""
            class Checkout(OrdersClient client, TimeProvider clock)
            {
                async Task<Reply> Place()
                {
                    {{create}}
                    return await {{(
                reported
                    ? "[|client.PlaceAsync(new Request(), cancellationToken: source.Token)|]"
                    : "client.PlaceAsync(new Request(), cancellationToken: source.Token)"
            )}};
                }

                async Task<Reply> PlaceWith()
                {
                    {{create}}
                    return await {{(
                reported
                    ? "[|client.PlaceAsync(new Request(), new CallOptions().WithCancellationToken(source.Token))|]"
                    : "client.PlaceAsync(new Request(), new CallOptions().WithCancellationToken(source.Token))"
            )}};
                }

                async Task<Reply> PlaceWithDeadline()
                {
                    {{create}}
                    var options = new CallOptions(cancellationToken: source.Token);
                    options = options.WithDeadline(DateTime.UtcNow.AddSeconds(5));
                    return await client.PlaceAsync(new Request(), options);
                }
            }

            namespace System.Threading.Tasks
            {
                static class TimeProviderTaskExtensions
                {
                    public static CancellationTokenSource CreateCancellationTokenSource(this TimeProvider clock, TimeSpan delay) => new(delay, clock);
                }
            }
            """
        );

    [Fact]
    public Task Kafka_consumers() =>
        VerifyCS.VerifyAnalyzerAsync(
            """
            using Confluent.Kafka;

            class Reader
            {
                readonly IConsumer<string, string> consumer = null;

                void Endless() { [|consumer.Consume()|]; }
                void Read() { while (true) { var result = [|consumer.Consume()|]; Console.WriteLine(result.Message.Value); } }
                void Stopped(CancellationToken token) { consumer.Consume(token); }
                void Limited() { consumer.Consume(TimeSpan.FromSeconds(1)); consumer.Consume(1000); }
            }
            """,
            Library.Kafka
        );

    [Fact]
    public Task An_endpoint_is_framework_code() =>
        Verify(
            """


            static class Endpoints
            {
                static void Map(Microsoft.AspNetCore.Builder.WebApplication app) => Microsoft.AspNetCore.Builder.EndpointRouteBuilderExtensions.MapPost(app, "/orders", async (OrdersClient client) => { await [|client.PlaceAsync(new Request())|]; });
            }
            """
        );

    [Fact]
    public Task Libraries_with_a_default_deadline_are_left_alone() =>
        VerifyCS.VerifyAnalyzerAsync(
            """
            class Calls(HttpClient http, System.Data.Common.DbCommand command, StackExchange.Redis.IDatabase redis)
            {
                async Task Http() => await http.GetStringAsync("https://example.org");
                async Task Sql() => await command.ExecuteNonQueryAsync();
                async Task Redis() => await redis.StringGetAsync("key");
            }
            """,
            Library.Redis
        );

    [Fact]
    public Task A_users_catalog_line_counts_like_a_built_in_one() =>
        VerifyCS.VerifyAnalyzerAsync(
            """
            interface IInventory
            {
                Task ReserveAsync(string sku, DateTime? deadline = null, CancellationToken token = default);
                Task ReleaseAsync(string sku);
            }

            class Checkout(IInventory inventory)
            {
                Task Reserve() => [|inventory.ReserveAsync("a")|];
                Task ReserveSoon() => inventory.ReserveAsync("a", DateTime.UtcNow.AddSeconds(1));
                Task Release() => inventory.ReleaseAsync("a");
            }
            """,
            new Setup
            {
                AdditionalFiles = new Dictionary<string, string>
                {
                    ["shop.remoteapi.txt"] =
                        "library Inventory\ntype IInventory\nmember ReserveAsync remote default-deadline=none deadline-parameter=deadline\nmember ReleaseAsync remote default-deadline=3s\n",
                },
            }
        );

    [Fact]
    public Task The_message_names_the_call_the_library_and_the_reason() =>
        VerifyCS.VerifyMessageAsync(
            "class Checkout(Shop.OrdersClient client) { async Task Place() => await client.PlaceAsync(new Shop.Request()); }" + Client,
            "'OrdersClient.PlaceAsync' waits for ever if no answer comes: gRPC sets no deadline by default and the call passes none",
            Library.Grpc
        );

    [Theory]
    [InlineData("recommended", false)]
    [InlineData("strict", true)]
    [InlineData("Strict", true)]
    public Task A_disconnecting_client_is_no_deadline_under_strict(string mode, bool isReported)
    {
        var call = "client.PlaceAsync(new Request(), cancellationToken: context.RequestAborted)";
        return VerifyCS.VerifyAnalyzerAsync(
            "using Grpc.Core;\nusing Shop;\nclass Endpoint(OrdersClient client) { async Task<Reply> Get(Microsoft.AspNetCore.Http.HttpContext context) => await "
                + (isReported ? $"[|{call}|]" : call)
                + "; }"
                + Client,
            Setup.With(Library.Grpc) with
            {
                GlobalOptions = new Dictionary<string, string> { ["build_property.DistributedSystemsMode"] = mode },
            }
        );
    }
}
