using DistributedSystems.Analyzers.Rules.Messaging;
using DistributedSystems.Analyzers.Tests.Verify;

namespace DistributedSystems.Analyzers.Tests.Rules.Messaging;

using VerifyCS = VerifyCS<AcknowledgedBeforeProcessed>;

/// <summary>The less direct ways to settle a message before its work.</summary>
public class SettledTooEarlyTests
{
    [Fact]
    public Task Work_that_is_only_started() =>
        VerifyCS.VerifyAnalyzerAsync(
            """
            using RabbitMQ.Client;
            using RabbitMQ.Client.Events;

            interface IOrders { Task SaveAsync(string order); void Seen(string order); }

            class Receiver(IChannel channel, IOrders orders)
            {
                public void Listen(AsyncEventingBasicConsumer consumer)
                {
                    consumer.ReceivedAsync += async (_, delivery) =>
                    {
                        var order = delivery.RoutingKey;
                        _ = Task.Run(() => orders.SaveAsync(order));
                        await [|channel.BasicAckAsync(delivery.DeliveryTag, false)|];
                    };
                    consumer.ReceivedAsync += async (_, delivery) =>
                    {
                        await Task.Run(() => orders.SaveAsync(delivery.RoutingKey));
                        await channel.BasicAckAsync(delivery.DeliveryTag, false);
                    };
                    consumer.ReceivedAsync += async (_, delivery) =>
                    {
                        var saving = Task.Run(() => orders.SaveAsync(delivery.RoutingKey));
                        await saving;
                        await channel.BasicAckAsync(delivery.DeliveryTag, false);
                    };
                    consumer.ReceivedAsync += async (_, delivery) =>
                    {
                        await orders.SaveAsync(delivery.RoutingKey);
                        _ = Task.Run(() => orders.SaveAsync(delivery.RoutingKey));
                        await channel.BasicAckAsync(delivery.DeliveryTag, false);
                    };
                }
            }
            """,
            Library.RabbitMq
        );

    [Fact]
    public Task A_consumer_of_its_own_and_a_step_that_settles() =>
        VerifyCS.VerifyAnalyzerAsync(
            """
            using System.Text;
            using RabbitMQ.Client;

            interface IOrders { Task SaveAsync(string order); }

            class Eager(IChannel channel, IOrders orders) : AsyncDefaultBasicConsumer(channel)
            {
                public override async Task HandleBasicDeliverAsync(string consumerTag, ulong deliveryTag, bool redelivered, string exchange,
                    string routingKey, IReadOnlyBasicProperties properties, ReadOnlyMemory<byte> body, CancellationToken ct = default)
                {
                    var order = Encoding.UTF8.GetString(body.Span);
                    await [|Done(deliveryTag)|];
                    await orders.SaveAsync(order);
                }

                private async Task Done(ulong tag) => await Channel.BasicAckAsync(tag, false);
            }

            class Direct(IChannel channel, IOrders orders) : AsyncDefaultBasicConsumer(channel)
            {
                public override async Task HandleBasicDeliverAsync(string consumerTag, ulong deliveryTag, bool redelivered, string exchange,
                    string routingKey, IReadOnlyBasicProperties properties, ReadOnlyMemory<byte> body, CancellationToken ct = default)
                {
                    await [|Channel.BasicAckAsync(deliveryTag, false)|];
                    await orders.SaveAsync(routingKey);
                }
            }

            class Orderly(IChannel channel, IOrders orders) : AsyncDefaultBasicConsumer(channel)
            {
                public override async Task HandleBasicDeliverAsync(string consumerTag, ulong deliveryTag, bool redelivered, string exchange,
                    string routingKey, IReadOnlyBasicProperties properties, ReadOnlyMemory<byte> body, CancellationToken ct = default)
                {
                    await orders.SaveAsync(routingKey);
                    await Done(deliveryTag, routingKey);
                    await orders.SaveAsync("last");
                }

                private async Task Done(ulong tag, string order)
                {
                    await orders.SaveAsync(order);
                    await Channel.BasicAckAsync(tag, false);
                }
            }
            """,
            Library.RabbitMq
        );

    [Fact]
    public Task Offsets_that_are_stored_first() =>
        VerifyCS.VerifyAnalyzerAsync(
            """
            using Confluent.Kafka;

            interface ILedger { Task PostAsync(string entry); }

            class Worker(IConsumer<string, string> consumer, ILedger ledger)
            {
                public async Task Early()
                {
                    var record = consumer.Consume(TimeSpan.FromSeconds(1));
                    [|consumer.StoreOffset(record)|];
                    await ledger.PostAsync(record.Message.Value);
                }

                public async Task Late()
                {
                    var record = consumer.Consume(TimeSpan.FromSeconds(1));
                    await ledger.PostAsync(record.Message.Value);
                    consumer.StoreOffset(record);
                }

                public async Task CommittedByHand()
                {
                    var record = consumer.Consume(TimeSpan.FromSeconds(1));
                    consumer.StoreOffset(record);
                    await ledger.PostAsync(record.Message.Value);
                    consumer.Commit();
                }
            }
            """,
            Library.Kafka
        );

    [Fact]
    public Task Settings_that_are_made_step_by_step() =>
        VerifyCS.VerifyAnalyzerAsync(
            """
            using Confluent.Kafka;

            class Consumers
            {
                public object On(string servers)
                {
                    var config = new ConsumerConfig { GroupId = servers };
                    config.EnableAutoCommit = {|DIST6001:true|};
                    return new ConsumerBuilder<string, string>(config).Build();
                }

                public object Off(string servers)
                {
                    var config = new ConsumerConfig { GroupId = servers };
                    config.EnableAutoCommit = false;
                    return new ConsumerBuilder<string, string>(config).Build();
                }

                public object Perhaps(string servers, bool commit)
                {
                    var config = new ConsumerConfig { GroupId = servers };
                    if (commit) { config.EnableAutoCommit = true; }
                    return new ConsumerBuilder<string, string>(config).Build();
                }

                public object StoredByHand(string servers)
                {
                    var config = new ConsumerConfig { GroupId = servers };
                    config.EnableAutoCommit = true;
                    config.EnableAutoOffsetStore = false;
                    return new ConsumerBuilder<string, string>(config).Build();
                }

                public object Table(string servers)
                {
                    var table = new Dictionary<string, string>();
                    table["group.id"] = servers;
                    table.Add("enable.auto.commit", {|DIST6001:"true"|});
                    return new ConsumerBuilder<string, string>(table).Build();
                }

                public object TableOff(string servers)
                {
                    var table = new Dictionary<string, string> { ["group.id"] = servers };
                    table["enable.auto.commit"] = "false";
                    return new ConsumerBuilder<string, string>(table).Build();
                }

                public object TableOfOthers(Dictionary<string, string> given)
                {
                    var table = new Dictionary<string, string>(given);
                    return new ConsumerBuilder<string, string>(table).Build();
                }
            }
            """,
            Library.Kafka
        );

    [Fact]
    public Task Received_and_deleted() =>
        VerifyCS.VerifyAnalyzerAsync(
            """
            using Azure.Messaging.ServiceBus;

            class Receiver(ServiceBusClient client)
            {
                public async Task Take(Func<string, Task> work)
                {
                    var options = new ServiceBusReceiverOptions { ReceiveMode = {|DIST6001:ServiceBusReceiveMode.ReceiveAndDelete|} };
                    var receiver = client.CreateReceiver("orders", options);
                    var message = await receiver.ReceiveMessageAsync();
                    await work(message.Body.ToString());
                }

                public ServiceBusReceiver Peeking() =>
                    client.CreateReceiver("orders", new ServiceBusReceiverOptions { ReceiveMode = ServiceBusReceiveMode.PeekLock });
            }

            class Purge(ServiceBusClient client)
            {
                public async Task All()
                {
                    var receiver = client.CreateReceiver("dead", new ServiceBusReceiverOptions { ReceiveMode = ServiceBusReceiveMode.ReceiveAndDelete });
                    while ((await receiver.ReceiveMessagesAsync(100)).Count > 0) { }
                }
            }
            """,
            Library.ServiceBus
        );

    [Fact]
    public Task Settled_with_others_that_are_still_at_work() =>
        VerifyCS.VerifyAnalyzerAsync(
            """
            using RabbitMQ.Client;
            using RabbitMQ.Client.Events;

            interface IOrders { Task SaveAsync(string order); }

            class Concurrent(IConnection connection, IOrders orders)
            {
                public async Task Listen(AsyncEventingBasicConsumer consumer)
                {
                    var channel = await connection.CreateChannelAsync(new CreateChannelOptions(true, true, consumerDispatchConcurrency: 8));
                    consumer.ReceivedAsync += async (_, delivery) =>
                    {
                        await orders.SaveAsync(delivery.RoutingKey);
                        await channel.BasicAckAsync(delivery.DeliveryTag, {|DIST6001:multiple: true|});
                    };
                }

                public async Task InOrder(AsyncEventingBasicConsumer consumer)
                {
                    var channel = await connection.CreateChannelAsync();
                    var handled = 0;
                    consumer.ReceivedAsync += async (_, delivery) =>
                    {
                        await orders.SaveAsync(delivery.RoutingKey);
                        await channel.BasicAckAsync(delivery.DeliveryTag, multiple: true);
                    };
                    consumer.ReceivedAsync += async (_, delivery) =>
                    {
                        await orders.SaveAsync(delivery.RoutingKey);
                        if (++handled % 100 == 0) { await channel.BasicAckAsync(delivery.DeliveryTag, multiple: true); }
                    };
                }

                public async Task Alone(AsyncEventingBasicConsumer consumer)
                {
                    var channel = await connection.CreateChannelAsync(new CreateChannelOptions(true, true, consumerDispatchConcurrency: 8));
                    consumer.ReceivedAsync += async (_, delivery) =>
                    {
                        await orders.SaveAsync(delivery.RoutingKey);
                        await channel.BasicAckAsync(delivery.DeliveryTag, multiple: false);
                    };
                }
            }
            """,
            Library.RabbitMq
        );

    [Fact]
    public Task Settled_by_functions_that_nobody_waits_for() =>
        VerifyCS.VerifyAnalyzerAsync(
            """
            using RabbitMQ.Client;
            using RabbitMQ.Client.Events;

            interface IOrders { Task SaveAsync(string order); }

            class Many(IModel channel, EventingBasicConsumer consumer, IOrders orders)
            {
                public void Listen() =>
                    consumer.Received += async (_, delivery) =>
                    {
                        await orders.SaveAsync(delivery.RoutingKey);
                        channel.BasicAck(delivery.DeliveryTag, {|DIST6001:true|});
                    };
            }

            class One(IModel channel, EventingBasicConsumer consumer, IOrders orders)
            {
                public void Listen()
                {
                    channel.BasicQos(0, 1, false);
                    consumer.Received += async (_, delivery) =>
                    {
                        await orders.SaveAsync(delivery.RoutingKey);
                        channel.BasicAck(delivery.DeliveryTag, true);
                    };
                }
            }
            """,
            Library.Oldest + Library.RabbitMq
        );

    [Fact]
    public Task An_override_of_nothing_is_half_typed() =>
        VerifyCS.VerifyAnalyzerAsync(
            """
            using RabbitMQ.Client;

            class Receiver(IChannel channel)
            {
                public override async Task {|CS0115:Handle|}(ulong tag, string order)
                {
                    await channel.BasicAckAsync(tag, false);
                    order.ToString();
                }
            }
            """,
            Library.RabbitMq
        );
}
