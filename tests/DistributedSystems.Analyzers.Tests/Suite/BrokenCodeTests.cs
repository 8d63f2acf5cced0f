using System.Text;
using DistributedSystems.Analyzers.Tests.Verify;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace DistributedSystems.Analyzers.Tests.Suite;

/// <summary>No input makes an analyzer throw. <see cref="Analysis.Run"/> fails the test if one does.</summary>
public class BrokenCodeTests
{
    // Code in which every rule of the pack has something to say, so that cutting it up reaches all of them.
    internal const string Interesting = Usings + Everything + DeclaredCode.Text + CallingCode.Text + RepeatedCode.Text;

    private const string Usings = """
        using DistributedSystems;
        using Grpc.Core;
        using Polly;
        using Polly.Retry;
        using StackExchange.Redis;

        """;

    private const string Everything = """

        [SystemModel(Timing.PartiallySynchronous, Failures.Byzantine), Quorum(Read = 1, Write = 1, Of = 3)]
        class Everything
        {
            private static readonly ResiliencePipeline<HttpResponseMessage> Pipeline = new ResiliencePipelineBuilder<HttpResponseMessage>()
                .AddRetry(new RetryStrategyOptions<HttpResponseMessage> { MaxRetryAttempts = 2, ShouldHandle = new PredicateBuilder<HttpResponseMessage>().Handle<HttpRequestException>(e => e.StatusCode >= (System.Net.HttpStatusCode)500) })
                .Build();
            private readonly SemaphoreSlim mutex = new(1, 1);
            private DateTime started = DateTime.UtcNow;
            private int lastTick;
            public DateTime At { get; set; }
            public DateTime Until { get; set; }
            private readonly TimeProvider time = TimeProvider.System;

            Task Renew() => Task.Delay(TimeSpan.FromDays(60));

            Task<HttpResponseMessage> Hand(HttpClient http)
            {
                using var request = new HttpRequestMessage(HttpMethod.Put, "/a");
                return http.SendAsync(request);
            }

            async Task<TimeSpan> Run(HttpClient http, IDatabase redis, CallInvoker invoker, HttpContent content)
            {
                var start = DateTime.UtcNow;
                await mutex.WaitAsync();
                try
                {
                    for (var attempt = 0; attempt < 3; attempt++)
                    {
                        try
                        {
                            var request = new HttpRequestMessage(HttpMethod.Post, "/a") { Headers = { { "X", "y" } } };
                            var response = await http.SendAsync(request);
                            if (response is { IsSuccessStatusCode: true }) break;
                        }
                        catch (HttpRequestException ex) when (ex.StatusCode is null or >= (System.Net.HttpStatusCode)500 && attempt < 2) { continue; }
                    }
                    await Pipeline.ExecuteAsync(async token => await http.PostAsync("/b", content, token));
                    await new Client(invoker).GetAsync("a", new CallOptions().WithHeaders(null));
                    if (await redis.StringSetAsync($"lock:{attemptName(1)}", "me", when: When.NotExists)) await redis.KeyDeleteAsync($"lock:{1}");
                }
                finally { mutex.Release(); }
                while (DateTime.UtcNow < started.AddSeconds(1)) { }
                if (Environment.TickCount > lastTick + 5) lastTick = Environment.TickCount;
                Console.WriteLine(new TimeSpan(System.Diagnostics.Stopwatch.GetTimestamp()));
                await http.GetAsync($"/c/{DateTime.Now}"); await http.GetAsync($"/d/{Environment.TickCount64}");
                var lease = TimeSpan.FromSeconds(1);
                await redis.LockTakeAsync("lock", DateTime.UtcNow.Ticks, lease);
                started = DateTime.UtcNow + lease;
                var sent = System.Text.Json.JsonSerializer.Deserialize<Everything>("{}");
                if (sent.At > DateTime.UtcNow) await Task.Delay(sent.Until - DateTime.UtcNow);
                return DateTime.UtcNow - start + (DateTime.UtcNow - started);
                static string attemptName(int attempt) => attempt > 0 ? attemptName(attempt - 1) : "";
            }

            private static readonly ResiliencePipeline Nested = new ResiliencePipelineBuilder()
                .AddTimeout(TimeSpan.FromSeconds(5)).AddRetry(new RetryStrategyOptions { Delay = TimeSpan.FromSeconds(9) }).AddTimeout(TimeSpan.FromSeconds(1)).AddTimeout(TimeSpan.FromSeconds(2)).Build();
            static readonly CallOptions Kept = new CallOptions(deadline: DateTime.UtcNow.AddSeconds(1));

            async Task Repeated(HttpClient http, CancellationToken token)
            {
                var again = new HttpRequestMessage();
                while (true)
                {
                    try { await http.GetStringAsync("/r"); break; }
                    catch (HttpRequestException) { }
                }
                for (var attempt = 0; attempt < 2; attempt++)
                {
                    try { await http.SendAsync(again); return; }
                    catch (HttpRequestException) { }
                }
                for (var attempt = 0; attempt < 3; attempt++)
                {
                    try { await http.GetStringAsync("/r", token); return; }
                    catch (Exception) { await Task.Delay(1 << attempt); }
                }
            }

            async Task Limited(HttpClient http, ISubscriber subscriber, CancellationToken token)
            {
                using var limit = CancellationTokenSource.CreateLinkedTokenSource(token);
                limit.CancelAfter(TimeSpan.FromSeconds(1));
                await http.GetStringAsync("/d", token);
                await http.GetStringAsync("/e", limit.Token);
                await Task.Delay(TimeSpan.FromMilliseconds(1500).Milliseconds);
                using var command = new Microsoft.Data.SqlClient.SqlCommand { CommandTimeout = 0 };
                command.ExecuteNonQuery();
                using var unused = new CancellationTokenSource(1000);
                var answer = new TaskCompletionSource<string>();
                await subscriber.SubscribeAsync("answers", (_, value) => answer.TrySetResult(value));
                await answer.Task;
                await http.GetStringAsync("/f").WaitAsync(TimeSpan.FromSeconds(1));
            }
        }

        class Client : ClientBase<Client>
        {
            protected override Client NewInstance(ClientBaseConfiguration configuration) => this;
            public Client(CallInvoker invoker) : base(invoker) { }
            public virtual AsyncUnaryCall<string> GetAsync(string request, CallOptions options) => null;
        }
        """;

    // Each part is damaged by itself: what the others say does not depend on it, and costs as much again every time.
    private static readonly string[] Parts =
    [
        Usings + Everything,
        Usings + DeclaredCode.Text,
        Usings + CallingCode.Text,
        Usings + RepeatedCode.Text,
    ];

    [Fact]
    public async Task The_whole_of_it_reports_every_rule()
    {
        var setup = Pack.SwitchedOn(Pack.Analyzers) with
        {
            AdditionalFiles = new Dictionary<string, string> { ["a.remoteapi.txt"] = "library", ["distsys.baseline"] = "DIST" },
        };
        var diagnostics = await Analysis.DiagnosticsOf(Analysis.Compile(Interesting, setup), Pack.Analyzers, setup);
        Assert.Equal(
            Pack.Analyzers.Select(rule => Pack.DescriptorOf(rule).Id).Order(),
            diagnostics.Select(diagnostic => diagnostic.Id).Distinct().Order()
        );
    }

    [Fact]
    public async Task Cut_off_after_any_token()
    {
        foreach (var (part, token) in Tokens().Where((_, index) => index % 9 == 0))
        {
            await RunOn(part[..token.Span.End]);
        }
    }

    [Fact]
    public async Task With_any_token_missing()
    {
        foreach (var (part, token) in Tokens().Where((_, index) => index % 9 == 2))
        {
            await RunOn(part.Remove(token.SpanStart, token.Span.Length));
        }
    }

    [Fact]
    public async Task With_any_token_doubled()
    {
        foreach (var (part, token) in Tokens().Where((_, index) => index % 13 == 3))
        {
            await RunOn(part.Insert(token.Span.End, " " + token.Text));
        }
    }

    [Fact]
    public async Task Without_the_libraries() => await RunOn(Interesting, Setup.Default);

    [Fact]
    public async Task With_everything_it_uses_in_another_project()
    {
        var other = Interesting
            .Replace("class ", "public class ")
            .Replace("private ", "public ")
            .Replace("async Task<TimeSpan> Run", "public async Task<TimeSpan> Run");
        await RunOn(
            "class User : Everything { async Task<object> M(HttpClient h) { while (true) try { await Run(h, null, null, null); return DateTime.UtcNow - started; } catch (HttpRequestException) { await Pipeline.ExecuteAsync(async t => await h.PostAsync(\"\", null, t)); } finally { mutex.Release(); } } }",
            Pack.EveryLibrary with
            {
                ReferencedProject = other,
            }
        );
    }

    [Fact]
    public async Task Without_any_reference() =>
        await Analysis.Run(
            CSharpCompilation.Create("Nothing", [CSharpSyntaxTree.ParseText(Interesting)]),
            Pack.Analyzers,
            Setup.Default,
            concurrent: true
        );

    [Fact]
    public async Task With_every_reference_twice()
    {
        var compilation = Analysis.Compile(Interesting, Pack.EveryLibrary);
        var copies = compilation
            .References.OfType<PortableExecutableReference>()
            .Where(reference => reference.FilePath is not null)
            .Select(reference => MetadataReference.CreateFromFile(reference.FilePath!));
        await Analysis.Run(compilation.AddReferences(copies), Pack.Analyzers, Pack.EveryLibrary, concurrent: true);
    }

    [Theory]
    [InlineData("")]
    [InlineData("// nothing")]
    [InlineData("DateTime.UtcNow - DateTime.UtcNow;")]
    [InlineData("class C { object M(dynamic http) => http.PostAsync(http) - DateTime.UtcNow; }")]
    [InlineData("class C<T> where T : C<C<T>> { T F; object M() => F.F.F.M(); }")]
    [InlineData(
        "class A : B { } class B : A { void M(HttpClient h) { while (true) try { h.PostAsync(null, null).Wait(); return; } catch { } } }"
    )]
    [InlineData("class C { TimeSpan X => Y; TimeSpan Y => X; object M() => DateTime.UtcNow - X; Task F(HttpClient h) => F(h); }")]
    [InlineData("class C { static readonly DateTime A = B, B = A; TimeSpan M() => DateTime.UtcNow - A; }")]
    [InlineData("class C { void M() { DateTime a = a, b = a; a = b; b = a; var x = DateTime.UtcNow - a; } }")]
    [InlineData("[assembly: DistributedSystems.Quorum(Read = , Write = 1, Of = \"x\")] [Quorum(]")]
    [InlineData(
        "class C { void M(HttpClient h) { a: try { h.PostAsync(\"\", null); } catch { goto a; goto nowhere; } finally { goto a; } } }"
    )]
    public async Task Odd_programs(string source) => await RunOn(source);

    [Fact]
    public async Task Expressions_ten_thousand_deep()
    {
        await RunOn($"class C {{ int M(int x) => {string.Concat(Enumerable.Repeat("x + ", 10_000))}x; }}");

        // Parentheses are parsed recursively: a few thousand overflow the parser's own stack.
        await RunOn($"class C {{ int M(int x) => {new string('(', 500)}x{new string(')', 500)}; }}");

        // Chains of calls become operations recursively: with any operation analyzer present, some thousands overflow Roslyn's own stack.
        await RunOn($"class C {{ object M(HttpClient h) => h{string.Concat(Enumerable.Repeat(".ToString()", 500))}; }}");
        await RunOn(
            $"class C {{ void M(HttpClient h) {{ {string.Concat(Enumerable.Repeat("while (true) { try { ", 400))} h.PostAsync(\"\", null).Wait(); return; {string.Concat(Enumerable.Repeat("} catch { } }", 400))} }} }}"
        );
    }

    [Fact]
    public async Task A_method_of_many_thousand_statements()
    {
        var body = new StringBuilder();
        for (var i = 0; i < 3_000; i++)
        {
            body.AppendLine(
                $"var start{i} = DateTime.UtcNow; try {{ await h.PostAsync(\"/{i}\", null); }} catch (HttpRequestException) {{ }} Console.WriteLine(DateTime.UtcNow - start{i});"
            );
        }

        await RunOn($"class C {{ async Task M(HttpClient h) {{ {body} }} }}");
    }

    [Fact]
    public async Task A_script()
    {
        var script = CSharpSyntaxTree.ParseText(
            "using System;\nvar start = DateTime.UtcNow;\nConsole.WriteLine(DateTime.UtcNow - start);",
            new CSharpParseOptions(kind: SourceCodeKind.Script)
        );
        var compilation = CSharpCompilation.CreateScriptCompilation("Script", script, References.For(Target.Current));
        await Analysis.Run(compilation, Pack.Analyzers, Setup.Default, concurrent: true);
    }

    [Theory]
    [InlineData("member")]
    [InlineData("library\ntype\nmember\nassembly")]
    [InlineData("library L\ntype T\nmember M(\nmember N remote remote nonsense\nmember O default-deadline=soon key= =x =\nmember * remote")]
    [InlineData(
        "library L\ntype Everything derived sql=.Nothing\nmember * remote sql=.Nothing\nattribute Everything remote\nattribute System.ObsoleteAttribute header=x default-header=y twin=z http=a"
    )]
    [InlineData("\0\uFFFF#\n\r\n\tlibrary\u2028L\rtype  \nmember M()\nmember M(,)\nmember (\nmember )")]
    [InlineData(
        "library L\ntype Everything\nmember Run remote accumulates acquires resource=nothing expiry=nothing deadline-parameter=nothing.x\ntype Everything"
    )]
    public async Task Malformed_catalog_files(string catalog) =>
        await RunOn(
            Interesting,
            Pack.EveryLibrary with
            {
                AdditionalFiles = new Dictionary<string, string> { ["a.remoteapi.txt"] = catalog },
            }
        );

    private static IEnumerable<(string Part, SyntaxToken Token)> Tokens() =>
        Parts.SelectMany(part => CSharpSyntaxTree.ParseText(part).GetRoot().DescendantTokens().Select(token => (part, token)));

    private static Task RunOn(string source) => RunOn(source, Pack.EveryLibrary);

    private static async Task RunOn(string source, Setup setup) =>
        await Analysis.Run(Analysis.Compile(Markup.Parse(source.Replace("[|", "")).Source, setup), Pack.Analyzers, setup, concurrent: true);
}
