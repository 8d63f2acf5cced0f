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
            using var response = await http.PostAsJsonAsync("/charges", charge, attempt);
            if (response.StatusCode == HttpStatusCode.PaymentRequired)
            {
                return false;
            }

            response.EnsureSuccessStatusCode();
            return true;
        },
        token);
}
