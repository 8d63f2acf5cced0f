using System.Collections.Concurrent;
using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace DistributedSystems.Analyzers.Facts;

/// <summary>Something that tells others of a state before the state is durable.</summary>
/// <param name="Place">The expression that tells, or the write that nobody waits for.</param>
/// <param name="What">How messages name it.</param>
/// <param name="State">The durable member that comes later.</param>
/// <param name="Write">Where it is written.</param>
internal sealed record EarlyPromise(IOperation Place, string What, string State, IOperation Write);

internal sealed partial class CompilationFacts
{
    private readonly ConcurrentDictionary<IMethodSymbol, string?> durableWrites = new(SymbolEqualityComparer.Default);

    /// <summary>
    /// What a body reveals to others on a way on which it writes durable state only later, and the writes of durable state that it answers
    /// without waiting for. Nothing is said of a send whose answer the write depends on, nor of reads.
    /// </summary>
    public IEnumerable<EarlyPromise> PromisesBeforeDurable(IOperation body)
    {
        var writes = body.DescendantsAndSelf().Select(operation => (Operation: operation, State: DurableWrittenBy(operation))).Where(write => write.State is not null).ToList();
        if (writes.Count == 0)
        {
            yield break;
        }

        foreach (var (write, state) in writes)
        {
            if (write is IInvocationOperation call && Carries(call.TargetMethod, Annotations.Durable) && NobodyWaitsFor(call))
            {
                yield return new EarlyPromise(write, "goes on", state!, write);
            }
        }

        foreach (var operation in body.DescendantsAndSelf())
        {
            if (operation is not IInvocationOperation send || DurableWrittenBy(send) is not null || ToldBy(send) is not { } told || Flows.Around(send) is not { } graph)
            {
                continue;
            }

            foreach (var (write, state) in writes)
            {
                if (!ReferenceEquals(write, send) && FunctionAround(write)?.Syntax == FunctionAround(send)?.Syntax
                    && Follows(graph, send, write) && !DependsOn(write, send)
                    && !writes.Any(other => other.State == state && !ReferenceEquals(other.Operation, write) && Follows(graph, other.Operation, send)))
                {
                    yield return new EarlyPromise(send, told, state!, write);
                    break;
                }
            }
        }
    }

    /// <summary>How messages name a call that tells others something: a remote write, itself or through a method of the project, or the result somebody waits for.</summary>
    private string? ToldBy(IInvocationOperation call)
    {
        if (RemoteCallOf(call) is { } remote)
        {
            return IsWrite(remote) ? $"'{remote.Name}' is sent" : null;
        }

        return call.TargetMethod is { Name: "SetResult" or "TrySetResult", ContainingType: { Name: "TaskCompletionSource" } type } && IsSystem(type, "System.Threading.Tasks") ? $"'{call.TargetMethod.Name}' answers"
            : call.TargetMethod.MethodKind != MethodKind.LocalFunction && ReachOf(call, Effect.Waits) is { } reach && IsWrite(reach.Call) ? reach.Describe(call)
            : null;
    }

    /// <summary>The durable member that a method of the project certainly writes, in its own body.</summary>
    private string? DurableWrittenIn(IMethodSymbol method)
    {
        if (!IsOwnMethod(method) || method.IsVirtual || method.IsAbstract || method.MethodKind == MethodKind.LocalFunction)
        {
            return null;
        }

        return durableWrites.GetOrAdd(method.OriginalDefinition, key => BodyOf(key)?.Descendants().Select(operation => DurableWrittenBy(operation, followsCalls: false)).FirstOrDefault(state => state is not null));
    }

    /// <summary>The durable member that an operation writes: an assignment to it, or a call of a method declared to have written when it completes.</summary>
    private string? DurableWrittenBy(IOperation operation, bool followsCalls = true)
    {
        var target = operation switch
        {
            IAssignmentOperation assignment => assignment.Target,
            IIncrementOrDecrementOperation step => step.Target,
            IInvocationOperation { Parent: IExpressionStatementOperation } call when IsMutableCollection(call.Instance?.Type) => call.Instance,
            _ => null,
        };
        while (target is IPropertyReferenceOperation { Property.IsIndexer: true, Instance: { } collection })
        {
            target = collection;
        }

        return target is IMemberReferenceOperation { Member: var member } && Carries(member, Annotations.Durable) ? member.Name
            : operation is not IInvocationOperation { TargetMethod: var method } ? null
            : Carries(method, Annotations.Durable) ? method.Name
            : followsCalls ? DurableWrittenIn(method)
            : null;
    }

    private static bool NobodyWaitsFor(IInvocationOperation call) =>
        call.Type is INamedTypeSymbol { Name: "Task" or "ValueTask" }
        && (call.Parent is IExpressionStatementOperation || call.Parent is ISimpleAssignmentOperation { Target: IDiscardOperation });

    /// <summary>Can control get from one operation to another without going round a loop again?</summary>
    private static bool Follows(ControlFlowGraph graph, IOperation first, IOperation second)
    {
        BasicBlock? start = null, end = null;
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
            return first.Syntax.SpanStart < second.Syntax.SpanStart;
        }

        var reached = new HashSet<int> { start.Ordinal };
        var pending = new Queue<BasicBlock>();
        pending.Enqueue(start);
        while (pending.Count > 0)
        {
            var block = pending.Dequeue();
            foreach (var branch in new[] { block.FallThroughSuccessor, block.ConditionalSuccessor })
            {
                // Blocks are numbered in the order of the source; a smaller number is the next round.
                if (branch?.Destination is { } next && next.Ordinal > block.Ordinal && reached.Add(next.Ordinal))
                {
                    pending.Enqueue(next);
                }

                foreach (var region in branch?.FinallyRegions ?? ImmutableArray<ControlFlowRegion>.Empty)
                {
                    if (reached.Add(region.FirstBlockOrdinal))
                    {
                        pending.Enqueue(graph.Blocks[region.FirstBlockOrdinal]);
                    }
                }
            }
        }

        return reached.Contains(end.Ordinal);
    }

    /// <summary>Is a write made of the answer to a call, or under a condition on it?</summary>
    private bool DependsOn(IOperation write, IInvocationOperation call)
    {
        bool IsAnswer(IOperation operation) => operation is IInvocationOperation && operation.Syntax == call.Syntax;
        return write.ChildOperations.Any(part => Origins.Find(part, this, IsAnswer) is not null) || Guards.Of(write).Any(guard => Origins.Find(guard.Condition, this, IsAnswer) is not null);
    }
}
