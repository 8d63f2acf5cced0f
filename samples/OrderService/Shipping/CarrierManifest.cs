using RabbitMQ.Client;
using RabbitMQ.Client.Events;
using StackExchange.Redis;

namespace OrderService.Shipping;

/// <summary>Closes the day's manifest with the carrier when the warehouse says so. One instance at a time: the carrier takes only one file.</summary>
public sealed class CarrierManifest(IConnection broker, IDatabase redis, ShippingClient carrier) : BackgroundService
{
    private const string Queue = "manifest";
    private const string Key = "lock:manifest";

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
        if (!await redis.StringSetAsync(Key, Environment.MachineName, TimeSpan.FromSeconds(10), When.NotExists).WaitAsync(token))
        {
            return;
        }

        try
        {
            using var deadline = CancellationTokenSource.CreateLinkedTokenSource(token);
            deadline.CancelAfter(TimeSpan.FromSeconds(30));
            await carrier.CloseManifestAsync(deadline.Token);
        }
        finally
        {
            await redis.KeyDeleteAsync(Key);
        }
    }
}
