using System.Diagnostics;
using OrderService.Inventory;
using OrderService.Payments;
using OrderService.Shipping;

namespace OrderService.Orders;

/// <summary>Places one order: reserve, charge, record, ship. Each step can be repeated for the same order id.</summary>
public sealed class OrderProcessing(
    InventoryService.InventoryServiceClient inventory,
    PaymentClient payments,
    IOrderStore orders,
    ShippingDesk shipping,
    ILogger<OrderProcessing> logger
)
{
    private static readonly TimeSpan ReservationDeadline = TimeSpan.FromSeconds(2);

    /// <returns>The order, or null when the payment was declined; its reservation then lapses by itself.</returns>
    public async Task<Order?> PlaceAsync(PlaceOrder request, CancellationToken token)
    {
        var startedAt = Stopwatch.GetTimestamp();
        await ReserveAsync(request, token);

        var total = request.Lines.Sum(line => line.Quantity * line.UnitPrice);
        if (!await payments.ChargeAsync(new Charge(request.Id, request.Customer, total), token))
        {
            logger.LogInformation("Payment of order {OrderId} was declined", request.Id);
            return null;
        }

        var order = new Order(request.Id, request.Customer, total, DateTime.UtcNow);
        await orders.AddAsync(order, token);
        await shipping.HandOverAsync(order, token);

        logger.LogInformation("Order {OrderId} was placed in {Elapsed}", order.Id, Stopwatch.GetElapsedTime(startedAt));
        return order;
    }

    private async Task ReserveAsync(PlaceOrder request, CancellationToken token)
    {
        var lines = request.Lines.Select(line => new ReservedLine { Sku = line.Sku, Quantity = line.Quantity });
        await inventory.ReserveAsync(
            new Reservation { OrderId = request.Id.ToString(), Lines = { lines } },
            deadline: DateTime.UtcNow + ReservationDeadline,
            cancellationToken: token
        );
    }
}
