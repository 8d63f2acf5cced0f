using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace DistributedSystems.Analyzers.Tests.Verify;

/// <summary>Compiles a stub library from <c>Stubs/</c> into a reference.</summary>
public static class Stubs
{
    public static bool Has(string library) => File.Exists(PathOf(library));

    public static MetadataReference Reference(string library)
    {
        var compilation = CSharpCompilation.Create(
            library,
            new[] { CSharpSyntaxTree.ParseText(File.ReadAllText(PathOf(library))) },
            References.For(Target.NetStandard20),
            new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, nullableContextOptions: NullableContextOptions.Enable)
        );
        using var image = new MemoryStream();
        var result = compilation.Emit(image);
        Assert.True(result.Success, string.Join(Environment.NewLine, result.Diagnostics));
        image.Position = 0;
        return MetadataReference.CreateFromStream(image);
    }

    private static string PathOf(string library) =>
        Path.Combine(References.RepositoryRoot, "tests", "DistributedSystems.Analyzers.Tests", "Stubs", library + ".cs");
}
