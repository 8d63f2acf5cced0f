using DistributedSystems.Analyzers.Rules.Clocks;
using DistributedSystems.Analyzers.Tests.Verify;
using Microsoft.CodeAnalysis;

namespace DistributedSystems.Analyzers.Tests.Rules.Clocks;

using VerifyCS = VerifyCS<MonotonicReadingLeavesProcess>;

public class MonotonicReadingLeavesProcessTests
{
    [Fact]
    public Task Sent_serialized_and_stored() =>
        VerifyCS.VerifyAnalyzerAsync(
            """
            using System.Diagnostics;
            using System.Net.Http.Json;
            using System.Runtime.Serialization;
            using System.Text.Json;
            using System.Text.Json.Serialization;
            using StackExchange.Redis;

            class Work(TimeProvider time, HttpClient http, IDatabase redis)
            {
                Task Sent() => http.PostAsJsonAsync("/a", new { At = [|Stopwatch.GetTimestamp()|] });
                Task Content() => http.PostAsync("/a", JsonContent.Create(new Plain { At = [|Environment.TickCount64|] }));
                Task Key() => redis.StringSetAsync("seen", [|Environment.TickCount64|]);
                Task Text() => http.GetAsync($"/since/{[|time.GetTimestamp()|]}");

                async Task Local()
                {
                    var at = [|time.GetTimestamp()|];
                    var body = new Plain { At = at };
                    await http.PostAsJsonAsync("/a", body);
                }

                async Task Later()
                {
                    var body = new Plain();
                    body.At = [|Environment.TickCount|] + 1000;
                    await http.PostAsJsonAsync("/a", body);
                }

                string Serialized() => JsonSerializer.Serialize([|Stopwatch.GetTimestamp()|]);
                Contract Member() => new Contract { At = [|Stopwatch.GetTimestamp()|] };
                Positional Record() => new Positional([|Environment.TickCount64|]);
                void Named(Json json) => json.At = [|Environment.TickCount64|];
                void Header(HttpRequestMessage request) => request.Headers.Add("X-At", [|Environment.TickCount64|].ToString());
                void Files(string path)
                {
                    File.WriteAllText(path, [|Environment.TickCount64|].ToString());
                    using var writer = new BinaryWriter(File.OpenWrite(path));
                    writer.Write([|Stopwatch.GetTimestamp()|]);
                }
            }

            class Plain { public long At { get; set; } }
            [DataContract] class Contract { [DataMember] public long At { get; set; } }
            record Positional([property: JsonPropertyName("at")] long At);
            class Json { [JsonPropertyName("at")] public long At { get; set; } }
            """,
            Library.Redis
        );

    [Fact]
    public Task In_memory_durations_and_unknown_places() =>
        VerifyCS.VerifyAnalyzerAsync(
            """
            using System.Collections.Concurrent;
            using System.Diagnostics;
            using System.Net.Http.Json;
            using System.Text.Json;
            using System.Text.Json.Serialization;
            using Microsoft.Extensions.Logging;

            record Item(long At);
            class Json { [JsonIgnore, JsonPropertyName("x")] public long Ignored { get; set; } public long Plain { get; set; } [JsonPropertyName("took")] public long Took { get; set; } }

            class Work(HttpClient http, ILogger log)
            {
                private readonly ConcurrentQueue<Item> queue = new();
                private long last = Stopwatch.GetTimestamp();

                void Queue() => queue.Enqueue(new Item(Stopwatch.GetTimestamp()));
                void Log() => log.LogInformation("at {At}", Environment.TickCount64);
                void Own() => Unknown(Stopwatch.GetTimestamp());
                void Unknown(long at) => last = at;
                Json Members() => new Json { Ignored = Stopwatch.GetTimestamp(), Plain = Environment.TickCount64 };
                Json Duration() => new Json { Took = Stopwatch.GetTimestamp() - last };
                Task Elapsed(long start) => http.PostAsJsonAsync("/a", new { Took = Stopwatch.GetElapsedTime(start), Ms = Environment.TickCount64 - start });

                async Task Timed(object body)
                {
                    var start = Stopwatch.GetTimestamp();
                    await http.PostAsJsonAsync("/a", body);
                    Unknown(Stopwatch.GetTimestamp() - start);
                }

                async Task Token()
                {
                    using var source = new CancellationTokenSource((int)(Environment.TickCount64 % 100));
                    await http.GetAsync("/a", source.Token);
                }

                void Memory()
                {
                    using var writer = new BinaryWriter(new MemoryStream());
                    writer.Write(Stopwatch.GetTimestamp());
                }

                string Shown() => $"at {Stopwatch.GetTimestamp()}";
            }
            """
        );

    [Fact]
    public Task Compared_with_another_nodes() =>
        VerifyCS.VerifyAnalyzerAsync(
            """
            using System.Diagnostics;
            using System.Text.Json;
            using DistributedSystems;

            public class Heartbeat { public long Ticks { get; set; } }

            class Handler
            {
                private long last = Environment.TickCount64;

                [MessageHandler]
                void Handle(Heartbeat heartbeat)
                {
                    if ([|Environment.TickCount64 - heartbeat.Ticks|] > 5000) Console.WriteLine("dead");
                    if ([|heartbeat.Ticks < Stopwatch.GetTimestamp()|]) Console.WriteLine("old");
                    Console.WriteLine([|Stopwatch.GetElapsedTime(heartbeat.Ticks)|]);

                    if (Environment.TickCount64 - last > 5000) Console.WriteLine("idle");
                    Console.WriteLine(Stopwatch.GetElapsedTime(last));
                    if (heartbeat.Ticks > 0 && DateTime.UtcNow.Ticks > 0) last = Environment.TickCount64;
                }

                bool Read(string json) => [|Environment.TickCount64 < JsonSerializer.Deserialize<Heartbeat>(json).Ticks|];
                bool Own(Heartbeat heartbeat) => Environment.TickCount64 < heartbeat.Ticks;
            }

            namespace DistributedSystems { public class RemoteCallAttribute : Attribute { } public class MessageHandlerAttribute : Attribute { } }
            """
        );

    [Fact]
    public Task The_message_names_where_the_other_number_is_from() =>
        VerifyCS.VerifyMessageAsync(
            "class Beat { public long At { get; set; } } class C { bool M(string json) => Environment.TickCount64 < System.Text.Json.JsonSerializer.Deserialize<Beat>(json).At; }",
            "'Environment.TickCount64 < System.Text.Json.JsonSerializer.Deserialize<Beat>(json).At' counts from an origin that only this machine knows until it restarts, but is compared with a number from 'JsonSerializer.Deserialize'; send a duration or UTC instead"
        );

    [Fact]
    public Task In_a_text_it_may_only_make_a_difference() =>
        VerifyCS.VerifySeverityAsync(
            """class C { Task M(HttpClient http) => http.GetAsync($"/a?nocache={[|Environment.TickCount64|]}"); }""",
            DiagnosticSeverity.Info
        );

    [Fact]
    public Task The_message_names_the_reading_and_the_way_out() =>
        VerifyCS.VerifyMessageAsync(
            "class C { string M() => System.Text.Json.JsonSerializer.Serialize(Environment.TickCount64); }",
            "'Environment.TickCount64' counts from an origin that only this machine knows until it restarts, but leaves the process through 'JsonSerializer.Serialize'; send a duration or UTC instead"
        );

    [Fact]
    public Task In_the_headers_of_a_message_and_through_own_methods() =>
        VerifyCS.VerifyAnalyzerAsync(
            """
            using System.Diagnostics;
            using Azure.Messaging.ServiceBus;
            using RabbitMQ.Client;
            using StackExchange.Redis;

            class Feed(IDatabase redis)
            {
                private readonly Dictionary<string, object> seen = new();

                BasicProperties Initialized() => new() { Headers = new Dictionary<string, object> { ["mark"] = [|Stopwatch.GetTimestamp()|] } };
                void Added(ServiceBusMessage message) => message.ApplicationProperties.Add("mark", [|Environment.TickCount64|]);
                void Set(IBasicProperties properties)
                {
                    var headers = new Dictionary<string, object>();
                    properties.Headers["mark"] = [|Environment.TickCount64|];
                }
                void Metadata(Grpc.Core.Metadata headers) => headers.Add("mark", [|Stopwatch.GetTimestamp()|].ToString());
                Task Handed() => Store("seen", [|Stopwatch.GetTimestamp()|]);
                Task Carried() => Keep(new Reading("seen", [|Environment.TickCount64|]));
                Task Copied(Reading reading) => Keep(reading with { Ticks = [|Environment.TickCount64|] });

                void Here() => seen["mark"] = Stopwatch.GetTimestamp();
                void Since(ServiceBusMessage message, long start) => message.ApplicationProperties["took"] = Stopwatch.GetElapsedTime(start).Ticks;
                Task Name() => Named(new Reading("seen", Environment.TickCount64));
                void Logged() => Log(Environment.TickCount64);

                private Task Store(string key, long value) => redis.StringSetAsync(key, value);
                private Task Keep(Reading reading) => redis.StringSetAsync(reading.Key, reading.Ticks);
                private Task Named(Reading reading) => redis.StringSetAsync("last", reading.Key);
                private void Log(long ticks) => Console.WriteLine(ticks);
                record Reading(string Key, long Ticks);
            }
            """,
            Library.RabbitMq,
            Library.ServiceBus,
            Library.Grpc,
            Library.Redis
        );
}
