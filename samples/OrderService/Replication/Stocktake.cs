using OrderService.Locks;

namespace OrderService.Replication;

/// <summary>Records what somebody counted on a shelf; two people never count the same shelf at once.</summary>
public sealed class Stocktake(ILockStore locks, StockRegister register)
{
    /// <returns>False when the shelf is being counted by somebody else.</returns>
    public async Task<bool> RecordAsync(string sku, int count, CancellationToken token)
    {
        var shelf = $"stocktake:{sku}";
        var owner = Guid.NewGuid().ToString();
        if (await locks.TryAcquireAsync(shelf, owner, token) is not { } fencingToken)
        {
            return false;
        }

        try
        {
            await register.WriteAsync(sku, count, fencingToken, token);
            return true;
        }
        finally
        {
            // Given back also when the request was cancelled.
            await locks.ReleaseAsync(shelf, owner, CancellationToken.None);
        }
    }
}
