using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace DistributedSystems.Analyzers.Facts.Code;

/// <summary>The project as a whole: what is its own, where it begins, which words its files contain, and how strictly it wants to be
/// judged.</summary>
internal sealed partial class Project
{
    private readonly Lazy<IMethodSymbol?> entryPoint;
    private readonly Lazy<Spelled> spelled;

    private readonly ImmutableArray<AdditionalText> additionalFiles;
    private readonly AnalyzerConfigOptionsProvider configuration;

    public Project(Compilation compilation, AnalyzerOptions options)
    {
        Compilation = compilation;
        IsStrict = AnalysisScope.IsStrict(options);
        additionalFiles = options.AdditionalFiles;
        configuration = options.AnalyzerConfigOptionsProvider;
        entryPoint = new Lazy<IMethodSymbol?>(() => IsProgram ? compilation.GetEntryPoint(CancellationToken.None) : null);
        spelled = new Lazy<Spelled>(() => Spellings.In(compilation));
    }

    public Compilation Compilation { get; }

    /// <summary>The project asks for everything: what is only usually no defect counts as one.</summary>
    public bool IsStrict { get; }

    /// <summary>Would these options judge the project as the ones it was made with: as strictly, and by the same catalogs? An IDE may reload them.</summary>
    public bool IsAnalysedUnder(AnalyzerOptions options) =>
        additionalFiles == options.AdditionalFiles && IsStrict == AnalysisScope.IsStrict(options);

    public bool IsProgram => Compilation.Options.OutputKind is OutputKind.ConsoleApplication or OutputKind.WindowsApplication;

    public bool IsEntryPoint(ISymbol member) => entryPoint.Value is { } main && SymbolEqualityComparer.Default.Equals(main, member);

    /// <summary>Does any file of the project contain a word without which there is nothing to find?</summary>
    public bool Spells(Spelled word) => (spelled.Value & word) != 0;
}
