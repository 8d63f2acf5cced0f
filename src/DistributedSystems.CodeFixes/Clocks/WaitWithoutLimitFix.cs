using System.Composition;
using DistributedSystems.Analyzers.Rules.Clocks;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Simplification;

namespace DistributedSystems.CodeFixes.Clocks;

/// <summary>Writes the framework's own word for no limit where the longest duration there is was meant to be one. How a long wait is to be
/// divided cannot be known.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp)]
[Shared]
public sealed class WaitWithoutLimitFix : DistributedCodeFix
{
    public WaitWithoutLimitFix()
        : base(DurationBeyondApiLimit.Id) { }

    private protected override async Task<DocumentEdit?> PlanAsync(Document document, Diagnostic diagnostic, CancellationToken cancellation)
    {
        if (
            !diagnostic.Properties.ContainsKey(DurationBeyondApiLimit.IsForEver)
            || await SiteOf(document, diagnostic, cancellation).ConfigureAwait(false) is not { Operation.Syntax: ExpressionSyntax longest }
        )
        {
            return null;
        }

        var edit = new DocumentEdit(
            "Wait without a limit",
            longest.Span.ToString(),
            editor =>
                editor.ReplaceNode(
                    longest,
                    SyntaxFactory
                        .ParseExpression("global::System.Threading.Timeout.InfiniteTimeSpan")
                        .WithAdditionalAnnotations(Simplifier.Annotation, Simplifier.AddImportsAnnotation)
                        .WithTriviaFrom(longest)
                )
        );
        return await edit.CompilesAsync(document, cancellation).ConfigureAwait(false) ? edit : null;
    }
}
