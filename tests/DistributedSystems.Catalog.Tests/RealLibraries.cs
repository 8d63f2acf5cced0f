using System.Collections.Immutable;
using System.Reflection;
using DistributedSystems.Libraries;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace DistributedSystems.Catalog.Tests;

/// <summary>The libraries the catalog describes, each compiled against by itself: two versions of one package cannot meet.</summary>
internal static class RealLibraries
{
    private static readonly IReadOnlyList<AssemblyMetadataAttribute> Metadata = typeof(RealLibraries).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().ToList();

    private static readonly ImmutableArray<MetadataReference> Framework = RunningFramework();

    /// <summary>The stubs themselves, which have to compile: a signature that does not is no evidence.</summary>
    public static readonly ImmutableArray<CSharpCompilation> Stubs = Stubbed.Select(StubOf).ToImmutableArray();

    public static readonly ImmutableArray<Compilation> All = Compilations().ToImmutableArray();

    /// <summary>Assemblies whose lines could only be checked against a stub, or not at all.</summary>
    public static IEnumerable<string> Stubbed => Named("Stub:");

    public static IEnumerable<string> Unchecked => Named("Unchecked:");

    public static string RepositoryRoot => Value("RepositoryRoot");

    /// <summary>The package and version an assembly was taken from, or null.</summary>
    public static string? PackageOf(string assembly) => Metadata
        .Where(entry => entry.Key.StartsWith("Package:", StringComparison.Ordinal) && Path.GetFileNameWithoutExtension(entry.Value) == assembly)
        .Select(entry => $"{entry.Key["Package:".Length..]} {entry.Value!.Split('/')[0]}")
        .Concat(Restored.SelectMany(restored => restored.PackagesWith(assembly)).Select(package => $"{package.Id} {package.Version}"))
        .FirstOrDefault();

    public static bool IsFramework(string assembly) => Framework.Any(reference => Path.GetFileNameWithoutExtension(reference.Display) == assembly);

    private static IEnumerable<LibraryReferences> Restored => [LibraryReferences.Newest, LibraryReferences.Legacy, LibraryReferences.Oldest];

    private static IEnumerable<Compilation> Compilations()
    {
        yield return Compilation();
        foreach (var restored in Restored)
        {
            yield return Compilation([.. restored.All.SelectMany(package => restored.AssembliesOf(package.Id))]);
        }

        foreach (var package in Metadata.Where(entry => entry.Key.StartsWith("Package:", StringComparison.Ordinal)))
        {
            yield return Compilation(MetadataReference.CreateFromFile(Path.Combine(Value("PackageRoot"), package.Key["Package:".Length..].ToLowerInvariant(), package.Value!)));
        }

        foreach (var older in Named("Older:"))
        {
            yield return Compilation(MetadataReference.CreateFromFile(Path.Combine(Value("PackageRoot"), older)));
        }

        foreach (var stub in Stubs)
        {
            yield return Compilation(stub.ToMetadataReference());
        }
    }

    private static CSharpCompilation StubOf(string assembly)
    {
        var source = File.ReadAllText(Path.Combine(Value("RepositoryRoot"), "tests", "DistributedSystems.Analyzers.Tests", "Stubs", assembly + ".cs"));
        return CSharpCompilation.Create(assembly, [CSharpSyntaxTree.ParseText(source)], Framework, new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary));
    }

    private static CSharpCompilation Compilation(params MetadataReference[] library) => CSharpCompilation.Create("Catalog", references: Framework.AddRange(library));

    private static ImmutableArray<MetadataReference> RunningFramework()
    {
        var sharedRoot = Path.GetFullPath(Path.Combine(Path.GetDirectoryName(typeof(object).Assembly.Location)!, "..", ".."));
        return ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!)
            .Split(Path.PathSeparator)
            .Where(path => path.StartsWith(sharedRoot, StringComparison.Ordinal))
            .Select(path => (MetadataReference)MetadataReference.CreateFromFile(path))
            .ToImmutableArray();
    }

    private static IEnumerable<string> Named(string prefix) => Metadata.Where(entry => entry.Key.StartsWith(prefix, StringComparison.Ordinal)).Select(entry => entry.Value!);

    private static string Value(string key) => Metadata.Single(entry => entry.Key == key).Value!;
}
