using DistributedSystems.Analyzers.Catalog;
using DistributedSystems.Libraries;

namespace DistributedSystems.Catalog.Tests;

/// <summary>The table of supported libraries in docs/catalog.md is what the data says. UPDATE_DOCS=1 writes it anew.</summary>
public class SupportedLibrariesTests
{
    private const string Begin =
        "<!-- supported libraries: UPDATE_DOCS=1 dotnet test tests/DistributedSystems.Catalog.Tests writes this table -->\n";
    private const string End = "<!-- end of supported libraries -->";

    [Fact]
    public void The_table_is_what_the_data_says()
    {
        var path = Path.Combine(RealLibraries.RepositoryRoot, "docs", "catalog.md");
        var page = File.ReadAllText(path).ReplaceLineEndings("\n");
        var (start, end) = (page.IndexOf(Begin, StringComparison.Ordinal) + Begin.Length, page.IndexOf(End, StringComparison.Ordinal));
        Assert.True(start >= Begin.Length && end > start, "docs/catalog.md has lost the marks around its table.");
        var table = Table();
        if (Environment.GetEnvironmentVariable("UPDATE_DOCS") == "1")
        {
            File.WriteAllText(path, page[..start] + table + page[end..]);
            return;
        }

        Assert.Equal(table, page[start..end]);
    }

    private static string Table() =>
        "\n| Library | Types | Members | Checked against |\n|---|---|---|---|\n"
        + string.Concat(
            from library in BuiltInCatalog.Libraries
            group library by library.Name into named
            orderby named.Key.ToUpperInvariant()
            let entries = named.SelectMany(library => library.Entries).ToList()
            select $"| {named.Key} | {entries.Where(entry => entry.Member.Length == 0).Select(entry => entry.Type).Distinct().Count()} | {entries.Count(entry => entry.Member.Length > 0)} | {string.Join(", ", CheckedAgainst(named))} |\n"
        )
        + "\n";

    /// <summary>Where the types that the lines name were found.</summary>
    private static IEnumerable<string> CheckedAgainst(IEnumerable<CatalogLibrary> libraries)
    {
        var found =
            from library in libraries
            from set in RealLibraries.OldestOf(library).Prepend(RealLibraries.NewestOf(library))
            from type in library.Entries.Select(entry => entry.Type).Distinct().SelectMany(set.TypesNamed)
            let assembly = type.ContainingAssembly.Name
            select (
                Name: set == RealLibraries.OldFramework ? ".NET Framework"
                : Framework.Assemblies.ContainsKey(assembly) ? ".NET"
                : assembly,
                Version: set.Versions.GetValueOrDefault(assembly)
            );
        return found
            .GroupBy(type => type.Name, type => type.Version)
            .OrderBy(assembly => assembly.Key, StringComparer.Ordinal)
            .Select(assembly =>
                assembly.All(version => version is null)
                    ? $"a stub of {assembly.Key}"
                    : $"{assembly.Key} {string.Join(" and ", assembly.Distinct())}"
            )
            .Concat(
                libraries
                    .SelectMany(library => library.Assemblies)
                    .Where(RealLibraries.Unchecked.Contains)
                    .Select(assembly => $"{assembly}: not checked")
            );
    }
}
