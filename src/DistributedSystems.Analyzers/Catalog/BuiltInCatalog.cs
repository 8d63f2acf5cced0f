using System.Collections.Immutable;
using Microsoft.CodeAnalysis.Text;

namespace DistributedSystems.Analyzers.Catalog;

/// <summary>The catalog that ships with the pack: one embedded file per library, read once per process.</summary>
internal static class BuiltInCatalog
{
    private const string ResourcePrefix = "Catalog/";

    private static readonly Lazy<ImmutableArray<CatalogFile>> LazyFiles = new(ReadFiles);

    private static readonly Lazy<ImmutableArray<CatalogLibrary>> LazyLibraries = new(() =>
        Files.SelectMany(file => file.Libraries).ToImmutableArray()
    );

    public static ImmutableArray<CatalogFile> Files => LazyFiles.Value;

    public static ImmutableArray<CatalogLibrary> Libraries => LazyLibraries.Value;

    private static ImmutableArray<CatalogFile> ReadFiles()
    {
        var assembly = typeof(BuiltInCatalog).Assembly;
        var files = ImmutableArray.CreateBuilder<CatalogFile>();
        foreach (var name in assembly.GetManifestResourceNames())
        {
            if (name.StartsWith(ResourcePrefix, StringComparison.Ordinal))
            {
                using var stream = assembly.GetManifestResourceStream(name)!;
                files.Add(CatalogReader.Read(SourceText.From(stream), "the built-in catalog"));
            }
        }

        return files.ToImmutable();
    }
}
