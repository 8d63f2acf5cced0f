using System.Text.Json;
using System.Text.RegularExpressions;

namespace DistributedSystems.Tool.Tests;

/// <summary>The map of a solution, and everything it tells.</summary>
public sealed class MapTests(MapTests.MappedShop shop) : IClassFixture<MapTests.MappedShop>
{
    [Fact]
    public void A_map_is_no_complaint() => shop.Map.ExitsWith(0);

    [Fact]
    public void It_tells_of_each_call_with_its_worst_case()
    {
        Assert.Contains(
            shop.Lines,
            line => line.StartsWith("Core: Payments → payments.example  2 calls, ≤ 100 s, × 3", StringComparison.Ordinal)
        );
        Assert.Contains(
            shop.Lines,
            line =>
                line.StartsWith(
                    "  src/Core/Payments.cs:14 HttpClient.PostAsync: ends after 33 s (3 attempts × 10 s + 3 s), up to 3 calls, adds up, failure to ",
                    StringComparison.Ordinal
                ) && line.TrimEnd().EndsWith("DIST2001", StringComparison.Ordinal)
        );
    }

    [Fact]
    public void Its_last_line_counts() =>
        Assert.Contains(
            "3 remote calls from 2 components to 2 systems; 0 may wait for ever, 2 with findings",
            shop.Lines.Select(line => line.Trim())
        );

    [Fact]
    public void The_picture_names_both_ends_and_marks_what_has_findings()
    {
        var picture = shop.Read("map.mmd").Split('\n');

        Assert.Equal("flowchart LR", picture[0]);
        Assert.Contains("  subgraph \"Core\"", picture);
        Assert.Contains("    c0[\"Payments\"]", picture);
        Assert.Contains("  s1([\"payments.example\"])", picture);
        Assert.Contains("  c0 -->|\"2 calls, ≤ 100 s, × 3\"| s1", picture);
        Assert.Contains("  linkStyle 0,1 stroke:#b91c1c,color:#b91c1c", picture);
    }

    [Fact]
    public void The_page_for_a_wiki_has_picture_and_table()
    {
        var page = shop.Read("map.md");

        Assert.Contains("```mermaid\nflowchart LR\n", page);
        Assert.Contains(
            "| Core: Payments | `HttpClient.PostAsync` src/Core/Payments.cs:14 | payments.example | 33 s (3 attempts × 10 s + 3 s) | 3 |",
            page
        );
        Assert.Contains("**DIST2001**", page);
    }

    [Fact]
    public void Programs_get_the_same()
    {
        var map = JsonDocument.Parse(shop.Read("map.json")).RootElement;
        var call = map.GetProperty("calls").EnumerateArray().Single(call => call.GetProperty("line").GetInt32() == 14);

        Assert.Equal("payments.example", call.GetProperty("system").GetString());
        Assert.Equal("33 s", call.GetProperty("time").GetString());
        Assert.Equal("3", call.GetProperty("calls").GetString());
        Assert.Equal("10 s the timeout of its token", call.GetProperty("limits").GetString());
        Assert.Equal("adds up", call.GetProperty("replay").GetString());
        Assert.Equal("PartiallySynchronous, CrashStop (Payments)", call.GetProperty("model").GetString());
        Assert.Equal(2, map.GetProperty("edges").GetArrayLength());
    }

    [Fact]
    public void The_page_of_findings_has_the_map() =>
        Assert.Contains("\"summary\":\"3 remote calls from 2 components", shop.Read("map.html"));

    [Fact]
    public void What_tells_of_calls_is_no_finding() => Assert.DoesNotContain("\"rule\":\"DIST1011\"", shop.Read("map.html"));

    [Fact]
    public async Task A_browser_draws_the_map()
    {
        if (!Browser.IsThere)
        {
            return; // Nothing to look at it with; the data in the page is checked above.
        }

        var (page, errors) = await Browser.Show(shop.Folder.Path("reports", "map.html"), "#map");

        Assert.Equal("", errors);
        Assert.Equal(2, Regex.Matches(page, "<path [^>]*class=\"bad\"").Count);
        Assert.Contains(">payments.example</text>", page);
        Assert.Contains("<td class=\"\">33 s (3 attempts × 10 s + 3 s)</td>", page);
        Assert.Contains("<td class=\"bad\">DIST2001</td>", page);
    }

    [Fact]
    public async Task A_browser_shows_the_findings_filters_them_and_explains_the_chosen_one()
    {
        if (!Browser.IsThere)
        {
            return;
        }

        var page = shop.Read("map.html");
        shop.Folder.Write(
            "reports/chosen.html",
            page.Replace(
                "</body>",
                """
                <script>
                  form.rule.value = "DIST4001";
                  form.dispatchEvent(new Event("input"));
                  document.querySelector("article").click();
                </script>
                </body>
                """
            )
        );
        var (all, allErrors) = await Browser.Show(shop.Folder.Path("reports", "map.html"));
        var (chosen, chosenErrors) = await Browser.Show(shop.Folder.Path("reports", "chosen.html"));

        Assert.Equal("", allErrors + chosenErrors);
        Assert.True(Regex.Matches(all, "<article").Count > 2);
        Assert.Equal(2, Regex.Matches(chosen, "<article").Count);
        Assert.Contains("The wall clock is set: by NTP", Regex.Match(chosen, "<aside.*?</aside>", RegexOptions.Singleline).Value);
    }

    public sealed class MappedShop : IAsyncLifetime
    {
        private const string Payments = """
            namespace Shop.Core;

            [SystemModel(Timing.PartiallySynchronous, Failures.CrashStop)]
            public class Payments(HttpClient http)
            {
                public async Task Charge(HttpContent charge)
                {
                    for (var attempt = 0; attempt < 3; attempt++)
                    {
                        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(10));
                        try
                        {
                            await http.PostAsync("https://payments.example/charges", charge, limit.Token); return;
                        }
                        catch (Exception e) when (e is HttpRequestException or OperationCanceledException)
                        {
                            await Task.Delay(TimeSpan.FromSeconds(1.5));
                        }
                    }
                }

                public Task<string> State(CancellationToken token) => http.GetStringAsync("https://payments.example/state", token);
            }

            public enum Timing { PartiallySynchronous }
            public enum Failures { CrashStop }
            """;

        private const string Attribute = """
            namespace DistributedSystems;

            [AttributeUsage(AttributeTargets.All)]
            public sealed class SystemModelAttribute(Shop.Core.Timing timing, Shop.Core.Failures failures) : Attribute
            {
                public Shop.Core.Timing Timing => timing;
                public Shop.Core.Failures Failures => failures;
            }
            """;

        internal TemporaryFolder Folder { get; } = Shop.Write();

        internal CommandResult Map { get; private set; } = null!;

        internal string[] Lines => Map.Output.ReplaceLineEndings("\n").Split('\n');

        internal string Read(string report) => File.ReadAllText(Folder.Path("reports", report));

        public async Task InitializeAsync()
        {
            Folder.Write("src/Core/Payments.cs", "using DistributedSystems;\n" + Payments);
            Folder.Write("src/Core/SystemModelAttribute.cs", Attribute);
            Map = await Distsys.Run(
                Folder.Root,
                "map",
                "Shop.slnx",
                "--markdown",
                "reports/map.md",
                "--mermaid",
                "reports/map.mmd",
                "--json",
                "reports/map.json",
                "--html",
                "reports/map.html"
            );
        }

        public Task DisposeAsync()
        {
            Folder.Dispose();
            return Task.CompletedTask;
        }
    }
}
