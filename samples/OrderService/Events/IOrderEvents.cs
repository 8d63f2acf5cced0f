namespace OrderService.Events;

public interface IOrderEvents
{
    /// <summary>Completes when the broker has confirmed the message.</summary>
    Task PublishAsync(OrderPlaced message, CancellationToken token);
}
