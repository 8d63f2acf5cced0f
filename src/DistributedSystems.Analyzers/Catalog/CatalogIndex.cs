using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Text;

namespace DistributedSystems.Analyzers.Catalog;

/// <summary>
/// The catalog lines that apply to one compilation, by member name and by type. A user's line for a member
/// replaces the built-in lines for it.
/// </summary>
internal sealed class CatalogIndex
{
    private const string UserFileSuffix = ".remoteapi.txt";

    // A file's text object survives keystrokes elsewhere, so parsing is keyed by it.
    private static readonly ConditionalWeakTable<SourceText, CatalogFile> Parsed = new();

    private readonly HashSet<string> memberNames = new(StringComparer.Ordinal);
    private readonly Dictionary<string, List<CatalogEntry>> byType = new(StringComparer.Ordinal);

    public CatalogIndex(Compilation compilation, ImmutableArray<AdditionalText> additionalFiles)
    {
        var assemblies = new HashSet<string>(compilation.ReferencedAssemblyNames.Select(name => name.Name), StringComparer.Ordinal);
        if (compilation.AssemblyName is { } own)
        {
            assemblies.Add(own);
        }

        // User files first: the first line found for a member wins.
        foreach (var file in UserFiles(additionalFiles).Concat(BuiltInCatalog.Files))
        {
            foreach (var library in file.Libraries)
            {
                if (library.Assemblies.IsEmpty || library.Assemblies.Any(assemblies.Contains))
                {
                    Add(library);
                }
            }
        }
    }

    /// <summary>Some line covers the members of derived types, so a member's name alone rules nothing out.</summary>
    public bool HasDerivedTypes { get; private set; }

    /// <summary>Some call of the referenced libraries waits for ever unless told otherwise.</summary>
    public bool HasCallsWithoutDeadline { get; private set; }

    /// <summary>Some referenced library has an operation that must not simply be repeated.</summary>
    public bool HasAccumulatingCalls { get; private set; }

    public bool HasRemoteCalls { get; private set; }

    public bool HasLocks { get; private set; }

    /// <summary>The one probe an ordinary call costs.</summary>
    public bool HasMember(string name) => memberNames.Contains(name);

    /// <summary>What the catalog says of a method: of its own declaration, of the one it overrides, or of the family its type derives from.</summary>
    public CatalogEntry? EntryOf(IMethodSymbol method)
    {
        if (memberNames.Contains(method.Name))
        {
            for (var declaration = method; declaration is not null; declaration = declaration.OverriddenMethod)
            {
                if (Find(DeclaringType(declaration), declaration.Name, declaration, derived: false) is { } entry)
                {
                    return entry;
                }
            }
        }

        if (HasDerivedTypes && !method.IsStatic)
        {
            for (var ancestor = method.ContainingType?.BaseType; ancestor is not null; ancestor = ancestor.BaseType)
            {
                if (Find(ancestor, "*", method, derived: true) is { } entry)
                {
                    return entry;
                }
            }
        }

        return null;
    }

    /// <summary>What the catalog says of a type as such.</summary>
    public CatalogEntry? TypeEntryOf(INamedTypeSymbol type)
    {
        if (byType.TryGetValue(MetadataName(type.OriginalDefinition), out var entries))
        {
            foreach (var entry in entries)
            {
                if (entry.Member.Length == 0)
                {
                    return entry;
                }
            }
        }

        return null;
    }

    private static IEnumerable<CatalogFile> UserFiles(ImmutableArray<AdditionalText> additionalFiles)
    {
        foreach (var file in additionalFiles)
        {
            if (file.Path.EndsWith(UserFileSuffix, StringComparison.OrdinalIgnoreCase) && file.GetText() is { } text)
            {
                yield return Parsed.GetValue(text, key => CatalogReader.Read(key, System.IO.Path.GetFileName(file.Path)));
            }
        }
    }

    private void Add(CatalogLibrary library)
    {
        foreach (var entry in library.Entries)
        {
            if (!byType.TryGetValue(entry.Type, out var entries))
            {
                byType.Add(entry.Type, entries = new List<CatalogEntry>());
            }

            // Another file has described this member already: that line is nearer.
            if (entries.Any(known => known.Member == entry.Member && known.Origin != entry.Origin))
            {
                continue;
            }

            entries.Add(entry);
            HasDerivedTypes |= entry.Derived;
            if (entry.Member.Length > 0)
            {
                memberNames.Add(entry.Member);
                HasRemoteCalls |= entry.Remote == true;
                HasCallsWithoutDeadline |= entry is { Remote: true, NoDefaultDeadline: true };
                HasAccumulatingCalls |= entry.Replay == Replay.Accumulates || entry.HttpRequestParameter is not null;
                HasLocks |= entry.Lock == LockRole.Acquires;
            }
        }
    }

    private CatalogEntry? Find(INamedTypeSymbol? type, string member, IMethodSymbol method, bool derived)
    {
        if (type is null || !byType.TryGetValue(MetadataName(type), out var entries))
        {
            return null;
        }

        CatalogEntry? general = null;
        foreach (var entry in entries)
        {
            if (entry.Member != member || entry.Derived != derived || (derived && !Owns(method, entry.DeadlineParameter)))
            {
                continue;
            }

            if (entry.Signature is null)
            {
                general ??= entry;
            }
            else if (Matches(entry.Signature, method))
            {
                return entry;
            }
        }

        return general;
    }

    private static bool Owns(IMethodSymbol method, string? parameter) => method.Parameters.Any(candidate => candidate.Name == parameter);

    private static bool Matches(IReadOnlyList<string> signature, IMethodSymbol method) =>
        signature.Count == method.Parameters.Length
        && method.Parameters.Zip(signature, (parameter, name) => parameter.Type.Name == name).All(same => same);

    // The members of an extension block are declared in a nameless type inside the static class that users know.
    private static INamedTypeSymbol? DeclaringType(IMethodSymbol method) =>
        method.ContainingType is { CanBeReferencedByName: false, ContainingType: { } outer } ? outer : method.ContainingType;

    private static string MetadataName(INamedTypeSymbol type)
    {
        var name = new StringBuilder(type.MetadataName);
        var outermost = type;
        while (outermost.ContainingType is { } outer)
        {
            name.Insert(0, '+').Insert(0, outer.MetadataName);
            outermost = outer;
        }

        for (var space = outermost.ContainingNamespace; space is { IsGlobalNamespace: false }; space = space.ContainingNamespace)
        {
            name.Insert(0, '.').Insert(0, space.MetadataName);
        }

        return name.ToString();
    }
}
