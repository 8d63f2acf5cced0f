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
        var receiver = OnceThere(instance);
        if (receiver is ILocalReferenceOperation)
        {
            // A command made from a shared connection uses that connection; a chain of calls hands the same object on.
            var origin = OnceThere(values.ValueOf(receiver));
            return depth < Operations.DeepestReading
                && origin switch
                {
                    IMemberReferenceOperation or IParameterReferenceOperation => IsSharedUnshareable(origin, depth + 1),
                    IInvocationOperation made => IsMadeFromUnshareable(made, depth + 1),
                    IObjectCreationOperation created => created.Arguments.Any(argument => IsSharedUnshareable(argument.Value, depth + 1)),
                    _ => false,
                };
        }

        if (receiver is IInvocationOperation chained)
        {
            return depth < Operations.DeepestReading && IsMadeFromUnshareable(chained, depth + 1);
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

    /// <summary>What an awaited call gives is what the call gives.</summary>
    private static IOperation OnceThere(IOperation value) =>
        Values.Unwrap(value) is IAwaitOperation { Operation: var awaited } ? Operations.WithoutAdapters(awaited) : Values.Unwrap(value);

    /// <summary>Taken out of its place, made by a method of the project, or asked of the object itself.</summary>
    private bool IsMadeFromUnshareable(IInvocationOperation made, int depth) =>
        Atomics.AccessBy(made.TargetMethod) is AtomicAccess.Reads or AtomicAccess.Replaces
            ? IsSharedUnshareable(made.Arguments[0].Value, depth)
        : functions.IsOwnMethod(made.TargetMethod) ? IsReturnedUnshareable(made, depth)
        : Operations.ReceiverOf(made) is { } source && IsSharedUnshareable(source, depth);

    /// <summary>What a method of the project makes of an argument is shared where the argument is.</summary>
    private bool IsReturnedUnshareable(IInvocationOperation made, int depth)
    {
        foreach (var value in functions.ValuesReturnedBy(made.TargetMethod))
        {
            var source = SourceOf(value);
            var given = source is IParameterReferenceOperation { Parameter: var parameter }
                ? made.Arguments.FirstOrDefault(argument => argument.Parameter?.Ordinal == parameter.Ordinal)?.Value
                : source;
            if (
                (Values.Unwrap(value) is IMemberReferenceOperation kept && IsSharedUnshareable(kept, depth))
                || (given is not null && IsSharedUnshareable(given, depth))
            )
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Whatever a chain of calls begins with.</summary>
    private IOperation SourceOf(IOperation value)
    {
        for (var hop = 0; hop < Operations.DeepestReading; hop++)
        {
            value = values.ValueOf(value);
            if (value is not IInvocationOperation call || Operations.ReceiverOf(call) is not { } receiver)
            {
                break;
            }

            value = receiver;
        }

        return value;
    }
}
