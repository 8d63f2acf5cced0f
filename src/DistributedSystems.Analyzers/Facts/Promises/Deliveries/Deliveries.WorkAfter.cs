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
                && IsDropped(start)
                && Symbols.IsTaskLike(start.Type)
                && !runners.IsWaitedFor(start)
                && start.DescendantsAndSelf().OfType<IInvocationOperation>().Any(work => IsWorkOn(work, message))
            );
    }

    // The discard of a function that has a parameter of this name is that parameter.
    private static bool IsDropped(IInvocationOperation start) =>
        Operations.OutOfConversions(start).Parent
            is IExpressionStatementOperation
                or ISimpleAssignmentOperation { Target: IDiscardOperation or IParameterReferenceOperation { Parameter.Name: "_" } };

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

        var after = BlocksAfter(home);
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

    // A way back leads to the next message.
    private static HashSet<BasicBlock> BlocksAfter(BasicBlock home)
    {
        var found = new HashSet<BasicBlock>();
        var pending = new Stack<BasicBlock>();
        pending.Push(home);
        while (pending.Count > 0)
        {
            var block = pending.Pop();
            foreach (var next in new[] { block.FallThroughSuccessor?.Destination, block.ConditionalSuccessor?.Destination })
            {
                if (next is not null && next.Ordinal > block.Ordinal && found.Add(next))
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
                        : IsStepOutOfSight(call)
                )
            );
    }

    /// <summary>A command of the project that is given the message and whose body is not in sight: whatever it does, it is done too late.</summary>
    private bool IsStepOutOfSight(IInvocationOperation call) =>
        call.Type is INamedTypeSymbol { Name: "Task" or "ValueTask", TypeArguments.IsEmpty: true }
        && (
            call.TargetMethod.MethodKind == MethodKind.DelegateInvoke
            || (functions.IsOwnMethod(call.TargetMethod) && functions.TargetsOf(call.TargetMethod.OriginalDefinition).IsEmpty)
        );

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

    /// <summary>The locals and parameters that hold the message a call settles, or something made of it.</summary>
    public HashSet<ISymbol> MessageOf(IInvocationOperation settling)
    {
        var message = new HashSet<ISymbol>(SymbolEqualityComparer.Default);
        foreach (var argument in settling.Arguments)
        {
            message.UnionWith(NamedIn(argument.Value).Where(symbol => !types.IsToken(TypeOf(symbol))));
        }

        if (
            settling.Instance is { } receiver
            && settling.Arguments.All(argument => argument.IsImplicit || types.IsToken(argument.Value.Type))
        )
        {
            // A message that settles itself.
            message.UnionWith(NamedIn(receiver));
        }

        if (
            Operations.EnclosingMethodOf(settling) is { OverriddenMethod: { } overridden } handler
            && !functions.IsOwnMethod(overridden)
            && message.Overlaps(handler.Parameters)
        )
        {
            // The library hands a message over in parts: its tag, its headers, its body.
            message.UnionWith(handler.Parameters.Where(parameter => !types.IsToken(parameter.Type)));
        }

        var root = Operations.FunctionAround(settling) ?? Values.RootOf(settling);
        foreach (var declared in root.Descendants().OfType<IVariableDeclaratorOperation>())
        {
            if (
                (declared.Initializer ?? (declared.Parent as IVariableDeclarationOperation)?.Initializer) is { } initializer
                && NamedIn(initializer.Value).Any(message.Contains)
            )
            {
                message.Add(declared.Symbol);
            }
        }

        return message;
    }

    public static bool IsGivenMessage(IInvocationOperation call, HashSet<ISymbol> message) =>
        call.Arguments.Any(argument => NamedIn(argument.Value).Any(message.Contains));

    private static ITypeSymbol? TypeOf(ISymbol symbol) => (symbol as ILocalSymbol)?.Type ?? (symbol as IParameterSymbol)?.Type;

    private static IEnumerable<ISymbol> NamedIn(IOperation value)
    {
        foreach (var part in value.DescendantsAndSelf())
        {
            if (part is ILocalReferenceOperation { Local: var local })
            {
                yield return local;
            }
            else if (part is IParameterReferenceOperation { Parameter: var parameter })
            {
                yield return parameter;
            }
        }
    }
}
