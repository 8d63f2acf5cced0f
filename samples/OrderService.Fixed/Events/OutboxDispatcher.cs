using OrderService.Orders;

namespace OrderService.Events;

/// <summary>
/// Publishes what the outbox holds, oldest first. A crash after publishing repeats one message: at least once, never lost.
/// </summary>
public sealed class OutboxDispatcher(IOutbox outbox, IOrderEvents events, ILogger<OutboxDispatcher> logger) : BackgroundService
{
    private static readonly TimeSpan PublishDeadline = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(500);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            var published = false;
            try
            {
                published = await PublishOldestAsync(stoppingToken);
            }
            catch (Exception failure) when (!stoppingToken.IsCancellationRequested)
            {
                logger.LogWarning(failure, "The oldest event stays in the outbox for now");
            }

            if (!published)
            {
                await Task.Delay(Pause, stoppingToken);
            }
        }
    }

    private async Task<bool> PublishOldestAsync(CancellationToken stoppingToken)
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(stoppingToken);
        deadline.CancelAfter(PublishDeadline);
        if (await outbox.OldestAsync(deadline.Token) is not { } message)
        {
            return false;
        }

        await events.PublishAsync(message, deadline.Token);
        await outbox.MarkPublishedAsync(message, deadline.Token);
        return true;
    }
}
