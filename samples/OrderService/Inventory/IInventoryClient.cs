using OrderService.Orders;

namespace OrderService.Inventory;

public sealed record Reservation(Guid OrderId, IReadOnlyList<OrderLine> Lines);

/// <summary>The inventory service, as its gRPC contract generates it.</summary>
public interface IInventoryClient
{
    /// <summary>Sets the goods aside for a quarter of an hour.</summary>
    /// <param name="reservation">What, and for which order.</param>
    /// <param name="deadline">When the caller stops waiting, in UTC.</param>
    Task ReserveAsync(Reservation reservation, DateTime? deadline = null);
}
