using System.Net;

namespace OrderService.Payments;

/// <summary>The stand-in for the payment provider: every charge succeeds.</summary>
public sealed class InMemoryPaymentGateway : HttpMessageHandler
{
    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
        Task.FromResult(new HttpResponseMessage(HttpStatusCode.Created) { RequestMessage = request });
}
