namespace OrderService.Events;

/// <summary>The stand-in for the broker.</summary>
public sealed class LoggedOrderEvents(ILogger<LoggedOrderEvents> logger) : IOrderEvents
{
    public Task PublishAsync(OrderPlaced message, CancellationToken token)
    {
        logger.LogInformation("Published {Event}", message);
        return Task.CompletedTask;
    }
}
