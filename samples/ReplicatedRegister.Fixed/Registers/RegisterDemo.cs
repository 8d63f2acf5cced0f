namespace ReplicatedRegister.Registers;

public static class RegisterDemo
{
    public static async Task RunAsync()
    {
        using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(10));
        var register = new Register([new InMemoryReplica(), new InMemoryReplica(), new InMemoryReplica()]);
        await register.WriteAsync(new Value(1, "written"), deadline.Token);
        Console.WriteLine($"Register: read {(await register.ReadAsync(deadline.Token)).Text}");
    }
}
