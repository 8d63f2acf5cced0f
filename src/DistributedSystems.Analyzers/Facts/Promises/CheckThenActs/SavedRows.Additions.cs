using DistributedSystems.Analyzers.Facts.Calls;
using DistributedSystems.Analyzers.Facts.Code;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace DistributedSystems.Analyzers.Facts.Promises;

internal sealed partial class SavedRows
{
    /// <summary>
    /// The look-up of a row that was not there and is then added and saved, where the model of the project, all of it in sight, lets a second one in:
    /// of two who look at once, both add it. Null where the look-up is by primary key, or by nothing that varies (rows that come with the program),
    /// where a conflict is caught, and under a transaction or a lock.
    /// </summary>
    public RemoteCall? LookupBehindSave(IInvocationOperation save)
    {
        if (
            save.TargetMethod.Name is not ("SaveChanges" or "SaveChangesAsync")
            || types.DbContext is not { } context
            || save.Instance is not { Type: INamedTypeSymbol contextType }
            || !Symbols.DerivesFrom(contextType, context)
            || !IsModelInSight(contextType, context)
            || project.Spells(Spelled.UniqueIndex)
            || transactions.Around(save) is not null
        )
        {
            return null;
        }

        var function = Operations.FunctionAround(save) ?? Values.RootOf(save);
        foreach (var operation in function.Descendants())
        {
            if (
                operation is IInvocationOperation add
                && add.Syntax.Span.End < save.Syntax.SpanStart
                && Entities.AddsTo(add, save.Instance)
                && Operations.FunctionAround(add) == Operations.FunctionAround(save)
                && LookupDeciding(add, save) is { } lookup
                && !writeLocks.IsLocked(save)
                && !CheckThenActs.BeginsTransaction(function, save)
                && !function.Descendants().Any(static part => part is ICatchClauseOperation { ExceptionType.Name: "DbUpdateException" })
            )
            {
                return lookup;
            }
        }

        return null;
    }

    /// <summary>No library adds tables and indexes of its own.</summary>
    private bool IsModelInSight(INamedTypeSymbol context, INamedTypeSymbol library)
    {
        for (INamedTypeSymbol? type = context; type is not null; type = type.BaseType)
        {
            if (SymbolEqualityComparer.Default.Equals(type, library))
            {
                return true;
            }

            if (!models.Declare(type))
            {
                return false;
            }
        }

        return false;
    }

    private RemoteCall? LookupDeciding(IInvocationOperation add, IInvocationOperation save)
    {
        foreach (var guard in Guards.Of(add))
        {
            if (
                origins.Find(
                    guard.Condition,
                    part =>
                        part is IInvocationOperation asked
                        && asked.Syntax.SpanStart < add.Syntax.SpanStart
                        && remoteCalls.RemoteCallOf(asked) is { } read
                        && replays.Of(read).Replay == Catalog.Replay.Safe
                        && IsLookup(asked, add, save)
                )
                is IInvocationOperation found
            )
            {
                return remoteCalls.RemoteCallOf(found);
            }
        }

        return null;
    }

    /// <summary>A question of the same set, for rows that hold a value of the case, other than their own key.</summary>
    private bool IsLookup(IInvocationOperation asked, IInvocationOperation add, IInvocationOperation save)
    {
        if (
            add.Instance?.Type is not INamedTypeSymbol { TypeArguments: { Length: 1 } rows }
            || asked.Arguments.Select(static argument => Values.Unwrap(argument.Value)).ToList() is not { Count: > 0 } given
            || !given[0].DescendantsAndSelf().Any(part => SameExpression.Are(part, add.Instance))
        )
        {
            return false;
        }

        var compared = given
            .SelectMany(static part => part.DescendantsAndSelf())
            .OfType<IBinaryOperation>()
            .Where(static part => part.OperatorKind == BinaryOperatorKind.Equals)
            .ToList();
        return compared.Count > 0
            && compared.All(part =>
                Column(part.LeftOperand) is { } left && IsColumnOf(left, rows[0]) && Varies(part.RightOperand)
                || Column(part.RightOperand) is { } right && IsColumnOf(right, rows[0]) && Varies(part.LeftOperand)
            )
            && !compared.Any(part => IsKey(Column(part.LeftOperand)) || IsKey(Column(part.RightOperand)));
    }

    private static IPropertySymbol? Column(IOperation side) => (Values.Unwrap(side) as IPropertyReferenceOperation)?.Property;

    private static bool IsColumnOf(IPropertySymbol column, ITypeSymbol row) => Symbols.DerivesFrom(row, column.ContainingType);

    private static bool Varies(IOperation side) =>
        !side.ConstantValue.HasValue && Values.Unwrap(side) is not IFieldReferenceOperation { Field.IsStatic: true };

    private static bool IsKey(IPropertySymbol? column) =>
        column is not null
        && (
            column.Name == "Id"
            || column.Name == column.ContainingType.Name + "Id"
            || column.GetAttributes().Any(static attribute => attribute.AttributeClass?.Name == "KeyAttribute")
        );
}
