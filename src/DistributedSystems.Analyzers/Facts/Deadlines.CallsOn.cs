using System.Collections.Concurrent;
using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace DistributedSystems.Analyzers.Facts;

internal sealed partial class CompilationFacts
{
    private readonly ConcurrentDictionary<ISymbol, ImmutableArray<IOperation>> usesInTypes = new(SymbolEqualityComparer.Default);

    /// <summary>The remote calls on a client kept in a local or in a member of its type; not complete where it may be used out of sight.</summary>
    public IReadOnlyList<RemoteCall> CallsOn(IOperation client, out bool isComplete)
    {
        var calls = new List<RemoteCall>();
        isComplete = true;
        foreach (var use in UsesOfClient(client, ref isComplete))
        {
            IOperation value = use;
            while (value.Parent is IConversionOperation or IConditionalAccessOperation)
            {
                value = value.Parent;
            }

            if (CallOn(value) is { } call)
            {
                if (RemoteCallOf(call) is { } remote)
                {
                    calls.Add(remote);
                }
            }
            else if (value.Parent is not (IPropertyReferenceOperation or IUsingOperation or ISimpleAssignmentOperation { Parent: IExpressionStatementOperation })
                || value.Parent is ISimpleAssignmentOperation given && given.Value == value)
            {
                isComplete = false;
            }
        }

        return calls;
    }

    private IEnumerable<IOperation> UsesOfClient(IOperation client, ref bool isComplete)
    {
        switch (client)
        {
            case ILocalReferenceOperation local:
                return UsesOf(local.Local, client);
            case IFieldReferenceOperation { Field: { } field }:
                isComplete = field.DeclaredAccessibility == Accessibility.Private;
                return UsesInType(field);
            case IPropertyReferenceOperation { Property: { } property }:
                isComplete = property.DeclaredAccessibility == Accessibility.Private;
                return UsesInType(property);
            case IInstanceReferenceOperation when CreationOf(client) is { } creation:
                return UsesOfCreated(creation, ref isComplete);
            default:
                isComplete = false;
                return Enumerable.Empty<IOperation>();
        }
    }

    private IEnumerable<IOperation> UsesOfCreated(IOperation creation, ref bool isComplete)
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
                isComplete = fields[0].DeclaredAccessibility == Accessibility.Private;
                return UsesInType(fields[0]);
            case IPropertyInitializerOperation { InitializedProperties: { Length: 1 } properties }:
                isComplete = properties[0].DeclaredAccessibility == Accessibility.Private;
                return UsesInType(properties[0]);
            case ISimpleAssignmentOperation { Target: IMemberReferenceOperation or ILocalReferenceOperation } assignment:
                return UsesOfClient(assignment.Target, ref isComplete);
            default:
                isComplete = false;
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
