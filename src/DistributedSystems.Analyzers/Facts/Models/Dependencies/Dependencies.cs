using System.Collections.Concurrent;
using DistributedSystems.Analyzers.Facts.Calls;
using DistributedSystems.Analyzers.Facts.Code;
using DistributedSystems.Analyzers.Facts.Promises;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace DistributedSystems.Analyzers.Facts.Models;

/// <summary>A call from code under one model of code under another.</summary>
/// <param name="Caller">The model of the caller.</param>
/// <param name="Called">The model of what it calls.</param>
/// <param name="Adapters">What is declared to stand between the two.</param>
internal sealed record Dependency(DeclaredModel Caller, DeclaredModel Called, Adapters Adapters)
{
    public bool IsTolerated => SystemModels.Tolerates(Caller.Tolerated, SystemModels.Adapt(Called.Failures, Adapters));

    public bool HasChannel => SystemModels.Provides(SystemModels.Adapt(Called.Channel, Adapters), Caller.Channel);
}

/// <summary>What a component may assume of the components it calls.</summary>
internal sealed class Dependencies(
    Project project,
    Values values,
    Declarations declarations,
    RemoteCalls remoteCalls,
    Deadlines deadlines,
    Retries retries,
    DeclaredModels declaredModels
)
{
    private readonly ConcurrentDictionary<IMethodSymbol, DeclaredModel?> modelsOfCalled = new(SymbolEqualityComparer.Default);
    private static readonly string[] Protocols = { Annotations.Consensus, Annotations.ReplicaGroup, Annotations.Quorum };

    /// <summary>The two models that meet in a call; null where either side declares none of its own.</summary>
    public Dependency? DependencyAt(IOperation call, ISymbol site) =>
        call switch
        {
            IInvocationOperation invocation => DependencyAt(invocation.TargetMethod, invocation.Instance, site),
            IPropertyReferenceOperation { Property: { GetMethod: var getter, SetMethod: var setter } } property
                when (getter ?? setter) is { } accessor => DependencyAt(accessor, property.Instance, site),
            // Given away to be called, unless it is the dependency that is told of an event.
            IMethodReferenceOperation { Method: var method } reference
                when reference.Parent is not INameOfOperation && Operations.HeldAs(reference).Parent is not IEventAssignmentOperation =>
                DependencyAt(method, reference.Instance, site),
            _ => null,
        };

    private Dependency? DependencyAt(IMethodSymbol target, IOperation? instance, ISymbol site)
    {
        if (declaredModels.ModelOf(site) is not { } caller)
        {
            return null;
        }

        var method = (target.ReducedFrom ?? target).OriginalDefinition;
        if (!modelsOfCalled.TryGetValue(method, out var called))
        {
            modelsOfCalled[method] = called = ModelOfCalled(method);
        }

        if (
            called is null
            && instance is { Type: INamedTypeSymbol type }
            && method.ContainingType.SpecialType != SpecialType.System_Object
            && !SymbolEqualityComparer.Default.Equals(type, method.ContainingType)
            && declarations.Carries(type, Annotations.SystemModel)
        )
        {
            // Declared on the type that is called, where the method is inherited.
            called = Declarations.DeclaredOn(type, Annotations.SystemModel) is { } declared ? DeclaredModels.ModelIn(declared, type) : null;
        }

        return called is not null && !IsWithin(site, method.ContainingType)
            ? new Dependency(caller, called, AdaptersBetween(instance, site))
            : null;
    }

    /// <summary>What the called member, its type or, of another assembly, the assembly declares. The caller's own assembly says nothing of
    /// one part of it in particular.</summary>
    private DeclaredModel? ModelOfCalled(IMethodSymbol method)
    {
        foreach (var symbol in new[] { declarations.StandInFor(method), declarations.StandInFor(method.ContainingType) })
        {
            if (symbol is not null && Annotations.Find(symbol, Annotations.SystemModel) is { } onItsBehalf)
            {
                return DeclaredModels.ModelIn(onItsBehalf, symbol);
            }
        }

        var declared = Declarations.NearestOf(method, Annotations.SystemModel, out var carrier);
        return declared is null || SymbolEqualityComparer.Default.Equals(carrier, project.Compilation.Assembly)
            ? null
            : DeclaredModels.ModelIn(declared, carrier!);
    }

    private static bool IsWithin(ISymbol site, INamedTypeSymbol? type)
    {
        for (var around = site.ContainingType; around is not null; around = around.ContainingType)
        {
            if (SymbolEqualityComparer.Default.Equals(around.OriginalDefinition, type?.OriginalDefinition))
            {
                return true;
            }
        }

        return false;
    }

    private Adapters AdaptersBetween(IOperation? instance, ISymbol site)
    {
        var adapters = AdaptersIn(Declarations.NearestOf(site, Annotations.Adapter, out _));
        for (var hop = 0; instance is not null && hop < 2; hop++)
        {
            instance = Values.Unwrap(instance);
            var holder = instance switch
            {
                IMemberReferenceOperation member => member.Member,
                IParameterReferenceOperation parameter => parameter.Parameter,
                _ => (ISymbol?)null,
            };
            adapters |= holder is null ? Adapters.None : AdaptersIn(Annotations.Find(holder, Annotations.Adapter));

            // The constructor parameter that a field was set from.
            instance = values.WritesTo(instance) is { Complete: true, Values: { Length: 1 } written } ? written[0] : null;
        }

        return adapters;
    }

    private static Adapters AdaptersIn(AttributeData? declared) =>
        declared is not null && Annotations.Argument(declared, "adapters") is { Kind: TypedConstantKind.Enum, Value: int value }
            ? (Adapters)value
            : Adapters.None;

    /// <summary>
    /// Why the channel in force is too weak for a declared protocol; null where it is not, or where the declaration asked about is not the
    /// one
    /// that answers: the model where it stands with the protocol, else the protocol.
    /// </summary>
    public static string? ChannelConflictAt(Declaration declaration)
    {
        var protocol = Protocols.FirstOrDefault(attribute => Annotations.Find(declaration.Target, attribute) is not null);
        var answers = Annotations.Find(declaration.Target, Annotations.SystemModel) is not null ? Annotations.SystemModel : protocol;
        if (protocol is null || answers != declaration.Name || DeclaredModels.ModelAt(declaration.Target) is not { } model)
        {
            return null;
        }

        var channel = SystemModels.Adapt(model.Channel, AdaptersIn(Declarations.NearestOf(declaration.Target, Annotations.Adapter, out _)));
        return model.Failures == Failures.Byzantine && channel != Channel.Authenticated
                ? "under Byzantine failures anyone may forge a message, and the channel does not say who sent it"
            : channel == Channel.FairLoss && !RetransmitsAndDeduplicates(declaration.Target)
                ? "messages may be lost and repeated, and neither retransmission with de-duplication nor an adapter is declared"
            : null;
    }

    /// <summary>Is it declared, of a symbol or the members of a type, that something is sent again and that repeating it does no
    /// harm?</summary>
    private static bool RetransmitsAndDeduplicates(ISymbol target)
    {
        var type = target as INamedTypeSymbol ?? target.ContainingType;
        return Declares(Annotations.Retries) && Declares(Annotations.Idempotent);

        bool Declares(string attribute) =>
            Declarations.NearestOf(target, attribute, out _) is not null
            || (
                type is not null
                && type.GetMembers().Any(member => member is IMethodSymbol && Declarations.DeclaredOn(member, attribute) is not null)
            );
    }

    /// <summary>Why a call under a declared protocol goes over a channel too weak for it; null where that is not declared, adapted, or
    /// cured by retrying something idempotent.</summary>
    public string? ChannelConflictAt(IInvocationOperation call, ISymbol site) =>
        DependencyAt(call, site) is { HasChannel: false, Called.Channel: Channel.FairLoss } dependency
        && Protocols.Any(attribute => Declarations.NearestOf(site, attribute, out _) is not null)
        && !(
            declarations.Carries(call.TargetMethod, Annotations.Idempotent)
            && (retries.Around(call) is not null || Declarations.NearestOf(site, Annotations.Retries, out _) is not null)
        )
            ? $"'{call.TargetMethod.ContainingType.Name}.{call.TargetMethod.Name}' is declared {dependency.Called.Channel}, and its caller counts on {dependency.Caller.Channel} channels"
            : null;

    /// <summary>Why a call cannot keep the bounds that the synchronous model around it declares; null elsewhere, and where its wait is not
    /// known.</summary>
    public string? TimingConflictAt(IInvocationOperation call, ISymbol site)
    {
        if (declaredModels.ModelOf(site) is not { Timing: Timing.Synchronous } model)
        {
            return null;
        }

        var (remote, declared) = (remoteCalls.RemoteCallOf(call), declarations.DeadlineOf(call.TargetMethod));
        // How long a WaitAsync waits is its own limit.
        if ((remote is null && declared is null) || call.Parent is IInvocationOperation { TargetMethod.Name: "WaitAsync" })
        {
            return null;
        }

        if (declared is null && deadlines.BoundOf(remote!.Value).Answer == Bounded.No)
        {
            return "nothing ends the wait for it, and a synchronous component answers within a known time";
        }

        // A caller that gives up earlier does not wait for what the called side promises.
        var own = remote is { } bounded ? deadlines.LongestWaitOf(bounded) : null;
        return (own < declared ? own : declared ?? own) is { } wait && model.MaxDelay is { } delay && wait > delay
            ? $"it may take {DurationText.Of(wait)}, longer than the declared MaxDelay of {DurationText.Of(delay)}"
            : null;
    }
}
