using System.Collections.Concurrent;
using System.Collections.Immutable;
using DistributedSystems.Analyzers.Facts.Calls;
using DistributedSystems.Analyzers.Facts.Code;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace DistributedSystems.Analyzers.Facts.Models;

/// <summary>Something that tells others of a state before the state is durable.</summary>
/// <param name="Place">The expression that tells, or the write that nobody waits for.</param>
/// <param name="What">How messages name it.</param>
/// <param name="State">The durable member that comes later.</param>
/// <param name="Write">Where it is written.</param>
internal sealed record EarlyPromise(IOperation Place, string What, string State, IOperation Write);

internal sealed partial class Durability
{
    private readonly ConcurrentDictionary<IMethodSymbol, string?> durableWrites = new(SymbolEqualityComparer.Default);

    /// <summary>
    /// What a body reveals to others on a way on which it writes durable state only later, and the writes of durable state that it answers
    /// without waiting for. Nothing is said of a send whose answer the write depends on, nor of reads.
    /// </summary>
    public IEnumerable<EarlyPromise> PromisesBeforeDurable(IOperation body)
    {
        var writes = body.DescendantsAndSelf()
            .Select(operation => (Operation: operation, State: DurableWrittenBy(operation)))
            .Where(write => write.State is not null)
            .ToList();
        if (writes.Count == 0)
        {
            yield break;
        }

        foreach (var (write, state) in writes)
        {
            if (
                write is IInvocationOperation call
                && declarations.Carries(call.TargetMethod, Annotations.Durable)
                && LeftAloneAt(call) is { } place
            )
            {
                yield return new EarlyPromise(place, "goes on", state!, write);
            }
        }

        foreach (var told in body.DescendantsAndSelf().SelectMany(TellingsAt))
        {
            if (flowGraphs.Around(told.Place) is not { } graph)
            {
                continue;
            }

            foreach (var (write, state) in writes)
            {
                if (
                    ReferenceEquals(write, told.Operation)
                    || Operations.FunctionAround(write)?.Syntax != Operations.FunctionAround(told.Place)?.Syntax
                )
                {
                    continue;
                }

                if (IsToldFirst(told, write, state!, graph))
                {
                    yield return new EarlyPromise(told.Operation, told.What, state!, write);
                    break;
                }

                if (
                    FailurePassedOver(write) is { } attempt
                    && Follows(graph, CompletionOf(write), told.Place)
                    && IsToldInAnyCase(told, write, attempt)
                )
                {
                    yield return new EarlyPromise(told.Operation, told.What + ", though a failed write is passed over,", state!, write);
                    break;
                }
            }
        }

        bool IsToldFirst(Telling told, IOperation write, string state, ControlFlowGraph graph) =>
            told.Kind != TellingKind.Result
            && Follows(graph, told.Place, CompletionOf(write))
            && (told.Operation is not IInvocationOperation send || !DependsOn(write, send))
            && (told.Kind != TellingKind.Element || IsStored(told.Operation, write))
            // What is told along the way is progress, where the answer comes at the end.
            && !(told.Kind == TellingKind.Reply && IsAnsweredLater(told, write, graph))
            && !writes.Any(other =>
                other.State == state
                && !ReferenceEquals(other.Operation, write)
                && Follows(graph, CompletionOf(other.Operation), told.Place)
            );

        bool IsAnsweredLater(Telling told, IOperation write, ControlFlowGraph graph) =>
            body.DescendantsAndSelf()
                .Any(later =>
                    later is IInvocationOperation reply
                    && !ReferenceEquals(reply, told.Operation)
                    && remoteCalls.ReplyOf(reply) is not null
                    && Follows(graph, CompletionOf(write), reply)
                );
    }

    /// <summary>Where in its function a send takes place: itself, or the call that has carried out the lambda it stands in, as in
    /// <c>Task.WhenAll(peers.Select(peer => …))</c>.</summary>
    private static IOperation SentAt(IInvocationOperation send)
    {
        if (LambdaIsGivenTo(Operations.FunctionAround(send)) is not { } runner)
        {
            return send;
        }

        while (runner.TargetMethod.ContainingType.Name == "Enumerable" && runner.TargetMethod.Name is not ("ToList" or "ToArray"))
        {
            if (runner.Parent is not IArgumentOperation { Parent: IInvocationOperation further })
            {
                return send;
            }

            runner = further;
        }

        return
            runner.TargetMethod
                is { Name: "ToList" or "ToArray" }
                    or { Name: "WhenAll" or "WhenAny", ContainingType.Name: "Task" }
                    or { ContainingType.Name: "Parallel" }
            ? runner
            : send;
    }

    private static IInvocationOperation? LambdaIsGivenTo(IOperation? function) =>
        function is IAnonymousFunctionOperation ? Operations.ArgumentHolding(function)?.Parent as IInvocationOperation : null;

    /// <summary>The operation after which a write is known to have been made: the await of the task, where that stands elsewhere.</summary>
    private IOperation CompletionOf(IOperation write)
    {
        if (write is not IInvocationOperation { Type.Name: "Task" or "ValueTask" })
        {
            return write;
        }

        return WaitFor(write) is { } wait ? wait
            : write.Parent is IVariableInitializerOperation { Parent: IVariableDeclaratorOperation { Symbol: var local } }
                ? values.UsesOf(local, write).Select(WaitFor).FirstOrDefault(wait => wait is not null) ?? write
            : write;

        static IOperation? WaitFor(IOperation task)
        {
            // Through whatever makes the parameters' array.
            var around = task.Parent;
            while (
                around
                    is not (
                        null
                        or IAwaitOperation
                        or IPropertyReferenceOperation
                        or IVariableInitializerOperation
                        or IAssignmentOperation
                        or IBlockOperation
                        or IInvocationOperation { TargetMethod.Name: not "ConfigureAwait" }
                    )
            )
            {
                around = around.Parent;
            }

            return
                around
                    is IAwaitOperation
                        or IInvocationOperation { TargetMethod.Name: "WhenAll" or "WaitAll" or "Wait" or "GetAwaiter" }
                        or IPropertyReferenceOperation { Property.Name: "Result" }
                ? around
                : null;
        }
    }

    /// <summary>How messages name a call that tells others something: a remote write, itself or through a method of the project, or the
    /// result somebody waits for.</summary>
    private string? ToldBy(IInvocationOperation call)
    {
        if (remoteCalls.RemoteCallOf(call) is { } remote)
        {
            return fencing.IsWrite(remote) ? $"'{remote.Name}' is sent" : null;
        }

        return remoteCalls.ReplyOf(call) is { } reply ? $"'{reply.Name}' answers"
            : call.TargetMethod is { Name: "SetResult" or "TrySetResult", ContainingType: { Name: "TaskCompletionSource" } type }
            && Symbols.IsSystem(type, "System.Threading.Tasks")
                ? $"'{call.TargetMethod.Name}' answers"
            : call.TargetMethod.MethodKind != MethodKind.LocalFunction
            && reachability.ReachOf(call, Effect.Waits) is { } reach
            && fencing.IsWrite(reach.Call)
                ? reach.Describe(call)
            : null;
    }

    /// <summary>The durable member that a method of the project certainly writes, in its own body.</summary>
    private string? DurableWrittenIn(IMethodSymbol method)
    {
        if (!functions.IsOwnMethod(method) || method.IsVirtual || method.IsAbstract || method.MethodKind == MethodKind.LocalFunction)
        {
            return null;
        }

        return durableWrites.GetOrAdd(
            method.OriginalDefinition,
            key =>
                functions
                    .BodyOf(key)
                    ?.Descendants()
                    .Select(operation => DurableWrittenBy(operation, followsCalls: false))
                    .FirstOrDefault(state => state is not null)
        );
    }

    /// <summary>The durable member that an operation writes: an assignment to it, or a call of a method declared to have written when it
    /// completes.</summary>
    private string? DurableWrittenBy(IOperation operation, bool followsCalls = true)
    {
        var target = operation switch
        {
            IAssignmentOperation assignment => assignment.Target,
            IIncrementOrDecrementOperation step => step.Target,
            IInvocationOperation { Parent: IExpressionStatementOperation } call when Symbols.IsMutableCollection(call.Instance?.Type) =>
                call.Instance,
            // Interlocked.Exchange(ref term, …)
            IInvocationOperation call => call
                .Arguments.FirstOrDefault(argument => argument.Parameter?.RefKind == RefKind.Ref && IsDurable(argument.Value))
                ?.Value,
            _ => null,
        };
        target = target is ITupleOperation several ? several.Elements.FirstOrDefault(IsDurable) : target;
        while (target is IPropertyReferenceOperation { Property.IsIndexer: true, Instance: { } collection })
        {
            target = collection;
        }

        return target is IMemberReferenceOperation { Member: var member } && IsDurable(target) ? member.Name
            : operation is not IInvocationOperation { TargetMethod: var method } ? null
            : declarations.Carries(method, Annotations.Durable) ? method.Name
            : followsCalls ? DurableWrittenIn(method)
            : null;
    }

    private bool IsDurable(IOperation target) =>
        target is IMemberReferenceOperation { Member: var member } && declarations.Carries(member, Annotations.Durable);

    /// <summary>Can control get from one operation to another without going round a loop again?</summary>
    private static bool Follows(ControlFlowGraph graph, IOperation first, IOperation second)
    {
        BasicBlock? start = null,
            end = null;
        foreach (var block in graph.Blocks)
        {
            foreach (var operation in FlowBlocks.OperationsOf(block))
            {
                start ??= FlowBlocks.Holds(operation, first.Syntax, first.Kind) ? block : null;
                end ??= FlowBlocks.Holds(operation, second.Syntax, second.Kind) ? block : null;
            }
        }

        if (start is null || end is null)
        {
            return false;
        }

        if (start.Ordinal == end.Ordinal)
        {
            return first.Syntax.Span.End < second.Syntax.Span.End;
        }

        var reached = new HashSet<int> { start.Ordinal };
        var pending = new Queue<BasicBlock>();
        pending.Enqueue(start);
        while (pending.Count > 0)
        {
            var block = pending.Dequeue();
            Take(block.FallThroughSuccessor, block.Ordinal);
            Take(block.ConditionalSuccessor, block.Ordinal);
        }

        return reached.Contains(end.Ordinal);

        void Take(ControlFlowBranch? branch, int from)
        {
            foreach (var region in branch?.FinallyRegions ?? ImmutableArray<ControlFlowRegion>.Empty)
            {
                Reach(graph.Blocks[region.FirstBlockOrdinal]);
            }

            if (branch?.Destination is not { } next)
            {
                return;
            }

            if (next.Ordinal > from)
            {
                Reach(next);
                return;
            }

            // Blocks are numbered in the order of the source; a smaller number is the next round of a loop, from which only the ways out
            // count.
            foreach (var way in new[] { next.FallThroughSuccessor, next.ConditionalSuccessor })
            {
                if (way?.Destination is { } further && (further.Ordinal > from || further.Ordinal < next.Ordinal))
                {
                    Take(way, from);
                }
            }
        }

        void Reach(BasicBlock block)
        {
            if (reached.Add(block.Ordinal))
            {
                pending.Enqueue(block);
            }
        }
    }
}
