using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using DistributedSystems.Analyzers.Catalog;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace DistributedSystems.Analyzers.Facts;

/// <summary>
/// The semantic layer: everything a rule may ask about a compilation. All rules share one instance, so an answer is
/// computed once, on demand, and does not change afterwards. Each question has its own file.
/// </summary>
internal sealed partial class CompilationFacts
{
    private static readonly ConditionalWeakTable<Compilation, CompilationFacts> Cache = new();

    private readonly ImmutableArray<AdditionalText> additionalFiles;

    private readonly IAssemblySymbol ownAssembly;

    private readonly Lazy<Spelled> spelled;

    private readonly Lazy<bool> handlerAddsKey;

    private readonly Lazy<bool> handlerChecksStatus;

    private CompilationFacts(Compilation compilation, AnalyzerOptions options)
    {
        additionalFiles = options.AdditionalFiles;
        IsStrict = AnalysisScope.IsStrict(options);
        Compilation = compilation;
        ownAssembly = compilation.Assembly;
        Types = new WellKnownTypes(compilation);
        Models = new SemanticModels(compilation);
        Hierarchy = new TypeHierarchy(compilation, Models);
        Catalog = CatalogIndex.For(compilation, additionalFiles);
        HasAnnotations = Annotations.ArePresent(compilation);
        Values = new Values(Models);
        PrivatePlaces = new PrivatePlaces(Values, Models, BodyOf, IsEntity);
        isCommandLineTool = new Lazy<bool>(RunsWithoutHost);
        entryPoint = new Lazy<IMethodSymbol?>(() => IsProgram ? compilation.GetEntryPoint(CancellationToken.None) : null);
        spelled = new Lazy<Spelled>(() => Spellings.In(compilation));
        handlerAddsKey = new Lazy<bool>(SomeHandlerAddsKey);
        handlerChecksStatus = new Lazy<bool>(SomeHandlerChecksStatus);
        CallSites = new CallSites(compilation);
        Registrations = new Lazy<ImmutableArray<ClientRegistration>>(ReadRegistrations);
        CallsOfNamedClients = new Lazy<Dictionary<string, List<RemoteCall>>>(ReadCallsOfNamedClients);
        JobRetries = new Lazy<Dictionary<IMethodSymbol, JobRetry>>(ReadJobRetries);
        RetryingContexts = new Lazy<ImmutableArray<INamedTypeSymbol>>(ReadRetryingContexts);
        UsesOfStrategies = new Lazy<StrategyUses>(ReadUsesOfStrategies);
        UnsafeMethodsAreExcludedForAll = new Lazy<bool>(ExcludesUnsafeMethodsForAll);
        ClientTimeoutsAreSetElsewhere = new Lazy<bool>(SetsClientTimeouts);
        namesReferenced = new Lazy<HashSet<string>>(() => NamesReferencedBy(compilation.SourceModule.ReferencedAssemblySymbols));
    }

    public Compilation Compilation { get; }

    public WellKnownTypes Types { get; }

    public CatalogIndex Catalog { get; }

    public Values Values { get; }

    /// <summary>The attributes are referenced or copied as source, so any member may carry one.</summary>
    public bool HasAnnotations { get; }

    /// <summary>A library with remote calls is referenced, or annotations may declare some. Where not, a rule about remote calls registers nothing.</summary>
    public bool MayHaveRemoteCalls => Catalog.HasRemoteCalls || HasAnnotations;

    /// <summary>The same for remote calls that add their effect again when they are made again.</summary>
    public bool MayHaveAccumulatingCalls => Catalog.HasAccumulatingCalls || HasAnnotations;

    /// <summary>Does any file of the project contain a word without which there is nothing to find?</summary>
    public bool Spells(Spelled word) => (spelled.Value & word) != 0;

    private SemanticModels Models { get; }

    /// <summary>The project asks for everything: what is only usually no defect counts as one.</summary>
    public bool IsStrict { get; }

    public static CompilationFacts Of(Compilation compilation, AnalyzerOptions options)
    {
        var facts = Cache.GetValue(compilation, key => new CompilationFacts(key, options));

        // One compilation can be analysed under other options (an IDE that reloads a catalog file).
        return facts.additionalFiles == options.AdditionalFiles && facts.IsStrict == AnalysisScope.IsStrict(options) ? facts : new CompilationFacts(compilation, options);
    }
}
