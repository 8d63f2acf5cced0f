using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Reflection;
using System.Text.Json;
using Microsoft.CodeAnalysis;

namespace DistributedSystems.Libraries;

/// <summary>
/// The packages of one project beside this file, as NuGet restored them: code is compiled against what a project that references
/// them would be compiled against. Two versions of a library are in two projects.
/// </summary>
public sealed class LibraryReferences
{
    private static readonly ConcurrentDictionary<string, MetadataReference> Loaded = new(StringComparer.Ordinal);

    private readonly ImmutableDictionary<string, Package> packages;
    private readonly ConcurrentDictionary<string, ImmutableArray<MetadataReference>> closures = new(StringComparer.OrdinalIgnoreCase);

    private LibraryReferences(string project)
    {
        var assets = Path.Combine(Value("LibrariesRoot"), project, "obj", "project.assets.json");
        using var file = File.OpenRead(assets);
        using var document = JsonDocument.Parse(file);
        packages = Packages(document.RootElement).ToImmutableDictionary(package => package.Id, StringComparer.OrdinalIgnoreCase);
    }

    /// <summary>The newest version of each library.</summary>
    public static LibraryReferences Newest { get; } = new("Newest");

    /// <summary>The oldest version of a library that people still run, where one restores.</summary>
    public static LibraryReferences Oldest { get; } = new("Oldest");

    /// <summary>Libraries with a successor.</summary>
    public static LibraryReferences Legacy { get; } = new("Legacy");

    /// <summary>Every package restored here, with the version that was resolved.</summary>
    public IEnumerable<(string Id, string Version)> All => packages.Values.Select(package => (package.Id, package.Version));

    /// <summary>The assemblies of a library in its newest version, and those of all it depends on that the framework does not have.</summary>
    public static ImmutableArray<MetadataReference> Of(string package) => (Newest.Has(package) ? Newest : Legacy).ClosureOf(package);

    /// <summary>Where an assembly comes from; more than one where a package was split.</summary>
    public IEnumerable<(string Id, string Version)> PackagesWith(string assembly) =>
        packages
            .Values.Where(package => package.Assemblies.Any(path => Path.GetFileNameWithoutExtension(path) == assembly))
            .Select(package => (package.Id, package.Version));

    public bool Has(string package) => packages.ContainsKey(package);

    /// <summary>Only the assemblies that the package itself brings.</summary>
    public ImmutableArray<MetadataReference> AssembliesOf(string package) => [.. Find(package).Assemblies.Select(Reference)];

    /// <inheritdoc cref="Of"/>
    public ImmutableArray<MetadataReference> ClosureOf(string package) => closures.GetOrAdd(package, Closure);

    private static IEnumerable<Package> Packages(JsonElement assets)
    {
        var folders = assets.GetProperty("packageFolders").EnumerateObject().Select(folder => folder.Name).ToList();
        var paths = assets
            .GetProperty("libraries")
            .EnumerateObject()
            .ToDictionary(library => library.Name, library => library.Value.GetProperty("path").GetString()!);
        foreach (var library in assets.GetProperty("targets").EnumerateObject().Single().Value.EnumerateObject())
        {
            var folder = folders.Select(root => Path.Combine(root, paths[library.Name])).First(Directory.Exists);
            var name = library.Name.Split('/');
            yield return new Package(
                name[0],
                name[1],
                [
                    .. Names(library.Value, "compile")
                        .Where(path => path.EndsWith(".dll", StringComparison.Ordinal))
                        .Select(path => Path.Combine(folder, path)),
                ],
                [.. Names(library.Value, "dependencies")]
            );
        }
    }

    private static IEnumerable<string> Names(JsonElement library, string group) =>
        library.TryGetProperty(group, out var members) ? members.EnumerateObject().Select(member => member.Name) : [];

    private static MetadataReference Reference(string path) => Loaded.GetOrAdd(path, static path => MetadataReference.CreateFromFile(path));

    private static string Value(string key) =>
        typeof(LibraryReferences).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(entry => entry.Key == key).Value!;

    private ImmutableArray<MetadataReference> Closure(string package)
    {
        var seen = new HashSet<string>(StringComparer.OrdinalIgnoreCase) { package };
        var open = new Queue<Package>([Find(package)]);
        var byName = new SortedDictionary<string, MetadataReference>(StringComparer.OrdinalIgnoreCase);
        while (open.TryDequeue(out var next))
        {
            foreach (
                var assembly in next.Assemblies.Where(path => !Framework.Assemblies.ContainsKey(Path.GetFileNameWithoutExtension(path)))
            )
            {
                byName.TryAdd(Path.GetFileNameWithoutExtension(assembly), Reference(assembly));
            }

            // What the framework has in the same version or a newer one, NuGet leaves out.
            foreach (var dependency in next.Dependencies.Where(id => seen.Add(id) && Has(id)))
            {
                open.Enqueue(Find(dependency));
            }
        }

        return [.. byName.Values];
    }

    private Package Find(string package) =>
        packages.TryGetValue(package, out var found)
            ? found
            : throw new ArgumentException($"No project under tests/Libraries restores {package}.", nameof(package));

    private sealed record Package(string Id, string Version, ImmutableArray<string> Assemblies, ImmutableArray<string> Dependencies);
}
