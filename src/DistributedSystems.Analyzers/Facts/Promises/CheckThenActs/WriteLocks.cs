using DistributedSystems.Analyzers.Catalog;
using DistributedSystems.Analyzers.Facts.Calls;
using DistributedSystems.Analyzers.Facts.Code;
using DistributedSystems.Analyzers.Facts.Surroundings;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace DistributedSystems.Analyzers.Facts.Promises;

/// <summary>Locks around a write: of this process, or distributed.</summary>
internal sealed class WriteLocks(
    Functions functions,
    RemoteCalls remoteCalls,
    Replays replays,
    CriticalSections criticalSections,
    Locks locks
)
{
    /// <summary>The write runs under a lock of this process, or under a distributed one: taken before it in a function around it, or by the step that runs
    /// the function.</summary>
    public bool IsLocked(IInvocationOperation write, bool isGuarded = false)
    {
        if (criticalSections.Around(write) is not null)
        {
            return true;
        }

        if (isGuarded)
        {
            return false;
        }

        for (IOperation inner = write; ; )
        {
            var function = Operations.FunctionAround(inner);
            if (
                (function ?? Values.RootOf(inner))
                    .Descendants()
                    .Any(part => part.Syntax.SpanStart < write.Syntax.SpanStart && TakesLock(part))
            )
            {
                return true;
            }

            if (function is null)
            {
                return false;
            }

            if (
                Operations.ArgumentHolding(function) is { Parent: IInvocationOperation runner }
                && functions
                    .TargetsOf(runner.TargetMethod)
                    .Any(target => functions.BodyOf(target) is { } body && body.Descendants().Any(TakesLock))
            )
            {
                return true;
            }

            inner = function;
        }
    }

    private bool TakesLock(IOperation part) =>
        part is IInvocationOperation call
        && locks.CallOf(call) is { Api.Lock: LockRole.Acquires } taken
        // A plain set is no acquisition.
        && (remoteCalls.ApiOf(call.TargetMethod) is null || replays.Of(taken).Replay != Replay.Idempotent);
}
