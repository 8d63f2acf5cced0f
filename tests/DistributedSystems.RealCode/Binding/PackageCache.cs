using System.Xml;
using System.Xml.Linq;
using DistributedSystems.Libraries;
using Microsoft.CodeAnalysis;

namespace DistributedSystems.RealCode.Binding;

/// <summary>The packages that happen to lie in the local NuGet cache, and the libraries restored for the tests: what is in neither is simply
/// not bound. Of several versions the newest of the major version that is asked for, else the newest of all.</summary>
internal sealed class PackageCache
{
    private static readonly string[] Frameworks =
    [
        "net10.0",
        "net9.0",
        "net8.0",
        "net7.0",
        "net6.0",
        "net5.0",
        "netcoreapp3.1",
        "netstandard2.1",
        "netstandard2.0",
    ];

    private readonly Dictionary<string, Package?> packages = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, MetadataReference> references = new(StringComparer.Ordinal);

    private readonly string root = Environment.GetEnvironmentVariable("NUGET_PACKAGES") is { Length: > 0 } folder
        ? folder
        : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".nuget", "packages");

    public bool Has(string id) => Find(id, major: null) is not null || IsRestoredForTests(id);

    /// <summary>The assemblies of these packages and of all they depend on, by assembly name.</summary>
    /// <param name="ids">The packages.</param>
    /// <param name="majorOf">The major version of a package that is asked for; null where any will do.</param>
    public IReadOnlyDictionary<string, MetadataReference> ReferencesOf(IEnumerable<string> ids, Func<string, int?> majorOf)
    {
        var found = new SortedDictionary<string, MetadataReference>(StringComparer.OrdinalIgnoreCase);
        var seen = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        var open = new Queue<string>(ids);
        while (open.TryDequeue(out var id))
        {
            if (!seen.Add(id))
            {
                continue;
            }

            if (Find(id, majorOf(id)) is { } package)
            {
                foreach (var assembly in package.Assemblies)
                {
                    found.TryAdd(Path.GetFileNameWithoutExtension(assembly), ReferenceTo(assembly));
                }

                foreach (var dependency in package.Dependencies)
                {
                    open.Enqueue(dependency);
                }
            }
            else if (IsRestoredForTests(id))
            {
                foreach (var reference in LibraryReferences.Of(id).OfType<PortableExecutableReference>())
                {
                    found.TryAdd(Path.GetFileNameWithoutExtension(reference.FilePath)!, reference);
                }
            }
        }

        return found;
    }

    private static bool IsRestoredForTests(string id) => LibraryReferences.Newest.Has(id) || LibraryReferences.Legacy.Has(id);

    private MetadataReference ReferenceTo(string assembly)
    {
        if (!references.TryGetValue(assembly, out var reference))
        {
            references[assembly] = reference = MetadataReference.CreateFromFile(assembly);
        }

        return reference;
    }

    private Package? Find(string id, int? major)
    {
        var key = $"{id}/{major}";
        if (!packages.TryGetValue(key, out var package))
        {
            packages[key] = package = Read(Path.Combine(root, id.ToLowerInvariant()), major);
        }

        return package;
    }

    private static Package? Read(string folder, int? major)
    {
        if (!Directory.Exists(folder))
        {
            return null;
        }

        var versions = Directory.GetDirectories(folder).OrderBy(version => PackageVersion.Parse(Path.GetFileName(version))).ToList();
        var best =
            versions.LastOrDefault(version => PackageVersion.Parse(Path.GetFileName(version)).Number.Major == major)
            // An older one than all here has more in common with the next than with the newest.
            ?? versions.FirstOrDefault(version => PackageVersion.Parse(Path.GetFileName(version)).Number.Major > major)
            ?? versions.LastOrDefault();
        return best is null ? null : new Package(AssembliesIn(best), DependenciesIn(best));
    }

    private static IReadOnlyList<string> AssembliesIn(string package)
    {
        foreach (var kind in new[] { "ref", "lib" })
        {
            var folder = Path.Combine(package, kind);
            if (!Directory.Exists(folder))
            {
                continue;
            }

            var targets = Directory.GetDirectories(folder).Select(path => Path.GetFileName(path)!).ToList();
            // A desktop assembly still shows its names to the compiler.
            var target =
                Frameworks.FirstOrDefault(targets.Contains)
                ?? targets.Order(StringComparer.Ordinal).LastOrDefault(name => name.StartsWith("net", StringComparison.Ordinal));
            if (target is not null)
            {
                return Directory.GetFiles(Path.Combine(folder, target), "*.dll").Order(StringComparer.Ordinal).ToList();
            }
        }

        return [];
    }

    // Of every framework's group: a dependency too many binds nothing wrong.
    private static IReadOnlyList<string> DependenciesIn(string package)
    {
        try
        {
            return Directory
                .GetFiles(package, "*.nuspec")
                .SelectMany(file => XDocument.Load(file).Descendants())
                .Where(element => element.Name.LocalName == "dependency")
                .Select(element => element.Attribute("id")?.Value ?? "")
                .Where(id => id.Length > 0)
                .Distinct(StringComparer.OrdinalIgnoreCase)
                .ToList();
        }
        catch (XmlException)
        {
            return [];
        }
    }

    private sealed record Package(IReadOnlyList<string> Assemblies, IReadOnlyList<string> Dependencies);
}
