using DistributedSystems.Analyzers.Facts.Code;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace DistributedSystems.Analyzers.Facts.Calls;

internal sealed partial class RemoteCalls
{
    /// <summary>
    /// Does the call use a shared object whose library forbids concurrent use (a connection, a channel, a socket)? Serialising
    /// access to it is what the documentation asks for.
    /// </summary>
    public bool NeedsSerialAccess(RemoteCall call) =>
        Operations.ReceiverOf(call.Invocation) is { } receiver && IsSharedUnshareable(receiver, depth: 0);

    /// <summary>Behind ADO.NET's interfaces the database is as often one of this process.</summary>
    public bool MayStayInProcess(RemoteCall call) =>
        Operations.ReceiverOf(call.Invocation)?.Type
            is { TypeKind: TypeKind.Interface, ContainingNamespace: { Name: "Data", ContainingNamespace.Name: "System" } };

    private bool IsSharedUnshareable(IOperation instance, int depth)
    {
        var receiver = Values.Unwrap(instance);
        if (receiver is ILocalReferenceOperation)
        {
            // A command made from a shared connection uses that connection; a chain of calls hands the same object on.
            var origin = values.ValueOf(receiver);
            return depth < Operations.DeepestReading
                && origin switch
                {
                    IMemberReferenceOperation or IParameterReferenceOperation => IsSharedUnshareable(origin, depth + 1),
                    IInvocationOperation made when Operations.ReceiverOf(made) is { } source => IsSharedUnshareable(source, depth + 1),
                    IObjectCreationOperation created => created.Arguments.Any(argument => IsSharedUnshareable(argument.Value, depth + 1)),
                    _ => false,
                };
        }

        if (receiver is IInvocationOperation chained && Operations.ReceiverOf(chained) is { } first)
        {
            return depth < Operations.DeepestReading && IsSharedUnshareable(first, depth + 1);
        }

        if (receiver is not (IMemberReferenceOperation or IParameterReferenceOperation) || receiver.Type is not INamedTypeSymbol type)
        {
            return false;
        }

        for (var ancestor = type; ancestor is not null; ancestor = ancestor.BaseType)
        {
            if (catalog.TypeEntryOf(ancestor) is { Unshareable: true })
            {
                return true;
            }
        }

        return type.AllInterfaces.Any(contract => catalog.TypeEntryOf(contract) is { Unshareable: true });
    }
}
