using DistributedSystems.Analyzers.Catalog;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace DistributedSystems.Analyzers.Facts;

internal sealed partial class CompilationFacts
{
    /// <summary>
    /// Why a call is an action of a leader that nothing fences: inside a member that requires leadership, a remote write; anywhere, a call
    /// of such a member whose code is out of sight. Null with a fencing token, for reads, and in the synchronous model, where a lease is a proof.
    /// </summary>
    public string? UnfencedLeaderActionAt(IInvocationOperation call, ISymbol site)
    {
        var reason = IsLeadersWrite(call, site) ? $"'{site.Name}' requires leadership" : IsOthersLeaderAction(call) ? "it requires leadership" : null;
        return reason is null || ModelOf(site) is { Timing: Timing.Synchronous } || IsFenced(call) ? null : reason;
    }

    private bool IsLeadersWrite(IInvocationOperation call, ISymbol site)
    {
        if (!Carries(site is IMethodSymbol { AssociatedSymbol: { } associated } ? associated : site, Annotations.RequiresLeadership))
        {
            return false;
        }

        return RemoteCallOf(call) is { } remote
            ? IsWrite(remote)
            : call.TargetMethod.MethodKind != MethodKind.LocalFunction
                && !Carries(call.TargetMethod, Annotations.RequiresLeadership)
                && ReachOf(call, Effect.Waits) is { } reach
                && IsWrite(reach.Call)
                // A lambda in sight answers for itself.
                && !Values.RootOf(call).Syntax.Contains(reach.Call.Invocation.Syntax)
                && !IsFenced(reach.Call.Invocation);
    }

    /// <summary>Does a remote call change something? Where its effect is unknown, one that gives nothing back does: a read without a result is none.</summary>
    private bool IsWrite(RemoteCall call) => ReplayOf(call).Replay switch
    {
        Replay.Accumulates or Replay.Idempotent or Replay.Keyed => true,
        Replay.Unknown => !GivesValue(call.Invocation.TargetMethod),
        _ => false,
    };

    /// <summary>What has a body in this project answers for what it does in there.</summary>
    private bool IsOthersLeaderAction(IInvocationOperation call) =>
        Carries(call.TargetMethod, Annotations.RequiresLeadership)
        && (!IsOwnMethod(call.TargetMethod) || (call.TargetMethod.IsAbstract && !HasImplementation(call.TargetMethod)));

    private bool HasImplementation(IMethodSymbol contract)
    {
        foreach (var symbol in Compilation.GetSymbolsWithName(contract.Name, SymbolFilter.Member))
        {
            if (symbol is IMethodSymbol { IsAbstract: false } method && OriginsOf(method).Skip(1).Contains(contract.OriginalDefinition, SymbolEqualityComparer.Default))
            {
                return true;
            }
        }

        return false;
    }
}
