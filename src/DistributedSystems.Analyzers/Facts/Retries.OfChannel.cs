using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace DistributedSystems.Analyzers.Facts;

internal sealed partial class CompilationFacts
{
    // OK is no failure; the others say that the server refused the call or never will carry it out.
    private static readonly HashSet<string> AmbiguousStatusCodes = new(StringComparer.Ordinal) { "Unavailable", "DeadlineExceeded", "Unknown", "Internal", "Cancelled", "Aborted", "DataLoss" };

    /// <summary>
    /// What a gRPC client's channel is told to do when a call of it fails: a retry policy for all its methods, on the channel it is made
    /// with or where it is registered. Null where none is in sight: https://learn.microsoft.com/aspnet/core/grpc/retries
    /// </summary>
    public RetryScope? ChannelRetryOf(IInvocationOperation call) =>
        MethodConfigOf(call) is { } config && Option(config, "RetryPolicy") is { } given && Values.ValueOf(given) is IObjectCreationOperation policy
            && policy.Descendants().Any(part => part is IFieldReferenceOperation { Field: { ContainingType.Name: "StatusCode" } code } && AmbiguousStatusCodes.Contains(code.Name))
            && Option(policy, "MaxAttempts") is { } most
            ? new RetryScope("the channel's retry policy", ConstantCountOf(most) is { } attempts ? RetryPolicy.InWords(attempts - 1) : "", policy.Syntax) { Attempts = ConstantCountOf(most) }
            : null;

    /// <summary>The hedging policy of the channel, which starts further attempts while the first is still under way.</summary>
    public IOperation? ChannelHedgeOf(IInvocationOperation call) =>
        MethodConfigOf(call) is { } config && Option(config, "HedgingPolicy") is { } given && Values.ValueOf(given) is IObjectCreationOperation policy ? policy : null;

    /// <summary>What the channel behind a gRPC call sets for all methods.</summary>
    private IObjectCreationOperation? MethodConfigOf(IInvocationOperation call)
    {
        if (Types.GrpcMethodConfig is not { } methodConfig || ReceiverOf(call) is not { Type: INamedTypeSymbol client } receiver || Types.GrpcClientBase is not { } clientBase || !DerivesFrom(client, clientBase))
        {
            return null;
        }

        var configured = Values.ValueOf(receiver) is IObjectCreationOperation created ? ServiceConfigOfChannel(created) : ServiceConfigRegisteredFor(client);
        foreach (var part in configured?.Descendants() ?? Enumerable.Empty<IOperation>())
        {
            if (SymbolEqualityComparer.Default.Equals(part.Type, methodConfig)
                && Values.ValueOf(part) is IObjectCreationOperation config
                && config.Descendants().Any(name => name is IFieldReferenceOperation { Field: { Name: "Default", ContainingType.Name: "MethodName" } }))
            {
                return config;
            }
        }

        return null;
    }

    private IOperation? ServiceConfigOfChannel(IObjectCreationOperation client) =>
        client.Arguments.FirstOrDefault() is { } channel
        && Values.ValueOf(channel.Value) is IInvocationOperation { TargetMethod: { Name: "ForAddress", ContainingType.Name: "GrpcChannel" } } opened
        && opened.Arguments.FirstOrDefault(argument => argument.Parameter?.Name == "channelOptions") is { } given
        && Values.ValueOf(given.Value) is IObjectCreationOperation options
        && Option(options, "ServiceConfig") is { } config ? Values.ValueOf(config) : null;

    private IOperation? ServiceConfigRegisteredFor(INamedTypeSymbol client)
    {
        foreach (var site in CallSites.Of("AddGrpcClient"))
        {
            if (Models.Of(site.SyntaxTree).GetOperation(site) is IInvocationOperation { TargetMethod.TypeArguments: { Length: 1 } registered } added && SymbolEqualityComparer.Default.Equals(registered[0], client))
            {
                foreach (var step in StepsOn(added).Steps)
                {
                    if (step is { IsConditional: false, Call: { TargetMethod.Name: "ConfigureChannel" } configure }
                        && SettingsIn(configure.Arguments[configure.Arguments.Length - 1].Value, OptionSettings.Untouched).Assigned.TryGetValue("ServiceConfig", out var config))
                    {
                        return Values.ValueOf(config);
                    }
                }
            }
        }

        return null;
    }
}
