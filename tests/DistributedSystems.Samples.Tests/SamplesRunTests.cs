using System.Net;
using System.Net.Http.Json;
using System.Text.Json;

namespace DistributedSystems.Samples.Tests;

/// <summary>The samples are programs, not listings: each starts without any server and takes an order over HTTP.</summary>
public sealed class SamplesRunTests
{
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(20);

    [Theory]
    [InlineData("OrderService")]
    [InlineData("OrderService.Fixed")]
    public async Task An_order_is_placed_recorded_and_announced(string name)
    {
        await using var sample = await SampleProcess.StartAsync(new Sample(name));
        var id = Guid.NewGuid();

        using var placed = await sample.Client.PostAsJsonAsync(
            "/orders",
            new
            {
                id,
                customer = "ada",
                lines = new[]
                {
                    new
                    {
                        sku = "tea",
                        quantity = 2,
                        unitPrice = 4.5m,
                    },
                },
            }
        );
        Assert.Equal(HttpStatusCode.Created, placed.StatusCode);

        var order = await sample.Client.GetFromJsonAsync<JsonElement>(placed.Headers.Location);
        Assert.Equal(id, order.GetProperty("id").GetGuid());
        Assert.Equal(9m, order.GetProperty("total").GetDecimal());
        await sample.HearAsync($"Published OrderPlaced {{ OrderId = {id}", Soon);
    }

    [Theory]
    [InlineData("OrderService")]
    [InlineData("OrderService.Fixed")]
    public async Task A_count_is_recorded_and_the_shelf_is_free_again(string name)
    {
        await using var sample = await SampleProcess.StartAsync(new Sample(name));
        foreach (var count in new[] { 7, 5 })
        {
            using var recorded = await sample.Client.PutAsJsonAsync("/stock/tea", new { count });
            Assert.Equal(HttpStatusCode.NoContent, recorded.StatusCode);
            Assert.Equal(count, (await sample.Client.GetFromJsonAsync<JsonElement>("/stock/tea")).GetProperty("count").GetInt32());
        }
    }
}
