using DistributedSystems.Analyzers.Catalog;
using DistributedSystems.Analyzers.Facts.Calls;
using DistributedSystems.Analyzers.Facts.Code;
using DistributedSystems.Analyzers.Facts.Surroundings;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace DistributedSystems.Analyzers.Facts.Promises;

/// <summary>Whether the calls of a registered client are protected by anything.</summary>
internal sealed class ProtectedClients(
    SemanticModels models,
    WellKnownTypes types,
    Values values,
    CallSites callSites,
    RemoteCalls remoteCalls,
    Runners runners,
    Replays replays,
    Reachability reachability,
    Registrations registrations,
    Retries retries
)
{
    /// <summary>
    /// A call through the client that an invocation registers, where nothing protects any of its calls: no handler, no defaults for all
    /// clients, no pipeline, retry or helper around the calls or their callers. Null where one of them may be there out of sight, and
    /// where no call is in sight.
    /// </summary>
    public RemoteCall? UnprotectedCallThrough(IInvocationOperation added)
    {
        // Without arguments it registers the factory, not a client that could be configured.
        if (
            registrations.RegistrationOf(added) is not { IsForAll: false, Name: not null } registration
            || !SymbolEqualityComparer.Default.Equals(added.Type, types.HttpClientBuilder)
            || registrations.MayHaveHandler(registration)
            || IsHandedOut(added, Builders.DeepestBuilderHelper)
        )
        {
            return null;
        }

        // Aspire's template sets defaults for all clients in a method of that name, in a project that all others share.
        if (
            callSites.Of("AddServiceDefaults").Count > 0
            || registrations.All.Value.Any(other =>
                other.IsForAll
                || other.Name is null
                || (Registrations.IsSameClient(other, registration) && registrations.MayHaveHandler(other))
            )
        )
        {
            return null;
        }

        var calls = registrations.CallsThrough(registration).ToList();
        return calls.Count > 0 && !calls.Any(call => IsProtected(call.Invocation)) && !IsRunByPipeline(registration, calls)
            ? calls[0]
            : null;
    }

    /// <summary>The builder is returned, so that callers may add to it.</summary>
    public bool IsHandedOut(IOperation builder, int remaining)
    {
        var value = builder;
        while (Operations.CallOn(value) is { } call)
        {
            value = call;
        }

        return value.Parent switch
        {
            IReturnOperation => true,
            IVariableInitializerOperation { Parent: IVariableDeclaratorOperation { Symbol: var local } declarator } => remaining == 0
                || values.UsesOf(local, declarator).Any(use => IsHandedOut(use, remaining - 1)),
            _ => false,
        };
    }

    /// <summary>A retry, or a function that somebody runs who may add what the client lacks.</summary>
    private bool IsProtected(IInvocationOperation call)
    {
        for (var function = Operations.FunctionAround(call); function is not null; function = Operations.FunctionAround(function))
        {
            if (runners.RunnerOf(function) is not null || runners.IsGivenToOwnMethod(function) || Operations.IsGivenToForeignCode(function))
            {
                return true;
            }
        }

        return retries.Around(call) is not null;
    }

    /// <summary>A pipeline somewhere in the project runs a member of the client, or of the class that uses it.</summary>
    private bool IsRunByPipeline(ClientRegistration registration, IReadOnlyList<RemoteCall> calls)
    {
        var clients = new HashSet<ISymbol>(SymbolEqualityComparer.Default);
        foreach (
            var type in registration.Added.TargetMethod.TypeArguments.Concat(
                calls.Select(call => (ITypeSymbol?)Operations.TypeAround(call.Invocation))
            )
        )
        {
            clients.UnionWith(
                type is null
                    ? Enumerable.Empty<ISymbol>()
                    : type.AllInterfaces.Select(contract => contract.OriginalDefinition).Prepend((ISymbol)type.OriginalDefinition)
            );
        }

        return new[] { "Execute", "ExecuteAsync", "ExecuteAndCaptureAsync", "ExecuteOutcomeAsync" }
            .SelectMany(name => callSites.Of(name))
            .Any(site =>
                models.Of(site.SyntaxTree).GetOperation(site) is IInvocationOperation run
                && remoteCalls.ApiOf(run.TargetMethod)?.RunsParameter is not null
                && run.Descendants()
                    .Any(part =>
                        part switch
                        {
                            IInvocationOperation called => clients.Contains(called.TargetMethod.ContainingType.OriginalDefinition),
                            IMethodReferenceOperation named => clients.Contains(named.Method.ContainingType.OriginalDefinition),
                            _ => false,
                        }
                    )
            );
    }

    /// <summary>The first call through a registered client that adds its effect again when the request is sent again, and the method that
    /// makes it.</summary>
    public (RemoteCall Call, ReplayAnswer Replay, string Method)? AccumulatingCallThrough(ClientRegistration registration)
    {
        foreach (var call in registrations.CallsThrough(registration))
        {
            var method = call.Invocation.SemanticModel?.GetEnclosingSymbol(call.Invocation.Syntax.SpanStart) as IMethodSymbol;
            while (
                method is { MethodKind: MethodKind.AnonymousFunction or MethodKind.LocalFunction, ContainingSymbol: IMethodSymbol outer }
            )
            {
                method = outer;
            }

            if (
                call.MayAccumulate
                && replays.Of(call) is { Replay: Replay.Accumulates } replay
                && method is not null
                && !reachability.IsDeclaredHarmless(method, Effect.Accumulates)
            )
            {
                return (call, replay, Symbols.NameOf(method));
            }
        }

        return null;
    }
}
