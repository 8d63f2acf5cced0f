using System.Net;

namespace OrderService.Shipping;

/// <summary>The stand-in for the carrier: every booking is accepted.</summary>
public sealed class InMemoryCarrier : HttpMessageHandler
{
    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
        Task.FromResult(new HttpResponseMessage(HttpStatusCode.NoContent) { RequestMessage = request });
}
