using System.Net;

namespace OrderService.Payments;

public sealed record Charge(Guid OrderId, string Customer, decimal Amount);

/// <summary>The payment provider's HTTP interface. The handler it is registered with retries, breaks and times out.</summary>
public sealed class PaymentClient(HttpClient http)
{
    /// <returns>False when the provider declines the charge.</returns>
    public async Task<bool> ChargeAsync(Charge charge, CancellationToken token)
    {
        // The same key on every attempt: the provider charges an order once, however often it is asked.
        using var request = new HttpRequestMessage(HttpMethod.Post, "/charges") { Content = JsonContent.Create(charge) };
        request.Headers.Add("Idempotency-Key", charge.OrderId.ToString());
        using var response = await http.SendAsync(request, token);
        if (response.StatusCode == HttpStatusCode.PaymentRequired)
        {
            return false;
        }

        response.EnsureSuccessStatusCode();
        return true;
    }
}
