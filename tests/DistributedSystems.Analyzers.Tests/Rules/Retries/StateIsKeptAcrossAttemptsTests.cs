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
    public Task In_a_loop(string attempt) => Verify("""
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
        """.Replace("ATTEMPT", attempt));

    [Fact]
    public Task In_what_a_pipeline_runs() => Verify("""
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
        """);

    [Fact]
    public Task What_a_catch_records_is_a_record() => Verify("""
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
        """);

    [Fact]
    public Task Pages_of_one_answer_are_no_retry() => Verify("""
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
        """);

    private static Task Verify(string code) => VerifyCS<StateIsKeptAcrossAttempts>.VerifyAnalyzerAsync("""
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
        """.Replace("CODE", code), Library.Polly);
}
