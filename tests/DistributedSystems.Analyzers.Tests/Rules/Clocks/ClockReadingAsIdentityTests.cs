using DistributedSystems.Analyzers.Rules.Clocks;
using DistributedSystems.Analyzers.Tests.Verify;
using Microsoft.CodeAnalysis;

namespace DistributedSystems.Analyzers.Tests.Rules.Clocks;

using VerifyCS = VerifyCS<ClockReadingAsIdentity>;

public class ClockReadingAsIdentityTests
{
    private const string Attributes = """
        namespace DistributedSystems
        {
            enum Kind { Lamport, Hybrid }
            class RemoteCallAttribute : Attribute { }
            class IdempotentAttribute : Attribute { public string Key { get; set; } }
            class FencingTokenAttribute : Attribute { }
            class LogicalClockAttribute : Attribute { public LogicalClockAttribute(Kind kind) { } }
        }
        """;

    [Fact]
    public Task The_place_is_declared_to_identify_or_to_order() =>
        VerifyCS.VerifyAnalyzerAsync(
            """
            using System.ComponentModel.DataAnnotations;
            using DistributedSystems;
            using StackExchange.Redis;

            class Row
            {
                [Key] public long Id { get; set; }
                [ConcurrencyCheck] public DateTime Modified { get; set; }
                [Timestamp] public byte[] Version { get; set; }
                [LogicalClock(Kind.Lamport)] public long Stamp { get; set; }
            }

            interface IStore
            {
                void Write(string value, [FencingToken] long token);
                [RemoteCall, Idempotent(Key = "requestId")] Task Charge(decimal amount, string requestId);
            }

            class Work(IStore store, IDatabase redis)
            {
                Row New() => new Row { Id = [|DateTime.UtcNow.Ticks|], Modified = [|DateTime.UtcNow|], Version = BitConverter.GetBytes([|DateTimeOffset.UtcNow.ToUnixTimeMilliseconds()|]) };
                void Touch(Row row) => row.Modified = [|DateTime.Now|];
                void Order(Row row)
                {
                    var now = DateTimeOffset.UtcNow;
                    row.Stamp = [|now.ToUnixTimeMilliseconds()|];
                }

                void Fenced() => store.Write("a", [|DateTime.Now.Ticks|]);
                Task Keyed() => store.Charge(1, [|DateTime.UtcNow.Ticks|].ToString());
                Task<bool> Lock(TimeSpan expiry) => redis.LockTakeAsync("lock", [|DateTime.UtcNow.ToFileTimeUtc()|], expiry);
                void Match(HttpRequestMessage request) => request.Headers.TryAddWithoutValidation("If-Match", $"\"{[|DateTime.UtcNow.Ticks|]}\"");
            }

            """ + Attributes,
            Library.Redis
        );

    [Fact]
    public Task A_number_that_is_called_by_what_it_orders() =>
        VerifyCS.VerifyAnalyzerAsync(
            """
            class Row
            {
                public long RowVersion { get; set; }
                public long Counted { get; set; }
                public DateTime VersionedAt { get; set; }
                public long EpochMilliseconds { get; set; }
                public string Version { get; set; }
            }

            interface ITable { void Write(string text, long generation, long at); }

            class Table(ITable table, TimeProvider clock)
            {
                private long _revision = DateTime.UtcNow.Ticks;
                private long _term;
                private long lastIndex;

                Row New() => new Row { RowVersion = [|DateTime.UtcNow.Ticks|] };
                void Elect() { _term = [|DateTimeOffset.UtcNow.ToUnixTimeMilliseconds()|]; }
                void Write(string text) => table.Write(text, generation: [|clock.GetUtcNow().Ticks|], at: clock.GetUtcNow().Ticks);
                void Through() { var next = [|DateTime.UtcNow.Ticks|]; table.Write("a", next, 0); }

                long Next() => ++_revision;
                Row Times() => new Row { VersionedAt = DateTime.UtcNow, EpochMilliseconds = DateTimeOffset.UtcNow.ToUnixTimeMilliseconds(), Counted = DateTime.UtcNow.Ticks };
                Row Build() => new Row { Version = DateTime.UtcNow.ToString("yyyyMMdd") };
                void Local() { var version = DateTime.UtcNow.Ticks; lastIndex = version; }
            }
            """
        );

    [Fact]
    public Task Plain_timestamps_and_parts_of_an_identity() =>
        VerifyCS.VerifyAnalyzerAsync(
            """
            using System.ComponentModel.DataAnnotations;
            using DistributedSystems;
            using StackExchange.Redis;

            class Row
            {
                public long Id { get; set; }
                public long Version { get; set; }
                public DateTime ModifiedAt { get; set; }
                [Key] public long Key { get; set; }
                [LogicalClock(Kind.Hybrid)] public long Stamp { get; set; }
            }

            interface IStore
            {
                void Write(string value, long version);
                [RemoteCall, Idempotent(Key = "requestId")] Task Charge(long at, string requestId);
            }

            class Work(IStore store, IDatabase redis, string machine)
            {
                Row New(long next) => new Row { Id = DateTime.UtcNow.Ticks, ModifiedAt = DateTime.UtcNow, Key = next, Stamp = DateTime.UtcNow.Ticks };
                void Snowflake(Row row, long sequence) => row.Key = (DateTimeOffset.UtcNow.ToUnixTimeMilliseconds() << 22) | sequence;
                void Write() => store.Write("a", 1);
                Task Charge(string id) => store.Charge(DateTime.UtcNow.Ticks, id);
                Task<bool> Lock(TimeSpan expiry) => redis.LockTakeAsync("lock", $"{machine}:{DateTime.UtcNow.Ticks}", expiry);
                Task<bool> Cached() => redis.StringSetAsync("seen", DateTime.UtcNow.Ticks);
                void Date(HttpRequestMessage request) => request.Headers.Add("X-Date", DateTime.UtcNow.Ticks.ToString());
                void From(Row row, DateTime created) => row.Key = created.Ticks;
            }

            """ + Attributes,
            Library.Redis
        );

    [Fact]
    public Task A_library_makes_it_one() =>
        VerifyCS.VerifyAnalyzerAsync(
            """
            using Microsoft.AspNetCore.Http;
            using Microsoft.EntityFrameworkCore;

            abstract class Base { public long Id { get; set; } }
            class Order : Base { public long CustomerId { get; set; } }
            class Invoice { public long InvoiceId { get; set; } public long Number { get; set; } }
            class Plain { public long Id { get; set; } }
            class Shop : DbContext { public DbSet<Order> Orders { get; set; } public DbSet<Invoice> Invoices { get; set; } }

            class Work
            {
                Order New() => new Order { Id = [|DateTime.UtcNow.Ticks|], CustomerId = DateTime.UtcNow.Ticks };
                Invoice NewInvoice() => new Invoice { InvoiceId = [|DateTimeOffset.UtcNow.ToUnixTimeMilliseconds()|], Number = DateTime.UtcNow.Ticks };
                Plain NewPlain() => new Plain { Id = DateTime.UtcNow.Ticks };
                void Indexed(HttpResponse response)
                {
                    response.Headers["ETag"] = [|DateTime.UtcNow.Ticks|].ToString();
                    response.Headers["X-At"] = DateTime.UtcNow.Ticks.ToString();
                }
                void Property(HttpResponse response)
                {
                    response.Headers.ETag = $"\"{[|DateTime.UtcNow.Ticks|]}\"";
                    response.Headers.LastModified = DateTime.UtcNow.ToString("R");
                }
            }
            """,
            Library.EfCore
        );

    [Fact]
    public Task Starts_as_information() =>
        VerifyCS.VerifySeverityAsync(
            "class Row { [System.ComponentModel.DataAnnotations.Key] public long Id { get; set; } = 1; void New() => Id = [|DateTime.UtcNow.Ticks|]; }",
            DiagnosticSeverity.Info
        );

    [Fact]
    public Task The_message_names_the_contract() =>
        VerifyCS.VerifyMessageAsync(
            "class Row { [System.ComponentModel.DataAnnotations.Key] public long Id { get; set; } void New() => Id = DateTime.UtcNow.Ticks; }",
            "'DateTime.UtcNow.Ticks' becomes the key 'Row.Id': two readings can be equal, and a later one smaller when the clock is set, so that it neither identifies nor orders"
        );
}
