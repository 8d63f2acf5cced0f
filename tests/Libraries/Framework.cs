using System.Collections.Immutable;
using System.Reflection;
using Microsoft.CodeAnalysis;

namespace DistributedSystems.Libraries;

/// <summary>The framework that the tests target, ASP.NET Core and hosting included, as the compiler sees it: its targeting packs.</summary>
public static class Framework
{
    public static ImmutableDictionary<string, MetadataReference> Assemblies { get; } =
        typeof(Framework)
            .Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
            .Where(entry => entry.Key == "TargetingPack")
            .SelectMany(entry => Directory.GetFiles(Path.Combine(entry.Value!, "ref", $"net{Environment.Version.Major}.0"), "*.dll"))
            .ToImmutableDictionary(
                path => Path.GetFileNameWithoutExtension(path),
                path => (MetadataReference)MetadataReference.CreateFromFile(path),
                StringComparer.OrdinalIgnoreCase
            );

    public static ImmutableArray<MetadataReference> References { get; } =
    [.. Assemblies.OrderBy(assembly => assembly.Key, StringComparer.Ordinal).Select(assembly => assembly.Value)];
}
