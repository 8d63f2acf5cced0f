using DistributedSystems.Analyzers.Facts.Code;
using Microsoft.CodeAnalysis;

namespace DistributedSystems.Analyzers.Facts.Calls;

/// <summary>Which exceptions tell of a remote call that failed, and which handlers may receive them.</summary>
internal static class RemoteFailures
{
    // What a remote call throws when it cannot tell whether the operation was carried out.
    public static readonly HashSet<string> AmbiguousFailures = new(StringComparer.Ordinal)
    {
        "System.OperationCanceledException",
        "System.Threading.Tasks.TaskCanceledException",
        "System.TimeoutException",
        "System.IO.IOException",
        "System.Net.Http.HttpRequestException",
        "System.Net.Http.HttpIOException",
        "System.Net.WebException",
        "System.Net.Sockets.SocketException",
        "System.Runtime.InteropServices.ExternalException",
        "System.Net.WebSockets.WebSocketException",
        "Grpc.Core.RpcException",
    };

    // These say that the operation was refused or lost a race, so it was not carried out.
    private static readonly HashSet<string> ProofsOfNonExecution = new(StringComparer.Ordinal)
    {
        "BrokenCircuitException",
        "IsolatedCircuitException",
        "RateLimiterRejectedException",
        "BulkheadRejectedException",
        "DBConcurrencyException",
        "DbUpdateConcurrencyException",
    };

    // What a caller did wrong, or is not allowed to do, is so the next time, too.
    private static readonly HashSet<string> PermanentFailures = new(StringComparer.Ordinal)
    {
        "System.ArgumentException",
        "System.FormatException",
        "System.NotSupportedException",
        "System.NotImplementedException",
        "System.UnauthorizedAccessException",
        "System.Security.Authentication.AuthenticationException",
        "System.Security.SecurityException",
    };

    // Clients whose answers tell a failure that they do not throw, and the flags in which they do. Flurl and the clients of Azure throw.
    private static readonly string[] AnsweringLibraries =
    {
        "System.Net.Http",
        "RestSharp",
        "Refit",
        "Nest",
        "Elasticsearch.Net",
        "Elastic",
    };
    private static readonly HashSet<string> SuccessFlags = new(StringComparer.Ordinal)
    {
        "IsSuccessStatusCode",
        "IsSuccessful",
        "IsValid",
        "IsValidResponse",
    };

    /// <summary>Does a property of an answer say whether the call succeeded?</summary>
    public static bool IsSuccessFlag(IPropertySymbol property) =>
        SuccessFlags.Contains(property.Name)
        && property.Type.SpecialType == SpecialType.System_Boolean
        && property.ContainingNamespace?.FullName() is { } space
        && AnsweringLibraries.Any(library =>
            space.StartsWith(library, StringComparison.Ordinal) && (space.Length == library.Length || space[library.Length] == '.')
        );

    /// <summary>Is a type an answer that tells a failure, where no exception does?</summary>
    public static bool TellsFailure(ITypeSymbol? answer)
    {
        // Every call is asked; the answers of these libraries all are responses by their names.
        if (answer?.Name.Contains("Response") != true)
        {
            return false;
        }

        for (var type = answer; type is not null && type.SpecialType != SpecialType.System_Object; type = type.BaseType)
        {
            if (type.GetMembers().OfType<IPropertySymbol>().Any(IsSuccessFlag))
            {
                return true;
            }
        }

        return answer is { TypeKind: TypeKind.Interface }
            && answer.AllInterfaces.Any(contract => contract.GetMembers().OfType<IPropertySymbol>().Any(IsSuccessFlag));
    }

    /// <summary>
    /// Does an exception call transient what leaves open whether the operation was carried out: a broken connection, a timeout? Npgsql
    /// (https://github.com/npgsql/npgsql/blob/v9.0.3/src/Npgsql/NpgsqlException.cs), MySqlConnector, Azure's messaging clients
    /// (https://learn.microsoft.com/dotnet/api/azure.messaging.servicebus.servicebusexception.istransient). SqlClient leaves it false.
    /// </summary>
    public static bool CallsAmbiguousTransient(INamedTypeSymbol exception) =>
        exception.Name is "NpgsqlException" or "PostgresException" or "MySqlException" or "ServiceBusException" or "EventHubsException";

    public static bool IsException(ITypeSymbol type)
    {
        for (ITypeSymbol? one = type; one is not null; one = one.BaseType)
        {
            if (one is { Name: "Exception", ContainingNamespace: { Name: "System", ContainingNamespace.IsGlobalNamespace: true } })
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Is it a failure that only a call to another process has?</summary>
    public static bool IsOnlyRemote(ITypeSymbol failure)
    {
        for (var type = failure; type is not null; type = type.BaseType)
        {
            if (
                type.FullName()
                is "System.Net.Http.HttpRequestException"
                    or "System.Net.WebException"
                    or "System.Net.Sockets.SocketException"
                    or "System.Net.WebSockets.WebSocketException"
                    or "Grpc.Core.RpcException"
            )
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Is it a failure that the same attempt meets again each time?</summary>
    public static bool IsPermanent(ITypeSymbol? failure)
    {
        for (var type = failure; type is not null; type = type.BaseType)
        {
            if (PermanentFailures.Contains(type.FullName()))
            {
                return true;
            }
        }

        return false;
    }

    public static bool CatchesTimeouts(ITypeSymbol? caught) =>
        caught?.FullName()
            is "System.TimeoutException"
                or "System.OperationCanceledException"
                or "System.Threading.Tasks.TaskCanceledException";

    /// <summary>
    /// May a handler of type <paramref name="caught"/> receive the exception? With <paramref name="thrown"/> null the exception is
    /// an ambiguous failure of a library's remote call; exception types of the code under analysis cannot come from there.
    /// </summary>
    public static bool MayCatch(ITypeSymbol? caught, ITypeSymbol? thrown)
    {
        if (
            caught is null or { SpecialType: SpecialType.System_Object }
            || caught.FullName() is "System.Exception" or "System.SystemException"
        )
        {
            return true;
        }

        if (thrown is not null)
        {
            return Symbols.DerivesFrom(thrown, caught) || Symbols.DerivesFrom(caught, thrown);
        }

        if (ProofsOfNonExecution.Contains(caught.Name) || !caught.Locations.Any(location => location.IsInMetadata))
        {
            return false;
        }

        for (var type = caught; type is not null; type = type.BaseType)
        {
            if (AmbiguousFailures.Contains(type.FullName()))
            {
                return true;
            }
        }

        // A library's own exceptions, as far as they do not stand for misuse.
        return !Symbols.IsFrameworkNamespace(caught.ContainingNamespace);
    }
}
