using DistributedSystems.Analyzers.Catalog;
using Microsoft.CodeAnalysis;

namespace DistributedSystems.Analyzers.Facts;

internal sealed partial class CompilationFacts
{
    /// <summary>
    /// A socket waits as long as it was told to, by whoever made it, and not at all for what has come already. gRPC clients can be given every call's deadline at their registration: by context propagation, or by an interceptor of
    /// whose doings nothing is known.
    /// </summary>
    private bool SetsDeadlineElsewhere(RemoteCall call)
    {
        if (call.Api is { Blocking: true, DeadlineSetting: not null } && Spells(Spelled.SocketLimit))
        {
            return true;
        }

        if (Types.GrpcClientBase is not { } clientBase || !DerivesFrom(call.Invocation.TargetMethod.ContainingType, clientBase))
        {
            return false;
        }

        return CallSites.Of("EnableCallContextPropagation").Count > 0 || CallSites.Of("AddInterceptor").Count > 0 || CallSites.Of("Intercept").Count > 0;
    }

    public static bool DerivesFrom(ITypeSymbol? type, ITypeSymbol ancestor)
    {
        for (; type is not null; type = type.BaseType)
        {
            if (SymbolEqualityComparer.Default.Equals(type.OriginalDefinition, ancestor.OriginalDefinition))
            {
                return true;
            }
        }

        return false;
    }
}
