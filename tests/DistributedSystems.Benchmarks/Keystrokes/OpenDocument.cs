using System.Text;
using DistributedSystems.Benchmarks.Corpus;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace DistributedSystems.Benchmarks.Keystrokes;

/// <summary>A project with one long document that somebody types in.</summary>
internal sealed class OpenDocument
{
    private const string Typed = "var page = await http.GetStringAsync(\"/a\"); if (page.Length > 1) { version++; }";

    private readonly CSharpCompilation project;
    private readonly SyntaxTree document;
    private readonly IReadOnlyList<int> places;

    public OpenDocument(int lines, int projectLines)
    {
        var files = CorpusSource.Files(projectLines);
        var parse = new CSharpParseOptions(LanguageVersion.Latest);
        var (text, count) = (new StringBuilder(), 0);
        for (var written = 0; written < lines; count++)
        {
            var block = AsBlock(files[count].Text, parse);
            written += block.Count(character => character == '\n');
            text.Append(block);
        }

        document = CSharpSyntaxTree.ParseText(text.ToString(), parse, "Open.cs", Encoding.UTF8);
        var others = files.Skip(count).Select(file => CSharpSyntaxTree.ParseText(file.Text, parse, file.Path, Encoding.UTF8));
        project = CSharpCompilation.Create(
            "Edited",
            [document, .. others],
            References.Framework,
            new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, nullableContextOptions: NullableContextOptions.Enable)
        );
        places =
        [
            .. document
                .GetRoot()
                .DescendantNodes()
                .OfType<MethodDeclarationSyntax>()
                .Where(method => method.Body is not null)
                .Select(method => method.Body!.OpenBraceToken.Span.End),
        ];
        Lines = document.GetText().Lines.Count;

        // As in an editor, the project was looked at before: what follows shares its references.
        project.GetDiagnostics();
        ProjectLines = project.SyntaxTrees.Sum(tree => tree.GetText().Lines.Count);
    }

    public int Lines { get; }

    public int ProjectLines { get; }

    /// <summary>The document after each of so many keystrokes: a few statements are typed into one method, then into another.</summary>
    public IEnumerable<(CSharpCompilation Project, SyntaxTree Document)> Type(int keystrokes)
    {
        var original = document.GetText();
        for (var stroke = 0; stroke < keystrokes; stroke++)
        {
            // Methods all over the document, not only its first.
            var place = places[stroke / Typed.Length * 7 % places.Count];
            var text = original.WithChanges(new TextChange(new TextSpan(place, 0), " " + Typed[..(stroke % Typed.Length + 1)]));
            var edited = document.WithChangedText(text);
            yield return (project.ReplaceSyntaxTree(document, edited), edited);
        }
    }

    // One file has room for one file-scoped namespace only.
    private static string AsBlock(string text, CSharpParseOptions parse)
    {
        var unit = CSharpSyntaxTree.ParseText(text, parse).GetCompilationUnitRoot();
        var scope = (FileScopedNamespaceDeclarationSyntax)unit.Members.Single();
        return $"namespace {scope.Name}\n{{\n{unit.Usings.ToFullString()}{scope.Members.ToFullString()}}}\n";
    }
}
