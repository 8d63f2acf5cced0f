using DistributedSystems.Analyzers.Rules.Clocks;
using DistributedSystems.Analyzers.Tests.Verify;
using Microsoft.CodeAnalysis;

namespace DistributedSystems.Analyzers.Tests.Rules.Clocks;

using VerifyCS = VerifyCS<LocalTimeLeavesProcess>;

public class LocalTimeLeavesProcessTests
{
    [Fact]
    public Task Without_its_offset() =>
        VerifyCS.VerifyAnalyzerAsync(
            """
            using System.ComponentModel.DataAnnotations.Schema;
            using Microsoft.Data.SqlClient;
            using Microsoft.EntityFrameworkCore;
            using StackExchange.Redis;

            class Work(HttpClient http, IDatabase redis, System.Data.IDbConnection database)
            {
                Task Statement() => Dapper.SqlMapper.ExecuteAsync(database, "update orders set at = @At", new { At = [|DateTime.Now|] });
                Task Query() => http.GetAsync($"/since/{[|DateTime.Now|]:yyyy-MM-dd}");
                Task Concatenated() => http.GetAsync("/since/" + [|DateTime.Now|].AddDays(-1).ToString("s"));
                Task Key() => redis.StringSetAsync("seen", [|DateTime.Now|].ToString());
                void Header(HttpRequestMessage request) => request.Headers.Add("X-Date", [|DateTime.Now|].ToString("R"));

                void Parameters(SqlCommand command)
                {
                    var now = [|DateTime.Now|];
                    command.Parameters.AddWithValue("@now", now);
                    command.Parameters.Add(new SqlParameter("@at", [|DateTime.Now|]));
                    var parameter = new SqlParameter { Value = [|DateTime.Now|] };
                    parameter.Value = [|DateTime.Now|] - TimeSpan.FromDays(1);
                }

                async Task Content()
                {
                    var content = new StringContent("at " + [|DateTime.Now|]);
                    await http.PostAsync("/a", content);
                }

                Row Attributed() => new Row { At = [|DateTime.Now|] };
                Order Entity() => new Order { At = [|DateTime.Now|], Day = [|DateTime.Now|], Created = [|DateTime.Now|] };
            }
            abstract class Audited { public DateTime Created { get; set; } }

            [Table("rows")] class Row { public DateTime At { get; set; } }
            class Order : Audited { public DateTime At { get; set; } public DateTime? Day { get; set; } }
            class Context : DbContext { public DbSet<Order> Orders { get; set; } }
            """,
            Library.Redis,
            Library.SqlClient,
            Library.Dapper,
            Library.EfCore
        );

    [Fact]
    public Task With_its_offset_or_inside_the_process() =>
        VerifyCS.VerifyAnalyzerAsync(
            """
            using System.ComponentModel.DataAnnotations.Schema;
            using Microsoft.EntityFrameworkCore;

            class Work(HttpClient http)
            {
                private DateTime last = DateTime.Now;

                Task Utc() => http.GetAsync($"/since/{DateTime.UtcNow:s}");
                Task Offset() => http.GetAsync($"/since/{DateTimeOffset.Now}");
                Task Converted() => http.GetAsync($"/since/{DateTime.Now.ToUniversalTime():s}");
                Task RoundTrip() => http.GetAsync($"/since/{DateTime.Now:o}" + DateTime.Now.ToString("yyyy-MM-ddTHH:mm:ssK"));
                Task Today() => http.GetAsync($"/days/{DateTime.Today:d}");
                void Display() => Console.WriteLine($"It is {DateTime.Now}");
                string Format() => DateTime.Now.ToString("d");
                string FileName() => Path.Combine("logs", $"{DateTime.Now:yyyyMMdd}.txt");
                bool Before(DateTime limit) => DateTime.Now < limit;
                Plain InMemory() => new Plain { At = DateTime.Now };
                Order Ignored() => new Order { Shown = DateTime.Now, Offset = DateTime.Now };
                void Unknown() => Use(DateTime.Now);
                void Use(DateTime at) => last = at;

                async Task Year()
                {
                    if (DateTime.Now.Year > 2000) await http.GetAsync("/a/" + DateTime.Now.Year);
                }

                async Task Rewritten(DateTime other)
                {
                    var at = DateTime.Now;
                    at = other;
                    await http.GetAsync($"/since/{at}");
                }
            }

            class Plain { public DateTime At { get; set; } }
            class Order { [NotMapped] public DateTime Shown { get; set; } public DateTimeOffset Offset { get; set; } }
            class Context : DbContext { public DbSet<Order> Orders { get; set; } }
            """,
            Library.EfCore
        );

    [Theory]
    [InlineData("""Task M(HttpClient http) => http.PostAsJsonAsync("/a", new { At = [|DateTime.Now|] });""")]
    [InlineData("string M() => JsonSerializer.Serialize([|DateTime.Now|]);")]
    [InlineData("Body M() => new Body { At = [|DateTime.Now|] };")]
    [InlineData("""void M(ILogger log) => log.LogInformation("at {At}", [|DateTime.Now|]);""")]
    [InlineData("""void M(ILogger log) => log.LogWarning($"at {[|DateTime.Now|]}");""")]
    public Task Weaker_evidence_is_information(string member) =>
        VerifyCS.VerifySeverityAsync(
            "using System.Net.Http.Json; using System.Text.Json; using System.Text.Json.Serialization; using Microsoft.Extensions.Logging; class Body { [JsonPropertyName(\"at\")] public DateTime At { get; set; } } class C { "
                + member
                + " }",
            DiagnosticSeverity.Info
        );

    [Fact]
    public Task Handed_on_in_an_object_to_a_port_of_the_project() =>
        VerifyCS.VerifyAnalyzerAsync(
            """
            public class Status { public int Id { get; set; } public DateTime? Deleted { get; set; } public DateTime Read { get; set; } }
            public record Snapshot(string Id, long Number, DateTime At);
            public interface IStatuses { Task CreateAsync(Status status); Task<Status> OnAsync(DateTime day); void Show(Status status); }

            abstract class Snapshots
            {
                protected abstract Task SaveAsync(Snapshot snapshot);
                protected virtual Task ForgetAsync(Snapshot snapshot) => Task.CompletedTask;
                async Task Save(string id) { var made = new Snapshot(id, 1, [|DateTime.Now|]); await SaveAsync(made); }
                async Task Forget(string id) => await ForgetAsync(new Snapshot(id, 1, DateTime.Now));
            }

            class Commands(IStatuses statuses)
            {
                async Task Initialised() { var status = new Status { Id = 1, Deleted = [|DateTime.Now|] }; await statuses.CreateAsync(status); }
                async Task Set() { var status = new Status(); status.Read = [|DateTime.Now|]; await statuses.CreateAsync(status); }
                async Task AtOnce() => await statuses.CreateAsync(new() { Read = [|DateTime.Now|] });
                async Task WhereMissing(DateTime day)
                {
                    var status = await statuses.OnAsync(day);
                    if (status == null)
                    {
                        status = new Status { Id = 1, Deleted = [|DateTime.Now|] };
                        await statuses.CreateAsync(status);
                    }
                    else
                    {
                        status = new Status { Deleted = DateTime.Now };
                        status = new Status();
                        await statuses.CreateAsync(status);
                    }
                }

                void InProcess() => statuses.Show(new Status { Deleted = DateTime.Now });
                async Task Utc() => await statuses.CreateAsync(new Status { Deleted = DateTime.UtcNow });
                async Task<Status> Asked() => await statuses.OnAsync(DateTime.Now);
                async Task Own() => await Look(new Status { Deleted = DateTime.Now });
                private Task Look(Status status) => Task.CompletedTask;
            }
            """
        );

    [Fact]
    public Task A_statement_takes_it_without_its_offset() =>
        VerifyCS.VerifySeverityAsync(
            "using Dapper; class C { int M(System.Data.IDbConnection database) => database.Execute(\"update orders set at = @At\", new { At = [|DateTime.Now|] }); }",
            DiagnosticSeverity.Warning,
            Library.Dapper
        );

    [Fact]
    public Task The_message_names_the_way_out() =>
        VerifyCS.VerifyMessageAsync(
            "class C { Task M(HttpClient http) => http.GetAsync($\"/since/{DateTime.Now}\"); }",
            "'DateTime.Now' leaves through 'HttpClient.GetAsync' as local time: without its offset it is another instant in another time zone, and two instants when the clocks go back"
        );

    [Theory]
    [InlineData("stores-utc", "store.Save(new Order { At = DateTime.Now })")]
    [InlineData("stores-utc", "store.Stamp(DateTime.Now)")]
    [InlineData("", "store.Stamp([|DateTime.Now|])")]
    [InlineData("", "store.Save(new Order { At = [|DateTime.Now|] })")]
    public Task A_store_that_converts_to_utc_takes_any_kind_of_time(string words, string call) =>
        VerifyCS.VerifyAnalyzerAsync(
            "public class Order { public DateTime At { get; set; } } public interface IStore { Task Save(Order order); Task Stamp(DateTime at); } class C { Task M(IStore store) => "
                + call
                + "; }",
            Setup.Default with
            {
                AdditionalFiles = new Dictionary<string, string>
                {
                    ["a.remoteapi.txt"] = "library L\ntype IStore " + words + "\nmember Save remote\nmember Stamp remote",
                },
            }
        );

    [Fact]
    public Task Through_own_methods_and_initializers() =>
        VerifyCS.VerifyAnalyzerAsync(
            """
            using Confluent.Kafka;
            using Microsoft.Data.SqlClient;
            using Microsoft.EntityFrameworkCore;

            class Row { public int Id { get; set; } public DateTime At { get; set; } = [|DateTime.Now|]; public DateTime Utc { get; set; } = DateTime.UtcNow; }
            class Db : DbContext { public DbSet<Row> Rows { get; set; } }
            class Form { public DateTime Opened { get; set; } = DateTime.Now; }

            class Journal
            {
                void Handed(SqlCommand command) => Fill(command, [|DateTime.Now|]);
                void Ticks(SqlCommand command) => FillTicks(command, [|DateTime.Now|].Ticks);
                void Deep(SqlCommand command) => Outer(command, [|DateTime.Now|].AddDays(-1));
                void Header(Headers headers) => headers.Add("at", System.Text.Encoding.UTF8.GetBytes([|DateTime.Now|].ToString("s")));

                Task Named(HttpClient http, Guid id) => http.PutAsync($"/backups/{DateTime.Now:yyyy-MM-dd}-{id}.zip", null);
                Task Joined(HttpClient http, Guid id) => http.PutAsync("/backups/" + DateTime.Now.ToString("yyyy/MM/dd/") + id, null);
                Task Asked(HttpClient http) => http.GetStringAsync("/since/" + [|DateTime.Now|].ToString("s"));

                void HandedUtc(SqlCommand command) => Fill(command, DateTime.UtcNow);
                void Shown() => Show(DateTime.Now);
                void Compared(SqlCommand command, DateTime other) => FillIf(command, DateTime.Now > other);

                private static void Fill(SqlCommand command, DateTime at) => command.Parameters.AddWithValue("@at", at);
                private static void FillTicks(SqlCommand command, long ticks) => command.Parameters.Add(new SqlParameter { Value = ticks });
                private static void Outer(SqlCommand command, DateTime at) => Fill(command, at);
                private static void FillIf(SqlCommand command, bool isLate) => command.Parameters.AddWithValue("@late", isLate);
                private static void Show(DateTime at) => Console.WriteLine(at);
            }
            """,
            Library.SqlClient,
            Library.EfCore,
            Library.Kafka
        );

    [Fact]
    public Task What_parts_the_pieces_of_a_body_is_no_instant() =>
        VerifyCS.VerifyAnalyzerAsync(
            """
            using System.Globalization;
            class Uploads(HttpClient http)
            {
                Task Parted() =>
                    http.PostAsync("/a", new MultipartFormDataContent("upload" + DateTime.Now.ToString(CultureInfo.InvariantCulture)));

                Task Whole() => http.PostAsync("/a", new StringContent([|DateTime.Now|].ToString(CultureInfo.InvariantCulture)));
            }
            """
        );

    [Fact]
    public Task In_a_row_that_is_known_by_its_interface() =>
        VerifyCS.VerifyAnalyzerAsync(
            """
            using Microsoft.EntityFrameworkCore;

            interface IAudited { DateTime Created { get; set; } }
            interface IShown { DateTime Opened { get; set; } }
            class Order : IAudited { public int Id { get; set; } public DateTime Created { get; set; } }
            class Form : IShown { public DateTime Opened { get; set; } }
            class Db : DbContext { public DbSet<Order> Orders { get; set; } }
            class Repository<T>(Db db) where T : class, IAudited
            {
                async Task Add(T row) { row.Created = [|DateTime.Now|]; db.Add(row); await db.SaveChangesAsync(); }
                void Utc(T row) { row.Created = DateTime.UtcNow; db.Add(row); }
            }
            class Views<T> where T : IShown { void Open(T view) => view.Opened = DateTime.Now; }
            class Others { void Set(IAudited any) => any.Created = DateTime.Now; }
            """,
            Library.EfCore
        );

    [Fact]
    public Task In_a_dictionary_that_is_sent() =>
        VerifyCS.VerifyAnalyzerAsync(
            """
            using System.Net.Http.Json;
            class Work(HttpClient http)
            {
                async Task Elements()
                {
                    var body = new Dictionary<string, object> { { "id", 1 }, { "at", [|DateTime.Now|] } };
                    await http.PostAsJsonAsync("/a", body);
                }
                Task Listed() => http.PostAsJsonAsync("/a", new List<DateTime> { [|DateTime.Now|] });
                int Kept() { var body = new Dictionary<string, object> { { "at", DateTime.Now } }; return body.Count; }
            }
            """
        );
}
