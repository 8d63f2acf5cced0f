using DistributedSystems.Analyzers.Rules.Deadlines;
using DistributedSystems.Analyzers.Tests.Verify;
using DistributedSystems.CodeFixes.Deadlines;

namespace DistributedSystems.Analyzers.Tests.Rules.Deadlines;

using VerifyCS = VerifyCS<DeadlineNeverApplied>;
using VerifyFix = VerifyCS<DeadlineNeverApplied, ApplyDeadlineFix>;

public class DeadlineNeverAppliedTests
{
    [Fact]
    public Task The_token_is_given_to_nothing() =>
        VerifyCS.VerifyAnalyzerAsync(
            """
            class Catalog(HttpClient http)
            {
                private readonly CancellationTokenSource limit = [|new CancellationTokenSource(5000)|];

                async Task<string> Timeout(CancellationToken token)
                {
                    using var source = [|new CancellationTokenSource(TimeSpan.FromSeconds(5))|];
                    return await http.GetStringAsync("/a", token);
                }
                async Task<string> CancelAfter()
                {
                    var source = new CancellationTokenSource();
                    try
                    {
                        [|source.CancelAfter(5000)|];
                        return await http.GetStringAsync("/a");
                    }
                    finally { source.Dispose(); }
                }
                async Task<string> LinkedAndForgotten(CancellationToken token)
                {
                    using var limit = [|new CancellationTokenSource(5000)|];
                    using var both = CancellationTokenSource.CreateLinkedTokenSource(token, limit.Token);
                    return await http.GetStringAsync("/a", token);
                }
                async Task<string> LinkedWithOthers(CancellationToken token, CancellationToken stopping)
                {
                    using var limit = [|new CancellationTokenSource(5000)|];
                    using var all = CancellationTokenSource.CreateLinkedTokenSource(token, stopping, limit.Token);
                    return await http.GetStringAsync("/a", token);
                }
                async Task<string> Linked(CancellationToken token)
                {
                    using var both = CancellationTokenSource.CreateLinkedTokenSource(token);
                    [|both.CancelAfter(5000)|];
                    return await http.GetStringAsync("/a", token);
                }
                void Lost() { [|new CancellationTokenSource(5000)|]; }
            }
            """
        );

    [Fact]
    public Task The_token_or_the_source_is_used() =>
        VerifyCS.VerifyAnalyzerAsync(
            """
            class Catalog(HttpClient http)
            {
                private readonly CancellationTokenSource limit = new CancellationTokenSource(5000);
                protected readonly CancellationTokenSource visible = new CancellationTokenSource(5000);
                bool IsOver => limit.IsCancellationRequested;

                async Task<string> Passed() { using var source = new CancellationTokenSource(5000); return await http.GetStringAsync("/a", source.Token); }
                async Task<string> Linked(CancellationToken token)
                {
                    using var limit = new CancellationTokenSource(5000);
                    using var both = CancellationTokenSource.CreateLinkedTokenSource(token, limit.Token);
                    return await http.GetStringAsync("/a", both.Token);
                }
                async Task<string> LinkedWithOthers(CancellationToken token, CancellationToken stopping)
                {
                    using var limit = new CancellationTokenSource(5000);
                    using var all = CancellationTokenSource.CreateLinkedTokenSource(token, stopping, limit.Token);
                    return await http.GetStringAsync("/a", all.Token);
                }
                void Registered() { var source = new CancellationTokenSource(5000); source.Token.Register(() => { }); }
                void Polled() { var source = new CancellationTokenSource(5000); while (!source.IsCancellationRequested) { } }
                CancellationTokenSource GivenAway() { var source = new CancellationTokenSource(5000); return source; }
                CancellationTokenSource Returned() => new CancellationTokenSource(5000);
                CancellationToken Token() => new CancellationTokenSource(5000).Token;
                void Kept(List<CancellationTokenSource> all) { var source = new CancellationTokenSource(5000); all.Add(source); }
                async Task<string> Captured() { using var source = new CancellationTokenSource(5000); Func<Task<string>> read = () => http.GetStringAsync("/a", source.Token); return await read(); }
                void NoTimeout() { var source = new CancellationTokenSource(); source.Cancel(); }
                void Endless() { var source = new CancellationTokenSource(Timeout.Infinite); }
            }
            """
        );

    [Fact]
    public Task Disposed_before_the_work_is_done() =>
        VerifyCS.VerifyAnalyzerAsync(
            """
            class Catalog(HttpClient http)
            {
                Task<string> Declaration()
                {
                    using var source = [|new CancellationTokenSource(5000)|];
                    return http.GetStringAsync("/a", source.Token);
                }
                Task<string> Statement(CancellationToken token)
                {
                    using (var source = CancellationTokenSource.CreateLinkedTokenSource(token))
                    {
                        [|source.CancelAfter(5000)|];
                        return http.GetStringAsync("/a", source.Token);
                    }
                }

                async Task<string> Awaited()
                {
                    using var source = new CancellationTokenSource(5000);
                    return await http.GetStringAsync("/a", source.Token);
                }
                Task<string> NotDisposed()
                {
                    var source = new CancellationTokenSource(5000);
                    return http.GetStringAsync("/a", source.Token);
                }
                string Blocking()
                {
                    using var source = new CancellationTokenSource(5000);
                    return http.GetStringAsync("/a", source.Token).GetAwaiter().GetResult();
                }
            }
            """
        );

    [Fact]
    public Task A_call_that_drops_it_is_not_reported_a_second_time() =>
        VerifyCS<CallersCancellationDropped>.VerifyAnalyzerAsync(
            """
            class Catalog(HttpClient http)
            {
                async Task<string> Linked(CancellationToken token)
                {
                    using var both = CancellationTokenSource.CreateLinkedTokenSource(token);
                    both.CancelAfter(5000);
                    return await http.GetStringAsync("/a", token);
                }
            }
            """
        );

    [Fact]
    public Task The_message_names_the_source() =>
        VerifyCS.VerifyMessageAsync(
            "class C { void M() { using var source = new CancellationTokenSource(5000); } }",
            "'new CancellationTokenSource(5000)' ends nothing: its token is given to nothing"
        );

    [Fact]
    public Task Passes_it_to_the_one_call_it_can_be_meant_for() =>
        VerifyFix.VerifyCodeFixAsync(
            """
            using System.Net.Http;
            using System.Threading;
            using System.Threading.Tasks;

            class Catalog(HttpClient http)
            {
                async Task<string> None()
                {
                    using var limit = [|new CancellationTokenSource(5000)|];
                    return await http.GetStringAsync("/a");
                }
                async Task<string> Linked(CancellationToken token)
                {
                    using var both = CancellationTokenSource.CreateLinkedTokenSource(token);
                    [|both.CancelAfter(5000)|];
                    return await http.GetStringAsync("/a", token);
                }
            }
            """,
            """
            using System.Net.Http;
            using System.Threading;
            using System.Threading.Tasks;

            class Catalog(HttpClient http)
            {
                async Task<string> None()
                {
                    using var limit = new CancellationTokenSource(5000);
                    return await http.GetStringAsync("/a", limit.Token);
                }
                async Task<string> Linked(CancellationToken token)
                {
                    using var both = CancellationTokenSource.CreateLinkedTokenSource(token);
                    both.CancelAfter(5000);
                    return await http.GetStringAsync("/a", both.Token);
                }
            }
            """
        );

    [Fact]
    public Task Two_calls_or_a_token_that_would_be_lost_leave_the_choice() =>
        VerifyFix.VerifyNoFixAsync(
            """
            class Catalog(HttpClient http)
            {
                async Task Two()
                {
                    using var limit = [|new CancellationTokenSource(5000)|];
                    await http.GetStringAsync("/a");
                    await http.GetStringAsync("/b");
                }
                async Task<string> NotLinked(CancellationToken token)
                {
                    using var limit = [|new CancellationTokenSource(5000)|];
                    return await http.GetStringAsync("/a", token);
                }
            }
            """,
            Setup.Default
        );
}
