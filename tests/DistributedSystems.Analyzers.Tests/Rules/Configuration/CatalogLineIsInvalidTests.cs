using DistributedSystems.Analyzers.Rules.Configuration;
using DistributedSystems.Analyzers.Tests.Verify;
using DistributedSystems.Fuzzing;
using Microsoft.CodeAnalysis.Diagnostics;

namespace DistributedSystems.Analyzers.Tests.Rules.Configuration;

public class CatalogLineIsInvalidTests
{
    private const string Source = """
        namespace Shop
        {
            public class Options { public TimeSpan Deadline { get; set; } }
            public enum When { Always, Absent }
            public class ClientBase { public Task Inherited(string id) => null; }
            public class Client : ClientBase
            {
                public string Text { get; set; }
                public Task Send(string id, Options options) => null;
                public Task Send(int id, When when) => null;
            }
            public interface ILocks { Task Take(string name, TimeSpan? expiry); }
            public class VerbAttribute : Attribute { }
        }
        """;

    [Theory]
    [InlineData("[|methd M remote|]", "a line begins with")]
    [InlineData(
        "library L\ntype Shop.Client\n[|member Send remot|]\nmember Send(Int32,When) remote",
        "'remot' is not a word of the catalog"
    )]
    [InlineData("library L\ntype Shop.Client\nmember Send remote\n[|member Send local|]", "is described twice in this file")]
    [InlineData("library L\ntype Shop.Client\n[|member Sent remote|]", "'Shop.Client' has no method 'Sent'")]
    [InlineData("library L\ntype Shop.Client\n[|member Inherited remote|]", "'Inherited' is declared in 'Shop.ClientBase'")]
    [InlineData("library L\ntype Shop.Client\n[|member Text remote|]", "has no method 'Text'")]
    [InlineData("library L\ntype Shop.Client\n[|member Send(String) remote|]", "no overload of 'Send' takes (String)")]
    [InlineData("library L\ntype Shop.Client\n[|member Send remote key=identifier|]", "has a parameter 'identifier'")]
    [InlineData("library L\ntype Shop.Client\n[|member Send remote header=this|]", "has a parameter 'this'")]
    [InlineData("library L\ntype Shop.Client\n[|member Send(Int32,When) remote deadline-parameter=options|]", "has a parameter 'options'")]
    [InlineData(
        "library L\ntype Shop.Client\n[|member Send remote deadline-parameter=options.Timeout|]",
        "parameter 'options' has no member 'Timeout'"
    )]
    [InlineData("library L\ntype Shop.Client\n[|member Send remote key=options.Id|]", "parameter 'options' has no member 'Id'")]
    [InlineData(
        "library L\ntype Shop.Client\n[|member Send remote acquires-when=when:Missing|]",
        "parameter 'when' has no member 'Missing'"
    )]
    [InlineData("library L\n[|type Shop.Client sql=.Command|]", "has no member 'Command'")]
    [InlineData("library L\nassembly TestCode\n[|type Shop.Missing|]\nmember Send remote", "there is no type 'Shop.Missing' in 'TestCode'")]
    [InlineData(
        "library L\nassembly System.Net.Http\n[|type System.Net.Http.HttpKlient|]",
        "there is no type 'System.Net.Http.HttpKlient'"
    )]
    [InlineData("library L\n[|attribute Shop.Client remote|]", "'Shop.Client' is no attribute")]
    public Task A_line_without_effect_is_reported(string marked, string reason) => AssertReported([marked], reason);

    [Theory]
    [InlineData("")]
    [InlineData("# only a comment\n\n   \n")]
    [InlineData(
        "library L\ntype Shop.Client sql=.Text\nmember Send remote key=id deadline-parameter=options.Deadline acquires-when=when:Absent # fine\n\nlibrary M\ntype Shop.ILocks\nmember Take remote acquires resource=name expiry=expiry\nattribute Shop.VerbAttribute remote"
    )]
    [InlineData("library L\ntype Shop.Client\nmember Send(String, Options) remote key=id\nmember Send(Int32,When) local")]
    [InlineData("library L\nassembly Shop.Somewhere.Else\ntype Shop.Missing\nmember Send remote")]
    [InlineData("library L\nassembly TestCode Shop.Somewhere.Else\ntype Shop.Missing\nmember Send remote")]
    [InlineData("library L\ntype Shop.Missing\nmember Send remote")]
    [InlineData("library L\ntype System.Net.Http.HttpClient\nmember PostAsync local")]
    [InlineData("library L\ntype Shop.Client\nmember Sent remote until=6\nmember Put remote since=7.2")]
    [InlineData("library L\nassembly TestCode\ntype Shop.Missing until=6\nmember Send remote")]
    public Task A_line_with_effect_or_for_another_project_is_not(string text) => AssertReported([text], reason: null);

    [Fact]
    public Task A_member_that_an_earlier_file_describes_is_reported_in_the_later_one() =>
        AssertReported(
            [
                "library L\ntype Shop.Client\nmember Send remote",
                "library M\ntype Shop.Client\n[|member Send local|]\nmember Send(String,Options) remote",
            ],
            "is described in 'catalog0.remoteapi.txt' already"
        );

    [Fact]
    public async Task Other_additional_files_are_not_read()
    {
        var setup = Setup.Default with
        {
            AdditionalFiles = new Dictionary<string, string> { ["notes.txt"] = "nonsense", ["x.remoteapi.txt.bak"] = "nonsense" },
        };
        Assert.Empty(await Analysis.DiagnosticsOf(Analysis.Compile(Source, setup), [new CatalogLineIsInvalid()], setup));
    }

    [Fact]
    public async Task A_catalog_beside_other_additional_files_is_read()
    {
        var setup = Setup.Default with
        {
            AdditionalFiles = new Dictionary<string, string> { ["notes.txt"] = "nonsense", ["x.remoteapi.txt"] = "nonsense" },
        };
        Assert.Equal(
            "x.remoteapi.txt",
            Assert
                .Single(await Analysis.DiagnosticsOf(Analysis.Compile(Source, setup), [new CatalogLineIsInvalid()], setup))
                .Location.GetLineSpan()
                .Path
        );
    }

    [Fact]
    public async Task Two_files_of_one_name_are_two_files()
    {
        var options = new AnalyzerOptions(
            [new FixedText("a.remoteapi.txt", "# much\n# too\n# long\nnonsense"), new FixedText("a.remoteapi.txt", "nonsense")],
            new FixedOptions(Setup.Default.GlobalOptions)
        );
        var diagnostics = await Analysis
            .Compile(Source, Setup.Default)
            .WithAnalyzers([new CatalogLineIsInvalid()], options)
            .GetAnalyzerDiagnosticsAsync();
        Assert.Equal([0, 3], diagnostics.Select(diagnostic => diagnostic.Location.GetLineSpan().StartLinePosition.Line).Order());
        Assert.DoesNotContain(diagnostics, diagnostic => diagnostic.Id == "AD0001");
    }

    private static async Task AssertReported(string[] marked, string? reason)
    {
        var files = marked.Select(Markup.Parse).ToList();
        var setup = Setup.Default with
        {
            AdditionalFiles = files
                .Select((file, i) => (Name: $"catalog{i}.remoteapi.txt", file.Source))
                .ToDictionary(file => file.Name, file => file.Source),
        };
        var diagnostics = await Analysis.DiagnosticsOf(Analysis.Compile(Source, setup), [new CatalogLineIsInvalid()], setup);
        Assert.Equal(
            files.SelectMany((file, i) => file.Expected.Select(expected => ($"catalog{i}.remoteapi.txt", expected.Span))),
            diagnostics.Select(diagnostic => (diagnostic.Location.GetLineSpan().Path, diagnostic.Location.SourceSpan))
        );
        Assert.All(diagnostics, diagnostic => Assert.Contains(reason!, diagnostic.GetMessage()));
    }
}
