using System.Data.Common;
using DistributedSystems.Analyzers.Catalog;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace DistributedSystems.Analyzers.Facts;

/// <summary>The keys, without spaces, under which a driver's connection strings hold its two limits.</summary>
internal sealed record ConnectionKeys(string Namespace, string[] Command, string[] Connect);

internal sealed partial class CompilationFacts
{
    // Zero is endless for both: NpgsqlTimeout and NpgsqlConnectionStringBuilder.CommandTimeout, https://github.com/npgsql/npgsql/blob/v9.0.3/src/Npgsql/Util/NpgsqlTimeout.cs
    private static readonly ConnectionKeys Npgsql = new("Npgsql", new[] { "commandtimeout" }, new[] { "timeout" });

    // With zero, some steps of connecting have no limit and others the shortest: ServerSession.ConnectAsync and OpenTcpSocketAsync of MySqlConnector.
    private static readonly ConnectionKeys MySql = new("MySqlConnector", new[] { "commandtimeout", "defaultcommandtimeout" }, Array.Empty<string>());

    // Zero is endless for both, and the older driver has no key for commands: https://learn.microsoft.com/dotnet/api/microsoft.data.sqlclient.sqlconnection.connectionstring
    private static readonly ConnectionKeys SqlClient = new("Microsoft.Data.SqlClient", new[] { "commandtimeout" }, new[] { "connecttimeout", "connectiontimeout", "timeout" });
    private static readonly ConnectionKeys OldSqlClient = new("System.Data.SqlClient", Array.Empty<string>(), SqlClient.Connect);

    /// <summary>The limit that the constant connection string of a created connection switches off; null where no call in sight needs it.</summary>
    public SwitchedOff? SwitchedOffBy(IObjectCreationOperation creation) =>
        KeysOf(creation.Type) is not null ? SwitchedOffByString(creation.Type, TextArgument(creation), UsesOfCreated(creation)) : null;

    /// <summary>The same where a data source is created by a method.</summary>
    private SwitchedOff? SwitchedOffByFactory(IInvocationOperation call) =>
        call.TargetMethod is { IsStatic: true, Name: "Create" } && call.Arguments.Length == 1 && KeysOf(call.Type) is not null ? SwitchedOffByString(call.Type, call.Arguments[0].Value, UsesOfCreated(call)) : null;

    private SwitchedOff? SwitchedOffByString(ITypeSymbol? type, IOperation? text, IEnumerable<IOperation> usesOfConnection)
    {
        if (text is null || KeysOf(type) is not { } keys || SettingsOf(text) is not { } settings)
        {
            return null;
        }

        var connect = settings.Keys.FirstOrDefault(key => keys.Connect.Contains(key) && settings[key] == 0);
        var command = settings.Keys.FirstOrDefault(key => keys.Command.Contains(key) && settings[key] == 0);
        if (connect is null && command is null)
        {
            return null;
        }

        var uses = usesOfConnection.ToList();
        return connect is not null && CallsThrough(uses).Any(call => call.Invocation.TargetMethod.Name is "Open" or "OpenAsync" or "OpenConnection" or "OpenConnectionAsync" && !IsBoundedByItself(call))
                ? new SwitchedOff(text, type!.Name + ".ConnectionTimeout", IsSure: true, TimeSpan.FromSeconds(15)) { Reason = connect + "=0" }
            : command is not null && uses.Any(HasUnlimitedCommand)
                ? new SwitchedOff(text, type!.Name + ".CommandTimeout", IsSure: false, TimeSpan.FromSeconds(30)) { Reason = command + "=0" }
            : null;
    }

    /// <summary>Is a command made of the connection that is not given a limit of its own, neither itself nor where it is run?</summary>
    private bool HasUnlimitedCommand(IOperation connection)
    {
        var command = connection.Parent switch
        {
            IInvocationOperation { TargetMethod.Name: "CreateCommand" } made when made.Instance == connection => made,
            IArgumentOperation { Parent: IObjectCreationOperation { Type: INamedTypeSymbol type } made } when Catalog.TypeEntryOf(type) is { SqlMember: not null } => made,
            _ => (IOperation?)null,
        };
        if (command is null || command is IObjectCreationOperation { Initializer: not null })
        {
            return false;
        }

        var uses = UsesOfCreated(command).ToList();
        return !uses.Any(use => use.Parent is IPropertyReferenceOperation { Property.Name: "CommandTimeout" }) && CallsThrough(uses).Any(call => !IsBoundedByItself(call));
    }

    /// <summary>The command timeout that a call's connection string sets, endless as zero; null where the string is not constant or says none.</summary>
    private TimeSpan? CommandTimeoutInString(RemoteCall call)
    {
        if (call.Api.SqlMember is null || call.Invocation.Instance is not { } command)
        {
            return null;
        }

        var connection = Values.ValueOf(command) switch
        {
            IInvocationOperation { TargetMethod.Name: "CreateCommand", Instance: { } owner } => owner,
            IObjectCreationOperation made => made.Arguments.FirstOrDefault(argument => KeysOf(Values.ValueOf(argument.Value).Type) is not null)?.Value,
            _ => null,
        };
        return connection is not null && Values.ValueOf(connection) is IObjectCreationOperation created && KeysOf(created.Type) is { } keys && TextArgument(created) is { } text && SettingsOf(text) is { } settings
            && settings.Keys.FirstOrDefault(keys.Command.Contains) is { } key
                ? TimeSpan.FromSeconds(settings[key])
                : null;
    }

    private static ConnectionKeys? KeysOf(ITypeSymbol? type)
    {
        var keys = type?.Name switch
        {
            "NpgsqlConnection" or "NpgsqlDataSource" => Npgsql,
            "MySqlConnection" or "MySqlDataSource" => MySql,
            "SqlConnection" when type.ContainingNamespace is { Name: "SqlClient", ContainingNamespace: { Name: "Data", ContainingNamespace.Name: "Microsoft" } } => SqlClient,
            "SqlConnection" => OldSqlClient,
            _ => null,
        };
        return keys is not null && type!.ContainingNamespace.FullName() == keys.Namespace ? keys : null;
    }

    private static IOperation? TextArgument(IObjectCreationOperation creation) =>
        creation.Arguments.FirstOrDefault(argument => argument.Parameter is { Name: "connectionString", Type.SpecialType: SpecialType.System_String })?.Value;

    /// <summary>The whole numbers in a constant connection string, by their keys without spaces; null where the text is not constant or not well formed.</summary>
    private IReadOnlyDictionary<string, int>? SettingsOf(IOperation text)
    {
        if (Values.ValueOf(text).ConstantValue is not { HasValue: true, Value: string constant })
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
            if (int.TryParse(builder[key] as string, System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out var number))
            {
                settings[key.Replace(" ", "").ToLowerInvariant()] = number;
            }
        }

        return settings;
    }
}
