using DistributedSystems.Analyzers.Catalog;
using Microsoft.CodeAnalysis;

namespace DistributedSystems.Catalog.Tests;

/// <summary>What a line names and a set of libraries does not have.</summary>
internal static class LineCheck
{
    // The timeouts of a multiplexed connection are members of its configuration, not of the interfaces it hands out.
    private static readonly string[] WhereSettingsAre = ["Config", "Options", "Opts", "Settings", "Binding"];

    public static IEnumerable<string> Missing(CatalogEntry entry, LibrarySet libraries)
    {
        var types = libraries.TypesNamed(entry.Type).ToList();
        if (types.Count == 0)
        {
            return ["the type"];
        }

        return entry.Member.Length == 0 ? MissingOf(entry, types) : MissingOfMember(entry, types);
    }

    public static bool HasMember(INamedTypeSymbol type, string name) => LineageOf(type).Any(ancestor => !ancestor.GetMembers(name).IsEmpty);

    // A line on a derived type may speak of a member that it inherits.
    private static IEnumerable<INamedTypeSymbol> LineageOf(INamedTypeSymbol type)
    {
        for (var ancestor = type; ancestor is not null; ancestor = ancestor.BaseType)
        {
            yield return ancestor;
        }
    }

    private static bool ValueHasMember(ITypeSymbol type, string name) =>
        type switch
        {
            // DateTime? and the like: the member is that of the value.
            INamedTypeSymbol { OriginalDefinition.SpecialType: SpecialType.System_Nullable_T } nullable => ValueHasMember(
                nullable.TypeArguments[0],
                name
            ),
            INamedTypeSymbol named => HasMember(named, name) || named.AllInterfaces.Any(contract => !contract.GetMembers(name).IsEmpty),
            ITypeParameterSymbol parameter => parameter.ConstraintTypes.Any(constraint => ValueHasMember(constraint, name)),
            _ => false,
        };

    private static IEnumerable<string> MissingOf(CatalogEntry entry, List<INamedTypeSymbol> types)
    {
        if (entry.IsAttribute && !types.Any(IsAttribute))
        {
            yield return "an attribute of this name";
        }

        if (entry.Expensive && types.All(type => type.IsStatic))
        {
            yield return "an instance that could be expensive";
        }

        if (entry.DeadlineSetting is { } setting && !types.Any(type => HasMember(type, setting) || IsConfiguredBeside(type, setting)))
        {
            yield return $"the setting {setting}";
        }

        if (entry.SqlMember is { } sql && !types.Any(type => HasMember(type, sql)))
        {
            yield return $"the member {sql}";
        }
    }

    private static IEnumerable<string> MissingOfMember(CatalogEntry entry, List<INamedTypeSymbol> types)
    {
        var methods = types
            .SelectMany(LineageOf)
            .SelectMany(type => type.GetMembers(entry.Member))
            .OfType<IMethodSymbol>()
            .Where(method => entry.Signature is null || CatalogIndex.Matches(entry.Signature, method))
            .ToList();
        if (entry.Member != "*" && methods.Count == 0)
        {
            yield return entry.Signature is null ? "the member" : $"an overload ({string.Join(", ", entry.Signature)})";
            yield break;
        }

        foreach (
            var parameter in entry.Member == "*"
                ? []
                : ParametersNamedBy(entry).Where(name => !methods.Any(method => method.Parameters.Any(parameter => parameter.Name == name)))
        )
        {
            yield return $"the parameter {parameter}";
        }

        foreach (
            var (parameter, member) in new[] { (entry.DeadlineParameter, entry.DeadlineMember), (entry.KeyParameter, entry.KeyMember) }
        )
        {
            // A '*' line is about members of types that a program declares.
            if (
                entry.Member != "*"
                && member is not null
                && !methods
                    .SelectMany(method => method.Parameters)
                    .Any(candidate => candidate.Name == parameter && ValueHasMember(candidate.Type, member))
            )
            {
                yield return $"the member {member} of the parameter {parameter}";
            }
        }

        if (
            entry.ConditionValue is { } value
            && !methods
                .SelectMany(method => method.Parameters)
                .Any(parameter => parameter.Name == entry.ConditionParameter && !parameter.Type.GetMembers(value).IsEmpty)
        )
        {
            yield return $"the value {value}";
        }

        if (entry.Expensive && methods.All(method => method.ReturnsVoid))
        {
            yield return "something returned that could be expensive";
        }

        foreach (
            var beside in new[] { entry.AsyncTwin, entry.BatchForm }
                .OfType<string>()
                .Where(name => !types.Any(type => HasMember(type, name)))
        )
        {
            yield return $"the member {beside} beside it";
        }
    }

    private static bool IsConfiguredBeside(INamedTypeSymbol type, string setting) =>
        type
            .ContainingAssembly.GlobalNamespace.GetNamespaceMembers()
            .SelectMany(AllTypes)
            .Any(candidate => WhereSettingsAre.Any(candidate.Name.Contains) && HasMember(candidate, setting));

    private static IEnumerable<INamedTypeSymbol> AllTypes(INamespaceSymbol space) =>
        space.GetTypeMembers().Concat(space.GetNamespaceMembers().SelectMany(AllTypes));

    private static bool IsAttribute(INamedTypeSymbol type)
    {
        for (var ancestor = type.BaseType; ancestor is not null; ancestor = ancestor.BaseType)
        {
            if (ancestor is { Name: "Attribute", ContainingNamespace.Name: "System" })
            {
                return true;
            }
        }

        return false;
    }

    private static IEnumerable<string> ParametersNamedBy(CatalogEntry entry) =>
        new[]
        {
            entry.HttpRequestParameter == CatalogEntry.Receiver ? null : entry.HttpRequestParameter,
            entry.HeaderParameter,
            entry.SqlParameter,
            entry.KeyParameter,
            entry.GeneratedKeyParameter,
            entry.DeadlineParameter,
            entry.ResourceParameter,
            entry.ExpiryParameter,
            entry.ConditionParameter,
            entry.RunsParameter,
        }.OfType<string>();
}
