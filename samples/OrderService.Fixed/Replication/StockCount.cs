namespace OrderService.Replication;

public sealed record StockCount(int Count);

/// <param name="Count">Pieces on the shelf.</param>
/// <param name="FencingToken">Of the lock under which they were counted; the larger one is the later count.</param>
public sealed record VersionedCount(int Count, long FencingToken)
{
    public static readonly VersionedCount Never = new(0, 0);
}
