using DistributedSystems.Analyzers.Rules.Deadlines;
using DistributedSystems.Analyzers.Tests.Suite;
using DistributedSystems.Analyzers.Tests.Verify;

namespace DistributedSystems.Analyzers.Tests.Rules.Deadlines;

public class WorstCaseOfCallTests
{
    private static async Task<IReadOnlyList<string>> Told(string source, Setup setup) =>
        [
            .. (await Analysis.DiagnosticsOf(Analysis.Compile(Markup.Parse(source).Source, setup), [new WorstCaseOfCall()], setup)).Select(
                diagnostic => diagnostic.GetMessage()
            ),
        ];

    private static readonly Setup SwitchedOn = Pack.SwitchedOn(new WorstCaseOfCall());

    [Fact]
    public async Task It_is_silent_until_it_is_asked() =>
        Assert.Empty(await Told("class C(HttpClient http) { Task M() => http.GetStringAsync(\"/a\"); }", Pack.EveryLibrary));

    [Fact]
    public async Task It_tells_of_each_remote_call_and_of_nothing_else() =>
        Assert.Equal(
            ["'HttpClient.GetStringAsync' ends after 100 s at the latest: one call"],
            await Told("class C(HttpClient http) { async Task<int> M() => (await http.GetStringAsync(\"/a\")).IndexOf('a'); }", SwitchedOn)
        );

    [Fact]
    public async Task A_call_without_any_limit_may_wait_for_ever() =>
        Assert.Equal(
            ["'OrdersClient.Place' may wait for ever: one call"],
            await Told(
                """
                class OrdersClient : Grpc.Core.ClientBase<OrdersClient>
                {
                    protected override OrdersClient NewInstance(ClientBaseConfiguration configuration) => this;
                    public virtual string Place(string request, Grpc.Core.CallOptions options) => null;
                }
                class C(OrdersClient orders) { string M() => orders.Place("a", new()); }
                """,
                SwitchedOn
            )
        );

    [Fact]
    public async Task A_pipeline_tells_of_what_it_runs_alone() =>
        Assert.Single(
            await Told(
                "class C(HttpClient http, Polly.ResiliencePipeline p) { async Task<string> M() => await p.ExecuteAsync(async stop => await http.GetStringAsync(\"/a\", stop)); }",
                SwitchedOn
            )
        );
}
