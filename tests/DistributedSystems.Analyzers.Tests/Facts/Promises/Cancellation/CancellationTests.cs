using Microsoft.CodeAnalysis.Operations;

namespace DistributedSystems.Analyzers.Tests.Facts;

public class CancellationTests
{
    [Theory]
    [InlineData("", "outer")]
    [InlineData("using var limit = new CancellationTokenSource(5); Use(limit.Token);", "outer")]
    [InlineData("using var limit = new CancellationTokenSource(5);", "outer", "limit")]
    [InlineData("var own = new CancellationTokenSource(); own.Cancel();", "outer", "own")]
    [InlineData("var both = CancellationTokenSource.CreateLinkedTokenSource(outer);", "both.Token", "both")]
    [InlineData("var copy = outer;", "copy", "copy")]
    [InlineData("var limit = new CancellationTokenSource(); limit.CancelAfter(5);", "limit.Token", "limit")]
    [InlineData("var limit = new CancellationTokenSource(); limit.CancelAfter(-1);", "outer", "limit")]
    public void The_nearest_token_is_the_one_to_pass(string before, string expected, string usedAfter = "")
    {
        var after =
            usedAfter.Length == 0 ? ""
            : expected == usedAfter ? $"Use({usedAfter});"
            : expected.StartsWith(usedAfter, StringComparison.Ordinal) ? $"Use({usedAfter}.Token);"
            : "";
        var probe = Probe.At(
            $"class C {{ async Task M(HttpClient http, CancellationToken outer) {{ {before} await [|http.GetStringAsync(\"/\")|]; {after} }} static void Use(CancellationToken token) {{ }} }}"
        );
        Assert.Equal(expected, probe.Facts.Cancellation.DroppedBy(probe.Call)?.Token.Expression);
    }

    [Theory]
    [InlineData("GetStringAsync(string)", true)]
    [InlineData("CancelPendingRequests()", false)]
    public void An_overload_that_only_adds_a_token(string method, bool exists)
    {
        var call = method.StartsWith("Get", StringComparison.Ordinal) ? "http.GetStringAsync(\"/\")" : "http.CancelPendingRequests()";
        var probe = Probe.At($"class C {{ void M(HttpClient http) {{ [|{call}|]; }} }}");
        Assert.Equal(exists, probe.Facts.Cancellation.OverloadWithToken(((IInvocationOperation)probe.Marked).TargetMethod) is not null);
    }

    [Theory]
    [InlineData("{ [|Use()|]; }", false)]
    [InlineData("{ try { [|Use()|]; } finally { } }", false)]
    [InlineData("{ try { } finally { [|Use()|]; } }", true)]
    [InlineData("{ try { } catch { if (token.CanBeCanceled) [|Use()|]; } }", true)]
    [InlineData("{ if (token.IsCancellationRequested) [|Use()|]; }", true)]
    [InlineData("{ if (token.CanBeCanceled) [|Use()|]; }", false)]
    [InlineData("{ while (!token.IsCancellationRequested) { } [|Use()|]; }", true)]
    [InlineData("{ while (!token.IsCancellationRequested) { [|Use()|]; } }", false)]
    public void Clean_up_is_what_runs_because_work_has_ended(string body, bool expected)
    {
        var probe = Probe.At($"class C {{ void M(CancellationToken token) {body} static void Use() {{ }} }}");
        Assert.Equal(expected, probe.Facts.Cancellation.IsCleanUp(probe.Marked));
    }
}
