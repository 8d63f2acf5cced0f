using System.Collections.Concurrent;
using DistributedSystems.Analyzers.Facts.Calls;
using DistributedSystems.Analyzers.Facts.Code;
using DistributedSystems.Analyzers.Facts.Surroundings;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace DistributedSystems.Analyzers.Facts.Promises;

internal sealed partial class Deliveries
{
    // A step with more calls does more than to settle a message.
    private const int MostCallsOfSettler = 4;
    private const int MostStepsToWork = 2;

    private readonly ConcurrentDictionary<IMethodSymbol, bool> settlers = new(SymbolEqualityComparer.Default);

    /// <summary>
    /// The work on a message that is only done after a call has counted it as processed, or is started before it and not waited for: a write, or a
    /// step of the project that is given the message. Null where work is done before, too: what follows is then meant to be lost.
    /// </summary>
    public IInvocationOperation? WorkAfter(IInvocationOperation call)
    {
        if (!Completes(call) || IsInCatchOrFinally(call) || flowGraphs.Around(call) is not { } graph)
        {
            return null;
        }

        var message = MessageOf(call);
        var work = StartedBefore(call, message);
        foreach (var (operation, isAfter) in InOrder(graph, call))
        {
            if (operation.Syntax == call.Syntax || operation.Syntax == work?.Syntax)
            {
                continue;
            }

            // What is stored or settled here becomes final with a later call.
            if (isAfter && IsCommit(operation, call))
            {
                return null;
            }

            if (!IsWorkOn(operation, message))
            {
                continue;
            }

            if (!isAfter)
            {
                return null;
            }

            work ??= operation;
        }

        return work;
    }

    /// <summary>The call settles a message, itself or as all that a step of the project does.</summary>
    private bool Completes(IInvocationOperation call) =>
        remoteCalls.ApiOf(call.TargetMethod) is { } itself
            ? itself.Completes
            : functions.IsOwnMethod(call.TargetMethod)
                && !call.Arguments.IsEmpty
                && settlers.GetOrAdd(call.TargetMethod.OriginalDefinition, OnlySettles);

    private bool OnlySettles(IMethodSymbol step)
    {
        if (Functions.IsReplaceable(step) || functions.BodyOf(step) is not { } body)
        {
            return false;
        }

        var calls = body.Descendants()
            .OfType<IInvocationOperation>()
            .Where(inner => !Handlers.IsLogging(inner))
            .Take(MostCallsOfSettler + 1)
            .ToList();
        return calls.Count <= MostCallsOfSettler
            && calls.Any(inner =>
                remoteCalls.RemoteCallOf(inner) is { Api.Completes: true }
                && Operations.FunctionAround(inner) is null
                && !Operations.IsConditional(inner, body)
                && !IsInCatchOrFinally(inner)
                && MessageOf(inner).Overlaps(step.Parameters)
            )
            && !calls.Any(inner => functions.IsOwnMethod(inner.TargetMethod));
    }

    private bool IsCommit(IInvocationOperation operation, IInvocationOperation stored) =>
        remoteCalls.ApiOf(stored.TargetMethod) is { Remote: false } && remoteCalls.RemoteCallOf(operation) is { Api.Completes: true };

    /// <summary>Work that is given to somebody else to do and that nobody waits for.</summary>
    private IInvocationOperation? StartedBefore(IInvocationOperation settling, HashSet<ISymbol> message)
    {
        var function = Operations.FunctionAround(settling);
        return (function ?? Values.RootOf(settling))
            .Descendants()
            .OfType<IInvocationOperation>()
            .FirstOrDefault(start =>
                start.Syntax.Span.End < settling.Syntax.SpanStart
                && Operations.FunctionAround(start) == function
                && Operations.IsDropped(start)
                && Symbols.IsTaskLike(start.Type)
                && !runners.IsWaitedFor(start)
                && start.DescendantsAndSelf().OfType<IInvocationOperation>().Any(work => IsWorkOn(work, message))
            );
    }

    /// <summary>The calls of a function, and whether they come after one of them in the same pass.</summary>
    private static IEnumerable<(IInvocationOperation Call, bool IsAfter)> InOrder(ControlFlowGraph graph, IInvocationOperation start)
    {
        var home = graph.Blocks.FirstOrDefault(block =>
            FlowBlocks.OperationsOf(block).Any(operation => FlowBlocks.Holds(operation, start.Syntax, OperationKind.Invocation))
        );
        if (home is null)
        {
            yield break;
        }

        var after = BlocksAfter(home, graph);
        foreach (var block in graph.Blocks)
        {
            foreach (var operation in FlowBlocks.OperationsOf(block))
            {
                foreach (var nested in operation.DescendantsAndSelf())
                {
                    // The graph has copies that stand alone; what is written around a call is asked of the tree.
                    if (
                        nested is not IInvocationOperation
                        || start.SemanticModel?.GetOperation(nested.Syntax) is not IInvocationOperation call
                    )
                    {
                        continue;
                    }

                    if (after.Contains(block) || (block == home && call.Syntax.SpanStart > start.Syntax.Span.End))
                    {
                        yield return (call, true);
                    }
                    else if (block.Ordinal <= home.Ordinal && call.Syntax.SpanStart < start.Syntax.SpanStart)
                    {
                        yield return (call, false);
                    }
                }
            }
        }
    }

    // A way back leads to the next message; what a finally does comes after the try that it belongs to.
    private static HashSet<BasicBlock> BlocksAfter(BasicBlock home, ControlFlowGraph graph)
    {
        var found = new HashSet<BasicBlock>();
        var pending = new Stack<BasicBlock>();
        pending.Push(home);
        while (pending.Count > 0)
        {
            var block = pending.Pop();
            foreach (var way in new[] { block.FallThroughSuccessor, block.ConditionalSuccessor })
            {
                if (way is null)
                {
                    continue;
                }

                foreach (var left in way.FinallyRegions)
                {
                    found.UnionWith(graph.Blocks.Skip(left.FirstBlockOrdinal).Take(left.LastBlockOrdinal - left.FirstBlockOrdinal + 1));
                }

                if (way.Destination is { } next && next.Ordinal > block.Ordinal && found.Add(next))
                {
                    pending.Push(next);
                }
            }
        }

        return found;
    }

    private bool IsWorkOn(IInvocationOperation call, HashSet<ISymbol> message)
    {
        if (remoteCalls.RemoteCallOf(call) is { } remote)
        {
            return remote.Api is { Acknowledges: false, Completes: false, AutoAckParameters: null } && effects.IsKnownWrite(remote);
        }

        return IsGivenMessage(call, message)
            && (
                (
                    functions.IsOwnMethod(call.TargetMethod) && reachability.ReachOf(call, Effect.FailingWrite) is { } reach
                        ? !reach.Call.Api.Acknowledges && !reach.Call.Api.Completes
                        : IsStepOutOfSight(call, MostStepsToWork)
                )
            );
    }

    /// <summary>A command of the project that is given the message and whose body is not in sight: whatever it does, it is done too late. So is one
    /// that hands what it is given to such a command.</summary>
    private bool IsStepOutOfSight(IInvocationOperation call, int remaining)
    {
        if (call.Type is not INamedTypeSymbol { Name: "Task" or "ValueTask", TypeArguments.IsEmpty: true })
        {
            return false;
        }

        if (call.TargetMethod.MethodKind == MethodKind.DelegateInvoke)
        {
            return true;
        }

        if (!functions.IsOwnMethod(call.TargetMethod))
        {
            return false;
        }

        var targets = functions.TargetsOf(call.TargetMethod.OriginalDefinition);
        return targets.IsEmpty
            || (
                targets.Length == 1
                && remaining > 0
                && functions.BodyOf(targets[0]) is { } body
                && body.Descendants()
                    .OfType<IInvocationOperation>()
                    .Any(inner =>
                        inner.Arguments.Any(argument => NamedIn(argument.Value).Any(symbol => IsParameterOf(targets[0], symbol)))
                        && !IsInCatchOrFinally(inner)
                        && IsStepOutOfSight(inner, remaining - 1)
                    )
            );
    }

    private static bool IsParameterOf(IMethodSymbol step, ISymbol symbol) =>
        symbol is IParameterSymbol && SymbolEqualityComparer.Default.Equals(symbol.ContainingSymbol, step);

    private static bool IsInCatchOrFinally(IOperation operation)
    {
        for (IOperation inner = operation; inner.Parent is { } around; inner = around)
        {
            if (around is ICatchClauseOperation || (around is ITryOperation attempt && attempt.Finally == inner))
            {
                return true;
            }

            if (around is IAnonymousFunctionOperation or ILocalFunctionOperation)
            {
                return false;
            }
        }

        return false;
    }
}
