using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace DistributedSystems.CodeFixes;

/// <summary>What stands in a file beside the code: comments and preprocessor directives.</summary>
internal static class Remarks
{
    /// <summary>The same comments and directives, as often: an edit that takes the code around one away, or copies it, has lost or doubled
    /// it.</summary>
    public static bool HasSameRemarks(this SyntaxNode original, SyntaxNode changed) =>
        RemarksOf(original).SequenceEqual(RemarksOf(changed));

    private static IEnumerable<string> RemarksOf(SyntaxNode root) =>
        root.DescendantTrivia().Where(IsRemark).Select(trivia => trivia.ToString().Trim()).OrderBy(text => text, StringComparer.Ordinal);

    private static bool IsRemark(SyntaxTrivia trivia) =>
        trivia.IsDirective
        || trivia.Kind()
            is SyntaxKind.SingleLineCommentTrivia
                or SyntaxKind.MultiLineCommentTrivia
                or SyntaxKind.SingleLineDocumentationCommentTrivia
                or SyntaxKind.MultiLineDocumentationCommentTrivia
                or SyntaxKind.DisabledTextTrivia;
}
