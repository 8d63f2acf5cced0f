using System.Text.Json;
using RabbitMQ.Client;
using RabbitMQ.Client.Events;
using StackExchange.Redis;

namespace OrderService.Events;

/// <summary>Puts each order that was placed on the list of those to be packed. An order stands there once, however often its message comes.</summary>
public sealed class PackingList(IConnection broker, IDatabase redis) : BackgroundService
{
    private const string Queue = "packing";

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await using var channel = await broker.CreateChannelAsync(cancellationToken: stoppingToken);
        await channel.QueueDeclareAsync(Queue, durable: true, exclusive: false, autoDelete: false, cancellationToken: stoppingToken);
        await channel.QueueBindAsync(Queue, RabbitMqOrderEvents.Exchange, "order.placed", cancellationToken: stoppingToken);
        var consumer = new AsyncEventingBasicConsumer(channel);
        consumer.ReceivedAsync += (_, delivery) => AddAsync(channel, delivery);
        await channel.BasicConsumeAsync(Queue, autoAck: false, consumer, stoppingToken);
        await Task.Delay(Timeout.Infinite, stoppingToken);
    }

    // What cannot be packed now is tried once more; the second time it goes to the queue's dead letters.
    private async Task AddAsync(IChannel channel, BasicDeliverEventArgs delivery)
    {
        try
        {
            var placed = JsonSerializer.Deserialize<OrderPlaced>(delivery.Body.Span)!;
            await redis.SetAddAsync("to-pack", placed.OrderId.ToString());
            await channel.BasicAckAsync(delivery.DeliveryTag, multiple: false);
        }
        catch (Exception)
        {
            await channel.BasicNackAsync(delivery.DeliveryTag, multiple: false, requeue: !delivery.Redelivered);
        }
    }
}
