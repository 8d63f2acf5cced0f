using DistributedSystems.Analyzers.Rules.RemoteCalls;
using DistributedSystems.Analyzers.Tests.Verify;
using DistributedSystems.CodeFixes.RemoteCalls;

namespace DistributedSystems.Analyzers.Tests.Rules.RemoteCalls;

using VerifyCS = VerifyCS<TaskLeavesScope>;
using VerifyFix = VerifyCS<TaskLeavesScope, AwaitInScopeFix>;

public class TaskLeavesScopeTests
{
    [Fact]
    public Task Handlers_that_never_see_the_failure() =>
        VerifyCS.VerifyAnalyzerAsync(
            """
            class Shop(HttpClient http)
            {
                Task<string> Direct()
                {
                    try { return [|http.GetStringAsync("/a")|]; }
                    catch (HttpRequestException) { return Task.FromResult(""); }
                }

                Task<string> Chosen(bool first)
                {
                    try { return first ? [|http.GetStringAsync("/a")|] : Task.FromResult(""); }
                    catch (Exception) { return Task.FromResult(""); }
                }

                Task<string> ThroughMethod()
                {
                    try { return [|Ask()|]; }
                    catch (TaskCanceledException) { return null; }
                }

                async Task<string> Awaited()
                {
                    try { return await http.GetStringAsync("/a"); }
                    catch (HttpRequestException) { return ""; }
                }

                Task<string> OwnMistake(string path)
                {
                    try { return http.GetStringAsync(new Uri(path)); }
                    catch (UriFormatException) { return null; }
                }

                Task<string> InHandler()
                {
                    try { Console.WriteLine(); return null; }
                    catch (InvalidOperationException) { return http.GetStringAsync("/a"); }
                }

                Task<int> Local()
                {
                    try { return Task.FromResult(1); }
                    catch (Exception) { return null; }
                }

                Task<string> Lambda()
                {
                    try
                    {
                        Func<Task<string>> later = () => http.GetStringAsync("/a");
                        return Task.FromResult(later.ToString());
                    }
                    catch (Exception) { return null; }
                }

                private async Task<string> Ask() => await http.GetStringAsync("/a");
            }
            """
        );

    [Fact]
    public Task Resources_that_are_disposed_too_early() =>
        VerifyCS.VerifyAnalyzerAsync(
            """
            using System.Data.Common;
            using System.Text.Json;

            class Shop(HttpClient http, DbDataSource source)
            {
                Task<HttpResponseMessage> Request()
                {
                    using var request = new HttpRequestMessage(HttpMethod.Put, "/a");
                    return [|http.SendAsync(request)|];
                }

                Task<string> Client()
                {
                    using (var own = new HttpClient())
                    {
                        return [|own.GetStringAsync("/a")|];
                    }
                }

                Task<int> MadeOfTheResource()
                {
                    using var connection = source.OpenConnection();
                    var command = connection.CreateCommand();
                    return [|command.ExecuteNonQueryAsync()|];
                }

                Task<HttpResponseMessage> InAnObject(string text)
                {
                    using var body = new StringContent(text);
                    return [|http.SendAsync(new HttpRequestMessage(HttpMethod.Put, "/a") { Content = body })|];
                }

                Task<string> CopyOfIt(string text)
                {
                    using var document = JsonDocument.Parse(text);
                    return http.GetStringAsync(document.RootElement.GetString());
                }

                Task<string> NothingToDoWithIt(string path)
                {
                    using var file = new MemoryStream();
                    return http.GetStringAsync(path);
                }

                Task<string> Behind(string path)
                {
                    using (var file = new MemoryStream()) { file.WriteByte(1); }
                    return http.GetStringAsync(path);
                }

                Task<string> Limit(string path)
                {
                    using var limit = new CancellationTokenSource(1000);
                    return http.GetStringAsync(path, limit.Token);
                }

                async Task<HttpResponseMessage> Awaited()
                {
                    using var request = new HttpRequestMessage(HttpMethod.Put, "/a");
                    return await http.SendAsync(request);
                }
            }
            """
        );

    [Fact]
    public Task Awaiting_what_has_a_result() =>
        VerifyFix.VerifyCodeFixAsync(
            """
            class Shop(HttpClient http)
            {
                public Task<string> Text(bool known)
                {
                    if (known)
                    {
                        return Task.FromResult("");
                    }

                    try
                    {
                        return [|http.GetStringAsync("/a")|];
                    }
                    catch (HttpRequestException)
                    {
                        return Task.FromResult("");
                    }
                }
            }
            """,
            """
            class Shop(HttpClient http)
            {
                public async Task<string> Text(bool known)
                {
                    if (known)
                    {
                        return await Task.FromResult("");
                    }

                    try
                    {
                        return await http.GetStringAsync("/a");
                    }
                    catch (HttpRequestException)
                    {
                        return await Task.FromResult("");
                    }
                }
            }
            """
        );

    [Fact]
    public Task Awaiting_what_has_none() =>
        VerifyFix.VerifyCodeFixAsync(
            """
            class Shop(HttpClient http)
            {
                Task Send(bool fast)
                {
                    using var request = new HttpRequestMessage(HttpMethod.Put, "/a");
                    if (fast)
                    {
                        return [|http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead)|];
                    }

                    return [|http.SendAsync(request)|];
                }
            }
            """,
            """
            class Shop(HttpClient http)
            {
                async Task Send(bool fast)
                {
                    using var request = new HttpRequestMessage(HttpMethod.Put, "/a");
                    if (fast)
                    {
                        await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
                        return;
                    }

                    await http.SendAsync(request);
                }
            }
            """
        );

    [Fact]
    public Task No_fix_for_a_lambda() =>
        VerifyFix.VerifyNoFixAsync(
            """
            class Shop(HttpClient http)
            {
                Func<Task<string>> Later() => () =>
                {
                    using var own = new HttpClient();
                    return [|own.GetStringAsync("/a")|];
                };
            }
            """,
            Setup.Default
        );

    [Fact]
    public Task The_message_says_what_is_lost() =>
        VerifyCS.VerifyMessageAsync(
            "class Shop { Task<string> M() { using var own = new HttpClient(); return own.GetStringAsync(\"/a\"); } }",
            "The task of 'HttpClient.GetStringAsync' is returned without an await: 'own' is disposed before it ends"
        );
}
