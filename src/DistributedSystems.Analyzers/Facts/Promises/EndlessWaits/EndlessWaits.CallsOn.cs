using DistributedSystems.Analyzers.Facts.Calls;
using DistributedSystems.Analyzers.Facts.Code;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace DistributedSystems.Analyzers.Facts.Promises;

internal sealed partial class EndlessWaits
{
    /// <summary>The remote calls on a client kept in a local or in a member of its type; it may be used elsewhere too.</summary>
    public IReadOnlyList<RemoteCall> CallsOn(IOperation client) => CallsThrough(UsesOfClient(client));

    private List<RemoteCall> CallsThrough(IEnumerable<IOperation> uses)
    {
        var calls = new List<RemoteCall>();
        foreach (var use in uses)
        {
            IOperation value = use;
            while (value.Parent is IConversionOperation or IConditionalAccessOperation)
            {
                value = value.Parent;
            }

            if (Operations.CallOn(value) is { } call && remoteCalls.RemoteCallOf(call) is { } remote)
            {
                calls.Add(remote);
            }
        }

        return calls;
    }

    private IEnumerable<IOperation> UsesOfClient(IOperation client)
    {
        switch (client)
        {
            case ILocalReferenceOperation local:
                return values.UsesOf(local.Local, client);
            case IParameterReferenceOperation parameter:
                return Values
                    .RootOf(client)
                    .Descendants()
                    .Where(operation =>
                        operation is IParameterReferenceOperation use
                        && SymbolEqualityComparer.Default.Equals(use.Parameter, parameter.Parameter)
                    );
            case IFieldReferenceOperation { Field: { } field }:
                return (IEnumerable<IOperation>)functions.UsesInType(field);
            case IPropertyReferenceOperation { Property: { } property }:
                return functions.UsesInType(property);
            case IInstanceReferenceOperation when CreationOf(client) is { } creation:
                return UsesOfCreated(creation);
            default:
                return Enumerable.Empty<IOperation>();
        }
    }

    private IEnumerable<IOperation> UsesOfCreated(IOperation creation)
    {
        var value = Operations.OutOfConversions(creation);
        switch (value.Parent)
        {
            case IVariableInitializerOperation { Parent: IVariableDeclaratorOperation { Symbol: var local } }:
                return values.UsesOf(local, creation);
            case IFieldInitializerOperation { InitializedFields: { Length: 1 } fields }:
                return functions.UsesInType(fields[0]);
            case IPropertyInitializerOperation { InitializedProperties: { Length: 1 } properties }:
                return functions.UsesInType(properties[0]);
            case ISimpleAssignmentOperation { Target: IMemberReferenceOperation or ILocalReferenceOperation } assignment:
                return UsesOfClient(assignment.Target);
            default:
                return Enumerable.Empty<IOperation>();
        }
    }
}
