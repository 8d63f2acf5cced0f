using System.Collections.Immutable;
using DistributedSystems.Analyzers.Facts.Code;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace DistributedSystems.Analyzers.Facts.Calls;

/// <summary>
/// Follows control flow from a remote call to where the call is reached again or the region is left. Booleans that the code
/// sets to constants on the way (<c>done = true</c>) are tracked, so a flag that ends the loop is understood.
/// </summary>
internal sealed partial class OutcomeFlow
{
    // A count, not a time: the same code always gets the same answer.
    private const int MostStates = 2000;

    private readonly FailurePaths paths;
    private readonly ControlFlowGraph graph;
    private readonly SyntaxNode call;
    private readonly SyntaxNode target;
    private readonly SyntaxNode? loop;
    private readonly Hypothesis hypothesis;
    private readonly Witness witness;
    private readonly Func<IOperation, bool>? stop;
    private readonly Outcomes outcomes;
    private readonly OutcomeDestinations found;
    private readonly Queue<State> pending = new();
    private readonly HashSet<(int Block, bool Opaque, string Known, string? Thrown)> visited = new();
    private readonly Dictionary<object, int> numbers = new();
    private ImmutableDictionary<object, Held>? atTarget;
    private bool entersHandlers;

    /// <param name="Block">Where control is.</param>
    /// <param name="Variables">What variables hold there.</param>
    /// <param name="Opaque">The path crossed a condition that could not be read.</param>
    /// <param name="Thrown">The exception under way or in hand, as far as the handlers it met have told.</param>
    public sealed record State(BasicBlock Block, ImmutableDictionary<object, Held> Variables, bool Opaque, ITypeSymbol? Thrown);

    public OutcomeFlow(
        FailurePaths paths,
        ControlFlowGraph graph,
        SyntaxNode call,
        SyntaxNode target,
        SyntaxNode? loop,
        Witness witness,
        Func<IOperation, bool>? stop = null,
        Func<IOperation, Truth>? assumed = null,
        Outcomes? outcomes = null,
        bool readsSteps = true
    )
    {
        this.paths = paths;
        this.graph = graph;
        this.call = call;
        this.target = target;
        this.loop = loop;
        this.witness = witness;
        hypothesis = witness.How;
        this.stop = stop;
        this.outcomes = outcomes ?? paths.OutcomesOf(call, witness, assumed, readsSteps);
        found = new OutcomeDestinations { Codes = this.outcomes.Codes, Unread = this.outcomes.Unread };
    }

    public OutcomeDestinations Destinations => found;

    /// <summary>Asks what the function returns on the way, too.</summary>
    public bool ReadsReturned { get; init; }

    /// <summary>The ways that were begun and not followed yet: one for each handler, or for the response.</summary>
    public Queue<State> Pending => pending;

    public void Start()
    {
        foreach (var block in graph.Blocks)
        {
            if (FlowBlocks.OperationsOf(block).Any(operation => FlowBlocks.Holds(operation, call, OperationKind.Invocation)))
            {
                var start = hypothesis.IsException() ? FlowBlocks.WaitingFor(call, block, graph) : block;
                Start(start, paths.FlagsBefore.GetOrAdd(call, _ => FlagsBefore(paths, graph, call)));
                break;
            }
        }
    }

    /// <summary>What the flags hold whenever the call is reached: on the way from the start, and from every handler that some operation on
    /// the way may lead to.</summary>
    private static ImmutableDictionary<object, Held> FlagsBefore(FailurePaths paths, ControlFlowGraph graph, SyntaxNode call)
    {
        var flow = new OutcomeFlow(paths, graph, call, call, loop: null, new Witness(Hypothesis.Success), readsSteps: false)
        {
            entersHandlers = true,
        };
        flow.Enqueue(graph.Blocks[0], ImmutableDictionary<object, Held>.Empty, opaque: false, thrown: null);
        flow.Run();
        return flow.pending.Count > 0 ? ImmutableDictionary<object, Held>.Empty : flow.atTarget ?? ImmutableDictionary<object, Held>.Empty;
    }

    private void Start(BasicBlock block, ImmutableDictionary<object, Held> variables)
    {
        if (hypothesis.IsException())
        {
            Throw(block.EnclosingRegion, witness.Thrown, variables, opaque: false);
            return;
        }

        var passed = false;
        foreach (var operation in block.Operations)
        {
            var isBehind = passed;
            passed |= FlowBlocks.Holds(operation, call, OperationKind.Invocation);
            if (!passed)
            {
                continue;
            }

            if (hypothesis == Hypothesis.AmbiguousResponse && IsStatusCheckThatThrows(operation, variables))
            {
                Throw(block.EnclosingRegion, paths.StatusException, variables, opaque: false);
                return;
            }

            if (isBehind && FlowBlocks.Holds(operation, target, OperationKind.Invocation))
            {
                Found(opaque: false, variables);
                return;
            }

            if (isBehind && stop?.Invoke(operation) == true)
            {
                found.Stops = true;
                return;
            }

            variables = Assign(operation, variables);
        }

        if (passed && block.BranchValue is { } condition && stop?.Invoke(condition) == true)
        {
            found.Stops = true;
            return;
        }

        Leave(new State(block, variables, Opaque: false, witness.Thrown));
    }

    public void Run()
    {
        for (var states = 0; pending.Count > 0 && states < MostStates; states++)
        {
            var state = pending.Dequeue();
            outcomes.Thrown = state.Thrown;
            if (state.Block.Kind == BasicBlockKind.Exit || IsOutsideLoop(state.Block))
            {
                found.Returns |= state.Block.Kind == BasicBlockKind.Exit;
                found.Leaves |= state.Block.Kind != BasicBlockKind.Exit;
                continue;
            }

            var variables = state.Variables;
            var ended = false;
            foreach (var operation in state.Block.Operations)
            {
                if (entersHandlers)
                {
                    EnterHandlers(state.Block.EnclosingRegion, operation, variables);
                }

                if (FlowBlocks.Holds(operation, target, OperationKind.Invocation))
                {
                    Found(state.Opaque, variables);
                    if (entersHandlers)
                    {
                        variables = Assign(operation, variables);
                        continue;
                    }

                    ended = true;
                    break;
                }

                if (hypothesis == Hypothesis.AmbiguousResponse && IsStatusCheckThatThrows(operation, variables))
                {
                    Throw(state.Block.EnclosingRegion, paths.StatusException, variables, state.Opaque);
                    ended = true;
                    break;
                }

                if (stop?.Invoke(operation) == true)
                {
                    found.Stops = true;
                    ended = true;
                    break;
                }

                if (paths.NeverReturns(operation))
                {
                    Throw(state.Block.EnclosingRegion, paths.AnyException, variables, state.Opaque);
                    ended = true;
                    break;
                }

                variables = Assign(operation, variables);
            }

            if (ended)
            {
                continue;
            }

            if (state.Block.BranchValue is { } value)
            {
                if (entersHandlers)
                {
                    EnterHandlers(state.Block.EnclosingRegion, value, variables);
                }

                if (FlowBlocks.Holds(value, target, OperationKind.Invocation))
                {
                    Found(state.Opaque, variables);
                    if (!entersHandlers)
                    {
                        continue;
                    }
                }
            }

            if (state.Block.BranchValue is { } condition && stop?.Invoke(condition) == true)
            {
                found.Stops = true;
                continue;
            }

            Leave(state with { Variables = variables });
        }
    }

    private void Found(bool opaque, ImmutableDictionary<object, Held> variables)
    {
        atTarget = atTarget is null
            ? variables
            : atTarget.RemoveRange(
                atTarget.Where(pair => !variables.TryGetValue(pair.Key, out var held) || held != pair.Value).Select(pair => pair.Key)
            );
        found.Repeats |= !opaque;
        found.MayRepeat = true;
    }

    /// <summary>Queues every handler around an operation that may throw.</summary>
    private void EnterHandlers(ControlFlowRegion? region, IOperation operation, ImmutableDictionary<object, Held> variables)
    {
        if (
            !operation
                .DescendantsAndSelf()
                .Any(part => part is IInvocationOperation or IAwaitOperation or IObjectCreationOperation or IPropertyReferenceOperation)
        )
        {
            return;
        }

        for (; region is not (null or { Kind: ControlFlowRegionKind.Root }); region = region.EnclosingRegion)
        {
            if (region.Kind == ControlFlowRegionKind.Try && region.EnclosingRegion is { Kind: ControlFlowRegionKind.TryAndCatch } handlers)
            {
                foreach (
                    var handler in handlers.NestedRegions.Where(nested =>
                        nested.Kind is ControlFlowRegionKind.Catch or ControlFlowRegionKind.FilterAndHandler
                    )
                )
                {
                    Enqueue(graph.Blocks[handler.FirstBlockOrdinal], variables, opaque: false, thrown: null);
                }
            }
        }
    }

    /// <summary>Queues what follows a block, by the truth of its condition.</summary>
    private void Leave(State state)
    {
        var block = state.Block;
        var truth =
            block.ConditionKind == ControlFlowConditionKind.None || block.BranchValue is null
                ? Truth.Both
                : outcomes.Evaluate(block.BranchValue, state.Variables);
        var (jumps, falls) =
            block.ConditionKind == ControlFlowConditionKind.WhenFalse
                ? (truth.ToBeFalse, truth.ToBeTrue)
                : (truth.ToBeTrue, truth.ToBeFalse);
        if (jumps != Chance.No)
        {
            Follow(block.ConditionalSuccessor, state with { Opaque = state.Opaque || jumps == Chance.Unread });
        }

        if (falls != Chance.No || block.ConditionalSuccessor is null)
        {
            Follow(block.FallThroughSuccessor, state with { Opaque = state.Opaque || falls == Chance.Unread });
        }
    }

    private void Follow(ControlFlowBranch? branch, State state)
    {
        var (_, variables, opaque, thrown) = state;
        switch (branch?.Semantics)
        {
            case null or ControlFlowBranchSemantics.ProgramTermination or ControlFlowBranchSemantics.Error:
                break;
            case ControlFlowBranchSemantics.Throw:
                Throw(
                    branch.Source.EnclosingRegion,
                    branch.Source.BranchValue is { } exception ? Values.Unwrap(exception).Type : null,
                    variables,
                    opaque
                );
                break;
            case ControlFlowBranchSemantics.Rethrow:
                Throw(EnclosingTryAndCatch(branch.Source.EnclosingRegion)?.EnclosingRegion, thrown, variables, opaque);
                break;
            case ControlFlowBranchSemantics.StructuredExceptionHandling:
                // The end of a filter that said no (or of a finally): the next handler of the same try is asked, then those further out.
                if (EnclosingFilter(branch.Source.EnclosingRegion) is { EnclosingRegion: { EnclosingRegion: { } handlers } refusing })
                {
                    Throw(handlers, thrown, variables, opaque, refusing);
                }

                break;
            default:
                if (branch.Semantics == ControlFlowBranchSemantics.Return)
                {
                    found.Returned.Add(branch.Source.BranchValue);
                    if (ReadsReturned)
                    {
                        var answer = AnswerIn(branch.Source.BranchValue, variables);
                        found.MayAnswerSuccess |= answer.ToBeTrue != Chance.No;
                        found.MayAnswerFailure |= answer.ToBeFalse != Chance.No;
                    }
                }

                if (stop is not null && branch.FinallyRegions.Any(IsStoppedIn))
                {
                    found.Stops = true;
                    break;
                }

                Enqueue(branch.Destination, variables, opaque, thrown);
                break;
        }
    }
}
