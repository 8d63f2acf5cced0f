using DistributedSystems.Analyzers.Facts.Calls;
using DistributedSystems.Analyzers.Facts.Code;
using DistributedSystems.Analyzers.Tests.Verify;
using Microsoft.CodeAnalysis.Operations;

namespace DistributedSystems.Analyzers.Tests.Facts;

/// <summary>The remote call that a call of the project's own code makes, and the way there.</summary>
public class ReachabilityTests
{
    private const string Gateways = """

        interface IGateway { Task ChargeAsync(); Task<string> ReadAsync(); }
        class PaymentsGateway(HttpClient http) : IGateway
        {
            public async Task ChargeAsync() => await PostAsync();
            public Task<string> ReadAsync() => http.GetStringAsync("/a");
            public Task PostAsync() => http.PostAsync("/a", null);
            public async Task SwallowAsync() { try { await http.PostAsync("/a", null); } catch (Exception) { } }
            public void Start() { _ = http.PostAsync("/a", null); }
            public Task Level1() => Level2();
            public Task Level2() => Level3();
            public Task Level3() => Level4();
            public Task Level4() => Level5();
            public Task Level5() => http.PostAsync("/a", null);
            public Task Even(int n) => n == 0 ? Task.CompletedTask : Odd(n - 1);
            public Task Odd(int n) => Even(n - 1);
            [DistributedSystems.Idempotent] public Task DeclaredAsync() => http.PostAsync("/a", null);
            public int Value { get { http.Send(null); return 1; } set { } }
            public int ReadsValue() => Value;
            public int AddsValue() { Value += 1; return 0; }
            public void WritesValue() { Value = 1; _ = new PaymentsGateway(null) { Value = 2 }; }
            public object Makes() => new Connection(http);
            public void Nested() { Inner(); void Inner() => http.Send(null); }
            public void NeverCalled() { void Inner() => http.Send(null); Action later = () => http.Send(null); }
            public IEnumerable<int> Lazy() { http.Send(null); yield return 1; }
            public async IAsyncEnumerable<int> LazyAsync() { await http.PostAsync("/a", null); yield return 1; }
            public IEnumerable<int> Eager() { http.Send(null); return new[] { 1 }; }
            public void Enumerates() { foreach (var one in Lazy()) { } }
            public async Task EnumeratesAsync() { await foreach (var one in LazyAsync().WithCancellation(default).ConfigureAwait(false)) { } }
            public object Lists() => Lazy().ToList();
            public void LooksAtLength() { foreach (var one in new int[Eager().Count()]) { } }
            public async Task CatchesAsync() { try { await PostAsync(); } catch (Exception) { } }
            public Task RunAsync(Func<Task> work) => work();
            public async Task TryAsync(Func<Task> work) { try { await work(); } catch (Exception) { } }
            [DistributedSystems.Idempotent] public Task GuardedAsync(Func<Task> work) => work();
            public async Task BothAsync(Func<Task> work) { await ReadAsync(); await work(); }
            public Task CachedAsync() => http.PostAsync("/a", null);
            public IEnumerable<int> LazyValue { get { http.Send(null); yield return 1; } }
            public void EnumeratesValue() { foreach (var one in LazyValue) { } }
            public object KeepsValue() { var later = LazyValue; return later; }
            public IEnumerator<int> LazyEnumerator() { http.Send(null); yield return 1; }
            public async IAsyncEnumerator<int> LazyAsyncEnumerator() { await http.PostAsync("/a", null); yield return 1; }
            public void NeverMakes() { Action later = () => new Connection(http); }
            public Task RunsLambda() => RunAsync(() => http.PostAsync("/a", null));
            public void Take(Func<IEnumerable<int>> make) { make(); }
            public Task SendGivenAsync(HttpRequestMessage request) => http.SendAsync(request);
            public Task AdaptedAsync() => LaterAsync().AsTask();
            public System.Runtime.CompilerServices.ConfiguredTaskAwaitable ConfiguredAsync() => PostAsync().ConfigureAwait(false);
            private async ValueTask LaterAsync() => await http.PostAsync("/a", null);
            public int Value1 => Value2;
            public int Value2 => Value3;
            public int Value3 => Value4;
            public int Value4 => Value;
            public int FromValue2() => Value3;
            public int FromValue1() => Value2;
            public object MakesFirst() => new First(http);
            public object MakesSecond() => new Second(http);
            public Task KeepAsync(Func<Task> work) => Task.CompletedTask;
        }
        class First { public First(HttpClient http) => _ = new Second(http); }
        class Second { public Second(HttpClient http) => _ = new Third(http); }
        class Third { public Third(HttpClient http) => _ = new Connection(http); }
        interface IHas { int Value { get; } }
        class Has(HttpClient http) : IHas { public int Value => (int)http.Send(null).StatusCode; }
        class Reader(IHas has) { public int Read() => has.Value; }
        class Connection { public Connection(HttpClient http) => http.Send(null); }
        interface IChain { Task PayAsync(); }
        class Counting(IChain inner) : IChain { public async Task PayAsync() => await inner.PayAsync(); }
        class Paying(HttpClient http) : IChain { public Task PayAsync() => http.PostAsync("/a", null); }
        interface IMarked { Task PayAsync(); }
        class Marked(HttpClient http) : IMarked { [DistributedSystems.Idempotent] public Task PayAsync() => http.PostAsync("/a", null); }
        class Payments(HttpClient http) { public virtual Task PayAsync() => http.PostAsync("/a", null); }
        class NoPayments : Payments { public NoPayments(HttpClient http) : base(http) { } public override Task PayAsync() => Task.CompletedTask; public Task PayAfterAllAsync() => base.PayAsync(); }
        interface IBroken { Task PayAsync(); }
        class Dropping(IBroken inner) : IBroken { public Task PayAsync() { inner.PayAsync(); return Task.CompletedTask; } }
        class Paying2(HttpClient http) : IBroken { public Task PayAsync() => http.PostAsync("/a", null); }
        interface IOpen { Task ChargeAsync(); }
        interface IMixed { Task ChargeAsync(); }
        class RealMixed(HttpClient http) : IMixed { public Task ChargeAsync() => http.PostAsync("/a", null); }
        class FakeMixed : IMixed { public Task ChargeAsync() => Task.CompletedTask; }
        """;

    [Theory]
    [InlineData("gateway.ChargeAsync()", "Accumulates", "HttpClient.PostAsync", "PaymentsGateway.ChargeAsync,PaymentsGateway.PostAsync")]
    [InlineData("gateway.ReadAsync()", "Waits", "HttpClient.GetStringAsync", "PaymentsGateway.ReadAsync")]
    [InlineData(
        "concrete.Level2()",
        "Accumulates",
        "HttpClient.PostAsync",
        "PaymentsGateway.Level2,PaymentsGateway.Level3,PaymentsGateway.Level4,PaymentsGateway.Level5"
    )]
    [InlineData("concrete.SwallowAsync()", "Waits", "HttpClient.PostAsync", "PaymentsGateway.SwallowAsync")]
    [InlineData("work()", "Accumulates", "HttpClient.PostAsync", "PaymentsGateway.PostAsync")]
    [InlineData("concrete.ReadAsync()", "Delays", "HttpClient.GetStringAsync", "PaymentsGateway.ReadAsync")]
    [InlineData("concrete.ReadAsync()", "Fails", "HttpClient.GetStringAsync", "PaymentsGateway.ReadAsync")]
    [InlineData("concrete.PostAsync()", "FailingWrite", "HttpClient.PostAsync", "PaymentsGateway.PostAsync")]
    [InlineData("concrete.PostAsync()", "Leaves", "HttpClient.PostAsync", "PaymentsGateway.PostAsync")]
    [InlineData("concrete.SwallowAsync()", "Delays", "HttpClient.PostAsync", "PaymentsGateway.SwallowAsync")]
    [InlineData("concrete.CatchesAsync()", "Delays", "HttpClient.PostAsync", "PaymentsGateway.CatchesAsync,PaymentsGateway.PostAsync")]
    [InlineData("concrete.ReadsValue()", "Waits", "HttpClient.Send", "PaymentsGateway.ReadsValue,PaymentsGateway.Value")]
    [InlineData("concrete.AddsValue()", "Waits", "HttpClient.Send", "PaymentsGateway.AddsValue,PaymentsGateway.Value")]
    [InlineData("concrete.Makes()", "Waits", "HttpClient.Send", "PaymentsGateway.Makes,Connection constructor")]
    [InlineData("concrete.Nested()", "Waits", "HttpClient.Send", "PaymentsGateway.Nested,Inner")]
    [InlineData("concrete.Enumerates()", "Waits", "HttpClient.Send", "PaymentsGateway.Enumerates,PaymentsGateway.Lazy")]
    [InlineData("concrete.EnumeratesAsync()", "Waits", "HttpClient.PostAsync", "PaymentsGateway.EnumeratesAsync,PaymentsGateway.LazyAsync")]
    [InlineData("concrete.Eager()", "Waits", "HttpClient.Send", "PaymentsGateway.Eager")]
    [InlineData("concrete.LooksAtLength()", "Waits", "HttpClient.Send", "PaymentsGateway.LooksAtLength,PaymentsGateway.Eager")]
    [InlineData("chain.PayAsync()", "Accumulates", "HttpClient.PostAsync", "Counting.PayAsync,Paying.PayAsync")]
    [InlineData("concrete.RunAsync(concrete.PostAsync)", "Accumulates", "HttpClient.PostAsync", "PaymentsGateway.PostAsync")]
    [InlineData("concrete.RunAsync(() => http.PostAsync(\"/a\", null))", "Waits", "HttpClient.PostAsync", "")]
    [InlineData("concrete.EnumeratesValue()", "Waits", "HttpClient.Send", "PaymentsGateway.EnumeratesValue,PaymentsGateway.LazyValue")]
    [InlineData("concrete.RunsLambda()", "Accumulates", "HttpClient.PostAsync", "PaymentsGateway.RunsLambda")]
    [InlineData("concrete.AdaptedAsync()", "Waits", "HttpClient.PostAsync", "PaymentsGateway.AdaptedAsync,PaymentsGateway.LaterAsync")]
    [InlineData("concrete.ConfiguredAsync()", "Waits", "HttpClient.PostAsync", "PaymentsGateway.ConfiguredAsync,PaymentsGateway.PostAsync")]
    [InlineData(
        "concrete.FromValue2()",
        "Waits",
        "HttpClient.Send",
        "PaymentsGateway.FromValue2,PaymentsGateway.Value3,PaymentsGateway.Value4,PaymentsGateway.Value"
    )]
    [InlineData(
        "concrete.MakesSecond()",
        "Waits",
        "HttpClient.Send",
        "PaymentsGateway.MakesSecond,Second constructor,Third constructor,Connection constructor"
    )]
    [InlineData("reader.Read()", "Waits", "HttpClient.Send", "Reader.Read,Has.Value")]
    [InlineData("concrete.DeclaredAsync()", "Waits", "HttpClient.PostAsync", "PaymentsGateway.DeclaredAsync")]
    [InlineData(
        "concrete.BothAsync(concrete.PostAsync)",
        "Waits",
        "HttpClient.GetStringAsync",
        "PaymentsGateway.BothAsync,PaymentsGateway.ReadAsync"
    )]
    [InlineData("none.PayAfterAllAsync()", "Waits", "HttpClient.PostAsync", "NoPayments.PayAfterAllAsync,Payments.PayAsync")]
    [InlineData("concrete.TryAsync(concrete.PostAsync)", "Waits", "HttpClient.PostAsync", "PaymentsGateway.PostAsync")]
    public void Yes_with_the_call_and_the_way(string call, string effect, string reached, string through)
    {
        var reach = ReachOf(call, effect);
        Assert.Equal((reached, through), (reach!.Call.Name, string.Join(",", reach.Through)));
        Assert.Equal("the built-in catalog", reach.Call.Api.Origin);
    }

    [Theory]
    [InlineData("gateway.ReadAsync()", "Accumulates")]
    [InlineData("concrete.SwallowAsync()", "Accumulates")]
    [InlineData("concrete.Start()", "Waits")]
    [InlineData("concrete.DeclaredAsync()", "Accumulates")]
    [InlineData("concrete.Level1()", "Accumulates")]
    [InlineData("concrete.Even(4)", "Waits")]
    [InlineData("open.ChargeAsync()", "Accumulates")]
    [InlineData("mixed.ChargeAsync()", "Accumulates")]
    [InlineData("given()", "Accumulates")]
    [InlineData("concrete.ReadAsync()", "FailingWrite")]
    [InlineData("concrete.ReadAsync()", "Leaves")]
    [InlineData("concrete.SwallowAsync()", "Fails")]
    [InlineData("concrete.SwallowAsync()", "FailingWrite")]
    [InlineData("concrete.CatchesAsync()", "Accumulates")]
    [InlineData("concrete.CatchesAsync()", "Fails")]
    [InlineData("concrete.WritesValue()", "Waits")]
    [InlineData("concrete.NeverCalled()", "Waits")]
    [InlineData("concrete.Lazy()", "Waits")]
    [InlineData("concrete.Lists()", "Waits")]
    [InlineData("broken.PayAsync()", "Accumulates")]
    [InlineData("marked.PayAsync()", "Accumulates")]
    [InlineData("concrete.KeepsValue()", "Waits")]
    [InlineData("concrete.LazyAsync()", "Waits")]
    [InlineData("concrete.LazyEnumerator()", "Waits")]
    [InlineData("concrete.LazyAsyncEnumerator()", "Waits")]
    [InlineData("concrete.NeverMakes()", "Waits")]
    [InlineData("concrete.Take(concrete.Lazy)", "Waits")]
    [InlineData("concrete.SendGivenAsync(null)", "Accumulates")]
    [InlineData("concrete.FromValue1()", "Waits")]
    [InlineData("concrete.MakesFirst()", "Waits")]
    [InlineData("none.PayAsync()", "Waits")]
    [InlineData("concrete.GuardedAsync(concrete.PostAsync)", "Accumulates")]
    [InlineData("concrete.CachedAsync()", "Waits")]
    [InlineData("concrete.RunAsync(concrete.DeclaredAsync)", "Accumulates")]
    [InlineData("concrete.RunAsync(() => http.PostAsync(\"/a\", null))", "Accumulates")]
    [InlineData("concrete.TryAsync(concrete.PostAsync)", "Accumulates")]
    [InlineData("concrete.KeepAsync(concrete.PostAsync)", "Waits")]
    public void Unknown_where_it_is_not_or_cannot_be_seen(string call, string effect) => Assert.Null(ReachOf(call, effect));

    [Theory]
    [InlineData("Nothing();", "http.Send(null);")]
    [InlineData("_ = Zero;", "_ = Status;")]
    [InlineData("_ = new Empty();", "_ = new Full(http);")]
    public void A_body_is_read_so_far(string step, string last)
    {
        foreach (var steps in new[] { 399, 400 })
        {
            var probe = Probe.At(
                $$"""
                class C(HttpClient http)
                {
                    void M() => [|Run()|];
                    void Run() { {{string.Concat(Enumerable.Repeat(step, steps))}} {{last}} }
                    static void Nothing() { }
                    int Zero => 0;
                    int Status { get { http.Send(null); return 1; } }
                }
                class Empty { public Empty() { } }
                class Full { public Full(HttpClient http) => http.Send(null); }
                """
            );
            Assert.Equal(steps == 399, probe.Facts.Reachability.ReachOf((IInvocationOperation)probe.Marked, Effect.Waits) is not null);
        }
    }

    [Theory]
    [InlineData("void Handle{0}() {{ }}", "Handle{0}();", "Last();", 31, true)]
    [InlineData("void Handle{0}() {{ }}", "Handle{0}();", "Last();", 32, false)]
    [InlineData("void Handle{0}() {{ }}", "Handle{0}(); Handle{0}();", "Last();", 31, true)]
    [InlineData("void Handle{0}() {{ }}", "Handle{0}();", "http.Send(null);", 40, true)]
    [InlineData("int Handle{0} => 1;", "_ = Handle{0};", "Last();", 31, true)]
    [InlineData("int Handle{0} => 1;", "_ = Handle{0};", "Last();", 32, false)]
    [InlineData("int Handle{0} {{ get; set; }}", "_ = Handle{0};", "Last();", 40, true)]
    [InlineData("class Handle{0} {{ public Handle{0}() {{ }} }}", "_ = new Handle{0}();", "Last();", 32, false)]
    [InlineData("class Handle{0} {{ }}", "_ = new Handle{0}();", "Last();", 40, true)]
    [InlineData("record Handle{0}(int Count);", "_ = new Handle{0}(1);", "Last();", 40, true)]
    public void So_many_members_of_a_dispatcher_are_read(string handler, string call, string last, int handlers, bool isRead)
    {
        var numbers = Enumerable.Range(0, handlers).ToList();
        var probe = Probe.At(
            $$"""
            class C
            {
                private readonly HttpClient http = new();
                void M() => [|Run()|];
                void Run() { {{string.Concat(numbers.Select(number => string.Format(call, number)))}} {{last}} }
                void Last() => http.Send(null);
                {{string.Concat(numbers.Select(number => string.Format(handler, number)))}}
            }
            """
        );
        Assert.Equal(isRead, probe.Facts.Reachability.ReachOf((IInvocationOperation)probe.Marked, Effect.Waits) is not null);
    }

    [Fact]
    public void An_operation_of_the_project_counts_wherever_it_stands()
    {
        var handlers = Enumerable.Range(0, 40).ToList();
        var probe = Probe.At(
            $$"""
            using DistributedSystems;
            class C
            {
                void M() => [|Run()|];
                void Run() { {{string.Concat(handlers.Select(number => $"Handle{number}();"))}} Send(); }
                [RemoteCall] void Send() { }
                {{string.Concat(handlers.Select(number => $"void Handle{number}() {{ }}"))}}
            }
            """,
            Library.Annotations
        );
        Assert.NotNull(probe.Facts.Reachability.ReachOf((IInvocationOperation)probe.Marked, Effect.Waits));
    }

    [Theory]
    [InlineData("gateway.ChargeAsync()", "PaymentsGateway.ChargeAsync")]
    [InlineData("mixed.ChargeAsync()", "RealMixed.ChargeAsync,FakeMixed.ChargeAsync")]
    [InlineData("open.ChargeAsync()", "")]
    [InlineData("concrete.PostAsync()", "PaymentsGateway.PostAsync")]
    [InlineData("http.PostAsync(\"/a\", null)", "")]
    public void The_targets_of_a_call_are_its_implementations_in_source_order(string call, string targets)
    {
        var probe = At(call);
        Assert.Equal(
            targets,
            string.Join(",", probe.Facts.Functions.TargetsOf(((IInvocationOperation)probe.Marked).TargetMethod).Select(Symbols.NameOf))
        );
    }

    [Theory]
    [InlineData(
        "gateway.ChargeAsync()",
        "'IGateway.ChargeAsync' reaches 'HttpClient.PostAsync' through 'PaymentsGateway.ChargeAsync' and 'PaymentsGateway.PostAsync'"
    )]
    [InlineData("concrete.PostAsync()", "'PaymentsGateway.PostAsync' reaches 'HttpClient.PostAsync'")]
    [InlineData("work()", "'work' reaches 'HttpClient.PostAsync' through 'PaymentsGateway.PostAsync'")]
    public void Messages_name_the_way(string call, string expected)
    {
        var probe = At(call);
        var invocation = (IInvocationOperation)probe.Marked;
        Assert.Equal(expected, probe.Facts.Reachability.ReachOf(invocation, Effect.Accumulates)!.Describe(invocation));
    }

    [Theory]
    [InlineData("concrete.Start()", true)]
    [InlineData("given()", true)]
    [InlineData("http.CancelPendingRequests()", false)]
    [InlineData("Console.WriteLine(given)", false)]
    public void What_may_run_code_of_the_project(string call, bool expected)
    {
        var probe = At(call);
        Assert.Equal(expected, probe.Facts.Reachability.MayReach((IInvocationOperation)probe.Marked));
    }

    [Theory]
    [InlineData("[|pipeline.Execute(work)|]", true)]
    [InlineData("[|pipeline.GetHashCode()|]", false)]
    public void What_runs_a_delegate_by_the_catalog(string call, bool expected)
    {
        var probe = Probe.At("class C { void M(Polly.ResiliencePipeline pipeline, Action work) { " + call + "; } }", Library.Polly);
        Assert.Equal(expected, probe.Facts.Reachability.MayReach((IInvocationOperation)probe.Marked));
    }

    private static Reach? ReachOf(string call, string effect)
    {
        var probe = At(call);
        return probe.Facts.Reachability.ReachOf((IInvocationOperation)probe.Marked, Enum.Parse<Effect>(effect));
    }

    private static Probe At(string call) =>
        Probe.At(
            "class C { object M(IGateway gateway, PaymentsGateway concrete, IOpen open, IMixed mixed, IChain chain, IBroken broken, IMarked marked, NoPayments none, Reader reader, HttpClient http, Func<Task> given) { Func<Task> work = concrete.PostAsync; CALL; return null; } }".Replace(
                "CALL",
                $"[|{call}|]"
            ) + Gateways,
            Setup.With(Library.Annotations) with
            {
                AdditionalFiles = new Dictionary<string, string>
                {
                    ["a.remoteapi.txt"] = "library Shop\ntype PaymentsGateway\nmember CachedAsync local",
                },
            }
        );
}
