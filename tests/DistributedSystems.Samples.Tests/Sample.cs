using System.Reflection;
using System.Text.Json;

namespace DistributedSystems.Samples.Tests;

/// <summary>A sample as the build left it: its sources, its program and the compiler's report.</summary>
internal sealed record Sample(string Name)
{
    public static readonly Sample OrderService = new("OrderService");
    public static readonly Sample Fixed = new("OrderService.Fixed");
    public static readonly Sample ReplicatedRegister = new("ReplicatedRegister");
    public static readonly Sample ReplicatedRegisterFixed = new("ReplicatedRegister.Fixed");

    public string Directory => Path.Combine(Built("Samples"), Name);

    public string Output => Path.Combine(Directory, "bin", Built("Output"));

    /// <summary>The rules that looked at the sample, whether they found something or not.</summary>
    public IEnumerable<string> RulesThatRan()
    {
        using var report = Report();
        var rules = Run(report).GetProperty("tool").GetProperty("driver").GetProperty("rules");
        return [.. rules.EnumerateArray().Select(rule => rule.GetProperty("id").GetString()!).Where(IsOurs)];
    }

    /// <summary>What the pack reported, of any level, as <c>id file</c>.</summary>
    public IEnumerable<string> Findings()
    {
        using var report = Report();
        return [.. Run(report).GetProperty("results").EnumerateArray().Select(Finding).Where(IsOurs).Order(StringComparer.Ordinal)];
    }

    /// <summary>The files that this twin holds, relative to it; each of them says something else in the original.</summary>
    public IEnumerable<string> Repairs(Sample original)
    {
        var (before, after) = (original.Sources(), Sources());
        Assert.All(after, file => Assert.NotEqual(before[file.Key], file.Value));
        return after.Keys.Order(StringComparer.Ordinal);
    }

    private static bool IsOurs(string finding) => finding.StartsWith("DIST", StringComparison.Ordinal);

    /// <summary>The hand-written files, relative to the sample, with their text.</summary>
    private Dictionary<string, string> Sources() =>
        new DirectoryInfo(Directory)
            .EnumerateFiles("*", SearchOption.AllDirectories)
            .Select(file => Path.GetRelativePath(Directory, file.FullName).Replace('\\', '/'))
            .Where(path => path.Split('/')[0] is not ("bin" or "obj") && !path.EndsWith(".csproj", StringComparison.Ordinal))
            .ToDictionary(path => path, path => File.ReadAllText(Path.Combine(Directory, path)));

    private static string Finding(JsonElement result)
    {
        var file = result
            .GetProperty("locations")
            .EnumerateArray()
            .Select(location => location.GetProperty("physicalLocation").GetProperty("artifactLocation").GetProperty("uri").GetString())
            .FirstOrDefault();
        return $"{result.GetProperty("ruleId").GetString()} {file?.Split('/')[^1]}";
    }

    private static JsonElement Run(JsonDocument report) => report.RootElement.GetProperty("runs")[0];

    private JsonDocument Report() =>
        JsonDocument.Parse(File.ReadAllText(Path.Combine(Directory, "obj", Built("Output"), "diagnostics.sarif")));

    private static string Built(string key) =>
        typeof(Sample).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(metadata => metadata.Key == key).Value!;
}
