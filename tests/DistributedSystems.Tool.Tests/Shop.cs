namespace DistributedSystems.Tool.Tests;

/// <summary>A solution that knows nothing of the pack: a library whose warnings are errors, and a program that stands on it.</summary>
internal static class Shop
{
    private const string Project = """
        <Project Sdk="Microsoft.NET.Sdk">
          <PropertyGroup>
            <TargetFrameworks>{0}</TargetFrameworks>
            <ImplicitUsings>enable</ImplicitUsings>
            <TreatWarningsAsErrors>true</TreatWarningsAsErrors>
          </PropertyGroup>
          {1}
        </Project>
        """;

    public const string Clock = """
        namespace Shop.Core;

        public class Clock
        {
            public TimeSpan Measure(Action work)
            {
                var start = DateTime.UtcNow;
                work();
                return DateTime.UtcNow - start;
            }
        }
        """;

    /// <summary>A finding at level info, which no build prints: a task for each item of a list.</summary>
    public const string Prices = """
        namespace Shop.Core;

        public class Prices(HttpClient http)
        {
            public Task<HttpResponseMessage[]> Read(IReadOnlyList<string> addresses, CancellationToken token) =>
                Task.WhenAll(addresses.Select(address => http.GetAsync(address, token)));
        }
        """;

    public static TemporaryFolder Write(string frameworks = "net10.0")
    {
        var folder = new TemporaryFolder();

        // Nothing above the temporary folder counts.
        folder.Write("Directory.Build.props", "<Project />");
        folder.Write("Directory.Build.targets", "<Project />");
        folder.Write("Directory.Packages.props", "<Project />");
        folder.Write(".editorconfig", "root = true\n[*.cs]\ndotnet_diagnostic.DIST4001.severity = error\n");
        folder.Write("Shop.slnx", """<Solution><Project Path="src/Core/Core.csproj" /><Project Path="src/Api/Api.csproj" /></Solution>""");
        folder.Write(
            "src/Core/Core.csproj",
            string.Format(
                Project,
                frameworks,
                "<PropertyGroup><LangVersion>latest</LangVersion></PropertyGroup><ItemGroup Condition=\"'$(TargetFramework)' == 'netstandard2.0'\"><Using Include=\"System.Net.Http\" /></ItemGroup>"
            )
        );
        folder.Write("src/Core/Clock.cs", Clock);
        folder.Write("src/Core/Prices.cs", Prices);
        folder.Write(
            "src/Api/Api.csproj",
            string.Format(Project, "net10.0", "<ItemGroup><ProjectReference Include=\"../Core/Core.csproj\" /></ItemGroup>")
        );
        folder.Write("src/Api/Watch.cs", Clock.Replace("Core", "Api").Replace("Clock", "Watch"));
        return folder;
    }
}
