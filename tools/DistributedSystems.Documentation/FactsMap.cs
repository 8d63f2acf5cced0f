using System.Reflection;
using System.Text;
using System.Text.RegularExpressions;
using DistributedSystems.Analyzers;

namespace DistributedSystems.Documentation;

/// <summary>
/// The map of the facts: which topics stand on which floor, and on what. Read from the constructors, so that it cannot say anything else
/// than the
/// code. The picture leaves out what another arrow implies, and what everything stands on: the floor of code.
/// </summary>
internal static partial class FactsMap
{
    private const string Facts = "DistributedSystems.Analyzers.Facts";

    private static readonly string[] Floors = ["Code", "Calls", "Surroundings", "Promises", "Models"];

    private sealed record Topic(string Name, string Floor, string Summary, IReadOnlyList<string> StandsOn);

    public static string In(string root)
    {
        var topics = TopicsIn(root);
        var map = new StringBuilder("```mermaid\nflowchart BT\n");
        foreach (var floor in Floors)
        {
            map.Append("  subgraph ").Append(floor).Append('\n');
            foreach (var topic in topics.Where(topic => topic.Floor == floor))
            {
                map.Append("    ").Append(topic.Name).Append('\n');
            }

            map.Append("  end\n");
        }

        foreach (var (from, to) in ArrowsOf(topics))
        {
            map.Append("  ").Append(from).Append(" --> ").Append(to).Append('\n');
        }

        map.Append("```\n");
        foreach (var floor in Floors)
        {
            map.Append("\n| ").Append(floor).Append(" | what it answers | stands on |\n|---|---|---|\n");
            foreach (var topic in topics.Where(topic => topic.Floor == floor))
            {
                map.Append("| `")
                    .Append(topic.Name)
                    .Append("` | ")
                    .Append(topic.Summary)
                    .Append(" | ")
                    .Append(string.Join(", ", topic.StandsOn))
                    .Append(" |\n");
            }
        }

        return map.ToString();
    }

    private static IReadOnlyList<Topic> TopicsIn(string root)
    {
        var types = typeof(DistributedAnalyzer)
            .Assembly.GetType(Facts + ".CompilationFacts")!
            .GetProperties()
            .Select(property => property.PropertyType)
            .Where(type => type.Namespace!.StartsWith(Facts + ".", StringComparison.Ordinal))
            .ToList();
        return types.ConvertAll(type => new Topic(
            type.Name,
            FloorOf(type),
            SummaryOf(root, type),
            type.GetConstructors(BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance)
                .SelectMany(constructor => constructor.GetParameters())
                .Select(parameter => parameter.ParameterType)
                .Where(types.Contains)
                .Select(dependency => dependency.Name)
                .ToList()
        ));
    }

    private static string FloorOf(Type type) => type.Namespace![(Facts.Length + 1)..];

    private static string SummaryOf(string root, Type type)
    {
        var file = Path.Combine(root, "src", "DistributedSystems.Analyzers", "Facts", FloorOf(type), type.Name, type.Name + ".cs");
        var summary = ClassSummary(type.Name).Match(File.ReadAllText(file).ReplaceLineEndings("\n"));
        return summary.Success
            ? Whitespace()
                .Replace(CodeTag().Replace(summary.Groups[1].Value.Replace("///", "", StringComparison.Ordinal), "`$1`"), " ")
                .Trim()
                .Replace("|", "\\|", StringComparison.Ordinal)
            : throw new InvalidDataException($"{file} does not say in a summary what {type.Name} answers.");
    }

    private static IEnumerable<(string From, string To)> ArrowsOf(IReadOnlyList<Topic> topics)
    {
        var byName = topics.ToDictionary(topic => topic.Name);
        return from topic in topics
            from to in topic.StandsOn
            where byName[to].Floor != "Code" && !topic.StandsOn.Any(other => other != to && Reaches(byName, other, to))
            select (topic.Name, to);
    }

    private static bool Reaches(Dictionary<string, Topic> byName, string from, string to) =>
        byName[from].StandsOn.Any(next => next == to || Reaches(byName, next, to));

    private static Regex ClassSummary(string name) =>
        new(
            @"/// <summary>((?:(?!/// <summary>).)*?)</summary>\n(?:/// [^\n]*\n)*internal (?:sealed |static )?(?:partial )?class "
                + name
                + @"\b",
            RegexOptions.Singleline
        );

    [GeneratedRegex(@"\s+")]
    private static partial Regex Whitespace();

    [GeneratedRegex("<c>(.*?)</c>")]
    private static partial Regex CodeTag();
}
