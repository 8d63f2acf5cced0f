using Microsoft.CodeAnalysis;

namespace DistributedSystems.Analyzers.Facts.Code;

/// <summary>The project as a whole: what is its own, where it begins, which words its files contain, and how strictly it wants to be judged.</summary>
internal sealed partial class Project
{
    private readonly IAssemblySymbol ownAssembly;
    private readonly Lazy<IMethodSymbol?> entryPoint;
    private readonly Lazy<Spelled> spelled;

    public Project(Compilation compilation, bool isStrict)
    {
        Compilation = compilation;
        IsStrict = isStrict;
        ownAssembly = compilation.Assembly;
        entryPoint = new Lazy<IMethodSymbol?>(() => IsProgram ? compilation.GetEntryPoint(CancellationToken.None) : null);
        spelled = new Lazy<Spelled>(() => Spellings.In(compilation));
    }

    public Compilation Compilation { get; }

    /// <summary>The project asks for everything: what is only usually no defect counts as one.</summary>
    public bool IsStrict { get; }

    public bool IsProgram => Compilation.Options.OutputKind is OutputKind.ConsoleApplication or OutputKind.WindowsApplication;

    /// <summary>Only the project's own code can be read; what this says no to costs nothing.</summary>
    public bool IsOwnMethod(IMethodSymbol method) => SymbolEqualityComparer.Default.Equals(method.ContainingAssembly, ownAssembly);

    public bool IsEntryPoint(ISymbol member) => entryPoint.Value is { } main && SymbolEqualityComparer.Default.Equals(main, member);

    /// <summary>Does any file of the project contain a word without which there is nothing to find?</summary>
    public bool Spells(Spelled word) => (spelled.Value & word) != 0;
}
