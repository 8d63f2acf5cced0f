using System.Collections.Immutable;
using System.Reflection;
using System.Runtime.Loader;
using System.Text.RegularExpressions;
using DistributedSystems.Benchmarks.Idle;
using DistributedSystems.Benchmarks.Overhead;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;

namespace DistributedSystems.Benchmarks.Comparison;

/// <summary>Analyzers as a project that installs them gets them: their own rules, levels and defaults.</summary>
/// <param name="Name">What the table calls it.</param>
/// <param name="Analyzers">All of them, in the order of their names.</param>
/// <param name="Severities">Where something other than the rules themselves sets the defaults.</param>
internal sealed partial record AnalyzerSet(
    string Name,
    ImmutableArray<DiagnosticAnalyzer> Analyzers,
    ImmutableDictionary<string, ReportDiagnostic> Severities
)
{
    private static readonly ILookup<string, string?> Metadata = typeof(AnalyzerSet)
        .Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
        .ToLookup(attribute => attribute.Key, attribute => attribute.Value);

    /// <summary>Nothing, an analyzer that registers nothing, this pack, one that only hears of calls, and what others offer.</summary>
    public static IReadOnlyList<Func<AnalyzerSet>> All { get; } =
    [
        () => Of("compile", []),
        () => Of("registers nothing", [new EmptyAnalyzer()]),
        () => Of("this pack", Pack.Analyzers),
        () => Of("one empty invocation action", [new OneInvocationAction()]),
        NetAnalyzers,
        () => FromPackage("Meziantou.Analyzer"),
        () => FromPackage("SonarAnalyzer.CSharp"),
        () => FromPackage("Roslynator.Analyzers"),
    ];

    public static AnalyzerSet Of(string name, ImmutableArray<DiagnosticAnalyzer> analyzers) =>
        new(name, analyzers, ImmutableDictionary<string, ReportDiagnostic>.Empty);

    public CSharpCompilation Prepare(CSharpCompilation compilation) =>
        compilation.WithOptions(
            compilation.Options.WithSpecificDiagnosticOptions(compilation.Options.SpecificDiagnosticOptions.SetItems(Severities))
        );

    private static AnalyzerSet NetAnalyzers()
    {
        var folder = Metadata["SdkAnalyzers"].Single()!;
        var defaults = Directory
            .GetFiles(Path.Combine(folder, "build", "config"), "analysislevel_*_default.globalconfig")
            .MaxBy(path => int.Parse(Digits().Match(Path.GetFileName(path)).Value))!;
        var options = AnalyzerConfigSet
            .Create(new[] { AnalyzerConfig.Parse(File.ReadAllText(defaults), defaults) })
            .GlobalConfigOptions.TreeOptions;
        return new AnalyzerSet(
            "NetAnalyzers of the SDK",
            Load(Directory.GetFiles(folder, "*.dll").Where(path => !path.Contains("VisualBasic", StringComparison.Ordinal))),
            options
        );
    }

    private static AnalyzerSet FromPackage(string id)
    {
        var place = Metadata["Package:" + id].Single()!.Split('/');
        var files = Directory.GetFiles(
            Path.Combine([Metadata["PackageRoot"].First()!, id.ToLowerInvariant(), .. place]),
            "*.dll",
            SearchOption.AllDirectories
        );

        // A package may bring a version of itself for each compiler; a build takes the newest that its own understands.
        var newest = files.Max(VersionOf);
        return Of(
            $"{id} {place[0]}",
            Load(
                files.Where(file =>
                    VersionOf(file) == newest
                    && !file.Contains("CodeFix", StringComparison.Ordinal)
                    && !file.EndsWith(".resources.dll", StringComparison.Ordinal)
                )
            )
        );
    }

    private static Version VersionOf(string file) =>
        CompilerVersion().Match(file) is { Success: true } match ? Version.Parse(match.Groups[1].Value) : new Version(0, 0);

    private static ImmutableArray<DiagnosticAnalyzer> Load(IEnumerable<string> files)
    {
        var paths = files.Order(StringComparer.Ordinal).ToList();
        AssemblyLoadContext.Default.Resolving += (context, name) =>
            paths.Find(path => Path.GetFileNameWithoutExtension(path) == name.Name) is { } path ? context.LoadFromAssemblyPath(path) : null;
        return
        [
            .. paths
                .SelectMany(path => new AnalyzerFileReference(path, new Loader()).GetAnalyzers(LanguageNames.CSharp))
                .OrderBy(analyzer => analyzer.GetType().FullName, StringComparer.Ordinal),
        ];
    }

    [GeneratedRegex(@"roslyn(\d+\.\d+)")]
    private static partial Regex CompilerVersion();

    [GeneratedRegex(@"\d+")]
    private static partial Regex Digits();

    private sealed class Loader : IAnalyzerAssemblyLoader
    {
        public void AddDependencyLocation(string fullPath) { }

        public Assembly LoadFromPath(string fullPath) => AssemblyLoadContext.Default.LoadFromAssemblyPath(fullPath);
    }
}
