using DistributedSystems.Analyzers.Facts.Calls;
using DistributedSystems.Analyzers.Facts.Code;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace DistributedSystems.Analyzers.Facts.Promises;

/// <summary>Work that may still run when the lock around it has expired.</summary>
/// <param name="Expiry">When the lock expires.</param>
/// <param name="Work">The longest of the work.</param>
/// <param name="Longest">How long all of it may take, in words.</param>
internal sealed record OutlivedLock(TimeSpan Expiry, IInvocationOperation Work, string Longest);

internal sealed partial class HeldLocks
{
    /// <summary>
    /// The work between taking a lock and the end of the function that takes it which may take longer than the lock lasts, by the limits set in
    /// sight. Null where the lock is prolonged, or an expiry or all of the limits are unknown.
    /// </summary>
    public OutlivedLock? OutlivedAt(RemoteCall acquisition)
    {
        if (
            !locks.AcquiresLock(acquisition)
            || acquisition.ArgumentFor(acquisition.Api.ExpiryParameter) is not { } expiry
            || constants.ConstantDurationOf(values.ValueOf(locks.UnderConversions(expiry.Value))) is not { } lasts
            || lasts <= TimeSpan.Zero
            // RedLock.net renews its locks by itself.
            || acquisition.Api.AcquiredMember is not null
            || locks.UsesOfLock(acquisition).Any(static use => use.Api.Lock == Catalog.LockRole.Extends)
        )
        {
            return null;
        }

        var total = TimeSpan.Zero;
        var parts = new List<string>();
        IInvocationOperation? longest = null;
        var most = TimeSpan.Zero;
        var clocks = new HashSet<SyntaxNode>();
        foreach (var work in WorkUnder(acquisition))
        {
            if (worstCases.IsNewLimit(work, clocks) && TimeOf(work) is { } time)
            {
                total += time.Duration;
                parts.Add(time.Sum);
                if (time.Duration > most)
                {
                    (most, longest) = (time.Duration, work);
                }
            }
        }

        return longest is not null && total > lasts
            ? new OutlivedLock(lasts, longest, parts.Count == 1 ? parts[0] : new WorstCase(total, string.Join(" + ", parts)).Text)
            : null;
    }

    private WorstCase? TimeOf(IInvocationOperation work) =>
        work.TargetMethod is { Name: "Delay" or "Sleep", ContainingType: { Name: "Task" or "Thread" } type }
        && Symbols.IsFrameworkNamespace(type.ContainingNamespace)
        && work.Arguments.FirstOrDefault() is { } delay
            ? (
                constants.ConstantDurationOf(delay.Value) is { } wait && wait > TimeSpan.Zero
                    ? new WorstCase(wait, DurationText.Of(wait))
                    : null
            )
        : WorstCases.IsAwaitedInPlace(work) || work.Type?.Name is not ("Task" or "ValueTask")
            ? worstCases.CostOf(work) ?? worstCases.LimitOfPipeline(work) ?? TimeOfStep(work)
        : null;

    /// <summary>What a step of the project waits for on every way through it.</summary>
    private WorstCase? TimeOfStep(IInvocationOperation work)
    {
        if (
            functions.TargetsOf(work.TargetMethod) is not { Length: 1 } targets
            || worstCases.SpentBy(targets[0]) is not { Count: > 0 } waits
        )
        {
            return null;
        }

        var total = TimeSpan.FromTicks(waits.Sum(static wait => wait.Cost.Duration.Ticks));
        return new WorstCase(total, string.Join(" + ", waits.Select(static wait => wait.Cost.Sum)));
    }

    /// <summary>The calls that run one after the other while the lock is held: behind it and before it is given back, none of them under a condition
    /// of its own or again.</summary>
    private IEnumerable<IInvocationOperation> WorkUnder(RemoteCall acquisition)
    {
        var taken = acquisition.Invocation;
        var function = Operations.FunctionAround(taken) ?? Values.RootOf(taken);
        var end = locks
            .OtherUsesOfLock(acquisition)
            .Select(static use => use.Invocation.Syntax)
            .Where(use =>
                use.SyntaxTree == taken.Syntax.SyntaxTree
                && function.Syntax.Span.Contains(use.Span)
                && use.SpanStart > taken.Syntax.Span.End
            )
            .Select(static use => use.SpanStart)
            .DefaultIfEmpty(function.Syntax.Span.End)
            .Min();
        foreach (var operation in function.Descendants())
        {
            if (
                operation is IInvocationOperation work
                && work.Syntax.SpanStart > taken.Syntax.Span.End
                && work.Syntax.SpanStart < end
                && Operations.FunctionAround(work) == Operations.FunctionAround(taken)
                && !IsConditional(work, taken)
                && !Operations.IsInHandler(work)
            )
            {
                yield return work;
            }
        }
    }

    /// <summary>Does work depend on more than that the lock was taken?</summary>
    private static bool IsConditional(IOperation work, IInvocationOperation taken)
    {
        var result = ResultOf(taken);
        var kept = (result.Parent as IVariableInitializerOperation)?.Parent as IVariableDeclaratorOperation;
        for (IOperation inner = work; inner.Parent is { } around; inner = around)
        {
            switch (around)
            {
                case IConditionalOperation choice
                    when choice.WhenTrue == inner && (choice.Condition == result || Names(choice.Condition, kept)):
                    break;
                case IConditionalOperation:
                case ISwitchOperation or ISwitchExpressionOperation or ILoopOperation when !around.Syntax.Span.Contains(taken.Syntax.Span):
                    return true;
            }
        }

        return false;
    }

    private static bool Names(IOperation condition, IVariableDeclaratorOperation? kept) =>
        kept is not null
        && condition is ILocalReferenceOperation { Local: var local }
        && SymbolEqualityComparer.Default.Equals(local, kept.Symbol);
}
