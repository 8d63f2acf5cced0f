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

/// <summary>The semantic layer: the topics, one property each. It answers nothing itself; all rules share it, so that an answer is computed once.</summary>
internal sealed class CompilationFacts(Compilation compilation, AnalyzerOptions options) : LazyTopics
{
    private static readonly ConditionalWeakTable<Compilation, CompilationFacts> Cache = new();

    // csharpier-ignore-start - a table, one topic after the other
    public CatalogIndex Catalog { get; } = CatalogIndex.For(compilation, options.AdditionalFiles);
    public Project Project { get; } = new(compilation, options);
    public SemanticModels Models => field ?? Or(ref field, new(Project.Compilation));
    public WellKnownTypes Types => field ?? Or(ref field, new(Project.Compilation));
    public TypeHierarchy Hierarchy => field ?? Or(ref field, new(Project.Compilation, Models));
    public Values Values => field ?? Or(ref field, new(Models));
    public FlowGraphs FlowGraphs => field ?? Or(ref field, new());
    public CallSites CallSites => field ?? Or(ref field, new(Project.Compilation));
    public Functions Functions => field ?? Or(ref field, new(Models, Project, Hierarchy, Values));
    public Entities Entities => field ?? Or(ref field, new(Models, Project, Types));
    public PrivatePlaces PrivatePlaces => field ?? Or(ref field, new(Models, Project, Hierarchy, Values, Functions, Entities));
    public Declarations Declarations => field ?? Or(ref field, new(Project));
    public Constants Constants => field ?? Or(ref field, new(Types, Values));
    public Origins Origins => field ?? Or(ref field, new(Values, Functions));
    public ValueFlow ValueFlow => field ?? Or(ref field, new(Types, Values, Functions));
    public RemoteCalls RemoteCalls => field ?? Or(ref field, new(Catalog, Values, Functions, Declarations, Origins));
    public Bodies Bodies => field ?? Or(ref field, new(Catalog, Models, Project, Declarations));
    public Runners Runners => field ?? Or(ref field, new(Functions, RemoteCalls));
    public Outlines Outlines => field ?? Or(ref field, new(Functions));
    public HttpRequests HttpRequests => field ?? Or(ref field, new(Catalog, Models, Project, Types, Hierarchy, Values, Functions,
        Constants, RemoteCalls));
    public Replays Replays => field ?? Or(ref field, new(Values, Constants, HttpRequests));
    public FailurePaths FailurePaths => field ?? Or(ref field, new(Types, FlowGraphs, Functions));
    public Effects Effects => field ?? Or(ref field, new(Functions, Replays));
    public Reachability Reachability => field ?? Or(ref field, new(Values, Functions, RemoteCalls, Runners, Replays, FailurePaths,
        Effects));
    public Builders Builders => field ?? Or(ref field, new(Values, Functions));
    public Policies Policies => field ?? Or(ref field, new(Types, Values, Functions, Constants, RemoteCalls));
    public Registrations Registrations => field ?? Or(ref field, new(Catalog, Models, Types, Values, CallSites, Functions, RemoteCalls,
        Builders));
    public Pipelines Pipelines => field ?? Or(ref field, new(Models, Values, CallSites, Functions, RemoteCalls, HttpRequests,
        Reachability, Builders));
    public RegisteredRetries RegisteredRetries => field ?? Or(ref field, new(Models, Types, Values, CallSites, Functions, Constants,
        HttpRequests, Builders, Policies, Registrations, Pipelines));
    public Blocking Blocking => field ?? Or(ref field, new(Project, Types, Hierarchy, Values, CallSites, Functions, RemoteCalls,
        Reachability));
    public Endpoints Endpoints => field ?? Or(ref field, new(Functions, RemoteCalls, Replays, Reachability, Effects));
    public Waits Waits => field ?? Or(ref field, new(Types, Values));
    public Steps Steps => field ?? Or(ref field, new(Catalog, Types, Constants, Functions, RemoteCalls));
    public CriticalSections CriticalSections => field ?? Or(ref field, new(Models, Types, Values, Functions, Constants, Origins, Runners));
    public Transactions Transactions => field ?? Or(ref field, new(Models, Project, Types, Values, CallSites, Functions, Origins,
        Entities, Outlines));
    public Clients Clients => field ?? Or(ref field, new(Catalog, Models, Project, Types, Values, CallSites, Functions, RemoteCalls));
    public Observers Observers => field ?? Or(ref field, new(Models, Values, FlowGraphs, Functions, RemoteCalls, Runners, FailurePaths,
        Effects, Reachability, Clients));
    public Handlers Handlers => field ?? Or(ref field, new(Catalog, Values, Functions, RemoteCalls, Runners, Replays, Effects,
        Reachability, Clients));
    public Responses Responses => field ?? Or(ref field, new(Project, Types, Hierarchy, Values, FlowGraphs, Functions, Constants, RemoteCalls));
    public Fanouts Fanouts => field ?? Or(ref field, new(Project, Values, Functions, Origins, RemoteCalls, Runners, Reachability));
    public Clocks Clocks => field ?? Or(ref field, new(Project, Types, Values, Functions, PrivatePlaces, Declarations));
    public Ticks Ticks => field ?? Or(ref field, new(Types, Values, Functions, PrivatePlaces));
    public ExchangedInstants ExchangedInstants => field ?? Or(ref field, new(Catalog, Types, Values, Functions, Entities, PrivatePlaces,
        ValueFlow, RemoteCalls, Clocks));
    public DurationUses DurationUses => field ?? Or(ref field, new(Types, Values, Functions, Constants, Clocks));
    public TokenDeadlines TokenDeadlines => field ?? Or(ref field, new(Project, Types, Values, Constants, Runners, Pipelines));
    public Deadlines Deadlines => field ?? Or(ref field, new(Project, Types, Values, CallSites, Constants, TokenDeadlines));
    public AppliedDeadlines AppliedDeadlines => field ?? Or(ref field, new(Catalog, Types, Values, Functions, ValueFlow, RemoteCalls));
    public Tokens Tokens => field ?? Or(ref field, new(Models, Project, Types, Values, Functions, Constants, RemoteCalls, Runners,
        TokenDeadlines, AppliedDeadlines));
    public Cancellation Cancellation => field ?? Or(ref field, new(Project, Types, Values, Constants, Functions, RemoteCalls, Responses,
        Deadlines, Tokens));
    public AbandonedCalls AbandonedCalls => field ?? Or(ref field, new(Types, Values, Constants, Functions, RemoteCalls, Reachability, Deadlines, Cancellation));
    public ClientUses ClientUses => field ?? Or(ref field, new(Catalog, Values, Functions, RemoteCalls));
    public EndlessWaits EndlessWaits => field ?? Or(ref field, new(Catalog, Types, Values, Constants, Registrations, ClientUses,
        TokenDeadlines, Deadlines));
    public Attempts Attempts => field ?? Or(ref field, new(Catalog, Types, Values, Constants));
    public SecondAttempts SecondAttempts => field ?? Or(ref field, new(FlowGraphs, FailurePaths, Attempts));
    public JobRetries JobRetries => field ?? Or(ref field, new(Models, Types, Hierarchy, Values, CallSites, Functions, Constants,
        RemoteCalls, FailurePaths, Reachability, Steps));
    public Retries Retries => field ?? Or(ref field, new(Types, Values, FlowGraphs, Declarations, RemoteCalls, HttpRequests, Runners,
        Outlines, FailurePaths, Effects, Reachability, Policies, Pipelines, Transactions, Attempts, SecondAttempts, JobRetries));
    public RepeatedCalls RepeatedCalls => field ?? Or(ref field, new(Functions, RemoteCalls, Runners, FailurePaths, Reachability,
        Attempts, SecondAttempts, Retries));
    public RetryLoops RetryLoops => field ?? Or(ref field, new(Types, Values, Constants, FailurePaths, Pipelines, Steps, RepeatedCalls));
    public Redelivery Redelivery => field ?? Or(ref field, new(Models, Types, Hierarchy, Values, CallSites, Functions, Constants,
        RemoteCalls, Replays, FailurePaths, Effects, Reachability, Builders, JobRetries));
    public IdempotencyKeys IdempotencyKeys => field ?? Or(ref field, new(Types, Values, Functions, RemoteCalls, Runners, HttpRequests,
        Clocks, JobRetries, Retries));
    public ReusedResources ReusedResources => field ?? Or(ref field, new(Project, Types, Values, Constants, RemoteCalls, Responses, Retries));
    public SentMessages SentMessages => field ?? Or(ref field, new(Types, Values, Functions, FailurePaths));
    public AttemptState AttemptState => field ?? Or(ref field, new(Values, Functions, FailurePaths, Reachability, Attempts, Retries,
        IdempotencyKeys));
    public Hedges Hedges => field ?? Or(ref field, new(Values, RemoteCalls, Runners, Replays, Reachability, Policies, Pipelines));
    public RetryNesting RetryNesting => field ?? Or(ref field, new(Catalog, Values, Functions, Declarations, RemoteCalls, Runners,
        FailurePaths, Reachability, Policies, Registrations, Pipelines, RegisteredRetries, Retries, RepeatedCalls, Redelivery));
    public Overload Overload => field ?? Or(ref field, new(Models, Types, Values, FlowGraphs, Functions, RemoteCalls, Runners,
        FailurePaths, Reachability, Policies, Registrations, Pipelines, RegisteredRetries, Attempts, RepeatedCalls));
    public Conflicts Conflicts => field ?? Or(ref field, new(Values, Replays, Reachability, Registrations, RegisteredRetries, Retries));
    public Successes Successes => field ?? Or(ref field, new(FailurePaths, Steps, RepeatedCalls));
    public StaleFailures StaleFailures => field ?? Or(ref field, new(FailurePaths));
    public ProtectedClients ProtectedClients => field ?? Or(ref field, new(Models, Types, Values, CallSites, RemoteCalls, Runners,
        Replays, Reachability, Registrations, Retries));
    public StrategyTimes StrategyTimes => field ?? Or(ref field, new(Types, Values, Constants, Policies));
    public CallLimits CallLimits => field ?? Or(ref field, new(Catalog, Types, Values, Constants, RemoteCalls, Clocks, ClientUses,
        StrategyTimes));
    public WorstCases WorstCases => field ?? Or(ref field, new(Types, Values, Functions, Declarations, Constants, RemoteCalls, Pipelines,
        TokenDeadlines, Attempts, RepeatedCalls, StrategyTimes, CallLimits));
    public OuterLimits OuterLimits => field ?? Or(ref field, new(Types, Values, Declarations, Constants, RemoteCalls, Pipelines,
        StrategyTimes, CallLimits, WorstCases));
    public ClientLimits ClientLimits => field ?? Or(ref field, new(Models, Project, Types, Values, CallSites, Functions, Constants,
        Builders, Registrations, RegisteredRetries, ProtectedClients, StrategyTimes, WorstCases));
    public CallPlans CallPlans => field ?? Or(ref field, new(Values, Constants, Declarations, Runners, FailurePaths, Pipelines,
        Registrations, Deadlines, Attempts, Retries, Redelivery, StrategyTimes, CallLimits, ClientLimits));
    public Deliveries Deliveries => field ?? Or(ref field, new(Catalog, Models, Project, Types, Values, FlowGraphs, Functions, Origins,
        RemoteCalls, Runners, Effects, Reachability, Handlers));
    public HandledMessages HandledMessages => field ?? Or(ref field, new(Catalog, Project, Types, Functions, Origins, RemoteCalls, Replays,
        Reachability, JobRetries, Redelivery));
    public Locks Locks => field ?? Or(ref field, new(Catalog, Models, Values, Functions, Constants, Origins, RemoteCalls));
    public CheckThenActs CheckThenActs => field ?? Or(ref field, new(Models, Project, Types, Values, Functions, Origins, RemoteCalls, Replays, CriticalSections, Transactions, Locks));
    public HeldLocks HeldLocks => field ?? Or(ref field, new(Project, Types, Values, Functions, Constants, Origins, RemoteCalls, Replays, Reachability, WorstCases, Locks, CheckThenActs));
    public DeclaredModels DeclaredModels => field ?? Or(ref field, new(Values, Functions));
    public Fencing Fencing => field ?? Or(ref field, new(Project, Values, Functions, Declarations, Origins, RemoteCalls, Replays, Reachability,
        DeclaredModels));
    public Dependencies Dependencies => field ?? Or(ref field, new(Project, Values, Declarations, RemoteCalls, Deadlines, Retries,
        DeclaredModels));
    public WeakValues WeakValues => field ?? Or(ref field, new(Values, Declarations, Origins));
    public Durability Durability => field ?? Or(ref field, new(Models, Values, FlowGraphs, Functions, Declarations, Origins, RemoteCalls,
        Reachability, Fencing));
    public LogicalClocks LogicalClocks => field ?? Or(ref field, new(Values, Functions, Declarations, Origins, RemoteCalls));
    public Merges Merges => field ?? Or(ref field, new(Types, Values, Functions, Declarations, Origins, Clocks, LogicalClocks, Determinism));
    public RecordedEvents RecordedEvents => field ?? Or(ref field, new(Models, Functions));
    public Determinism Determinism => field ?? Or(ref field, new(Catalog, Types, Values, Functions, Declarations, RemoteCalls));
    public TimeoutProofs TimeoutProofs => field ?? Or(ref field, new(Models, Project, Types, Values, Functions, Declarations, Origins,
        RemoteCalls, DeclaredModels, Fencing, Determinism));
    // csharpier-ignore-end

    public static CompilationFacts Of(Compilation compilation, AnalyzerOptions options) =>
        Cache.GetValue(compilation, key => new CompilationFacts(key, options)) is var facts && facts.Project.IsAnalysedUnder(options)
            ? facts
            : new CompilationFacts(compilation, options);
}
