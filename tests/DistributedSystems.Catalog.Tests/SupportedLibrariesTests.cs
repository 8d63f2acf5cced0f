using DistributedSystems.Analyzers.Catalog;

namespace DistributedSystems.Catalog.Tests;

/// <summary>The table of supported libraries in docs/catalog.md is what the data says. UPDATE_DOCS=1 writes it anew.</summary>
public class SupportedLibrariesTests
{
    private const string Begin = "<!-- supported libraries: UPDATE_DOCS=1 dotnet test tests/DistributedSystems.Catalog.Tests writes this table -->\n";
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

    private static string Table() => "\n| Library | Types | Members | Checked against |\n|---|---|---|---|\n" + string.Concat(
        from library in BuiltInCatalog.Libraries
        group library by library.Name into named
        orderby named.Key.ToUpperInvariant()
        let entries = named.SelectMany(library => library.Entries).ToList()
        select $"| {named.Key} | {entries.Count(entry => entry.Member.Length == 0)} | {entries.Count(entry => entry.Member.Length > 0)} | {string.Join(", ", named.SelectMany(library => library.Assemblies).Select(CheckedAgainst).Where(text => text.Length > 0).Distinct())} |\n") + "\n";

    private static string CheckedAgainst(string assembly) =>
        RealLibraries.PackageOf(assembly) ?? (RealLibraries.Stubbed.Contains(assembly) ? $"a stub of {assembly}" : RealLibraries.Unchecked.Contains(assembly) ? $"{assembly}: not checked" : RealLibraries.IsFramework(assembly) ? "the framework" : "");
}
