using RabbitMQ.Client;
using RabbitMQ.Client.Events;
using StackExchange.Redis;

namespace OrderService.Shipping;

/// <summary>Closes the day's manifest with the carrier when the warehouse says so. One instance at a time: the carrier takes only one file.</summary>
public sealed class CarrierManifest(IConnection broker, IDatabase redis, ShippingClient carrier) : BackgroundService
{
    private const string Queue = "manifest";
    private const string Key = "lock:manifest";

    // The lock outlives the call that it guards.
    private static readonly TimeSpan CarrierDeadline = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Expiry = TimeSpan.FromSeconds(60);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await using var channel = await broker.CreateChannelAsync(cancellationToken: stoppingToken);
        await channel.QueueDeclareAsync(Queue, durable: true, exclusive: false, autoDelete: false, cancellationToken: stoppingToken);
        var consumer = new AsyncEventingBasicConsumer(channel);
        consumer.ReceivedAsync += async (_, delivery) =>
        {
            await CloseAsync(stoppingToken);
            await channel.BasicAckAsync(delivery.DeliveryTag, multiple: false, stoppingToken);
        };
        await channel.BasicConsumeAsync(Queue, autoAck: false, consumer, stoppingToken);
        await Task.Delay(Timeout.Infinite, stoppingToken);
    }

    private async Task CloseAsync(CancellationToken token)
    {
        var owner = Guid.NewGuid().ToString("N");
        if (!await redis.LockTakeAsync(Key, owner, Expiry).WaitAsync(token))
        {
            return;
        }

        try
        {
            using var deadline = CancellationTokenSource.CreateLinkedTokenSource(token);
            deadline.CancelAfter(CarrierDeadline);
            await carrier.CloseManifestAsync(deadline.Token);
        }
        finally
        {
            await redis.LockReleaseAsync(Key, owner);
        }
    }
}
