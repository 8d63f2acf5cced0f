using System.Collections.Concurrent;
using System.Collections.Immutable;
using DistributedSystems.Analyzers.Facts.Code;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace DistributedSystems.Analyzers.Facts.Promises;

/// <summary>A remote call that a loop makes, directly or through this project's own code.</summary>
/// <param name="Call">The invocation in the loop.</param>
/// <param name="Name">How messages name it.</param>
internal sealed record LoopedCall(IInvocationOperation Call, string Name)
{
    /// <summary>Success leaves the loop, so that going round is a retry and not the next poll.</summary>
    public bool IsRetried { get; init; }
}

internal sealed partial class RetryLoops
{
    private readonly ConcurrentDictionary<SyntaxNode, ImmutableArray<LoopedCall>> callsByLoop = new();

    /// <summary>
    /// The remote calls of a loop that are the same operation each time it comes round, and whose failure something in the loop takes
    /// up: retries, and polls. Calls of nested loops belong to those.
    /// </summary>
    public ImmutableArray<LoopedCall> CallsRepeatedBy(ILoopOperation loop) => callsByLoop.GetOrAdd(loop.Syntax, _ => Looped(loop));

    /// <summary>The first remote call that a loop retries; null where it retries none.</summary>
    public LoopedCall? RetryIn(ILoopOperation loop)
    {
        foreach (var call in CallsRepeatedBy(loop))
        {
            if (call.IsRetried)
            {
                return call;
            }
        }

        return null;
    }

    private ImmutableArray<LoopedCall> Looped(ILoopOperation loop)
    {
        var function = Operations.FunctionAround(loop)?.Syntax;
        var calls = ImmutableArray.CreateBuilder<LoopedCall>();
        foreach (var operation in loop.Descendants())
        {
            if (
                operation is IInvocationOperation call
                && (remoteCalls.OperationOf(call) is not null || reachability.MayReach(call))
                && Operations.FunctionAround(call)?.Syntax == function
                && retries.MayBeRepeated(call)
                && reachability.RemoteNameOf(call) is { } name
                && Operations.NearestLoopAround(call) == loop
                && attempts.IsSameEachTime(call, loop.Syntax)
            )
            {
                var isRetried = retries.LoopRetryAround(call)?.Place == loop.Syntax;
                if (isRetried || IsPoll(call, loop))
                {
                    calls.Add(new LoopedCall(call, name) { IsRetried = isRetried });
                }
            }
        }

        return calls.ToImmutable();
    }

    /// <summary>
    /// Asks a service the same thing over and over. A counted loop goes through something; a listener that receives again at once does
    /// what it is there for.
    /// </summary>
    private bool IsPoll(IInvocationOperation call, ILoopOperation loop) =>
        loop is IWhileLoopOperation or IForLoopOperation { Condition: null }
        && remoteCalls.OperationOf(call) is not { Api: { Streaming: true } or { WeakDeadlineEvidence: true } };
}
