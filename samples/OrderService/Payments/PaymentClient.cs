using System.Net;

namespace OrderService.Payments;

public sealed record Charge(Guid OrderId, string Customer, decimal Amount);

/// <summary>The payment provider's HTTP interface. The handler it is registered with retries, breaks and times out.</summary>
public sealed class PaymentClient(HttpClient http)
{
    /// <returns>False when the provider declines the charge.</returns>
    public async Task<bool> ChargeAsync(Charge charge, CancellationToken token)
    {
        using var response = await http.PostAsJsonAsync("/charges", charge, token);
        if (response.StatusCode == HttpStatusCode.PaymentRequired)
        {
            return false;
        }

        response.EnsureSuccessStatusCode();
        return true;
    }
}
