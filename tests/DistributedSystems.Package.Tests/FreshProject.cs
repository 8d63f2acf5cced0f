namespace DistributedSystems.Package.Tests;

/// <summary>A project as a user has it after installing the packages.</summary>
internal sealed record FreshProject(string Name)
{
    public string Sdk { get; init; } = "Microsoft.NET.Sdk";

    public string TargetFramework { get; init; } = "net10.0";

    public string Properties { get; init; } = "";

    public string Items { get; init; } = Install(LocalFeed.Analyzers);

    public string Targets { get; init; } = "";

    /// <summary>Every file beside the project file, by its name.</summary>
    public IReadOnlyDictionary<string, string> Files { get; init; } = new Dictionary<string, string>();

    public string ProjectFile => Path.Combine(Name, Path.GetFileName(Name) + ".csproj");

    /// <summary>What 'dotnet add package' writes.</summary>
    public static string Install(string package) => $"""<PackageReference Include="{package}" Version="{LocalFeed.Version}" />""";

    public void WriteTo(TemporaryFolder folder)
    {
        folder.Write(
            ProjectFile,
            $"""
            <Project Sdk="{Sdk}">
              <PropertyGroup>
                <TargetFramework>{TargetFramework}</TargetFramework>
                {Properties}
              </PropertyGroup>
              <ItemGroup>
                {Items}
              </ItemGroup>
              {Targets}
            </Project>
            """
        );
        foreach (var (name, content) in Files)
        {
            folder.Write(Path.Combine(Name, name), content);
        }
    }
}
