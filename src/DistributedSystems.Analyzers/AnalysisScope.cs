using System.Runtime.CompilerServices;
using DistributedSystems.Analyzers.Facts.Code;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace DistributedSystems.Analyzers;

/// <summary>Which compilations the pack looks at: tests and benchmarks are left out unless a project asks for them.</summary>
internal static class AnalysisScope
{
    // What a test project references directly and nothing else does. A plain library of test fakes that only
    // references an assertion package is not a test project.
    private static readonly HashSet<string> TestFrameworks = new(StringComparer.OrdinalIgnoreCase)
    {
        "xunit.core",
        "xunit.v3.core",
        "nunit.framework",
        "Microsoft.VisualStudio.TestPlatform.TestFramework",
        "MSTest.TestFramework",
        "TUnit.Core",
    };

    // Every rule asks, of some two hundred references.
    private static readonly ConditionalWeakTable<Compilation, StrongBox<bool>> ReferencesTestFramework = new();

    public static bool Includes(Compilation compilation, AnalyzerOptions options)
    {
        var global = options.AnalyzerConfigOptionsProvider.GlobalOptions;
        if (AsksForTests(global))
        {
            return true;
        }

        // The build's own word counts where the package made it visible; without it, the references tell.
        if (global.TryGetValue("build_property.IsTestProject", out var declared) && declared.Length > 0)
        {
            return !declared.Equals("true", StringComparison.OrdinalIgnoreCase);
        }

        return !ReferencesTestFramework
            .GetValue(
                compilation,
                static key => new StrongBox<bool>(key.ReferencedAssemblyNames.Any(reference => TestFrameworks.Contains(reference.Name)))
            )
            .Value;
    }

    /// <summary>Code that is only measured has no timeouts to get wrong, and nobody waits for it.</summary>
    public static bool IsOnlyMeasured(WellKnownTypes types, AnalyzerOptions options) =>
        types.Benchmark is not null && !AsksForTests(options.AnalyzerConfigOptionsProvider.GlobalOptions);

    private static bool AsksForTests(AnalyzerConfigOptions global) =>
        IsTrue(global, "build_property.DistributedSystemsAnalyzeTests") || IsTrue(global, "distributed_systems.analyze_tests");

    /// <summary>The mode that the package makes visible to the compiler.</summary>
    public static bool IsStrict(AnalyzerOptions options) =>
        options.AnalyzerConfigOptionsProvider.GlobalOptions.TryGetValue("build_property.DistributedSystemsMode", out var mode)
        && mode.Equals("strict", StringComparison.OrdinalIgnoreCase);

    private static bool IsTrue(AnalyzerConfigOptions options, string key) =>
        options.TryGetValue(key, out var value) && value.Equals("true", StringComparison.OrdinalIgnoreCase);
}
