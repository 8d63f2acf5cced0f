extern alias annotations;

using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace DistributedSystems.Benchmarks;

/// <summary>What measured code is compiled against.</summary>
internal static class References
{
    public static ImmutableArray<MetadataReference> Framework { get; } = RunningFramework();

    public static MetadataReference Annotations { get; } = MetadataReference.CreateFromFile(typeof(annotations::DistributedSystems.RemoteCallAttribute).Assembly.Location);

    /// <summary>The stub the tests use: gRPC's types decide what a rule must look at, not what its code does.</summary>
    public static MetadataReference Grpc { get; } = CompileStub("Grpc.Core.Api");

    private static ImmutableArray<MetadataReference> RunningFramework()
    {
        // The list also names this program's own assemblies, which measured code does not see.
        var framework = Path.GetDirectoryName(typeof(object).Assembly.Location)!;
        return [.. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!)
            .Split(Path.PathSeparator)
            .Where(path => Path.GetDirectoryName(path) == framework)
            .Order(StringComparer.Ordinal)
            .Select(path => MetadataReference.CreateFromFile(path))];
    }

    private static PortableExecutableReference CompileStub(string name)
    {
        using var source = new StreamReader(typeof(References).Assembly.GetManifestResourceStream(name + ".cs")!);
        var compilation = CSharpCompilation.Create(
            name,
            [CSharpSyntaxTree.ParseText(source.ReadToEnd())],
            Framework,
            new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, nullableContextOptions: NullableContextOptions.Enable));
        using var image = new MemoryStream();
        if (!compilation.Emit(image).Success)
        {
            throw new InvalidOperationException($"The stub {name} does not compile.");
        }

        return MetadataReference.CreateFromImage(image.ToArray());
    }
}
