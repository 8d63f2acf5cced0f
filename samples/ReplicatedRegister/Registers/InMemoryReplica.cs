namespace ReplicatedRegister.Registers;

/// <summary>The stand-in for a replica on another machine.</summary>
public sealed class InMemoryReplica : IReplica
{
    private Value value = Value.Nothing;

    public Task WriteAsync(Value value, CancellationToken token)
    {
        // The later version stays, whatever the order of arrival.
        this.value = value.Version > this.value.Version ? value : this.value;
        return Task.CompletedTask;
    }

    public Task<Value> ReadAsync(CancellationToken token) => Task.FromResult(value);
}
