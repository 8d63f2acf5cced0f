using System.Collections.Concurrent;
using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace DistributedSystems.Analyzers.Facts;

internal sealed partial class CompilationFacts
{
    private readonly ConcurrentDictionary<ISymbol, ImmutableArray<IOperation>> usesInTypes = new(SymbolEqualityComparer.Default);

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

            if (CallOn(value) is { } call && RemoteCallOf(call) is { } remote)
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
                return UsesOf(local.Local, client);
            case IParameterReferenceOperation parameter:
                return Values.RootOf(client).Descendants().Where(operation => operation is IParameterReferenceOperation use && SymbolEqualityComparer.Default.Equals(use.Parameter, parameter.Parameter));
            case IFieldReferenceOperation { Field: { } field }:
                return (IEnumerable<IOperation>)UsesInType(field);
            case IPropertyReferenceOperation { Property: { } property }:
                return UsesInType(property);
            case IInstanceReferenceOperation when CreationOf(client) is { } creation:
                return UsesOfCreated(creation);
            default:
                return Enumerable.Empty<IOperation>();
        }
    }

    private IEnumerable<IOperation> UsesOfCreated(IOperation creation)
    {
        var value = creation;
        while (value.Parent is IConversionOperation)
        {
            value = value.Parent;
        }

        switch (value.Parent)
        {
            case IVariableInitializerOperation { Parent: IVariableDeclaratorOperation { Symbol: var local } }:
                return UsesOf(local, creation);
            case IFieldInitializerOperation { InitializedFields: { Length: 1 } fields }:
                return UsesInType(fields[0]);
            case IPropertyInitializerOperation { InitializedProperties: { Length: 1 } properties }:
                return UsesInType(properties[0]);
            case ISimpleAssignmentOperation { Target: IMemberReferenceOperation or ILocalReferenceOperation } assignment:
                return UsesOfClient(assignment.Target);
            default:
                return Enumerable.Empty<IOperation>();
        }
    }

    /// <summary>Every place of its own type that names a member.</summary>
    private ImmutableArray<IOperation> UsesInType(ISymbol member) => usesInTypes.GetOrAdd(member.OriginalDefinition, symbol =>
    {
        var uses = ImmutableArray.CreateBuilder<IOperation>();
        if (!Models.Declare(symbol))
        {
            return uses.ToImmutable();
        }

        foreach (var declaration in symbol.ContainingType.DeclaringSyntaxReferences)
        {
            foreach (var node in declaration.GetSyntax().DescendantNodes())
            {
                if (node is IdentifierNameSyntax { Identifier.ValueText: var name } && name == symbol.Name
                    && Models.Of(node.SyntaxTree) is var model && SymbolEqualityComparer.Default.Equals(model.GetSymbolInfo(node).Symbol?.OriginalDefinition, symbol)
                    && model.GetOperation(node.Parent is MemberAccessExpressionSyntax access && access.Name == node ? access : node) is { } use)
                {
                    uses.Add(use);
                }
            }
        }

        return uses.ToImmutable();
    });
}
