using DistributedSystems;

namespace ReplicatedRegister.Registers;

/// <summary>A value kept on three replicas, one of which may be down. There is one writer.</summary>
[SystemModel(Timing.PartiallySynchronous, Failures.CrashStop)]
[Quorum(Read = ReadQuorum, Write = WriteQuorum, Of = 3)]
[Safety("a read returns the last acknowledged write, or a later one")]
public sealed class Register(IReadOnlyList<IReplica> replicas)
{
    private const int ReadQuorum = 2;
    private const int WriteQuorum = 2;

    /// <summary>Any quorum will do; this one takes the last replicas, as if the others were slow.</summary>
    public async Task WriteAsync(Value value, CancellationToken token)
    {
        foreach (var replica in replicas.Skip(replicas.Count - WriteQuorum))
        {
            await replica.WriteAsync(value, token);
        }
    }

    /// <summary>Any quorum will do; this one asks the first replicas.</summary>
    public async Task<Value> ReadAsync(CancellationToken token)
    {
        var latest = Value.Nothing;
        foreach (var replica in replicas.Take(ReadQuorum))
        {
            var answer = await replica.ReadAsync(token);
            latest = answer.Version > latest.Version ? answer : latest;
        }

        return latest;
    }
}
