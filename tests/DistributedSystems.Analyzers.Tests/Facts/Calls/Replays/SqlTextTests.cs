using DistributedSystems.Analyzers.Catalog;
using DistributedSystems.Analyzers.Tests.Verify;

namespace DistributedSystems.Analyzers.Tests.Facts;

/// <summary>Where the text of a call's SQL is found, and where it is not.</summary>
public class SqlTextTests
{
    private const string Catalog = """
        library Sql
        type System.Data.Common.DbCommand sql=.CommandText
        member ExecuteNonQueryAsync remote
        type Store
        member Execute remote sql=sql
        """;

    private const string Store = """

        public struct Definition { public Definition(string commandText, object args = null) { } }
        public class Store { public Task Execute(string sql, object args = null) => null; public Task Execute(Definition sql) => null; public Task Execute(FormattableString sql) => null; }
        public class Command : System.Data.Common.DbCommand
        {
            public Command() { }
            public Command(string cmdText) { }
            public override string CommandText { get; set; }
            public override int CommandTimeout { get; set; }
            public override System.Data.CommandType CommandType { get; set; }
            public override bool DesignTimeVisible { get; set; }
            public override System.Data.UpdateRowSource UpdatedRowSource { get; set; }
            protected override System.Data.Common.DbConnection DbConnection { get; set; }
            protected override System.Data.Common.DbParameterCollection DbParameterCollection => null;
            protected override System.Data.Common.DbTransaction DbTransaction { get; set; }
            public override void Cancel() { }
            public override int ExecuteNonQuery() => 0;
            public override object ExecuteScalar() => null;
            public override void Prepare() { }
            protected override System.Data.Common.DbParameter CreateDbParameter() => null;
            protected override System.Data.Common.DbDataReader ExecuteDbDataReader(System.Data.CommandBehavior behavior) => null;
        }
        """;

    [Theory]
    [InlineData(
        "return [|store.Execute(\"INSERT INTO t (a) VALUES (@a)\", new { a = 1 })|];",
        "Accumulates",
        "its SQL is 'INSERT INTO t (a) VALUES (@a)'"
    )]
    [InlineData("return [|store.Execute(Insert)|];", "Accumulates", "its SQL is 'INSERT INTO t (a) VALUES (1)'")]
    [InlineData("return [|store.Execute(FieldText)|];", "Idempotent", "its SQL is 'DELETE FROM t'")]
    [InlineData(
        "var sql = \"UPDATE t SET n = n + 1 \" + \"WHERE id = @id AND a_rather_long_name = 1\"; return [|store.Execute(sql)|];",
        "Accumulates",
        "its SQL is 'UPDATE t SET n = n + 1 WHERE id = @id AN…'"
    )]
    [InlineData(
        "return [|store.Execute($\"INSERT INTO {table} (a) VALUES ({1 + 1}, {text})\")|];",
        "Accumulates",
        "its SQL is 'INSERT INTO … (a) VALUES (…, …)'"
    )]
    [InlineData(
        "return [|store.Execute((FormattableString)$\"DELETE FROM t WHERE a = {text}\")|];",
        "Idempotent",
        "its SQL is 'DELETE FROM t WHERE a = …'"
    )]
    [InlineData(
        "return [|store.Execute(new Definition(\"INSERT INTO t VALUES (1)\"))|];",
        "Accumulates",
        "its SQL is 'INSERT INTO t VALUES (1)'"
    )]
    [InlineData(
        "var definition = new Definition(args: 1, commandText: Insert); return [|store.Execute(definition)|];",
        "Accumulates",
        "its SQL is 'INSERT INTO t (a) VALUES (1)'"
    )]
    [InlineData(
        "return [|store.Execute(string.Format(\"INSERT INTO {0} VALUES ({1})\", table, 1))|];",
        "Accumulates",
        "its SQL is 'INSERT INTO {0} VALUES ({1})'"
    )]
    [InlineData("return [|store.Execute(text)|];", "Unknown", "its SQL is '…'")]
    [InlineData("return [|store.Execute(text + \" VALUES (1)\")|];", "Unknown", "its SQL is '… VALUES (1)'")]
    [InlineData(
        "var sql = \"INSERT INTO t VALUES (1)\"; if (table == \"\") sql += \" ON CONFLICT DO NOTHING\"; return [|store.Execute(sql)|];",
        "Unknown",
        "its SQL is '…'"
    )]
    public void Text_is_followed_to_the_argument(string body, string replay, string evidence) => AssertReplay(body, replay, evidence);

    [Theory]
    [InlineData("return [|new Command(\"INSERT INTO t VALUES (1)\").ExecuteNonQueryAsync()|];", "Accumulates")]
    [InlineData(
        "var command = new Command(\"INSERT INTO t VALUES (1)\"); command.CommandTimeout = 5; return [|command.ExecuteNonQueryAsync()|];",
        "Accumulates"
    )]
    [InlineData("using var command = new Command { CommandText = Insert }; return [|command.ExecuteNonQueryAsync()|];", "Accumulates")]
    [InlineData(
        "var command = connection.CreateCommand(); command.CommandText = \"INSERT INTO t VALUES (1)\"; return [|command.ExecuteNonQueryAsync()|];",
        "Accumulates"
    )]
    [InlineData(
        "var command = connection.CreateCommand(); command.CommandText = table == \"\" ? \"INSERT INTO t VALUES (1)\" : \"SELECT 1\"; return [|command.ExecuteNonQueryAsync()|];",
        "Unknown"
    )]
    [InlineData(
        "var command = connection.CreateCommand(); if (table == \"\") command.CommandText = \"INSERT INTO t VALUES (1)\"; else command.CommandText = \"INSERT INTO u VALUES (1)\"; return [|command.ExecuteNonQueryAsync()|];",
        "Accumulates"
    )]
    [InlineData(
        "var command = connection.CreateCommand(); if (table == \"\") command.CommandText = \"INSERT INTO t VALUES (1)\"; else command.CommandText = \"DELETE FROM u\"; return [|command.ExecuteNonQueryAsync()|];",
        "Unknown"
    )]
    [InlineData(
        "var command = new Command(\"SELECT 1\"); command.CommandText = \"INSERT INTO t VALUES (1)\"; return [|command.ExecuteNonQueryAsync()|];",
        "Accumulates"
    )]
    [InlineData(
        "var command = new Command(\"INSERT INTO t VALUES (1)\"); Prepare(command); return [|command.ExecuteNonQueryAsync()|];",
        "Unknown"
    )]
    [InlineData(
        "var command = new Command(\"INSERT INTO t VALUES (1)\"); command.CommandText += text; return [|command.ExecuteNonQueryAsync()|];",
        "Unknown"
    )]
    [InlineData("return [|given.ExecuteNonQueryAsync()|];", "Unknown")]
    [InlineData("var command = connection.CreateCommand(); return [|command.ExecuteNonQueryAsync()|];", "Unknown")]
    [InlineData(
        "var command = connection.CreateCommand(); command.CommandType = System.Data.CommandType.StoredProcedure; command.CommandText = \"PlaceOrder\"; return [|command.ExecuteNonQueryAsync()|];",
        "Unknown"
    )]
    public void Text_is_followed_to_the_command(string body, string replay) => AssertReplay(body, replay, null);

    private static void AssertReplay(string body, string replay, string? evidence)
    {
        var source =
            "class C { const string Insert = \"INSERT INTO t (a) VALUES (1)\"; static readonly string FieldText = \"DELETE FROM t\"; Task M(Store store, System.Data.Common.DbConnection connection, Command given, string table, string text) { BODY } void Prepare(Command command) { } }".Replace(
                "BODY",
                body
            ) + Store;
        var probe = Probe.At(
            source,
            Setup.Default with
            {
                AdditionalFiles = new Dictionary<string, string> { ["a.remoteapi.txt"] = Catalog },
            }
        );
        var answer = probe.Facts.Replays.Of(probe.Call);
        Assert.Equal((Enum.Parse<Replay>(replay), evidence ?? answer.Evidence), (answer.Replay, answer.Evidence));
    }
}
