using DistributedSystems.Libraries;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace DistributedSystems.Analyzers.Tests.Libraries;

public class LibraryReferencesTests
{
    // Assemblies that a package uses and leaves to its users to bring.
    private static readonly string[] Undeclared =
    [
        "Humanizer",
        "Newtonsoft.Json",
        "SQLitePCLRaw.batteries_v2",
        "SQLitePCLRaw.core",
        "System.ServiceModel.Http",
        "System.ServiceModel.NetTcp",
        "System.ServiceModel.Syndication",
    ];

    [Fact]
    public void What_a_newest_library_is_built_on_comes_with_it() => AssertNone(LibraryReferences.Newest);

    [Fact]
    public void What_an_oldest_library_is_built_on_comes_with_it() => AssertNone(LibraryReferences.Oldest);

    [Fact]
    public void What_a_legacy_library_is_built_on_comes_with_it() => AssertNone(LibraryReferences.Legacy);

    [Fact]
    public void The_two_versions_of_a_library_are_two() =>
        Assert.NotEqual(
            VersionOf(LibraryReferences.Newest, "StackExchange.Redis"),
            VersionOf(LibraryReferences.Oldest, "StackExchange.Redis")
        );

    [Fact]
    public void Nothing_stands_in_for_a_library_that_restores()
    {
        var stubs = Directory
            .GetFiles(Path.Combine(Verify.References.RepositoryRoot, "tests", "DistributedSystems.Analyzers.Tests", "Stubs"), "*.cs")
            .Select(path => Path.GetFileNameWithoutExtension(path))
            .ToList();
        Assert.NotEmpty(stubs);
        Assert.DoesNotContain(
            stubs,
            stub => LibraryReferences.Newest.PackagesWith(stub).Concat(LibraryReferences.Legacy.PackagesWith(stub)).Any()
        );
    }

    // A call whose parameter's type is missing would not bind, and an analyzer that sees nothing is silent for the wrong reason.
    private static void AssertNone(LibraryReferences references)
    {
        var missing =
            from package in references.All
            let compilation = CSharpCompilation.Create(
                "References",
                references: Framework.References.AddRange(references.ClosureOf(package.Id))
            )
            from reference in references.AssembliesOf(package.Id)
            let assembly = compilation.GetAssemblyOrModuleSymbol(reference) as IAssemblySymbol
            where assembly is not null
            from referenced in assembly.Modules.SelectMany(module => module.ReferencedAssemblySymbols)
            where referenced.GetMetadata() is null && !Undeclared.Contains(referenced.Name)
            select $"{package.Id}: {referenced.Identity}";
        Assert.True(!missing.Any(), string.Join(Environment.NewLine, missing.Distinct()));
    }

    private static string VersionOf(LibraryReferences references, string id) => references.All.Single(package => package.Id == id).Version;
}
