using System.Collections.Concurrent;
using Grpc.Core;

namespace OrderService.Inventory;

/// <summary>The other end of the inventory client: an endless shelf that answers at once.</summary>
internal sealed class InventoryShelf : InventoryService.InventoryServiceBase
{
    private readonly ConcurrentDictionary<string, Reservation> reservations = [];

    public override Task<Reserved> Reserve(Reservation request, ServerCallContext context)
    {
        reservations[request.OrderId] = request;
        return Task.FromResult(new Reserved());
    }
}
