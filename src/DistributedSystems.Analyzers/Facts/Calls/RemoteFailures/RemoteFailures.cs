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
