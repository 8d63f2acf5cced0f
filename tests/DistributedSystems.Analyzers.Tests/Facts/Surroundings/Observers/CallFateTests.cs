using DistributedSystems.Analyzers.Tests.Verify;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace DistributedSystems.Analyzers.Tests.Facts;

/// <summary>What becomes of a remote call's client, response, failure and task, and what it runs in.</summary>
public class CallFateTests
{
    [Theory]
    [InlineData("using var http = [|new HttpClient()|];", true, false)]
    [InlineData("using var http = [|new HttpClient(new HttpClientHandler())|];", true, true)]
    [InlineData("[|new HttpClient()|].GetStringAsync(\"/a\");", true, false)]
    [InlineData("var http = [|new HttpClient()|]; kept = http;", false, false)]
    [InlineData("using var http = [|new HttpClient(handler)|];", false, false)]
    [InlineData("var outer = new Wrapping { InnerHandler = handler }; using var http = [|new HttpClient(outer)|];", false, false)]
    public void A_client_for_one_call(string statements, bool isPerCall, bool isWeak)
    {
        var probe = Probe.At(
            "interface I { void M(HttpMessageHandler handler); } class Wrapping : DelegatingHandler { } class C : I { HttpClient kept; public void M(HttpMessageHandler handler) { "
                + statements
                + " } }"
        );
        var client = probe.Facts.Clients.PerCallClientOf(probe.Marked, probe.Member);
        Assert.Equal((isPerCall, isWeak), (client is not null, client?.IsWeak == true));
    }

    [Theory]
    [InlineData("var response = await http.GetAsync(\"/a\"); await [|response.Content.ReadAsStringAsync()|];", true)]
    [InlineData(
        "var response = await http.GetAsync(\"/a\"); if (!response.IsSuccessStatusCode) return; await [|response.Content.ReadAsStringAsync()|];",
        false
    )]
    [InlineData(
        "var response = await http.GetAsync(\"/a\"); if (all) { response.EnsureSuccessStatusCode(); } await [|response.Content.ReadAsStringAsync()|];",
        true
    )]
    [InlineData(
        "var response = await http.GetAsync(\"/a\"); Console.WriteLine(response); await [|response.Content.ReadAsStringAsync()|];",
        false
    )]
    public void An_unchecked_body(string statements, bool isUnchecked)
    {
        var probe = Probe.At("class C { async Task M(HttpClient http, bool all) { " + statements + " } }");
        Assert.Equal(isUnchecked, probe.Facts.Responses.UncheckedBodyReadBy((IInvocationOperation)probe.Marked) is not null);
    }

    [Theory]
    [InlineData("async void M(HttpClient http) { await [|http.GetStringAsync(\"/a\")|]; }", true, true)]
    [InlineData("async void M(HttpClient http) { try { await [|http.GetStringAsync(\"/a\")|]; } catch (Exception) { } }", true, false)]
    [InlineData("async Task M(HttpClient http) { await [|http.GetStringAsync(\"/a\")|]; }", false, true)]
    [InlineData("void M(HttpClient http) { new Timer(_ => [|http.GetStringAsync(\"/a\")|].Wait()); }", true, true)]
    public void A_failure_that_nobody_sees(string member, bool hasNoObserver, bool isUnhandled)
    {
        var probe = Probe.At("class C { " + member + " }");
        Assert.Equal(
            (hasNoObserver, isUnhandled),
            (
                probe.Facts.Observers.NobodyObserves(probe.Marked, probe.Member) is not null,
                probe.Facts.Observers.UnhandledFailureOf((IInvocationOperation)probe.Marked) is not null
            )
        );
    }

    [Theory]
    [InlineData("_ = [|http.PostAsync(\"/a\", null)|];", true)]
    [InlineData("var task = [|http.PostAsync(\"/a\", null)|];", true)]
    [InlineData("var task = [|http.PostAsync(\"/a\", null)|]; task.Wait();", false)]
    [InlineData("_ = [|http.GetAsync(\"/a\")|];", false)]
    public void A_dropped_write(string statements, bool isDropped)
    {
        var probe = Probe.At("class C { void M(HttpClient http) { " + statements + " } }");
        Assert.Equal(isDropped, probe.Facts.Observers.UnobservedWriteOf((IInvocationOperation)probe.Marked) is not null);
    }

    [Theory]
    [InlineData(
        "using var scope = connection.BeginTransaction(); [|http.PostAsync(\"/a\", null)|].Wait(); scope.Commit();",
        "the transaction 'scope'"
    )]
    [InlineData("using var scope = connection.BeginTransaction(); scope.Commit(); [|http.PostAsync(\"/a\", null)|].Wait();", null)]
    [InlineData(
        "using var scope = connection.BeginTransaction(); foreach (var one in all) [|http.PostAsync(one, null)|].Wait(); scope.Commit();",
        null
    )]
    public void The_transaction_around(string statements, string? transaction)
    {
        var probe = Probe.At(
            "class C { void M(HttpClient http, System.Data.Common.DbConnection connection, string[] all) { " + statements + " } }"
        );
        Assert.Equal(transaction, probe.Facts.Transactions.Around((IInvocationOperation)probe.Marked));
    }

    [Theory]
    [InlineData("await [|redis.KeyDeleteAsync(one)|];", true)]
    [InlineData("await [|redis.KeyDeleteAsync(\"a\")|];", false)]
    [InlineData("await [|redis.KeyDeleteAsync(one)|]; break;", false)]
    public void A_batch_form(string statements, bool hasBatch)
    {
        var probe = Probe.At(
            "class C { async Task M(StackExchange.Redis.IDatabase redis, string[] all) { foreach (var one in all) { "
                + statements
                + " } } }",
            Library.Redis
        );
        Assert.Equal(hasBatch, probe.Facts.Fanouts.PerItemCallOf((IInvocationOperation)probe.Marked) is not null);
    }

    [Theory]
    [InlineData("[|Task.WhenAll(all.Select(one => http.GetStringAsync(one)))|];", true)]
    [InlineData("[|Task.WhenAll(all.Take(3).Select(one => http.GetStringAsync(one)))|];", false)]
    public void An_unbounded_fan_out(string statements, bool isUnbounded)
    {
        var probe = Probe.At("using System.Linq; class C { void M(HttpClient http, List<string> all) { " + statements + " } }");
        Assert.Equal(isUnbounded, probe.Facts.Fanouts.UnboundedFanoutOf((IInvocationOperation)probe.Marked) is not null);
    }

    [Theory]
    [InlineData("TaskCanceledException", "return false;", "the handler returns false")]
    [InlineData("TimeoutException", "http.DeleteAsync(\"/a\").Wait(); return true;", null)]
    [InlineData("TimeoutException", "http.DeleteAsync(\"/a\").Wait(); throw;", "'HttpClient.DeleteAsync' in the handler undoes it")]
    [InlineData("TimeoutException", "http.GetAsync(\"/a\").Wait(); return false;", null)]
    [InlineData("FormatException", "return false;", null)]
    public void A_timeout_taken_for_a_failure(string caught, string statements, string? conclusion)
    {
        var probe = Probe.At(
            "class C { bool M(HttpClient http) { try { http.PostAsync(\"/a\", null).Wait(); return true; } [|catch ("
                + caught
                + ") { "
                + statements
                + " }|] } }"
        );
        Assert.Equal(conclusion, probe.Facts.Handlers.TimeoutTakenForFailureBy((ICatchClauseOperation)probe.Marked)?.Conclusion);
    }

    [Theory]
    [InlineData("public void M()", "catch (Exception) { }", true)]
    [InlineData("public void M()", "catch (HttpRequestException e) { Console.WriteLine(e); }", true)]
    [InlineData("public void M()", "catch (FormatException) { }", false)]
    [InlineData("public void M()", "catch (Exception) { throw; }", false)]
    [InlineData("private void M()", "catch (Exception) { }", false)]
    [InlineData("public async void M()", "catch (Exception) { }", false)]
    public void A_swallowed_write(string declaration, string handler, bool isSwallowed)
    {
        var probe = Probe.At(
            "class C { HttpClient http; " + declaration + " { try { http.PostAsync(\"/a\", null).Wait(); } [|" + handler + "|] } }"
        );
        Assert.Equal(isSwallowed, probe.Facts.Handlers.WriteSwallowedBy((ICatchClauseOperation)probe.Marked, probe.Member) is not null);
    }

    [Theory]
    [InlineData("System.Console.WriteLine()", OutputKind.ConsoleApplication, Target.NetStandard20, true)]
    [InlineData("System.Console.WriteLine()", OutputKind.DynamicallyLinkedLibrary, Target.NetStandard20, false)]
    [InlineData("System.Console.WriteLine()", OutputKind.ConsoleApplication, Target.Current, true)]
    [InlineData("Microsoft.Extensions.Hosting.Host.CreateDefaultBuilder()", OutputKind.ConsoleApplication, Target.Current, false)]
    public void A_tool_is_a_program_that_makes_no_host(string call, OutputKind output, Target target, bool isTool)
    {
        var probe = Probe.At(
            "class C { static void Main() { [|" + call + "|]; } }",
            new Setup
            {
                Output = output,
                Target = target,
                Language = Microsoft.CodeAnalysis.CSharp.LanguageVersion.CSharp9,
            }
        );
        Assert.Equal(isTool, probe.Facts.Blocking.IsCommandLineTool);
    }
}
