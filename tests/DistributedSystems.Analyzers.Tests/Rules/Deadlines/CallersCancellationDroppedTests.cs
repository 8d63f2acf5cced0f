using DistributedSystems.Analyzers.Rules.Deadlines;
using DistributedSystems.Analyzers.Tests.Verify;
using Microsoft.CodeAnalysis;

namespace DistributedSystems.Analyzers.Tests.Rules.Deadlines;

using VerifyCS = VerifyCS<CallersCancellationDropped>;

public class CallersCancellationDroppedTests
{
    private const string Client = """

        public class Reply { }
        public class StockClient : Grpc.Core.ClientBase<StockClient>
        {
            protected override StockClient NewInstance(ClientBaseConfiguration configuration) => this;
            public virtual Grpc.Core.AsyncUnaryCall<Reply> ReserveAsync(string sku, Grpc.Core.Metadata headers = null, DateTime? deadline = null, CancellationToken cancellationToken = default) => null;
            public virtual Grpc.Core.AsyncUnaryCall<Reply> ReserveAsync(string sku, Grpc.Core.CallOptions options) => null;
        }
        """;

    private static Task Verify(string source) => VerifyCS.VerifyAnalyzerAsync(source);

    [Fact]
    public Task The_callers_token_is_not_passed() =>
        Verify(
            """
            class Catalog(HttpClient http)
            {
                async Task<string> Read(CancellationToken token) => await [|http.GetStringAsync("/a")|];
                async Task<HttpResponseMessage> Send(CancellationToken token, HttpRequestMessage request)
                {
                    var response = await [|http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead)|].ConfigureAwait(false);
                    return response;
                }
                Task<string> Returned(CancellationToken token) => [|http.GetStringAsync("/a")|];
                async Task<string> Unused(int other, CancellationToken token = default) { token.ThrowIfCancellationRequested(); return await [|http.GetStringAsync("/a")|]; }
                async Task<string> Kept(CancellationToken token) { var task = [|http.GetStringAsync("/a")|]; return await task; }
                async Task<string> LocalFunction(CancellationToken token)
                {
                    return await Read();
                    async Task<string> Read() => await [|http.GetStringAsync("/a")|];
                }
                async Task<string> Lambda()
                {
                    Func<CancellationToken, Task<string>> read = async stop => await [|http.GetStringAsync("/a")|];
                    return await read(default);
                }
                async Task<int> Execute(System.Data.Common.DbCommand command, CancellationToken token) => await [|command.ExecuteNonQueryAsync()|];

                async Task<string> Given(CancellationToken token) => await http.GetStringAsync("/a", token);
                async Task<string> NoneToGive() => await http.GetStringAsync("/a");
                int NoOverload(System.Data.Common.DbCommand command, CancellationToken token) => command.ExecuteNonQuery();
                async Task<string> Waited(CancellationToken token) => await http.GetStringAsync("/a").WaitAsync(token);
                void LetGo(CancellationToken token) { _ = http.GetStringAsync("/a"); }
                Func<Task<string>> Later(CancellationToken token) => async () => await http.GetStringAsync("/a");
                async Task<string> CalledLater(CancellationToken token)
                {
                    Action<Func<Task<string>>> keep = _ => { };
                    keep(Read);
                    return "";
                    async Task<string> Read() => await http.GetStringAsync("/a");
                }
            }
            """
        );

    [Fact]
    public Task What_is_started_for_each_item_is_a_part_of_the_work() =>
        Verify(
            """
            class Catalog(HttpClient http)
            {
                async Task All(string[] all, CancellationToken token) => await Task.WhenAll(all.Select(one => [|http.GetStringAsync(one)|]));
                async Task Block(string[] all, CancellationToken token)
                {
                    await Task.WhenAll(all.Where(one => one.Length > 0).Select(async one =>
                    {
                        using var response = await [|http.DeleteAsync(one)|];
                        await http.DeleteAsync(one, token);
                    }).ToList()).ConfigureAwait(false);
                }
                Task Returned(string[] all, CancellationToken token) => Task.WhenAll(all.Select(async one => await [|http.GetStringAsync(one)|]).ToArray());

                async Task Given(string[] all, CancellationToken token) => await Task.WhenAll(all.Select(one => http.GetStringAsync(one, token)));
                async Task Static(string[] all, HttpClient other, CancellationToken token) => await Task.WhenAll(all.Select(static async one => await new HttpClient().GetStringAsync(one)));
                IEnumerable<Task<string>> Lazy(string[] all, CancellationToken token) => all.Select(one => http.GetStringAsync(one));
                void Started(string[] all, CancellationToken token) { _ = Task.WhenAll(all.Select(one => http.GetStringAsync(one))); }
                async Task Functions(Func<Task>[] all, CancellationToken token) { var later = all.Select(one => new Func<Task>(() => http.GetStringAsync("/a"))); await Task.WhenAll(all.Select(one => one())); }
            }
            """
        );

    [Fact]
    public Task Objects_that_carry_the_callers_token() =>
        Verify(
            """
            class Work { public CancellationToken Stop { get; } public string Url { get; } }
            class TwoTokens { public CancellationToken Soft { get; } public CancellationToken Hard { get; } }
            class Handlers(HttpClient http)
            {
                async Task Middleware(Microsoft.AspNetCore.Http.HttpContext context) => await [|http.GetStringAsync("/a")|];
                async Task Request(Work work) => await [|http.GetStringAsync(work.Url)|];

                async Task Given(Microsoft.AspNetCore.Http.HttpContext context) => await http.GetStringAsync("/a", context.RequestAborted);
                async Task Ambiguous(TwoTokens tokens) => await http.GetStringAsync("/a");
                async Task Source(CancellationTokenSource source) => await http.GetStringAsync("/a");
            }
            """
        );

    [Fact]
    public Task A_token_in_the_arguments_counts() =>
        VerifyCS.VerifyAnalyzerAsync(
            """
            class Store(StockClient stock, System.Data.Common.DbConnection db)
            {
                async Task<Reply> Reserve(CancellationToken token) => await stock.ReserveAsync("a", new Grpc.Core.CallOptions(cancellationToken: token));
                async Task<Reply> Built(CancellationToken token)
                {
                    var options = new Grpc.Core.CallOptions().WithCancellationToken(token);
                    return await stock.ReserveAsync("a", options);
                }
                async Task<Reply> Unknown(CancellationToken token, Grpc.Core.CallOptions options) => await stock.ReserveAsync("a", options);
            }
            """ + Client,
            Library.Grpc
        );

    [Fact]
    public Task An_outer_token_where_a_nearer_one_has_a_deadline() =>
        Verify(
            """
            class Catalog(HttpClient http)
            {
                async Task<string> Linked(CancellationToken token)
                {
                    using var limit = CancellationTokenSource.CreateLinkedTokenSource(token);
                    limit.CancelAfter(TimeSpan.FromSeconds(5));
                    var a = await http.GetStringAsync("/a", [|token|]);
                    return a + await http.GetStringAsync("/b", limit.Token);
                }
                async Task<string> Statement(CancellationToken token)
                {
                    using (var limit = new CancellationTokenSource(5000))
                    using (var both = CancellationTokenSource.CreateLinkedTokenSource(token, limit.Token))
                    {
                        await http.GetStringAsync("/a", [|token|]);
                        return await http.GetStringAsync("/a", both.Token);
                    }
                }

                async Task<string> NotLinked(CancellationToken token)
                {
                    using var limit = new CancellationTokenSource(5000);
                    await http.GetStringAsync("/a", token);
                    return await http.GetStringAsync("/a", limit.Token);
                }
                async Task<string> Replaced(CancellationToken token)
                {
                    using var limit = CancellationTokenSource.CreateLinkedTokenSource(token);
                    limit.CancelAfter(TimeSpan.FromSeconds(5));
                    token = limit.Token;
                    return await http.GetStringAsync("/a", token);
                }
                async Task<string> NoDeadline(CancellationToken token)
                {
                    using var both = CancellationTokenSource.CreateLinkedTokenSource(token);
                    await http.GetStringAsync("/a", token);
                    return await http.GetStringAsync("/a", both.Token);
                }
                async Task<string> Before(CancellationToken token)
                {
                    await http.GetStringAsync("/a", token);
                    using var limit = CancellationTokenSource.CreateLinkedTokenSource(token);
                    limit.CancelAfter(TimeSpan.FromSeconds(5));
                    return await http.GetStringAsync("/a", limit.Token);
                }
            }
            """
        );

    [Fact]
    public Task Behind_the_last_use_of_the_nearer_token_it_is_information() =>
        VerifyCS.VerifySeverityAsync(
            """
            class Catalog(HttpClient http)
            {
                async Task<string> Connect(CancellationToken token)
                {
                    using var limit = CancellationTokenSource.CreateLinkedTokenSource(token);
                    limit.CancelAfter(TimeSpan.FromSeconds(5));
                    await http.GetStringAsync("/connect", limit.Token);
                    return await http.GetStringAsync("/a", [|token|]);
                }
            }
            """,
            DiagnosticSeverity.Info
        );

    [Fact]
    public Task A_pipelines_own_token_is_nearer() =>
        VerifyCS.VerifyAnalyzerAsync(
            """
            using Polly;
            class Catalog(HttpClient http)
            {
                static readonly ResiliencePipeline Limited = new ResiliencePipelineBuilder().AddTimeout(TimeSpan.FromSeconds(2)).Build();
                static readonly ResiliencePipeline Plain = new ResiliencePipelineBuilder().AddRetry(new()).Build();
                async Task Outer(CancellationToken token) => await Limited.ExecuteAsync(async inner => { await http.GetStringAsync("/a", [|token|]); }, token);
                async Task None(CancellationToken token) => await Plain.ExecuteAsync(async inner => { await [|http.GetStringAsync("/a")|]; }, token);
                async Task Inner(CancellationToken token) => await Limited.ExecuteAsync(async inner => { await http.GetStringAsync("/a", inner); }, token);
                async Task NotKnown(CancellationToken token) => await Plain.ExecuteAsync(async inner => { await http.GetStringAsync("/a", token); }, token);
            }
            """,
            Library.Polly
        );

    [Fact]
    public Task An_explicit_none_is_information() =>
        VerifyCS.VerifySeverityAsync(
            """
            class Catalog(HttpClient http)
            {
                async Task<string> None(CancellationToken token) => await http.GetStringAsync("/a", [|CancellationToken.None|]);
                async Task<string> Default(CancellationToken token) => await http.GetStringAsync("/a", [|default|]);
                async Task<string> New(CancellationToken token) => await http.GetStringAsync("/a", [|new CancellationToken()|]);
            }
            """,
            DiagnosticSeverity.Info
        );

    [Fact]
    public Task An_explicit_none_with_its_reason() =>
        Verify(
            """
            class Orders(HttpClient http, System.Data.Common.DbTransaction transaction)
            {
                async Task Commented(CancellationToken token)
                {
                    // The order is placed: its confirmation must go out.
                    await http.GetStringAsync("/a", CancellationToken.None);
                    await http.GetStringAsync("/b", default /* as above */);
                }
                async Task AfterWrite(CancellationToken token)
                {
                    await http.PostAsync("/orders", null, token);
                    await http.GetStringAsync("/b", CancellationToken.None);
                }
                async Task Commit(CancellationToken token) => await transaction.CommitAsync(CancellationToken.None);
            }
            """
        );

    [Fact]
    public Task Clean_up_goes_on_after_cancellation() =>
        VerifyCS.VerifyAnalyzerAsync(
            """
            using DistributedSystems;
            class Worker(HttpClient http) : Microsoft.Extensions.Hosting.BackgroundService
            {
                protected override async Task ExecuteAsync(CancellationToken stoppingToken)
                {
                    while (!stoppingToken.IsCancellationRequested)
                    {
                        await [|http.GetStringAsync("/work")|];
                    }

                    await http.DeleteAsync("/registration");
                }
                public override async Task StopAsync(CancellationToken token) => await http.DeleteAsync("/registration");

                async Task Guarded(CancellationToken token)
                {
                    try { await http.GetStringAsync("/a", token); }
                    catch (OperationCanceledException) { await http.DeleteAsync("/a"); throw; }
                    finally { await http.DeleteAsync("/b"); }
                    if (token.IsCancellationRequested) { await http.DeleteAsync("/c"); }
                }
                [Idempotent] async Task Reserve(CancellationToken token) => await http.PutAsync("/r", null, token);
                [Compensates(nameof(Reserve)), Idempotent] async Task Release(CancellationToken token) => await http.DeleteAsync("/r");
            }
            """,
            Library.Annotations
        );

    [Fact]
    public Task Grpc_server_calls_carry_a_deadline() =>
        VerifyCS.VerifyAnalyzerAsync(
            """
            using Grpc.Core;
            class Service(StockClient stock)
            {
                async Task<Reply> Dropped(string request, ServerCallContext context) => await [|stock.ReserveAsync("a")|];
                async Task<Reply> Passed(string request, ServerCallContext context) => await stock.ReserveAsync("a", cancellationToken: context.CancellationToken);
                async Task<Reply> Deadline(string request, ServerCallContext context) => await stock.ReserveAsync("a", deadline: context.Deadline);
                async Task<Reply> NotBounded(CancellationToken token) => await stock.ReserveAsync("a");
            }
            """ + Client,
            Library.Grpc
        );

    [Fact]
    public Task An_overload_in_terms_of_the_other_and_what_the_context_hands_out() =>
        VerifyCS.VerifyAnalyzerAsync(
            """
            using DistributedSystems;
            interface IStore
            {
                [RemoteCall] Task Write(string key);
                [RemoteCall] Task Write(string key, CancellationToken token) => Write(key);
                [RemoteCall] Task Clear();
                [RemoteCall] Task Clear(CancellationToken token);
            }
            class Store : IStore
            {
                public Task Write(string key) => Task.CompletedTask;
                public Task Clear() => Task.CompletedTask;
                public Task Clear(CancellationToken token) => ((IStore)this).Clear();
            }
            interface IContext
            {
                CancellationToken Stop { get; }
                Task<IStore> GetStore();
            }
            static class Extensions
            {
                [RemoteCall] public static Task Write(this IStore store, int number, CancellationToken token = default) => Task.CompletedTask;
            }
            class Handler
            {
                async Task Handle(IContext context, IStore other)
                {
                    var store = await context.GetStore().ConfigureAwait(false);
                    await store.Write("a");
                    await store.Write(1);
                    await [|other.Write("a")|];
                }
            }
            """,
            Library.Annotations
        );

    [Fact]
    public Task The_message_names_the_token() =>
        VerifyCS.VerifyMessageAsync(
            "class C { async Task M(HttpClient http, CancellationToken stop) => await http.GetStringAsync(\"/a\"); }",
            "'HttpClient.GetStringAsync' is not given 'stop', so it goes on after its caller has given up"
        );

    [Theory]
    [InlineData("recommended", false)]
    [InlineData("strict", true)]
    public Task The_request_of_a_controller_counts_under_strict(string mode, bool isReported)
    {
        var call = isReported ? "[|http.GetStringAsync(\"/a\")|]" : "http.GetStringAsync(\"/a\")";
        return VerifyCS.VerifyAnalyzerAsync(
            $$"""
            class Orders(HttpClient http) : Microsoft.AspNetCore.Mvc.ControllerBase
            {
                public async Task<string> Show() => await {{call}};
                public async Task<string> Given() => await http.GetStringAsync("/a", HttpContext.RequestAborted);
                public static async Task<string> Shared(HttpClient http) => await http.GetStringAsync("/a");
                async Task<string> Helper() => await http.GetStringAsync("/a");
            }
            class Service(HttpClient http) { public async Task<string> Show() => await http.GetStringAsync("/a"); }
            """,
            new Setup { GlobalOptions = new Dictionary<string, string> { ["build_property.DistributedSystemsMode"] = mode } }
        );
    }

    [Fact]
    public Task Call_options_without_the_token() =>
        VerifyCS.VerifyAnalyzerAsync(
            """
            using Grpc.Core;
            class Store(StockClient stock)
            {
                static readonly CallOptions Usual = new(deadline: DateTime.UtcNow.AddSeconds(1));
                async Task<Reply> Inline(CancellationToken token) => await [|stock.ReserveAsync("a", new CallOptions(deadline: DateTime.UtcNow.AddSeconds(2)))|];
                async Task<Reply> Earlier(CancellationToken token)
                {
                    var options = new CallOptions(null, DateTime.UtcNow.AddSeconds(2));
                    return await [|stock.ReserveAsync("a", options.WithHeaders(new Metadata()))|];
                }
                async Task<Reply> Serving(string request, ServerCallContext context) => await [|stock.ReserveAsync("a", new CallOptions().WithDeadline(DateTime.UtcNow.AddSeconds(2)))|];

                async Task<Reply> Nearest(string request, ServerCallContext context) => await stock.ReserveAsync("a", new CallOptions(deadline: context.Deadline));
                async Task<Reply> Joined(CancellationToken token) => await stock.ReserveAsync("a", new CallOptions(deadline: DateTime.UtcNow.AddSeconds(2)).WithCancellationToken(token));
                async Task<Reply> Reassigned(CancellationToken token)
                {
                    var options = new CallOptions(deadline: DateTime.UtcNow.AddSeconds(2));
                    options = options.WithCancellationToken(token);
                    return await stock.ReserveAsync("a", options);
                }
                async Task<Reply> Helped(CancellationToken token) => await stock.ReserveAsync("a", With(token));
                async Task<Reply> NoToken() => await stock.ReserveAsync("a", new CallOptions(deadline: DateTime.UtcNow.AddSeconds(2)));
                CallOptions With(CancellationToken token) => new(cancellationToken: token);
            }
            """ + Client,
            Library.Grpc
        );

    [Fact]
    public Task Contexts_of_messages_and_jobs() =>
        VerifyCS.VerifyAnalyzerAsync(
            """
            class Handlers(HttpClient http)
            {
                async Task Execute(Quartz.IJobExecutionContext context) => await [|http.GetStringAsync("/a")|];
                async Task Consume(MassTransit.ConsumeContext<string> context) => await [|http.GetStringAsync("/a")|];
                async Task Handle(string message, NServiceBus.IMessageHandlerContext context) => await [|http.GetStringAsync("/a")|];

                async Task Executed(Quartz.IJobExecutionContext context) => await http.GetStringAsync("/a", context.CancellationToken);
                async Task Consumed(MassTransit.ConsumeContext<string> context) => await http.GetStringAsync("/a", context.CancellationToken);
                async Task Handled(string message, NServiceBus.IMessageHandlerContext context) => await http.GetStringAsync("/a", context.CancellationToken);
            }
            """,
            Library.Quartz,
            Library.MassTransitAbstractions,
            Library.NServiceBus
        );

    [Fact]
    public Task Acknowledgement_of_a_received_message_goes_to_its_end() =>
        VerifyCS.VerifyAnalyzerAsync(
            """
            using RabbitMQ.Client;

            class Pump(IChannel channel)
            {
                async Task Next(string queue, CancellationToken ct)
                {
                    var message = await channel.BasicGetAsync(queue, false, ct);
                    if (message.Redelivered)
                    {
                        await channel.BasicNackAsync(message.DeliveryTag, false, true);
                    }

                    await channel.BasicAckAsync(message.DeliveryTag, false);
                    await [|channel.QueueDeleteAsync(queue)|];
                }
            }
            """,
            Library.RabbitMq
        );

    [Fact]
    public Task Token_that_is_assigned_none_on_the_way() =>
        VerifyCS.VerifyAnalyzerAsync(
            """
            class Shop(HttpClient http)
            {
                async Task Reset(CancellationToken ct = default) => await http.GetAsync("/a", [|ct = default|]);

                async Task Passed(CancellationToken ct = default) => await http.GetAsync("/a", cancellationToken: ct);
            }
            """
        );
}
