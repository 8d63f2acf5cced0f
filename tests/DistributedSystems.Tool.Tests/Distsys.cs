namespace DistributedSystems.Tool.Tests;

/// <summary>Runs the tool as a process.</summary>
internal static class Distsys
{
    public static string Assembly { get; } =
        Path.Combine(Repository.Root, "src", "DistributedSystems.Tool", "bin", Repository.Configuration, "net8.0", "distsys.dll");

    public static Task<CommandResult> Run(string folder, params string[] arguments) => Dotnet.Run(folder, [Assembly, .. arguments]);

    public static CommandResult ExitsWith(this CommandResult result, int code)
    {
        Assert.True(result.ExitCode == code, $"'{result.Command}' ended with {result.ExitCode}, not {code}:\n{result.Output}");
        return result;
    }
}
