using OrderService.Orders;

namespace OrderService.Shipping;

/// <summary>Spreads parcels over the docks. The loads are a hint: they start anew with the process.</summary>
public sealed class ShippingDesk(ShippingClient carrier) : IDisposable
{
    private readonly SemaphoreSlim gate = new(1, 1);
    private readonly int[] loads = new int[4];

    public async Task HandOverAsync(Order order, CancellationToken token)
    {
        // Counted before it is booked: a booking that then fails leaves a wrong hint behind, not a queue of waiting requests.
        int dock;
        await gate.WaitAsync(token);
        try
        {
            dock = Array.IndexOf(loads, loads.Min());
            loads[dock]++;
        }
        finally
        {
            gate.Release();
        }

        await carrier.BookAsync(new Shipment(order.Id, dock), token);
    }

    public void Dispose() => gate.Dispose();
}
