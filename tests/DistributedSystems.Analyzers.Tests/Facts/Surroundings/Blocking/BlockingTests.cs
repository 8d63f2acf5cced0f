using DistributedSystems.Analyzers.Facts.Surroundings;
using DistributedSystems.Analyzers.Tests.Verify;

namespace DistributedSystems.Analyzers.Tests.Facts;

/// <summary>The remote call a thread is blocked for, whose thread that is, and what could be called instead.</summary>
public class BlockingTests
{
    [Theory]
    [InlineData("[|http.GetStringAsync(\"/a\").Result|].Trim();", "HttpClient.GetStringAsync")]
    [InlineData("[|http.PostAsync(\"/a\", null).Wait()|];", "HttpClient.PostAsync")]
    [InlineData("var task = http.GetStringAsync(\"/a\"); [|task.GetAwaiter().GetResult()|].Trim();", "HttpClient.GetStringAsync")]
    [InlineData("[|Task.Run(() => http.GetStringAsync(\"/a\")).Result|].Trim();", "HttpClient.GetStringAsync")]
    [InlineData("var task = http.GetStringAsync(\"/a\"); Task.WaitAll(task); [|task.Result|].Trim();", null)]
    [InlineData("[|Task.FromResult(\"a\").Result|].Trim();", null)]
    public void The_remote_call_that_is_waited_for(string statements, string? call)
    {
        var probe = Probe.At("class C { void M(HttpClient http) { " + statements + " } }");
        Assert.Equal(call, probe.Facts.Blocking.RemoteWaitOf(probe.Marked)?.Call.Name);
    }

    [Theory]
    [InlineData("class C { async Task M(HttpClient http) { await Task.Yield(); [|http.Send(null)|]; } }", nameof(ThreadUse.Async))]
    [InlineData("class C { void M(HttpClient http) { [|http.Send(null)|]; } }", nameof(ThreadUse.Synchronous))]
    [InlineData("class C { void M(HttpClient http) { Task.Run(() => { [|http.Send(null)|]; }); } }", nameof(ThreadUse.Synchronous))]
    [InlineData("class C { void M(HttpClient http) { new Thread(() => { [|http.Send(null)|]; }); } }", nameof(ThreadUse.Own))]
    [InlineData("class C { HttpClient http; void M() { new Thread(Run); } void Run() { [|http.Send(null)|]; } }", nameof(ThreadUse.Own))]
    [InlineData(
        "class C { void M(HttpClient http, Action<Action> run) { run(() => { [|http.Send(null)|]; }); } }",
        nameof(ThreadUse.Prescribed)
    )]
    [InlineData("class C : IDisposable { HttpClient http; public void Dispose() { [|http.Send(null)|]; } }", nameof(ThreadUse.Prescribed))]
    public void Whose_thread_waits(string source, string use)
    {
        var probe = Probe.At(source);
        Assert.Equal(use, probe.Facts.Blocking.ThreadOf(probe.Marked, probe.Member).ToString());
    }

    [Theory]
    [InlineData("[|redis.StringSet(\"a\", \"b\")|]", "StringSetAsync")]
    [InlineData("[|redis.KeyDelete(\"a\")|]", "KeyDeleteAsync")]
    public void The_asynchronous_twin(string call, string twin)
    {
        var probe = Probe.At("class C { void M(StackExchange.Redis.IDatabase redis) { " + call + "; } }", Library.Redis);
        Assert.Equal(twin, Blocking.AsyncTwinOf(probe.Call)?.Name);
    }

    [Fact]
    public void No_twin_where_the_type_has_none()
    {
        var probe = Probe.At("class C { void M(System.Data.IDbCommand command) { [|command.ExecuteNonQuery()|]; } }");
        Assert.Null(Blocking.AsyncTwinOf(probe.Call));
    }

    [Theory]
    [InlineData("public Task<int> ReadAsync(string key) => null;", true)]
    [InlineData("public ValueTask<int> ReadAsync(string key) => default;", true)]
    [InlineData("public Task<int> ReadAsync(string key, CancellationToken token = default) => null;", true)]
    [InlineData("public Task<int> ReadAsync(int key) => null; public Task<int> ReadAsync(string key) => null;", true)]
    [InlineData("public Task<int> ReadAsync(string key, CancellationToken token) => null;", false)]
    [InlineData("public Task<int> ReadAsync() => null;", false)]
    [InlineData("public Task<int> ReadAsync(int key) => null;", false)]
    [InlineData("public Task<int> ReadAsync(in string key) => null;", false)]
    [InlineData("public Task<string> ReadAsync(string key) => null;", false)]
    [InlineData("public Task ReadAsync(string key) => null;", false)]
    [InlineData("public int ReadAsync(string key) => 0;", false)]
    [InlineData("public static Task<int> ReadAsync(string key) => null;", false)]
    [InlineData("public Task<int> ReadAsync<T>(string key) => null;", false)]
    [InlineData("internal Task<int> ReadAsync(string key) => null;", false)]
    [InlineData("public Func<string, Task<int>> ReadAsync => null;", false)]
    public void A_twin_takes_and_gives_the_same(string twin, bool exists) => AssertTwin("int Read(string key) => 0; " + twin, exists);

    [Theory]
    [InlineData("public Task ReadAsync(string key) => null;", true)]
    [InlineData("public ValueTask ReadAsync(string key) => default;", true)]
    [InlineData("public Task<int> ReadAsync(string key) => null;", false)]
    public void The_twin_of_a_call_without_a_result(string twin, bool exists) => AssertTwin("void Read(string key) { } " + twin, exists);

    [Theory]
    [InlineData(
        "class Store : Base { public int Read(string key) => 0; } class Middle { public Task<int> ReadAsync(string key) => null; } class Base : Middle { }",
        "ReadAsync"
    )]
    [InlineData("interface Store : IReads { int Read(string key); } interface IReads { Task<int> ReadAsync(string key); }", "ReadAsync")]
    [InlineData(
        "class Store : IReads { public int Read(string key) => 0; Task<int> IReads.ReadAsync(string key) => null; } interface IReads { Task<int> ReadAsync(string key); }",
        null
    )]
    [InlineData("class Store { public int Read(string key) => 0; public Task<int> FetchAsync(string key) => null; }", null)]
    [InlineData(
        "class Store { public int Read(string key) => 0; public Task<int> ReadAsync(string key) => null; public Task<int> FetchAsync(string key) => null; }",
        "FetchAsync",
        " twin=FetchAsync"
    )]
    public void Where_the_twin_is_declared(string types, string? twin, string words = "") => Assert.Equal(twin, TwinOfRead(types, words));

    private static void AssertTwin(string members, bool exists) =>
        Assert.Equal(exists ? "ReadAsync" : null, TwinOfRead("class Store { public " + members + " }"));

    private static string? TwinOfRead(string types, string words = "")
    {
        var setup = Setup.Default with
        {
            AdditionalFiles = new Dictionary<string, string>
            {
                ["a.remoteapi.txt"] = "library L\ntype Store\nmember Read remote blocking" + words,
            },
        };
        return Blocking.AsyncTwinOf(Probe.At("class C { void M(Store store) { [|store.Read(\"a\")|]; } } " + types, setup).Call)?.Name;
    }

    [Theory]
    [InlineData("C() { [|M()|]; } static void M() { }", "the constructor of 'C'")]
    [InlineData("int P => [|M()|]; static int M() => 0;", "the property 'C.P'")]
    [InlineData("int this[int i] => [|M()|]; static int M() => 0;", "the indexer of 'C'")]
    [InlineData("public override string ToString() => [|M()|]; static string M() => null;", "'C.ToString'")]
    [InlineData("void Dispose() => [|M()|]; static void M() { }", "'C.Dispose'")]
    [InlineData("void N() => [|M()|]; static void M() { }", null)]
    public void Members_that_look_local(string members, string? name) =>
        Assert.Equal(name, OrdinaryMembers.OrdinaryLooking(Probe.At("class C { " + members + " }").Member));
}
