using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace DistributedSystems.Benchmarks.Corpus;

/// <summary>The corpus, parsed once; each measurement gets a compilation that nobody has asked anything yet.</summary>
internal sealed class CorpusCompilation
{
    private static readonly CSharpCompilationOptions Options = new(
        OutputKind.DynamicallyLinkedLibrary,
        nullableContextOptions: NullableContextOptions.Enable
    );

    private readonly IReadOnlyList<SyntaxTree> trees;

    public CorpusCompilation(int lines, int remoteShare = CorpusSource.RemoteShare)
    {
        var parse = new CSharpParseOptions(LanguageVersion.Latest);
        trees = CorpusSource
            .Files(lines, remoteShare)
            .Select(file => CSharpSyntaxTree.ParseText(file.Text, parse, file.Path, System.Text.Encoding.UTF8))
            .ToList();
        Lines = trees.Sum(tree => tree.GetText().Lines.Count);
        if (Fresh().GetDiagnostics().FirstOrDefault(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error) is { } error)
        {
            throw new InvalidOperationException("The corpus does not compile: " + error);
        }
    }

    public int Lines { get; }

    public CSharpCompilation Fresh() => CSharpCompilation.Create("Corpus", trees, References.Framework, Options);
}
