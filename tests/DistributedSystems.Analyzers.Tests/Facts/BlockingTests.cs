using DistributedSystems.Analyzers.Facts;
using DistributedSystems.Analyzers.Tests.Verify;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

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
        Assert.Equal(call, probe.Facts.RemoteWaitOf(probe.Marked)?.Call.Name);
    }

    [Theory]
    [InlineData("class C { async Task M(HttpClient http) { await Task.Yield(); [|http.Send(null)|]; } }", nameof(ThreadUse.Async))]
    [InlineData("class C { void M(HttpClient http) { [|http.Send(null)|]; } }", nameof(ThreadUse.Synchronous))]
    [InlineData("class C { void M(HttpClient http) { Task.Run(() => { [|http.Send(null)|]; }); } }", nameof(ThreadUse.Synchronous))]
    [InlineData("class C { void M(HttpClient http) { new Thread(() => { [|http.Send(null)|]; }); } }", nameof(ThreadUse.Own))]
    [InlineData("class C { HttpClient http; void M() { new Thread(Run); } void Run() { [|http.Send(null)|]; } }", nameof(ThreadUse.Own))]
    [InlineData("class C { void M(HttpClient http, Action<Action> run) { run(() => { [|http.Send(null)|]; }); } }", nameof(ThreadUse.Prescribed))]
    [InlineData("class C : IDisposable { HttpClient http; public void Dispose() { [|http.Send(null)|]; } }", nameof(ThreadUse.Prescribed))]
    public void Whose_thread_waits(string source, string use)
    {
        var probe = Probe.At(source);
        Assert.Equal(use, probe.Facts.ThreadOf(probe.Marked, probe.Member).ToString());
    }

    [Theory]
    [InlineData("[|redis.StringSet(\"a\", \"b\")|]", "StringSetAsync")]
    [InlineData("[|redis.KeyDelete(\"a\")|]", "KeyDeleteAsync")]
    public void The_asynchronous_twin(string call, string twin)
    {
        var probe = Probe.At("class C { void M(StackExchange.Redis.IDatabase redis) { " + call + "; } }", Library.Redis);
        Assert.Equal(twin, CompilationFacts.AsyncTwinOf(probe.Call)?.Name);
    }

    [Fact]
    public void No_twin_where_the_type_has_none()
    {
        var probe = Probe.At("class C { void M(System.Data.IDbCommand command) { [|command.ExecuteNonQuery()|]; } }");
        Assert.Null(CompilationFacts.AsyncTwinOf(probe.Call));
    }

    [Theory]
    [InlineData("C() { [|M()|]; } static void M() { }", "the constructor of 'C'")]
    [InlineData("int P => [|M()|]; static int M() => 0;", "the property 'C.P'")]
    [InlineData("int this[int i] => [|M()|]; static int M() => 0;", "the indexer of 'C'")]
    [InlineData("public override string ToString() => [|M()|]; static string M() => null;", "'C.ToString'")]
    [InlineData("void Dispose() => [|M()|]; static void M() { }", "'C.Dispose'")]
    [InlineData("void N() => [|M()|]; static void M() { }", null)]
    public void Members_that_look_local(string members, string? name) => Assert.Equal(name, CompilationFacts.OrdinaryLooking(Probe.At("class C { " + members + " }").Member));
}
