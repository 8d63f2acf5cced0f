using DistributedSystems;

namespace ReplicatedRegister.Elections;

public interface IVoteTransport
{
    [RemoteCall, Idempotent]
    Task GrantAsync(int candidate, long term);
}
