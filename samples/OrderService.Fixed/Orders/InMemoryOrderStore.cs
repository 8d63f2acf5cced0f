using OrderService.Events;

namespace OrderService.Orders;

public sealed class InMemoryOrderStore : IOrderStore, IOutbox
{
    private readonly Lock gate = new();
    private readonly Dictionary<Guid, Order> orders = [];
    private readonly Queue<OrderPlaced> unpublished = [];

    public Task AddAsync(Order order, CancellationToken token)
    {
        lock (gate)
        {
            if (orders.TryAdd(order.Id, order))
            {
                unpublished.Enqueue(OrderPlaced.From(order));
            }
        }

        return Task.CompletedTask;
    }

    public Task<Order?> FindAsync(Guid id, CancellationToken token)
    {
        lock (gate)
        {
            return Task.FromResult(orders.GetValueOrDefault(id));
        }
    }

    public Task<OrderPlaced?> OldestAsync(CancellationToken token)
    {
        lock (gate)
        {
            return Task.FromResult(unpublished.TryPeek(out var oldest) ? oldest : null);
        }
    }

    public Task MarkPublishedAsync(OrderPlaced message, CancellationToken token)
    {
        lock (gate)
        {
            if (unpublished.TryPeek(out var oldest) && oldest.OrderId == message.OrderId)
            {
                unpublished.Dequeue();
            }
        }

        return Task.CompletedTask;
    }
}
