using DistributedSystems.Analyzers.Rules.Messaging;
using DistributedSystems.Analyzers.Tests.Verify;

namespace DistributedSystems.Analyzers.Tests.Rules.Messaging;

using VerifyCS = VerifyCS<MessageIsRedeliveredForever>;

/// <summary>Messages that are put back because a flag or an answer tells of a failure, and those that fail before they are settled.</summary>
public class PutBackByResultTests
{
    private const string Using = """
        using System.Text.Json;
        using RabbitMQ.Client;
        using RabbitMQ.Client.Events;

        interface IOrders { Task SaveAsync(string order); Task<bool> TrySaveAsync(string order); }

        """;

    [Fact]
    public Task A_flag_or_an_answer_tells_of_the_failure() =>
        VerifyCS.VerifyAnalyzerAsync(
            Using
                + """
                class Receiver(IChannel channel, IOrders orders)
                {
                    public async Task Flag(BasicDeliverEventArgs e)
                    {
                        var done = false;
                        try { await orders.SaveAsync(e.RoutingKey); done = true; }
                        catch (Exception) { }
                        if (done) { await channel.BasicAckAsync(e.DeliveryTag, false); }
                        else { await [|channel.BasicNackAsync(e.DeliveryTag, false, true)|]; }
                    }

                    public async Task Failed(BasicDeliverEventArgs e)
                    {
                        var failed = false;
                        try { await orders.SaveAsync(e.RoutingKey); }
                        catch { failed = true; }
                        if (failed) { await [|channel.BasicRejectAsync(e.DeliveryTag, requeue: true)|]; return; }
                        await channel.BasicAckAsync(e.DeliveryTag, false);
                    }

                    public async Task Answer(BasicDeliverEventArgs e)
                    {
                        if (await Save(e)) { await channel.BasicAckAsync(e.DeliveryTag, false); }
                        else { await [|channel.BasicNackAsync(e.DeliveryTag, false, true)|]; }
                    }

                    private async Task<bool> Save(BasicDeliverEventArgs e)
                    {
                        try { await orders.SaveAsync(e.RoutingKey); return true; }
                        catch (Exception) { return false; }
                    }

                    public async Task AnswerOfOthers(BasicDeliverEventArgs e)
                    {
                        if (!await orders.TrySaveAsync(e.RoutingKey)) { await channel.BasicNackAsync(e.DeliveryTag, false, true); }
                    }

                    public async Task ParticularFailures(BasicDeliverEventArgs e)
                    {
                        var busy = false;
                        try { await orders.SaveAsync(e.RoutingKey); }
                        catch (TimeoutException) { busy = true; }
                        if (busy) { await channel.BasicNackAsync(e.DeliveryTag, false, true); }
                    }

                    public async Task Counted(BasicDeliverEventArgs e)
                    {
                        if (!await Save(e)) { if (!e.Redelivered) { await channel.BasicNackAsync(e.DeliveryTag, false, true); } }
                    }
                }
                """,
            Library.RabbitMq
        );

    [Fact]
    public Task Decoding_outside_the_try_of_a_method() =>
        VerifyCS.VerifyAnalyzerAsync(
            Using
                + """
                class Receiver(IChannel channel, IOrders orders)
                {
                    public void Start(AsyncEventingBasicConsumer consumer) => consumer.ReceivedAsync += OnReceived;

                    private async Task OnReceived(object sender, BasicDeliverEventArgs e)
                    {
                        var order = [|JsonSerializer.Deserialize<string>(e.Body.Span)|];
                        try
                        {
                            await orders.SaveAsync(order);
                            await channel.BasicAckAsync(e.DeliveryTag, false);
                        }
                        catch (Exception) { await channel.BasicNackAsync(e.DeliveryTag, false, false); }
                    }

                    // Nobody knows who catches what this throws.
                    public async Task Handle(BasicDeliverEventArgs e)
                    {
                        var order = JsonSerializer.Deserialize<string>(e.Body.Span);
                        await orders.SaveAsync(order);
                        await channel.BasicAckAsync(e.DeliveryTag, false);
                    }
                }
                """,
            Library.RabbitMq
        );

    [Theory]
    [InlineData("int quorum = 2;", true)]
    [InlineData("const string Kind = \"quorum\";", false)]
    public Task A_quorum_that_is_no_queue(string member, bool reported) =>
        VerifyCS<MessageIsRedeliveredForever>.VerifyAnalyzerAsync(
            """
            using RabbitMQ.Client;
            using RabbitMQ.Client.Events;

            class Receiver
            {
                MEMBER
                private readonly IChannel channel;
                private readonly Func<ReadOnlyMemory<byte>, Task> work;

                public async Task Handle(BasicDeliverEventArgs e)
                {
                    try
                    {
                        await work(e.Body);
                        await channel.BasicAckAsync(e.DeliveryTag, false);
                    }
                    catch (Exception)
                    {
                        await <channel.BasicNackAsync(e.DeliveryTag, false, true)>;
                    }
                }
            }
            """.Replace("MEMBER", member).Replace("<channel", reported ? "[|channel" : "channel").Replace(
                "true)>",
                reported ? "true)|]" : "true)"
            ),
            Library.RabbitMq
        );
}
