using DistributedSystems;

namespace ReplicatedRegister.Elections;

/// <summary>Votes for one candidate a term, also after a crash.</summary>
[SystemModel(Timing.PartiallySynchronous, Failures.CrashRecovery)]
[Safety("at most one vote a term")]
public sealed class Voter(IDisk disk, IVoteTransport transport)
{
    public async Task VoteAsync(int candidate, long term)
    {
        if (term > disk.VotedIn)
        {
            await transport.GrantAsync(candidate, term);
            await disk.SaveVoteAsync(term);
        }
    }
}
