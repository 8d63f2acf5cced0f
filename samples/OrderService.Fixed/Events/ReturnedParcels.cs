using System.Text.Json;
using RabbitMQ.Client;
using RabbitMQ.Client.Events;
using StackExchange.Redis;

namespace OrderService.Events;

/// <param name="OrderId">The order whose parcel came back.</param>
/// <param name="Reason">What the carrier says about it.</param>
public sealed record ParcelReturned(Guid OrderId, string Reason);

/// <summary>Keeps account of the parcels that come back, by the carrier's reason.</summary>
public sealed class ReturnedParcels(IConnection broker, IDatabase redis) : BackgroundService
{
    private const string Queue = "returns";

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await using var channel = await broker.CreateChannelAsync(cancellationToken: stoppingToken);
        await channel.QueueDeclareAsync(Queue, durable: true, exclusive: false, autoDelete: false, cancellationToken: stoppingToken);
        await channel.QueueBindAsync(Queue, RabbitMqOrderEvents.Exchange, "parcel.returned", cancellationToken: stoppingToken);
        var consumer = new AsyncEventingBasicConsumer(channel);
        consumer.ReceivedAsync += (_, delivery) => NoteAsync(channel, delivery);
        await channel.BasicConsumeAsync(Queue, autoAck: false, consumer, stoppingToken);
        await Task.Delay(Timeout.Infinite, stoppingToken);
    }

    // A parcel counts once, however often its message comes; what cannot be read goes to the dead letters the second time.
    private async Task NoteAsync(IChannel channel, BasicDeliverEventArgs delivery)
    {
        try
        {
            var returned = JsonSerializer.Deserialize<ParcelReturned>(delivery.Body.Span)!;
            await redis.SetAddAsync($"returns:{returned.Reason}", returned.OrderId.ToString());
            await channel.BasicAckAsync(delivery.DeliveryTag, multiple: false);
        }
        catch (Exception)
        {
            await channel.BasicNackAsync(delivery.DeliveryTag, multiple: false, requeue: !delivery.Redelivered);
        }
    }
}
