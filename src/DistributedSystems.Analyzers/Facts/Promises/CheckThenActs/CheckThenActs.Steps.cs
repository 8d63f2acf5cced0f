using DistributedSystems.Analyzers.Catalog;
using DistributedSystems.Analyzers.Facts.Calls;
using DistributedSystems.Analyzers.Facts.Code;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace DistributedSystems.Analyzers.Facts.Promises;

internal sealed partial class CheckThenActs
{
    /// <summary>
    /// What a step of the project does in a store, where that is all: it reads an entry and hands it back, or it writes one under no condition. An
    /// interface counts where one class of the project implements it.
    /// </summary>
    private StoreAccess? StepBy(IInvocationOperation call, bool writes) =>
        functions.IsOwnMethod(call.TargetMethod)
        && !call.Arguments.IsEmpty
        && steps.GetOrAdd((call.TargetMethod.OriginalDefinition, writes), AccessIn) is { } access
            ? access with
            {
                Call = new RemoteCall(call, access.Inner.Api),
            }
            : null;

    private StoreAccess? AccessIn((IMethodSymbol Method, bool Writes) key)
    {
        if (
            (
                !key.Writes
                && Symbols.UnwrapTask(key.Method.ReturnType)
                    is null
                        or { SpecialType: SpecialType.System_Void or SpecialType.System_Boolean }
            )
            || remoteCalls.StepOf(key.Method, static _ => true) is not { Calls: { Count: > 0 } calls }
            || calls.Any(inner => transactions.Around(inner.Invocation) is not null)
        )
        {
            return null;
        }

        // One that writes too, or reads first, may look after itself.
        var isPure = key.Writes
            ? calls.All(inner => Overwrites(inner) || inner.Api.Expensive)
            : calls.All(inner => replays.Of(inner).Replay == Replay.Safe || inner.Api.Expensive);
        var wanted = calls.Where(inner => key.Writes ? Overwrites(inner) : IsReading(inner)).ToList();
        return isPure && (key.Writes ? wanted.Count == 1 : wanted.Count > 0) ? new StoreAccess(wanted[0], wanted[0]) : null;
    }

    private sealed class StepComparer : IEqualityComparer<(IMethodSymbol Method, bool Writes)>
    {
        public bool Equals((IMethodSymbol Method, bool Writes) left, (IMethodSymbol Method, bool Writes) right) =>
            left.Writes == right.Writes && SymbolEqualityComparer.Default.Equals(left.Method, right.Method);

        public int GetHashCode((IMethodSymbol Method, bool Writes) key) =>
            (SymbolEqualityComparer.Default.GetHashCode(key.Method) * 2) + (key.Writes ? 1 : 0);
    }
}
