using DistributedSystems.Analyzers.Rules.Deadlines;
using DistributedSystems.Analyzers.Tests.Verify;
using Microsoft.CodeAnalysis;

namespace DistributedSystems.Analyzers.Tests.Rules.Deadlines;

using VerifyCS = VerifyCS<CallersCancellationDropped>;

public class CancellationOfCallersTests
{
    [Fact]
    public Task A_private_step_has_no_place_for_the_token() =>
        VerifyCS.VerifyAnalyzerAsync(
            """
            class Publisher(HttpClient http)
            {
                public async Task Publish(string text, CancellationToken token) => await Send(text);
                public async Task PublishTwice(string text, CancellationToken token)
                {
                    token.ThrowIfCancellationRequested();
                    await Send(text).ConfigureAwait(false);
                    await Send(text + text);
                }
                public Task Returned(CancellationToken token) => Send("");
                private async Task Send(string text)
                {
                    using var answer = await [|http.PostAsync("/a", new StringContent(text))|];
                    answer.EnsureSuccessStatusCode();
                }
            }
            class Static(HttpClient http)
            {
                public Task<string> Read(CancellationToken token) => Read(http, "/a");
                private static async Task<string> Read(HttpClient client, string path) => await [|client.GetStringAsync(path)|];
            }
            """
        );

    [Fact]
    public Task Some_caller_has_none_or_the_step_is_not_only_called() =>
        VerifyCS.VerifyAnalyzerAsync(
            """
            class Publisher(HttpClient http, List<string> all)
            {
                public async Task Publish(string text, CancellationToken token) => await Send(text);
                public async Task PublishNow(string text) => await Send(text);
                private async Task Send(string text) => await http.GetStringAsync(text);

                public async Task Each(CancellationToken token) { await Given("/a"); await Task.WhenAll(all.Select(Given)); }
                private async Task Given(string text) => await http.GetStringAsync(text);

                public void Start(CancellationToken token) { _ = LetGo(); }
                private async Task LetGo() => await http.GetStringAsync("/a");

                public async Task End(CancellationToken token) { try { await Task.Delay(1, token); } finally { await Close(); } }
                private async Task Close() => await http.DeleteAsync("/a");

                public async Task Takes(CancellationToken token) => await HasOne("/a", token);
                private async Task<string> HasOne(string path, CancellationToken token) => await http.GetStringAsync(path, token);

                public async Task OfOthers(CancellationToken token) => await Open("/a");
                public async Task<string> Open(string path) => await http.GetStringAsync(path);

                private async Task<string> NeverCalled(string path) => await http.GetStringAsync(path);
            }
            """
        );

    [Fact]
    public Task The_objects_own_token_stands_in_its_place() =>
        VerifyCS.VerifyAnalyzerAsync(
            """
            class Connection(HttpClient http)
            {
                private readonly CancellationTokenSource closed = new();
                public async Task<string> Unused(CancellationToken token) => await http.GetStringAsync("/a", [|closed.Token|]);

                public async Task<string> Linked(CancellationToken token)
                {
                    using var either = CancellationTokenSource.CreateLinkedTokenSource(token, closed.Token);
                    return await http.GetStringAsync("/a", either.Token);
                }
                public async Task<string> Registered(CancellationToken token)
                {
                    using var end = token.Register(closed.Cancel);
                    return await http.GetStringAsync("/a", closed.Token);
                }
                public async Task<string> Waited(CancellationToken token) => await http.GetStringAsync("/a", closed.Token).WaitAsync(token);
                public async Task<string> None() => await http.GetStringAsync("/a", closed.Token);
                public async Task<string> Nearer(CancellationToken token)
                {
                    using var own = new CancellationTokenSource(1000);
                    return await http.GetStringAsync("/a", own.Token);
                }
            }
            """
        );

    [Theory]
    [InlineData(
        "public Task<string> A(CancellationToken token) => Read(); private async Task<string> Read() => await [|http.GetStringAsync(\"/a\")|];"
    )]
    [InlineData(
        "readonly CancellationTokenSource own = new(); public Task<string> A(CancellationToken token) => http.GetStringAsync(\"/a\", [|own.Token|]);"
    )]
    public Task It_is_information(string members) =>
        VerifyCS.VerifySeverityAsync($"class C(HttpClient http) {{ {members} }}", DiagnosticSeverity.Info);
}
