namespace OrderService.Orders;

/// <param name="Id">Chosen by the client and repeated when it asks again, so that one order is placed once.</param>
public sealed record PlaceOrder(Guid Id, string Customer, IReadOnlyList<OrderLine> Lines);

public sealed record OrderLine(string Sku, int Quantity, decimal UnitPrice);

public sealed record Order(Guid Id, string Customer, decimal Total, DateTime PlacedAt);
