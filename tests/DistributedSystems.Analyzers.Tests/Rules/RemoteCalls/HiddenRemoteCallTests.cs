using DistributedSystems.Analyzers.Rules.RemoteCalls;
using DistributedSystems.Analyzers.Tests.Verify;
using Microsoft.CodeAnalysis;

namespace DistributedSystems.Analyzers.Tests.Rules.RemoteCalls;

using VerifyCS = VerifyCS<HiddenRemoteCall>;

public class HiddenRemoteCallTests
{
    [Fact]
    public Task In_every_member_that_looks_local() =>
        VerifyCS.VerifyAnalyzerAsync(
            """
            class Price : IDisposable
            {
                private static readonly HttpClient Http = new();
                private static readonly string Rates = [|Http.GetStringAsync("/rates")|].Result;
                private readonly string id;
                static Price() => [|Http.GetStringAsync("/a")|].Wait();
                public Price(string id) { this.id = id; [|Load()|]; }
                public string Text => [|Http.GetStringAsync("/a")|].Result;
                public string Block { get { return [|Http.GetStringAsync("/a")|].GetAwaiter().GetResult(); } set { [|Http.PutAsync("/a", null)|].Wait(); } }
                public string this[int i] => [|Http.GetStringAsync("/a")|].Result;
                public static bool operator ==(Price a, Price b) => [|Http.GetStringAsync("/a")|].Result == "";
                public static bool operator !=(Price a, Price b) => true;
                public static implicit operator string(Price a) => [|Http.GetStringAsync("/a")|].Result;
                public override string ToString() => [|Http.GetStringAsync("/a")|].Result;
                public override bool Equals(object other) => [|Http.GetStringAsync("/a")|].Result == "";
                public override int GetHashCode() => [|Http.GetStringAsync("/a")|].Result.Length;
                public void Dispose() => [|Http.DeleteAsync("/a")|].Wait();
                ~Price() => [|Http.DeleteAsync("/a")|].Wait();
                private void Load() => Http.GetStringAsync("/a").Wait();
            }
            """
        );

    [Fact]
    public Task Ordinary_members_and_what_only_starts() =>
        VerifyCS.VerifyAnalyzerAsync(
            """
            class Price : IAsyncDisposable
            {
                private static readonly HttpClient Http = new();
                private readonly Lazy<string> lazy = new(() => Http.GetStringAsync("/a").Result);
                private readonly Task<string> started;
                public Price() { started = Http.GetStringAsync("/a"); Changed += () => Http.GetStringAsync("/a").Wait(); }
                public event Action Changed;
                public Task<string> Text => Http.GetStringAsync("/a");
                public Func<string> Read => () => Http.GetStringAsync("/a").Result;
                public string Get() => Http.GetStringAsync("/a").Result;
                public static Task<string> operator +(Price a) => Http.GetStringAsync("/a");
                public async ValueTask DisposeAsync() => await Http.DeleteAsync("/a");
                public void Dispose(string reason) => Http.DeleteAsync("/a").Wait();
                public string ToString(int width) => Http.GetStringAsync("/a").Result;
            }
            """
        );

    [Fact]
    public Task Disposal_closes_what_the_object_holds() =>
        VerifyCS.VerifyAnalyzerAsync(
            """
            using RabbitMQ.Client;
            using Npgsql;

            class Publisher : IDisposable
            {
                private readonly IChannel channel;
                private readonly NpgsqlTransaction transaction;
                public void Dispose() { channel.CloseAsync().Wait(); transaction.Rollback(); }
            }

            class Notifier : IDisposable
            {
                private readonly IChannel channel;
                protected virtual void Dispose(bool disposing) { if (disposing) [|channel.QueueDeleteAsync("q")|].Wait(); }
                public void Dispose() => Dispose(true);
            }
            """,
            Library.RabbitMq,
            Library.Npgsql
        );

    [Fact]
    public Task Behind_the_interfaces_of_ado_net_the_database_may_be_in_this_process() =>
        VerifyCS.VerifyAnalyzerAsync(
            """
            using System.Data;

            class Settings(IDbConnection connection)
            {
                public string Text { get { using var command = connection.CreateCommand(); return (string)command.ExecuteScalar(); } }
            }
            """
        );

    [Theory]
    [InlineData(
        "class Lease : IDisposable { HttpClient http = new(); public void Dispose() => [|Leave()|]; void Leave() => http.DeleteAsync(\"/a\").Wait(); }"
    )]
    [InlineData(
        "class Cache { private readonly object connection; public Cache(string at) => connection = [|StackExchange.Redis.ConnectionMultiplexer.Connect(at)|]; }"
    )]
    [InlineData(
        "class Cache { private string text; private static readonly HttpClient Http = new(); public string Text => text ??= [|Http.GetStringAsync(\"/a\")|].Result; }"
    )]
    public Task Set_up_once_or_fetched_once(string source) => VerifyCS.VerifySeverityAsync(source, DiagnosticSeverity.Info, Library.Redis);

    [Fact]
    public Task The_message_names_the_member() =>
        VerifyCS.VerifyMessageAsync(
            "class Price { static HttpClient http = new(); public string Text => [|http.GetStringAsync(\"/a\")|].Result; }",
            "'HttpClient.GetStringAsync' is waited for in the property 'Price.Text', whose callers expect neither a wait for the network nor its failures"
        );

    [Fact]
    public Task Function_that_is_wrapped_and_kept() =>
        VerifyCS.VerifyAnalyzerAsync(
            """
            class Menu
            {
                private readonly Dictionary<string, Action<HttpClient>> entries = new();

                public void Add(string name, Func<HttpClient, string, string> command) => entries[name] = http => command(http, name);

                public void AddNow(string name, HttpClient http, Func<HttpClient, string, string> command) => entries[command(http, name)] = _ => { };
            }

            class Shell
            {
                private readonly Menu menu = new();

                public Shell(HttpClient http)
                {
                    menu.Add("list", Ask);
                    [|menu.AddNow("list", http, Ask)|];
                }

                private static string Ask(HttpClient http, string name) => http.Send(new HttpRequestMessage(HttpMethod.Get, name)).ReasonPhrase;
            }
            """
        );

    [Fact]
    public Task What_stands_in_a_lock_is_reported_as_such() =>
        VerifyCS.VerifyAnalyzerAsync(
            """
            class Rate(HttpClient http)
            {
                private readonly object gate = new();

                public string Locked { get { lock (gate) { return http.Send(new HttpRequestMessage(HttpMethod.Put, "/rate")).ReasonPhrase; } } }

                public string Free { get { return [|http.Send(new HttpRequestMessage(HttpMethod.Put, "/rate"))|].ReasonPhrase; } }
            }
            """
        );
}
