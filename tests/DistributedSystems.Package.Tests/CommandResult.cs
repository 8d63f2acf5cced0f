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

    /// <summary>What a build reported for one project, as 'warning DIST4001', in order and with nothing left out.</summary>
    public string[] Reported(FreshProject project) =>
        ReportedDiagnostic
            .All(Output)
            .Where(diagnostic => diagnostic.Project == project.Name)
            .Select(diagnostic => $"{diagnostic.Severity} {diagnostic.Id}")
            .Order(StringComparer.Ordinal)
            .ToArray();
}
