using System.Security.Cryptography;
using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace DistributedSystems.RealCode.Findings;

/// <summary>A name for a place in code that survives edits elsewhere in the file: its line's text and the member it stands in.</summary>
internal static class Snippet
{
    public static Finding FindingOf(Diagnostic diagnostic, Func<string, string> pathOf)
    {
        var rule = diagnostic.Id;
        var severity = diagnostic.Severity.ToString();
        var message = OneLine(diagnostic.GetMessage(System.Globalization.CultureInfo.InvariantCulture));
        if (diagnostic.Location.SourceTree is not { } tree)
        {
            return new Finding(rule, severity, "-", 0, Hash(message), "", message);
        }

        var line = tree.GetText().Lines.GetLineFromPosition(diagnostic.Location.SourceSpan.Start);
        var source = OneLine(line.ToString());
        var member = MemberAt(tree.GetRoot(), diagnostic.Location.SourceSpan);
        return new Finding(rule, severity, pathOf(tree.FilePath), line.LineNumber + 1, Hash(member + "\n" + source), source, message);
    }

    public static string Hash(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)))[..12];

    // A tab or a line break would break the row.
    private static string OneLine(string text) =>
        string.Join(' ', text.Split(['\t', '\r', '\n', '\u0085', '\u2028', '\u2029'], StringSplitOptions.RemoveEmptyEntries)).Trim();

    private static string MemberAt(SyntaxNode root, TextSpan span) =>
        root.FindNode(span, getInnermostNodeForTie: true).FirstAncestorOrSelf<MemberDeclarationSyntax>() switch
        {
            MethodDeclarationSyntax method => method.Identifier.ValueText,
            PropertyDeclarationSyntax property => property.Identifier.ValueText,
            EventDeclarationSyntax @event => @event.Identifier.ValueText,
            ConstructorDeclarationSyntax => ".ctor",
            DestructorDeclarationSyntax => "~",
            IndexerDeclarationSyntax => "this[]",
            OperatorDeclarationSyntax op => "operator " + op.OperatorToken.ValueText,
            ConversionOperatorDeclarationSyntax => "operator",
            BaseFieldDeclarationSyntax field => field.Declaration.Variables[0].Identifier.ValueText,
            BaseTypeDeclarationSyntax type => type.Identifier.ValueText,
            _ => "",
        };
}
