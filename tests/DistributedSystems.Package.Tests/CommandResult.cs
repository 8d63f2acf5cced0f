namespace DistributedSystems.Package.Tests;

internal sealed record CommandResult(string Command, int ExitCode, string Output)
{
    public CommandResult Succeeds()
    {
        Assert.True(ExitCode == 0, $"'{Command}' failed with {ExitCode}:\n{Output}");
        return this;
    }

    public CommandResult Fails()
    {
        Assert.True(ExitCode != 0, $"'{Command}' succeeded:\n{Output}");
        return this;
    }
}
