using System.Collections.Concurrent;
using System.Collections.Immutable;
using DistributedSystems.Analyzers.Facts.Calls;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace DistributedSystems.Analyzers.Facts.Promises;

/// <summary>A request that a method retries and whose HTTP method its callers choose.</summary>
/// <param name="Call">The call that sends it.</param>
/// <param name="Choice">The parameter that says the method.</param>
/// <param name="Retry">What repeats it.</param>
internal sealed record ChosenRequest(RemoteCall Call, IParameterSymbol Choice, RetryScope Retry);

internal sealed partial class Retries
{
    private readonly ConcurrentDictionary<IMethodSymbol, ImmutableArray<ChosenRequest>> chosenRequests = new(
        SymbolEqualityComparer.Default
    );

    /// <summary>The request, retried by the method that a call runs, for which the call chooses an HTTP method that adds its effect each
    /// time.</summary>
    public ChosenRequest? AccumulatingChoiceIn(IInvocationOperation call)
    {
        if (types.HttpRequestMessage is null || call.IsVirtual || !runners.IsOwn(call.TargetMethod))
        {
            return null;
        }

        foreach (var argument in call.Arguments)
        {
            if (MayChoose(argument.Parameter?.Type))
            {
                foreach (var chosen in chosenRequests.GetOrAdd(call.TargetMethod.OriginalDefinition, ReadChosenRequests))
                {
                    if (chosen.Choice.Ordinal == argument.Parameter!.Ordinal && httpRequests.ChoosesAccumulating(argument.Value))
                    {
                        return chosen;
                    }
                }
            }
        }

        return null;
    }

    private bool MayChoose(ITypeSymbol? type) =>
        SymbolEqualityComparer.Default.Equals(type, types.HttpMethod)
        || type is INamedTypeSymbol { TypeKind: TypeKind.Delegate, DelegateInvokeMethod.ReturnType: var made }
            && SymbolEqualityComparer.Default.Equals(made, types.HttpRequestMessage);

    private ImmutableArray<ChosenRequest> ReadChosenRequests(IMethodSymbol method)
    {
        var found = ImmutableArray.CreateBuilder<ChosenRequest>();
        foreach (var call in runners.CallsIn(method))
        {
            if (
                remoteCalls.OperationOf(call) is { Api.HttpRequestParameter: not null, Request: { } request } remote
                && httpRequests.CallersChoiceOf(request) is { } choice
                && MayBeRepeated(call)
                && Around(call) is { } retry
                && httpRequests.MayCarryKey(remote) is null
            )
            {
                found.Add(new ChosenRequest(remote, choice, retry));
            }
        }

        return found.ToImmutable();
    }
}
