namespace ReplicatedRegister.Leases;

/// <summary>The stand-in for a storage service.</summary>
public sealed class InMemoryStorage : IStorage
{
    private long newest;

    public string Text { get; private set; } = "";

    public Task<bool> PutAsync(string text, long? epoch = null)
    {
        if (epoch < newest)
        {
            return Task.FromResult(false);
        }

        (newest, Text) = (epoch ?? newest, text);
        return Task.FromResult(true);
    }
}
