using System.Collections.Immutable;
using System.Globalization;
using DistributedSystems.Analyzers.Baseline;
using DistributedSystems.Analyzers.Rules.Clocks;
using DistributedSystems.Analyzers.Tests.Verify;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;

namespace DistributedSystems.Analyzers.Tests.Baselines;

/// <summary>Findings that a baseline records are suppressed, whatever happens around them; all others are reported.</summary>
public class BaselineSuppressorTests
{
    private const string Orders = """
        class Orders
        {
            TimeSpan Process(Action work)
            {
                var start = DateTime.UtcNow;
                work();
                return DateTime.UtcNow - start;
            }
        }
        """;

    private static readonly ImmutableArray<DiagnosticAnalyzer> Analyzers = [new ElapsedTimeOnWallClock(), new BaselineSuppressor()];

    private static readonly File Recorded = new("/shop/src/Orders.cs", Orders);

    [Fact]
    public async Task Without_a_baseline_everything_is_reported() => Assert.Equal(["Orders.cs(7)"], await Reported(null, Recorded));

    [Fact]
    public async Task A_line_names_rule_file_member_and_message()
    {
        var line = Assert.Single(await Lines(Recorded));

        Assert.Equal("DIST4001 | src/Orders.cs | Orders.Process | " + await MessageOf(Recorded), line);
        Assert.Empty(await Reported([line], Recorded));
    }

    [Theory]
    [InlineData("// one more line\n// and another\n", "")]
    [InlineData("namespace Shop { enum Level { Low } ", " }")]
    [InlineData("using System.Text;\n", "class After { }")]
    public async Task Code_around_a_finding_makes_it_no_other(string before, string after) =>
        Assert.Empty(await Reported(await Lines(Recorded), Recorded with { Code = before + Orders + after }));

    [Theory]
    [InlineData("Process", "Handle")]
    [InlineData("DateTime.UtcNow", "DateTimeOffset.UtcNow")]
    [InlineData("class Orders", "class Invoices")]
    public async Task Another_member_or_another_message_is_another_finding(string old, string @new) =>
        Assert.Single(await Reported(await Lines(Recorded), Recorded with { Code = Orders.Replace(old, @new) }));

    [Fact]
    public async Task Of_findings_that_are_alike_as_many_are_known_as_are_counted()
    {
        var twice = Recorded with { Code = Orders.Replace("work();", "work(); Console.Write(DateTime.UtcNow - start);") };
        var lines = await Lines(twice);

        Assert.StartsWith("DIST4001 x2 | ", Assert.Single(lines));
        Assert.Empty(await Reported(lines, twice));
        Assert.Equal(["Orders.cs(7)"], await Reported(await Lines(Recorded), twice));
        Assert.Empty(await Reported([.. await Lines(Recorded), .. await Lines(Recorded)], twice));
    }

    [Theory]
    [InlineData("/shop/src/PlacedOrders.cs")]
    [InlineData("/shop/src/Placing/Orders.cs")]
    public async Task A_renamed_file_is_followed(string path) =>
        Assert.Empty(await Reported(await Lines(Recorded), Recorded with { Path = path }));

    [Fact]
    public async Task A_copy_of_a_file_that_is_still_there_is_new()
    {
        var copy = new File("/shop/src/Copy.cs", "namespace Copied { " + Orders + " }");

        Assert.Equal(["Copy.cs(7)"], await Reported(await Lines(Recorded), Recorded, copy));
    }

    [Fact]
    public async Task A_file_of_another_project_may_still_be_there() =>
        Assert.Single(await Reported(await Lines(Recorded with { Path = "/shop/billing/Orders.cs" }), Recorded));

    /// <summary>In a build; an editor that asks about one file does not know what another one has used up.</summary>
    [Fact]
    public async Task One_line_does_not_stand_for_a_renamed_file_and_a_copy_of_it()
    {
        var setup = With("/shop/distsys.baseline", string.Join("\n", await Lines(Recorded)));
        var compilation = Compile(
            setup,
            Recorded with
            {
                Path = "/shop/src/A.cs",
            },
            new("/shop/src/B.cs", $"namespace Copied {{ {Orders} }}")
        );

        var finding = Assert.Single(await Analysis.Run(compilation, Analyzers, setup, concurrent: true));
        Assert.Equal("/shop/src/B.cs", finding.Location.GetLineSpan().Path);
    }

    [Fact]
    public async Task A_line_that_cannot_be_read_loses_nothing_else() =>
        Assert.Empty(await Reported(["<<<<<<< ours", "nonsense", .. await Lines(Recorded), "DIST4001 x0 | a | b | c"], Recorded));

    [Theory]
    [InlineData("/shop/DISTSYS.BASELINE")]
    [InlineData("/shop/clocks.distsys.baseline")]
    [InlineData(@"C:\shop\distsys.baseline")]
    public async Task A_baseline_is_known_by_the_end_of_its_name(string path)
    {
        var root = path[..path.LastIndexOfAny(['/', '\\'])];
        var file = Recorded with { Path = root + path[root.Length] + "src" + path[root.Length] + "Orders.cs" };

        Assert.Empty(await Reported(path, string.Join("\n", await Lines(Recorded)), file));
    }

    [Fact]
    public async Task Another_file_is_no_baseline() =>
        Assert.Single(await Reported("/shop/olddistsys.baseline", string.Join("\n", await Lines(Recorded)), Recorded));

    [Fact]
    public void Every_rule_may_be_suppressed() =>
        Assert.Equal(
            Suite.Pack.Analyzers.Select(rule => Suite.Pack.DescriptorOf(rule).Id).Order(),
            new BaselineSuppressor().SupportedSuppressions.Select(suppression => suppression.SuppressedDiagnosticId).Order()
        );

    private sealed record File(string Path, string Code);

    private static Task<IReadOnlyList<string>> Reported(IEnumerable<string>? baseline, params File[] files) =>
        Reported("/shop/distsys.baseline", baseline is null ? null : string.Join("\n", baseline), files);

    private static async Task<IReadOnlyList<string>> Reported(string path, string? baseline, params File[] files) =>
        (await Diagnostics(path, baseline, files))
            .Select(finding => finding.Location.GetLineSpan())
            .Select(place => $"{Path.GetFileName(place.Path.Replace('\\', '/'))}({place.StartLinePosition.Line + 1})")
            .ToList();

    private static async Task<string> MessageOf(File file) =>
        Assert.Single(await Diagnostics("", null, [file])).GetMessage(CultureInfo.InvariantCulture);

    /// <summary>What the tool writes: the findings without a baseline, alike ones counted.</summary>
    private static async Task<IReadOnlyList<string>> Lines(params File[] files) =>
        (await Diagnostics("", null, files))
            .Select(finding =>
                BaselineFinding.Of(
                    finding.Id,
                    BaselinePath.Relative("/shop", finding.Location.SourceTree!.FilePath),
                    MemberName.At(finding.Location.SourceTree.GetRoot(), finding.Location.SourceSpan.Start),
                    finding.GetMessage(CultureInfo.InvariantCulture)
                )
            )
            .GroupBy(finding => finding)
            .Select(alike => alike.Key.Line(alike.Count()))
            .ToList();

    private static Task<ImmutableArray<Diagnostic>> Diagnostics(string path, string? baseline, File[] files)
    {
        var setup = With(path, baseline);
        return Analysis.DiagnosticsOf(Compile(setup, files), Analyzers, setup);
    }

    private static Setup With(string path, string? baseline) =>
        Setup.Default with
        {
            AdditionalFiles = baseline is null
                ? ImmutableDictionary<string, string>.Empty
                : new Dictionary<string, string> { [path] = baseline },
            GlobalOptions = new Dictionary<string, string> { ["build_property.ProjectDir"] = "/shop/src/" },
        };

    private static Compilation Compile(Setup setup, params File[] files) =>
        Analysis
            .EmptyCompilation(setup)
            .AddSyntaxTrees(
                files
                    .Append(new File("/shop/src/obj/Usings.cs", Analysis.GlobalUsings))
                    .Select(file => CSharpSyntaxTree.ParseText(file.Code, path: file.Path))
            );
}
