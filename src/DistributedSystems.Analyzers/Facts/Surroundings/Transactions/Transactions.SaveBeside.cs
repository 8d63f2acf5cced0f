using DistributedSystems.Analyzers.Facts.Code;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace DistributedSystems.Analyzers.Facts.Surroundings;

/// <summary>A save of a unit of work that happens beside an operation.</summary>
/// <param name="Save">The save.</param>
/// <param name="IsBefore">It is done when the operation starts.</param>
internal sealed record SaveBeside(IInvocationOperation Save, bool IsBefore);

internal sealed partial class Transactions
{
    /// <summary>
    /// The save that always comes before or after an operation in the same function. Null where one comes before and one after: the first
    /// records what is about to be done. A save that follows counts only where something new was added before, since a dispatcher marks
    /// what it has sent.
    /// </summary>
    public SaveBeside? SaveBesideOf(IOperation operation)
    {
        if (types.DbContext is not { } context || Operations.IsInLoop(operation))
        {
            return null;
        }

        IInvocationOperation? before = null,
            after = null;
        IOperation inner = operation;
        for (
            var outer = inner.Parent;
            outer is not (null or IAnonymousFunctionOperation or ILocalFunctionOperation or ICatchClauseOperation);
            (inner, outer) = (outer, outer.Parent)
        )
        {
            if (outer is not IBlockOperation block || block.Operations.Length > CriticalSections.MostStatementsRead)
            {
                continue;
            }

            var own = block.Operations.IndexOf(inner);
            for (var i = 0; i < block.Operations.Length; i++)
            {
                if (i != own && SaveIn(block.Operations[i], context) is { } save)
                {
                    (before, after) = i < own ? (before ?? save, after) : (before, after ?? save);
                }
            }
        }

        return (before, after) switch
        {
            ({ } save, null) => new SaveBeside(save, IsBefore: true),
            (null, { } save) when AddsEntityBefore(operation, save) => new SaveBeside(save, IsBefore: false),
            _ => null,
        };
    }

    private static IInvocationOperation? SaveIn(IOperation statement, INamedTypeSymbol context)
    {
        var expression = statement switch
        {
            IExpressionStatementOperation { Operation: ISimpleAssignmentOperation assignment } => assignment.Value,
            IExpressionStatementOperation plain => plain.Operation,
            IReturnOperation { ReturnedValue: { } returned } => returned,
            _ => null,
        };
        return
            expression is not null
            && Operations.InvocationIn(expression)
                is { TargetMethod.Name: "SaveChanges" or "SaveChangesAsync", Instance.Type: INamedTypeSymbol type } save
            && Symbols.DerivesFrom(type, context)
            ? save
            : null;
    }

    private static bool AddsEntityBefore(IOperation operation, IInvocationOperation save)
    {
        foreach (var earlier in (Operations.FunctionAround(operation) ?? Values.RootOf(operation)).Descendants())
        {
            if (earlier.Syntax.SpanStart >= operation.Syntax.SpanStart)
            {
                continue;
            }

            if (
                earlier
                    is IInvocationOperation { TargetMethod.Name: "Add" or "AddAsync" or "AddRange" or "AddRangeAsync", Instance: { } added }
                && (
                    SameExpression.Are(added, save.Instance)
                    || (
                        added
                            is IPropertyReferenceOperation
                            {
                                Property.Type: { Name: "DbSet", ContainingNamespace.Name: "EntityFrameworkCore" },
                                Instance: { } owner
                            }
                        && SameExpression.Are(owner, save.Instance)
                    )
                )
            )
            {
                return true;
            }
        }

        return false;
    }
}
