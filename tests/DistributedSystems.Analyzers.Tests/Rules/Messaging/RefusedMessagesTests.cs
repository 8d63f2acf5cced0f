using DistributedSystems.Analyzers.Rules.Messaging;
using DistributedSystems.Analyzers.Tests.Verify;

namespace DistributedSystems.Analyzers.Tests.Rules.Messaging;

/// <summary>What is put back with no flag or after an answer of several values, and what a try has decoded before.</summary>
public class RefusedMessagesTests
{
    private const string Stream = """
        using NATS.Client.JetStream;
        using NATS.Client.JetStream.Models;

        interface IWork { Task DoAsync(string text); }

        class Worker(IWork work)
        {

        """;

    [Fact]
    public Task Put_back_whatever_failed() =>
        VerifyCS<MessageIsRedeliveredForever>.VerifyAnalyzerAsync(
            Stream
                + """
                public async Task Always(INatsJSConsumer consumer)
                {
                    await foreach (var msg in consumer.ConsumeAsync<string>())
                    {
                        try { await work.DoAsync(msg.Data!); await msg.AckAsync(); }
                        catch (Exception) { await [|msg.NakAsync()|]; }
                    }
                }

                public async Task Counted(INatsJSConsumer consumer)
                {
                    await foreach (var msg in consumer.ConsumeAsync<string>())
                    {
                        try { await work.DoAsync(msg.Data!); await msg.AckAsync(); }
                        catch (Exception)
                        {
                            if (msg.Metadata?.NumDelivered > 5) { await msg.AckTerminateAsync(); } else { await msg.NakAsync(); }
                        }
                    }
                }

                public async Task Particular(INatsJSConsumer consumer)
                {
                    await foreach (var msg in consumer.ConsumeAsync<string>())
                    {
                        try { await work.DoAsync(msg.Data!); await msg.AckAsync(); }
                        catch (TimeoutException) { await msg.NakAsync(); }
                    }
                }
                }
                """,
            Library.Nats
        );

    [Fact]
    public Task A_consumer_that_counts_deliveries() =>
        VerifyCS<MessageIsRedeliveredForever>.VerifyAnalyzerAsync(
            Stream
                + """
                public ConsumerConfig Config => new("workers") { MaxDeliver = 5 };

                public async Task Limited(INatsJSConsumer consumer)
                {
                    await foreach (var msg in consumer.ConsumeAsync<string>())
                    {
                        try { await work.DoAsync(msg.Data!); await msg.AckAsync(); }
                        catch (Exception) { await msg.NakAsync(); }
                    }
                }
                }
                """,
            Library.Nats
        );

    [Fact]
    public Task An_answer_of_several_values() =>
        VerifyCS<MessageIsRedeliveredForever>.VerifyAnalyzerAsync(
            """
            using RabbitMQ.Client;
            using RabbitMQ.Client.Events;

            enum Outcome { Done, Again, Dead }

            class Receiver(IChannel channel)
            {
                public async Task Switch(BasicDeliverEventArgs e)
                {
                    switch (await TryAsync(e))
                    {
                        case Outcome.Done: await channel.BasicAckAsync(e.DeliveryTag, false); break;
                        case Outcome.Again: await [|channel.BasicNackAsync(e.DeliveryTag, false, true)|]; break;
                        case Outcome.Dead: await channel.BasicNackAsync(e.DeliveryTag, false, false); break;
                    }
                }

                public async Task Compare(BasicDeliverEventArgs e)
                {
                    var outcome = await TryAsync(e);
                    if (outcome == Outcome.Again) { await [|channel.BasicNackAsync(e.DeliveryTag, false, true)|]; }
                    else { await channel.BasicAckAsync(e.DeliveryTag, false); }
                }

                public async Task Judged(BasicDeliverEventArgs e)
                {
                    if (await JudgeAsync(e) is Outcome.Again) { await channel.BasicNackAsync(e.DeliveryTag, false, true); }
                    else { await channel.BasicAckAsync(e.DeliveryTag, false); }
                }

                private async Task<Outcome> TryAsync(BasicDeliverEventArgs e)
                {
                    try { await Task.Yield(); return Outcome.Done; }
                    catch (Exception) { return Outcome.Again; }
                }

                private async Task<Outcome> JudgeAsync(BasicDeliverEventArgs e)
                {
                    try { await Task.Yield(); return Outcome.Done; }
                    catch (TimeoutException) { return Outcome.Again; }
                    catch (Exception) { return Outcome.Dead; }
                }
            }
            """,
            Library.RabbitMq
        );

    [Fact]
    public Task Settled_before_the_work_on_what_a_try_has_decoded() =>
        VerifyCS<AcknowledgedBeforeProcessed>.VerifyAnalyzerAsync(
            """
            using System.Text;
            using RabbitMQ.Client;

            interface IOrders { Task SaveAsync(string order); }

            class Sorting(IChannel channel, IOrders orders) : AsyncDefaultBasicConsumer(channel)
            {
                public override async Task HandleBasicDeliverAsync(
                    string consumerTag, ulong deliveryTag, bool redelivered, string exchange, string routingKey,
                    IReadOnlyBasicProperties properties, ReadOnlyMemory<byte> body, CancellationToken token = default)
                {
                    string order;
                    try { order = Encoding.UTF8.GetString(body.Span); }
                    catch (ArgumentException) { await Channel.BasicRejectAsync(deliveryTag, false, token); return; }

                    await [|Channel.BasicAckAsync(deliveryTag, false, token)|];
                    await orders.SaveAsync(order);
                }
            }
            """,
            Library.RabbitMq
        );
}
