using DistributedSystems.Analyzers.Rules.Retries;
using DistributedSystems.Analyzers.Tests.Verify;

namespace DistributedSystems.Analyzers.Tests.Rules.Retries;

public class StateIsKeptAcrossAttemptsTests
{
    [Theory]
    [InlineData("[|pages.Add(\"first\")|]; await http.GetStringAsync(\"/a\"); return;")]
    [InlineData("[|pages.Add(await http.GetStringAsync(\"/a\"))|]; await http.GetStringAsync(\"/b\"); return;")]
    [InlineData("[|text += \"x\"|]; await http.GetStringAsync(\"/a\"); return;")]
    [InlineData("[|total += price|]; await http.GetStringAsync(\"/a\"); return;")]
    [InlineData("[|stored.Enqueue(price)|]; await http.GetStringAsync(\"/a\"); return;")]
    [InlineData("[|builder.Append(price)|]; await http.GetStringAsync(\"/a\"); return;")]
    [InlineData("[|given.Add(\"x\")|]; await http.GetStringAsync(\"/a\"); return;")]
    [InlineData("pages.Clear(); pages.Add(\"first\"); await http.GetStringAsync(\"/a\"); return;")]
    [InlineData("pages = new(); pages.Add(\"first\"); await http.GetStringAsync(\"/a\"); return;")]
    [InlineData("var own = new List<string>(); own.Add(\"first\"); await http.GetStringAsync(\"/a\"); return;")]
    [InlineData("pages.Add(await http.GetStringAsync(\"/a\")); return;")]
    [InlineData("await http.GetStringAsync(\"/a\"); pages.Add(\"done\"); return;")]
    [InlineData("tried++; failures += 1; await http.GetStringAsync(\"/a\"); return;")]
    [InlineData("pages.Add($\"attempt {attempt}\"); await http.GetStringAsync(\"/a\"); return;")]
    [InlineData("seen.Add(\"a\"); byName[\"a\"] = 1; await http.GetStringAsync(\"/a\"); return;")]
    [InlineData("Forget(pages); pages.Add(\"first\"); await http.GetStringAsync(\"/a\"); return;")]
    [InlineData("log.Add(\"a\"); await http.GetStringAsync(\"/a\"); return;")]
    public Task In_a_loop(string attempt) =>
        Verify(
            """
            async Task Load(List<string> given, decimal price, HashSet<string> seen, Dictionary<string, int> byName, Journal log)
            {
                var pages = new List<string>();
                var builder = new System.Text.StringBuilder();
                var text = "";
                var total = 0m;
                var tried = 0;
                var failures = 0;
                for (var attempt = 0; ; attempt++)
                {
                    try { ATTEMPT }
                    catch (HttpRequestException) when (attempt < 3) { await Task.Delay(1000); }
                }
            }
            """.Replace("ATTEMPT", attempt)
        );

    [Fact]
    public Task In_what_a_pipeline_runs() =>
        Verify(
            """
            async Task Load(decimal price)
            {
                var pages = new List<string>();
                await Retrying.ExecuteAsync(async token =>
                {
                    [|pages.Add("first")|];
                    pages.Add(await http.GetStringAsync("/a", token));
                });

                await Retrying.ExecuteAsync(async token =>
                {
                    var page = await http.GetStringAsync("/a", token);
                    pages.Add(page);
                });

                foreach (var path in new[] { "/a", "/b" })
                {
                    pages.Add(path);
                    await Retrying.ExecuteAsync(async token => await http.GetStringAsync(path, token));
                }
            }
            """
        );

    [Theory]
    [InlineData(
        """string next = "/a"; while (next is not null) { var page = await http.GetStringAsync(next); [|pages.Add(page)|]; next = Next(page); } return;"""
    )]
    [InlineData("""foreach (var id in ids) { [|pages.Add(await http.GetStringAsync($"/a/{id}"))|]; } return;""")]
    [InlineData(
        """for (var number = 0; number < 9; number++) { var path = $"/a/{number}"; foreach (var line in (await http.GetStringAsync(path)).Split(' ')) [|pages.Add(line)|]; } break;"""
    )]
    [InlineData(
        """foreach (var id in ids) { var price = await http.GetStringAsync($"/a/{id}"); [|total += price.Length|]; } done = true;"""
    )]
    [InlineData("""await foreach (var line in Lines(await http.GetStreamAsync("/a"))) [|pages.Add(line)|]; return;""")]
    // The next attempt goes on where the last one stood.
    [InlineData(
        """while (older is not null) { var page = await http.GetStringAsync(older); pages.Add(page); older = Next(page); } return;"""
    )]
    [InlineData("""while (rest.TryDequeue(out var id)) { pages.Add(await http.GetStringAsync($"/a/{id}")); } return;""")]
    [InlineData("""while (rest.Count > 0) { pages.Add(await http.GetStringAsync($"/a/{rest.Peek()}")); rest.Dequeue(); } return;""")]
    [InlineData("""for (; reached < 9; reached++) { pages.Add(await http.GetStringAsync($"/a/{reached}")); } return;""")]
    [InlineData(
        """for (var number = reached; number < 9; number++) { pages.Add(await http.GetStringAsync($"/a/{number}")); reached = number + 1; } return;"""
    )]
    [InlineData("""while (pages.Count < 9) { pages.Add(await http.GetStringAsync($"/a/{pages.Count}")); } return;""")]
    [InlineData("""foreach (var id in ids) { if (!pages.Contains(id)) pages.Add(await http.GetStringAsync($"/a/{id}")); } return;""")]
    [InlineData(
        """while (cursor.Next is not null) { var page = await http.GetStringAsync(cursor.Next); pages.Add(page); cursor.Next = Next(page); } return;"""
    )]
    [InlineData(
        """foreach (var id in ids) { if (id == "a") continue; await http.GetStringAsync($"/a/{id}"); ids.Remove(id); pages.Add(id); } return;"""
    )]
    // It starts with what it has emptied, or a failure of one item leads to the next one.
    [InlineData("""pages.Clear(); foreach (var id in ids) { pages.Add(await http.GetStringAsync($"/a/{id}")); } return;""")]
    [InlineData(
        """var own = new List<string>(); foreach (var id in ids) { own.Add(await http.GetStringAsync($"/a/{id}")); } pages.AddRange(own); return;"""
    )]
    [InlineData(
        """foreach (var id in ids) { try { pages.Add(await http.GetStringAsync($"/a/{id}")); } catch (HttpRequestException) { } } return;"""
    )]
    // Success goes round: the next pass of a worker.
    [InlineData("""foreach (var id in ids) { pages.Add(await http.GetStringAsync($"/a/{id}")); }""")]
    public Task In_a_pass_over_pages(string attempt) =>
        Verify(
            """
            class Cursor { public string? Next { get; set; } }
            static string? Next(string page) => page.Length > 9 ? page : null;
            static async IAsyncEnumerable<string> Lines(Stream stream) { using var reader = new StreamReader(stream); while (await reader.ReadLineAsync() is { } line) yield return line; }

            async Task Load(List<string> ids, string? older, Queue<string> rest, Cursor cursor)
            {
                var pages = new List<string>();
                var reached = 0;
                var total = 0;
                var done = false;
                while (!done)
                {
                    try { ATTEMPT }
                    catch (HttpRequestException) { await Task.Delay(1000); }
                }
            }
            """.Replace("ATTEMPT", attempt)
        );

    [Fact]
    public Task In_a_pass_that_a_pipeline_runs() =>
        Verify(
            """
            async Task Load(List<string> ids, Queue<string> rest)
            {
                var pages = new List<string>();
                await Retrying.ExecuteAsync(async token =>
                {
                    foreach (var id in ids)
                    {
                        [|pages.Add(await http.GetStringAsync($"/a/{id}", token))|];
                    }
                });

                await Retrying.ExecuteAsync(async token =>
                {
                    while (rest.TryDequeue(out var id))
                    {
                        pages.Add(await http.GetStringAsync($"/a/{id}", token));
                    }
                });

                foreach (var id in ids)
                {
                    await Retrying.ExecuteAsync(async token => pages.Add(await http.GetStringAsync($"/a/{id}", token)));
                }
            }
            """
        );

    [Fact]
    public Task What_a_catch_records_is_a_record() =>
        Verify(
            """
            async Task Load()
            {
                var failures = new List<Exception>();
                for (var attempt = 0; attempt < 3; attempt++)
                {
                    try { await http.GetStringAsync("/a"); return; }
                    catch (HttpRequestException failure) { failures.Add(failure); await Task.Delay(1000); }
                }

                throw new AggregateException(failures);
            }
            """
        );

    [Fact]
    public Task Pages_of_one_answer_are_no_retry() =>
        Verify(
            """
            async Task<List<string>> All(string next)
            {
                var pages = new List<string>();
                while (next is not null)
                {
                    pages.Add(next);
                    next = await http.GetStringAsync(next);
                }

                return pages;
            }
            """
        );

    private static Task Verify(string code) =>
        VerifyCS<StateIsKeptAcrossAttempts>.VerifyAnalyzerAsync(
            """
            using Polly;
            using Polly.Retry;

            class Journal { public void Add(string entry) { } }

            class Catalog(HttpClient http)
            {
                static readonly ResiliencePipeline Retrying = new ResiliencePipelineBuilder().AddRetry(new RetryStrategyOptions()).Build();
                readonly Queue<decimal> stored = new();
                static void Forget(List<string> pages) => pages.Clear();

                CODE
            }
            """.Replace("CODE", code),
            Library.Polly
        );
}
