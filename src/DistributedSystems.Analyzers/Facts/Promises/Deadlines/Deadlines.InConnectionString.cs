using System.Data.Common;
using DistributedSystems.Analyzers.Facts.Calls;
using DistributedSystems.Analyzers.Facts.Code;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace DistributedSystems.Analyzers.Facts.Promises;

/// <summary>The keys, without spaces, under which a driver's connection strings hold its two limits.</summary>
internal sealed record ConnectionKeys(string Namespace, string[] Command, string[] Connect);

internal sealed partial class Deadlines
{
    // Zero is endless for both: NpgsqlTimeout and NpgsqlConnectionStringBuilder.CommandTimeout, https://github.com/npgsql/npgsql/blob/v9.0.3/src/Npgsql/Util/NpgsqlTimeout.cs
    private static readonly ConnectionKeys Npgsql = new("Npgsql", new[] { "commandtimeout" }, new[] { "timeout" });

    // With zero, some steps of connecting have no limit and others the shortest: ServerSession.ConnectAsync and OpenTcpSocketAsync of
    // MySqlConnector.
    private static readonly ConnectionKeys MySql = new(
        "MySqlConnector",
        new[] { "commandtimeout", "defaultcommandtimeout" },
        Array.Empty<string>()
    );

    // Zero is endless for both, and the older driver has no key for commands: https://learn.microsoft.com/dotnet/api/microsoft.data.sqlclient.sqlconnection.connectionstring
    private static readonly ConnectionKeys SqlClient = new(
        "Microsoft.Data.SqlClient",
        new[] { "commandtimeout" },
        new[] { "connecttimeout", "connectiontimeout", "timeout" }
    );
    private static readonly ConnectionKeys OldSqlClient = new("System.Data.SqlClient", Array.Empty<string>(), SqlClient.Connect);

    /// <summary>The command timeout that a call's connection string sets, endless as zero; null where the string is not constant or says
    /// none.</summary>
    private TimeSpan? CommandTimeoutInString(RemoteCall call)
    {
        if (call.Api.SqlMember is null || call.Invocation.Instance is not { } command)
        {
            return null;
        }

        var connection = values.ValueOf(command) switch
        {
            IInvocationOperation { TargetMethod.Name: "CreateCommand", Instance: { } owner } => owner,
            IObjectCreationOperation made => made
                .Arguments.FirstOrDefault(argument => KeysOf(values.ValueOf(argument.Value).Type) is not null)
                ?.Value,
            _ => null,
        };
        return
            connection is not null
            && values.ValueOf(connection) is IObjectCreationOperation created
            && KeysOf(created.Type) is { } keys
            && TextArgument(created) is { } text
            && SettingsOf(text) is { } settings
            && settings.Keys.FirstOrDefault(keys.Command.Contains) is { } key
            ? TimeSpan.FromSeconds(settings[key])
            : null;
    }

    public static ConnectionKeys? KeysOf(ITypeSymbol? type)
    {
        var keys = type?.Name switch
        {
            "NpgsqlConnection" or "NpgsqlDataSource" => Npgsql,
            "MySqlConnection" or "MySqlDataSource" => MySql,
            "SqlConnection"
                when type.ContainingNamespace
                    is { Name: "SqlClient", ContainingNamespace: { Name: "Data", ContainingNamespace.Name: "Microsoft" } } => SqlClient,
            "SqlConnection" => OldSqlClient,
            _ => null,
        };
        return keys is not null && type!.ContainingNamespace.FullName() == keys.Namespace ? keys : null;
    }

    public static IOperation? TextArgument(IObjectCreationOperation creation) =>
        creation
            .Arguments.FirstOrDefault(argument =>
                argument.Parameter is { Name: "connectionString", Type.SpecialType: SpecialType.System_String }
            )
            ?.Value;

    /// <summary>The whole numbers in a constant connection string, by their keys without spaces; null where the text is not constant or not
    /// well formed.</summary>
    public IReadOnlyDictionary<string, int>? SettingsOf(IOperation text)
    {
        if (values.ValueOf(text).ConstantValue is not { HasValue: true, Value: string constant })
        {
            return null;
        }

        var builder = new DbConnectionStringBuilder();
        try
        {
            builder.ConnectionString = constant;
        }
        catch (ArgumentException)
        {
            return null;
        }

        var settings = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (string key in builder.Keys)
        {
            if (
                int.TryParse(
                    builder[key] as string,
                    System.Globalization.NumberStyles.None,
                    System.Globalization.CultureInfo.InvariantCulture,
                    out var number
                )
            )
            {
                settings[key.Replace(" ", "").ToLowerInvariant()] = number;
            }
        }

        return settings;
    }
}
