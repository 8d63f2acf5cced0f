using System.Composition;
using DistributedSystems.Analyzers.Rules.Deadlines;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace DistributedSystems.CodeFixes.Deadlines;

/// <summary>Reads the whole of a duration in the unit that is wanted; rounded up to an integer where a fraction would not be accepted, since
/// half a second that becomes zero would be no limit at all to many an API.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp)]
[Shared]
public sealed class ReadWholeDurationFix : DistributedCodeFix
{
    public ReadWholeDurationFix()
        : base(DurationComponentAsWhole.Id) { }

    private protected override async Task<DocumentEdit?> PlanAsync(Document document, Diagnostic diagnostic, CancellationToken cancellation)
    {
        if (
            !diagnostic.Properties.TryGetValue(DurationComponentAsWhole.Whole, out var whole)
            || await SiteOf(document, diagnostic, cancellation).ConfigureAwait(false)
                is not { Operation: IPropertyReferenceOperation { Syntax: MemberAccessExpressionSyntax access } part }
            || part.Property.Name == whole
        )
        {
            return null;
        }

        var read = access.WithName(SyntaxFactory.IdentifierName(whole!)).WithoutTrivia();
        var wasInteger = part.Type?.SpecialType == SpecialType.System_Int32;
        var edits = (wasInteger ? new ExpressionSyntax[] { read, Cast(read) } : new ExpressionSyntax[] { read }).Select(
            value => new DocumentEdit(
                $"Use '{whole}'",
                access.SpanStart + "/" + access.Span.End,
                editor => editor.ReplaceNode(access, value.WithTriviaFrom(access))
            )
        );
        foreach (var edit in edits)
        {
            if (await edit.CompilesAsync(document, cancellation).ConfigureAwait(false))
            {
                return edit;
            }
        }

        return null;
    }

    private static CastExpressionSyntax Cast(ExpressionSyntax value) =>
        SyntaxFactory.CastExpression(
            SyntaxFactory.PredefinedType(SyntaxFactory.Token(SyntaxKind.IntKeyword)),
            SyntaxFactory.InvocationExpression(
                SyntaxFactory.ParseExpression("global::System.Math.Ceiling").Qualified(),
                SyntaxFactory.ArgumentList(SyntaxFactory.SingletonSeparatedList(SyntaxFactory.Argument(value)))
            )
        );
}
