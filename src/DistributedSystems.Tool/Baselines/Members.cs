using DistributedSystems.Analyzers.Baseline;
using DistributedSystems.Tool.Scanning;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Text;

namespace DistributedSystems.Tool.Baselines;

/// <summary>The member around a finding, which the compiler's log does not name: each file is parsed as its project compiles it.</summary>
internal sealed class Members
{
    private readonly Dictionary<(string File, string Constants), SyntaxTree?> trees = [];

    /// <returns>Null where the finding stands in no code, such as a line of a catalog.</returns>
    public string? Of(Finding finding, ScannedProject project)
    {
        if (TreeOf(finding.Place.File, project.Constants) is not { } tree)
        {
            return null;
        }

        var lines = tree.GetText().Lines;
        var line = finding.Place.Line - 1;
        var position = line < lines.Count ? Math.Min(lines[line].Start + finding.Place.Column - 1, lines[line].End) : tree.Length;
        return MemberName.At(tree.GetRoot(), position);
    }

    private SyntaxTree? TreeOf(string file, IReadOnlyList<string> constants)
    {
        var key = (file, string.Join(';', constants));
        if (!trees.TryGetValue(key, out var tree))
        {
            tree =
                Path.GetExtension(file).Equals(".cs", StringComparison.OrdinalIgnoreCase) && File.Exists(file)
                    ? CSharpSyntaxTree.ParseText(
                        SourceText.From(File.ReadAllText(file)),
                        new CSharpParseOptions(LanguageVersion.Preview, preprocessorSymbols: constants)
                    )
                    : null;
            trees.Add(key, tree);
        }

        return tree;
    }
}
