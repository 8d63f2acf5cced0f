using DistributedSystems.Analyzers.Rules.Deadlines;
using DistributedSystems.Analyzers.Tests.Verify;
using DistributedSystems.CodeFixes.Deadlines;
using Microsoft.CodeAnalysis;

namespace DistributedSystems.Analyzers.Tests.Rules.Deadlines;

using VerifyCS = VerifyCS<CallersCancellationDropped, PassTokenFix>;

public class PassTokenFixTests
{
    [Fact]
    public Task Passes_the_nearest_token() =>
        VerifyCS.VerifyCodeFixAsync(
            """
            using System;
            using System.Net.Http;
            using System.Net.Http.Json;
            using System.Threading;
            using System.Threading.Tasks;

            class Catalog(HttpClient http)
            {
                async Task<string> Overload(CancellationToken token) => await [|http.GetStringAsync("/a" /* here */)|]; // kept
                async Task<string> Extension(CancellationToken token) => await [|http.GetFromJsonAsync<string>("/a")|];
                async Task<HttpResponseMessage> Named(CancellationToken token, HttpContent content) => await [|http.PostAsync(content: content, requestUri: "/a")|];
                async Task<string> None(CancellationToken token) => await http.GetStringAsync("/a", [|CancellationToken.None|]);
                async Task Nested(Microsoft.AspNetCore.Http.HttpContext context, HttpContent content)
                {
                    await [|http.PostAsync(await [|http.GetStringAsync("/a")|], content)|];
                }
                async Task Linked(CancellationToken token)
                {
                    using var limit = CancellationTokenSource.CreateLinkedTokenSource(token);
                    limit.CancelAfter(5000);
                    await http.GetStringAsync("/a", [|token|]);
                    await http.GetStringAsync("/b", limit.Token);
                }
            }
            """,
            """
            using System;
            using System.Net.Http;
            using System.Net.Http.Json;
            using System.Threading;
            using System.Threading.Tasks;

            class Catalog(HttpClient http)
            {
                async Task<string> Overload(CancellationToken token) => await http.GetStringAsync("/a" /* here */, token); // kept
                async Task<string> Extension(CancellationToken token) => await http.GetFromJsonAsync<string>("/a", token);
                async Task<HttpResponseMessage> Named(CancellationToken token, HttpContent content) => await http.PostAsync(content: content, requestUri: "/a", cancellationToken: token);
                async Task<string> None(CancellationToken token) => await http.GetStringAsync("/a", token);
                async Task Nested(Microsoft.AspNetCore.Http.HttpContext context, HttpContent content)
                {
                    await http.PostAsync(await http.GetStringAsync("/a", context.RequestAborted), content, context.RequestAborted);
                }
                async Task Linked(CancellationToken token)
                {
                    using var limit = CancellationTokenSource.CreateLinkedTokenSource(token);
                    limit.CancelAfter(5000);
                    await http.GetStringAsync("/a", limit.Token);
                    await http.GetStringAsync("/b", limit.Token);
                }
            }
            """
        );

    [Fact]
    public Task Makes_an_array_of_a_list_of_values_and_names_what_is_not_next() =>
        VerifyCS.VerifyCodeFixAsync(
            """
            using System.Threading;
            using System.Threading.Tasks;
            using DistributedSystems;

            public interface IStore
            {
                [RemoteCall] Task<string> FindAsync(string set, params object[] keys);
                [RemoteCall] Task<string> FindAsync(string set, object[] keys, CancellationToken token);
                [RemoteCall] Task<string> ReadAsync(string key, int retries = 0, CancellationToken token = default);
            }
            class Orders(IStore store)
            {
                async Task<string> Find(CancellationToken stop) => await [|store.FindAsync("a", 1, "x")|];
                async Task<string> Read(CancellationToken stop) => await [|store.ReadAsync("a")|];
            }
            """,
            """
            using System.Threading;
            using System.Threading.Tasks;
            using DistributedSystems;

            public interface IStore
            {
                [RemoteCall] Task<string> FindAsync(string set, params object[] keys);
                [RemoteCall] Task<string> FindAsync(string set, object[] keys, CancellationToken token);
                [RemoteCall] Task<string> ReadAsync(string key, int retries = 0, CancellationToken token = default);
            }
            class Orders(IStore store)
            {
                async Task<string> Find(CancellationToken stop) => await store.FindAsync("a", new object[] { 1, "x" }, stop);
                async Task<string> Read(CancellationToken stop) => await store.ReadAsync("a", token: stop);
            }
            """,
            Library.Annotations
        );

    [Fact]
    public Task Top_level_functions() =>
        VerifyCS.VerifyCodeFixAsync(
            """
            using System.Net.Http;
            using System.Threading;
            using System.Threading.Tasks;

            await Read(new HttpClient(), CancellationToken.None);
            static async Task<string> Read(HttpClient http, CancellationToken stop) => await [|http.GetStringAsync("/a")|];
            """,
            """
            using System.Net.Http;
            using System.Threading;
            using System.Threading.Tasks;

            await Read(new HttpClient(), CancellationToken.None);
            static async Task<string> Read(HttpClient http, CancellationToken stop) => await http.GetStringAsync("/a", stop);
            """,
            Setup.Default with
            {
                Output = OutputKind.ConsoleApplication,
            }
        );

    [Fact]
    public Task Two_tokens_leave_the_choice() =>
        VerifyCS.VerifyNoFixAsync(
            "class C { async Task M(HttpClient http, CancellationToken soft, CancellationToken hard) => await [|http.GetStringAsync(\"/a\")|]; }",
            Setup.Default
        );

    [Fact]
    public Task Passes_it_in_expression_bodies_lambdas_extensions_and_streams() =>
        VerifyCS.VerifyCodeFixAsync(
            """
            using System.Collections.Generic;
            using System.Linq;
            using System.Net.Http;
            using System.Net.Http.Json;
            using System.Threading;
            using System.Threading.Tasks;

            class Catalog(HttpClient http)
            {
                readonly CancellationTokenSource stop = new();
                async Task Poll() => await http.GetStringAsync("/a", stop.Token);
                async Task Refresh() => await [|http.GetStringAsync("/b")|];
                static async Task<int> Static(HttpClient http, CancellationToken token) => (await [|http.GetStringAsync("/a")|]).Length;
                async Task Each(CancellationToken token)
                {
                    await foreach (var name in http.GetFromJsonAsAsyncEnumerable<string>("/a", token))
                    {
                        using var answer = await [|http.PostAsJsonAsync($"/a/{name}", new { name })|];
                    }
                }
                async IAsyncEnumerable<string> Stream([System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken token = default)
                {
                    yield return await [|http.GetStringAsync(requestUri: "/a")|];
                }
            }
            """,
            """
            using System.Collections.Generic;
            using System.Linq;
            using System.Net.Http;
            using System.Net.Http.Json;
            using System.Threading;
            using System.Threading.Tasks;

            class Catalog(HttpClient http)
            {
                readonly CancellationTokenSource stop = new();
                async Task Poll() => await http.GetStringAsync("/a", stop.Token);
                async Task Refresh() => await http.GetStringAsync("/b", stop.Token);
                static async Task<int> Static(HttpClient http, CancellationToken token) => (await http.GetStringAsync("/a", token)).Length;
                async Task Each(CancellationToken token)
                {
                    await foreach (var name in http.GetFromJsonAsAsyncEnumerable<string>("/a", token))
                    {
                        using var answer = await http.PostAsJsonAsync($"/a/{name}", new { name }, cancellationToken: token);
                    }
                }
                async IAsyncEnumerable<string> Stream([System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken token = default)
                {
                    yield return await http.GetStringAsync(requestUri: "/a", cancellationToken: token);
                }
            }
            """
        );

    [Fact]
    public Task Passes_it_in_a_top_level_program() =>
        VerifyCS.VerifyCodeFixAsync(
            """
            using System;
            using System.Net.Http;
            using System.Threading;

            using var http = new HttpClient();
            using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(5));
            Console.WriteLine(await [|http.GetStringAsync("https://example.org/a")|]);
            Console.WriteLine(await http.GetStringAsync("https://example.org/b", limit.Token));
            """,
            """
            using System;
            using System.Net.Http;
            using System.Threading;

            using var http = new HttpClient();
            using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(5));
            Console.WriteLine(await http.GetStringAsync("https://example.org/a", limit.Token));
            Console.WriteLine(await http.GetStringAsync("https://example.org/b", limit.Token));
            """,
            new Setup { Output = OutputKind.ConsoleApplication }
        );

    [Fact]
    public Task Passes_it_behind_a_conditional_access() =>
        VerifyCS.VerifyCodeFixAsync(
            """
            using System.Net.Http;
            using System.Threading;
            using System.Threading.Tasks;

            class Holder { public HttpClient Http; }
            class Catalog(HttpClient http)
            {
                async Task<string> Read(CancellationToken token) => await (http?[|.GetStringAsync("/a")|]);
                async Task<string> Member(Holder holder, CancellationToken token) => await (holder?[|.Http.GetStringAsync("/a")|].ConfigureAwait(false)).Value;
            }
            """,
            """
            using System.Net.Http;
            using System.Threading;
            using System.Threading.Tasks;

            class Holder { public HttpClient Http; }
            class Catalog(HttpClient http)
            {
                async Task<string> Read(CancellationToken token) => await (http?.GetStringAsync("/a", token));
                async Task<string> Member(Holder holder, CancellationToken token) => await (holder?.Http.GetStringAsync("/a", token).ConfigureAwait(false)).Value;
            }
            """
        );

    private const string Client = """

        public class Reply { }
        public class StockClient : Grpc.Core.ClientBase<StockClient>
        {
            protected override StockClient NewInstance(ClientBaseConfiguration configuration) => this;
            public virtual Grpc.Core.AsyncUnaryCall<Reply> ReserveAsync(string sku, Grpc.Core.CallOptions options) => null;
        }
        """;

    [Fact]
    public Task Passes_it_with_call_options() =>
        VerifyCS.VerifyCodeFixAsync(
            """
            using System;
            using System.Threading;
            using System.Threading.Tasks;
            using Grpc.Core;

            class Checkout(StockClient stock)
            {
                private static readonly CallOptions Plain = new CallOptions(deadline: DateTime.UtcNow.AddHours(1));

                async Task<Reply> Made(CancellationToken token) => await [|stock.ReserveAsync("a", new CallOptions(deadline: DateTime.UtcNow.AddSeconds(1)) /* here */)|];
                async Task<Reply> Implicit(CancellationToken token) => await [|stock.ReserveAsync("a", new(deadline: DateTime.UtcNow.AddSeconds(1)))|];
                async Task<Reply> Default(ServerCallContext context) => await [|stock.ReserveAsync("a", default(CallOptions))|];
                async Task<Reply> Chained(CancellationToken token) => await [|stock.ReserveAsync("a", new CallOptions().WithDeadline(DateTime.UtcNow.AddSeconds(1)))|];
                async Task<Reply> Kept(CancellationToken token) => await [|stock.ReserveAsync(options: Plain, sku: "a")|];
                async Task<Reply> Local(ServerCallContext context)
                {
                    var options = new CallOptions();
                    return await [|stock.ReserveAsync("a", options)|];
                }
            }
            """ + Client,
            """
            using System;
            using System.Threading;
            using System.Threading.Tasks;
            using Grpc.Core;

            class Checkout(StockClient stock)
            {
                private static readonly CallOptions Plain = new CallOptions(deadline: DateTime.UtcNow.AddHours(1));

                async Task<Reply> Made(CancellationToken token) => await stock.ReserveAsync("a", new CallOptions(deadline: DateTime.UtcNow.AddSeconds(1)).WithCancellationToken(token) /* here */);
                async Task<Reply> Implicit(CancellationToken token) => await stock.ReserveAsync("a", new(deadline: DateTime.UtcNow.AddSeconds(1), cancellationToken: token));
                async Task<Reply> Default(ServerCallContext context) => await stock.ReserveAsync("a", default(CallOptions).WithCancellationToken(context.CancellationToken));
                async Task<Reply> Chained(CancellationToken token) => await stock.ReserveAsync("a", new CallOptions().WithDeadline(DateTime.UtcNow.AddSeconds(1)).WithCancellationToken(token));
                async Task<Reply> Kept(CancellationToken token) => await stock.ReserveAsync(options: Plain.WithCancellationToken(token), sku: "a");
                async Task<Reply> Local(ServerCallContext context)
                {
                    var options = new CallOptions();
                    return await stock.ReserveAsync("a", options.WithCancellationToken(context.CancellationToken));
                }
            }
            """ + Client,
            Library.Grpc
        );

    [Fact]
    public Task Into_a_call_that_is_an_argument_itself() =>
        VerifyCS.VerifyCodeFixAsync(
            InArguments(
                "[|http.GetStringAsync(\"/a\")|]",
                "[|http.GetStringAsync(\"/b\")|]",
                "[|http.GetFromJsonAsync<string>(\"/c\")|]",
                "http?[|.GetByteArrayAsync(\"/d\")|]"
            ),
            InArguments(
                "http.GetStringAsync(\"/a\", stop)",
                "http.GetStringAsync(\"/b\", stop)",
                "http.GetFromJsonAsync<string>(\"/c\", stop)",
                "http?.GetByteArrayAsync(\"/d\", stop)"
            )
        );

    private static string InArguments(string first, string second, string third, string fourth) =>
        $$"""
            using System.Collections.Generic;
            using System.Linq;
            using System.Net.Http;
            using System.Net.Http.Json;
            using System.Threading;
            using System.Threading.Tasks;

            class Pages(HttpClient http)
            {
                async Task Both(CancellationToken stop)
                {
                    await Task.WhenAll({{first}}, {{second}});
                }

                async Task Anything(CancellationToken stop)
                {
                    var started = new List<object>();
                    started.Add({{third}});
                    started.Add(item: {{fourth}});
                    await Task.WhenAll(started.OfType<Task>());
                }

                async Task<string> Within(CancellationToken stop) => await Bounded({{first}}, stop);

                async Task<string> Wrapped(CancellationToken stop) => await new ValueTask<string>({{second}});

                static Task<string> Bounded(Task<string> work, CancellationToken stop) => work.WaitAsync(stop);
            }
            """;

    [Theory]
    [InlineData(
        "using var limit = CancellationTokenSource.CreateLinkedTokenSource(stop); limit.CancelAfter(5000); await http.GetStringAsync(\"/a\", limit.Token);"
    )]
    [InlineData("using var limit = Limited(stop); await http.GetStringAsync(\"/a\", limit.Token);")]
    [InlineData("var (limit, _) = (Limited(stop).Token, 1); await http.GetStringAsync(\"/a\", limit);")]
    public Task Not_past_a_nearer_source(string before) =>
        VerifyCS.VerifyNoFixAsync(
            $$"""
            class Pages(HttpClient http)
            {
                async Task<string> Read(CancellationToken stop)
                {
                    {{before}}
                    return await [|http.GetStringAsync("/b")|];
                }

                static CancellationTokenSource Limited(CancellationToken stop)
                {
                    var source = CancellationTokenSource.CreateLinkedTokenSource(stop);
                    source.CancelAfter(5000);
                    return source;
                }
            }
            """,
            Setup.Default
        );

    [Fact]
    public Task Keeps_lines_comments_and_the_language_of_the_place() =>
        VerifyCS.VerifyCodeFixAsync(
            """
            using System.Net.Http;
            using System.Threading;
            using System.Threading.Tasks;
            using Microsoft.EntityFrameworkCore;

            class Line { }
            class Reader(HttpClient http, DbSet<Line> lines)
            {
                async Task<string> Page(string page, CancellationToken stop)
                {
                    return await [|http.GetStringAsync(
                        page
                    )|];
                }

                async Task Post(string page, HttpContent content, CancellationToken stop) =>
                    await [|http.PostAsync(
                        page,
                        content // whole
                    )|];

            #nullable disable
                async Task<Line> First(int number, CancellationToken stop) => await [|lines.FindAsync(number, 1)|];
            #nullable restore
            }
            """,
            """
            using System.Net.Http;
            using System.Threading;
            using System.Threading.Tasks;
            using Microsoft.EntityFrameworkCore;

            class Line { }
            class Reader(HttpClient http, DbSet<Line> lines)
            {
                async Task<string> Page(string page, CancellationToken stop)
                {
                    return await http.GetStringAsync(
                        page,
                        stop
                    );
                }

                async Task Post(string page, HttpContent content, CancellationToken stop) =>
                    await http.PostAsync(
                        page,
                        content, // whole
                        stop
                    );

            #nullable disable
                async Task<Line> First(int number, CancellationToken stop) => await lines.FindAsync(new object[] { number, 1 }, stop);
            #nullable restore
            }
            """,
            Library.EfCore
        );

    [Fact]
    public Task Not_into_a_list_of_values_with_comments() =>
        VerifyCS.VerifyNoFixAsync(
            """
            using Microsoft.EntityFrameworkCore;

            class Line { }
            class Reader(DbSet<Line> lines)
            {
                async Task<Line> Find(int number, int part, CancellationToken stop) => await [|lines.FindAsync(
                    number, // the order
                    part)|];
            }
            """,
            Setup.With(Library.EfCore)
        );

    [Fact]
    public Task Not_in_options_without_a_type() =>
        VerifyCS.VerifyNoFixAsync(
            "class C { async Task M(StockClient stock, Grpc.Core.ServerCallContext context) => await [|stock.ReserveAsync(\"a\", default)|]; }"
                + Client,
            Setup.With(Library.Grpc)
        );
}
