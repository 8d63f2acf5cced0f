using System.Composition;
using DistributedSystems.Analyzers;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace DistributedSystems.CodeFixes.Deadlines;

/// <summary>Reads UTC for a gRPC deadline, where the local time is used for nothing else.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp)]
[Shared]
public sealed class SetUtcDeadlineFix : DistributedCodeFix
{
    public SetUtcDeadlineFix()
        : base(RuleIds.GrpcDeadlineIsNotUtc)
    {
    }

    private protected override async Task<DocumentEdit?> PlanAsync(Document document, Diagnostic diagnostic, CancellationToken cancellation)
    {
        if (await SiteOf(document, diagnostic, cancellation).ConfigureAwait(false) is not { Operation: IPropertyReferenceOperation { Syntax: MemberAccessExpressionSyntax { Name: { } name } } reading, Facts: { } facts }
            || !facts.IsOnlyGrpcDeadline(reading))
        {
            return null;
        }

        var utc = name.Identifier.ValueText switch { "Now" => "UtcNow", "DateTime" or "LocalDateTime" => "UtcDateTime", _ => null };
        return utc is null ? null : new DocumentEdit($"Use '{utc}'", name.SpanStart.ToString(), editor => editor.ReplaceNode(name, SyntaxFactory.IdentifierName(utc).WithTriviaFrom(name)));
    }
}
