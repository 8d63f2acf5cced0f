using DistributedSystems.Analyzers.Facts;
using DistributedSystems.Analyzers.Tests.Verify;
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
    [InlineData("Task.Delay([|span.Seconds|] + 1)", null)]
    public void What_takes_a_number_as_a_duration(string expression, string? unit)
    {
        var probe = Probe.At($"class C {{ object M(TimeSpan span) => {expression}; object Within(int timeout) => null; object WithinMs(int limitMs) => null; object Count(int number) => null; }}");
        Assert.Equal(unit, probe.Facts.DurationUseOf(probe.Marked)?.Unit.ToString());
    }

    [Theory]
    [InlineData("source.Dispose();", false)]
    [InlineData("source.CancelAfter(5); source.Cancel();", false)]
    [InlineData("Use(source.Token);", true)]
    [InlineData("Use(source);", true)]
    [InlineData("source.Token.Register(() => { });", true)]
    [InlineData("var both = CancellationTokenSource.CreateLinkedTokenSource(source.Token); both.Dispose();", false)]
    [InlineData("var both = CancellationTokenSource.CreateLinkedTokenSource(source.Token); Use(both.Token);", true)]
    public void A_source_is_applied_through_its_token(string then, bool expected)
    {
        var probe = Probe.At($"class C {{ void M() {{ var source = [|new CancellationTokenSource(5)|]; {then} }} static void Use(object value) {{ }} }}");
        Assert.Equal(expected, probe.Facts.IsApplied(CompilationFacts.KeptIn(probe.Marked)!, probe.Marked));
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
        Assert.Equal(expected, probe.Facts.AbandonedBy((IInvocationOperation)probe.Marked) is not null);
    }

    [Theory]
    [InlineData("GetStringAsync(\"/\")", 1)]
    [InlineData("CancelPendingRequests()", 0)]
    public void Calls_on_a_client(string call, int expected)
    {
        var probe = Probe.At($"class C {{ private readonly HttpClient http = new HttpClient(); void M() {{ Use([|http|]); http.{call}; }} void Use(object value) {{ }} }}");
        Assert.Equal(expected, probe.Facts.CallsOn(probe.Marked).Count);
    }

    [Theory]
    [InlineData("broker.Subscribe(text => reply.TrySetResult(text));", "IBroker.Subscribe")]
    [InlineData("broker.Subscribe(text => reply.TrySetResult(text)); reply.TrySetCanceled();", null)]
    [InlineData("broker.Subscribe(text => Console.WriteLine(text));", null)]
    [InlineData("broker.Subscribe(text => reply.TrySetResult(text)); Action stop = () => reply.TrySetResult(null);", null)]
    public void Who_completes_a_completion_source(string body, string? expected)
    {
        var probe = Probe.At($"interface IBroker {{ [DistributedSystems.RemoteCall] void Subscribe(Action<string> handler); }} class C {{ void M(IBroker broker) {{ var reply = new TaskCompletionSource<string>(); {body} _ = [|reply|].Task; }} }}", Library.Annotations);
        Assert.Equal(expected, probe.Facts.OutcomeWaitedFor(probe.Marked));
    }
}
