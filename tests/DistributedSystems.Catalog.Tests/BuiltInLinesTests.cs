using DistributedSystems.Analyzers.Catalog;
using Microsoft.CodeAnalysis;

namespace DistributedSystems.Catalog.Tests;

/// <summary>
/// Every built-in line says something true about the real library, the newest and the oldest that people still run: the type, the
/// member and all else it names exist. A line that is true of one of the two only says so with <c>since</c> or <c>until</c>.
/// </summary>
public class BuiltInLinesTests
{
    private static IEnumerable<CatalogLibrary> Libraries => BuiltInCatalog.Files.SelectMany(file => file.Libraries);

    private static IEnumerable<(CatalogLibrary Library, CatalogEntry Entry)> CheckedLines =>
        from library in Libraries
        where !library.Assemblies.Any(RealLibraries.Unchecked.Contains)
        from entry in library.Entries
        select (library, entry);

    [Fact]
    public void No_file_has_a_line_that_is_left_out() =>
        AssertNone(BuiltInCatalog.Files.SelectMany(file => file.Problems).Select(problem => problem.Reason));

    [Fact]
    public void Every_library_names_its_assemblies() => Assert.All(Libraries, library => Assert.NotEmpty(library.Assemblies));

    [Fact]
    public void Every_library_is_there_to_be_checked() =>
        AssertNone(
            CheckedLines
                .Where(line => !RealLibraries.NewestOf(line.Library).HasAny(line.Library))
                .Select(line => line.Library.Name)
                .Distinct()
        );

    [Fact]
    public void Every_line_is_true_of_the_newest_version_unless_it_says_until() =>
        AssertNone(
            CheckedLines
                .Where(line => line.Entry.Until is null)
                .SelectMany(line => Missing(line.Entry, RealLibraries.NewestOf(line.Library)))
        );

    [Fact]
    public void Every_line_is_true_of_the_oldest_version_unless_it_says_since() =>
        AssertNone(
            from line in CheckedLines
            where line.Entry.Since is null
            from older in RealLibraries.OldestOf(line.Library)
            from missing in Missing(line.Entry, older)
            select missing
        );

    [Fact]
    public void Every_since_and_until_is_true() =>
        AssertNone(
            CheckedLines
                .Where(line => line.Entry is not { Since: null, Until: null } && !IsTrue(line.Library, line.Entry))
                .Select(line => Describe(line.Entry))
        );

    [Fact]
    public void No_stub_stands_in_for_a_package_that_is_restored_and_none_is_left_unchecked() =>
        AssertNone(RealLibraries.Stubbed.Concat(RealLibraries.Unchecked).Intersect(RealLibraries.Restored));

    [Fact]
    public void Every_stub_compiles() =>
        AssertNone(
            RealLibraries.Stubs.SelectMany(stub =>
                stub.GetDiagnostics()
                    .Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error)
                    .Select(diagnostic => $"{stub.AssemblyName}: {diagnostic}")
            )
        );

    private static bool IsTrue(CatalogLibrary library, CatalogEntry entry) =>
        RealLibraries.OldestOf(library).SingleOrDefault() is { } oldest
        && (
            entry.Since is not { } since
            || (
                Compare(oldest.VersionOf(library), since) < 0
                && Compare(RealLibraries.Newest.VersionOf(library), since) >= 0
                && LineCheck.Missing(entry, oldest).Any()
            )
        )
        && (
            entry.Until is not { } until
            || (
                Compare(oldest.VersionOf(library), until) <= 0
                && Compare(RealLibraries.Newest.VersionOf(library), until) > 0
                && LineCheck.Missing(entry, RealLibraries.Newest).Any()
            )
        );

    /// <summary>As far as the second one says: 12.30.1 is no later than 12.30.</summary>
    private static int Compare(string version, string limit)
    {
        var wanted = limit.Split('.').Select(int.Parse).ToList();
        var given = version.Split('-')[0].Split('.').Select(int.Parse).Take(wanted.Count).ToList();
        var difference = given.Zip(wanted, (left, right) => left.CompareTo(right)).FirstOrDefault(sign => sign != 0);
        return difference != 0 ? difference : given.Count.CompareTo(wanted.Count);
    }

    private static IEnumerable<string> Missing(CatalogEntry entry, LibrarySet libraries) =>
        LineCheck.Missing(entry, libraries).Select(missing => $"{Describe(entry)}: {missing}");

    // Assert.Empty would cut the list short.
    private static void AssertNone(IEnumerable<string> found)
    {
        var all = found.ToList();
        Assert.True(all.Count == 0, string.Join(Environment.NewLine, all));
    }

    private static string Describe(CatalogEntry entry) => $"{entry.Library}: {entry.Type}.{entry.Member}";
}
