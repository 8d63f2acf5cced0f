using DistributedSystems;
using Polly;
using Polly.CircuitBreaker;
using Polly.Retry;
using Polly.Timeout;

namespace OrderService.Shipping;

/// <param name="OrderId">Identifies the shipment: booking it again replaces it.</param>
/// <param name="Dock">Where the parcel waits for the carrier.</param>
public sealed record Shipment(Guid OrderId, int Dock);

/// <summary>The carrier's HTTP interface.</summary>
public sealed class ShippingClient(HttpClient http)
{
    private static readonly ResiliencePipeline Resilience = new ResiliencePipelineBuilder()
        .AddRetry(new RetryStrategyOptions
        {
            ShouldHandle = new PredicateBuilder()
                .Handle<HttpRequestException>(failure => failure.StatusCode is null)
                .Handle<TimeoutRejectedException>(),
            MaxRetryAttempts = 2,
            Delay = TimeSpan.FromMilliseconds(200),
            BackoffType = DelayBackoffType.Exponential,
            UseJitter = true,
        })
        .AddCircuitBreaker(new CircuitBreakerStrategyOptions())
        .AddTimeout(TimeSpan.FromSeconds(2))
        .Build();

    [RemoteCall]
    [Idempotent]
    public async Task BookAsync(Shipment shipment, CancellationToken token) => await Resilience.ExecuteAsync(
        async attempt =>
        {
            using var response = await http.PutAsJsonAsync($"/shipments/{shipment.OrderId}", shipment, attempt);
            response.EnsureSuccessStatusCode();
        },
        token);
}
