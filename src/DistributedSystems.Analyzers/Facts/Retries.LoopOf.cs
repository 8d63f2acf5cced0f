using System.Collections.Concurrent;
using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace DistributedSystems.Analyzers.Facts;

/// <summary>A remote call that a loop makes, directly or through this project's own code.</summary>
/// <param name="Call">The invocation in the loop.</param>
/// <param name="Name">How messages name it.</param>
internal sealed record LoopedCall(IInvocationOperation Call, string Name)
{
    /// <summary>Success leaves the loop, so that going round is a retry and not the next poll.</summary>
    public bool IsRetried { get; init; }
}

internal sealed partial class CompilationFacts
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
        var function = FunctionAround(loop)?.Syntax;
        var calls = ImmutableArray.CreateBuilder<LoopedCall>();
        foreach (var operation in loop.Descendants())
        {
            if (operation is IInvocationOperation call
                && (OperationOf(call) is not null || MayReach(call))
                && FunctionAround(call)?.Syntax == function
                && MayBeRepeated(call)
                && RemoteNameOf(call) is { } name
                && NearestLoopAround(call) == loop
                && IsSameEachTime(call, loop.Syntax))
            {
                var isRetried = LoopRetryAround(call)?.Place == loop.Syntax;
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
        && OperationOf(call) is not { Api: { Streaming: true } or { WeakDeadlineEvidence: true } };

    /// <summary>How messages name a call that waits for another process, itself or through this project's own code; null for any other.</summary>
    public string? RemoteNameOf(IInvocationOperation call) =>
        OperationOf(call) is { } remote ? (remote.Api.Remote == true ? $"'{remote.Name}'" : null)
        : MayReach(call) && IsWaitedFor(call) && ReachOf(call, Effect.Waits) is { } reach ? $"'{NameOf(call.TargetMethod)}'"
        : null;

    private static ILoopOperation? NearestLoopAround(IOperation operation)
    {
        for (var ancestor = operation.Parent; ancestor is not (null or IAnonymousFunctionOperation or ILocalFunctionOperation); ancestor = ancestor.Parent)
        {
            if (ancestor is ILoopOperation loop)
            {
                return loop;
            }
        }

        return null;
    }

    /// <summary>How often a counted loop runs at most; null where that is not a constant.</summary>
    public int? RoundsOf(ILoopOperation loop)
    {
        if (loop is not IForLoopOperation { Condition: IBinaryOperation { OperatorKind: BinaryOperatorKind.LessThan or BinaryOperatorKind.LessThanOrEqual } condition } counted
            || Values.Unwrap(condition.LeftOperand) is not ILocalReferenceOperation counter
            || ConstantCountOf(condition.RightOperand) is not { } end)
        {
            return null;
        }

        foreach (var before in counted.Before)
        {
            foreach (var part in before.DescendantsAndSelf())
            {
                if (part is IVariableDeclaratorOperation { Initializer.Value: { } start } declarator && SymbolEqualityComparer.Default.Equals(declarator.Symbol, counter.Local) && ConstantCountOf(start) is { } from)
                {
                    return Math.Max(0, end - from + (condition.OperatorKind == BinaryOperatorKind.LessThanOrEqual ? 1 : 0));
                }
            }
        }

        return null;
    }
}
