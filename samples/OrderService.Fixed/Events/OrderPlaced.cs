using OrderService.Orders;

namespace OrderService.Events;

/// <summary>Published at least once; its order id is its message id, by which consumers recognise a repetition.</summary>
public sealed record OrderPlaced(Guid OrderId, string Customer, decimal Total, DateTime PlacedAt)
{
    public static OrderPlaced From(Order order) => new(order.Id, order.Customer, order.Total, order.PlacedAt);
}
