using DistributedSystems;

namespace ReplicatedRegister.Leases;

/// <summary>What the leader writes to. It refuses an epoch older than one it has seen, if it is told the epoch.</summary>
public interface IStorage
{
    /// <returns>False when the write was refused.</returns>
    [RemoteCall, Idempotent]
    Task<bool> PutAsync(string text, [FencingToken] long? epoch = null);
}
