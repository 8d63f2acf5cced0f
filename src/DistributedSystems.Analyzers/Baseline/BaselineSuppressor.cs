using System.Collections.Immutable;
using System.Globalization;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace DistributedSystems.Analyzers.Baseline;

/// <summary>
/// Suppresses the findings that the project's baseline (<c>distsys.baseline</c>, an additional file) records, so that a build speaks of new
/// ones only. The compiler does not ask it where no rule has found anything, and without a baseline it looks at nothing.
/// </summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class BaselineSuppressor : DiagnosticSuppressor
{
    internal const string Id = "DISTBASELINE";

    // The same id for all: whoever wants to see everything switches it off with one word, as the id of a NoWarn.
    private static readonly ImmutableDictionary<string, SuppressionDescriptor> Descriptors = RuleIds.All.ToImmutableDictionary(
        rule => rule,
        rule => new SuppressionDescriptor(Id, rule, "recorded in " + BaselineFile.Name)
    );

    public override ImmutableArray<SuppressionDescriptor> SupportedSuppressions { get; } = Descriptors.Values.ToImmutableArray();

    public override void ReportSuppressions(SuppressionAnalysisContext context)
    {
        foreach (var file in context.Options.AdditionalFiles.Where(BaselineFile.Is))
        {
            if (file.GetText(context.CancellationToken) is { } text && BaselineFile.Of(text).Entries is { Length: > 0 } entries)
            {
                Suppress(context, entries, BaselinePath.Folder(file.Path));
            }
        }
    }

    private static void Suppress(SuppressionAnalysisContext context, ImmutableArray<BaselineEntry> entries, string folder)
    {
        var rules = new HashSet<string>(entries.Select(entry => entry.Finding.Rule), StringComparer.Ordinal);
        var candidates = context
            .ReportedDiagnostics.Where(finding => finding.Location.SourceTree is not null && rules.Contains(finding.Id))
            .OrderBy(finding => finding.Location.SourceTree!.FilePath, StringComparer.Ordinal)
            .ThenBy(finding => finding.Location.SourceSpan.Start)
            .ToList();
        var project = ProjectFolder(context.Options, folder);
        var present = new Lazy<HashSet<string>>(() =>
            new HashSet<string>(
                context.Compilation.SyntaxTrees.Select(tree => BaselineFinding.Column(BaselinePath.Relative(folder, tree.FilePath))),
                StringComparer.OrdinalIgnoreCase
            )
        );

        var match = new BaselineMatch(
            entries,
            // An entry from elsewhere speaks of another project's file, and nobody here can say whether that is gone.
            recorded => recorded.StartsWith(project, StringComparison.OrdinalIgnoreCase) && !present.Value.Contains(recorded)
        );
        foreach (var known in match.Known(candidates.ConvertAll(finding => Recorded(finding, folder, context.CancellationToken))))
        {
            context.ReportSuppression(Suppression.Create(Descriptors[candidates[known].Id], candidates[known]));
        }
    }

    private static BaselineFinding Recorded(Diagnostic finding, string folder, CancellationToken cancellation)
    {
        var tree = finding.Location.SourceTree!;
        return BaselineFinding.Of(
            finding.Id,
            BaselinePath.Relative(folder, tree.FilePath),
            MemberName.At(tree.GetRoot(cancellation), finding.Location.SourceSpan.Start),
            finding.GetMessage(CultureInfo.InvariantCulture)
        );
    }

    /// <summary>How the recorded files of this project begin; all do where the build does not say.</summary>
    private static string ProjectFolder(AnalyzerOptions options, string folder)
    {
        const string AnyFile = "f";
        return
            options.AnalyzerConfigOptionsProvider.GlobalOptions.TryGetValue("build_property.ProjectDir", out var project)
            && BaselinePath.Relative(folder, project.TrimEnd('/', '\\') + "/" + AnyFile) is var relative
            ? relative.Substring(0, relative.Length - AnyFile.Length)
            : "";
    }
}
