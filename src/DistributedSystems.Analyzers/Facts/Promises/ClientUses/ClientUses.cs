using DistributedSystems.Analyzers.Catalog;
using DistributedSystems.Analyzers.Facts.Calls;
using DistributedSystems.Analyzers.Facts.Code;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace DistributedSystems.Analyzers.Facts.Promises;

/// <summary>Where a client is used that is kept in a local or in a member of its type, also one that is made of an options object.</summary>
internal sealed class ClientUses(CatalogIndex catalog, Values values, Functions functions, RemoteCalls remoteCalls)
{
    private const int DeepestResource = 4;

    /// <summary>The remote calls on a client or on what it hands out (a database, a container), or on the clients that are made of these
    /// options; it may be used elsewhere too.</summary>
    public IReadOnlyList<RemoteCall> CallsOn(IOperation client)
    {
        var all = new List<IOperation>();
        var next = UsesOf(client).ToList();
        for (var depth = 0; depth < DeepestResource && next.Count > 0; depth++)
        {
            all.AddRange(next);
            next = next.SelectMany(use => UsesOfMadeOf(use, client.Type)).ToList();
        }

        return CallsThrough(all);
    }

    public List<RemoteCall> CallsThrough(IEnumerable<IOperation> uses)
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

    public IEnumerable<IOperation> UsesOf(IOperation client)
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
                return functions.UsesInType(field);
            case IPropertyReferenceOperation { Property: { } property }:
                return functions.UsesInType(property);
            case IInstanceReferenceOperation when CreationOf(client) is { } creation:
                return UsesOfCreated(creation);
            default:
                return Enumerable.Empty<IOperation>();
        }
    }

    /// <summary>The uses of what keeps a new object; where nothing does, the creation itself.</summary>
    public IEnumerable<IOperation> UsesOfCreated(IOperation creation)
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
                return UsesOf(assignment.Target);
            case IArgumentOperation:
            case IInvocationOperation call when call.Instance == value:
                return new[] { creation };
            default:
                return Enumerable.Empty<IOperation>();
        }
    }

    /// <summary>The uses of what is made with an object as an argument, or handed out by it: a client, a part of one, a builder of
    /// one.</summary>
    private IEnumerable<IOperation> UsesOfMadeOf(IOperation use, ITypeSymbol? owner)
    {
        var made = Operations.OutOfConversions(use).Parent switch
        {
            IArgumentOperation { Parent: IObjectCreationOperation creation } => creation,
            IArgumentOperation { Parent: IInvocationOperation { TargetMethod.IsStatic: true } factory } => factory,
            IInvocationOperation call when remoteCalls.RemoteCallOf(call) is null => call,
            _ => (IOperation?)null,
        };
        return made is not null && Symbols.UnwrapTask(made.Type) is INamedTypeSymbol type && IsOfClient(type, owner)
            ? UsesOfCreated(made.Parent is IAwaitOperation awaited ? awaited : made)
            : Enumerable.Empty<IOperation>();
    }

    private bool IsOfClient(INamedTypeSymbol type, ITypeSymbol? owner) =>
        catalog.TypeEntryOf(type) is not null
        || type.AllInterfaces.Any(contract => catalog.TypeEntryOf(contract) is not null)
        || (
            !Symbols.IsFrameworkNamespace(type.ContainingNamespace)
            && SymbolEqualityComparer.Default.Equals(type.ContainingAssembly, owner?.ContainingAssembly)
        );

    /// <summary>The creation whose initializer an implicit receiver stands in.</summary>
    public static IObjectCreationOperation? CreationOf(IOperation implicitReceiver)
    {
        for (var ancestor = implicitReceiver.Parent; ancestor is not null; ancestor = ancestor.Parent)
        {
            if (ancestor is IObjectCreationOperation creation)
            {
                return creation;
            }
        }

        return null;
    }
}
