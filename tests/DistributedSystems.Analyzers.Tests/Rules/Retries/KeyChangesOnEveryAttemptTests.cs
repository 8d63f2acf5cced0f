using DistributedSystems.Analyzers.Rules.Retries;
using DistributedSystems.Analyzers.Tests.Verify;
using DistributedSystems.CodeFixes.Retries;

namespace DistributedSystems.Analyzers.Tests.Rules.Retries;

public class KeyChangesOnEveryAttemptTests
{
    private const string Usings = "using DistributedSystems;\nusing Polly;\nusing Polly.Retry;\n";

    private const string Around = """
        class Payments(HttpClient http, TimeProvider time, IGateway gateway)
        {
            static readonly ResiliencePipeline Retrying = new ResiliencePipelineBuilder().AddRetry(new RetryStrategyOptions()).Build();
            static readonly Random Numbers = new();

            CODE

            static string NewKey() => Guid.NewGuid().ToString("N");
            static string KeyOf(string order) => "charge-" + order;

            async Task Send(string charge, string key)
            {
                using var request = new HttpRequestMessage(HttpMethod.Post, "/") { Content = new StringContent(charge) };
                request.Headers.Add("Idempotency-Key", key);
                using var response = await http.SendAsync(request);
                response.EnsureSuccessStatusCode();
            }
        }

        interface IGateway
        {
            [RemoteCall, Idempotent(Key = "requestId")]
            Task Charge(decimal amount, Guid requestId);
        }
        """;

    [Theory]
    [InlineData("request.Headers.Add(\"Idempotency-Key\", [|Guid.NewGuid()|].ToString());")]
    [InlineData("request.Headers.TryAddWithoutValidation(\"Idempotency-Key\", $\"charge-{[|Guid.CreateVersion7()|]}\");")]
    [InlineData("request.Headers.Add(\"Idempotency-Key\", [|DateTime.UtcNow|].Ticks.ToString());")]
    [InlineData("request.Headers.Add(\"Idempotency-Key\", [|time.GetUtcNow()|].ToString());")]
    [InlineData("request.Headers.Add(\"Idempotency-Key\", [|Numbers.Next()|].ToString());")]
    [InlineData("request.Headers.Add(\"Idempotency-Key\", [|NewKey()|]);")]
    [InlineData("var key = [|Guid.NewGuid()|]; var text = key.ToString(); request.Headers.Add(\"Idempotency-Key\", text);")]
    [InlineData("request.Content!.Headers.Add(\"X-Idempotency-Key\", [|Guid.NewGuid()|].ToString());")]
    [InlineData("request.Headers.Add(\"Idempotency-Key\", before);")]
    [InlineData("request.Headers.Add(\"Idempotency-Key\", KeyOf(charge));")]
    [InlineData("kept ??= Guid.NewGuid().ToString(); request.Headers.Add(\"Idempotency-Key\", kept);")]
    [InlineData("request.Headers.Add(\"Idempotency-Key\", given ?? Guid.NewGuid().ToString());")]
    [InlineData("request.Headers.Add(\"X-Correlation-Id\", Guid.NewGuid().ToString()); request.Headers.Add(\"Idempotency-Key\", before);")]
    public Task Headers_in_a_loop(string header) =>
        Verify(
            """
            async Task Charge(string charge, string given)
            {
                var before = Guid.NewGuid().ToString();
                string kept = null;
                for (var attempt = 0; ; attempt++)
                {
                    using var request = new HttpRequestMessage(HttpMethod.Post, "/charges") { Content = new StringContent(charge) };
                    HEADER
                    try { using var response = await http.SendAsync(request); response.EnsureSuccessStatusCode(); return; }
                    catch (HttpRequestException) when (attempt < 3) { await Task.Delay(1000); }
                }
            }
            """.Replace("HEADER", header)
        );

    [Theory]
    [InlineData("await gateway.Charge(5, [|Guid.NewGuid()|]);")]
    [InlineData("var id = [|Guid.NewGuid()|]; await gateway.Charge(5, requestId: id);")]
    [InlineData("await gateway.Charge(5, before);")]
    [InlineData("await Send(\"5\", [|Guid.NewGuid()|].ToString());")]
    [InlineData("await Send(\"5\", before.ToString());")]
    [InlineData("await Send(Guid.NewGuid().ToString(), \"key\");")]
    [InlineData(
        "using var request = new HttpRequestMessage(HttpMethod.Post, \"/\") { Headers = { { \"Idempotency-Key\", [|Guid.NewGuid()|].ToString() } } }; using var response = await http.SendAsync(request, token); response.EnsureSuccessStatusCode();"
    )]
    public async Task In_what_a_pipeline_runs(string call)
    {
        await Verify(
            "async Task Charge() { var before = Guid.NewGuid(); await Retrying.ExecuteAsync(async token => { CALL }); }".Replace(
                "CALL",
                call
            )
        );

        // Without a retry around it a new key for a new request is right.
        await Verify(
            "async Task Charge(CancellationToken token) { var before = Guid.NewGuid(); CALL }"
                .Replace("CALL", call)
                .Replace("[|", "")
                .Replace("|]", "")
        );
    }

    [Fact]
    public Task Once_more_in_a_catch() =>
        Verify(
            """
            async Task Charge()
            {
                try { await gateway.Charge(5, Guid.NewGuid()); }
                catch (HttpRequestException) { await gateway.Charge(5, [|Guid.NewGuid()|]); }
            }
            """
        );

    [Fact]
    public Task In_a_job_that_its_scheduler_repeats() =>
        VerifyCS<KeyChangesOnEveryAttempt>.VerifyAnalyzerAsync(
            """
            using Hangfire;

            class Payments(HttpClient http)
            {
                public async Task Charge(string charge)
                {
                    using var request = new HttpRequestMessage(HttpMethod.Post, "/charges") { Content = new StringContent(charge) };
                    request.Headers.Add("Idempotency-Key", [|Guid.NewGuid()|].ToString());
                    using var response = await http.SendAsync(request);
                    response.EnsureSuccessStatusCode();
                }

                public async Task Keyed(string charge, string key)
                {
                    using var request = new HttpRequestMessage(HttpMethod.Post, "/charges") { Content = new StringContent(charge) };
                    request.Headers.Add("Idempotency-Key", key);
                    using var response = await http.SendAsync(request);
                    response.EnsureSuccessStatusCode();
                }

                static void Start()
                {
                    BackgroundJob.Enqueue<Payments>(payments => payments.Charge("5"));
                    BackgroundJob.Enqueue<Payments>(payments => payments.Keyed("5", Guid.NewGuid().ToString()));
                }
            }
            """,
            Library.Hangfire
        );

    [Fact]
    public Task Another_item_has_another_key() =>
        Verify(
            """
            async Task Charge(decimal[] amounts)
            {
                foreach (var amount in amounts)
                {
                    try { await gateway.Charge(amount, Guid.NewGuid()); }
                    catch (HttpRequestException) { await Task.Delay(1000); }
                }
            }
            """
        );

    [Fact]
    public Task Fix_in_a_loop() =>
        VerifyFix(
            """
            async Task Charge()
            {
                for (var attempt = 0; ; attempt++)
                {
                    try { await gateway.Charge(5, [|Guid.NewGuid()|]); return; }
                    catch (HttpRequestException) when (attempt < 3) { await Task.Delay(1000); }
                }
            }
            """,
            """
            async Task Charge()
            {
                var idempotencyKey = Guid.NewGuid();
                for (var attempt = 0; ; attempt++)
                {
                    try { await gateway.Charge(5, idempotencyKey); return; }
                    catch (HttpRequestException) when (attempt < 3) { await Task.Delay(1000); }
                }
            }
            """
        );

    [Fact]
    public Task Fix_before_a_pipeline() =>
        VerifyFix(
            """
            async Task Charge(int idempotencyKey)
            {
                await Retrying.ExecuteAsync(async token => await gateway.Charge(idempotencyKey, [|Guid.NewGuid()|]));
            }
            """,
            """
            async Task Charge(int idempotencyKey)
            {
                var idempotencyKey2 = Guid.NewGuid();
                await Retrying.ExecuteAsync(async token => await gateway.Charge(idempotencyKey, idempotencyKey2));
            }
            """
        );

    [Fact]
    public Task No_fix_without_a_place_for_the_local() =>
        VerifyCS<KeyChangesOnEveryAttempt, MakeKeyOnceFix>.VerifyNoFixAsync(
            Usings
                + Around.Replace(
                    "CODE",
                    "async Task Charge() => await Retrying.ExecuteAsync(async token => await gateway.Charge(5, [|Guid.NewGuid()|]));"
                ),
            Setup.With(Library.Polly, Library.Annotations)
        );

    private static Task Verify(string code) =>
        VerifyCS<KeyChangesOnEveryAttempt>.VerifyAnalyzerAsync(Usings + Around.Replace("CODE", code), Library.Polly, Library.Annotations);

    private static Task VerifyFix(string before, string after) =>
        VerifyCS<KeyChangesOnEveryAttempt, MakeKeyOnceFix>.VerifyCodeFixAsync(
            Usings + Around.Replace("CODE", Indented(before)),
            Usings + Around.Replace("CODE", Indented(after)),
            Setup.With(Library.Polly, Library.Annotations)
        );

    private static string Indented(string code) => code.Replace("\n", "\n    ");

    [Fact]
    public Task A_method_that_makes_or_marks_the_request() =>
        VerifyCS<KeyChangesOnEveryAttempt>.VerifyAnalyzerAsync(
            """
            class Charges(HttpClient http)
            {
                private HttpRequestMessage Make()
                {
                    var request = new HttpRequestMessage(HttpMethod.Post, "charges");
                    request.Headers.Add("Idempotency-Key", Guid.NewGuid().ToString());
                    return request;
                }

                private HttpRequestMessage MakeFor(string order)
                {
                    var request = new HttpRequestMessage(HttpMethod.Post, "charges");
                    request.Headers.Add("Idempotency-Key", order);
                    return request;
                }

                private static void Mark(HttpRequestMessage request) => request.Headers.Add("Idempotency-Key", $"{Guid.NewGuid():N}");

                async Task Made()
                {
                    for (var turn = 0; ; turn++)
                    {
                        try { using var request = [|Make()|]; await http.SendAsync(request); return; }
                        catch (HttpRequestException) when (turn < 3) { await Task.Delay(500); }
                    }
                }

                async Task Marked()
                {
                    for (var turn = 0; ; turn++)
                    {
                        try
                        {
                            using var request = new HttpRequestMessage(HttpMethod.Post, "charges");
                            [|Mark(request)|];
                            await http.SendAsync(request);
                            return;
                        }
                        catch (HttpRequestException) when (turn < 3) { await Task.Delay(500); }
                    }
                }

                async Task SameForAll(string order)
                {
                    for (var turn = 0; ; turn++)
                    {
                        try { using var request = MakeFor(order); await http.SendAsync(request); return; }
                        catch (HttpRequestException) when (turn < 3) { await Task.Delay(500); }
                    }
                }

                async Task Once() { using var request = Make(); await http.SendAsync(request); }
            }
            """
        );
}
