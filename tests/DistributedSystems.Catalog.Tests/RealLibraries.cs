using System.Collections.Immutable;
using System.Reflection;
using DistributedSystems.Analyzers.Catalog;
using DistributedSystems.Libraries;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace DistributedSystems.Catalog.Tests;

/// <summary>Libraries that are referenced together, with the version of each.</summary>
/// <param name="Compilation">References all of them.</param>
/// <param name="Versions">By name of the assembly; a stub has none.</param>
internal sealed record LibrarySet(Compilation Compilation, ImmutableDictionary<string, string?> Versions)
{
    public bool HasAny(CatalogLibrary library) => library.Assemblies.Any(Versions.ContainsKey);

    public string VersionOf(CatalogLibrary library) =>
        library.Assemblies.Select(assembly => Versions.GetValueOrDefault(assembly)).OfType<string>().First();

    public IEnumerable<INamedTypeSymbol> TypesNamed(string metadataName) => Compilation.GetTypesByMetadataName(metadataName);
}

/// <summary>The libraries the catalog describes: as they are now, and as the oldest versions that people still run are.</summary>
internal static class RealLibraries
{
    private static readonly ImmutableArray<(string Key, string Value)> Metadata =
    [
        .. typeof(RealLibraries).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Select(entry => (entry.Key, entry.Value!)),
    ];

    /// <summary>Assemblies whose packages no registry serves: their lines are checked against the stub of the same name.</summary>
    public static ImmutableArray<string> Stubbed { get; } = Named("Stub");

    /// <summary>Assemblies that nothing stands in for.</summary>
    public static ImmutableArray<string> Unchecked { get; } = Named("Unchecked");

    public static string RepositoryRoot { get; } = Named("RepositoryRoot").Single();

    /// <summary>The stubs themselves, which have to compile: a signature that does not is no evidence.</summary>
    public static ImmutableArray<CSharpCompilation> Stubs { get; } = [.. Stubbed.Select(StubOf)];

    public static LibrarySet Newest { get; } =
        Set(
            Framework
                .References.Select(assembly => (assembly, (string?)Environment.Version.ToString(2)))
                .Concat(Packages(LibraryReferences.Legacy))
                .Concat(Packages(LibraryReferences.Newest))
                .Concat(ForNetFramework())
                .Concat(Stubs.Select(stub => (Compiled(stub), (string?)null)))
        );

    public static LibrarySet Oldest { get; } = Set(Packages(LibraryReferences.Oldest), Framework.References);

    /// <summary>.NET Framework, the oldest version of the libraries that .NET brings itself.</summary>
    public static LibrarySet OldFramework { get; } = NetFramework();

    /// <summary>The newest version of a library; of what is said of .NET Framework alone, that.</summary>
    public static LibrarySet NewestOf(CatalogLibrary library) =>
        Newest.HasAny(library) || !OldFramework.HasAny(library) ? Newest : OldFramework;

    /// <summary>The oldest version of a library, where there is another one than the newest.</summary>
    public static IEnumerable<LibrarySet> OldestOf(CatalogLibrary library) =>
        new[] { Oldest, OldFramework }.Where(set => set.HasAny(library)).Take(1);

    /// <summary>The assemblies of every package that is restored, of whatever version.</summary>
    public static IEnumerable<string> Restored =>
        new[] { LibraryReferences.Newest, LibraryReferences.Oldest, LibraryReferences.Legacy }
            .SelectMany(Packages)
            .Select(package => NameOf(package.Assembly));

    private static IEnumerable<(MetadataReference Assembly, string? Version)> Packages(LibraryReferences libraries) =>
        libraries.All.SelectMany(package => libraries.AssembliesOf(package.Id).Select(assembly => (assembly, (string?)package.Version)));

    private static IEnumerable<(MetadataReference Assembly, string? Version)> ForNetFramework() =>
        from path in Named("ForNetFramework")
        from package in LibraryReferences.Legacy.All
        where path.Replace('\\', '/').Contains($"/{package.Id}/{package.Version}/", StringComparison.OrdinalIgnoreCase)
        select ((MetadataReference)MetadataReference.CreateFromFile(path), (string?)package.Version);

    private static LibrarySet NetFramework()
    {
        var assemblies = Directory
            .EnumerateFiles(Named("OldFramework").Single(), "*.dll", SearchOption.AllDirectories)
            .Where(path => Path.GetFileName(path) is not ("System.EnterpriseServices.Thunk.dll" or "System.EnterpriseServices.Wrapper.dll"))
            .Select(path => ((MetadataReference)MetadataReference.CreateFromFile(path), (string?)"4.8"));
        var set = Set(assemblies);
        return set with { Versions = set.Versions.Add(".NETFramework", "4.8") };
    }

    private static LibrarySet Set(
        IEnumerable<(MetadataReference Assembly, string? Version)> libraries,
        IEnumerable<MetadataReference>? beside = null
    )
    {
        // A package may bring what the framework or another package has, too; the later one named here is taken.
        var versions = libraries.GroupBy(library => NameOf(library.Assembly)).ToDictionary(named => named.Key, named => named.Last());
        var references = (beside ?? [])
            .Where(reference => !versions.ContainsKey(NameOf(reference)))
            .Concat(versions.Values.Select(library => library.Assembly));
        return new LibrarySet(
            CSharpCompilation.Create("Catalog", references: references),
            versions.ToImmutableDictionary(library => library.Key, library => library.Value.Version)
        );
    }

    private static string NameOf(MetadataReference reference) =>
        Path.GetFileNameWithoutExtension(((PortableExecutableReference)reference).FilePath)!;

    // As an assembly, like the real library: what has source in sight is taken for code of the project.
    private static MetadataReference Compiled(CSharpCompilation stub)
    {
        using var image = new MemoryStream();
        stub.Emit(image);
        return MetadataReference.CreateFromImage(image.ToArray(), filePath: stub.AssemblyName + ".dll");
    }

    private static CSharpCompilation StubOf(string assembly)
    {
        var source = File.ReadAllText(
            Path.Combine(RepositoryRoot, "tests", "DistributedSystems.Analyzers.Tests", "Stubs", assembly + ".cs")
        );
        return CSharpCompilation.Create(
            assembly,
            [CSharpSyntaxTree.ParseText(source)],
            Framework.References,
            new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary)
        );
    }

    private static ImmutableArray<string> Named(string key) => [.. Metadata.Where(entry => entry.Key == key).Select(entry => entry.Value)];
}
