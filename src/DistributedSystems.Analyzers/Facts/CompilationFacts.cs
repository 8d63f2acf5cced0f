using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using DistributedSystems.Analyzers.Catalog;
using DistributedSystems.Analyzers.Facts.Calls;
using DistributedSystems.Analyzers.Facts.Code;
using DistributedSystems.Analyzers.Facts.Models;
using DistributedSystems.Analyzers.Facts.Promises;
using DistributedSystems.Analyzers.Facts.Surroundings;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace DistributedSystems.Analyzers.Facts;

/// <summary>
/// The semantic layer: everything a rule may ask about a compilation. It composes the topics, one property each, and answers nothing itself.
/// All rules share one instance, so an answer is computed once, on demand, and does not change afterwards.
/// </summary>
internal sealed class CompilationFacts
{
    private static readonly ConditionalWeakTable<Compilation, CompilationFacts> Cache = new();

    private readonly ImmutableArray<AdditionalText> additionalFiles;

    private CompilationFacts(Compilation compilation, AnalyzerOptions options)
    {
        additionalFiles = options.AdditionalFiles;
        Project = new Project(compilation, AnalysisScope.IsStrict(options));
        Catalog = CatalogIndex.For(compilation, additionalFiles);
    }

    public CatalogIndex Catalog { get; }

    public Project Project { get; }

    public SemanticModels SemanticModels => field ?? First(ref field, new(Project.Compilation));
    public WellKnownTypes Types => field ?? First(ref field, new(Project.Compilation));
    public TypeHierarchy Hierarchy => field ?? First(ref field, new(Project.Compilation, SemanticModels));
    public Values Values => field ?? First(ref field, new(SemanticModels));
    public FlowGraphs FlowGraphs => field ?? First(ref field, new());
    public CallSites CallSites => field ?? First(ref field, new(Project.Compilation));
    public Functions Functions => field ?? First(ref field, new(SemanticModels, Project, Hierarchy, Values));
    public Entities Entities => field ?? First(ref field, new(SemanticModels, Project, Types));
    public PrivatePlaces PrivatePlaces => field ?? First(ref field, new(Values, SemanticModels, Functions.BodyOf, Entities.IsEntity));
    public Declarations Declarations => field ?? First(ref field, new(Project));
    public ConstantDurations ConstantDurations => field ?? First(ref field, new(Types, Values));
    public Origins Origins => field ?? First(ref field, new(Values, Functions));
    public ValueFlow ValueFlow => field ?? First(ref field, new(Types, Values));

    public RemoteCalls RemoteCalls => field ?? First(ref field, new(Catalog, Values, Declarations, Origins));
    public Runners Runners => field ?? First(ref field, new(Project, Functions, RemoteCalls));
    public Outlines Outlines => field ?? First(ref field, new(Types));
    public HttpRequests HttpRequests => field ?? First(ref field, new(Catalog, SemanticModels, Project, Types, Hierarchy, Values, Functions, ConstantDurations, RemoteCalls));
    public Replays Replays => field ?? First(ref field, new(Values, ConstantDurations, HttpRequests));
    public FailurePaths FailurePaths => field ?? First(ref field, new(Types, FlowGraphs, Functions));
    public Effects Effects => field ?? First(ref field, new(Functions, Replays));
    public Reachability Reachability => field ?? First(ref field, new(Project, Values, Functions, RemoteCalls, Runners, Replays, FailurePaths, Effects));

    public Builders Builders => field ?? First(ref field, new(Project, Values, Functions));
    public Policies Policies => field ?? First(ref field, new(Types, Values, Functions, ConstantDurations, RemoteCalls));
    public ClientRegistrations ClientRegistrations => field ?? First(ref field, new(Catalog, SemanticModels, Project, Types, Values, CallSites, Functions, RemoteCalls, Builders));
    public Pipelines Pipelines => field ?? First(ref field, new(SemanticModels, Project, Values, CallSites, Functions, RemoteCalls, HttpRequests, Reachability, Builders));
    public RegisteredRetries RegisteredRetries => field ?? First(ref field, new(SemanticModels, Project, Types, Values, CallSites, Functions, ConstantDurations, HttpRequests, Builders, Policies, ClientRegistrations, Pipelines));
    public Blocking Blocking => field ?? First(ref field, new(Project, Types, Hierarchy, Values, CallSites, Functions, RemoteCalls, Reachability));
    public Waits Waits => field ?? First(ref field, new(Project, Types, Values, Functions, RemoteCalls));
    public CriticalSections CriticalSections => field ?? First(ref field, new(SemanticModels, Types, Values, Functions, ConstantDurations, Runners));
    public Transactions Transactions => field ?? First(ref field, new(SemanticModels, Project, Types, Values, CallSites, Functions, Origins, Outlines));
    public Clients Clients => field ?? First(ref field, new(Catalog, Project, Types, Values, RemoteCalls));
    public Observers Observers => field ?? First(ref field, new(SemanticModels, Project, Values, FlowGraphs, Functions, RemoteCalls, Runners, FailurePaths, Effects, Reachability, Clients));
    public Handlers Handlers => field ?? First(ref field, new(Project, Functions, RemoteCalls, Runners, Replays, Effects, Reachability, Clients));
    public Responses Responses => field ?? First(ref field, new(Project, Types, Hierarchy, Values, FlowGraphs, Functions, ConstantDurations, RemoteCalls));
    public Fanouts Fanouts => field ?? First(ref field, new(Project, Values, Functions, Origins, RemoteCalls, Runners, Reachability));

    public Clocks Clocks => field ?? First(ref field, new(Project, Types, Values, Functions, PrivatePlaces, Declarations));
    public Ticks Ticks => field ?? First(ref field, new(Types, PrivatePlaces));
    public ExchangedInstants ExchangedInstants => field ?? First(ref field, new(Catalog, Types, Values, Entities, PrivatePlaces, ValueFlow, RemoteCalls, Clocks));
    public DurationUses DurationUses => field ?? First(ref field, new(Types, Values, Functions, ConstantDurations, Clocks));
    public Deadlines Deadlines => field ?? First(ref field, new(Project, Types, Values, CallSites, ConstantDurations, Runners, Pipelines));
    public AppliedDeadlines AppliedDeadlines => field ?? First(ref field, new(Catalog, Types, Values, Functions, ValueFlow, RemoteCalls));
    public CancellationTokens CancellationTokens => field ?? First(ref field, new(SemanticModels, Project, Types, Values, Functions, ConstantDurations, RemoteCalls, Runners, Deadlines, AppliedDeadlines));
    public Cancellation Cancellation => field ?? First(ref field, new(Project, Types, Values, ConstantDurations, RemoteCalls, Reachability, Deadlines, CancellationTokens));
    public EndlessWaits EndlessWaits => field ?? First(ref field, new(Catalog, Types, Values, Functions, ConstantDurations, RemoteCalls, ClientRegistrations, Deadlines));
    public Attempts Attempts => field ?? First(ref field, new(Catalog, Values, ConstantDurations));
    public JobRetries JobRetries => field ?? First(ref field, new(SemanticModels, Types, Hierarchy, Values, CallSites, Functions, ConstantDurations, RemoteCalls, FailurePaths, Reachability));
    public Retries Retries => field ?? First(ref field, new(Types, Values, FlowGraphs, Declarations, RemoteCalls, Runners, Outlines, FailurePaths, Effects, Reachability, Policies, Pipelines, Transactions, Attempts, JobRetries));
    public RetryLoops RetryLoops => field ?? First(ref field, new(Types, Values, ConstantDurations, RemoteCalls, FailurePaths, Reachability, Pipelines, Waits, Attempts, Retries));
    public Redelivery Redelivery => field ?? First(ref field, new(SemanticModels, Types, Hierarchy, Values, CallSites, Functions, ConstantDurations, RemoteCalls, Replays, FailurePaths, Effects, Reachability, Builders, JobRetries));
    public AttemptState AttemptState => field ?? First(ref field, new(Project, Types, Values, Functions, ConstantDurations, RemoteCalls, Runners, HttpRequests, FailurePaths, Reachability, Responses, Clocks, Attempts, JobRetries, Retries));
    public Hedges Hedges => field ?? First(ref field, new(Values, RemoteCalls, Runners, Replays, Reachability, Policies, Pipelines));
    public RetryNesting RetryNesting => field ?? First(ref field, new(Functions, Declarations, RemoteCalls, Runners, FailurePaths, Reachability, Policies, ClientRegistrations, Pipelines, RegisteredRetries, Retries, RetryLoops, Redelivery));
    public Overload Overload => field ?? First(ref field, new(SemanticModels, Project, Types, Values, FlowGraphs, Functions, RemoteCalls, Runners, FailurePaths, Reachability, Policies, ClientRegistrations, Pipelines, RegisteredRetries, Attempts, RetryLoops));
    public Conflicts Conflicts => field ?? First(ref field, new(Types, Values, Replays, Reachability, ClientRegistrations, RegisteredRetries, Retries));
    public ProtectedClients ProtectedClients => field ?? First(ref field, new(SemanticModels, Types, Values, CallSites, RemoteCalls, Runners, Replays, Reachability, ClientRegistrations, Retries));
    public WorstCases WorstCases => field ?? First(ref field, new(Types, Values, Functions, Declarations, ConstantDurations, RemoteCalls, Policies, Pipelines, Deadlines, Attempts, RetryLoops));
    public OuterLimits OuterLimits => field ?? First(ref field, new(SemanticModels, Project, Types, Values, CallSites, Functions, Declarations, ConstantDurations, RemoteCalls, Builders, ClientRegistrations, Pipelines, RegisteredRetries, ProtectedClients, WorstCases));
    public Locks Locks => field ?? First(ref field, new(Catalog, SemanticModels, Values, ConstantDurations, RemoteCalls));

    public DeclaredModels DeclaredModels => field ?? First(ref field, new(Project, Values, Functions));
    public Fencing Fencing => field ?? First(ref field, new(Project, Declarations, Origins, RemoteCalls, Replays, Reachability, DeclaredModels));
    public Dependencies Dependencies => field ?? First(ref field, new(Project, Values, Declarations, RemoteCalls, Deadlines, Retries, DeclaredModels));
    public WeakValues WeakValues => field ?? First(ref field, new(Values, Declarations, Origins));
    public Durability Durability => field ?? First(ref field, new(SemanticModels, Project, Values, FlowGraphs, Functions, Declarations, Origins, RemoteCalls, Reachability, Fencing));
    public LogicalClocks LogicalClocks => field ?? First(ref field, new(Project, Values, Functions, Declarations, Origins));
    public Merges Merges => field ?? First(ref field, new(Project, Types, Values, Functions, Declarations, Origins, Clocks, LogicalClocks));
    public Determinism Determinism => field ?? First(ref field, new(SemanticModels, Project, Types, Values, Functions, Declarations, RemoteCalls));
    public TimeoutProofs TimeoutProofs => field ?? First(ref field, new(Project, Types, Values, Functions, Declarations, Origins, RemoteCalls, DeclaredModels, Fencing, Determinism));

    public static CompilationFacts Of(Compilation compilation, AnalyzerOptions options)
    {
        var facts = Cache.GetValue(compilation, key => new CompilationFacts(key, options));

        // One compilation can be analysed under other options (an IDE that reloads a catalog file).
        return facts.additionalFiles == options.AdditionalFiles && facts.Project.IsStrict == AnalysisScope.IsStrict(options)
            ? facts
            : new CompilationFacts(compilation, options);
    }

    // Rules ask at once from many threads; the topic that is made first is everybody's, and its answers with it.
    private static T First<T>(ref T? kept, T made)
        where T : class => Interlocked.CompareExchange(ref kept, made, null) ?? made;
}
