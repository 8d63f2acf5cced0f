using DistributedSystems.Analyzers.Rules.Clocks;
using DistributedSystems.Analyzers.Tests.Verify;
using Microsoft.CodeAnalysis;

namespace DistributedSystems.Analyzers.Tests.Rules.Clocks;

using VerifyCS = VerifyCS<WallClockOrdersNodes>;

public class WallClockOrdersNodesTests
{
    private const string Messages = """

        public class Message { public DateTime SentAt { get; set; } public DateTimeOffset At { get; set; } public Part Part { get; set; } public long Milliseconds { get; set; } }
        public class Part { public DateTime ChangedAt { get; set; } }
        namespace DistributedSystems
        {
            public class RemoteCallAttribute : Attribute { }
            public class MessageHandlerAttribute : Attribute { }
            public enum Timing { Synchronous, PartiallySynchronous, Asynchronous }
            public enum Failures { CrashStop }
            public class SystemModelAttribute : Attribute { public Timing Timing { get; set; } public Failures Failures { get; set; } public string MaxClockSkew { get; set; } }
        }
        """;

    [Fact]
    public Task A_received_timestamp_is_compared_with_the_own_clock() =>
        VerifyCS.VerifyAnalyzerAsync(
            """
            using System.Net.Http.Json;
            using System.Text.Json;
            using DistributedSystems;
            using Grpc.Core;

            class Handler(HttpClient http)
            {
                private DateTime lastApplied = DateTime.UtcNow;

                [MessageHandler]
                void Handle(Message message)
                {
                    if ([|message.SentAt > lastApplied|]) lastApplied = DateTime.UtcNow;
                    if ([|DateTime.UtcNow - message.SentAt > TimeSpan.FromMinutes(5)|]) return;
                    if ([|message.Part.ChangedAt < DateTime.UtcNow|]) Console.WriteLine("old");
                    if ([|message.At.CompareTo(DateTimeOffset.UtcNow) > 0|]) Console.WriteLine("new");
                    var age = DateTime.UtcNow - message.SentAt;
                    if ([|age > TimeSpan.FromSeconds(1)|]) return;
                }

                [MessageHandler]
                void Forms(Message message)
                {
                    if ([|(DateTime.UtcNow - message.SentAt).TotalSeconds > 30|]) return;
                    if ([|DateTime.UtcNow.Subtract(message.SentAt) > TimeSpan.FromMinutes(1)|]) return;
                    if ([|TimeSpan.FromMinutes(1) < DateTime.UtcNow - message.SentAt|]) return;
                    if ([|message.SentAt.AddMinutes(5) < DateTime.UtcNow|]) return;
                    if ([|message.Milliseconds > DateTimeOffset.UtcNow.ToUnixTimeMilliseconds()|]) return;
                    if ([|DateTimeOffset.UtcNow.ToUnixTimeMilliseconds() - message.Milliseconds > 5000|]) return;
                    if ([|DateTimeOffset.FromUnixTimeMilliseconds(message.Milliseconds) > DateTimeOffset.UtcNow|]) return;
                }

                void Matched(string json)
                {
                    if (JsonSerializer.Deserialize<Message>(json) is { } message && [|message.SentAt > DateTime.UtcNow|]) Console.WriteLine("new");
                }

                void TypedHeader(HttpResponseMessage response)
                {
                    if ([|response.Headers.Date > DateTimeOffset.UtcNow|]) Console.WriteLine("new");
                }

                void Deserialised(string json)
                {
                    var message = JsonSerializer.Deserialize<Message>(json);
                    var isFresh = [|message.SentAt >= DateTime.UtcNow.AddMinutes(-1)|];
                }

                async Task Answer()
                {
                    var message = await http.GetFromJsonAsync<Message>("/a");
                    if ([|message.SentAt > DateTime.UtcNow|]) Console.WriteLine("from the future");
                }

                void Header(HttpResponseMessage response)
                {
                    if ([|DateTimeOffset.Parse(response.Headers.GetValues("X-Sent").First()) > DateTimeOffset.UtcNow|]) Console.WriteLine("");
                }

                Task<string> Rpc(Message request, ServerCallContext context) => Task.FromResult([|request.SentAt < DateTime.UtcNow|] ? "old" : "new");
            }
            """ + Messages,
            Library.Grpc
        );

    [Fact]
    public Task Neighbours_that_order_nothing() =>
        VerifyCS.VerifyAnalyzerAsync(
            """
            using System.Diagnostics.Metrics;
            using System.Text.Json;
            using DistributedSystems;
            using Microsoft.Extensions.Logging;

            class Entity { public DateTime ChangedAt { get; set; } }

            class Handler
            {
                private DateTime lastApplied = DateTime.UtcNow;

                [MessageHandler]
                void Handle(Message message, Entity entity)
                {
                    if (message.SentAt > DateTime.UtcNow) throw new ArgumentException("from the future");
                    if (message.SentAt > DateTime.UtcNow.AddDays(1)) { Console.WriteLine(""); throw new ArgumentException("far"); }
                    Console.WriteLine(DateTime.UtcNow - message.SentAt);
                    if (message.SentAt > message.Part.ChangedAt) Console.WriteLine("both from one node");
                }
                [MessageHandler]
                void Lag(Message message, ILogger log, Histogram<double> lags)
                {
                    var lag = DateTime.UtcNow - message.SentAt;
                    if (lag > TimeSpan.FromSeconds(1)) { log.LogWarning("slow: {Lag}", lag); lags.Record(1); }
                    lags.Record((lag > TimeSpan.Zero ? lag : TimeSpan.Zero).TotalSeconds);
                    var sent = message.SentAt <= DateTime.UtcNow ? message.SentAt : throw new ArgumentException("from the future");
                    if (message.Milliseconds > 5000 || message.Milliseconds - 5 > DateTime.UtcNow.Second) return;
                }
                void Instruction(HttpResponseMessage response) { if (response.Headers.RetryAfter.Date > DateTimeOffset.UtcNow || response.Content.Headers.Expires < DateTimeOffset.UtcNow) Console.WriteLine(""); }
                void Plain(Message message) { if (message.SentAt > DateTime.UtcNow) Console.WriteLine(""); }
                void Stored(Entity entity) { if (entity.ChangedAt > DateTime.UtcNow) Console.WriteLine(""); }
                void Own() { if (lastApplied > DateTime.UtcNow) Console.WriteLine(""); }
                void Made() { var message = new Message { SentAt = DateTime.UtcNow }; if (message.SentAt > DateTime.UtcNow) Console.WriteLine(""); }
                [SystemModel(Timing = Timing.Synchronous, Failures = Failures.CrashStop), MessageHandler]
                void Synchronous(Message message) { if (message.SentAt > DateTime.UtcNow) Console.WriteLine(""); }
            }
            """ + Messages
        );

    [Theory]
    [InlineData("", DiagnosticSeverity.Info)]
    [InlineData("[SystemModel(Timing = Timing.Asynchronous, Failures = Failures.CrashStop)]", DiagnosticSeverity.Warning)]
    [InlineData("[SystemModel(Timing = Timing.PartiallySynchronous, Failures = Failures.CrashStop)]", DiagnosticSeverity.Warning)]
    public Task A_declared_model_makes_it_a_warning(string model, DiagnosticSeverity severity) =>
        VerifyCS.VerifySeverityAsync(
            "using DistributedSystems; "
                + model
                + " class Handler { [MessageHandler] void Handle(Message message) { if ([|message.SentAt > DateTime.UtcNow|]) Console.WriteLine(); } }"
                + Messages,
            severity
        );

    [Fact]
    public Task An_age_that_allows_for_the_declared_skew() =>
        VerifyCS.VerifyAnalyzerAsync(
            """
            using DistributedSystems;

            [SystemModel(Timing = Timing.PartiallySynchronous, Failures = Failures.CrashStop, MaxClockSkew = "500ms")]
            class Handler
            {
                private static readonly TimeSpan Limit = TimeSpan.FromMinutes(1);

                [MessageHandler]
                void Handle(Message message)
                {
                    if (DateTime.UtcNow - message.SentAt > TimeSpan.FromSeconds(30)) return;
                    if (Limit < DateTime.UtcNow - message.SentAt) return;
                    if ([|DateTime.UtcNow - message.SentAt > TimeSpan.FromMilliseconds(200)|]) return;
                    if ([|message.SentAt > DateTime.UtcNow|]) Console.WriteLine("newer");
                }
            }
            """ + Messages
        );

    [Fact]
    public Task The_later_of_received_instant_and_now() =>
        VerifyCS.VerifyAnalyzerAsync(
            """
            using System.Text.Json;

            record Pass(DateTime Until);

            class Gate
            {
                DateTime Clamped(string text)
                {
                    var pass = JsonSerializer.Deserialize<Pass>(text);
                    return DateTime.UtcNow > pass.Until ? DateTime.UtcNow : pass.Until;
                }

                bool Valid(string text)
                {
                    var pass = JsonSerializer.Deserialize<Pass>(text);
                    return [|pass.Until > DateTime.UtcNow|];
                }
            }
            """
        );
}
