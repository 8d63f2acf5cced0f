using DistributedSystems.Analyzers.Catalog;
using DistributedSystems.Analyzers.Facts;
using DistributedSystems.Analyzers.Tests.Verify;

namespace DistributedSystems.Analyzers.Tests.Facts;

public class ReplayTests
{
    [Theory]
    [InlineData("new HttpRequestMessage(HttpMethod.Post, \"/\")", "Accumulates", "the request's method is POST")]
    [InlineData("new HttpRequestMessage(HttpMethod.Patch, \"/\")", "Accumulates", "the request's method is PATCH")]
    [InlineData("new HttpRequestMessage(HttpMethod.Put, \"/\")", "Idempotent", "the request's method is PUT")]
    [InlineData("new HttpRequestMessage(HttpMethod.Head, \"/\")", "Safe", "the request's method is HEAD")]
    [InlineData("new HttpRequestMessage()", "Safe", "the request's method is GET")]
    [InlineData("new HttpRequestMessage(new HttpMethod(\"post\"), \"/\")", "Accumulates", "the request's method is POST")]
    [InlineData("new HttpRequestMessage(new HttpMethod(\"MERGE\"), \"/\")", "Unknown", "the request's method is MERGE")]
    [InlineData("new HttpRequestMessage { Method = HttpMethod.Delete }", "Idempotent", "the request's method is DELETE")]
    [InlineData("new HttpRequestMessage(method, \"/\")", "Unknown", "the request's method is ")]
    [InlineData("new HttpRequestMessage(HttpMethod.Post, \"/\") { Headers = { { \"idempotency-key\", \"1\" } } }", "Keyed", "the request carries 'idempotency-key'")]
    [InlineData("given", "Unknown", "")]
    public void A_request_is_what_its_method_and_headers_make_it(string request, string replay, string evidence) =>
        AssertReplay($"return [|http.SendAsync({request})|];", replay, evidence);

    [Theory]
    [InlineData("", "Accumulates")]
    [InlineData("request.Headers.Add(\"Accept\", \"a\");", "Accumulates")]
    [InlineData("request.Headers.TryAddWithoutValidation(\"Idempotency-Key\", \"1\");", "Keyed")]
    [InlineData("request.Headers.Add(header, \"1\");", "Unknown")]
    [InlineData("request.Headers.IfMatch.ParseAdd(\"*\");", "Accumulates")]
    [InlineData("request.Headers.IfMatch.Add(System.Net.Http.Headers.EntityTagHeaderValue.Any);", "Conditional")]
    [InlineData("request.Method = method;", "Unknown")]
    [InlineData("Sign(request);", "Unknown")]
    [InlineData("request.Content = new StringContent(\"\"); request.Headers.ExpectContinue = true;", "Accumulates")]
    public void What_is_done_to_the_request_before_it_is_sent_counts(string statements, string replay) =>
        AssertReplay($"var request = new HttpRequestMessage(HttpMethod.Post, \"/\"); {statements} return [|http.SendAsync(request)|];", replay, null);

    [Fact]
    public void A_key_parameter_that_is_given_makes_a_call_keyed()
    {
        var setup = Setup.Default with { AdditionalFiles = new Dictionary<string, string> { ["a.remoteapi.txt"] = "library L\ntype IPay\nmember Pay remote accumulates key=id" } };
        const string Source = "public interface IPay { Task Pay(string id = null); } class C { Task M(IPay pay) => [|pay.Pay(ARGS)|]; }";
        Assert.Equal(Replay.Keyed, ReplayAt(Source.Replace("ARGS", "\"1\""), setup).Replay);
        Assert.Equal(Replay.Accumulates, ReplayAt(Source.Replace("ARGS", ""), setup).Replay);
        Assert.Equal(Replay.Accumulates, ReplayAt(Source.Replace("ARGS", "null"), setup).Replay);
    }

    private static void AssertReplay(string body, string replay, string? evidence)
    {
        var answer = ReplayAt($"class C {{ Task M(HttpClient http, HttpMethod method, HttpRequestMessage given, string header) {{ {body} }} void Sign(HttpRequestMessage request) {{ }} }}", Setup.Default);
        Assert.Equal(replay, answer.Replay.ToString());
        Assert.Equal(evidence ?? answer.Evidence, answer.Evidence);
    }

    private static ReplayAnswer ReplayAt(string source, Setup setup)
    {
        var probe = Probe.At(source, setup);
        return probe.Facts.ReplayOf(probe.Call);
    }
}
