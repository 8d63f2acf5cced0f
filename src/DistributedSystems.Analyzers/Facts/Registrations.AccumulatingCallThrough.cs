using DistributedSystems.Analyzers.Catalog;
using Microsoft.CodeAnalysis;

namespace DistributedSystems.Analyzers.Facts;

internal sealed partial class CompilationFacts
{
    /// <summary>The first call through a registered client that adds its effect again when the request is sent again, and the method that makes it.</summary>
    public (RemoteCall Call, ReplayAnswer Replay, string Method)? AccumulatingCallThrough(ClientRegistration registration)
    {
        foreach (var call in CallsThrough(registration))
        {
            var method = call.Invocation.SemanticModel?.GetEnclosingSymbol(call.Invocation.Syntax.SpanStart) as IMethodSymbol;
            while (method is { MethodKind: MethodKind.AnonymousFunction or MethodKind.LocalFunction, ContainingSymbol: IMethodSymbol outer })
            {
                method = outer;
            }

            if (call.MayAccumulate && ReplayOf(call) is { Replay: Replay.Accumulates } replay && method is not null && !IsDeclaredHarmless(method, Effect.Accumulates))
            {
                return (call, replay, NameOf(method));
            }
        }

        return null;
    }
}
