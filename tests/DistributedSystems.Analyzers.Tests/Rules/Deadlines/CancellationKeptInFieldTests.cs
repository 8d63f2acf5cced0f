using DistributedSystems.Analyzers.Rules.Deadlines;
using DistributedSystems.Analyzers.Tests.Verify;
using Microsoft.CodeAnalysis;

namespace DistributedSystems.Analyzers.Tests.Rules.Deadlines;

using VerifyCS = VerifyCS<CallersCancellationDropped>;

/// <summary>DIST1003: tokens that the type keeps.</summary>
public class CancellationKeptInFieldTests
{
    private static Task Verify(string source) => VerifyCS.VerifyAnalyzerAsync(source);

    [Fact]
    public Task A_token_kept_in_a_field_is_information() =>
        VerifyCS.VerifySeverityAsync(
            """
            class Worker : IAsyncDisposable
            {
                readonly HttpClient http;
                readonly CancellationTokenSource stop = new();
                public Worker(HttpClient http) => this.http = http;
                async Task<string> Poll() => await http.GetStringAsync("/work", stop.Token);
                async Task<string> Refresh() => await [|http.GetStringAsync("/settings")|];

                async Task<string> Given(CancellationToken token) => await http.GetStringAsync("/settings", token);
                async Task<string> OnPurpose() => await http.GetStringAsync("/settings", CancellationToken.None);
                async Task Stop() { stop.Cancel(); await http.DeleteAsync("/registration"); }
                Func<Task<string>> Later() => async () => await http.GetStringAsync("/a");
                public async ValueTask DisposeAsync() => await http.DeleteAsync("/registration");
            }
            class Session
            {
                readonly HttpClient http;
                readonly CancellationToken ended;
                public Session(HttpClient http, CancellationToken ended) { this.http = http; this.ended = ended; }
                Task<string> Poll() => http.GetStringAsync("/work", ended);
                Task<string> Refresh() => [|http.GetStringAsync("/settings")|];
            }
            """,
            DiagnosticSeverity.Info
        );

    [Fact]
    public Task Fields_that_are_not_for_these_calls() =>
        Verify(
            """
            class Unrelated
            {
                readonly HttpClient http = new();
                readonly CancellationTokenSource stop = new();
                Task Loop() => Task.Delay(1000, stop.Token);
                Task<string> Read() => http.GetStringAsync("/a");
            }
            class Replaced
            {
                readonly HttpClient http = new();
                CancellationTokenSource current = new();
                Task<string> Poll() { current = new(); return http.GetStringAsync("/a", current.Token); }
                Task<string> Read() => http.GetStringAsync("/a");
            }
            class Two
            {
                readonly HttpClient http = new();
                readonly CancellationTokenSource soft = new(), hard = new();
                Task<string> Poll() => http.GetStringAsync("/a", hard.Token);
                Task<string> Read() => http.GetStringAsync("/a");
            }
            class Static
            {
                readonly CancellationTokenSource stop = new();
                Task<string> Poll(HttpClient http) => http.GetStringAsync("/a", stop.Token);
                static Task<string> Read(HttpClient http) => http.GetStringAsync("/a");
            }
            """
        );
}
