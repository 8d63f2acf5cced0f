using System.Collections.Immutable;
using DistributedSystems.Analyzers.Catalog;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace DistributedSystems.Analyzers.Facts;

/// <summary>A retry that a message bus runs handlers of this project in, as one call sets it up.</summary>
/// <param name="Library">The bus, as the catalog names it.</param>
/// <param name="Description">How messages name it.</param>
/// <param name="Retries">How often it repeats after the first attempt.</param>
/// <param name="Handlers">The methods it repeats.</param>
internal sealed record HandlerRedelivery(string Library, string Description, int Retries, ImmutableArray<IMethodSymbol> Handlers)
{
    /// <summary>How messages say how often: <c> up to 3 times</c>.</summary>
    public string Times => RetryPolicy.InWords(Retries);
}

internal sealed partial class CompilationFacts
{
    /// <summary>A bus is referenced whose set-up may say that handlers are retried.</summary>
    public bool HasMessageBus => Types.MassTransitConsumer is not null || Types.NServiceBusHandler is not null || Types.RebusHandler is not null;

    /// <summary>The retry of message handlers that a call sets up; null for any other call, and where the number or the handlers are not in sight.</summary>
    public HandlerRedelivery? RedeliveryAt(IInvocationOperation added)
    {
        var redelivery = added.TargetMethod.Name switch
        {
            "UseMessageRetry" or "UseDelayedRedelivery" or "UseScheduledRedelivery" when IsOf(Types.MassTransitConsumer) && RetriesConfiguredBy(added) is { } retries
                => new HandlerRedelivery("MassTransit", $"'{added.TargetMethod.Name}'", retries, MethodsHandling(Types.MassTransitConsumer!, ConsumersBehind(added))),
            "NumberOfRetries" when IsOf(Types.NServiceBusHandler) && added.Arguments.Length == 1 && ConstantCountOf(added.Arguments[0].Value) is { } retries
                => new HandlerRedelivery("NServiceBus", "the endpoint's recoverability", retries, MethodsHandling(Types.NServiceBusHandler!, Hierarchy.DerivedFrom(Types.NServiceBusHandler!))),
            "RetryStrategy" or "SimpleRetryStrategy" when IsOf(Types.RebusHandler) && added.Arguments.FirstOrDefault(argument => argument.Parameter?.Name == "maxDeliveryAttempts") is { } most && ConstantCountOf(most.Value) is { } attempts
                => new HandlerRedelivery("Rebus", "the bus's retry strategy", attempts - 1, MethodsHandling(Types.RebusHandler!, Hierarchy.DerivedFrom(Types.RebusHandler!))),
            _ => null,
        };
        return redelivery is { Retries: > 0 } ? redelivery : null;

        bool IsOf(INamedTypeSymbol? handler) => handler is not null && RootOf(added.TargetMethod.ContainingNamespace) == RootOf(handler.ContainingNamespace);
    }

    /// <summary>The first call in the handlers that adds its effect again when the message is handled again. What goes out through the bus itself is left to its outbox.</summary>
    public (IInvocationOperation Written, RemoteCall Call, string Method)? AccumulatingCallIn(HandlerRedelivery redelivery)
    {
        foreach (var handler in redelivery.Handlers)
        {
            if (BodyOf(handler) is not { } body || IsDeclaredHarmless(handler, Effect.Accumulates))
            {
                continue;
            }

            var budget = MostStepsRead;
            foreach (var operation in body.Descendants())
            {
                if (operation is IInvocationOperation call
                    && FunctionAround(call) is null
                    && budget-- > 0
                    && AccumulatingCallAt(call) is { } remote
                    && remote.Api.Library != redelivery.Library
                    && (IsBeyondTransactions(remote) || redelivery.Library != "NServiceBus")
                    && FailureEscapes(call)
                    && !LooksBefore(call))
                {
                    return (call, remote, NameOf(handler));
                }
            }
        }

        return null;
    }

    /// <summary>The call itself, or the one it reaches through the project's own code.</summary>
    private RemoteCall? AccumulatingCallAt(IInvocationOperation call) =>
        OperationOf(call) is { } remote ? (IsAccumulating(remote) ? remote : null)
        : MayReach(call) ? ReachOf(call, Effect.Accumulates)?.Call
        : null;

    private static IEnumerable<IMethodSymbol> MethodsIn(INamedTypeSymbol contract) => contract.GetMembers().OfType<IMethodSymbol>().Where(method => method.IsAbstract);

    private static ImmutableArray<IMethodSymbol> MethodsHandling(INamedTypeSymbol contract, IEnumerable<INamedTypeSymbol> handlers) => handlers
        .Where(handler => !handler.IsAbstract)
        .SelectMany(handler => MethodsIn(contract).SelectMany(method => ImplementedBy(handler, method)))
        .Select(method => method.OriginalDefinition)
        .Distinct<IMethodSymbol>(SymbolEqualityComparer.Default)
        .ToImmutableArray();

    /// <summary>How often MassTransit retries by what it is given: https://masstransit.io/documentation/concepts/exceptions#retry. Null where only some failures, or none known, are retried.</summary>
    private int? RetriesConfiguredBy(IInvocationOperation added)
    {
        if (added.Arguments.FirstOrDefault(argument => argument.Parameter?.Type.TypeKind == TypeKind.Delegate) is not { } given || FunctionGiven(given.Value) is not { Parameters: { IsEmpty: false } parameters } configure)
        {
            return null;
        }

        int? retries = null;
        foreach (var (call, _, isConditional) in StepsOn(parameters[0], configure.Body).Steps)
        {
            switch (call.TargetMethod)
            {
                case { Name: "Immediate" or "Interval" or "Exponential" or "Incremental" } when !isConditional && call.Arguments.FirstOrDefault(argument => argument.Parameter?.Name is "retryLimit" or "retryCount") is { } most:
                    retries = ConstantCountOf(most.Value);
                    break;
                case { Name: "Intervals" } when !isConditional && call.Arguments.LastOrDefault()?.Value is IArrayCreationOperation { Initializer: { } listed }:
                    retries = listed.ElementValues.Length;
                    break;
                case { Name: "Ignore", TypeArguments: { Length: 1 } ignored } when !MayCatch(ignored[0], thrown: null):
                case { Name: "Handle", TypeArguments: { Length: 1 } handled } when call.Arguments.IsEmpty && MayCatch(handled[0], thrown: null):
                    break;
                default:
                    return null;
            }
        }

        return retries;
    }

    /// <summary>The consumers that a retry is configured for: of the endpoint it is configured on, of the definition it stands in, or all of the bus.</summary>
    private IEnumerable<INamedTypeSymbol> ConsumersBehind(IInvocationOperation added)
    {
        var all = Hierarchy.DerivedFrom(Types.MassTransitConsumer!);
        if (ReceiverOf(added) is not { Type: INamedTypeSymbol receiver } configurator)
        {
            return Enumerable.Empty<INamedTypeSymbol>();
        }

        if (receiver is { Name: "IConsumerConfigurator", TypeArguments: { Length: 1 } configured })
        {
            return configured.OfType<INamedTypeSymbol>();
        }

        if (Values.Unwrap(configurator) is not IParameterReferenceOperation { Parameter: { ContainingSymbol: IMethodSymbol configuring } parameter })
        {
            return Enumerable.Empty<INamedTypeSymbol>();
        }

        if (configuring is { Name: "ConfigureConsumer", ContainingType.BaseType: { Name: "ConsumerDefinition", TypeArguments: { Length: 1 } defined } })
        {
            return defined.OfType<INamedTypeSymbol>();
        }

        if (FunctionAround(added) is not { } function || ArgumentHolding(function) is not { Parent: IInvocationOperation { TargetMethod: var given } } || RootOf(given.ContainingNamespace) != "MassTransit")
        {
            return Enumerable.Empty<INamedTypeSymbol>();
        }

        if (given.Name != "ReceiveEndpoint")
        {
            return all;
        }

        var configuredHere = StepsOn(parameter, function).Steps.Select(step => step.Call.TargetMethod).ToList();
        return configuredHere.Any(method => method.Name == "ConfigureConsumers")
            ? all
            : configuredHere.Where(method => method is { Name: "ConfigureConsumer" or "Consumer", TypeArguments.Length: 1 }).Select(method => method.TypeArguments[0]).OfType<INamedTypeSymbol>();
    }
}
