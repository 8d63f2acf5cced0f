using DistributedSystems.Analyzers.Catalog;
using DistributedSystems.Analyzers.Facts.Calls;
using DistributedSystems.Analyzers.Facts.Code;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace DistributedSystems.Analyzers.Facts.Promises;

/// <summary>A release that does not tell its holder from another one.</summary>
/// <param name="Acquisition">The call that takes the lock.</param>
/// <param name="SharedOwner">The value by which every holder would be the owner; null where the release names none.</param>
internal sealed record UnownedRelease(RemoteCall Acquisition, IOperation? SharedOwner);

internal sealed partial class HeldLocks
{
    /// <summary>
    /// How a call gives back a lock that somebody else may hold by now: by its name alone, or with a value that all holders share. Null where the
    /// lock never expires (nobody else can have taken it), and where what is stored is looked at first.
    /// </summary>
    public UnownedRelease? ReleasedByAnybody(RemoteCall release)
    {
        if (release.Api.Lock != LockRole.Releases || IsUnderCondition(release.Invocation))
        {
            return null;
        }

        if (release.Api.OwnerParameter is { } owner)
        {
            return
                release.ArgumentFor(owner) is { } given
                && locks.UnderConversions(given.Value) is { ConstantValue: { HasValue: true, Value: string } } shared
                && AcquisitionOf(release, static _ => true) is { } taken
                ? new UnownedRelease(taken, shared)
                : null;
        }

        return
            // A script, a conditional delete and the release of a lock API know for themselves whose lock it is; that of a key does not.
            (release.Api.Replay == Replay.Idempotent || IsBareScript(release))
            && AcquisitionOf(
                release,
                taken => taken.Api is not { ConditionParameter: null, OwnerParameter: null } && Expires(taken) && IsAsked(taken.Invocation)
            )
                is { } acquisition
            && !Guards.Of(release.Invocation).Any(guard => ReadsStore(guard.Condition))
            ? new UnownedRelease(acquisition, SharedOwner: null)
            : null;
    }

    /// <summary>A script in sight that deletes and reads nothing before.</summary>
    private bool IsBareScript(RemoteCall release) =>
        release.ArgumentFor("script") is { } script
        && values.ValueOf(script.Value).ConstantValue is { HasValue: true, Value: string text }
        && text.IndexOf("'del'", StringComparison.OrdinalIgnoreCase) >= 0
        && text.IndexOf("get'", StringComparison.OrdinalIgnoreCase) < 0;

    /// <summary>With an expiry of its own, or one that a second call gives it.</summary>
    private bool Expires(RemoteCall taken) =>
        locks.ExpiryOf(taken).Answer != Bounded.No
        || locks.OtherUsesOfLock(taken).Any(static use => use.Api.Lock == Catalog.LockRole.Extends);

    /// <summary>The release is part of a transaction that compares something first.</summary>
    private static bool IsUnderCondition(IInvocationOperation release) =>
        release.Instance is { Type.Name: "ITransaction" } transaction
        && (
            Values.Unwrap(transaction) is not ILocalReferenceOperation
            || (Operations.FunctionAround(release) ?? Values.RootOf(release))
                .Descendants()
                .Any(part =>
                    part is IInvocationOperation { TargetMethod.Name: "AddCondition", Instance: { } owner }
                    && SameExpression.Are(owner, transaction)
                )
        );

    private RemoteCall? AcquisitionOf(RemoteCall use, Func<RemoteCall, bool> isWanted)
    {
        foreach (var other in locks.UsesOfLock(use))
        {
            if (locks.AcquiresLock(other) && isWanted(other))
            {
                return other;
            }
        }

        return null;
    }

    private bool ReadsStore(IOperation condition) =>
        condition
            .DescendantsAndSelf()
            .Any(part =>
                origins.Find(
                    part,
                    operation => operation is IInvocationOperation read && remoteCalls.RemoteCallOf(read)?.Api.Replay == Replay.Safe
                )
                    is not null
            );

    /// <summary>Somebody looks at whether the lock was taken; a value that is only put where none is yet is a cache.</summary>
    private static bool IsAsked(IInvocationOperation acquisition) => ResultOf(acquisition) is not { Parent: IExpressionStatementOperation };
}
