using DistributedSystems.Analyzers.Facts.Promises;
using DistributedSystems.Analyzers.Tests.Verify;

namespace DistributedSystems.Analyzers.Tests.Facts;

public class DeadlinesTests
{
    [Theory]
    [InlineData("token", "", "Unknown", "")]
    [InlineData("default", "", "No", "no token is passed")]
    [InlineData("new CancellationToken()", "", "No", "no token is passed")]
    [InlineData("new CancellationToken(true)", "", "Unknown", "")]
    [InlineData("source.Token", "var source = new CancellationTokenSource();", "No", "its source has no timeout")]
    [InlineData("source.Token", "var source = new CancellationTokenSource(1000);", "Yes", "its source has a timeout")]
    [InlineData("source.Token", "var source = new CancellationTokenSource(-1);", "No", "its source has no timeout")]
    [InlineData("source.Token", "var source = new CancellationTokenSource(); source.CancelAfter(5);", "Unknown", "")]
    [InlineData(
        "source.Token",
        "var source = CancellationTokenSource.CreateLinkedTokenSource(token, new CancellationTokenSource(5).Token);",
        "Yes",
        "its source has a timeout"
    )]
    [InlineData(
        "source.Token",
        "var source = CancellationTokenSource.CreateLinkedTokenSource(default, default);",
        "No",
        "none of the linked tokens carries a deadline"
    )]
    [InlineData("copy", "var copy = token;", "Unknown", "")]
    [InlineData(
        "copy",
        "var source = new CancellationTokenSource(TimeSpan.FromSeconds(1)); var copy = source.Token;",
        "Yes",
        "its source has a timeout"
    )]
    [InlineData("host.ApplicationStopping", "", "No", "the host's lifetime token is not a deadline")]
    public void A_token_is_not_a_deadline(string token, string before, string answer, string evidence)
    {
        var probe = Probe.At(
            $"class C {{ void M(CancellationToken token, Microsoft.Extensions.Hosting.IHostApplicationLifetime host) {{ {before} Use([|{token}|]); }} void Use(CancellationToken token) {{ }} }}"
        );
        Assert.Equal(new Bound(Enum.Parse<Bounded>(answer), evidence), probe.Facts.TokenDeadlines.BoundOfToken(probe.Marked));
    }

    [Theory]
    [InlineData("http.GetAsync(\"/\")", "Yes", "HttpClient waits 100 s by default")]
    [InlineData("redis.StringGetAsync(\"a\")", "Yes", "StackExchange.Redis waits 5 s by default")]
    [InlineData("command.ExecuteNonQuery()", "Yes", "ADO.NET waits 30 s by default")]
    [InlineData("tcp.ConnectAsync(\"a\", 1).AsTask()", "No", "")]
    public void A_librarys_default_counts_with_its_real_value(string call, string answer, string evidence)
    {
        var marked = call.EndsWith(".AsTask()")
            ? $"[|{call[..^9].Replace("ConnectAsync(\"a\", 1)", "ConnectAsync(\"a\", 1, default)")}|].AsTask()"
            : $"[|{call}|]";
        var probe = Probe.At(
            $"class C {{ object M(HttpClient http, StackExchange.Redis.IDatabase redis, System.Data.Common.DbCommand command, System.Net.Sockets.TcpClient tcp) => {marked}; }}",
            Library.Redis
        );
        var bound = probe.Facts.Deadlines.BoundOf(probe.Call);
        Assert.Equal((Enum.Parse<Bounded>(answer), evidence), (bound.Answer, answer == "No" ? "" : bound.Evidence));
    }
}
