using System.Text.Json;

namespace DistributedSystems.Package.Tests;

/// <summary>
/// Both packages, packed once, and every fresh project whose build succeeds, restored from them and built once and together:
/// a build costs seconds, reading its output nothing.
/// </summary>
public sealed class InstalledPackages : IAsyncLifetime
{
    private static readonly FreshProject[] BuiltTogether =
    [
        .. ProjectKindTests.Projects,
        .. TestProjectTests.Projects,
        .. ModeTests.Projects,
        .. CatalogFileTests.Projects,
        .. BaselineTests.Projects,
        FormatTests.Project,
        FormatTests.EveryFix,
    ];

    private readonly TemporaryFolder folder = new();
    private readonly Dictionary<string, string> environment = [];
    private CommandResult? build;

    internal LocalFeed Feed { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        Feed = await LocalFeed.Pack(folder);
        IsolatePackages();
        WriteSettings();
        foreach (var project in BuiltTogether)
        {
            project.WriteTo(folder);
        }

        folder.Write(
            "All.slnx",
            $"<Solution>{string.Concat(BuiltTogether.Select(project => $"""<Project Path="{project.ProjectFile}" />"""))}</Solution>"
        );

        // Without the escape the comma would begin a second property, 'version'.
        build = (await Run("build", "All.slnx", "-p:ErrorLog=out.sarif%2Cversion=2.1", "-nodeReuse:false", "-tl:off")).Succeeds();
    }

    public Task DisposeAsync()
    {
        folder.Dispose();
        return Task.CompletedTask;
    }

    /// <summary>Everything the build of a project reported, as 'warning DIST4001'.</summary>
    internal string[] Reported(FreshProject project) => build!.Reported(project);

    internal IReadOnlyList<ReportedDiagnostic> Diagnostics(FreshProject project) =>
        ReportedDiagnostic.All(build!.Output).Where(diagnostic => diagnostic.Project == project.Name).ToList();

    internal string BuildOutput => build!.Output;

    internal JsonElement Sarif(FreshProject project) => JsonDocument.Parse(Read(project, "out.sarif")).RootElement.GetProperty("runs")[0];

    internal string Read(FreshProject project, string file) => File.ReadAllText(folder.Path(project.Name, file));

    /// <summary>Builds a project of its own: one whose build has to fail.</summary>
    internal Task<CommandResult> Build(FreshProject project, params string[] arguments)
    {
        project.WriteTo(folder);
        return Run(["build", project.ProjectFile, "-nodeReuse:false", "-tl:off", .. arguments]);
    }

    internal Task<CommandResult> Run(params string[] arguments) => Dotnet.Run(folder.Root, environment, arguments);

    /// <summary>
    /// The packages under test are unpacked into the temporary folder; whatever else a project needs is taken from where the
    /// machine already has it, or from its own package sources.
    /// </summary>
    private void IsolatePackages()
    {
        environment["NUGET_PACKAGES"] = folder.Path("packages");
        var machine =
            Environment.GetEnvironmentVariable("NUGET_PACKAGES")
            ?? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".nuget", "packages");
        if (Directory.Exists(machine))
        {
            environment["NUGET_FALLBACK_PACKAGES"] = machine;
        }
    }

    private void WriteSettings()
    {
        // The machine's own sources stay in force: nothing is cleared.
        folder.Write(
            "nuget.config",
            $"""
            <configuration>
              <packageSources>
                <add key="packages-under-test" value="{Feed.Folder}" />
              </packageSources>
            </configuration>
            """
        );

        // MSBuild looks for these in every folder above a project; empty ones end the search here.
        foreach (var name in new[] { "Directory.Build.props", "Directory.Build.targets", "Directory.Packages.props" })
        {
            folder.Write(name, "<Project />");
        }

        folder.Write(".editorconfig", "root = true");
    }
}

[CollectionDefinition(Name)]
public sealed class InstalledPackagesCollection : ICollectionFixture<InstalledPackages>
{
    public const string Name = "Installed packages";
}
