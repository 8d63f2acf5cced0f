using System.Collections.Immutable;
using DistributedSystems.Analyzers.Catalog;
using DistributedSystems.Analyzers.Facts;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace DistributedSystems.Analyzers.Rules.Configuration;

/// <summary>
/// Reports when a line of a user's catalog of remote APIs (<c>*.remoteapi.txt</c>) cannot be read, says again what another line
/// said, or names a type, member or parameter that does not exist.
/// Silent about types of assemblies that the project does not reference: catalogs are shared between projects.
/// </summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class CatalogLineIsInvalid : DistributedAnalyzer
{
    internal const string Id = "DIST0001";

    private static readonly DiagnosticDescriptor Problem = Rule.Create(
        Id,
        "Remote-API catalog line is invalid",
        "The line has no effect: {0}",
        Level.Warning
    );

    public CatalogLineIsInvalid()
        : base(Problem) { }

    private protected override void Register(CompilationStartAnalysisContext start, CompilationFacts facts)
    {
        if (start.Options.AdditionalFiles.Any(CatalogIndex.IsUserFile))
        {
            start.RegisterAdditionalFileAction(Analyze);
        }
    }

    private static void Analyze(AdditionalFileAnalysisContext context)
    {
        if (!CatalogIndex.IsUserFile(context.AdditionalFile) || context.AdditionalFile.GetText(context.CancellationToken) is not { } text)
        {
            return;
        }

        var files = CatalogIndex.UserFiles(context.Options.AdditionalFiles).ToList();
        // Not by its path: nothing keeps a project from naming two texts alike.
        var position = files.FindIndex(candidate => candidate.File == context.AdditionalFile);
        if (position < 0)
        {
            return;
        }

        var read = files[position].Read;
        foreach (
            var problem in read.Problems.Concat(
                new CatalogCheck(context.Compilation).ProblemsOf(read, files.Take(position).Select(earlier => earlier.Read))
            )
        )
        {
            var location = Location.Create(context.AdditionalFile.Path, problem.Span, text.Lines.GetLinePositionSpan(problem.Span));
            context.ReportDiagnostic(
                Diagnostic.Create(
                    Problem,
                    location,
                    ImmutableDictionary<string, string?>.Empty.Add(Evidence.Reason, problem.Reason),
                    problem.Reason
                )
            );
        }
    }
}
