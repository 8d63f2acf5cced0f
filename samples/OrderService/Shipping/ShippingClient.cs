using DistributedSystems;

namespace OrderService.Shipping;

/// <param name="OrderId">Identifies the shipment: booking it again replaces it.</param>
/// <param name="Dock">Where the parcel waits for the carrier.</param>
public sealed record Shipment(Guid OrderId, int Dock);

/// <summary>The carrier's HTTP interface. The handler it is registered with retries, breaks and times out.</summary>
public sealed class ShippingClient(HttpClient http)
{
    [RemoteCall]
    [Idempotent]
    public async Task BookAsync(Shipment shipment, CancellationToken token)
    {
        using var response = await http.PutAsJsonAsync($"/shipments/{shipment.OrderId}", shipment, token);
        response.EnsureSuccessStatusCode();
    }

    /// <summary>Closes the list of today's parcels. The carrier keeps the first one of a day.</summary>
    [RemoteCall]
    [Idempotent]
    public async Task CloseManifestAsync(CancellationToken token)
    {
        using var response = await http.PutAsync("/manifests/today", content: null, token);
        response.EnsureSuccessStatusCode();
    }
}
