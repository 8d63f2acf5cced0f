using System.Collections.Immutable;
using DistributedSystems.Analyzers.Facts.Calls;
using DistributedSystems.Analyzers.Facts.Code;
using DistributedSystems.Analyzers.Facts.Surroundings;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace DistributedSystems.Analyzers.Facts.Promises;

/// <summary>A retry that a message bus runs handlers of this project in, as one call sets it up.</summary>
/// <param name="Library">The bus, as the catalog names it.</param>
/// <param name="Description">How messages name it.</param>
/// <param name="Retries">How often it repeats after the first attempt.</param>
/// <param name="Handlers">The methods it repeats.</param>
internal sealed record HandlerRedelivery(string Library, string Description, int Retries, ImmutableArray<IMethodSymbol> Handlers)
{
    /// <summary>How messages say how often: <c> up to 3 times</c>.</summary>
    public string Times => RetryPolicy.InWords(Retries);

    /// <summary>How long it waits between two attempts.</summary>
    public Pause Pause { get; init; } = Pause.Unknown;
}

/// <summary>Message handlers and channels that the library behind them runs again.</summary>
internal sealed partial class Redelivery(
    SemanticModels models,
    WellKnownTypes types,
    TypeHierarchy hierarchy,
    Values values,
    CallSites callSites,
    Functions functions,
    Constants constants,
    RemoteCalls remoteCalls,
    Replays replays,
    FailurePaths failurePaths,
    Effects effects,
    Reachability reachability,
    Builders builders,
    JobRetries jobRetries
)
{
    // OK is no failure; the others say that the server refused the call or never will carry it out.
    private static readonly HashSet<string> AmbiguousStatusCodes = new(StringComparer.Ordinal)
    {
        "Unavailable",
        "DeadlineExceeded",
        "Unknown",
        "Internal",
        "Cancelled",
        "Aborted",
        "DataLoss",
    };

    /// <summary>
    /// What a gRPC client's channel is told to do when a call of it fails: a retry policy for all its methods, on the channel it is made
    /// with or where it is registered. Null where none is in sight: https://learn.microsoft.com/aspnet/core/grpc/retries
    /// </summary>
    public RetryScope? ChannelRetryOf(IInvocationOperation call) =>
        MethodConfigOf(call) is { } config
        && Operations.Option(config, "RetryPolicy") is { } given
        && values.ValueOf(given) is IObjectCreationOperation policy
        && policy
            .Descendants()
            .Any(part =>
                part is IFieldReferenceOperation { Field: { ContainingType.Name: "StatusCode" } code }
                && AmbiguousStatusCodes.Contains(code.Name)
            )
        && Operations.Option(policy, "MaxAttempts") is { } most
            ? new RetryScope(
                "the channel's retry policy",
                constants.ConstantCountOf(most) is { } attempts ? RetryPolicy.InWords(attempts - 1) : "",
                policy.Syntax
            )
            {
                Attempts = constants.ConstantCountOf(most),
            }
            : null;

    /// <summary>The hedging policy of the channel, which starts further attempts while the first is still under way.</summary>
    public IOperation? ChannelHedgeOf(IInvocationOperation call) =>
        MethodConfigOf(call) is { } config
        && Operations.Option(config, "HedgingPolicy") is { } given
        && values.ValueOf(given) is IObjectCreationOperation policy
            ? policy
            : null;

    /// <summary>What the channel behind a gRPC call sets for all methods.</summary>
    private IObjectCreationOperation? MethodConfigOf(IInvocationOperation call)
    {
        if (
            types.GrpcMethodConfig is not { } methodConfig
            || Operations.ReceiverOf(call) is not { Type: INamedTypeSymbol client } receiver
            || types.GrpcClientBase is not { } clientBase
            || !Symbols.DerivesFrom(client, clientBase)
        )
        {
            return null;
        }

        var configured = values.ValueOf(receiver) is IObjectCreationOperation created
            ? ServiceConfigOfChannel(created)
            : ServiceConfigRegisteredFor(client);
        foreach (var part in configured?.Descendants() ?? Enumerable.Empty<IOperation>())
        {
            if (
                SymbolEqualityComparer.Default.Equals(part.Type, methodConfig)
                && values.ValueOf(part) is IObjectCreationOperation config
                && config
                    .Descendants()
                    .Any(name => name is IFieldReferenceOperation { Field: { Name: "Default", ContainingType.Name: "MethodName" } })
            )
            {
                return config;
            }
        }

        return null;
    }

    private IOperation? ServiceConfigOfChannel(IObjectCreationOperation client) =>
        client.Arguments.FirstOrDefault() is { } channel
        && values.ValueOf(channel.Value)
            is IInvocationOperation { TargetMethod: { Name: "ForAddress", ContainingType.Name: "GrpcChannel" } } opened
        && opened.Arguments.FirstOrDefault(argument => argument.Parameter?.Name == "channelOptions") is { } given
        && values.ValueOf(given.Value) is IObjectCreationOperation options
        && Operations.Option(options, "ServiceConfig") is { } config
            ? values.ValueOf(config)
            : null;

    private IOperation? ServiceConfigRegisteredFor(INamedTypeSymbol client)
    {
        foreach (var site in callSites.Of("AddGrpcClient"))
        {
            if (
                models.Of(site.SyntaxTree).GetOperation(site)
                    is IInvocationOperation { TargetMethod.TypeArguments: { Length: 1 } registered } added
                && SymbolEqualityComparer.Default.Equals(registered[0], client)
            )
            {
                foreach (var step in builders.StepsOn(added).Steps)
                {
                    if (
                        step is { IsConditional: false, Call: { TargetMethod.Name: "ConfigureChannel" } configure }
                        && builders
                            .SettingsIn(configure.Arguments[configure.Arguments.Length - 1].Value, OptionSettings.Untouched)
                            .Assigned.TryGetValue("ServiceConfig", out var config)
                    )
                    {
                        return values.ValueOf(config);
                    }
                }
            }
        }

        return null;
    }

    /// <summary>A bus is referenced whose set-up may say that handlers are retried.</summary>
    public bool HasMessageBus =>
        types.MassTransitConsumer is not null || types.NServiceBusHandler is not null || types.RebusHandler is not null;

    /// <summary>The retry of message handlers that a call sets up; null for any other call, and where the number or the handlers are not in
    /// sight.</summary>
    public HandlerRedelivery? RedeliveryAt(IInvocationOperation added)
    {
        var redelivery = added.TargetMethod.Name switch
        {
            "UseMessageRetry"
            or "UseDelayedRedelivery"
            or "UseScheduledRedelivery" when IsOf(types.MassTransitConsumer) && RetriesConfiguredBy(added) is var (retries, pause) =>
                new HandlerRedelivery(
                    "MassTransit",
                    $"'{added.TargetMethod.Name}'",
                    retries,
                    MethodsHandling(types.MassTransitConsumer!, ConsumersBehind(added))
                )
                {
                    Pause = pause,
                },
            "NumberOfRetries"
                when IsOf(types.NServiceBusHandler)
                    && added.Arguments.Length == 1
                    && constants.ConstantCountOf(added.Arguments[0].Value) is { } retries => new HandlerRedelivery(
                "NServiceBus",
                "the endpoint's recoverability",
                retries,
                MethodsHandling(types.NServiceBusHandler!, hierarchy.DerivedFrom(types.NServiceBusHandler!))
            ),
            "RetryStrategy"
            or "SimpleRetryStrategy"
                when IsOf(types.RebusHandler)
                    && added.Arguments.FirstOrDefault(argument => argument.Parameter?.Name == "maxDeliveryAttempts") is { } most
                    && constants.ConstantCountOf(most.Value) is { } attempts => new HandlerRedelivery(
                "Rebus",
                "the bus's retry strategy",
                attempts - 1,
                MethodsHandling(types.RebusHandler!, hierarchy.DerivedFrom(types.RebusHandler!))
            ),
            _ => null,
        };
        return redelivery is { Retries: > 0 } ? redelivery : null;

        bool IsOf(INamedTypeSymbol? handler) =>
            handler is not null && Symbols.RootOf(added.TargetMethod.ContainingNamespace) == Symbols.RootOf(handler.ContainingNamespace);
    }

    /// <summary>The first call in the handlers that adds its effect again when the message is handled again. What goes out through the bus
    /// itself is left to its outbox.</summary>
    public (IInvocationOperation Written, RemoteCall Call, string Method)? AccumulatingCallIn(HandlerRedelivery redelivery)
    {
        foreach (var handler in redelivery.Handlers)
        {
            if (functions.BodyOf(handler) is not { } body || reachability.IsDeclaredHarmless(handler, Effect.Accumulates))
            {
                continue;
            }

            var budget = Reachability.MostStepsRead;
            foreach (var operation in body.Descendants())
            {
                if (
                    operation is IInvocationOperation call
                    && Operations.FunctionAround(call) is null
                    && budget-- > 0
                    && AccumulatingCallAt(call) is { } remote
                    && remote.Api.Library != redelivery.Library
                    && (effects.IsBeyondTransactions(remote) || redelivery.Library != "NServiceBus")
                    && failurePaths.FailureEscapes(call)
                    && !jobRetries.LooksBefore(call)
                )
                {
                    return (call, remote, Symbols.NameOf(handler));
                }
            }
        }

        return null;
    }

    /// <summary>The call itself, or the one it reaches through the project's own code.</summary>
    public RemoteCall? AccumulatingCallAt(IInvocationOperation call) =>
        remoteCalls.OperationOf(call) is { } remote ? (replays.IsAccumulating(remote) ? remote : null)
        : reachability.MayReach(call) ? reachability.ReachOf(call, Effect.Accumulates)?.Call
        : null;

    private static IEnumerable<IMethodSymbol> MethodsIn(INamedTypeSymbol contract) =>
        contract.GetMembers().OfType<IMethodSymbol>().Where(method => method.IsAbstract);

    private static ImmutableArray<IMethodSymbol> MethodsHandling(INamedTypeSymbol contract, IEnumerable<INamedTypeSymbol> handlers) =>
        handlers
            .Where(handler => !handler.IsAbstract)
            .SelectMany(handler => MethodsIn(contract).SelectMany(method => Functions.ImplementedBy(handler, method)))
            .Select(method => method.OriginalDefinition)
            .Distinct<IMethodSymbol>(SymbolEqualityComparer.Default)
            .ToImmutableArray();

    /// <summary>The consumers that a retry is configured for: of the endpoint it is configured on, of the definition it stands in, or all
    /// of the bus.</summary>
    private IEnumerable<INamedTypeSymbol> ConsumersBehind(IInvocationOperation added)
    {
        var all = hierarchy.DerivedFrom(types.MassTransitConsumer!);
        if (Operations.ReceiverOf(added) is not { Type: INamedTypeSymbol receiver } configurator)
        {
            return Enumerable.Empty<INamedTypeSymbol>();
        }

        if (receiver is { Name: "IConsumerConfigurator", TypeArguments: { Length: 1 } configured })
        {
            return configured.OfType<INamedTypeSymbol>();
        }

        if (
            Values.Unwrap(configurator)
            is not IParameterReferenceOperation { Parameter: { ContainingSymbol: IMethodSymbol configuring } parameter }
        )
        {
            return Enumerable.Empty<INamedTypeSymbol>();
        }

        if (
            configuring is
            { Name: "ConfigureConsumer", ContainingType.BaseType: { Name: "ConsumerDefinition", TypeArguments: { Length: 1 } defined } }
        )
        {
            return defined.OfType<INamedTypeSymbol>();
        }

        if (
            Operations.FunctionAround(added) is not { } function
            || Operations.ArgumentHolding(function) is not { Parent: IInvocationOperation { TargetMethod: var given } }
            || Symbols.RootOf(given.ContainingNamespace) != "MassTransit"
        )
        {
            return Enumerable.Empty<INamedTypeSymbol>();
        }

        if (given.Name != "ReceiveEndpoint")
        {
            return all;
        }

        var configuredHere = builders.StepsOn(parameter, function).Steps.Select(step => step.Call.TargetMethod).ToList();
        return configuredHere.Any(method => method.Name == "ConfigureConsumers")
            ? all
            : configuredHere
                .Where(method => method is { Name: "ConfigureConsumer" or "Consumer", TypeArguments.Length: 1 })
                .Select(method => method.TypeArguments[0])
                .OfType<INamedTypeSymbol>();
    }
}
