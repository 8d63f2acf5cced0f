using System.Text.Json;
using RabbitMQ.Client;

namespace OrderService.Events;

public sealed class RabbitMqOrderEvents(IConnection broker) : IOrderEvents
{
    public const string Exchange = "orders";

    private static readonly CreateChannelOptions WithConfirms = new(
        publisherConfirmationsEnabled: true,
        publisherConfirmationTrackingEnabled: true
    );

    public async Task PublishAsync(OrderPlaced message, CancellationToken token)
    {
        // A channel serves one caller at a time, so each message gets its own.
        await using var channel = await broker.CreateChannelAsync(WithConfirms, token);
        await channel.BasicPublishAsync(
            exchange: Exchange,
            routingKey: "order.placed",
            mandatory: false,
            new BasicProperties
            {
                MessageId = message.OrderId.ToString(),
                ContentType = "application/json",
                Persistent = true,
            },
            JsonSerializer.SerializeToUtf8Bytes(message),
            token
        );
    }
}
