namespace OrderService.Replication;

public interface IStockReplica
{
    Task<VersionedCount> ReadAsync(string sku, CancellationToken token);

    /// <summary>Keeps the count unless a later one is there already.</summary>
    Task WriteAsync(string sku, VersionedCount count, CancellationToken token);
}
