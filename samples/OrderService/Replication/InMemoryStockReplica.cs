using System.Collections.Concurrent;

namespace OrderService.Replication;

/// <summary>The stand-in for one replica of the stock register.</summary>
public sealed class InMemoryStockReplica : IStockReplica
{
    private readonly ConcurrentDictionary<string, VersionedCount> counts = [];

    public Task<VersionedCount> ReadAsync(string sku, CancellationToken token) =>
        Task.FromResult(counts.GetValueOrDefault(sku, VersionedCount.Never));

    public Task WriteAsync(string sku, VersionedCount count, CancellationToken token)
    {
        counts.AddOrUpdate(sku, count, (_, present) => present.FencingToken > count.FencingToken ? present : count);
        return Task.CompletedTask;
    }
}
