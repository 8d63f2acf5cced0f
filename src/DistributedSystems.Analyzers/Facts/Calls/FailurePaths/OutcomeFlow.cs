using System.Collections.Immutable;
using DistributedSystems.Analyzers.Facts.Code;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace DistributedSystems.Analyzers.Facts.Calls;

/// <summary>Where control may go after a remote call, under one hypothesis about its outcome.</summary>
internal sealed record OutcomeDestinations
{
    /// <summary>The same call is reached again on a path whose every condition was understood.</summary>
    public bool Repeats { get; set; }

    /// <summary>The same call is reached again, but only if a condition that could not be read lets it through.</summary>
    public bool MayRepeat { get; set; }

    /// <summary>An exception leaves the function.</summary>
    public bool Throws { get; set; }

    /// <summary>The function ends normally.</summary>
    public bool Returns { get; set; }

    /// <summary>The loop is left for code behind it.</summary>
    public bool Leaves { get; set; }

    /// <summary>What the function returns on the way; null for a value that is not an expression of its own.</summary>
    public List<IOperation?> Returned { get; } = new();

    /// <summary>A path was ended by what the caller asked to stop at.</summary>
    public bool Stops { get; set; }

    /// <summary>Something but the loop's own repetition happens: the path leaves the loop, the function, or is stopped.</summary>
    public bool MayEnd => Throws || Returns || Leaves || Stops;
}

/// <summary>
/// Follows control flow from a remote call to where the call is reached again or the region is left. Booleans that the code
/// sets to constants on the way (<c>done = true</c>) are tracked, so a flag that ends the loop is understood.
/// </summary>
internal sealed class OutcomeFlow
{
    // A count, not a time: the same code always gets the same answer.
    private const int MostStates = 2000;

    private readonly FailurePaths paths;
    private readonly ControlFlowGraph graph;
    private readonly SyntaxNode call;
    private readonly SyntaxNode target;
    private readonly SyntaxNode? loop;
    private readonly Hypothesis hypothesis;
    private readonly ITypeSymbol? thrown;
    private readonly Func<IOperation, bool>? stop;
    private readonly Outcomes outcomes;
    private readonly OutcomeDestinations found = new();
    private readonly Queue<State> pending = new();
    private readonly HashSet<(int Block, bool Opaque, string Known)> visited = new();
    private readonly Dictionary<object, int> numbers = new();
    private ImmutableDictionary<object, Held>? atTarget;
    private bool entersHandlers;

    public sealed record State(BasicBlock Block, ImmutableDictionary<object, Held> Variables, bool Opaque);

    public OutcomeFlow(FailurePaths paths, ControlFlowGraph graph, SyntaxNode call, SyntaxNode target, SyntaxNode? loop, Hypothesis hypothesis, ITypeSymbol? thrown = null, Func<IOperation, bool>? stop = null, Func<IOperation, Truth>? assumed = null)
    {
        this.paths = paths;
        this.graph = graph;
        this.call = call;
        this.target = target;
        this.loop = loop;
        this.hypothesis = hypothesis;
        this.thrown = thrown;
        this.stop = stop;
        outcomes = new Outcomes(paths.Functions, call, hypothesis, thrown, assumed);
    }

    public OutcomeDestinations Destinations => found;

    /// <summary>The ways that were begun and not followed yet: one for each handler, or for the response.</summary>
    public Queue<State> Pending => pending;

    public void Start()
    {
        foreach (var block in graph.Blocks)
        {
            if (FlowBlocks.OperationsOf(block).Any(operation => FlowBlocks.Holds(operation, call, OperationKind.Invocation)))
            {
                Start(block, paths.FlagsBefore.GetOrAdd(call, _ => FlagsBefore(paths, graph, call)));
                break;
            }
        }
    }

    /// <summary>What the flags hold whenever the call is reached: on the way from the start, and from every handler that some operation on the way may lead to.</summary>
    private static ImmutableDictionary<object, Held> FlagsBefore(FailurePaths paths, ControlFlowGraph graph, SyntaxNode call)
    {
        var flow = new OutcomeFlow(paths, graph, call, call, loop: null, Hypothesis.Success) { entersHandlers = true };
        flow.Enqueue(graph.Blocks[0], ImmutableDictionary<object, Held>.Empty, opaque: false);
        flow.Run();
        return flow.pending.Count > 0 ? ImmutableDictionary<object, Held>.Empty : flow.atTarget ?? ImmutableDictionary<object, Held>.Empty;
    }

    private void Start(BasicBlock block, ImmutableDictionary<object, Held> variables)
    {
        if (hypothesis.IsException())
        {
            Throw(block.EnclosingRegion, thrown, variables, opaque: false);
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

        Leave(new State(block, variables, Opaque: false));
    }

    public void Run()
    {
        for (var states = 0; pending.Count > 0 && states < MostStates; states++)
        {
            var state = pending.Dequeue();
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
                    ended = true;
                    break;
                }

                if (stop?.Invoke(operation) == true)
                {
                    found.Stops = true;
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
        atTarget = atTarget is null ? variables : atTarget.RemoveRange(atTarget.Where(pair => !variables.TryGetValue(pair.Key, out var held) || held != pair.Value).Select(pair => pair.Key));
        found.Repeats |= !opaque;
        found.MayRepeat = true;
    }

    /// <summary>Queues every handler around an operation that may throw.</summary>
    private void EnterHandlers(ControlFlowRegion? region, IOperation operation, ImmutableDictionary<object, Held> variables)
    {
        if (!operation.DescendantsAndSelf().Any(part => part is IInvocationOperation or IAwaitOperation or IObjectCreationOperation or IPropertyReferenceOperation))
        {
            return;
        }

        for (; region is not (null or { Kind: ControlFlowRegionKind.Root }); region = region.EnclosingRegion)
        {
            if (region.Kind == ControlFlowRegionKind.Try && region.EnclosingRegion is { Kind: ControlFlowRegionKind.TryAndCatch } handlers)
            {
                foreach (var handler in handlers.NestedRegions.Where(nested => nested.Kind is ControlFlowRegionKind.Catch or ControlFlowRegionKind.FilterAndHandler))
                {
                    Enqueue(graph.Blocks[handler.FirstBlockOrdinal], variables, opaque: false);
                }
            }
        }
    }

    /// <summary>Queues what follows a block, by the truth of its condition.</summary>
    private void Leave(State state)
    {
        var block = state.Block;
        var truth = block.ConditionKind == ControlFlowConditionKind.None || block.BranchValue is null
            ? Truth.Both
            : outcomes.Evaluate(block.BranchValue, state.Variables);
        var (jumps, falls) = block.ConditionKind == ControlFlowConditionKind.WhenFalse ? (truth.ToBeFalse, truth.ToBeTrue) : (truth.ToBeTrue, truth.ToBeFalse);
        if (jumps != Chance.No)
        {
            Follow(block.ConditionalSuccessor, state.Variables, state.Opaque || jumps == Chance.Unread);
        }

        if (falls != Chance.No || block.ConditionalSuccessor is null)
        {
            Follow(block.FallThroughSuccessor, state.Variables, state.Opaque || falls == Chance.Unread);
        }
    }

    private void Follow(ControlFlowBranch? branch, ImmutableDictionary<object, Held> variables, bool opaque)
    {
        switch (branch?.Semantics)
        {
            case null or ControlFlowBranchSemantics.ProgramTermination or ControlFlowBranchSemantics.Error:
                break;
            case ControlFlowBranchSemantics.Throw:
                Throw(branch.Source.EnclosingRegion, branch.Source.BranchValue is { } exception ? Values.Unwrap(exception).Type : null, variables, opaque);
                break;
            case ControlFlowBranchSemantics.Rethrow:
                Throw(EnclosingTryAndCatch(branch.Source.EnclosingRegion)?.EnclosingRegion, thrown, variables, opaque);
                break;
            case ControlFlowBranchSemantics.StructuredExceptionHandling:
                // The end of a filter that said no (or of a finally): the next handler out is asked.
                if (IsIn(branch.Source.EnclosingRegion, ControlFlowRegionKind.Filter))
                {
                    Throw(EnclosingTryAndCatch(branch.Source.EnclosingRegion)?.EnclosingRegion, thrown, variables, opaque);
                }

                break;
            default:
                if (branch.Semantics == ControlFlowBranchSemantics.Return)
                {
                    found.Returned.Add(branch.Source.BranchValue);
                }

                if (stop is not null && branch.FinallyRegions.Any(IsStoppedIn))
                {
                    found.Stops = true;
                    break;
                }

                Enqueue(branch.Destination, variables, opaque);
                break;
        }
    }

    private bool IsStoppedIn(ControlFlowRegion region)
    {
        for (var ordinal = region.FirstBlockOrdinal; ordinal <= region.LastBlockOrdinal; ordinal++)
        {
            if (FlowBlocks.OperationsOf(graph.Blocks[ordinal]).Any(stop!))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Queues the handlers that may catch an exception thrown in a region, from the inside out.</summary>
    /// <param name="region">Where it is thrown.</param>
    /// <param name="exception">Its type; null for the failure of the call itself.</param>
    /// <param name="variables">What is known there.</param>
    /// <param name="opaque">The path crossed a condition that could not be read.</param>
    private void Throw(ControlFlowRegion? region, ITypeSymbol? exception, ImmutableDictionary<object, Held> variables, bool opaque)
    {
        var caughtNearer = ImmutableList<ITypeSymbol>.Empty;

        // A lambda's graph is rooted in the regions of the function around it, which are not its own to catch with.
        for (; region is not (null or { Kind: ControlFlowRegionKind.Root }); region = region.EnclosingRegion)
        {
            if (region.Kind != ControlFlowRegionKind.Try || region.EnclosingRegion is not { Kind: ControlFlowRegionKind.TryAndCatch } handlers)
            {
                continue;
            }

            foreach (var handler in handlers.NestedRegions)
            {
                if (handler.Kind is not (ControlFlowRegionKind.Catch or ControlFlowRegionKind.FilterAndHandler))
                {
                    continue;
                }

                var caught = handler.ExceptionType ?? handler.NestedRegions.FirstOrDefault()?.ExceptionType;
                if (!RemoteFailures.MayCatch(caught, exception) || caughtNearer.Exists(nearer => Symbols.DerivesFrom(caught, nearer)) || (hypothesis == Hypothesis.PromptException && exception is null && RemoteFailures.CatchesTimeouts(caught)))
                {
                    continue;
                }

                Enqueue(graph.Blocks[handler.FirstBlockOrdinal], variables, opaque);
                if (handler.Kind == ControlFlowRegionKind.FilterAndHandler)
                {
                    continue;
                }

                if (caught is null or { SpecialType: SpecialType.System_Object } or { Name: "Exception", ContainingNamespace.Name: "System" } || (exception is not null && Symbols.DerivesFrom(exception, caught)))
                {
                    return;
                }

                caughtNearer = caughtNearer.Add(caught);
            }
        }

        found.Throws = true;
    }

    private void Enqueue(BasicBlock? block, ImmutableDictionary<object, Held> variables, bool opaque)
    {
        if (block is null)
        {
            return;
        }

        if (visited.Add((block.Ordinal, opaque, variables.IsEmpty ? "" : KeyOf(variables))))
        {
            pending.Enqueue(new State(block, variables, opaque));
        }
    }

    /// <summary>The same for the same values of the same variables. To spell out a symbol would cost more than to follow it.</summary>
    private string KeyOf(ImmutableDictionary<object, Held> variables)
    {
        var key = new List<int>(variables.Count);
        foreach (var pair in variables)
        {
            if (!numbers.TryGetValue(pair.Key, out var number))
            {
                numbers.Add(pair.Key, number = numbers.Count);
            }

            key.Add((number << 8) | (int)pair.Value);
        }

        key.Sort();
        return string.Join(";", key);
    }

    private ImmutableDictionary<object, Held> Assign(IOperation operation, ImmutableDictionary<object, Held> variables)
    {
        if (operation is IExpressionStatementOperation statement)
        {
            operation = statement.Operation;
        }

        switch (operation)
        {
            case ISimpleAssignmentOperation { Target: ILocalReferenceOperation target } assignment:
                return Set(target.Local, assignment.Value);
            case IFlowCaptureOperation capture:
                return Set(capture.Id, capture.Value);
            case ICompoundAssignmentOperation { Target: ILocalReferenceOperation target }:
                return variables.Remove(target.Local);
            default:
                return variables;
        }

        ImmutableDictionary<object, Held> Set(object variable, IOperation value)
        {
            if (outcomes.HeldBy(value, variables) is { } held)
            {
                return variables.SetItem(variable, held);
            }

            if (value.Type?.SpecialType != SpecialType.System_Boolean)
            {
                return outcomes.IsPart(variable, value, variables) ? variables.SetItem(variable, Held.Part) : variables.Remove(variable);
            }

            return outcomes.Evaluate(value, variables) switch
            {
                { ToBeFalse: Chance.No } => variables.SetItem(variable, Held.True),
                { ToBeTrue: Chance.No } => variables.SetItem(variable, Held.False),
                { ToBeTrue: Chance.Unread } or { ToBeFalse: Chance.Unread } => variables.SetItem(variable, Held.Part),
                _ => variables.Remove(variable),
            };
        }
    }

    private bool IsStatusCheckThatThrows(IOperation operation, ImmutableDictionary<object, Held> variables)
    {
        foreach (var nested in operation.DescendantsAndSelf())
        {
            if (nested is IInvocationOperation { TargetMethod.Name: "EnsureSuccessStatusCode", Instance: { } response } && outcomes.HeldBy(response, variables) == Held.Result)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>A block that evaluates something outside the loop, or sets the loop up anew.</summary>
    private bool IsOutsideLoop(BasicBlock block)
    {
        if (loop is null)
        {
            return false;
        }

        foreach (var operation in FlowBlocks.OperationsOf(block))
        {
            // What the compiler adds (disposal, captures) carries the syntax of its cause, which may be the whole loop.
            var span = operation.Syntax.Span;
            if (!loop.Span.Contains(span) && !span.Contains(loop.Span))
            {
                return true;
            }

            if (loop is Microsoft.CodeAnalysis.CSharp.Syntax.ForStatementSyntax counted
                && (counted.Declaration?.Span.Contains(span) == true || counted.Initializers.Any(initializer => initializer.Span.Contains(span))))
            {
                return true;
            }
        }

        return false;
    }

    private static ControlFlowRegion? EnclosingTryAndCatch(ControlFlowRegion? region)
    {
        while (region is not null && region.Kind != ControlFlowRegionKind.TryAndCatch)
        {
            region = region.EnclosingRegion;
        }

        return region;
    }

    private static bool IsIn(ControlFlowRegion? region, ControlFlowRegionKind kind)
    {
        for (; region is not null; region = region.EnclosingRegion)
        {
            if (region.Kind == kind)
            {
                return true;
            }
        }

        return false;
    }
}
