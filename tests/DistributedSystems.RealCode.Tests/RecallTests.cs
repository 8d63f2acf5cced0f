using System.Diagnostics;
using DistributedSystems.RealCode.Commands;
using DistributedSystems.RealCode.Recall;

namespace DistributedSystems.RealCode.Tests;

/// <summary>The whole way, over clones that these tests make: from a row of the list to what the pack says of that commit.</summary>
public sealed class RecallTests : IDisposable
{
    private const string Project = """
        <Project Sdk="Microsoft.NET.Sdk"><PropertyGroup><ImplicitUsings>enable</ImplicitUsings></PropertyGroup></Project>
        """;

    private const string SentTwice = """
        public class Orders(HttpClient client)
        {
            public async Task Send(HttpRequestMessage request)
            {
                var response = await client.SendAsync(request);
                if (!response.IsSuccessStatusCode)
                {
                    await client.SendAsync(request);
                }
            }
        }
        """;

    private const string SentOnce = """
        public class Orders(HttpClient client)
        {
            public async Task Send(HttpRequestMessage request) => await client.SendAsync(request);
        }
        """;

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("acme+shop/repo")]
    [InlineData("acme+shop")]
    [InlineData("acme/shop")]
    public async Task A_defect_of_the_past_is_found_wherever_its_clone_lies(string place)
    {
        var (parent, fix) = CloneAt(place);

        var verdict = await Judge(Defect(parent, fix, "src/Orders.cs", 8));

        Assert.Equal((Outcome.Found, true), (verdict.Outcome, verdict.Evidence.Contains("DIST2008", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task The_commit_is_judged_and_not_the_work_tree()
    {
        var (_, fix) = CloneAt("acme+shop");

        Assert.Equal(Outcome.Missed, (await Judge(Defect(fix, fix, "src/Orders.cs", 8))).Outcome);
    }

    [Fact]
    public async Task A_file_that_the_clone_lacks_stops_nothing_but_its_own_defects()
    {
        var (parent, fix) = CloneAt("acme+shop");
        var lost = Git("acme+shop", "rev-parse", parent + ":src/Other.cs");
        var blob = folder.Path("acme+shop", ".git", "objects", lost[..2], lost[2..]);
        File.SetAttributes(blob, FileAttributes.Normal);
        File.Delete(blob);

        Assert.Equal(Outcome.Found, (await Judge(Defect(parent, fix, "src/Orders.cs", 8))).Outcome);
        Assert.Equal(Outcome.NotJudged, (await Judge(Defect(parent, fix, "src/Other.cs", 1))).Outcome);
    }

    [Fact]
    public async Task A_file_that_no_project_holds_is_bound_with_its_folder()
    {
        var (parent, fix) = CloneAt("acme+shop");

        Assert.Equal(Outcome.Found, (await Judge(Defect(parent, fix, "loose/Orders.cs", 8))).Outcome);
    }

    [Fact]
    public async Task A_project_that_imports_its_sdk_by_hand_holds_the_files_below_it()
    {
        folder.Write(
            "acme+shop/src/Shop.csproj",
            """
            <Project>
              <Import Project="Sdk.props" Sdk="Microsoft.NET.Sdk" />
              <PropertyGroup><ImplicitUsings>enable</ImplicitUsings></PropertyGroup>
              <Import Project="Sdk.targets" Sdk="Microsoft.NET.Sdk" />
            </Project>
            """
        );
        folder.Write("acme+shop/src/deep/Orders.cs", SentTwice.Replace("Orders(HttpClient", "Orders(Client", StringComparison.Ordinal));
        folder.Write("acme+shop/src/Client.cs", "public class Client : HttpClient { }");
        Git("acme+shop", "init", "--quiet");
        var commit = Commit("acme+shop");

        Assert.Equal(Outcome.Found, (await Judge(Defect(commit, commit, "src/deep/Orders.cs", 8))).Outcome);
    }

    [Fact]
    public async Task What_is_not_there_is_told_and_not_counted_as_missed()
    {
        var (parent, fix) = CloneAt("acme+shop");

        var noClone = await Judge(Defect(parent, fix, "src/Orders.cs", 8) with { Repository = "acme/other" });
        var noCommit = await Judge(Defect("0123456789", fix, "src/Orders.cs", 8));
        var noFile = await Judge(Defect(parent, fix, "src/Gone.cs", 8));

        Assert.Equal((Outcome.NotJudged, true), (noClone.Outcome, noClone.Evidence.Contains("no clone", StringComparison.Ordinal)));
        Assert.Equal((Outcome.NotJudged, true), (noCommit.Outcome, noCommit.Evidence.Contains("0123456789", StringComparison.Ordinal)));
        Assert.Equal((Outcome.NotJudged, true), (noFile.Outcome, noFile.Evidence.Contains("no such file", StringComparison.Ordinal)));
    }

    private static HistoricalDefect Defect(string parent, string fix, string path, int line) =>
        new("acme/shop", fix, parent, path, [(line, line)], ["DIST2008"], "The request is sent twice.");

    private async Task<Verdict> Judge(HistoricalDefect defect)
    {
        var (verdicts, exceptions) = await RecallCommand.Judge(
            [defect],
            new LocalRepositories(folder.Root),
            kept: null,
            packages: [],
            _ => { }
        );
        Assert.Empty(exceptions);
        return Assert.Single(verdicts);
    }

    private (string Parent, string Fix) CloneAt(string place)
    {
        folder.Write(place + "/src/Shop.csproj", Project);
        folder.Write(place + "/src/Orders.cs", SentTwice);
        folder.Write(place + "/src/Other.cs", "public class Other { }");
        folder.Write(place + "/loose/Orders.cs", "using System.Net.Http; using System.Threading.Tasks;" + SentTwice);
        Git(place, "init", "--quiet");
        var parent = Commit(place);
        folder.Write(place + "/src/Orders.cs", SentOnce);
        return (parent, Commit(place));
    }

    private string Commit(string place)
    {
        Git(place, "add", "--all");
        Git(place, "-c", "user.name=a", "-c", "user.email=a@example.org", "-c", "commit.gpgsign=false", "commit", "--quiet", "-m", "a");
        return Git(place, "rev-parse", "HEAD");
    }

    private string Git(string place, params string[] arguments)
    {
        var start = new ProcessStartInfo("git", arguments) { WorkingDirectory = folder.Path(place), RedirectStandardOutput = true };
        using var git = Process.Start(start)!;
        var text = git.StandardOutput.ReadToEnd().Trim();
        git.WaitForExit();
        Assert.Equal(0, git.ExitCode);
        return text;
    }
}
