using System.Collections.Immutable;
using DistributedSystems.Analyzers.Baseline;
using DistributedSystems.Analyzers.Facts;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace DistributedSystems.Analyzers.Rules.Configuration;

/// <summary>
/// Reports when a line of the baseline (<c>distsys.baseline</c>) cannot be read: what it records is reported again.
/// Silent about lines that no finding matches any more: one project does not see the files of the others.
/// </summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class BaselineLineIsInvalid : DistributedAnalyzer
{
    internal const string Id = "DIST0003";

    private static readonly DiagnosticDescriptor Problem = Rule.Create(
        Id,
        "Baseline line is invalid",
        "The line suppresses nothing: {0}",
        Level.Warning
    );

    public BaselineLineIsInvalid()
        : base(Problem) { }

    private protected override void Register(CompilationStartAnalysisContext start, CompilationFacts facts)
    {
        if (start.Options.AdditionalFiles.Any(BaselineFile.Is))
        {
            start.RegisterAdditionalFileAction(Analyze);
        }
    }

    private static void Analyze(AdditionalFileAnalysisContext context)
    {
        if (!BaselineFile.Is(context.AdditionalFile) || context.AdditionalFile.GetText(context.CancellationToken) is not { } text)
        {
            return;
        }

        foreach (var problem in BaselineFile.Of(text).Problems)
        {
            context.ReportDiagnostic(
                Diagnostic.Create(
                    Problem,
                    Location.Create(context.AdditionalFile.Path, problem.Span, text.Lines.GetLinePositionSpan(problem.Span)),
                    ImmutableDictionary<string, string?>.Empty.Add(Evidence.Reason, problem.Reason),
                    problem.Reason
                )
            );
        }
    }
}
