using System.Collections.Concurrent;

namespace OrderService.Inventory;

/// <summary>The stand-in for the inventory service: an endless shelf that answers at once.</summary>
public sealed class InMemoryInventory : IInventoryClient
{
    private readonly ConcurrentDictionary<Guid, Reservation> reservations = [];

    public Task ReserveAsync(Reservation reservation, DateTime? deadline = null)
    {
        reservations[reservation.OrderId] = reservation;
        return Task.CompletedTask;
    }
}
