using DistributedSystems.Analyzers.Rules.Messaging;
using DistributedSystems.Analyzers.Tests.Verify;
using DistributedSystems.CodeFixes.Messaging;

namespace DistributedSystems.Analyzers.Tests.Rules.Messaging;

using VerifyCS = VerifyCS<AcknowledgedBeforeProcessed>;
using VerifyFix = VerifyCS<AcknowledgedBeforeProcessed, SettleAfterWorkFix>;

public class AcknowledgedBeforeProcessedTests
{
    [Fact]
    public Task A_flag_hands_messages_over_as_processed() =>
        VerifyCS.VerifyAnalyzerAsync(
            """
            using RabbitMQ.Client;

            class Receiver
            {
                private const bool Forget = true;
                private readonly bool forget = true;
                private readonly IChannel channel;
                private readonly IAsyncBasicConsumer consumer;

                async Task Listen(string queue, bool unknown)
                {
                    await channel.BasicConsumeAsync(queue, {|DIST6001:true|}, consumer);
                    await channel.BasicConsumeAsync(queue, {|DIST6001:autoAck: Forget|}, consumer);
                    await channel.BasicConsumeAsync(consumer: consumer, queue: queue, {|DIST6001:autoAck: forget|});
                    var now = true;
                    await channel.BasicConsumeAsync(queue, {|DIST6001:now|}, consumer);
                    var one = await channel.BasicGetAsync(queue, {|DIST6001:true|});
                    await Subscribe(queue, true);

                    await channel.BasicConsumeAsync(queue, false, consumer);
                    await channel.BasicConsumeAsync(queue, unknown, consumer);
                    await channel.BasicGetAsync(queue, autoAck: false);
                }

                private Task Subscribe(string queue, bool automatically) => channel.BasicConsumeAsync(queue, {|DIST6001:automatically|}, consumer);
            }
            """,
            Library.RabbitMq
        );

    [Fact]
    public Task A_queue_that_ends_with_its_consumer_is_left_alone() =>
        VerifyCS.VerifyAnalyzerAsync(
            """
            using RabbitMQ.Client;

            class Receiver
            {
                private string replies;
                private readonly IChannel channel;
                private readonly IAsyncBasicConsumer consumer;

                async Task Listen(string name, string shared)
                {
                    await channel.BasicConsumeAsync("amq.rabbitmq.reply-to", true, consumer);
                    var own = await channel.QueueDeclareAsync();
                    await channel.BasicConsumeAsync(own.QueueName, true, consumer);
                    await channel.QueueDeclareAsync(name, exclusive: true);
                    await channel.BasicConsumeAsync(name, true, consumer);
                    replies = (await channel.QueueDeclareAsync("")).QueueName;
                    await channel.BasicConsumeAsync(replies, true, consumer);

                    await channel.BasicConsumeAsync(await Anew("client"), true, consumer);

                    await channel.QueueDeclareAsync(shared, durable: true, exclusive: false);
                    await channel.BasicConsumeAsync(shared, {|DIST6001:true|}, consumer);
                }

                private async Task<string> Anew(string name)
                {
                    var queue = $"{name}.{Guid.NewGuid()}";
                    await channel.QueueDeclareAsync(queue, exclusive: false);
                    return queue;
                }
            }
            """,
            Library.RabbitMq
        );

    [Fact]
    public Task The_message_is_settled_before_the_work() =>
        VerifyCS.VerifyAnalyzerAsync(
            """
            using Azure.Messaging.ServiceBus;
            using Confluent.Kafka;
            using RabbitMQ.Client;
            using RabbitMQ.Client.Events;

            interface IOrders { Task SaveAsync(string order); Task<bool> KnowsAsync(string id); }
            class Order { public static Order Of(BinaryData body) => new Order(); }

            class Handlers
            {
                private readonly IChannel channel;
                private readonly IOrders orders;
                private readonly HttpClient http;
                private readonly Func<string, Task> handle;

                async Task Step(BasicDeliverEventArgs delivery)
                {
                    var text = System.Text.Encoding.UTF8.GetString(delivery.Body.Span);
                    await {|DIST6001:channel.BasicAckAsync(delivery.DeliveryTag, false)|};
                    await orders.SaveAsync(text);
                }

                async Task Delegate(BasicDeliverEventArgs delivery)
                {
                    await {|DIST6001:channel.BasicAckAsync(delivery.DeliveryTag, false)|};
                    await handle(delivery.RoutingKey);
                }

                void Subscribed(ServiceBusProcessor processor) =>
                    processor.ProcessMessageAsync += async args =>
                    {
                        var order = Order.Of(args.Message.Body);
                        await {|DIST6001:args.CompleteMessageAsync(args.Message)|};
                        if (order is not null)
                        {
                            await SendAsync(order);
                        }
                    };

                private Task SendAsync(Order order) => http.PostAsync("/orders", new StringContent(order.ToString()));

                async Task Polled(IConsumer<string, string> consumer, CancellationToken token)
                {
                    while (true)
                    {
                        var result = consumer.Consume(token);
                        {|DIST6001:consumer.Commit(result)|};
                        await orders.SaveAsync(result.Message.Value);
                    }
                }
            }
            """,
            Library.RabbitMq,
            Library.Kafka,
            Library.ServiceBus
        );

    [Fact]
    public Task The_message_is_settled_after_the_work_or_aside() =>
        VerifyCS.VerifyAnalyzerAsync(
            """
            using Azure.Messaging.ServiceBus;
            using Confluent.Kafka;
            using RabbitMQ.Client;
            using RabbitMQ.Client.Events;

            interface IOrders { Task SaveAsync(string order); Task<bool> KnowsAsync(string id); }

            class Handlers
            {
                private readonly IChannel channel;
                private readonly IOrders orders;
                private readonly HttpClient http;

                async Task Known(BasicDeliverEventArgs delivery)
                {
                    if (await orders.KnowsAsync(delivery.BasicProperties.MessageId))
                    {
                        await channel.BasicAckAsync(delivery.DeliveryTag, false);
                        return;
                    }

                    await orders.SaveAsync(delivery.RoutingKey);
                    await channel.BasicAckAsync(delivery.DeliveryTag, false);
                    await http.PostAsync("/metrics", null);
                }

                async Task Broken(ProcessMessageEventArgs args)
                {
                    try
                    {
                        await orders.SaveAsync(args.Message.Body.ToString());
                        await args.CompleteMessageAsync(args.Message);
                    }
                    catch (FormatException)
                    {
                        await args.CompleteMessageAsync(args.Message);
                        await http.PostAsync("/broken", null);
                    }
                }

                async Task Polled(IConsumer<string, string> consumer, CancellationToken token)
                {
                    while (true)
                    {
                        var result = consumer.Consume(token);
                        await orders.SaveAsync(result.Message.Value);
                        consumer.Commit(result);
                    }
                }

                async Task Told(BasicDeliverEventArgs delivery)
                {
                    await channel.BasicAckAsync(delivery.DeliveryTag, false);
                    Console.WriteLine(delivery.RoutingKey);
                    await Task.Delay(1);
                }
            }
            """,
            Library.RabbitMq,
            Library.Kafka,
            Library.ServiceBus
        );

    [Fact]
    public Task Settings_of_a_consumer() =>
        VerifyCS.VerifyAnalyzerAsync(
            """
            using System.Collections.Generic;
            using Confluent.Kafka;

            class Consumers
            {
                private readonly ConsumerConfig kept = {|DIST6001:new ConsumerConfig { GroupId = "g" }|};
                private readonly ConsumerConfig changed = new ConsumerConfig { GroupId = "g" };
                Consumers() => changed.EnableAutoCommit = false;

                void Defaults()
                {
                    var made = {|DIST6001:new ConsumerConfig { GroupId = "g" }|};
                    using var consumer = new ConsumerBuilder<Ignore, string>(made).Build();
                    var said = new ConsumerConfig { GroupId = "g", EnableAutoCommit = {|DIST6001:true|} };
                    var table = {|DIST6001:new Dictionary<string, string> { { "group.id", "g" } }|};
                    using var other = new ConsumerBuilder<Ignore, string>(table).Build();
                    using var third = new ConsumerBuilder<Ignore, string>(new Dictionary<string, string> { ["enable.auto.commit"] = {|DIST6001:"true"|} }).Build();
                }

                private Options options;
                class Options { public ConsumerConfig Consumer { get; set; } }
                void Given(ConsumerConfig given) => options.Consumer = given ?? new ConsumerConfig();
                void Kept() => options.Consumer = new ConsumerConfig { GroupId = "g" };

                void SwitchedOff(ClientConfig shared, bool unknown, string key)
                {
                    _ = new ConsumerConfig { GroupId = "g", EnableAutoCommit = false };
                    _ = new ConsumerConfig { GroupId = "g", EnableAutoCommit = true, EnableAutoOffsetStore = false };
                    _ = new ConsumerConfig { GroupId = "g", EnableAutoOffsetStore = false };
                    _ = new ConsumerConfig { GroupId = "g", EnableAutoCommit = unknown };
                    _ = new ConsumerConfig(shared) { GroupId = "g" };
                    var later = new ConsumerConfig { GroupId = "g" };
                    later.EnableAutoCommit = false;
                    var filled = new ConsumerConfig { GroupId = "g" };
                    Fill(filled);
                    using var a = new ConsumerBuilder<Ignore, string>(new Dictionary<string, string> { ["enable.auto.commit"] = "false" }).Build();
                    using var b = new ConsumerBuilder<Ignore, string>(new Dictionary<string, string> { [key] = "false" }).Build();
                    var table = new Dictionary<string, string> { ["group.id"] = "g" };
                    table["enable.auto.commit"] = "false";
                    using var c = new ConsumerBuilder<Ignore, string>(table).Build();
                }

                void Fill(ConsumerConfig config) => config.EnableAutoCommit = false;
            }
            """,
            Library.Kafka
        );

    [Fact]
    public Task Moves_the_settling_behind_the_work() =>
        VerifyFix.VerifyCodeFixAsync(
            """
            using RabbitMQ.Client;
            using RabbitMQ.Client.Events;

            interface IOrders { Task SaveAsync(string order); }

            class Handlers
            {
                private readonly IChannel channel;
                private readonly IOrders orders;

                async Task Handle(BasicDeliverEventArgs delivery)
                {
                    await [|channel.BasicAckAsync(delivery.DeliveryTag, false)|];
                    var text = System.Text.Encoding.UTF8.GetString(delivery.Body.Span);
                    await orders.SaveAsync(text);
                }
            }
            """,
            """
            using RabbitMQ.Client;
            using RabbitMQ.Client.Events;

            interface IOrders { Task SaveAsync(string order); }

            class Handlers
            {
                private readonly IChannel channel;
                private readonly IOrders orders;

                async Task Handle(BasicDeliverEventArgs delivery)
                {
                    var text = System.Text.Encoding.UTF8.GetString(delivery.Body.Span);
                    await orders.SaveAsync(text);
                    await channel.BasicAckAsync(delivery.DeliveryTag, false);
                }
            }
            """,
            Library.RabbitMq
        );

    [Fact]
    public Task Stays_where_the_rest_may_leave_early() =>
        VerifyFix.VerifyNoFixAsync(
            """
            using RabbitMQ.Client;
            using RabbitMQ.Client.Events;

            interface IOrders { Task SaveAsync(string order); }

            class Handlers
            {
                private readonly IChannel channel;
                private readonly IOrders orders;

                async Task Handle(BasicDeliverEventArgs delivery)
                {
                    await [|channel.BasicAckAsync(delivery.DeliveryTag, false)|];
                    if (delivery.Redelivered)
                    {
                        return;
                    }

                    await orders.SaveAsync(delivery.RoutingKey);
                }
            }
            """,
            Setup.With(Library.RabbitMq)
        );
}
