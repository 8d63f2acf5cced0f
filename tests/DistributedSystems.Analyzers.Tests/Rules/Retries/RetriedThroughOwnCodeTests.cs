using DistributedSystems.Analyzers.Rules.Retries;
using DistributedSystems.Analyzers.Tests.Verify;

namespace DistributedSystems.Analyzers.Tests.Rules.Retries;

using VerifyCS = VerifyCS<NonIdempotentOperationIsRetried>;

/// <summary>DIST2001: calls and retries that stand in methods of the project.</summary>
public class RetriedThroughOwnCodeTests
{
    [Fact]
    public Task Through_the_projects_own_methods() =>
        VerifyCS.VerifyAnalyzerAsync(
            """
            using Polly;
            using Polly.Retry;

            class Payments(HttpClient http, Gateway gateway, IGateway contract)
            {
                private static readonly ResiliencePipeline Retrying = new ResiliencePipelineBuilder().AddRetry(new RetryStrategyOptions()).Build();

                async Task Helper(HttpContent content)
                {
                    while (true) { try { await [|ChargeAsync(content)|]; return; } catch (HttpRequestException) { } }
                }

                async Task OtherClass(HttpContent content)
                {
                    while (true) { try { await [|gateway.PlaceAsync(content)|]; return; } catch (HttpRequestException) { } }
                }

                async Task LocalFunction(HttpContent content)
                {
                    for (var i = 0; i < 3; i++) { try { await [|SendAsync()|]; return; } catch (Exception) { } }

                    async Task SendAsync()
                    {
                        using var response = await http.PostAsync("/a", content);
                        response.EnsureSuccessStatusCode();
                    }
                }

                async Task InPipeline(HttpContent content) => await Retrying.ExecuteAsync(async _ => await [|ChargeAsync(content)|]);

                Task ChargeAsync(HttpContent content) => http.PostAsync("/charges", content);

                async Task Reads() { while (true) { try { await gateway.LoadAsync(); return; } catch (HttpRequestException) { } } }
                async Task Swallowed(HttpContent content) { while (true) { try { await gateway.TryPlaceAsync(content); return; } catch (HttpRequestException) { } } }
                async Task Keyed() { while (true) { try { await gateway.KeyedAsync("1"); return; } catch (HttpRequestException) { } } }
                async Task Started(HttpContent content) { while (true) { try { gateway.Start(content); return; } catch (HttpRequestException) { } } }
                async Task Replaceable(HttpContent content) { while (true) { try { await [|gateway.VirtualAsync(content)|]; return; } catch (HttpRequestException) { } } }
                async Task Contract(HttpContent content) { while (true) { try { await contract.PlaceAsync(content); return; } catch (HttpRequestException) { } } }
                async Task Cyclic() { while (true) { try { await gateway.EvenAsync(3); return; } catch (HttpRequestException) { } } }
                async Task Once(HttpContent content) { try { await gateway.PlaceAsync(content); } catch (HttpRequestException) { } }
                async Task EachItem(List<HttpContent> contents) { foreach (var content in contents) { try { await gateway.PlaceAsync(content); break; } catch (HttpRequestException) { } } }
            }

            interface IGateway { Task PlaceAsync(HttpContent content); }

            class Gateway(HttpClient http)
            {
                public async Task PlaceAsync(HttpContent content) => await DeeperAsync(content);
                private async Task DeeperAsync(HttpContent content) { await http.PostAsync("/orders", content); }
                public Task<string> LoadAsync() => http.GetStringAsync("/orders");
                public async Task TryPlaceAsync(HttpContent content) { try { await http.PostAsync("/orders", content); } catch (HttpRequestException) { } }
                public async Task KeyedAsync(string id)
                {
                    using var request = new HttpRequestMessage(HttpMethod.Post, "/orders");
                    request.Headers.Add("Idempotency-Key", id);
                    await http.SendAsync(request);
                }
                public void Start(HttpContent content) { _ = http.PostAsync("/orders", content); }
                public virtual async Task VirtualAsync(HttpContent content) => await http.PostAsync("/orders", content);
                public async Task EvenAsync(int n) { if (n > 0) await OddAsync(n - 1); }
                private async Task OddAsync(int n) { if (n > 0) await EvenAsync(n - 1); }
            }
            """,
            Library.Polly
        );

    [Fact]
    public Task Through_interfaces_and_overrides_where_every_implementation_agrees() =>
        VerifyCS.VerifyAnalyzerAsync(
            """
            class Orders(IOneGateway one, ITwoGateway two, IMixedGateway mixed, IOpenGateway open, IDecoratedGateway decorated, IGenericGateway<string> generic, GatewayBase abstractBase, MixedBase mixedBase, IDefaultGateway withDefault, IDeclaredGateway declared)
            {
                async Task One() { while (true) { try { await [|one.ChargeAsync()|]; return; } catch (HttpRequestException) { } } }
                async Task Two() { while (true) { try { await [|two.ChargeAsync()|]; return; } catch (HttpRequestException) { } } }
                async Task Mixed() { while (true) { try { await mixed.ChargeAsync(); return; } catch (HttpRequestException) { } } }
                async Task Open() { while (true) { try { await open.ChargeAsync(); return; } catch (HttpRequestException) { } } }
                async Task Decorated() { while (true) { try { await [|decorated.ChargeAsync()|]; return; } catch (HttpRequestException) { } } }
                async Task Generic() { while (true) { try { await [|generic.ChargeAsync("a")|]; return; } catch (HttpRequestException) { } } }
                async Task Abstract() { while (true) { try { await [|abstractBase.ChargeAsync()|]; return; } catch (HttpRequestException) { } } }
                async Task MixedOverride() { while (true) { try { await mixedBase.ChargeAsync(); return; } catch (HttpRequestException) { } } }
                async Task Default() { while (true) { try { await [|withDefault.ChargeAsync()|]; return; } catch (HttpRequestException) { } } }
                async Task Declared() { while (true) { try { await declared.ChargeAsync(); return; } catch (HttpRequestException) { } } }
            }

            interface IOneGateway { Task ChargeAsync(); }
            class OneGateway(HttpClient http) : IOneGateway { public async Task ChargeAsync() => await http.PostAsync("/a", null); }

            interface ITwoGateway { Task ChargeAsync(); }
            class FirstGateway(HttpClient http) : ITwoGateway { public async Task ChargeAsync() => await http.PostAsync("/a", null); }
            class SecondGateway(HttpClient http) : ITwoGateway { Task ITwoGateway.ChargeAsync() => http.PostAsync("/b", null); }

            interface IMixedGateway { Task ChargeAsync(); }
            class RealGateway(HttpClient http) : IMixedGateway { public async Task ChargeAsync() => await http.PostAsync("/a", null); }
            class InMemoryGateway : IMixedGateway { public Task ChargeAsync() => Task.CompletedTask; }

            interface IOpenGateway { Task ChargeAsync(); }

            interface IDecoratedGateway { Task ChargeAsync(); }
            class LoggingGateway(IDecoratedGateway inner) : IDecoratedGateway { public async Task ChargeAsync() { Console.WriteLine("charge"); await inner.ChargeAsync(); } }
            class InnerGateway(HttpClient http) : IDecoratedGateway { public async Task ChargeAsync() => await http.PostAsync("/a", null); }

            interface IGenericGateway<T> { Task ChargeAsync(T value); }
            class StringGateway(HttpClient http) : IGenericGateway<string> { public async Task ChargeAsync(string value) => await http.PostAsync(value, null); }

            abstract class GatewayBase { public abstract Task ChargeAsync(); }
            class DerivedGateway(HttpClient http) : GatewayBase { public override async Task ChargeAsync() => await http.PostAsync("/a", null); }

            class MixedBase { public virtual Task ChargeAsync() => Task.CompletedTask; }
            class MixedDerived(HttpClient http) : MixedBase { public override async Task ChargeAsync() => await http.PostAsync("/a", null); }

            interface IDefaultGateway { HttpClient Http { get; } async Task ChargeAsync() => await Http.PostAsync("/a", null); }
            class DefaultGateway(HttpClient http) : IDefaultGateway { public HttpClient Http => http; }

            interface IDeclaredGateway { [DistributedSystems.Idempotent] Task ChargeAsync(); }
            class DeclaredGateway(HttpClient http) : IDeclaredGateway { public async Task ChargeAsync() => await http.PostAsync("/a", null); }
            """,
            Library.Annotations
        );

    [Fact]
    public Task Through_delegates_properties_constructors_and_iterators() =>
        VerifyCS.VerifyAnalyzerAsync(
            """
            class Orders(HttpClient http, Meter meter, IMeter contract)
            {
                async Task Delegate()
                {
                    Func<Task> charge = () => http.PostAsync("/a", null);
                    while (true) { try { await [|charge()|]; return; } catch (HttpRequestException) { } }
                }
                async Task MethodGroup()
                {
                    Func<Task> charge = ChargeAsync;
                    while (true) { try { await [|charge.Invoke()|]; return; } catch (HttpRequestException) { } }
                }
                async Task ReadOnlyDelegate()
                {
                    Func<Task> read = () => http.GetAsync("/a");
                    while (true) { try { await read(); return; } catch (HttpRequestException) { } }
                }
                async Task Given(Func<Task> work)
                {
                    while (true) { try { await work(); return; } catch (HttpRequestException) { } }
                }
                async Task Measured()
                {
                    while (true) { try { await meter.MeasureAsync(async () => await [|http.PostAsync("/a", null)|]); return; } catch (HttpRequestException) { } }
                }
                async Task MeasuredMethodGroup()
                {
                    while (true) { try { await [|meter.MeasureAsync(ChargeAsync)|]; return; } catch (HttpRequestException) { } }
                }
                async Task MeasuredThroughInterface()
                {
                    while (true) { try { await contract.MeasureAsync(async () => await [|http.PostAsync("/a", null)|]); return; } catch (HttpRequestException) { } }
                }
                async Task Deeper() { while (true) { try { await [|MeasuredOnceAsync()|]; return; } catch (HttpRequestException) { } } }
                async Task MeasuredOnceAsync() => await meter.MeasureAsync(() => ChargeAsync());
                async Task Swallowing()
                {
                    while (true) { try { await meter.TryAsync(async () => await http.PostAsync("/a", null)); return; } catch (HttpRequestException) { } }
                }
                async Task Registered()
                {
                    while (true) { try { meter.Register(async () => await http.PostAsync("/a", null)); return; } catch (HttpRequestException) { } }
                }
                async Task Property() { while (true) { try { [|Next()|]; return; } catch (HttpRequestException) { } } }
                int Next() => Ticket.Length;
                string Ticket => http.PostAsync("/ticket", null).Result.ToString();
                async Task Construction() { while (true) { try { [|Create()|]; return; } catch (HttpRequestException) { } } }
                Session Create() => new Session(http);
                async Task Enumerated() { while (true) { try { await foreach (var page in [|PagesAsync()|]) { } return; } catch (HttpRequestException) { } } }
                async Task NotEnumerated() { while (true) { try { var pages = PagesAsync(); return; } catch (HttpRequestException) { } } }
                async IAsyncEnumerable<string> PagesAsync() { await http.PostAsync("/search", null); yield return ""; }
                async Task Extension() { while (true) { try { await [|http.ChargeTwiceAsync()|]; return; } catch (HttpRequestException) { } } }
                Task ChargeAsync() => http.PostAsync("/a", null);
            }

            class Session { public Session(HttpClient http) { http.PostAsync("/session", null).Wait(); } }
            static class Extensions { public static Task ChargeTwiceAsync(this HttpClient http) => http.PostAsync("/a", null); }
            interface IMeter { Task MeasureAsync(Func<Task> work); }
            class Meter : IMeter
            {
                private Func<Task> later;
                public async Task MeasureAsync(Func<Task> work) { Console.WriteLine("start"); await work(); }
                public async Task TryAsync(Func<Task> work) { try { await work(); } catch (Exception) { } }
                public void Register(Func<Task> work) => later = work;
            }
            """
        );

    [Fact]
    public Task Inside_a_helper_of_the_project_that_retries_its_delegate() =>
        VerifyCS.VerifyAnalyzerAsync(
            """
            using Polly;
            using Polly.Retry;

            class Orders(HttpClient http, IRetrier contract)
            {
                async Task Lambda() => await Retrier.RunAsync(async () => await [|http.PostAsync("/a", null)|]);
                async Task Named() => await Retrier.RunAsync(attempts: 3, work: () => [|http.PostAsync("/a", null)|]);
                async Task Group() => await Retrier.RunAsync(() => [|ChargeAsync()|]);
                async Task Forwarded() => await Retrier.ForwardAsync(async () => await [|http.PostAsync("/a", null)|]);
                async Task Piped() => await Retrier.PipedAsync(async () => await [|http.PostAsync("/a", null)|]);
                async Task Contract() => await contract.RunAsync(async () => await [|http.PostAsync("/a", null)|]);
                async Task Reads() => await Retrier.RunAsync(async () => await http.GetAsync("/a"));
                async Task Once() => await Retrier.OnceAsync(async () => await http.PostAsync("/a", null));
                async Task Each(string[] items) => await Retrier.EachAsync(items, async item => await http.PostAsync(item, null));
                Task ChargeAsync() => http.PostAsync("/a", null);
            }

            interface IRetrier { Task RunAsync(Func<Task> work); }
            class LoopRetrier : IRetrier { public async Task RunAsync(Func<Task> work) { for (var i = 0; ; i++) { try { await work(); return; } catch (HttpRequestException) when (i < 3) { await Task.Delay(100); } } } }

            static class Retrier
            {
                private static readonly ResiliencePipeline Pipeline = new ResiliencePipelineBuilder().AddRetry(new RetryStrategyOptions()).Build();
                public static async Task RunAsync(Func<Task> work, int attempts = 5)
                {
                    for (var attempt = 1; ; attempt++)
                    {
                        try { await work(); return; }
                        catch (Exception) when (attempt < attempts) { await Task.Delay(100); }
                    }
                }
                public static async Task ForwardAsync(Func<Task> work) => await RunAsync(async () => await work());
                public static async Task PipedAsync(Func<Task> work) => await Pipeline.ExecuteAsync(async token => await work());
                public static async Task OnceAsync(Func<Task> work) { try { await work(); } catch (Exception) { throw; } }
                public static async Task EachAsync(string[] items, Func<string, Task> work) { foreach (var item in items) { try { await work(item); } catch (Exception) { } } }
            }
            """,
            Library.Polly
        );

    [Fact]
    public Task A_function_given_by_its_name() =>
        VerifyCS.VerifyAnalyzerAsync(
            """
            using DistributedSystems;
            using Polly;
            using Polly.Retry;

            class Orders(HttpClient http)
            {
                private static readonly ResiliencePipeline Retrying = new ResiliencePipelineBuilder().AddRetry(new RetryStrategyOptions()).Build();
                private static readonly ResiliencePipeline TimeoutOnly = new ResiliencePipelineBuilder().AddTimeout(TimeSpan.FromSeconds(1)).Build();
                async Task Group() => await [|Retrying.ExecuteAsync(PlaceAsync)|];
                async Task LocalFunction()
                {
                    await [|Retrying.ExecuteAsync(place, default)|];
                    async ValueTask place(CancellationToken stop) => await http.PostAsync("/a", null, stop);
                }
                async Task KeptLambda()
                {
                    Func<CancellationToken, ValueTask> place = async stop => await http.PostAsync("/a", null, stop);
                    await [|Retrying.ExecuteAsync(place)|];
                }
                async Task Helper() => await [|Retrier.RunAsync(PlaceOnceAsync)|];
                async Task Declared() => await [|Retrier.DeclaredAsync(PlaceOnceAsync)|];

                async Task Reads() => await Retrying.ExecuteAsync(ReadAsync);
                async Task NoRetry() => await TimeoutOnly.ExecuteAsync(PlaceAsync);
                async Task Once() => await Retrier.OnceAsync(PlaceOnceAsync);
                async Task Chosen(Func<CancellationToken, ValueTask> given) => await Retrying.ExecuteAsync(given);
                async Task Swallowed() => await Retrying.ExecuteAsync(TryAsync);
                async Task Lambda() => await Retrying.ExecuteAsync(async stop => await [|http.PostAsync("/a", null, stop)|]);

                private async ValueTask PlaceAsync(CancellationToken stop) => await http.PostAsync("/a", null, stop);
                private async Task PlaceOnceAsync() => await http.PostAsync("/a", null);
                private async ValueTask ReadAsync(CancellationToken stop) => await http.GetStringAsync("/a", stop);
                private async ValueTask TryAsync(CancellationToken stop) { try { await http.PostAsync("/a", null, stop); } catch (HttpRequestException) { } }
            }

            static class Retrier
            {
                public static async Task RunAsync(Func<Task> work)
                {
                    for (var attempt = 1; ; attempt++)
                    {
                        try { await work(); return; }
                        catch (HttpRequestException) when (attempt < 3) { await Task.Delay(100); }
                    }
                }
                [Retries(Max = 3)] public static Task DeclaredAsync(Func<Task> work) => work();
                public static async Task OnceAsync(Func<Task> work) => await work();
            }
            """,
            Library.Polly,
            Library.Annotations
        );

    [Fact]
    public Task Inside_a_helper_that_declares_that_it_retries() =>
        VerifyCS.VerifyAnalyzerAsync(
            """
            using DistributedSystems;

            class Orders(HttpClient http, IRetrier retrier)
            {
                async Task Declared() => await retrier.RunAsync(async () => await [|http.PostAsync("/a", null)|]);
                async Task Implementation(Retrier own) => await own.RunAsync(async () => await [|http.PostAsync("/a", null)|]);
                async Task Reads() => await retrier.RunAsync(async () => await http.GetAsync("/a"));
                async Task Swallows() => await retrier.RunAsync(async () => { try { await http.PostAsync("/a", null); } catch (Exception) { } });
                async Task Undeclared() => await retrier.OnceAsync(async () => await http.PostAsync("/a", null));
            }
            interface IRetrier { [Retries(Max = 3)] Task RunAsync(Func<Task> work); Task OnceAsync(Func<Task> work); }
            class Retrier : IRetrier { public Task RunAsync(Func<Task> work) => Task.CompletedTask; public Task OnceAsync(Func<Task> work) => Task.CompletedTask; }

            namespace DistributedSystems
            {
                class RemoteCallAttribute : Attribute { }
                class RetriesAttribute : Attribute { public int Max { get; set; } }
            }
            """
        );

    [Fact]
    public Task The_message_names_the_implementation() =>
        VerifyCS.VerifyMessageAsync(
            """
            class Orders(IGateway gateway)
            {
                async Task Run() { while (true) { try { await gateway.ChargeAsync(); return; } catch (HttpRequestException) { } } }
            }
            interface IGateway { Task ChargeAsync(); }
            class PaymentsGateway(HttpClient http) : IGateway { public async Task ChargeAsync() => await SendAsync(); private Task SendAsync() => http.PostAsync("/a", null); }
            """,
            "'IGateway.ChargeAsync' reaches 'HttpClient.PostAsync' through 'PaymentsGateway.ChargeAsync' and 'PaymentsGateway.SendAsync' and may take effect more than once: the retry loop around it repeats it after failures that do not tell whether it was carried out, and it has no idempotency key"
        );

    [Fact]
    public Task The_message_names_the_way_to_the_call() =>
        VerifyCS.VerifyMessageAsync(
            """
            class Payments(HttpClient http)
            {
                async Task Run(HttpContent c) { while (true) { try { await Charge(c); return; } catch (HttpRequestException) { } } }
                async Task Charge(HttpContent c) => await http.PostAsync("/a", c);
            }
            """,
            "'Payments.Charge' reaches 'HttpClient.PostAsync' and may take effect more than once: the retry loop around it repeats it after failures that do not tell whether it was carried out, and it has no idempotency key"
        );
}
