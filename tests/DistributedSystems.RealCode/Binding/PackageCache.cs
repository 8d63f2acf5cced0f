using System.Xml;
using System.Xml.Linq;
using DistributedSystems.Libraries;
using Microsoft.CodeAnalysis;

namespace DistributedSystems.RealCode.Binding;

/// <summary>The packages that happen to lie in the local NuGet cache, and the libraries restored for the tests: what is in neither is simply not bound.</summary>
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

    public bool Has(string id) => Find(id) is not null || IsRestoredForTests(id);

    /// <summary>The assemblies of these packages and of all they depend on, by assembly name.</summary>
    public IReadOnlyDictionary<string, MetadataReference> ReferencesOf(IEnumerable<string> ids)
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

            if (Find(id) is { } package)
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

    private Package? Find(string id)
    {
        if (!packages.TryGetValue(id, out var package))
        {
            packages[id] = package = Read(Path.Combine(root, id.ToLowerInvariant()));
        }

        return package;
    }

    private static Package? Read(string folder)
    {
        if (
            !Directory.Exists(folder)
            || Directory.GetDirectories(folder).MaxBy(version => PackageVersion.Parse(Path.GetFileName(version))) is not { } newest
        )
        {
            return null;
        }

        return new Package(AssembliesIn(newest), DependenciesIn(newest));
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
