using OrderService.Events;

namespace OrderService.Orders;

public interface IOrderStore
{
    /// <summary>
    /// Records the order and, in the same transaction, the event that announces it. An order that is already there stays as it is.
    /// </summary>
    Task AddAsync(Order order, CancellationToken token);

    Task<Order?> FindAsync(Guid id, CancellationToken token);
}

/// <summary>The events that were recorded with their orders and still have to be published.</summary>
public interface IOutbox
{
    /// <summary>The event that has waited longest, or null when none waits.</summary>
    Task<OrderPlaced?> OldestAsync(CancellationToken token);

    Task MarkPublishedAsync(OrderPlaced message, CancellationToken token);
}
