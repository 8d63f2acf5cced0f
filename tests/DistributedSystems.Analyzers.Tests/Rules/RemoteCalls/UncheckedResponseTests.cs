using DistributedSystems.Analyzers.Rules.RemoteCalls;
using DistributedSystems.Analyzers.Tests.Verify;
using DistributedSystems.CodeFixes.RemoteCalls;

namespace DistributedSystems.Analyzers.Tests.Rules.RemoteCalls;

using VerifyCS = VerifyCS<UncheckedResponse>;
using VerifyFix = VerifyCS<UncheckedResponse, EnsureSuccessFix>;

public class UncheckedResponseTests
{
    [Fact]
    public Task The_body_is_read_and_nothing_checked() =>
        VerifyCS.VerifyAnalyzerAsync(
            """
            using System.Net.Http.Json;

            class Shop(HttpClient http)
            {
                async Task<string> Text() { var response = await http.GetAsync("/a"); return await [|response.Content.ReadAsStringAsync()|]; }
                async Task<int> Json() { using var response = await http.PostAsync("/a", null).ConfigureAwait(false); return await [|response.Content.ReadFromJsonAsync<int>()|]; }
                async Task<string> Chained() => await [|(await http.GetAsync("/a")).Content.ReadAsStringAsync()|];
                string Blocking() => [|http.GetAsync("/a").Result.Content.ReadAsStringAsync()|].Result;
                async Task Copied(Stream to) { var task = http.GetAsync("/a"); var response = await task; await [|response.Content.CopyToAsync(to)|]; }
                async Task<string> Header() { var response = await http.GetAsync("/a"); Console.WriteLine(response.Headers.Location + " " + response.Content.Headers.ContentLength); return await [|response.Content.ReadAsStringAsync()|]; }

                async Task<string> Assigned()
                {
                    HttpResponseMessage response;
                    using (var request = new HttpRequestMessage()) response = await http.SendAsync(request);
                    using (response) return await [|response.Content.ReadAsStringAsync()|];
                }

                async Task<string> OnOnePath(bool strict)
                {
                    var response = await http.GetAsync("/a");
                    if (strict) response.EnsureSuccessStatusCode();
                    return await [|response.Content.ReadAsStringAsync()|];
                }

                async Task<string> OncePerResponse()
                {
                    var response = await http.GetAsync("/a");
                    return await [|response.Content.ReadAsStringAsync()|] + await response.Content.ReadAsStringAsync();
                }
            }
            """
        );

    [Fact]
    public Task The_status_is_looked_at() =>
        VerifyCS.VerifyAnalyzerAsync(
            """
            using System.Net;

            class Shop(HttpClient http)
            {
                async Task<string> Ensured() { var response = await http.GetAsync("/a"); response.EnsureSuccessStatusCode(); return await response.Content.ReadAsStringAsync(); }
                async Task<string> EnsuredInChain() => await (await http.GetAsync("/a")).EnsureSuccessStatusCode().Content.ReadAsStringAsync();
                async Task<string> Guarded() { var response = await http.GetAsync("/a"); if (!response.IsSuccessStatusCode) return null; return await response.Content.ReadAsStringAsync(); }
                async Task<string> Inverted() { var response = await http.GetAsync("/a"); if (response.IsSuccessStatusCode) { return await response.Content.ReadAsStringAsync(); } throw new Exception(); }
                async Task<string> Conditional() { var response = await http.GetAsync("/a"); return response.StatusCode == HttpStatusCode.OK ? await response.Content.ReadAsStringAsync() : null; }
                async Task<string> Pattern() { var response = await http.GetAsync("/a"); return response is { IsSuccessStatusCode: true } ? await response.Content.ReadAsStringAsync() : null; }

                async Task<string> Switched()
                {
                    var response = await http.GetAsync("/a");
                    switch (response.StatusCode)
                    {
                        case HttpStatusCode.OK: return await response.Content.ReadAsStringAsync();
                        default: return await response.Content.ReadAsStringAsync() + "?";
                    }
                }

                async Task<string> Afterwards()
                {
                    var response = await http.GetAsync("/a");
                    var body = await response.Content.ReadAsStringAsync();
                    if (!response.IsSuccessStatusCode) throw new Exception(body);
                    return body;
                }

                async Task<string> OnlyToThrow()
                {
                    var response = await http.GetAsync("/a");
                    if (response.Headers.Location is not null) throw new Exception(await response.Content.ReadAsStringAsync());
                    return response.StatusCode.ToString();
                }
            }
            """
        );

    [Fact]
    public Task One_of_several_calls_gives_the_response() =>
        VerifyCS.VerifyAnalyzerAsync(
            """
            class Shop(HttpClient http)
            {
                async Task<string> Chosen(bool add, HttpContent content)
                {
                    var response = add ? await http.PostAsync("/a", content) : await http.GetAsync("/a");
                    return await [|response.Content.ReadAsStringAsync()|];
                }

                async Task<string> ChosenTask(bool add, HttpContent content)
                {
                    var response = await (add ? http.PostAsync("/a", content) : http.GetAsync("/a"));
                    return await [|response.Content.ReadAsStringAsync()|];
                }

                async Task<string> InBranches(bool add, HttpContent content)
                {
                    HttpResponseMessage response = null;
                    if (add) response = await http.PostAsync("/a", content);
                    else response = await http.GetAsync("/a");
                    return await [|response.Content.ReadAsStringAsync()|];
                }

                async Task<string> OneOfThemChecked(bool add, HttpContent content)
                {
                    HttpResponseMessage response;
                    if (add) { response = await http.PostAsync("/a", content); response.EnsureSuccessStatusCode(); }
                    else response = await http.GetAsync("/a");
                    return await [|response.Content.ReadAsStringAsync()|];
                }

                async Task<string> Checked(bool add, HttpContent content)
                {
                    var response = add ? await http.PostAsync("/a", content) : await http.GetAsync("/a");
                    response.EnsureSuccessStatusCode();
                    return await response.Content.ReadAsStringAsync();
                }

                async Task<string> UntilOneSucceeds()
                {
                    HttpResponseMessage response = null;
                    do { response = await http.GetAsync("/a"); } while (!response.IsSuccessStatusCode);
                    return await response.Content.ReadAsStringAsync();
                }

                async Task<string> OrFromElsewhere(bool add, HttpResponseMessage cached)
                {
                    var response = add ? await http.GetAsync("/a") : cached;
                    return await response.Content.ReadAsStringAsync();
                }

                async Task<string> OneOfThemUnknown(bool add)
                {
                    HttpResponseMessage response;
                    if (add) response = await http.GetAsync("/a");
                    else response = await Elsewhere();
                    return await response.Content.ReadAsStringAsync();
                }

                Task<HttpResponseMessage> Elsewhere() => Task.FromResult(new HttpResponseMessage());
            }
            """
        );

    [Fact]
    public Task Somebody_else_checks_or_reads_it() =>
        VerifyCS.VerifyAnalyzerAsync(
            """
            using System.Net.Http.Json;

            class Shop(HttpClient http)
            {
                Task<HttpResponseMessage> Returned() => http.GetAsync("/a");
                async Task<HttpResponseMessage> ReturnedLater() { var response = await http.GetAsync("/a"); Console.WriteLine(await response.Content.ReadAsStringAsync()); return response; }
                async Task<string> Helper() { var response = await http.GetAsync("/a"); Check(response); return await response.Content.ReadAsStringAsync(); }
                async Task<string> Given(HttpResponseMessage response) => await response.Content.ReadAsStringAsync();
                Task<string> Throwing() => http.GetStringAsync("/a");
                Task<int> ThrowingJson() => http.GetFromJsonAsync<int>("/a");
                async Task Unread() { await http.PostAsync("/a", null); }
                static void Check(HttpResponseMessage response) => response.EnsureSuccessStatusCode();
            }
            """
        );

    [Fact]
    public Task A_handler_of_the_project_throws() =>
        VerifyCS.VerifyAnalyzerAsync(
            """
            class Shop(HttpClient http)
            {
                async Task<string> Text() { var response = await http.GetAsync("/a"); return await response.Content.ReadAsStringAsync(); }
            }

            class Throwing : DelegatingHandler
            {
                protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken stop) => (await base.SendAsync(request, stop)).EnsureSuccessStatusCode();
            }
            """
        );

    [Theory]
    [InlineData("var text = await [|response.Content.ReadAsStringAsync()|]; if (!text.Contains(\"ok\")) throw new Exception();")]
    [InlineData(
        "var answer = await [|System.Net.Http.Json.HttpContentJsonExtensions.ReadFromJsonAsync<Exception>(response.Content)|].ConfigureAwait(false); if (answer?.Message == null) throw new Exception();"
    )]
    public Task The_content_may_say_it(string body) =>
        VerifyCS.VerifySeverityAsync(
            "class Shop(HttpClient http) { async Task M() { var response = await http.GetAsync(\"/a\"); " + body + " } }",
            Microsoft.CodeAnalysis.DiagnosticSeverity.Info
        );

    [Fact]
    public Task The_message_names_the_call_and_the_read() =>
        VerifyCS.VerifyMessageAsync(
            "class Shop(HttpClient http) { async Task<string> M() => await [|(await http.GetAsync(\"/a\")).Content.ReadAsStringAsync()|]; }",
            "The body of the response to 'HttpClient.GetAsync' is read by 'ReadAsStringAsync' but the status is not checked: an error page is taken for the answer"
        );

    [Fact]
    public Task Throws_before_the_read() =>
        VerifyFix.VerifyCodeFixAsync(
            """
            class Shop(HttpClient http)
            {
                async Task<string> Text()
                {
                    var response = await http.GetAsync("/a");

                    // the answer
                    var text = await [|response.Content.ReadAsStringAsync()|]; // read
                    return text;
                }

                async Task<string> Chained() => await [|(await http.GetAsync("/a")).Content.ReadAsStringAsync()|];

                async Task<string> Embedded(bool wanted)
                {
                    using var response = await http.GetAsync("/a");
                    if (wanted)
                        return await [|response.Content.ReadAsStringAsync()|];
                    return "";
                }
            }
            """,
            """
            class Shop(HttpClient http)
            {
                async Task<string> Text()
                {
                    var response = await http.GetAsync("/a");
                    response.EnsureSuccessStatusCode();

                    // the answer
                    var text = await response.Content.ReadAsStringAsync(); // read
                    return text;
                }

                async Task<string> Chained() => await (await http.GetAsync("/a")).EnsureSuccessStatusCode().Content.ReadAsStringAsync();

                async Task<string> Embedded(bool wanted)
                {
                    using var response = await http.GetAsync("/a");
                    if (wanted)
                        return await response.EnsureSuccessStatusCode().Content.ReadAsStringAsync();
                    return "";
                }
            }
            """
        );

    [Fact]
    public Task Task_of_the_response_kept_in_a_local() =>
        VerifyCS.VerifyAnalyzerAsync(
            """
            class Weather(HttpClient http)
            {
                async Task<string> CheckedThroughTheTask()
                {
                    var asked = http.GetAsync("/now");
                    if (!(await asked).IsSuccessStatusCode) throw new InvalidOperationException();
                    return await (await asked).Content.ReadAsStringAsync();
                }

                async Task<string> GivenToAnotherMethod()
                {
                    var asked = http.GetAsync("/now");
                    await Check(asked);
                    return await asked.Result.Content.ReadAsStringAsync();
                }

                async Task<string> NobodyLooks()
                {
                    var asked = http.GetAsync("/now");
                    await Task.WhenAll(asked, Task.Delay(10));
                    return await [|asked.Result.Content.ReadAsStringAsync()|];
                }

                private static async Task Check(Task<HttpResponseMessage> asked) => (await asked).EnsureSuccessStatusCode();
            }
            """
        );

    [Fact]
    public Task Response_that_a_step_of_the_project_hands_back() =>
        VerifyCS.VerifyAnalyzerAsync(
            """
            class Shop(HttpClient http)
            {
                async Task<string> Unlooked() { using var response = await Ask("/a"); return await [|response.Content.ReadAsStringAsync()|]; }

                async Task<string> UnlookedFurther() { using var response = await Further("/a"); return await [|response.Content.ReadAsStringAsync()|]; }

                async Task<string> CheckedThere() { using var response = await AskSurely("/a"); return await response.Content.ReadAsStringAsync(); }

                async Task<string> CheckedHere() { using var response = await Ask("/a"); return response.IsSuccessStatusCode ? await response.Content.ReadAsStringAsync() : null; }

                async Task<string> CheckedInLocal() { using var response = await AskAndLook("/a"); return await response.Content.ReadAsStringAsync(); }

                private Task<HttpResponseMessage> Ask(string path) => http.GetAsync(path);

                private async Task<HttpResponseMessage> Further(string path)
                {
                    Console.WriteLine(path);
                    return await Ask(path);
                }

                private async Task<HttpResponseMessage> AskSurely(string path) => (await http.GetAsync(path)).EnsureSuccessStatusCode();

                private async Task<HttpResponseMessage> AskAndLook(string path)
                {
                    var response = await http.GetAsync(path);
                    if (!response.IsSuccessStatusCode) throw new InvalidOperationException();
                    return response;
                }
            }
            """
        );

    [Fact]
    public Task A_response_that_a_private_step_is_given() =>
        VerifyCS.VerifyAnalyzerAsync(
            """
            class Prices(HttpClient http)
            {
                async Task<string> Silver() { using var answer = await http.GetAsync("silver"); return await Read(answer); }
                async Task<string> Gold() => await Read(await http.GetAsync("gold"));
                private static Task<string> Read(HttpResponseMessage answer) => [|answer.Content.ReadAsStringAsync()|];

                async Task<string> Tin() { using var answer = await http.GetAsync("tin"); answer.EnsureSuccessStatusCode(); return await ReadChecked(answer); }
                private static Task<string> ReadChecked(HttpResponseMessage answer) => answer.Content.ReadAsStringAsync();

                async Task<string> Zinc() { using var answer = await http.GetAsync("zinc"); return await ReadChecking(answer); }
                private static Task<string> ReadChecking(HttpResponseMessage answer) => answer.IsSuccessStatusCode ? answer.Content.ReadAsStringAsync() : null;

                async Task<string> Iron() { using var answer = await http.GetAsync("iron"); Check(answer); return await ReadLater(answer); }
                private static void Check(HttpResponseMessage answer) { if ((int)answer.StatusCode > 399) throw new InvalidOperationException(); }
                private static Task<string> ReadLater(HttpResponseMessage answer) => answer.Content.ReadAsStringAsync();

                async Task<string> Lead() { using var answer = await http.GetAsync("lead"); return await ReadOpen(answer); }
                public static Task<string> ReadOpen(HttpResponseMessage answer) => answer.Content.ReadAsStringAsync();
            }
            """
        );

    [Fact]
    public Task Checks_in_each_branch_at_once() =>
        VerifyFix.VerifyCodeFixAsync(
            """
            class Shop(HttpClient http)
            {
                async Task<string> Branches(bool text)
                {
                    var response = await http.GetAsync("/a");
                    if (text)
                    {
                        return await [|response.Content.ReadAsStringAsync()|];
                    }
                    else
                    {
                        var bytes = await response.Content.ReadAsByteArrayAsync();
                        return bytes.Length + await response.Content.ReadAsStringAsync();
                    }
                }

                async Task<string> After(bool text)
                {
                    var response = await http.GetAsync("/a");
                    if (text)
                        return await [|response.Content.ReadAsStringAsync()|];
                    return (await response.Content.ReadAsByteArrayAsync()).Length.ToString();
                }
            }
            """,
            """
            class Shop(HttpClient http)
            {
                async Task<string> Branches(bool text)
                {
                    var response = await http.GetAsync("/a");
                    if (text)
                    {
                        response.EnsureSuccessStatusCode();
                        return await response.Content.ReadAsStringAsync();
                    }
                    else
                    {
                        response.EnsureSuccessStatusCode();
                        var bytes = await response.Content.ReadAsByteArrayAsync();
                        return bytes.Length + await response.Content.ReadAsStringAsync();
                    }
                }

                async Task<string> After(bool text)
                {
                    var response = await http.GetAsync("/a");
                    if (text)
                        return await response.EnsureSuccessStatusCode().Content.ReadAsStringAsync();
                    response.EnsureSuccessStatusCode();
                    return (await response.Content.ReadAsByteArrayAsync()).Length.ToString();
                }
            }
            """
        );

    [Fact]
    public Task Is_indented_as_the_file_is() =>
        VerifyFix.VerifyCodeFixAsync(
            """
            class Shop(HttpClient http)
            {
                async Task<string> Text()
                {
                    var response = await http.GetAsync("/a");
                    var text = await [|response.Content.ReadAsStringAsync()|];
                    return text;
                }
            }
            """.Replace("    ", "\t"),
            """
            class Shop(HttpClient http)
            {
                async Task<string> Text()
                {
                    var response = await http.GetAsync("/a");
                    response.EnsureSuccessStatusCode();
                    var text = await response.Content.ReadAsStringAsync();
                    return text;
                }
            }
            """.Replace("    ", "\t")
        );

    [Fact]
    public Task Of_a_second_call_where_the_first_gave_none() =>
        VerifyCS.VerifyAnalyzerAsync(
            """
            class Reports(HttpClient http)
            {
                async Task<string> Read(bool basic)
                {
                    HttpResponseMessage response = null;
                    if (basic) response = await http.GetAsync("/basic");
                    response ??= await http.GetAsync("/a");
                    using (response) return await [|response.Content.ReadAsStringAsync()|];
                }
                async Task<string> Checked(bool basic)
                {
                    HttpResponseMessage response = null;
                    if (basic) response = await http.GetAsync("/basic");
                    response ??= await http.GetAsync("/a");
                    response.EnsureSuccessStatusCode();
                    return await response.Content.ReadAsStringAsync();
                }
            }
            """
        );
}
