using Microsoft.CodeAnalysis;

namespace DistributedSystems.Analyzers.Catalog;

/// <summary>
/// What a compilation knows against the lines of a user's catalog: members that do not exist, and lines that say again what another
/// file said. A type is missed only where every assembly the line names is referenced, since catalogs are shared between projects.
/// </summary>
internal sealed class CatalogCheck
{
    private readonly Compilation compilation;
    private readonly HashSet<string> assemblies;

    public CatalogCheck(Compilation compilation)
    {
        this.compilation = compilation;
        assemblies = new HashSet<string>(compilation.ReferencedAssemblyNames.Select(name => name.Name), StringComparer.Ordinal)
        {
            compilation.AssemblyName ?? "",
        };
    }

    public IEnumerable<CatalogProblem> ProblemsOf(CatalogFile file, IEnumerable<CatalogFile> earlier)
    {
        var described = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var entry in earlier.SelectMany(other => other.Libraries).SelectMany(library => library.Entries))
        {
            described[KeyOf(entry)] = entry.Origin;
        }

        foreach (var library in file.Libraries)
        {
            foreach (var entry in library.Entries)
            {
                if (entry.Member.Length > 0 && described.TryGetValue(KeyOf(entry), out var origin))
                {
                    yield return new CatalogProblem(
                        entry.Line,
                        $"member '{entry.Member}' of '{entry.Type}' is described in '{origin}' already"
                    );
                }
                else if (Unresolvable(library, entry) is { } reason)
                {
                    yield return new CatalogProblem(entry.Line, reason);
                }
            }
        }
    }

    private static string KeyOf(CatalogEntry entry) =>
        $"{entry.Type}.{entry.Member}({(entry.Signature is null ? "*" : string.Join(",", entry.Signature))})";

    private string? Unresolvable(CatalogLibrary library, CatalogEntry entry)
    {
        // A line about some versions of a library only is no mistake beside another version.
        if (entry is not { Since: null, Until: null })
        {
            return null;
        }

        var types = compilation.GetTypesByMetadataName(entry.Type);
        if (types.IsEmpty)
        {
            // The line of the type says it once for its members.
            return entry.Member.Length == 0 && !library.Assemblies.IsEmpty && library.Assemblies.All(assemblies.Contains)
                ? $"there is no type '{entry.Type}' in {string.Join(" or ", library.Assemblies.Select(name => $"'{name}'"))}"
                : null;
        }

        if (entry.IsAttribute)
        {
            return types.Any(IsAttribute) ? null : $"'{entry.Type}' is no attribute";
        }

        return entry.Member switch
        {
            "" => entry.SqlMember is { } sql && !types.Any(type => HasMember(type, sql)) ? $"'{entry.Type}' has no member '{sql}'" : null,
            "*" => null,
            _ => types.Select(type => Unresolvable(type, entry)).Aggregate((left, right) => left is null || right is null ? null : left),
        };
    }

    private static string? Unresolvable(INamedTypeSymbol type, CatalogEntry entry)
    {
        var methods = type.GetMembers(entry.Member).OfType<IMethodSymbol>().ToList();
        if (methods.Count == 0)
        {
            return DeclaringBase(type, entry.Member) is { } ancestor
                ? $"'{entry.Member}' is declared in '{ancestor.ToDisplayString()}', so it is described under that type"
                : $"'{entry.Type}' has no method '{entry.Member}'";
        }

        if (entry.Signature is { } signature)
        {
            methods.RemoveAll(method => !CatalogIndex.Matches(signature, method));
            if (methods.Count == 0)
            {
                return $"no overload of '{entry.Member}' takes ({string.Join(", ", signature)})";
            }
        }

        foreach (
            var named in new[]
            {
                entry.HttpRequestParameter == CatalogEntry.Receiver ? null : entry.HttpRequestParameter,
                entry.HeaderParameter,
                entry.SqlParameter,
                entry.KeyParameter,
                entry.GeneratedKeyParameter,
                entry.UpdateParameter,
                entry.DeadlineParameter,
                entry.ResourceParameter,
                entry.ExpiryParameter,
                entry.RequeueParameter,
                entry.TraceHeaders?.Parameter,
                entry.OwnerParameter,
                entry.ConditionParameter,
                entry.RunsParameter,
            }
        )
        {
            if (named is not null && !methods.Any(method => method.Parameters.Any(parameter => parameter.Name == named)))
            {
                return $"no overload of '{entry.Member}' has a parameter '{named}'";
            }
        }

        return MissingMember(methods, entry.DeadlineParameter, entry.DeadlineMember)
            ?? MissingMember(methods, entry.KeyParameter, entry.KeyMember)
            ?? MissingMember(methods, entry.UpdateParameter, entry.UpdateMember)
            ?? MissingMember(methods, entry.ConditionParameter, entry.ConditionValue);
    }

    /// <summary>The value of a parameter has no such member.</summary>
    private static string? MissingMember(List<IMethodSymbol> methods, string? parameter, string? member) =>
        member is null
        || methods
            .SelectMany(method => method.Parameters)
            .Any(candidate => candidate.Name == parameter && candidate.Type is INamedTypeSymbol type && HasMember(type, member))
            ? null
            : $"parameter '{parameter}' has no member '{member}'";

    private static INamedTypeSymbol? DeclaringBase(INamedTypeSymbol type, string member)
    {
        for (var ancestor = type.BaseType; ancestor is not null; ancestor = ancestor.BaseType)
        {
            if (ancestor.GetMembers(member).Any(candidate => candidate is IMethodSymbol))
            {
                return ancestor;
            }
        }

        return type.AllInterfaces.FirstOrDefault(contract => type.TypeKind == TypeKind.Interface && !contract.GetMembers(member).IsEmpty);
    }

    private static bool HasMember(INamedTypeSymbol type, string name)
    {
        // DateTime? and the like: the member is that of the value.
        var owner = type is { OriginalDefinition.SpecialType: SpecialType.System_Nullable_T } ? type.TypeArguments[0] : type;
        for (var ancestor = owner; ancestor is not null; ancestor = ancestor.BaseType)
        {
            if (!ancestor.GetMembers(name).IsEmpty)
            {
                return true;
            }
        }

        return owner.AllInterfaces.Any(contract => !contract.GetMembers(name).IsEmpty);
    }

    private static bool IsAttribute(INamedTypeSymbol type)
    {
        for (var ancestor = type.BaseType; ancestor is not null; ancestor = ancestor.BaseType)
        {
            if (ancestor is { Name: "Attribute", ContainingNamespace: { Name: "System", ContainingNamespace.IsGlobalNamespace: true } })
            {
                return true;
            }
        }

        return false;
    }
}
