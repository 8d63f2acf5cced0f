using System.Text;
using DistributedSystems.Libraries;
using DistributedSystems.RealCode.Checkouts;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace DistributedSystems.RealCode.Binding;

/// <summary>
/// Compilations of a checkout's projects without its build: this framework instead of the one they target, the newest language,
/// the packages at hand, no source generators. Names that stay unknown are compile errors, counted and lived with.
/// </summary>
internal sealed class LooseCompilation(Checkout checkout, PackageCache packages)
{
    private static readonly string[] Symbols =
    [
        "RELEASE",
        "TRACE",
        "NET",
        "NETCOREAPP",
        "NET5_0_OR_GREATER",
        "NET6_0_OR_GREATER",
        "NET7_0_OR_GREATER",
        "NET8_0_OR_GREATER",
        "NET9_0_OR_GREATER",
        "NET10_0_OR_GREATER",
        "NETCOREAPP3_1_OR_GREATER",
    ];

    // What was an assembly of the .NET Framework, became a package, and is known to the rules.
    private static readonly string[] PartsOfNetFramework = ["System.Data.SqlClient"];

    private readonly Dictionary<string, CSharpCompilation> done = new(StringComparer.Ordinal);
    private readonly HashSet<string> underWay = new(StringComparer.Ordinal);

    public CSharpCompilation Of(ProjectFile project)
    {
        if (done.TryGetValue(project.Path, out var known))
        {
            return known;
        }

        underWay.Add(project.Path);
        var trees = TreesOf(project);
        var options = new CSharpCompilationOptions(
            KindOf(project, trees),
            nullableContextOptions: NullableOf(project),
            allowUnsafe: true,
            concurrentBuild: true
        );
        var compilation = CSharpCompilation.Create(project.AssemblyName, trees, ReferencesOf(project), options);
        underWay.Remove(project.Path);
        done[project.Path] = compilation;
        return compilation;
    }

    private static List<SyntaxTree> Parse(IEnumerable<string> files, CSharpParseOptions options)
    {
        return files.AsParallel().AsOrdered().Select(Read).Where(tree => tree is not null).Select(tree => tree!).ToList();

        SyntaxTree? Read(string file)
        {
            try
            {
                using var stream = File.OpenRead(file);
                return CSharpSyntaxTree.ParseText(SourceText.From(stream), options, file);
            }
            catch (Exception problem) when (problem is IOException or InvalidDataException or UnauthorizedAccessException)
            {
                return null;
            }
        }
    }

    private static OutputKind KindOf(ProjectFile project, IEnumerable<SyntaxTree> trees) =>
        project.Property("OutputType")?.ToLowerInvariant() is "exe" or "winexe"
        || project.Sdk is "Microsoft.NET.Sdk.Web" or "Microsoft.NET.Sdk.Worker"
        || trees.Any(tree => tree.GetRoot() is CompilationUnitSyntax unit && unit.Members.Any(member => member is GlobalStatementSyntax))
            ? OutputKind.ConsoleApplication
            : OutputKind.DynamicallyLinkedLibrary;

    private static NullableContextOptions NullableOf(ProjectFile project) =>
        project.Property("Nullable")?.ToLowerInvariant() switch
        {
            "enable" => NullableContextOptions.Enable,
            "annotations" => NullableContextOptions.Annotations,
            "warnings" => NullableContextOptions.Warnings,
            _ => NullableContextOptions.Disable,
        };

    private List<SyntaxTree> TreesOf(ProjectFile project)
    {
        var constants = (project.Property("DefineConstants") ?? "")
            .Split([';', ','], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .Where(SyntaxFacts.IsValidIdentifier);
        var options = new CSharpParseOptions(
            LanguageVersion.Preview,
            DocumentationMode.None,
            preprocessorSymbols: Symbols.Concat(constants)
        );
        var trees = Parse(SourceFiles.Of(project, checkout.ProjectFolders), options);
        trees.Add(
            CSharpSyntaxTree.ParseText(
                SourceText.From(ImplicitSource.Of(project), Encoding.UTF8),
                options,
                Path.Combine(project.Folder, "obj", "Implicit.g.cs")
            )
        );
        return trees;
    }

    private IEnumerable<MetadataReference> ReferencesOf(ProjectFile project)
    {
        var referenced = checkout.ReferencesOf(project);
        var named = referenced.Append(project).SelectMany(from => from.Packages.Concat(from.IsForNetFramework ? PartsOfNetFramework : []));
        var byName = new SortedDictionary<string, MetadataReference>(StringComparer.OrdinalIgnoreCase);

        // The nearest source of an assembly wins: the checkout's own project, then the framework, then a package.
        foreach (var reference in referenced)
        {
            // In a cycle the project asked first is still under way; the others do without it.
            if (!underWay.Contains(reference.Path) && reference.AssemblyName != project.AssemblyName)
            {
                byName.TryAdd(reference.AssemblyName, Of(reference).ToMetadataReference());
            }
        }

        foreach (var (name, reference) in Framework.Assemblies.Concat(packages.ReferencesOf(named, MajorOf)))
        {
            byName.TryAdd(name, reference);
        }

        return byName.Values;

        int? MajorOf(string package) =>
            referenced
                .Append(project)
                .SelectMany(from => from.VersionsOf(package))
                .Select(range => PackageVersion.LowestOf(range) is { } lowest ? PackageVersion.Parse(lowest).Number.Major : (int?)null)
                .Max();
    }
}
