using DistributedSystems.Analyzers.Facts;
using DistributedSystems.Analyzers.Tests.Verify;
using Microsoft.CodeAnalysis.Operations;

namespace DistributedSystems.Analyzers.Tests.Facts;

/// <summary>The remote call that a call of the project's own code makes, and the way there.</summary>
public class ReachTests
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
        }
        interface IOpen { Task ChargeAsync(); }
        interface IMixed { Task ChargeAsync(); }
        class RealMixed(HttpClient http) : IMixed { public Task ChargeAsync() => http.PostAsync("/a", null); }
        class FakeMixed : IMixed { public Task ChargeAsync() => Task.CompletedTask; }
        """;

    [Theory]
    [InlineData("gateway.ChargeAsync()", "Accumulates", "HttpClient.PostAsync", "PaymentsGateway.ChargeAsync,PaymentsGateway.PostAsync")]
    [InlineData("gateway.ReadAsync()", "Waits", "HttpClient.GetStringAsync", "PaymentsGateway.ReadAsync")]
    [InlineData("concrete.Level2()", "Accumulates", "HttpClient.PostAsync", "PaymentsGateway.Level2,PaymentsGateway.Level3,PaymentsGateway.Level4,PaymentsGateway.Level5")]
    [InlineData("concrete.SwallowAsync()", "Waits", "HttpClient.PostAsync", "PaymentsGateway.SwallowAsync")]
    [InlineData("work()", "Accumulates", "HttpClient.PostAsync", "PaymentsGateway.PostAsync")]
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
    public void Unknown_where_it_is_not_or_cannot_be_seen(string call, string effect) => Assert.Null(ReachOf(call, effect));

    [Theory]
    [InlineData("gateway.ChargeAsync()", "PaymentsGateway.ChargeAsync")]
    [InlineData("mixed.ChargeAsync()", "RealMixed.ChargeAsync,FakeMixed.ChargeAsync")]
    [InlineData("open.ChargeAsync()", "")]
    [InlineData("concrete.PostAsync()", "PaymentsGateway.PostAsync")]
    [InlineData("http.PostAsync(\"/a\", null)", "")]
    public void The_targets_of_a_call_are_its_implementations_in_source_order(string call, string targets)
    {
        var probe = At(call);
        Assert.Equal(targets, string.Join(",", probe.Facts.TargetsOf(((IInvocationOperation)probe.Marked).TargetMethod).Select(CompilationFacts.NameOf)));
    }

    private static Reach? ReachOf(string call, string effect)
    {
        var probe = At(call);
        return probe.Facts.ReachOf((IInvocationOperation)probe.Marked, Enum.Parse<Effect>(effect));
    }

    private static Probe At(string call) => Probe.At(
        "class C { object M(IGateway gateway, PaymentsGateway concrete, IOpen open, IMixed mixed, HttpClient http, Func<Task> given) { Func<Task> work = concrete.PostAsync; CALL; return null; } }".Replace("CALL", $"[|{call}|]") + Gateways,
        Library.Annotations);
}
