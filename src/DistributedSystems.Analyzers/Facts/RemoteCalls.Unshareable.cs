using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace DistributedSystems.Analyzers.Facts;

internal sealed partial class CompilationFacts
{
    /// <summary>
    /// Does the call use a shared object whose library forbids concurrent use (a connection, a channel, a socket)? Serialising
    /// access to it is what the documentation asks for.
    /// </summary>
    public bool NeedsSerialAccess(RemoteCall call)
    {
        var receiver = ReceiverOf(call.Invocation) is { } instance ? Values.Unwrap(instance) : null;
        if (receiver is not (IMemberReferenceOperation or IParameterReferenceOperation) || receiver.Type is not INamedTypeSymbol type)
        {
            return false;
        }

        for (var ancestor = type; ancestor is not null; ancestor = ancestor.BaseType)
        {
            if (Catalog.TypeEntryOf(ancestor) is { Unshareable: true })
            {
                return true;
            }
        }

        return type.AllInterfaces.Any(contract => Catalog.TypeEntryOf(contract) is { Unshareable: true });
    }
}
