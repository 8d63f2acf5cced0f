using Microsoft.CodeAnalysis;

namespace DistributedSystems.Analyzers.Facts;

/// <summary>Finds the pack's attributes by full name, so that a team may also copy them into its own source.</summary>
internal static class Annotations
{
    private const string Namespace = "DistributedSystems";

    public const string RemoteCall = "RemoteCallAttribute";
    public const string Idempotent = "IdempotentAttribute";
    public const string NotIdempotent = "NotIdempotentAttribute";
    public const string Retries = "RetriesAttribute";
    public const string SystemModel = "SystemModelAttribute";
    public const string ReplicaGroup = "ReplicaGroupAttribute";
    public const string Quorum = "QuorumAttribute";

    public static bool ArePresent(Compilation compilation) => !compilation.GetTypesByMetadataName(Namespace + "." + RemoteCall).IsEmpty;

    public static bool ArePresent(Compilation compilation, string attribute) => !compilation.GetTypesByMetadataName(Namespace + "." + attribute).IsEmpty;

    public static AttributeData? Find(ISymbol symbol, string attribute)
    {
        foreach (var data in symbol.GetAttributes())
        {
            if (Is(data.AttributeClass, attribute))
            {
                return data;
            }
        }

        return null;
    }

    public static bool Is(INamedTypeSymbol? attributeClass, string attribute) =>
        attributeClass is { ContainingNamespace: { Name: Namespace, ContainingNamespace.IsGlobalNamespace: true } } && attributeClass.Name == attribute;

    /// <summary>The constant a declaration gives to one of the attribute's named arguments.</summary>
    public static TypedConstant? Named(AttributeData data, string argument)
    {
        foreach (var pair in data.NamedArguments)
        {
            if (pair.Key == argument)
            {
                return pair.Value;
            }
        }

        return null;
    }
}
