using DistributedSystems.Analyzers.Rules.Deadlines;
using DistributedSystems.Analyzers.Tests.Verify;

namespace DistributedSystems.Analyzers.Tests.Rules.Deadlines;

/// <summary>The rules of this family in code that reaches the same calls on less usual ways.</summary>
public class UnusualCodeTests
{
    private const string Client = """

        public class Reply { }
        public class StockClient : Grpc.Core.ClientBase<StockClient>
        {
            protected override StockClient NewInstance(ClientBaseConfiguration configuration) => this;
            public virtual Grpc.Core.AsyncUnaryCall<Reply> ReserveAsync(string sku, Grpc.Core.Metadata headers = null, DateTime? deadline = null, CancellationToken cancellationToken = default) => null;
            public virtual Grpc.Core.AsyncUnaryCall<Reply> ReserveAsync(string sku, Grpc.Core.CallOptions options) => null;
        }
        """;

    [Fact]
    public Task Calls_without_deadline() =>
        VerifyCS<RemoteCallHasNoDeadline>.VerifyAnalyzerAsync(
            """
            using Grpc.Core;
            using Stock = StockClient;
            interface IReserve { Task<Reply> Reserve(Stock stock); }
            record Order(string Sku);
            partial class Checkout(Stock stock)
            {
                private CallOptions Limited => new CallOptions(deadline: DateTime.UtcNow.AddSeconds(2));
                private readonly CancellationTokenSource stop = new();
            }
            partial class Checkout : IReserve
            {
                async Task<Reply> IReserve.Reserve(Stock stock) => await [|stock.ReserveAsync("a")|];
                async Task<Reply> Local()
                {
                    return await Reserve();
                    async Task<Reply> Reserve() => await [|stock.ReserveAsync("a")|];
                }
                async Task<Reply> Switch(Order order) => order switch { { Sku: "a" } => await [|stock.ReserveAsync("a")|], _ => await [|stock.ReserveAsync(order.Sku)|] };
                async Task<Reply> DefaultDeadline() => await [|stock.ReserveAsync("a", deadline: default)|];
                Func<Task<Reply>> Lambda() => async () => await [|stock.ReserveAsync("a")|];
                async Task<Reply> Conditional() => await (stock?[|.ReserveAsync("a")|]);
                async Task<Reply> TokenInLocal()
                {
                    using var source = new CancellationTokenSource();
                    var token = source.Token;
                    return await [|stock.ReserveAsync("a", cancellationToken: token)|];
                }

                async Task<Reply> Property() => await stock.ReserveAsync("a", Limited);
                async Task<Reply> Field() => await stock.ReserveAsync("a", cancellationToken: stop.Token);
                async Task<Reply> Choice(bool isUrgent) => await stock.ReserveAsync("a", isUrgent ? Limited : default);
                async Task<Reply> ChoiceOfDeadline(bool isUrgent) => await stock.ReserveAsync("a", deadline: isUrgent ? DateTime.UtcNow.AddSeconds(1) : null);
                async Task<Reply> ChoiceOfToken(CancellationToken token) => await stock.ReserveAsync("a", cancellationToken: token.CanBeCanceled ? token : default);
                async Task<Reply> BranchOnly(bool isUrgent)
                {
                    using var source = new CancellationTokenSource();
                    if (isUrgent) source.CancelAfter(1000);
                    return await stock.ReserveAsync("a", cancellationToken: source.Token);
                }
                async Task<Reply> SetLater()
                {
                    CancellationToken token;
                    using (var source = new CancellationTokenSource(1000)) { token = source.Token; }
                    return await stock.ReserveAsync("a", cancellationToken: token);
                }
                async Task<Reply> FromClock(TimeProvider clock)
                {
                    using var source = new CancellationTokenSource(TimeSpan.FromSeconds(1), clock);
                    return await stock.ReserveAsync("a", cancellationToken: source.Token);
                }
            }
            """ + Client,
            Library.Grpc
        );

    [Fact]
    public Task Switched_off_and_on_again() =>
        VerifyCS<DeadlineSwitchedOff>.VerifyAnalyzerAsync(
            """
            class Clients
            {
                readonly HttpClient kept = new HttpClient { Timeout = Timeout.InfiniteTimeSpan };
                Clients(TimeSpan limit) => kept.Timeout = limit;
                Task<string> Kept() => kept.GetStringAsync("/a");
                async Task<string> Local(TimeSpan? limit)
                {
                    using var http = new HttpClient();
                    http.Timeout = Timeout.InfiniteTimeSpan;
                    if (limit is { } given) http.Timeout = given;
                    return await http.GetStringAsync("/a");
                }
                async Task<string> Choice(bool isSlow)
                {
                    using var http = new HttpClient { Timeout = isSlow ? Timeout.InfiniteTimeSpan : TimeSpan.FromSeconds(5) };
                    return await http.GetStringAsync("/a");
                }
                async Task InProcess(SemaphoreSlim gate, Task work) { await gate.WaitAsync(Timeout.Infinite); await Task.Delay(Timeout.Infinite); await work.WaitAsync(Timeout.InfiniteTimeSpan); }
                async Task<string> Off()
                {
                    var http = new HttpClient();
                    http.BaseAddress = new("https://a");
                    http.Timeout = [|Timeout.InfiniteTimeSpan|];
                    async Task<string> Read() => await http.GetStringAsync("/a");
                    return await Read();
                }
            }
            """
        );

    [Fact]
    public Task Dropped_tokens() =>
        VerifyCS<CallersCancellationDropped>.VerifyAnalyzerAsync(
            """
            using System.Runtime.CompilerServices;
            using Stop = System.Threading.CancellationToken;
            record Command(string Url, Stop Stop);
            struct Small { public Stop Stop { get; set; } }
            interface IReader { Task<string> Read(Stop stop) => Task.FromResult(""); }
            class Catalog(HttpClient http, Stop ended) : IReader
            {
                async Task<string> IReader.Read(Stop stop) => await [|http.GetStringAsync("/a")|];
                async Task<string> Record(Command command) => await [|http.GetStringAsync(command.Url)|];
                async Task<string> Switch(int number, Stop stop) => number switch { 1 => await [|http.GetStringAsync("/a")|], _ => "" };
                async Task<string> Conditional(Stop stop) => await (http?[|.GetStringAsync("/a")|]);
                async Task Parallel(Stop stop) => await System.Threading.Tasks.Parallel.ForEachAsync(new[] { 1 }, stop, async (number, each) => await [|http.GetStringAsync("/a")|]);
                async Task Using(Stop stop)
                {
                    await using var stream = await [|http.GetStreamAsync("/a")|];
                }
                async IAsyncEnumerable<string> Iterator([EnumeratorCancellation] Stop stop) { yield return await [|http.GetStringAsync("/a")|]; }

                Task<string> OfTheObject() => http.GetStringAsync("/a");
                async Task<string> Discarded(Stop _) => await http.GetStringAsync("/a");
                async Task<string> Struct(Small small) => await http.GetStringAsync("/a");
                void Registered(Stop stop) => stop.Register(async () => await http.DeleteAsync("/a"));
                Task Elsewhere(Stop stop) => Task.Run(async () => await http.GetStringAsync("/a"), stop);
                IEnumerable<Task<string>> Query(Stop stop) => from number in new[] { 1, 2 } select http.GetStringAsync("/" + number);
                async Task Finally(Stop stop)
                {
                    try { await http.GetStringAsync("/a", stop); }
                    finally { await CleanUp(); }
                    async Task CleanUp() => await http.DeleteAsync("/a");
                }
                async Task Caught(Stop stop)
                {
                    async Task Undo() { await http.DeleteAsync("/a"); }
                    try { await http.GetStringAsync("/a", stop); }
                    catch (Exception) { await Undo(); throw; }
                }
                async Task<string> Wrapped(Stop stop) => await Run(() => http.GetStringAsync("/a"), stop);
                static async Task<T> Run<T>(Func<Task<T>> work, Stop stop) => await work().WaitAsync(stop);
                async Task<string> OuterInParallel(Stop stop)
                {
                    await System.Threading.Tasks.Parallel.ForEachAsync(new[] { 1 }, stop, async (number, each) => await http.GetStringAsync("/a", stop));
                    return "";
                }
                async Task<string> Linked(Stop stop)
                {
                    using var limit = CancellationTokenSource.CreateLinkedTokenSource(stop);
                    limit.CancelAfter(1000);
                    var token = limit.Token;
                    return await http.GetStringAsync("/a", token);
                }
            }
            """
        );

    [Fact]
    public Task Limits_that_may_change() =>
        VerifyCS<InnerTimeoutOutlivesOuter>.VerifyAnalyzerAsync(
            """
            class Sources
            {
                void Branch(bool isFast)
                {
                    using var whole = new CancellationTokenSource();
                    if (isFast) whole.CancelAfter(1000);
                    using var part = CancellationTokenSource.CreateLinkedTokenSource(whole.Token);
                    part.CancelAfter(5000);
                }
                void Extended()
                {
                    using var whole = new CancellationTokenSource(1000);
                    whole.CancelAfter(60000);
                    using var part = CancellationTokenSource.CreateLinkedTokenSource(whole.Token);
                    part.CancelAfter(5000);
                }
                void Reset()
                {
                    using var whole = new CancellationTokenSource(1000);
                    if (whole.TryReset()) { }
                    using var part = CancellationTokenSource.CreateLinkedTokenSource(whole.Token);
                    part.CancelAfter(5000);
                }
                void Handed(Action<CancellationTokenSource> extend)
                {
                    using var whole = new CancellationTokenSource(1000);
                    extend(whole);
                    using var part = CancellationTokenSource.CreateLinkedTokenSource(whole.Token);
                    part.CancelAfter(5000);
                }
                void Kept(CancellationToken token)
                {
                    using var whole = new CancellationTokenSource(TimeSpan.FromSeconds(1));
                    using var part = CancellationTokenSource.CreateLinkedTokenSource(token, whole.Token);
                    part.CancelAfter([|TimeSpan.FromMinutes(1)|]);
                }
            }
            """
        );

    [Fact]
    public Task Sources_and_where_they_are_kept() =>
        VerifyCS<DeadlineNeverApplied>.VerifyAnalyzerAsync(
            """
            record Limits { private readonly CancellationTokenSource limit = [|new(5000)|]; }
            record Shared { public CancellationTokenSource Limit { get; } = new(5000); }
            partial class Parts { private readonly CancellationTokenSource limit = new(5000); private static CancellationTokenSource later; }
            partial class Parts
            {
                CancellationToken Token => limit.Token;
                void Later() => later = new CancellationTokenSource(5000);
                class Inner { CancellationToken Token => later.Token; }
            }
            class Catalog(HttpClient http)
            {
                async Task<string> Conditional(bool isSlow)
                {
                    using var source = isSlow ? null : new CancellationTokenSource(5000);
                    return await http.GetStringAsync("/a", source?.Token ?? default);
                }
                async Task<string> Switch(int number)
                {
                    using var source = number switch { 1 => new CancellationTokenSource(5000), _ => new CancellationTokenSource() };
                    return await http.GetStringAsync("/a", source.Token);
                }
                async Task Tuple()
                {
                    var (one, two) = (new CancellationTokenSource(5000), new CancellationTokenSource(6000));
                    await http.GetStringAsync("/a", one.Token);
                }
                async Task<string> Branch(bool isUrgent)
                {
                    using var source = new CancellationTokenSource();
                    if (isUrgent) source.CancelAfter(1000);
                    return await http.GetStringAsync("/a", source.Token);
                }
                async Task<string> LocalFunction()
                {
                    using var source = new CancellationTokenSource(5000);
                    return await Read();
                    async Task<string> Read() => await http.GetStringAsync("/a", source.Token);
                }
                Task<string> Exchanged(ref CancellationTokenSource kept)
                {
                    var source = new CancellationTokenSource(5000);
                    Interlocked.Exchange(ref kept, source)?.Dispose();
                    return http.GetStringAsync("/a", kept.Token);
                }
                async Task<string> Forgotten()
                {
                    using CancellationTokenSource source = [|new(TimeSpan.FromSeconds(5))|];
                    async Task<string> Read() => await http.GetStringAsync("/a");
                    return await Read();
                }
                Func<Task<string>> InLambda() => () =>
                {
                    using var source = [|new CancellationTokenSource(5000)|];
                    return http.GetStringAsync("/a", source.Token);
                };
                Task<string> Finished()
                {
                    using var source = new CancellationTokenSource(5000);
                    return Task.FromResult(http.GetStringAsync("/a", source.Token).Result);
                }
            }
            """
        );

    [Fact]
    public Task Components_of_durations() =>
        VerifyCS<DurationComponentAsWhole>.VerifyAnalyzerAsync(
            """
            using Span = System.TimeSpan;
            record Settings(Span Limit) { public int Milliseconds => (int)Limit.TotalMilliseconds; }
            class Waits
            {
                static readonly Span Limit = Span.FromMinutes(2);
                Task Field() => Task.Delay([|Limit.Seconds|] * 1000);
                Task Record(Settings settings) => Task.Delay([|settings.Limit.Milliseconds|]);
                Task Nullable(Span? limit) => Task.Delay([|limit.Value.Milliseconds|]);
                Task Nested(Settings settings) => Task.Delay((int)[|settings.Limit.TotalSeconds|]);

                async Task NotNegative(Span limit) { if (limit > Span.Zero) await Task.Delay([|limit.Milliseconds|]); }
                async Task LeftWhenShort(Span limit)
                {
                    if (limit < Span.FromSeconds(1)) return;
                    await Task.Delay([|limit.Milliseconds|]);
                }

                async Task Short(Span limit) { if (limit < Span.FromSeconds(1)) await Task.Delay(limit.Milliseconds); else await Task.Delay(limit); }
                async Task LeftWhenLong(Span limit)
                {
                    if (limit.TotalSeconds >= 1) throw new ArgumentOutOfRangeException();
                    await Task.Delay(limit.Milliseconds);
                }
                Task OwnProperty(Settings settings) => Task.Delay(settings.Milliseconds);
                Task Scaled(Settings settings) => Task.Delay((int)settings.Limit.TotalSeconds * 1000);
                Task Split(Span limit) => Task.Delay(limit.Seconds * 1000 + limit.Milliseconds);
                Span Rounded(Span limit) => new Span(limit.Hours, limit.Minutes, 0);
                string Shown(Span limit) => limit.Seconds.ToString() + $"{limit.Minutes:00}";
                bool OfDay(DateTime time) => time.TimeOfDay.Hours > 8;
            }
            """
        );

    [Fact]
    public Task Calls_that_are_abandoned() =>
        VerifyCS<TimeoutAbandonsCall>.VerifyAnalyzerAsync(
            """
            using Http = System.Net.Http.HttpClient;
            class Catalog(Http http)
            {
                async Task<string> Local()
                {
                    var call = http.GetStringAsync("/a");
                    return await [|call.WaitAsync(TimeSpan.FromSeconds(5))|];
                }
                async Task<string> Function()
                {
                    return await Read();
                    async Task<string> Read() => await [|http.GetStringAsync("/a").WaitAsync(TimeSpan.FromSeconds(5))|];
                }
                async Task<string> Switch(int number) => number switch { 1 => await [|http.GetStringAsync("/a").WaitAsync(TimeSpan.FromSeconds(5))|], _ => "" };
                async Task<string> DelayWithToken(CancellationToken token)
                {
                    var call = http.GetStringAsync("/a", token);
                    return await [|Task.WhenAny(call, Task.Delay(5000, token))|] == call ? await call : "";
                }

                async Task<string> CancelledInFinally()
                {
                    var source = new CancellationTokenSource();
                    try { return await http.GetStringAsync("/a", source.Token).WaitAsync(TimeSpan.FromSeconds(5)); }
                    finally { source.Cancel(); }
                }
                async Task<string> Wrapped(Func<Task<string>> work) => await work().WaitAsync(TimeSpan.FromSeconds(5));
                async Task Many(Task<string>[] calls) => await Task.WhenAny(calls);
                async Task Ended(CancellationTokenSource source)
                {
                    var call = http.GetStringAsync("/a", source.Token);
                    if (await Task.WhenAny(call, Task.Delay(5000)) != call) source.Cancel();
                }
            }
            """
        );

#if NEWEST_ROSLYN
    [Fact]
    public Task Tokens_in_collection_expressions() =>
        VerifyCS<CallersCancellationDropped>.VerifyAnalyzerAsync(
            """
            class Catalog(HttpClient http)
            {
                async Task<string[]> Read(CancellationToken token) => [await [|http.GetStringAsync("/a")|], await http.GetStringAsync("/b", token)];
            }
            """
        );

    [Fact]
    public Task Sources_in_collection_expressions() =>
        VerifyCS<DeadlineNeverApplied>.VerifyAnalyzerAsync("class Sources { CancellationTokenSource[] Both() => [new(5000), new(6000)]; }");
#endif
}
