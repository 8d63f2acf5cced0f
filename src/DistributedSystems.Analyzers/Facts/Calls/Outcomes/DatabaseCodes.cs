using System.Collections.Immutable;
using Microsoft.CodeAnalysis;

namespace DistributedSystems.Analyzers.Facts.Calls;

/// <summary>
/// What the error codes of databases say of a failed command. A transaction that lost a deadlock or was refused was rolled back: nothing was
/// done. A timeout, a broken connection and a server that goes down say nothing.
/// </summary>
internal static class DatabaseCodes
{
    /// <summary>The client gave up waiting: https://learn.microsoft.com/dotnet/api/microsoft.data.sqlclient.sqlexception.number.</summary>
    public const int SqlServerTimeout = -2;

    private const string SqlServer = "SqlException.Number";
    private const string Postgres = "NpgsqlException.SqlState";

    public static readonly Dictionary<string, ImmutableDictionary<object, FailureKinds>> Kinds = new()
    {
        // https://learn.microsoft.com/azure/azure-sql/database/troubleshoot-common-errors-issues and SqlClient's own list of what it repeats:
        // https://learn.microsoft.com/sql/connect/ado-net/configurable-retry-logic-sqlclient-introduction.
        [SqlServer] = Kind(
            ambiguous: new object[] { 20, 64, 121, 233, 10053, 10054, 10060, 40143, 40197, SqlServerTimeout },
            refused: new object[] { 1204, 1205, 1222, 4060, 4221, 10928, 10929, 40501, 40613, 49918, 49919, 49920 },
            permanent: new object[] { 102, 156, 207, 208, 229, 515, 547, 2628, 8114, 8152, 18456 }
        ),

        // https://www.postgresql.org/docs/current/errcodes-appendix.html; 40003 is called statement_completion_unknown.
        [Postgres] = Kind(
            ambiguous: new object[] { "08000", "08003", "08006", "40003", "57014", "57P01", "57P02" },
            refused: new object[] { "08001", "08004", "40001", "40P01", "53300", "55P03", "57P03" },
            permanent: new object[] { "22001", "22P02", "23502", "23503", "28000", "28P01", "3D000", "42501", "42601", "42703", "42P01" }
        ),

        // https://dev.mysql.com/doc/mysql-errors/8.4/en/: CR_SERVER_LOST, ER_QUERY_TIMEOUT …
        ["MySqlConnector.MySqlErrorCode"] = Kind(
            ambiguous: new object[] { 1159, 1161, 2006, 2013, 3024 },
            refused: new object[] { 1040, 1205, 1213 },
            permanent: new object[] { 1044, 1045, 1048, 1049, 1054, 1064, 1146, 1406 }
        ),
    };

    /// <summary>The set that a property of a database's exception gives a code of; empty where it is none of them.</summary>
    public static string SetOf(IPropertySymbol property) =>
        property.ContainingType switch
        {
            { Name: "SqlException", ContainingNamespace.Name: "SqlClient" } when property.Name == "Number" => SqlServer,
            { Name: "PostgresException" or "NpgsqlException", ContainingNamespace.Name: "Npgsql" } when property.Name == "SqlState" =>
                Postgres,
            _ => "",
        };

    public static ImmutableDictionary<object, FailureKinds> Kind(
        IEnumerable<object> ambiguous,
        IEnumerable<object> refused,
        IEnumerable<object> permanent
    ) =>
        ambiguous
            .Select(code => (Code: code, Kind: FailureKinds.Ambiguous))
            .Concat(refused.Select(code => (Code: code, Kind: FailureKinds.Refused)))
            .Concat(permanent.Select(code => (Code: code, Kind: FailureKinds.Permanent)))
            .ToImmutableDictionary(pair => pair.Code, pair => pair.Kind);
}
