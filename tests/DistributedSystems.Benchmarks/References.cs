extern alias annotations;

using System.Collections.Immutable;
using DistributedSystems.Libraries;
using Microsoft.CodeAnalysis;

namespace DistributedSystems.Benchmarks;

/// <summary>What measured code is compiled against.</summary>
internal static class References
{
    public static ImmutableArray<MetadataReference> Framework { get; } = RunningFramework();

    public static MetadataReference Annotations { get; } =
        MetadataReference.CreateFromFile(typeof(annotations::DistributedSystems.RemoteCallAttribute).Assembly.Location);

    public static ImmutableArray<MetadataReference> Grpc { get; } = LibraryReferences.Of("Grpc.Core.Api");

    private static ImmutableArray<MetadataReference> RunningFramework()
    {
        // The list also names this program's own assemblies, which measured code does not see.
        var framework = Path.GetDirectoryName(typeof(object).Assembly.Location)!;
        return
        [
            .. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!)
                .Split(Path.PathSeparator)
                .Where(path => Path.GetDirectoryName(path) == framework)
                .Order(StringComparer.Ordinal)
                .Select(path => MetadataReference.CreateFromFile(path)),
        ];
    }
}
