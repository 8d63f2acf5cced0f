using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace DistributedSystems.RealCode;

/// <summary>The same few global options for every project; the checkouts' own configuration is not about this pack.</summary>
internal sealed class ProjectOptions(bool includeTests) : AnalyzerConfigOptionsProvider
{
    private static readonly AnalyzerConfigOptions Nothing = new Values(ImmutableDictionary<string, string>.Empty);

    // Test projects are left out by name before they get here; a package reference that loose binding brought in must not
    // make the pack take another project for one.
    public override AnalyzerConfigOptions GlobalOptions { get; } = new Values(ImmutableDictionary<string, string>.Empty
        .Add("build_property.IsTestProject", "false")
        .Add("build_property.DistributedSystemsAnalyzeTests", includeTests ? "true" : "false"));

    public override AnalyzerConfigOptions GetOptions(SyntaxTree tree) => Nothing;

    public override AnalyzerConfigOptions GetOptions(AdditionalText textFile) => Nothing;

    private sealed class Values(ImmutableDictionary<string, string> values) : AnalyzerConfigOptions
    {
        public override bool TryGetValue(string key, [NotNullWhen(true)] out string? value) => values.TryGetValue(key, out value);
    }
}
