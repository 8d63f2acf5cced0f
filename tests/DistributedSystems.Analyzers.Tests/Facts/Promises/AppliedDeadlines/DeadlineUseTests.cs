using DistributedSystems.Analyzers.Facts.Code;
using DistributedSystems.Analyzers.Tests.Verify;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace DistributedSystems.Analyzers.Tests.Facts;

public class DeadlineUseTests
{
    [Theory]
    [InlineData("Task.Delay([|span.Milliseconds|])", "Milliseconds")]
    [InlineData("Task.Delay([|span.Seconds|] * 1000)", "Unknown")]
    [InlineData("TimeSpan.FromSeconds([|span.TotalSeconds|])", "Seconds")]
    [InlineData("Within([|span.Seconds|])", "Unknown")]
    [InlineData("WithinMs((int)Math.Ceiling([|span.TotalSeconds|]))", "Milliseconds")]
    [InlineData("Count([|span.Seconds|])", null)]
    [InlineData("$\"{[|span.Seconds|]}\"", null)]
    [InlineData("Task.Delay([|span.Seconds|] + 1)", "Milliseconds")]
    public void What_takes_a_number_as_a_duration(string expression, string? unit)
    {
        var probe = Probe.At(
            $"class C {{ object M(TimeSpan span) => {expression}; object Within(int timeout) => null; object WithinMs(int limitMs) => null; object Count(int number) => null; }}"
        );
        Assert.Equal(unit, probe.Facts.DurationUses.DurationUseOf(probe.Marked)?.Unit.ToString());
    }

    [Theory]
    [InlineData("[|watch.Elapsed.Seconds|] < limit", "the comparison")]
    [InlineData("[|watch.Elapsed.Seconds|] <= limit", "the comparison")]
    [InlineData("limit > [|watch.Elapsed.Seconds|]", "the comparison")]
    [InlineData("limit >= ([|watch.Elapsed.Seconds|])", "the comparison")]
    [InlineData("(double)[|watch.Elapsed.Seconds|] > 2.5", "the comparison")]
    [InlineData("[|watch.Elapsed.Seconds|] + limit", "the sum")]
    [InlineData("limit - [|watch.Elapsed.Seconds|]", "the difference")]
    [InlineData("60 - [|watch.Elapsed.Seconds|]", "the difference")]
    [InlineData("[|watch.Elapsed.Seconds|] - limit", "the difference")]
    [InlineData("[|span.Seconds|] > limit", null)]
    [InlineData("[|watch.Elapsed.Seconds|] == limit", null)]
    [InlineData("[|watch.Elapsed.Seconds|] * limit", null)]
    [InlineData("[|watch.Elapsed.Seconds|] + 1", null)]
    [InlineData("[|watch.Elapsed.Seconds|] - 1", null)]
    [InlineData("[|watch.Elapsed.Seconds|] + \" s\"", null)]
    [InlineData("-[|watch.Elapsed.Seconds|]", null)]
    [InlineData("[|watch.Elapsed.Seconds|] > 0", null)]
    [InlineData("[|watch.Elapsed.Seconds|] >= 1", null)]
    [InlineData("0L < [|watch.Elapsed.Seconds|]", null)]
    [InlineData("1L <= [|watch.Elapsed.Seconds|]", null)]
    [InlineData("[|watch.Elapsed.Seconds|] > 0d", null)]
    [InlineData("[|watch.Elapsed.Seconds|] >= 1d", null)]
    public void What_takes_a_component_for_all_of_a_measured_time(string expression, string? taker)
    {
        var probe = Probe.At($"class C {{ object M(System.Diagnostics.Stopwatch watch, TimeSpan span, int limit) => {expression}; }}");
        Assert.Equal(taker, probe.Facts.DurationUses.MeasureHoldingPart((IPropertyReferenceOperation)probe.Marked));
    }

    [Theory]
    [InlineData("source.Dispose();", false)]
    [InlineData("source.CancelAfter(5); source.Cancel();", false)]
    [InlineData("Use(source.Token);", true)]
    [InlineData("Use(source);", true)]
    [InlineData("source.Token.Register(() => { });", true)]
    [InlineData("source.CancelAsync();", false)]
    [InlineData("source.TryReset();", false)]
    [InlineData("source?.Cancel();", false)]
    [InlineData("source?.Dispose();", false)]
    [InlineData("source?.Token.Register(() => { });", true)]
    [InlineData("using (source) { }", false)]
    [InlineData("source = null;", false)]
    [InlineData("object other; other = source;", true)]
    [InlineData("Console.WriteLine(source.IsCancellationRequested);", true)]
    [InlineData("var both = CancellationTokenSource.CreateLinkedTokenSource(source.Token); both.Dispose();", false)]
    [InlineData("var both = CancellationTokenSource.CreateLinkedTokenSource(source.Token, default); both.Dispose();", false)]
    [InlineData("var all = CancellationTokenSource.CreateLinkedTokenSource(new[] { source.Token }); all.Dispose();", false)]
    [InlineData(
        "CancellationTokenSource both; both = CancellationTokenSource.CreateLinkedTokenSource(source.Token); both.Dispose();",
        false
    )]
    [InlineData("CancellationTokenSource.CreateLinkedTokenSource(source.Token);", true)]
    [InlineData(
        "var a = CancellationTokenSource.CreateLinkedTokenSource(source.Token); var b = CancellationTokenSource.CreateLinkedTokenSource(a.Token); var c = CancellationTokenSource.CreateLinkedTokenSource(b.Token); var d = CancellationTokenSource.CreateLinkedTokenSource(c.Token);",
        false
    )]
    [InlineData(
        "var a = CancellationTokenSource.CreateLinkedTokenSource(source.Token); var b = CancellationTokenSource.CreateLinkedTokenSource(a.Token); var c = CancellationTokenSource.CreateLinkedTokenSource(b.Token); var d = CancellationTokenSource.CreateLinkedTokenSource(c.Token); var e = CancellationTokenSource.CreateLinkedTokenSource(d.Token);",
        true
    )]
    [InlineData("var both = CancellationTokenSource.CreateLinkedTokenSource(source.Token); Use(both.Token);", true)]
    public void A_source_is_applied_through_its_token(string then, bool expected)
    {
        var probe = Probe.At(
            $"class C {{ void M() {{ var source = [|new CancellationTokenSource(5)|]; {then} }} static void Use(object value) {{ }} }}"
        );
        Assert.Equal(expected, probe.Facts.AppliedDeadlines.IsApplied(Operations.KeptIn(probe.Marked)!, probe.Marked));
    }

    [Theory]
    [InlineData("var kept = [|new CancellationTokenSource()|];", "kept")]
    [InlineData("object kept = [|new CancellationTokenSource()|];", "kept")]
    [InlineData("CancellationTokenSource kept; kept = [|new CancellationTokenSource()|];", "kept")]
    [InlineData("field = [|new CancellationTokenSource()|];", "field")]
    [InlineData("CancellationTokenSource kept; kept = field = [|new CancellationTokenSource()|];", "field")]
    [InlineData("Property = [|new CancellationTokenSource()|];", null)]
    [InlineData("[|new CancellationTokenSource()|].Cancel();", null)]
    public void Where_an_object_is_kept(string body, string? kept)
    {
        var probe = Probe.At(
            $"class C {{ private CancellationTokenSource field; CancellationTokenSource Property {{ get; set; }} void M() {{ {body} }} }}"
        );
        Assert.Equal(kept, Operations.KeptIn(probe.Marked)?.Name);
    }

    [Theory]
    [InlineData("private CancellationTokenSource field = [|new CancellationTokenSource()|]; void M() => field.Cancel();", false)]
    [InlineData("private CancellationTokenSource field = [|new CancellationTokenSource()|]; CancellationToken M() => field.Token;", true)]
    [InlineData("internal CancellationTokenSource field = [|new CancellationTokenSource()|]; void M() => field.Cancel();", true)]
    public void A_source_in_a_field_that_others_may_read_is_applied(string members, bool expected)
    {
        var probe = Probe.At($"class C {{ {members} }}");
        Assert.Equal(expected, probe.Facts.AppliedDeadlines.IsApplied(Operations.KeptIn(probe.Marked)!, probe.Marked));
    }

    [Theory]
    [InlineData("Task M() { using var source = [|new CancellationTokenSource(5)|]; return Task.Delay(9, source.Token); }", "Delay")]
    [InlineData("Task M() { using (var source = [|new CancellationTokenSource(5)|]) { return Task.Delay(9, source.Token); } }", "Delay")]
    [InlineData(
        "Func<Task> M() => () => { using var source = [|new CancellationTokenSource(5)|]; return Task.Delay(9, source.Token); };",
        "Delay"
    )]
    [InlineData(
        "Func<Task> M() { return Run; Task Run() { using var source = [|new CancellationTokenSource(5)|]; return Task.Delay(9, source.Token); } }",
        "Delay"
    )]
    [InlineData("Task M() { var source = [|new CancellationTokenSource(5)|]; return Task.Delay(9, source.Token); }", null)]
    [InlineData(
        "async Task<Task> M() { await Task.Yield(); using var source = [|new CancellationTokenSource(5)|]; return Task.Delay(9, source.Token); }",
        null
    )]
    [InlineData(
        "Func<Task<Task>> M() => async () => { await Task.Yield(); using var source = [|new CancellationTokenSource(5)|]; return Task.Delay(9, source.Token); };",
        null
    )]
    [InlineData(
        "Func<Task<Task>> M() { return Run; async Task<Task> Run() { await Task.Yield(); using var source = [|new CancellationTokenSource(5)|]; return Task.Delay(9, source.Token); } }",
        null
    )]
    [InlineData(
        "Task M() { using var source = [|new CancellationTokenSource(5)|]; var work = Task.Delay(9, source.Token); work.Wait(); return work; }",
        null
    )]
    [InlineData(
        "int M() { using var source = [|new CancellationTokenSource(5)|]; return Read(source.Token); } int Read(CancellationToken token) => 0;",
        null
    )]
    [InlineData(
        "Task M() { using var source = [|new CancellationTokenSource(5)|]; Func<Task> work = () => Task.Delay(9, source.Token); return work(); }",
        null
    )]
    public void Work_that_outlives_its_source(string member, string? work)
    {
        var probe = Probe.At($"class C {{ {member} }}");
        Assert.Equal(
            work,
            probe.Facts.AppliedDeadlines.WorkOutliving((ILocalSymbol)Operations.KeptIn(probe.Marked)!, probe.Marked)?.TargetMethod.Name
        );
    }

    [Theory]
    [InlineData("http.GetStringAsync(\"/\").WaitAsync(TimeSpan.FromSeconds(1))", true)]
    [InlineData("http.GetStringAsync(\"/\", token).WaitAsync(TimeSpan.FromSeconds(1))", true)]
    [InlineData("http.GetStringAsync(\"/\", token).WaitAsync(token)", false)]
    [InlineData("Task.WhenAny(http.GetStringAsync(\"/\"), Task.Delay(5))", true)]
    [InlineData("Task.WhenAny(http.GetStringAsync(\"/\"), Task.Delay(-1, token))", false)]
    [InlineData("Task.WhenAny(Task.Delay(4), Task.Delay(5))", false)]
    [InlineData("Task.Delay(4).WaitAsync(TimeSpan.FromSeconds(1))", false)]
    public void A_wait_that_leaves_its_call_running(string wait, bool expected)
    {
        var probe = Probe.At($"class C {{ object M(HttpClient http, CancellationToken token) => [|{wait}|]; }}");
        Assert.Equal(expected, probe.Facts.AbandonedCalls.AbandonedBy((IInvocationOperation)probe.Marked) is not null);
    }

    [Theory]
    [InlineData("GetStringAsync(\"/\")", 1)]
    [InlineData("CancelPendingRequests()", 0)]
    public void Calls_on_a_client(string call, int expected)
    {
        var probe = Probe.At(
            $"class C {{ private readonly HttpClient http = new HttpClient(); void M() {{ Use([|http|]); http.{call}; }} void Use(object value) {{ }} }}"
        );
        Assert.Equal(expected, probe.Facts.ClientUses.CallsOn(probe.Marked).Count);
    }

    [Theory]
    [InlineData("broker.Subscribe(text => reply.TrySetResult(text));", "IBroker.Subscribe")]
    [InlineData("broker.Subscribe(text => reply.TrySetResult(text)); reply.TrySetCanceled();", null)]
    [InlineData("broker.Subscribe(text => Console.WriteLine(text));", null)]
    [InlineData("broker.Subscribe(text => reply.TrySetResult(text)); Action stop = () => reply.TrySetResult(null);", null)]
    public void Who_completes_a_completion_source(string body, string? expected)
    {
        var probe = Probe.At(
            $"interface IBroker {{ [DistributedSystems.RemoteCall] void Subscribe(Action<string> handler); }} class C {{ void M(IBroker broker) {{ var reply = new TaskCompletionSource<string>(); {body} _ = [|reply|].Task; }} }}",
            Library.Annotations
        );
        Assert.Equal(expected, probe.Facts.AppliedDeadlines.OutcomeWaitedFor(probe.Marked));
    }
}
