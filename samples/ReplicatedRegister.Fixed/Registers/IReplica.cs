using DistributedSystems;

namespace ReplicatedRegister.Registers;

/// <param name="Version">Grows with every write.</param>
/// <param name="Text">What was written.</param>
public sealed record Value(long Version, string Text)
{
    public static readonly Value Nothing = new(0, "nothing");
}

/// <summary>One copy of the value.</summary>
public interface IReplica
{
    [RemoteCall, Idempotent]
    Task WriteAsync(Value value, CancellationToken token);

    [RemoteCall, Idempotent]
    Task<Value> ReadAsync(CancellationToken token);
}
