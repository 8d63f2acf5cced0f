namespace ReplicatedRegister.Elections;

/// <summary>Delivers each vote; after the first one its sender crashes.</summary>
public sealed class CrashingTransport : IVoteTransport
{
    public int Granted { get; private set; }

    public Task GrantAsync(int candidate, long term) => ++Granted == 1 ? throw new Crash() : Task.CompletedTask;
}
