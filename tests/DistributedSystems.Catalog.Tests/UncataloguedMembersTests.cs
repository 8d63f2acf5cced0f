using System.Text.RegularExpressions;
using DistributedSystems.Analyzers.Catalog;
using Microsoft.CodeAnalysis;

namespace DistributedSystems.Catalog.Tests;

/// <summary>
/// A task that a catalogued type returns is either described by a line or left out for a reason: Uncatalogued.txt says which. So a
/// new version of a library that brings new calls fails here until somebody has looked at them.
/// </summary>
public class UncataloguedMembersTests
{
    private static readonly SymbolDisplayFormat Name = new(
        typeQualificationStyle: SymbolDisplayTypeQualificationStyle.NameAndContainingTypesAndNamespaces
    );

    private static readonly string[] Uncatalogued =
    [
        .. new[] { RealLibraries.Newest, RealLibraries.Oldest, RealLibraries.OldFramework }
            .SelectMany(MembersWithoutLine)
            .Distinct()
            .Order(StringComparer.Ordinal),
    ];

    private static readonly Exemption[] Exemptions =
    [
        .. Exemption.Read(Path.Combine(RealLibraries.RepositoryRoot, "tests", "DistributedSystems.Catalog.Tests", "Uncatalogued.txt")),
    ];

    [Fact]
    public void Every_member_without_a_line_has_a_reason() =>
        AssertNone(Uncatalogued.Where(member => !Exemptions.Any(exemption => exemption.Covers(member))));

    [Fact]
    public void Every_reason_is_needed() =>
        AssertNone(Exemptions.Where(exemption => !Uncatalogued.Any(exemption.Covers)).Select(exemption => exemption.Pattern));

    [Fact]
    public void Every_exemption_stands_under_a_reason() =>
        AssertNone(Exemptions.Where(exemption => exemption.Reason.Length == 0).Select(exemption => exemption.Pattern));

    private static IEnumerable<string> MembersWithoutLine(LibrarySet libraries)
    {
        var catalog = CatalogIndex.For(libraries.Compilation, []);
        return from described in BuiltInCatalog.Libraries.SelectMany(library => library.Entries).Select(entry => entry.Type).Distinct()
            from type in libraries.TypesNamed(described)
            from method in type.GetMembers().OfType<IMethodSymbol>()
            where IsAwaited(method) && catalog.EntryOf(method) is null
            select $"{type.ToDisplayString(Name)}.{method.Name}";
    }

    private static bool IsAwaited(IMethodSymbol method) =>
        method
            is {
                DeclaredAccessibility: Accessibility.Public,
                MethodKind: MethodKind.Ordinary,
                ReturnType.Name: "Task" or "ValueTask" or "IAsyncEnumerable",
            };

    // Assert.Empty would cut the list short.
    private static void AssertNone(IEnumerable<string> found)
    {
        var all = found.ToList();
        Assert.True(all.Count == 0, string.Join(Environment.NewLine, all));
    }

    /// <param name="Pattern">A member with its type; <c>*</c> stands for anything.</param>
    /// <param name="Reason">Why no line describes it.</param>
    private sealed record Exemption(string Pattern, string Reason)
    {
        private readonly Regex matching = new("^" + Regex.Escape(Pattern).Replace(@"\*", @".*") + "$");

        public bool Covers(string member) => matching.IsMatch(member);

        public static IEnumerable<Exemption> Read(string path)
        {
            var reason = "";
            foreach (var line in File.ReadLines(path).Where(line => line.Length > 0))
            {
                if (line.StartsWith("# ", StringComparison.Ordinal))
                {
                    reason = line[2..];
                }
                else
                {
                    yield return new Exemption(line, reason);
                }
            }
        }
    }
}
