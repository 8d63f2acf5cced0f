using System.Runtime.CompilerServices;
using Microsoft.CodeAnalysis;

namespace DistributedSystems.Analyzers.Facts.Code;

/// <summary>Finds the pack's attributes by full name, so that a team may also copy them into its own source.</summary>
internal static class Annotations
{
    private const string Namespace = "DistributedSystems";

    public const string RemoteCall = "RemoteCallAttribute";
    public const string Idempotent = "IdempotentAttribute";
    public const string IdempotencyKey = "IdempotencyKeyAttribute";
    public const string NotIdempotent = "NotIdempotentAttribute";
    public const string ReadOnly = "ReadOnlyAttribute";
    public const string Fences = "FencesAttribute";
    public const string Retries = "RetriesAttribute";
    public const string SystemModel = "SystemModelAttribute";
    public const string ReplicaGroup = "ReplicaGroupAttribute";
    public const string Quorum = "QuorumAttribute";
    public const string QuorumSize = "QuorumSizeAttribute";
    public const string FailureDetector = "FailureDetectorAttribute";
    public const string Consensus = "ConsensusAttribute";
    public const string Consistency = "ConsistencyAttribute";
    public const string AvailableUnderPartition = "AvailableUnderPartitionAttribute";
    public const string Liveness = "LivenessAttribute";
    public const string Adapter = "AdapterAttribute";
    public const string Deadline = "DeadlineAttribute";
    public const string Deterministic = "DeterministicAttribute";
    public const string Compensates = "CompensatesAttribute";
    public const string CompensatedBy = "CompensatedByAttribute";
    public const string MessageHandler = "MessageHandlerAttribute";
    public const string Durable = "DurableAttribute";
    public const string FencingToken = "FencingTokenAttribute";
    public const string RequiresLeadership = "RequiresLeadershipAttribute";
    public const string DeclaresFailed = "DeclaresFailedAttribute";
    public const string WallClock = "WallClockAttribute";
    public const string MonotonicClock = "MonotonicClockAttribute";
    public const string LogicalClock = "LogicalClockAttribute";
    public const string Mergeable = "MergeableAttribute";
    public const string Event = "EventAttribute";
    public const string DeclarationsFor = "DeclarationsForAttribute";
    public const string ExternalDeclarations = "ExternalDeclarationsAttribute";

    // Twenty rules ask for some thirty attributes that most projects have never heard of.
    private static readonly ConditionalWeakTable<Compilation, StrongBox<bool>> HasNamespace = new();

    public static bool ArePresent(Compilation compilation) => ArePresent(compilation, RemoteCall);

    public static bool ArePresent(Compilation compilation, string attribute) =>
        HasNamespace.GetValue(compilation, static key => new StrongBox<bool>(key.GlobalNamespace.GetMembers(Namespace).Any())).Value
        && !compilation.GetTypesByMetadataName(Namespace + "." + attribute).IsEmpty;

    /// <summary>The attribute on a symbol; on a positional record's property also what its parameter carries, where people write it
    /// first.</summary>
    public static AttributeData? Find(ISymbol symbol, string attribute)
    {
        foreach (var data in symbol.GetAttributes())
        {
            if (Is(data.AttributeClass, attribute))
            {
                return data;
            }
        }

        return PositionalParameterOf(symbol) is { } parameter ? Find(parameter, attribute) : null;
    }

    private static IParameterSymbol? PositionalParameterOf(ISymbol symbol)
    {
        if (symbol is not IPropertySymbol { IsStatic: false, IsIndexer: false, ContainingType: { IsRecord: true } type } property)
        {
            return null;
        }

        foreach (var constructor in type.InstanceConstructors)
        {
            foreach (var parameter in constructor.Parameters)
            {
                if (parameter.Name == property.Name && SymbolEqualityComparer.Default.Equals(parameter.Type, property.Type))
                {
                    return parameter;
                }
            }
        }

        return null;
    }

    public static bool Is(INamedTypeSymbol? attributeClass, string attribute) =>
        attributeClass is { ContainingNamespace: { Name: Namespace, ContainingNamespace.IsGlobalNamespace: true } }
        && attributeClass.Name == attribute;

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

    /// <summary>
    /// The value of an attribute's property, given by name or through the constructor parameter of that name; null where neither
    /// gives a single value. Copies of an attribute may declare either.
    /// </summary>
    public static TypedConstant? Argument(AttributeData data, string name)
    {
        if (Named(data, name) is { } named)
        {
            return named.Kind is TypedConstantKind.Array or TypedConstantKind.Error ? null : named;
        }

        var parameters = data.AttributeConstructor?.Parameters ?? default;
        for (var i = 0; !parameters.IsDefault && i < parameters.Length && i < data.ConstructorArguments.Length; i++)
        {
            if (string.Equals(parameters[i].Name, name, StringComparison.OrdinalIgnoreCase))
            {
                return data.ConstructorArguments[i].Kind is TypedConstantKind.Array or TypedConstantKind.Error
                    ? null
                    : data.ConstructorArguments[i];
            }
        }

        return null;
    }

    public static int? Number(AttributeData data, string name) =>
        Argument(data, name) is { Kind: TypedConstantKind.Primitive, Value: int number } ? number : null;

    public static string? Text(AttributeData data, string name) => Argument(data, name)?.Value as string;

    public static bool? Truth(AttributeData data, string name) => Argument(data, name) is { Value: bool truth } ? truth : null;

    /// <summary>A member of one of the pack's enumerations, recognised by its name: a copy may number them otherwise. Null for what has no
    /// name.</summary>
    public static T? Member<T>(AttributeData data, string name)
        where T : struct, Enum
    {
        if (Argument(data, name) is not { Kind: TypedConstantKind.Enum, Type: { } type, Value: { } value })
        {
            return null;
        }

        foreach (var member in type.GetMembers())
        {
            if (
                member is IFieldSymbol { HasConstantValue: true } field
                && Equals(field.ConstantValue, value)
                && Enum.TryParse<T>(field.Name, out var parsed)
            )
            {
                return parsed;
            }
        }

        return null;
    }
}
