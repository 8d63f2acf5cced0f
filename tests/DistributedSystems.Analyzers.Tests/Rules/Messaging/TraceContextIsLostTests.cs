using DistributedSystems.Analyzers.Rules.Messaging;
using DistributedSystems.Analyzers.Tests.Verify;
using Microsoft.CodeAnalysis;

namespace DistributedSystems.Analyzers.Tests.Rules.Messaging;

using VerifyCS = VerifyCS<TraceContextIsLost>;

public class TraceContextIsLostTests
{
    private static Setup On(params string[] libraries) =>
        Setup.With(libraries) with
        {
            Severities = new Dictionary<string, ReportDiagnostic> { ["DIST6012"] = ReportDiagnostic.Warn },
        };

    private const string Records = """
        using System.Diagnostics;
        using Confluent.Kafka;

        class Prices
        {
            private const string Kind = "kind";
            private static readonly TRACING Traces;
            private readonly IProducer<string, string> producer;
            private readonly Action<Message<string, string>> prepare;

            public Task InPlace(string price) => [|producer.ProduceAsync("prices", new Message<string, string> { Value = price })|];

            public async Task Kept(string price)
            {
                var message = new Message<string, string> { Key = "a" };
                message.Value = price;
                await [|producer.ProduceAsync("prices", message)|];
            }

            public void NotWaitedFor(string price) => [|producer.Produce("prices", new Message<string, string> { Value = price }, null)|];

            public Task OtherHeaders(string price, byte[] kind) =>
                [|producer.ProduceAsync("prices", new Message<string, string> { Value = price, Headers = new Headers { { Kind, kind } } })|];

            public Task ByHand(string price, byte[] trace) =>
                producer.ProduceAsync("prices", new Message<string, string> { Value = price, Headers = new Headers { { "traceparent", trace } } });

            public Task FromElsewhere(Message<string, string> message, Headers headers, string price)
            {
                producer.ProduceAsync("prices", message);
                return producer.ProduceAsync("prices", new Message<string, string> { Value = price, Headers = headers });
            }

            public async Task Prepared(string price)
            {
                var message = new Message<string, string> { Value = price };
                prepare(message);
                await producer.ProduceAsync("prices", message);
            }

            public async Task SetLater(string price, Headers headers)
            {
                var message = new Message<string, string> { Value = price };
                message.Headers = headers;
                await producer.ProduceAsync("prices", message);
            }
        }
        """;

    [Fact]
    public Task Records_of_a_traced_project() =>
        VerifyCS.VerifyAnalyzerAsync(Records.Replace("TRACING", "ActivitySource"), On(Library.Kafka));

    [Theory]
    [InlineData("Stopwatch")]
    [InlineData("ActivitySource /* InstrumentedProducerBuilder */")]
    public Task Records_without_traces_or_of_an_instrumented_client(string tracing) =>
        VerifyCS.VerifyAnalyzerAsync(Records.Replace("TRACING", tracing).Replace("[|", "").Replace("|]", ""), On(Library.Kafka));

    [Fact]
    public Task Messages_of_an_old_client() =>
        VerifyCS.VerifyAnalyzerAsync(
            """
            using System.Diagnostics;
            using RabbitMQ.Client;

            class Prices
            {
                private static readonly ActivitySource Traces;
                private readonly IModel channel;

                public void Bare(byte[] price) => [|channel.BasicPublish("", "prices", null, price)|];

                public void Made(byte[] price)
                {
                    var properties = channel.CreateBasicProperties();
                    properties.Persistent = true;
                    [|channel.BasicPublish("", "prices", properties, price)|];
                }

                public void WithHeaders(byte[] price, Dictionary<string, object> headers)
                {
                    var properties = channel.CreateBasicProperties();
                    properties.Headers = headers;
                    channel.BasicPublish("", "prices", properties, price);
                }
            }
            """,
            On(Library.Oldest + Library.RabbitMq)
        );

    [Fact]
    public Task Messages_of_a_client_with_activities_of_its_own() =>
        VerifyCS.VerifyAnalyzerAsync(
            """
            using System.Diagnostics;
            using RabbitMQ.Client;

            class Prices
            {
                private static readonly ActivitySource Traces;
                private readonly IChannel channel;

                public ValueTask Bare(byte[] price) => channel.BasicPublishAsync("", "prices", price);
            }
            """,
            On(Library.RabbitMq)
        );

    [Fact]
    public Task A_handler_that_sends_none() =>
        VerifyCS.VerifyAnalyzerAsync(
            """
            using System.Diagnostics;

            class Prices
            {
                private readonly SocketsHttpHandler none = new() { [|ActivityHeadersPropagator = null|] };
                private readonly SocketsHttpHandler other = new() { ActivityHeadersPropagator = DistributedContextPropagator.Current };

                void Later(SocketsHttpHandler handler) =>
                    [|handler.ActivityHeadersPropagator = DistributedContextPropagator.CreateNoOutputPropagator()|];
            }
            """,
            On()
        );
}
