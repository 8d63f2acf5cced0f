using DistributedSystems.Analyzers.Catalog;
using Microsoft.CodeAnalysis;
using Xunit.Abstractions;

namespace DistributedSystems.Catalog.Tests;

/// <summary>Every built-in line says something true about the real library: the type, the member and every parameter it names exist.</summary>
public class BuiltInLinesTests(ITestOutputHelper output)
{
    private static IEnumerable<CatalogLibrary> Libraries => BuiltInCatalog.Files.SelectMany(file => file.Libraries);

    private static IEnumerable<CatalogEntry> CheckedEntries => Libraries
        .Where(library => !library.Assemblies.Any(RealLibraries.Unchecked.Contains))
        .SelectMany(library => library.Entries);

    [Fact]
    public void No_file_has_a_line_that_is_left_out() =>
        AssertNone(BuiltInCatalog.Files.SelectMany(file => file.Problems).Select(problem => problem.Reason));

    [Fact]
    public void Every_library_names_its_assemblies() => Assert.All(Libraries, library => Assert.NotEmpty(library.Assemblies));

    [Fact]
    public void Every_type_exists() =>
        Assert.DoesNotContain(CheckedEntries.Select(entry => entry.Type).Distinct(), type => !TypesNamed(type).Any());

    [Fact]
    public void Every_member_exists_with_the_signature_given() =>
        AssertNone(CheckedEntries.Where(entry => entry.Member is not ("" or "*") && !MethodsOf(entry).Any()).Select(Describe));

    [Fact]
    public void Every_parameter_that_a_line_names_exists_on_some_overload() =>
        AssertNone(
            from entry in CheckedEntries
            where entry.Member is not ("" or "*")
            from parameter in ParametersNamedBy(entry)
            where !MethodsOf(entry).Any(method => method.Parameters.Any(candidate => candidate.Name == parameter))
            select $"{Describe(entry)}: {parameter}");

    [Fact]
    public void Every_condition_value_is_a_member_of_its_parameters_type() =>
        AssertNone(
            from entry in CheckedEntries
            where entry.ConditionParameter is not null
            where !MethodsOf(entry).SelectMany(method => method.Parameters).Any(parameter => parameter.Name == entry.ConditionParameter && !parameter.Type.GetMembers(entry.ConditionValue!).IsEmpty)
            select Describe(entry));

    [Fact]
    public void Every_client_setting_that_a_type_line_names_exists_on_the_client_or_where_its_options_are() =>
        AssertNone(
            from entry in CheckedEntries
            where entry.Member.Length == 0 && entry.DeadlineSetting is not null
            where !TypesNamed(entry.Type).Any(type => HasMember(type, entry.DeadlineSetting!)) && !RealLibraries.All.Any(library => library.GetSymbolsWithName(entry.DeadlineSetting!).Any()) && !IsConfiguredElsewhere(entry)
            select Describe(entry));

    [Fact]
    public void Every_asynchronous_twin_that_a_line_names_exists_beside_it() =>
        AssertNone(CheckedEntries.Where(entry => entry.AsyncTwin is not null && !TypesNamed(entry.Type).Any(type => HasMember(type, entry.AsyncTwin))).Select(Describe));

    [Fact]
    public void Every_batch_form_that_a_line_names_exists_beside_it() =>
        AssertNone(CheckedEntries.Where(entry => entry.BatchForm is not null && !TypesNamed(entry.Type).Any(type => HasMember(type, entry.BatchForm))).Select(Describe));

    [Fact]
    public void Every_attribute_line_names_an_attribute() =>
        AssertNone(CheckedEntries.Where(entry => entry.IsAttribute && !TypesNamed(entry.Type).Any(type => IsDerivedFrom(type, "Attribute"))).Select(Describe));

    [Fact]
    public void Every_expensive_line_is_of_a_class_or_of_a_member_that_returns_one() =>
        AssertNone(
            from entry in CheckedEntries
            where entry.Expensive
            where entry.Member.Length > 0 ? MethodsOf(entry).All(method => method.ReturnsVoid) : TypesNamed(entry.Type).All(type => type.IsStatic)
            select Describe(entry));

    [Fact]
    public void Every_stub_compiles() =>
        AssertNone(RealLibraries.Stubs.SelectMany(stub => stub.GetDiagnostics().Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error).Select(diagnostic => $"{stub.AssemblyName}: {diagnostic}")));

    [Fact]
    public void The_uncatalogued_members_are_listed()
    {
        output.WriteLine("Checked against stubs only: " + string.Join(", ", RealLibraries.Stubbed));
        output.WriteLine("Not checked: " + string.Join(", ", RealLibraries.Unchecked));
        output.WriteLine("Blocking, with no asynchronous twin: " + string.Join(", ", CheckedEntries.Where(entry => entry.Blocking && entry.AsyncTwin is null && entry.Member.Length > 0 && !HasUsualTwin(entry)).Select(entry => $"{entry.Type[(entry.Type.LastIndexOf('.') + 1)..]}.{entry.Member}").Distinct()));
        var catalogued = CheckedEntries.Select(entry => (entry.Type, entry.Member)).ToHashSet();
        foreach (var type in CheckedEntries.Select(entry => entry.Type).Distinct().SelectMany(TypesNamed).DistinctBy(type => type.ToDisplayString()))
        {
            var name = type.ContainingNamespace.ToDisplayString() + "." + type.MetadataName;
            var missing = type.GetMembers().OfType<IMethodSymbol>()
                .Where(method => method is { DeclaredAccessibility: Accessibility.Public, MethodKind: MethodKind.Ordinary } && method.ReturnType.Name is "Task" or "ValueTask" && !catalogued.Contains((name, method.Name)))
                .Select(method => method.Name)
                .Distinct()
                .ToList();
            if (missing.Count > 0)
            {
                output.WriteLine($"{name}: {string.Join(", ", missing)}");
            }
        }
    }

    [Fact]
    public void Every_member_of_the_receiver_that_holds_sql_exists() =>
        AssertNone(CheckedEntries.Where(entry => entry.SqlMember is not null && !TypesNamed(entry.Type).Any(type => HasMember(type, entry.SqlMember))).Select(Describe));

    // Assert.Empty would cut the list short.
    private static void AssertNone(IEnumerable<string> found)
    {
        var all = found.ToList();
        Assert.True(all.Count == 0, string.Join(Environment.NewLine, all));
    }

    private static readonly string[] WhereSettingsAre = ["Config", "Options", "Opts", "Settings", "Binding"];

    // The timeouts of a multiplexed connection are members of its configuration, not of the interfaces it hands out.
    private static bool IsConfiguredElsewhere(CatalogEntry entry) =>
        TypesNamed(entry.Type).Any(type => type.ContainingAssembly.GlobalNamespace.GetNamespaceMembers()
            .SelectMany(AllTypes)
            .Any(candidate => WhereSettingsAre.Any(candidate.Name.Contains) && HasMember(candidate, entry.DeadlineSetting!)));

    private static IEnumerable<INamedTypeSymbol> AllTypes(INamespaceSymbol space) => space.GetTypeMembers().Concat(space.GetNamespaceMembers().SelectMany(AllTypes));

    private static bool HasUsualTwin(CatalogEntry entry) => TypesNamed(entry.Type).Any(type =>
        HasMember(type, entry.Member + "Async") || type.AllInterfaces.Any(contract => HasMember(contract, entry.Member + "Async")));

    private static bool HasMember(INamedTypeSymbol type, string name)
    {
        for (var ancestor = type; ancestor is not null; ancestor = ancestor.BaseType)
        {
            if (!ancestor.GetMembers(name).IsEmpty)
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsDerivedFrom(INamedTypeSymbol type, string ancestor)
    {
        for (var candidate = type; candidate is not null; candidate = candidate.BaseType)
        {
            if (candidate.Name == ancestor)
            {
                return true;
            }
        }

        return false;
    }

    private static IEnumerable<INamedTypeSymbol> TypesNamed(string metadataName) => RealLibraries.All.SelectMany(library => library.GetTypesByMetadataName(metadataName));

    private static IEnumerable<IMethodSymbol> MethodsOf(CatalogEntry entry) => TypesNamed(entry.Type)
        .SelectMany(type => type.GetMembers(entry.Member))
        .OfType<IMethodSymbol>()
        .Where(method => entry.Signature is null || method.Parameters.Select(parameter => parameter.Type.Name).SequenceEqual(entry.Signature));

    private static IEnumerable<string> ParametersNamedBy(CatalogEntry entry) =>
        new[] { entry.HttpRequestParameter, entry.HeaderParameter, entry.SqlParameter, entry.KeyParameter, entry.GeneratedKeyParameter, entry.DeadlineParameter, entry.ResourceParameter, entry.ExpiryParameter, entry.ConditionParameter, entry.RunsParameter }.OfType<string>();

    private static string Describe(CatalogEntry entry) => $"{entry.Library}: {entry.Type}.{entry.Member}";
}
