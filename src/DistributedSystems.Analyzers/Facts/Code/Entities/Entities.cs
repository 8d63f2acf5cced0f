using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace DistributedSystems.Analyzers.Facts.Code;

/// <summary>Which types are rows of a table.</summary>
internal sealed class Entities(SemanticModels models, Project project, WellKnownTypes types)
{
    private HashSet<INamedTypeSymbol>? entities;

    /// <summary>Is this a row of a table, or what such a row derives from: named one by an attribute, or in a set of a context or mapped by
    /// a configuration of this compilation?</summary>
    public bool IsEntity(INamedTypeSymbol type) =>
        (entities ??= FindEntities()).Contains(type.OriginalDefinition)
        || type.GetAttributes()
            .Any(attribute => attribute.AttributeClass?.FullName() == "System.ComponentModel.DataAnnotations.Schema.TableAttribute");

    /// <summary>Is this an interface that some row of a table fulfils?</summary>
    public bool IsContractOfEntity(INamedTypeSymbol type) =>
        type.TypeKind == TypeKind.Interface
        && (entities ??= FindEntities()).Any(row => row.AllInterfaces.Contains(type, SymbolEqualityComparer.Default));

    /// <summary>Does a call add rows to a context of Entity Framework, itself or by one of its sets?</summary>
    public static bool AddsTo(IInvocationOperation call, IOperation context) =>
        call is { TargetMethod.Name: "Add" or "AddAsync" or "AddRange" or "AddRangeAsync", Instance: { } set }
        && SameExpression.Are(
            Values.Unwrap(
                set is IPropertyReferenceOperation { Instance: { } owner } && !SymbolEqualityComparer.Default.Equals(set.Type, context.Type)
                    ? owner
                    : set
            ),
            Values.Unwrap(context)
        );

    private HashSet<INamedTypeSymbol> FindEntities()
    {
        var found = new HashSet<INamedTypeSymbol>(SymbolEqualityComparer.Default);
        foreach (
            var tree in types.DbContext is null
                ? Enumerable.Empty<SyntaxTree>()
                : project.Compilation.SyntaxTrees.Where(tree => Spellings.In(tree).HasFlag(Spelled.Row))
        )
        {
            foreach (var node in tree.GetRoot().DescendantNodes())
            {
                if (
                    node
                    is not GenericNameSyntax
                    {
                        Identifier.ValueText: "DbSet" or "IEntityTypeConfiguration",
                        TypeArgumentList.Arguments: { Count: 1 } rows
                    }
                )
                {
                    continue;
                }

                for (
                    var row = models.Of(tree).GetTypeInfo(rows[0]).Type as INamedTypeSymbol;
                    row is { SpecialType: not SpecialType.System_Object };
                    row = row.BaseType
                )
                {
                    found.Add(row.OriginalDefinition);
                }
            }
        }

        return found;
    }
}
