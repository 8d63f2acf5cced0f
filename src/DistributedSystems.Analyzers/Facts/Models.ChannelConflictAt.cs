using System.Collections.Concurrent;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace DistributedSystems.Analyzers.Facts;

internal sealed partial class CompilationFacts
{
    private static readonly string[] Protocols = { Annotations.Consensus, Annotations.ReplicaGroup, Annotations.Quorum };

    /// <summary>
    /// Why the channel in force is too weak for a declared protocol; null where it is not, or where the declaration asked about is not the one
    /// that answers: the model where it stands with the protocol, else the protocol.
    /// </summary>
    public static string? ChannelConflictAt(Declaration declaration)
    {
        var protocol = Protocols.FirstOrDefault(attribute => Annotations.Find(declaration.Target, attribute) is not null);
        var answers = Annotations.Find(declaration.Target, Annotations.SystemModel) is not null ? Annotations.SystemModel : protocol;
        if (protocol is null || answers != declaration.Name || ModelAt(declaration.Target) is not { } model)
        {
            return null;
        }

        var channel = SystemModels.Adapt(model.Channel, AdaptersIn(NearestOf(declaration.Target, Annotations.Adapter, out _)));
        return model.Failures == Failures.Byzantine && channel != Channel.Authenticated ? "under Byzantine failures anyone may forge a message, and the channel does not say who sent it"
            : channel == Channel.FairLoss && !RetransmitsAndDeduplicates(declaration.Target) ? "messages may be lost and repeated, and neither retransmission with de-duplication nor an adapter is declared"
            : null;
    }

    /// <summary>Is it declared, of a symbol or the members of a type, that something is sent again and that repeating it does no harm?</summary>
    private static bool RetransmitsAndDeduplicates(ISymbol target)
    {
        var type = target as INamedTypeSymbol ?? target.ContainingType;
        return Declares(Annotations.Retries) && Declares(Annotations.Idempotent);

        bool Declares(string attribute) =>
            NearestOf(target, attribute, out _) is not null || (type is not null && type.GetMembers().Any(member => member is IMethodSymbol && DeclaredOn(member, attribute) is not null));
    }

    /// <summary>Why a call under a declared protocol goes over a channel too weak for it; null where that is not declared, adapted, or cured by retrying something idempotent.</summary>
    public string? ChannelConflictAt(IInvocationOperation call, ISymbol site) =>
        DependencyAt(call, site) is { HasChannel: false, Called.Channel: Channel.FairLoss } dependency
        && Protocols.Any(attribute => NearestOf(site, attribute, out _) is not null)
        && !(Carries(call.TargetMethod, Annotations.Idempotent) && (RetryAround(call) is not null || NearestOf(site, Annotations.Retries, out _) is not null))
            ? $"'{call.TargetMethod.ContainingType.Name}.{call.TargetMethod.Name}' is declared {dependency.Called.Channel}, and its caller counts on {dependency.Caller.Channel} channels"
            : null;
}
