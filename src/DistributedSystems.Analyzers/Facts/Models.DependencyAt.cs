using System.Collections.Concurrent;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace DistributedSystems.Analyzers.Facts;

/// <summary>A call from code under one model of code under another.</summary>
/// <param name="Caller">The model of the caller.</param>
/// <param name="Called">The model of what it calls.</param>
/// <param name="Adapters">What is declared to stand between the two.</param>
internal sealed record Dependency(DeclaredModel Caller, DeclaredModel Called, Adapters Adapters)
{
    public bool IsTolerated => SystemModels.Tolerates(Caller.Failures, SystemModels.Adapt(Called.Failures, Adapters));

    public bool HasChannel => SystemModels.Provides(SystemModels.Adapt(Called.Channel, Adapters), Caller.Channel);
}

internal sealed partial class CompilationFacts
{
    private readonly ConcurrentDictionary<IMethodSymbol, DeclaredModel?> modelsOfCalled = new(SymbolEqualityComparer.Default);

    /// <summary>The two models that meet in a call; null where either side declares none of its own.</summary>
    public Dependency? DependencyAt(IOperation call, ISymbol site) => call switch
    {
        IInvocationOperation invocation => DependencyAt(invocation.TargetMethod, invocation.Instance, site),
        IPropertyReferenceOperation { Property: { GetMethod: var getter, SetMethod: var setter } } property when (getter ?? setter) is { } accessor => DependencyAt(accessor, property.Instance, site),
        _ => null,
    };

    private Dependency? DependencyAt(IMethodSymbol target, IOperation? instance, ISymbol site)
    {
        if (ModelOf(site) is not { } caller)
        {
            return null;
        }

        var method = (target.ReducedFrom ?? target).OriginalDefinition;
        if (!modelsOfCalled.TryGetValue(method, out var called))
        {
            modelsOfCalled[method] = called = ModelOfCalled(method);
        }

        if (called is null && instance is { Type: INamedTypeSymbol type } && method.ContainingType.SpecialType != SpecialType.System_Object && !SymbolEqualityComparer.Default.Equals(type, method.ContainingType) && Carries(type, Annotations.SystemModel))
        {
            // Declared on the type that is called, where the method is inherited.
            called = DeclaredOn(type, Annotations.SystemModel) is { } declared ? ModelIn(declared, type) : null;
        }

        return called is not null && !IsWithin(site, method.ContainingType)
            ? new Dependency(caller, called, AdaptersBetween(instance, site))
            : null;
    }

    /// <summary>What the called member, its type or, of another assembly, the assembly declares. The caller's own assembly says nothing of one part of it in particular.</summary>
    private DeclaredModel? ModelOfCalled(IMethodSymbol method)
    {
        foreach (var symbol in new[] { StandInFor(method), StandInFor(method.ContainingType) })
        {
            if (symbol is not null && Annotations.Find(symbol, Annotations.SystemModel) is { } onItsBehalf)
            {
                return ModelIn(onItsBehalf, symbol);
            }
        }

        var declared = NearestOf(method, Annotations.SystemModel, out var carrier);
        return declared is null || SymbolEqualityComparer.Default.Equals(carrier, Compilation.Assembly) ? null : ModelIn(declared, carrier!);
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
        var adapters = AdaptersIn(NearestOf(site, Annotations.Adapter, out _));
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
            instance = Values.WritesTo(instance) is { Complete: true, Values: { Length: 1 } written } ? written[0] : null;
        }

        return adapters;
    }

    public static Adapters AdaptersIn(AttributeData? declared) =>
        declared is not null && Annotations.Argument(declared, "adapters") is { Kind: TypedConstantKind.Enum, Value: int value } ? (Adapters)value : Adapters.None;
}
