using DistributedSystems.Analyzers.Rules.Deadlines;
using DistributedSystems.Analyzers.Tests.Verify;
using DistributedSystems.CodeFixes.Deadlines;

namespace DistributedSystems.Analyzers.Tests.Rules.Deadlines;

using VerifyCS = VerifyCS<CallersCancellationDropped>;
using VerifyWait = VerifyCS<TimeoutAbandonsCall>;
using VerifyWaitFix = VerifyCS<TimeoutAbandonsCall, AbandonedCallFix>;

/// <summary>Tokens that a step beside the call would have to pass on, or gets in its place.</summary>
public class CancellationOnTheWayTests
{
    [Fact]
    public Task The_body_of_a_streamed_response() =>
        VerifyCS.VerifyAnalyzerAsync(
            """
            using System.IO;
            using System.Net.Http;
            class Downloads(HttpClient http)
            {
                async Task Copy(Stream target, CancellationToken stop)
                {
                    using var answer = await http.GetAsync("a", HttpCompletionOption.ResponseHeadersRead, stop);
                    await [|answer.Content.CopyToAsync(target)|];
                }
                async Task<string> Read(CancellationToken stop)
                {
                    using var answer = await http.GetAsync("a", HttpCompletionOption.ResponseHeadersRead, stop);
                    using var body = await answer.Content.ReadAsStreamAsync(stop);
                    using var reader = new StreamReader(body);
                    return await [|reader.ReadToEndAsync()|];
                }

                async Task Passed(Stream target, CancellationToken stop)
                {
                    using var answer = await http.GetAsync("a", HttpCompletionOption.ResponseHeadersRead, stop);
                    await answer.Content.CopyToAsync(target, stop);
                }
                async Task FromMemory(Stream target, CancellationToken stop)
                {
                    using var answer = await http.GetAsync("a", stop);
                    await answer.Content.CopyToAsync(target);
                }
                async Task NoToken(Stream target)
                {
                    using var answer = await http.GetAsync("a", HttpCompletionOption.ResponseHeadersRead);
                    await answer.Content.CopyToAsync(target);
                }
                async Task Files(Stream target, CancellationToken stop)
                {
                    using var file = File.OpenRead("a");
                    await file.CopyToAsync(target);
                }
            }
            """
        );

    [Fact]
    public Task Behind_an_extension_of_the_task_and_in_another_kind_of_task() =>
        VerifyCS.VerifyAnalyzerAsync(
            """
            using System.Net.Http;
            using System.Net.Sockets;
            using System.Runtime.CompilerServices;
            static class Tasks
            {
                public static ConfiguredTaskAwaitable<T> Anywhere<T>(this Task<T> task) => task.ConfigureAwait(false);
                public static void Forget(this Task task) { }
                public static Task<T> Until<T>(this Task<T> task, CancellationToken stop) => task.WaitAsync(stop);
            }
            class Probe(HttpClient http)
            {
                async Task<string> Adapted(CancellationToken stop) => await [|http.GetStringAsync("a")|].Anywhere();
                async Task Connected(CancellationToken stop)
                {
                    using var client = new TcpClient();
                    await [|client.ConnectAsync("gauge", 7400)|];
                }

                async Task<string> Passed(CancellationToken stop) => await http.GetStringAsync("a", stop).Anywhere();
                async Task<string> Joined(CancellationToken stop) => await http.GetStringAsync("a").Until(stop);
                void LetGo(CancellationToken stop) => http.GetStringAsync("a").Forget();
                async Task ConnectedWith(CancellationToken stop)
                {
                    using var client = new TcpClient();
                    await client.ConnectAsync("gauge", 7400, stop);
                }
                Task Handed(TcpClient client, CancellationToken stop) => client.ConnectAsync("gauge", 7400);
            }
            """
        );

    [Fact]
    public Task A_token_that_only_the_wait_is_given() =>
        VerifyWait.VerifyAnalyzerAsync(
            """
            using System.Net.Http;
            class Probe(HttpClient http)
            {
                async Task<string> WaitOnly(CancellationToken stop) => await [|http.GetStringAsync("a").WaitAsync(stop)|];
                async Task<string> Both(CancellationToken stop) => await http.GetStringAsync("a", stop).WaitAsync(stop);
                async Task<string> Nothing() => await http.GetStringAsync("a").WaitAsync(CancellationToken.None);
                async Task<int> Local(Task<int> work, CancellationToken stop) => await work.WaitAsync(stop);
            }
            """
        );

    [Fact]
    public Task The_call_takes_the_token_of_the_wait() =>
        VerifyWaitFix.VerifyCodeFixAsync(
            """
            using System.Net.Http;
            class Probe(HttpClient http)
            {
                async Task<string> WaitOnly(CancellationToken stop) => await [|http.GetStringAsync("a").WaitAsync(stop)|];
            }
            """,
            """
            using System.Net.Http;
            class Probe(HttpClient http)
            {
                async Task<string> WaitOnly(CancellationToken stop) => await http.GetStringAsync("a", stop);
            }
            """
        );

    [Fact]
    public Task A_local_function_whose_task_the_method_returns_is_a_part_of_it() =>
        VerifyCS<CallersCancellationDropped>.VerifyAnalyzerAsync(
            """
            class Shelf(HttpClient http)
            {
                Task<string> Returned(string book, CancellationToken token)
                {
                    if (book.Length == 0) throw new ArgumentException(nameof(book));
                    return Find();

                    async Task<string> Find() => await [|http.GetStringAsync("/books/" + book)|];
                }

                Func<Task<string>> HandedOut(string book, CancellationToken token)
                {
                    Task<string> Find() => http.GetStringAsync("/books/" + book);
                    return Find;
                }

                Func<Task<string>> RunLater(string book, CancellationToken token)
                {
                    Task<string> Find() => http.GetStringAsync("/books/" + book);
                    return () => Find();
                }
            }
            """
        );
}
