using DistributedSystems.Analyzers.Rules.Retries;
using DistributedSystems.Analyzers.Tests.Verify;

namespace DistributedSystems.Analyzers.Tests.Rules.Retries;

/// <summary>DIST2001 where a message bus runs a handler again: reported where that is set up.</summary>
public class HandlersAreRetriedTests
{
    private const string Consumers = """

        record Order(int Id);
        record Query(int Id);

        class Charge(HttpClient http) : IConsumer<Order>
        {
            public async Task Consume(ConsumeContext<Order> context) => await http.PostAsync("/charges", null);
        }

        class Read(HttpClient http) : IConsumer<Query>
        {
            public async Task Consume(ConsumeContext<Query> context)
            {
                await http.GetStringAsync("/orders");
                await context.Publish(new Order(context.Message.Id));
            }
        }
        """;

    private static string Marked(string code, bool reported) => reported ? $"[|{code}|]" : code;

    private static Task Verify(string code) =>
        VerifyCS<NonIdempotentOperationIsRetried>.VerifyAnalyzerAsync(
            "using MassTransit;\n" + code + Consumers,
            Library.MassTransitAbstractions,
            Library.MassTransit
        );

    [Theory]
    [InlineData("retry => retry.Interval(3, TimeSpan.FromSeconds(5))", true)]
    [InlineData("retry => retry.Immediate(2)", true)]
    [InlineData("retry => { retry.Intervals(100, 500); retry.Ignore<ArgumentException>(); }", true)]
    [InlineData("retry => { retry.Handle<HttpRequestException>(); retry.Immediate(2); }", true)]
    [InlineData("retry => { retry.Handle<ArgumentException>(); retry.Immediate(2); }", false)]
    [InlineData("retry => { retry.Ignore<HttpRequestException>(); retry.Immediate(2); }", false)]
    [InlineData("retry => { retry.Handle<Exception>(failure => failure is ArgumentException); retry.Immediate(2); }", false)]
    [InlineData("retry => retry.None()", false)]
    [InlineData("retry => retry.Immediate(0)", false)]
    [InlineData("retry => { if (DateTime.UtcNow.Hour > 5) retry.Immediate(3); }", false)]
    [InlineData("configure", false)]
    public Task Policies_of_a_consumer(string policy, bool reported) =>
        Verify(
            $$"""
            class Setup
            {
                void One(IConsumerConfigurator<Charge> consumer, Action<IRetryConfigurator> configure) => consumer.{{Marked(
                $"UseMessageRetry({policy})",
                reported
            )}};
                void Other(IConsumerConfigurator<Read> consumer, Action<IRetryConfigurator> configure) => consumer.UseMessageRetry({{policy}});
            }
            """
        );

    [Fact]
    public Task Endpoints_and_definitions() =>
        Verify(
            """
            class Definition : ConsumerDefinition<Charge>
            {
                protected override void ConfigureConsumer(IReceiveEndpointConfigurator endpoint, IConsumerConfigurator<Charge> consumer, IRegistrationContext context) =>
                    endpoint.[|UseMessageRetry(retry => retry.Immediate(3))|];
            }

            class ReadDefinition : ConsumerDefinition<Read>
            {
                protected override void ConfigureConsumer(IReceiveEndpointConfigurator endpoint, IConsumerConfigurator<Read> consumer, IRegistrationContext context) =>
                    endpoint.UseMessageRetry(retry => retry.Immediate(3));
            }

            class Setup
            {
                void Endpoints(IBusFactoryConfigurator bus, IRegistrationContext context)
                {
                    bus.ReceiveEndpoint("orders", endpoint =>
                    {
                        endpoint.[|UseMessageRetry(retry => retry.Immediate(3))|];
                        endpoint.ConfigureConsumer<Charge>(context);
                    });
                    bus.ReceiveEndpoint("queries", endpoint =>
                    {
                        endpoint.UseMessageRetry(retry => retry.Immediate(3));
                        endpoint.ConfigureConsumer<Read>(context);
                    });
                    bus.ReceiveEndpoint("all", endpoint =>
                    {
                        endpoint.[|UseMessageRetry(retry => retry.Immediate(3))|];
                        endpoint.ConfigureConsumers(context);
                    });
                }

                void Bus(IBusFactoryConfigurator bus, IRegistrationContext context) => bus.ReceiveEndpoint("typed", endpoint =>
                {
                    endpoint.Consumer<Charge>(() => null);
                    endpoint.[|UseMessageRetry(retry => retry.Immediate(3))|];
                });

                void Unknown(IReceiveEndpointConfigurator endpoint) => endpoint.UseMessageRetry(retry => retry.Immediate(3));
            }
            """
        );

    [Theory]
    [InlineData("await http.PostAsync(\"/charges\", null);", true)]
    [InlineData("await new Gateway(http).Charge();", true)]
    [InlineData("try { await http.PostAsync(\"/charges\", null); } catch (HttpRequestException) { }", false)]
    [InlineData("if (await new Gateway(http).IsCharged(5)) return; await http.PostAsync(\"/charges\", null);", false)]
    [InlineData("await http.PutAsync(\"/charges/5\", null);", false)]
    [InlineData("await context.Send(\"billing\", message);", false)]
    public Task Handlers_of_NServiceBus(string body, bool reported) =>
        VerifyCS<NonIdempotentOperationIsRetried>.VerifyAnalyzerAsync(
            $$"""
            using NServiceBus;

            record Order(int Id);

            class Gateway(HttpClient http)
            {
                public async Task Charge() { using var response = await http.PostAsync("/charges", null); response.EnsureSuccessStatusCode(); }
                public async Task<bool> IsCharged(int order) => await http.GetStringAsync("/charges/" + order) == "yes";
            }

            class Charge(HttpClient http) : IHandleMessages<Order>
            {
                public async Task Handle(Order message, IMessageHandlerContext context) { {{body}} }
            }

            class Setup
            {
                void Configure(EndpointConfiguration endpoint)
                {
                    var recoverability = endpoint.Recoverability();
                    recoverability.Immediate(immediate => immediate.{{Marked("NumberOfRetries(3)", reported)}});
                    recoverability.Delayed(delayed => { delayed.NumberOfRetries(0); });
                }
            }
            """,
            Library.NServiceBus
        );

    [Theory]
    [InlineData("options.[|RetryStrategy(maxDeliveryAttempts: 3)|];")]
    [InlineData("options.[|RetryStrategy()|];")]
    [InlineData("options.RetryStrategy(maxDeliveryAttempts: 1);")]
    public Task Handlers_of_Rebus(string setup) =>
        VerifyCS<NonIdempotentOperationIsRetried>.VerifyAnalyzerAsync(
            $$"""
            using Rebus.Config;
            using Rebus.Handlers;
            using Rebus.Retry.Simple;

            record Order(int Id);

            class Charge(HttpClient http) : IHandleMessages<Order>
            {
                public async Task Handle(Order message) => await http.PostAsync("/charges", null);
            }

            class Setup
            {
                void Configure(OptionsConfigurer options) { {{setup}} }
            }
            """,
            Library.Rebus
        );
}
