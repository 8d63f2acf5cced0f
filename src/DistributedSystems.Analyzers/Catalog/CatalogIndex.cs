using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using System.Text;
using DistributedSystems.Analyzers.Facts.Code;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;

namespace DistributedSystems.Analyzers.Catalog;

/// <summary>
/// The catalog lines that apply to one compilation, by member name and by type: those of the user's files, then the built-in ones.
/// The built-in part depends only on which libraries are referenced, so compilations that reference the same ones share it.
/// </summary>
internal sealed partial class CatalogIndex
{
    private const string UserFileSuffix = ".remoteapi.txt";

    // Stands where an assembly is named: some clients that .NET Framework brings behave differently in .NET, under the same names.
    private const string NetFramework = ".NETFramework";

    // A file's text object survives keystrokes elsewhere, so parsing is keyed by it.
    private static readonly ConditionalWeakTable<SourceText, CatalogFile> Parsed = new();

    // One entry for each set of libraries that is referenced together: as many as there are kinds of projects.
    private static readonly ConcurrentDictionary<string, CatalogIndex> BuiltIn = new(StringComparer.Ordinal);

    private readonly HashSet<string> memberNames = new(StringComparer.Ordinal);
    private readonly HashSet<string> otherNames = new(StringComparer.Ordinal);
    private readonly HashSet<string> spaces = new(StringComparer.Ordinal);
    private readonly HashSet<string> connectionOwners = new(StringComparer.Ordinal);
    private readonly Dictionary<string, CatalogEntry> byAttribute = new(StringComparer.Ordinal);
    private readonly Dictionary<string, List<CatalogEntry>> byType = new(StringComparer.Ordinal);
    private readonly CatalogIndex? next;

    private CatalogIndex(IEnumerable<CatalogLibrary> libraries, CatalogIndex? next = null)
    {
        this.next = next;
        foreach (var entry in libraries.SelectMany(library => library.Entries))
        {
            Add(entry);
        }

        if (next is not null)
        {
            CoversUnnamedMembers |= next.CoversUnnamedMembers;
            HasCallsWithoutDeadline |= next.HasCallsWithoutDeadline;
            HasAccumulatingCalls |= next.HasAccumulatingCalls;
            HasRemoteCalls |= next.HasRemoteCalls;
            HasConnectionOwners |= next.HasConnectionOwners;
            HasLocks |= next.HasLocks;
            HasDefaultHeaders |= next.HasDefaultHeaders;
            HasStrategies |= next.HasStrategies;
            HasReplayedCode |= next.HasReplayedCode;
        }
    }

    public static CatalogIndex For(Compilation compilation, ImmutableArray<AdditionalText> additionalFiles)
    {
        var assemblies = new HashSet<string>(compilation.ReferencedAssemblyNames.Select(name => name.Name), StringComparer.Ordinal);
        if (compilation.AssemblyName is { } own)
        {
            assemblies.Add(own);
        }

        if (compilation.GetSpecialType(SpecialType.System_Object).ContainingAssembly?.Name == "mscorlib")
        {
            assemblies.Add(NetFramework);
        }

        // The first line about a member counts.
        var applicable = BuiltInCatalog
            .Libraries.Where(Applies)
            .OrderByDescending(library => library.Assemblies.Contains(NetFramework))
            .ToList();
        var builtIn = BuiltIn.GetOrAdd(
            string.Join(" ", applicable.Select(library => BuiltInCatalog.Libraries.IndexOf(library))),
            _ => new CatalogIndex(applicable)
        );
        var users = UserFiles(additionalFiles).SelectMany(file => file.Read.Libraries).Where(Applies).ToList();
        return users.Count == 0 ? builtIn : new CatalogIndex(users, builtIn);

        bool Applies(CatalogLibrary library) => library.Assemblies.IsEmpty || library.Assemblies.Any(assemblies.Contains);
    }

    /// <summary>The user's catalog files, as read.</summary>
    public static IEnumerable<(AdditionalText File, CatalogFile Read)> UserFiles(ImmutableArray<AdditionalText> additionalFiles)
    {
        foreach (var file in additionalFiles)
        {
            if (IsUserFile(file) && file.GetText() is { } text)
            {
                yield return (file, Parsed.GetValue(text, key => CatalogReader.Read(key, System.IO.Path.GetFileName(file.Path))));
            }
        }
    }

    public static bool IsUserFile(AdditionalText file) => file.Path.EndsWith(UserFileSuffix, StringComparison.OrdinalIgnoreCase);

    /// <summary>Some line covers members by their type or attribute, so a member's name alone rules nothing out.</summary>
    public bool CoversUnnamedMembers { get; private set; }

    /// <summary>Some call of the referenced libraries waits for ever unless told otherwise.</summary>
    public bool HasCallsWithoutDeadline { get; private set; }

    /// <summary>Some referenced library has an operation that must not simply be repeated.</summary>
    public bool HasAccumulatingCalls { get; private set; }

    public bool HasRemoteCalls { get; private set; }

    /// <summary>Some referenced library has clients that own connections.</summary>
    public bool HasConnectionOwners { get; private set; }

    public bool HasLocks { get; private set; }

    /// <summary>The one probe an ordinary creation of an object costs.</summary>
    public bool HasConnectionOwner(string typeName) => connectionOwners.Contains(typeName) || next?.HasConnectionOwner(typeName) == true;

    /// <summary>Some referenced library has a call that puts a header on every request of its client.</summary>
    public bool HasDefaultHeaders { get; private set; }

    /// <summary>Some referenced library runs code again from a history.</summary>
    public bool HasReplayedCode { get; private set; }

    /// <summary>Some referenced library builds resilience pipelines.</summary>
    public bool HasStrategies { get; private set; }

    /// <summary>Is something of this namespace described? What of it is not, then, neither leaves the process nor waits.</summary>
    public bool Describes(string space) => spaces.Contains(space) || next?.Describes(space) == true;

    /// <summary>The one probe an ordinary call costs.</summary>
    public bool HasMember(string name) => memberNames.Contains(name) || next?.HasMember(name) == true;

    /// <summary>The names of the members, types and settings that lines speak of.</summary>
    public IEnumerable<string> Names => memberNames.Concat(otherNames).Concat(next?.Names ?? Enumerable.Empty<string>());

    /// <summary>
    /// What the catalog says of a method: of its own declaration, of the one it overrides or (in a library) implements, of an
    /// attribute it carries, or of the family its type belongs to.
    /// </summary>
    public CatalogEntry? EntryOf(IMethodSymbol method) => OwnEntryOf(method) ?? next?.EntryOf(method);

    private CatalogEntry? OwnEntryOf(IMethodSymbol method)
    {
        if (memberNames.Contains(method.Name))
        {
            for (var declaration = method; declaration is not null; declaration = declaration.OverriddenMethod)
            {
                if (Find(DeclaringType(declaration), declaration.Name, declaration, inherited: false) is { } entry)
                {
                    return entry;
                }
            }

            // A class of this project that implements a library's interface is a decorator or a fake, and says itself what it does.
            if (
                method.DeclaringSyntaxReferences.IsEmpty
                && Symbols
                    .ContractsOf(method)
                    .Select(contract => Find(contract.ContainingType, contract.Name, contract, inherited: false))
                    .FirstOrDefault(entry => entry is not null)
                    is { } contracted
            )
            {
                return contracted;
            }
        }

        return CoversUnnamedMembers ? EntryByAttribute(method) ?? EntryByFamily(method) : null;
    }

    private static IEnumerable<INamedTypeSymbol> BaseTypesOf(INamedTypeSymbol type)
    {
        for (var ancestor = type.BaseType; ancestor is not null; ancestor = ancestor.BaseType)
        {
            yield return ancestor;
        }
    }

    /// <summary>What the catalog says of a method that a type has inherited: lines of the type itself.</summary>
    public CatalogEntry? EntryOf(IMethodSymbol inherited, INamedTypeSymbol type) =>
        (otherNames.Contains(type.Name) ? Find(type, inherited.Name, inherited, inherited: false) : null) ?? next?.EntryOf(inherited, type);

    /// <summary>What the catalog says of a type as such.</summary>
    public CatalogEntry? TypeEntryOf(INamedTypeSymbol type)
    {
        // Asked of every object that is made: its full name is put together only where its simple one is known.
        if (otherNames.Contains(type.Name) && byType.TryGetValue(MetadataName(type.OriginalDefinition), out var entries))
        {
            foreach (var entry in entries)
            {
                if (entry.Member.Length == 0)
                {
                    return entry;
                }
            }
        }

        return next?.TypeEntryOf(type);
    }

    private void Add(CatalogEntry entry)
    {
        otherNames.Add(SimpleName(entry.Type));
        if (entry.DeadlineSetting is { } setting)
        {
            otherNames.Add(SimpleName(setting));
        }

        if (entry.IsAttribute)
        {
            AddAttribute(entry);
            return;
        }

        if (!byType.TryGetValue(entry.Type, out var entries))
        {
            byType.Add(entry.Type, entries = new List<CatalogEntry>());
        }

        if (entry is { Wraps: false, Replies: false } && (entry.Remote is not null || !entry.Replayed))
        {
            spaces.Add(entry.Type.Substring(0, Math.Max(0, entry.Type.LastIndexOf('.'))));
        }

        entries.Add(entry);
        HasReplayedCode |= entry.Replayed;
        HasConnectionOwners |= entry.Expensive;
        if (entry.Expensive && entry.Member.Length == 0)
        {
            connectionOwners.Add(SimpleName(entry.Type));
        }

        if (entry.Member.Length > 0)
        {
            memberNames.Add(entry.Member);
            CoversUnnamedMembers |= entry.Member == "*";
            Note(entry);
        }
    }

    private static string SimpleName(string metadataName)
    {
        var start = metadataName.LastIndexOfAny(new[] { '.', '+' }) + 1;
        var end = metadataName.IndexOf('`', start);
        return end < 0 ? metadataName.Substring(start) : metadataName.Substring(start, end - start);
    }

    private void AddAttribute(CatalogEntry entry)
    {
        if (!byAttribute.ContainsKey(entry.Type))
        {
            byAttribute.Add(entry.Type, entry);
            CoversUnnamedMembers = true;
            Note(entry);
        }
    }

    private void Note(CatalogEntry entry)
    {
        HasRemoteCalls |= entry.Remote == true;
        HasCallsWithoutDeadline |= entry is { Remote: true, NoDefaultDeadline: true };
        HasAccumulatingCalls |=
            entry.Replay == Replay.Accumulates
            || entry
                is not {
                    HttpRequestParameter: null,
                    SqlParameter: null,
                    SqlMember: null,
                    GeneratedKeyParameter: null,
                    UpdateParameter: null
                };
        HasLocks |= entry.Lock == LockRole.Acquires;
        HasDefaultHeaders |= entry.IsDefaultHeader;
        HasStrategies |= entry.Strategy != Strategy.None;
    }

    private CatalogEntry? Find(INamedTypeSymbol? type, string member, IMethodSymbol method, bool inherited)
    {
        if (type is null || !byType.TryGetValue(MetadataName(type), out var entries))
        {
            return null;
        }

        CatalogEntry? general = null;
        foreach (var entry in entries)
        {
            if (
                entry.Member != member
                || (inherited && !entry.Derived)
                || (member == "*" && entry.DeadlineParameter is { } deadline && !Owns(method, deadline))
            )
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

    private static bool Owns(IMethodSymbol method, string parameter) => method.Parameters.Any(candidate => candidate.Name == parameter);

    public static bool Matches(IReadOnlyList<string> signature, IMethodSymbol method) =>
        signature.Count == method.Parameters.Length
        && method.Parameters.Zip(signature, (parameter, name) => NameOf(parameter.Type) == name).All(same => same);

    private static string NameOf(ITypeSymbol type) => type is IArrayTypeSymbol array ? array.ElementType.Name + "[]" : type.Name;

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
