using System.Net;
using Polly;
using Polly.CircuitBreaker;
using Polly.Retry;
using Polly.Timeout;

namespace OrderService.Payments;

public sealed record Charge(Guid OrderId, string Customer, decimal Amount);

/// <summary>The payment provider's HTTP interface.</summary>
public sealed class PaymentClient(HttpClient http)
{
    private static readonly ResiliencePipeline Resilience = new ResiliencePipelineBuilder()
        .AddRetry(new RetryStrategyOptions
        {
            ShouldHandle = new PredicateBuilder()
                .Handle<HttpRequestException>(failure => failure.StatusCode is null or HttpStatusCode.GatewayTimeout)
                .Handle<TimeoutRejectedException>(),
            MaxRetryAttempts = 3,
            Delay = TimeSpan.FromMilliseconds(200),
            BackoffType = DelayBackoffType.Exponential,
            UseJitter = true,
        })
        .AddCircuitBreaker(new CircuitBreakerStrategyOptions())
        .AddTimeout(TimeSpan.FromSeconds(2))
        .Build();

    /// <returns>False when the provider declines the charge.</returns>
    public async Task<bool> ChargeAsync(Charge charge, CancellationToken token) => await Resilience.ExecuteAsync(
        async attempt =>
        {
            // The same key on every attempt: the provider charges an order once, however often it is asked.
            using var request = new HttpRequestMessage(HttpMethod.Post, "/charges") { Content = JsonContent.Create(charge) };
            request.Headers.Add("Idempotency-Key", charge.OrderId.ToString());
            using var response = await http.SendAsync(request, attempt);
            if (response.StatusCode == HttpStatusCode.PaymentRequired)
            {
                return false;
            }

            response.EnsureSuccessStatusCode();
            return true;
        },
        token);
}
