using System.Composition;
using DistributedSystems.Analyzers.Facts;
using DistributedSystems.Analyzers.Rules.Deadlines;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace DistributedSystems.CodeFixes.Deadlines;

/// <summary>Reads UTC for a gRPC deadline, where the local time is used for nothing else, and computes a kept one where the call is made,
/// if that is its only use.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp)]
[Shared]
public sealed class SetUtcDeadlineFix : DistributedCodeFix
{
    public SetUtcDeadlineFix()
        : base(GrpcDeadlineIsNotUtc.Id) { }

    private protected override async Task<DocumentEdit?> PlanAsync(Document document, Diagnostic diagnostic, CancellationToken cancellation)
    {
        if (
            await SiteOf(document, diagnostic, cancellation).ConfigureAwait(false)
            is not {
                Operation: IPropertyReferenceOperation { Syntax: MemberAccessExpressionSyntax { Name: { } name } } reading,
                Facts: { } facts
            }
        )
        {
            return null;
        }

        if (name.Identifier.ValueText == "UtcNow")
        {
            return Inlined(reading, facts) is { } edit && await edit.CompilesAsync(document, cancellation).ConfigureAwait(false)
                ? edit
                : null;
        }

        if (!facts.AppliedDeadlines.IsOnlyGrpcDeadline(reading))
        {
            return null;
        }

        var utc = name.Identifier.ValueText switch
        {
            "Now" => "UtcNow",
            "DateTime" or "LocalDateTime" => "UtcDateTime",
            _ => null,
        };
        return utc is null
            ? null
            : new DocumentEdit(
                $"Use '{utc}'",
                name.SpanStart.ToString(),
                editor => editor.ReplaceNode(name, SyntaxFactory.IdentifierName(utc).WithTriviaFrom(name))
            );
    }

    /// <summary>The reading shifted by constants, which mean the same everywhere, in place of the field that kept it.</summary>
    private static DocumentEdit? Inlined(IOperation reading, CompilationFacts facts) =>
        facts.AppliedDeadlines.OnlyUseOfKeptDeadline(reading)
            is IFieldReferenceOperation
            {
                Instance: null or IInstanceReferenceOperation,
                Field.Name: var name,
                Syntax: ExpressionSyntax use
            }
        && reading.Syntax.FirstAncestorOrSelf<FieldDeclarationSyntax>()
            is { AttributeLists.Count: 0, Declaration.Variables: { Count: 1 } variables } declaration
        && variables[0].Initializer?.Value
            is InvocationExpressionSyntax
            {
                Expression: MemberAccessExpressionSyntax shifted,
                ArgumentList.Arguments: { Count: 1 } by
            } computed
        && shifted.Expression == reading.Syntax
        && IsConstant(by[0].Expression)
        && use.SyntaxTree == declaration.SyntaxTree
            ? new DocumentEdit(
                $"Compute '{name}' where the call is made",
                declaration.SpanStart.ToString(),
                editor =>
                {
                    editor.ReplaceNode(use, computed.WithTriviaFrom(use));
                    editor.RemoveNode(declaration, SyntaxRemoveOptions.KeepUnbalancedDirectives);
                }
            )
            : null;

    private static bool IsConstant(ExpressionSyntax duration) =>
        duration is LiteralExpressionSyntax
        || duration
            is InvocationExpressionSyntax
            {
                Expression: MemberAccessExpressionSyntax { Expression: IdentifierNameSyntax { Identifier.ValueText: "TimeSpan" } },
                ArgumentList.Arguments: var arguments
            }
            && arguments.All(argument => argument.Expression is LiteralExpressionSyntax);
}
