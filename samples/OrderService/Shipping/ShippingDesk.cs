using OrderService.Orders;

namespace OrderService.Shipping;

/// <summary>Spreads parcels over the docks. The loads are a hint: they start anew with the process.</summary>
public sealed class ShippingDesk(ShippingClient carrier) : IDisposable
{
    private readonly SemaphoreSlim gate = new(1, 1);
    private readonly int[] loads = new int[4];

    public async Task HandOverAsync(Order order, CancellationToken token)
    {
        // One at a time, so that a dock is counted only for a parcel that was really booked.
        await gate.WaitAsync(token);
        try
        {
            var dock = Array.IndexOf(loads, loads.Min());
            await carrier.BookAsync(new Shipment(order.Id, dock), token);
            loads[dock]++;
        }
        finally
        {
            gate.Release();
        }
    }

    public void Dispose() => gate.Dispose();
}
