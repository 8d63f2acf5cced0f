using System.Collections.Immutable;
using DistributedSystems.Analyzers;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;

namespace DistributedSystems.Fuzzing;

/// <summary>What stands around the code: language, references, catalog files and options, sound as often as not.</summary>
public static class Surroundings
{
    private static readonly LanguageVersion[] Languages = Enum.GetValues<LanguageVersion>();

    private static readonly string[] Words =
    [
        "library",
        "assembly",
        "type",
        "member",
        "attribute",
        "remote",
        "local",
        "safe",
        "idempotent",
        "accumulates",
        "derived",
        "expensive",
        "token=",
        "deadline-parameter=",
        "default-deadline=",
        "hidden-retries=",
        "sql=",
        "key=",
        "batch=",
        "acquires",
        "resource=",
        "expiry=",
        "header=",
        "*",
        "(",
        ")",
        ",",
        "=",
        "#",
        "\n",
        "\n\n",
        "\r",
        "\t",
        " ",
        "\0",
        "\uD800",
        "-1",
        "99999999999999999999",
        "soon",
        "System.Net.Http.HttpClient",
        "GetStringAsync",
        "Everything",
        "T`1",
        "[]",
        "&",
        "..",
    ];

    private static readonly string[] Keys =
    [
        "build_property.DistributedSystemsAnalyzeTests",
        "distributed_systems.analyze_tests",
        "build_property.IsTestProject",
        "build_property.DistributedSystemsMode",
    ];

    private static readonly string[] Values =
    [
        "",
        "true",
        "false",
        "TRUE",
        "strict",
        "Strict",
        "none",
        "\0",
        "1",
        " true ",
        "\uD800",
        new('x', 10_000),
    ];

    private static readonly IReadOnlyList<string> Catalogs = ReadCatalogs();

    public static LanguageVersion Language(Random random) =>
        random.Next(3) == 0 ? Languages[random.Next(Languages.Length)] : LanguageVersion.Preview;

    public static IEnumerable<MetadataReference> References(IReadOnlyList<MetadataReference> all, Random random) =>
        random.Next(12) switch
        {
            0 => [],
            1 => all.Where(_ => random.Next(10) > 0).ToList(),
            2 => all.Where(_ => random.Next(2) > 0).ToList(),
            // Read again, so that the compiler cannot tell that the two are one.
            3 =>
            [
                .. all,
                .. all.OfType<PortableExecutableReference>()
                    .Where(reference => reference.FilePath is not null && random.Next(3) == 0)
                    .Select(reference => MetadataReference.CreateFromFile(reference.FilePath!))
                    .ToList(),
            ],
            _ => all,
        };

    public static AnalyzerOptions Options(Random random)
    {
        var files = random.Next(3) > 0 ? 0 : random.Next(1, 3);

        // Without a word about tests, a project that happens to reference a test framework would not be looked at.
        var options = ImmutableDictionary<string, string>.Empty.Add(Keys[0], "true");
        foreach (var key in Keys.Where(_ => random.Next(12) == 0))
        {
            options = options.SetItem(key, Values[random.Next(Values.Length)]);
        }

        return new AnalyzerOptions(
            [.. Enumerable.Range(0, files).Select(_ => new FixedText("a.remoteapi.txt", Catalog(random)))],
            new FixedOptions(options)
        );
    }

    private static string Catalog(Random random)
    {
        var text = Catalogs[random.Next(Catalogs.Count)];
        for (var left = random.Next(1, 10); left > 0; left--)
        {
            var (from, to) = (random.Next(text.Length + 1), random.Next(text.Length + 1));
            text = random.Next(3) switch
            {
                0 => text.Insert(from, Words[random.Next(Words.Length)]),
                1 => text.Remove(from, Math.Min(random.Next(40), text.Length - from)),
                _ => text.Insert(to, text.Substring(from, Math.Min(random.Next(80), text.Length - from))),
            };
        }

        return text;
    }

    private static IReadOnlyList<string> ReadCatalogs()
    {
        var pack = typeof(DistributedAnalyzer).Assembly;
        return
        [
            .. pack.GetManifestResourceNames()
                .Where(name => name.StartsWith("Catalog/", StringComparison.Ordinal))
                .Order(StringComparer.Ordinal)
                .Select(Read),
        ];

        string Read(string name)
        {
            using var reader = new StreamReader(pack.GetManifestResourceStream(name)!);
            return reader.ReadToEnd();
        }
    }
}
