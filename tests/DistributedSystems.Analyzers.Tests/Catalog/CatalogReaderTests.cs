using DistributedSystems.Analyzers.Catalog;
using Microsoft.CodeAnalysis.Text;

namespace DistributedSystems.Analyzers.Tests.Catalog;

public class CatalogReaderTests
{
    private static CatalogFile Read(string text) => CatalogReader.Read(SourceText.From(text), "a.remoteapi.txt");

    [Fact]
    public void Reads_every_word()
    {
        var file = Read(
            """
            # A comment.
            library Some library   # the name is the rest of the line
            assembly A B

            type N.T expensive unshareable default-deadline=250ms deadline-setting=Timeout
            member Get remote safe hidden-retries=2
            member Send(String, Int32) remote http=request blocking key=id deadline-parameter=options.Deadline
            member Take remote conditional acquires-when=when:Absent resource=name expiry=ttl
            member Run local runs=callback
            member Add local strategy=retry
            member Open remote blocking expensive twin=ConnectAsync sql=text
            member Query remote sql=.Text
            member Old remote until=6
            member New remote since=12.21
            attribute N.PostAttribute remote accumulates
            """
        );

        Assert.Empty(file.Problems);
        var library = Assert.Single(file.Libraries);
        Assert.Equal(("Some library", "A,B"), (library.Name, string.Join(",", library.Assemblies)));
        var attribute = library.Entries.Single(entry => entry.Type == "N.PostAttribute");
        var entries = library.Entries.Remove(attribute).ToDictionary(entry => entry.Member);
        Assert.Equal(
            (true, true, TimeSpan.FromMilliseconds(250), "Timeout"),
            (entries[""].Expensive, entries[""].Unshareable, entries[""].DefaultDeadline!.Value, entries[""].DeadlineSetting)
        );
        Assert.Equal(
            (true, Replay.Safe, 2, TimeSpan.FromMilliseconds(250)),
            (
                entries["Get"].Remote!.Value,
                entries["Get"].Replay,
                entries["Get"].HiddenRetries!.Value,
                entries["Get"].DefaultDeadline!.Value
            )
        );
        Assert.Equal(["String", "Int32"], entries["Send"].Signature!);
        Assert.Equal(
            ("request", true, "id", "options", "Deadline"),
            (
                entries["Send"].HttpRequestParameter,
                entries["Send"].Blocking,
                entries["Send"].KeyParameter,
                entries["Send"].DeadlineParameter,
                entries["Send"].DeadlineMember
            )
        );
        Assert.Equal(
            (LockRole.Acquires, "when", "Absent", "name", "ttl"),
            (
                entries["Take"].Lock,
                entries["Take"].ConditionParameter,
                entries["Take"].ConditionValue,
                entries["Take"].ResourceParameter,
                entries["Take"].ExpiryParameter
            )
        );
        Assert.Equal((false, "callback"), (entries["Run"].Remote!.Value, entries["Run"].RunsParameter));
        Assert.Equal(Strategy.Retry, entries["Add"].Strategy);
        Assert.Equal(
            (true, "ConnectAsync", "text", (string?)null),
            (entries["Open"].Expensive, entries["Open"].AsyncTwin, entries["Open"].SqlParameter, entries["Open"].SqlMember)
        );
        Assert.Equal(
            (false, (string?)null, "Text"),
            (entries["Query"].Expensive, entries["Query"].SqlParameter, entries["Query"].SqlMember)
        );
        Assert.Equal(
            ("6", (string?)null, (string?)null, "12.21"),
            (entries["Old"].Until, entries["Old"].Since, entries["New"].Until, entries["New"].Since)
        );
        Assert.Equal((true, true, Replay.Accumulates), (attribute.IsAttribute, attribute.Remote!.Value, attribute.Replay));
    }

    [Fact]
    public void The_example_of_the_documentation_can_be_read()
    {
        var page = Suite.Pack.Read("docs", "catalog.md").ReplaceLineEndings("\n");
        var example = System
            .Text.RegularExpressions.Regex.Match(
                page,
                "## An example\n.*?```\n(.*?)```",
                System.Text.RegularExpressions.RegexOptions.Singleline
            )
            .Groups[1]
            .Value;
        var file = Read(example);
        Assert.Empty(file.Problems);
        Assert.Equal(["Inventory", "Lock store"], file.Libraries.Select(library => library.Name));
    }

    [Theory]
    [InlineData("methd M remote", "a line begins with")]
    [InlineData("library", "the library has no name")]
    [InlineData("assembly", "the line names no assembly")]
    [InlineData("type", "the type has no name")]
    [InlineData("type T remote", "is described twice")]
    [InlineData("member", "the member has no name")]
    [InlineData("member M(A, B remote", "is not closed")]
    [InlineData("member M remot", "is not a word of the catalog")]
    [InlineData("member M remote=", "is not a word of the catalog")]
    [InlineData("member M default-deadline=30", "is not a word of the catalog")]
    [InlineData("member M hidden-retries=many", "is not a word of the catalog")]
    [InlineData("member M since=new", "is not a word of the catalog")]
    [InlineData("member M until=6.", "is not a word of the catalog")]
    [InlineData("member M acquires-when=when", "is not a word of the catalog")]
    [InlineData("member M acquires-when=:x", "is not a word of the catalog")]
    [InlineData("member M strategy=other-one", "is not a word of the catalog")]
    [InlineData("attribute", "the attribute has no name")]
    [InlineData("attribute A.B remot", "is not a word of the catalog")]
    [InlineData("attribute T", "is described twice")]
    [InlineData("member M sql=", "is not a word of the catalog")]
    [InlineData("member Known remote", "is described twice")]
    public void A_line_it_cannot_read_is_a_problem_at_that_line_and_the_others_count(string line, string reason)
    {
        var text = $"library L\ntype T\nmember Known remote\n{line}\nlibrary Next\ntype U\nmember Last remote\n";
        var file = Read(text);
        var problem = Assert.Single(file.Problems);
        Assert.Equal(line, text.Substring(problem.Span.Start, problem.Span.Length));
        Assert.Contains(reason, problem.Reason);
        Assert.Contains(file.Libraries, library => library.Entries.Any(entry => entry.Member == "Last"));
        Assert.Contains(file.Libraries, library => library.Entries.Any(entry => entry.Member == "Known"));
    }

    [Theory]
    [InlineData("member M remote")]
    [InlineData("assembly A")]
    [InlineData("type T")]
    [InlineData("attribute T")]
    public void A_line_without_what_it_belongs_to_is_a_problem(string line) => Assert.Single(Read(line).Problems);

    [Fact]
    public void A_rejected_type_line_takes_its_members_with_it_rather_than_giving_them_to_the_type_before() =>
        Assert.DoesNotContain(
            Read("library L\ntype T\nmember A remote\ntype U nonsense\nmember B remote").Libraries.Single().Entries,
            entry => entry.Member == "B"
        );
}
