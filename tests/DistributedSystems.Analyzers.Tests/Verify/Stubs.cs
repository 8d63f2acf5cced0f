using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace DistributedSystems.Analyzers.Tests.Verify;

/// <summary>Compiles a stub library from <c>Stubs/</c> into a reference.</summary>
public static class Stubs
{
    /// <param name="library">The name of the stub.</param>
    /// <param name="references">What it builds on, if more than .NET Standard.</param>
    public static MetadataReference Reference(string library, params IEnumerable<MetadataReference>[] references)
    {
        var path = Path.Combine(References.RepositoryRoot, "tests", "DistributedSystems.Analyzers.Tests", "Stubs", library + ".cs");
        var compilation = CSharpCompilation.Create(
            library,
            new[] { CSharpSyntaxTree.ParseText(File.ReadAllText(path)) },
            references.Length == 0 ? References.For(Target.NetStandard20) : references.SelectMany(reference => reference),
            new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, nullableContextOptions: NullableContextOptions.Enable));
        using var image = new MemoryStream();
        var result = compilation.Emit(image);
        Assert.True(result.Success, string.Join(Environment.NewLine, result.Diagnostics));
        image.Position = 0;
        return MetadataReference.CreateFromStream(image);
    }
}
