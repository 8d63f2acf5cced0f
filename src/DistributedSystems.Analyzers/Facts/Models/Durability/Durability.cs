using DistributedSystems.Analyzers.Facts.Calls;
using DistributedSystems.Analyzers.Facts.Code;
using Microsoft.CodeAnalysis;

namespace DistributedSystems.Analyzers.Facts.Models;

/// <summary>State that survives a crash, and what is told to others before it does.</summary>
internal sealed partial class Durability(
    SemanticModels models,
    Values values,
    FlowGraphs flowGraphs,
    Functions functions,
    Declarations declarations,
    Origins origins,
    RemoteCalls remoteCalls,
    Reachability reachability,
    Fencing fencing
)
{
    private readonly VolatileState volatileState = new(models, declarations, origins, remoteCalls);

    /// <inheritdoc cref="VolatileState.DecisionOf"/>
    public IOperation? VolatileDecisionOf(ISymbol state) => volatileState.DecisionOf(state);
}
