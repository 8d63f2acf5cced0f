using System.Collections.Immutable;
using Microsoft.CodeAnalysis;

namespace DistributedSystems.RealCode.Binding;

/// <summary>The framework this program runs on, with ASP.NET Core: every project is bound against it, whatever it targets.</summary>
internal static class FrameworkReferences
{
    public static ImmutableDictionary<string, MetadataReference> ByName { get; } = Read();

    private static ImmutableDictionary<string, MetadataReference> Read()
    {
        // The list also names this program's own assemblies, which the analysed code does not see.
        var shared = Path.GetFullPath(Path.Combine(Path.GetDirectoryName(typeof(object).Assembly.Location)!, "..", ".."));
        return ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!)
            .Split(Path.PathSeparator)
            .Where(path => path.StartsWith(shared, StringComparison.Ordinal))
            .DistinctBy(Path.GetFileNameWithoutExtension, StringComparer.OrdinalIgnoreCase)
            .ToImmutableDictionary(
                path => Path.GetFileNameWithoutExtension(path),
                path => (MetadataReference)MetadataReference.CreateFromFile(path),
                StringComparer.OrdinalIgnoreCase);
    }
}
