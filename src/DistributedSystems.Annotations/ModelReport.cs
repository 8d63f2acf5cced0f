namespace DistributedSystems;

/// <summary>What one assembly declares about the system it runs in, in a stable order: see <see cref="SystemModels.Describe"/>.</summary>
public sealed class ModelReport
{
    internal ModelReport(IReadOnlyList<ModelDeclaration> declarations) => Declarations = declarations;

    /// <summary>Every declaration: the assembly's own first, then by target.</summary>
    public IReadOnlyList<ModelDeclaration> Declarations { get; }

    /// <summary>One declaration a line, as <c>target: declaration</c>; empty where nothing is declared.</summary>
    public override string ToString() =>
        string.Join("\n", Declarations.Select(declaration => $"{declaration.Target}: {declaration.Declaration}"));

    /// <summary>A Markdown table of the declarations, with its heading.</summary>
    public string ToMarkdown() =>
        "| Where | Declaration |\n|---|---|\n"
        + string.Concat(Declarations.Select(declaration => $"| {Cell(declaration.Target)} | {Cell(declaration.Declaration)} |\n"));

    // A bar would end the cell, a line break the table.
    private static string Cell(string text) => "`" + text.Replace("|", "\\|").Replace("\r", " ").Replace("\n", " ") + "`";
}
