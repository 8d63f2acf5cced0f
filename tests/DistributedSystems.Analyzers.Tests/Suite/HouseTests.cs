using System.Reflection;
using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace DistributedSystems.Analyzers.Tests.Suite;

/// <summary>The facts stand on five floors, each topic on topics that are there before it, and each piece is small enough to be read at once.</summary>
public partial class HouseTests
{
    private const string Facts = "DistributedSystems.Analyzers.Facts";
    private const int MostLinesOfType = 600;
    private const int MostLinesOfFile = 350;
    private const int MostLinesOfRoot = 149;
    private const int MostLinesOfTests = 500;
    private const int WidestProse = 120;

    private static readonly string[] Floors = ["Code", "Calls", "Surroundings", "Promises", "Models"];

    private static readonly string Sources = Path.Combine(Verify.References.RepositoryRoot, "src");

    private static readonly IReadOnlyList<Type> Topics = typeof(DistributedAnalyzer)
        .Assembly.GetType(Facts + ".CompilationFacts")!
        .GetProperties()
        .Select(property => property.PropertyType)
        .Where(type => type.Namespace!.StartsWith(Facts + ".", StringComparison.Ordinal))
        .ToList();

    [Fact]
    public void Every_topic_is_a_sealed_class_on_a_floor()
    {
        Assert.NotEmpty(Topics);
        Assert.All(Topics, topic => Assert.True(topic.IsSealed && FloorOf(topic) >= 0, $"{topic} is not a sealed class on a floor."));
    }

    [Fact]
    public void No_topic_stands_on_a_higher_floor() =>
        Assert.Empty(
            from topic in Topics
            from dependency in StandsOn(topic)
            where FloorOf(dependency) > FloorOf(topic)
            select $"{topic.Name} stands on {dependency.Name}, which is above it"
        );

    [Fact]
    public void No_topic_stands_on_itself_by_way_of_others() =>
        Assert.Empty(Topics.Where(topic => Reaches(topic, topic, [])).Select(topic => topic.Name));

    /// <summary>A constructor does not tell of static questions; the namespaces that a file opens do.</summary>
    [Fact]
    public void No_file_sees_a_higher_floor() =>
        Assert.Empty(
            from file in Directory.GetFiles(
                Path.Combine(Sources, "DistributedSystems.Analyzers", "Facts"),
                "*.cs",
                SearchOption.AllDirectories
            )
            let text = File.ReadAllText(file)
            let floor = Array.IndexOf(Floors, NamespaceOfFloor().Match(text).Groups[1].Value)
            where floor >= 0
            from Match named in FloorNamed().Matches(text)
            where Array.IndexOf(Floors, named.Groups[1].Value) > floor
            select $"{Path.GetFileName(file)} sees {named.Groups[1].Value}"
        );

    [Fact]
    public void The_floor_of_code_knows_no_library() =>
        Assert.DoesNotContain(
            Directory.GetFiles(Path.Combine(Sources, "DistributedSystems.Analyzers", "Facts", "Code"), "*.cs", SearchOption.AllDirectories),
            file => File.ReadAllText(file).Contains("DistributedSystems.Analyzers.Catalog", StringComparison.Ordinal)
        );

    [Fact]
    public void No_file_is_too_long_to_be_read_at_once() =>
        Assert.Empty(
            from file in SourceFiles()
            let lines = File.ReadAllLines(file).Length
            where lines > MostLinesOfFile || (Path.GetFileName(file) == "CompilationFacts.cs" && lines > MostLinesOfRoot)
            select $"{Path.GetRelativePath(Sources, file)}: {lines} lines"
        );

    [Fact]
    public void No_file_of_tests_is_too_long() =>
        Assert.Empty(
            from file in Directory.GetFiles(
                Path.Combine(Verify.References.RepositoryRoot, "tests", "DistributedSystems.Analyzers.Tests"),
                "*Tests.cs",
                SearchOption.AllDirectories
            )
            let lines = File.ReadAllLines(file).Length
            where lines > MostLinesOfTests
            select $"{Path.GetFileName(file)}: {lines} lines"
        );

    [Fact]
    public void No_type_is_too_long_with_all_its_parts() =>
        Assert.Empty(
            from part in SourceFiles().SelectMany(Types)
            group part.Lines by part.Name into type
            where type.Sum() > MostLinesOfType
            select $"{type.Key}: {type.Sum()} lines"
        );

    /// <summary>A table's row, an address and what stands in code are as long as they are.</summary>
    [Fact]
    public void Prose_is_wrapped()
    {
        var pages = Directory
            .GetFiles(Path.Combine(Verify.References.RepositoryRoot, "docs"), "*.md", SearchOption.AllDirectories)
            .Concat(Directory.GetFiles(Verify.References.RepositoryRoot, "*.md"))
            .ToList();
        Assert.NotEmpty(pages);
        Assert.Empty(
            from page in pages
            from line in ProseIn(File.ReadAllLines(page))
            where line.Length > WidestProse
            select $"{Path.GetFileName(page)}: {line}"
        );

        static IEnumerable<string> ProseIn(IEnumerable<string> lines)
        {
            var isCode = false;
            foreach (var line in lines)
            {
                isCode ^= line.StartsWith("```", StringComparison.Ordinal);
                if (!isCode && !line.StartsWith('|') && !line.Contains("://", StringComparison.Ordinal))
                {
                    yield return line;
                }
            }
        }
    }

    private static IEnumerable<string> SourceFiles() =>
        Directory
            .GetFiles(Sources, "*.cs", SearchOption.AllDirectories)
            .Where(file => !Path.GetRelativePath(Sources, file).Split(Path.DirectorySeparatorChar).Any(folder => folder is "obj" or "bin"));

    private static IEnumerable<(string Name, int Lines)> Types(string file)
    {
        var root = CSharpSyntaxTree.ParseText(File.ReadAllText(file), new CSharpParseOptions(LanguageVersion.Latest)).GetRoot();
        foreach (var type in root.DescendantNodes(node => node is not TypeDeclarationSyntax).OfType<TypeDeclarationSyntax>())
        {
            var place = type.GetLocation().GetLineSpan();
            var space = type.Ancestors().OfType<BaseNamespaceDeclarationSyntax>().FirstOrDefault()?.Name;
            yield return ($"{space}.{type.Identifier.ValueText}", place.EndLinePosition.Line - place.StartLinePosition.Line + 1);
        }
    }

    private static int FloorOf(Type topic) => Array.IndexOf(Floors, topic.Namespace![(Facts.Length + 1)..]);

    private static IEnumerable<Type> StandsOn(Type topic) =>
        topic
            .GetConstructors(BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance)
            .SelectMany(constructor => constructor.GetParameters())
            .Select(parameter => parameter.ParameterType)
            .Where(Topics.Contains);

    private static bool Reaches(Type from, Type to, HashSet<Type> seen) =>
        StandsOn(from).Any(next => next == to || (seen.Add(next) && Reaches(next, to, seen)));

    [GeneratedRegex(@"(?m)^namespace DistributedSystems\.Analyzers\.Facts\.(\w+);")]
    private static partial Regex NamespaceOfFloor();

    [GeneratedRegex(@"DistributedSystems\.Analyzers\.Facts\.(\w+)")]
    private static partial Regex FloorNamed();
}
