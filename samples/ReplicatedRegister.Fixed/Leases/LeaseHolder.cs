using DistributedSystems;

namespace ReplicatedRegister.Leases;

/// <summary>Leads while it holds the lease, and takes over from a leader that has not renewed it for ten seconds.</summary>
[SystemModel(Timing.PartiallySynchronous, Failures.CrashStop)]
[Safety("a write of an older leader never follows one of a newer")]
[Liveness("some holder leads", Requires = Timing.PartiallySynchronous)]
public sealed class LeaseHolder(string name, IStorage storage, TimeProvider time)
{
    private static readonly TimeSpan Lease = TimeSpan.FromSeconds(10);

    private long renewed;

    [FencingToken]
    private long epoch;

    public void HeardOf(long leadersEpoch)
    {
        epoch = leadersEpoch;
        renewed = time.GetTimestamp();
    }

    /// <summary>To be called now and then by whoever is not the leader.</summary>
    public void CheckLease()
    {
        if (time.GetElapsedTime(renewed) > Lease)
        {
            TakeOver(epoch + 1);
        }
    }

    /// <returns>False when a newer leader has written.</returns>
    [RequiresLeadership]
    public Task<bool> WriteAsync() => storage.PutAsync(name, epoch);

    [RequiresLeadership]
    private void TakeOver([FencingToken] long newEpoch)
    {
        epoch = newEpoch;
        renewed = time.GetTimestamp();
    }
}
