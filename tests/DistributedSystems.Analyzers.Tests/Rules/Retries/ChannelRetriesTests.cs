using DistributedSystems.Analyzers.Rules.Retries;
using DistributedSystems.Analyzers.Tests.Verify;
using Microsoft.CodeAnalysis.Diagnostics;

namespace DistributedSystems.Analyzers.Tests.Rules.Retries;

/// <summary>Retry and hedging policies of gRPC channels.</summary>
public class ChannelRetriesTests
{
    private const string Retrying =
        "new MethodConfig { Names = { MethodName.Default }, RetryPolicy = new RetryPolicy { MaxAttempts = 4, RetryableStatusCodes = { StatusCode.Unavailable } } }";

    private const string Client = """

        class StockClient : ClientBase<StockClient>
        {
            protected override StockClient NewInstance(ClientBaseConfiguration configuration) => this;
            public StockClient(ChannelBase channel) : base(channel) { }
            public StockClient() { }
            public virtual AsyncUnaryCall<string> TakeAsync(string request, Metadata headers = null, DateTime? deadline = null, CancellationToken token = default) => null;
            public virtual AsyncUnaryCall<string> CountAsync(string request, Metadata headers = null, DateTime? deadline = null, CancellationToken token = default) => null;
        }
        """;

    private static readonly Setup Libraries = Setup.With(Library.Grpc, Library.GrpcClient, Library.GrpcClientFactory) with
    {
        AdditionalFiles = new Dictionary<string, string>
        {
            ["stock.remoteapi.txt"] =
                "library Stock\ntype StockClient\nmember TakeAsync remote accumulates\nmember CountAsync remote safe\n",
        },
    };

    private static Task Verify<TAnalyzer>(string code)
        where TAnalyzer : DiagnosticAnalyzer, new() =>
        VerifyCS<TAnalyzer>.VerifyAnalyzerAsync(
            "using Grpc.Core;\nusing Grpc.Net.Client;\nusing Grpc.Net.Client.Configuration;\nusing Microsoft.Extensions.DependencyInjection;\n"
                + code
                + Client,
            Libraries
        );

    [Theory]
    [InlineData(Retrying, true)]
    [InlineData("config", true)]
    [InlineData(
        "new MethodConfig { Names = { MethodName.Default }, RetryPolicy = new RetryPolicy { MaxAttempts = 4, RetryableStatusCodes = { StatusCode.ResourceExhausted } } }",
        false
    )]
    [InlineData(
        "new MethodConfig { Names = { new MethodName { Service = \"Stock\", Method = \"Count\" } }, RetryPolicy = new RetryPolicy { MaxAttempts = 4, RetryableStatusCodes = { StatusCode.Unavailable } } }",
        false
    )]
    [InlineData("new MethodConfig { Names = { MethodName.Default } }", false)]
    public Task Channels_that_retry(string config, bool reported) =>
        Verify<NonIdempotentOperationIsRetried>(
            $$"""
            class Shop
            {
                async Task Take()
                {
                    var config = {{Retrying}};
                    var channel = GrpcChannel.ForAddress("http://stock", new GrpcChannelOptions { ServiceConfig = new ServiceConfig { MethodConfigs = { {{config}} } } });
                    var client = new StockClient(channel);
                    await {{(reported ? "[|client.TakeAsync(\"1\")|]" : "client.TakeAsync(\"1\")")}};
                    await client.CountAsync("1");
                    var plain = new StockClient(GrpcChannel.ForAddress("http://stock"));
                    await plain.TakeAsync("1");
                }
            }
            """
        );

    [Fact]
    public Task Registered_clients() =>
        Verify<NonIdempotentOperationIsRetried>(
            $$"""
            class Shop(StockClient stock)
            {
                async Task Take() => await [|stock.TakeAsync("1")|];

                static void Register(IServiceCollection services) => services
                    .AddGrpcClient<StockClient>(options => options.Address = new Uri("http://stock"))
                    .ConfigureChannel(options => options.ServiceConfig = new ServiceConfig { MethodConfigs = { {{Retrying}} } });
            }
            """
        );

    [Fact]
    public Task Registered_without_a_policy() =>
        Verify<NonIdempotentOperationIsRetried>(
            """
            class Shop(StockClient stock)
            {
                async Task Take() => await stock.TakeAsync("1");

                static void Register(IServiceCollection services) => services.AddGrpcClient<StockClient>(options => options.Address = new Uri("http://stock"));
            }
            """
        );

    [Fact]
    public Task Nested_in_a_loop() =>
        Verify<RetriesAreNested>(
            $$"""
            class Shop
            {
                async Task Count()
                {
                    var client = new StockClient(GrpcChannel.ForAddress("http://stock", new GrpcChannelOptions { ServiceConfig = new ServiceConfig { MethodConfigs = { {{Retrying}} } } }));
                    for (var attempt = 0; attempt < 3; attempt++)
                    {
                        try { await [|client.CountAsync("1")|]; return; }
                        catch (RpcException) { await Task.Delay(1000); }
                    }
                }

                async Task Plain()
                {
                    var client = new StockClient(GrpcChannel.ForAddress("http://stock"));
                    for (var attempt = 0; attempt < 3; attempt++)
                    {
                        try { await client.CountAsync("1"); return; }
                        catch (RpcException) { await Task.Delay(1000); }
                    }
                }
            }
            """
        );

    [Fact]
    public Task Hedging() =>
        Verify<NonIdempotentOperationIsHedged>(
            """
            class Shop
            {
                async Task Take()
                {
                    var config = new MethodConfig { Names = { MethodName.Default }, HedgingPolicy = new HedgingPolicy { MaxAttempts = 3, NonFatalStatusCodes = { StatusCode.Unavailable } } };
                    var client = new StockClient(GrpcChannel.ForAddress("http://stock", new GrpcChannelOptions { ServiceConfig = new ServiceConfig { MethodConfigs = { config } } }));
                    await [|client.TakeAsync("1")|];
                    await client.CountAsync("1");
                }
            }
            """
        );
}
