using DistributedSystems.Analyzers.Facts.Calls;
using DistributedSystems.Analyzers.Facts.Code;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace DistributedSystems.Analyzers.Facts.Promises;

internal sealed partial class HandledMessages
{
    /// <summary>
    /// A context is saved to which the handler has added a row that it makes anew, from the message and with no identity in it: the second time it is
    /// another row. Null where the row holds anything that may be a key, and where it comes from elsewhere.
    /// </summary>
    private RemoteCall? SaveOfNewRow(IInvocationOperation call, HandledDelivery delivery)
    {
        if (!functions.IsOwnMethod(call.TargetMethod))
        {
            return SavedAfterAdding(call, delivery);
        }

        if (
            functions.TargetsOf(call.TargetMethod) is not { Length: 1 } targets
            || functions.BodyOf(targets[0]) is not { } body
            || !call.Arguments.Any(argument => origins.Find(argument.Value, source => IsGiven(source, delivery.Function)) is not null)
            || call.Arguments.Any(argument => IsIdentity(argument.Value, delivery))
        )
        {
            return null;
        }

        // A step that makes the row of what it is given.
        var step = delivery with
        {
            Body = body,
            Function = targets[0],
        };
        return body.Descendants()
            .OfType<IInvocationOperation>()
            .Where(save => !IsConflictCaught(save))
            .Select(save => SavedAfterAdding(save, step))
            .FirstOrDefault(static save => save is not null);
    }

    private RemoteCall? SavedAfterAdding(IInvocationOperation call, HandledDelivery delivery) =>
        call is { TargetMethod.Name: "SaveChanges" or "SaveChangesAsync", Instance: { } context }
        && remoteCalls.OperationOf(call) is { Api.Writes: true } save
        && delivery
            .Body.Descendants()
            .Any(part =>
                part.Syntax.Span.End < call.Syntax.SpanStart
                && (AddsNewRow(part, context, delivery) || AddsToColumn(part, delivery))
                && !IsToldApart(part, delivery)
            )
            ? save
            : null;

    private bool AddsNewRow(IOperation part, IOperation context, HandledDelivery delivery) =>
        part is IInvocationOperation { TargetMethod.Name: "Add" or "AddAsync" } add
        && Entities.AddsTo(add, context)
        && add.Arguments.FirstOrDefault() is { } added
        && origins.Find(added.Value, static made => made is IObjectCreationOperation)
            is IObjectCreationOperation { Arguments.IsEmpty: true } row
        && row.Initializer is { } columns
        && columns.Initializers.All(column => column is ISimpleAssignmentOperation set && !MayBeKey(set))
        && columns.Initializers.Any(column => origins.Find(column, source => IsGiven(source, delivery.Function)) is not null);

    /// <summary>An amount that the message brings along is added to what a stored row holds.</summary>
    private bool AddsToColumn(IOperation part, HandledDelivery delivery) =>
        AdditionIn(part) is var (column, amount)
        && column
            is {
                Instance: ILocalReferenceOperation row,
                Property.Type.SpecialType: >= SpecialType.System_Int16 and <= SpecialType.System_Double
            }
        && origins.Find(amount, source => IsGiven(source, delivery.Function)) is not null
        && origins.Find(
            row,
            source => source is IInvocationOperation read && remoteCalls.OperationOf(read) is { Api.Remote: true },
            static source => source is IObjectCreationOperation
        )
            is not null;

    /// <summary><c>row.Left -= n</c>, <c>row.Left = row.Left - n</c>.</summary>
    private static (IPropertyReferenceOperation Column, IOperation Amount)? AdditionIn(IOperation part) =>
        part switch
        {
            ICompoundAssignmentOperation
            {
                OperatorKind: BinaryOperatorKind.Add or BinaryOperatorKind.Subtract,
                Target: IPropertyReferenceOperation column,
                Value: var amount,
            } => (column, amount),
            ISimpleAssignmentOperation
            {
                Target: IPropertyReferenceOperation column,
                Value: IBinaryOperation { OperatorKind: BinaryOperatorKind.Add or BinaryOperatorKind.Subtract } sum,
            } when SameExpression.Are(column, sum.LeftOperand) => (column, sum.RightOperand),
            _ => null,
        };

    private static bool MayBeKey(ISimpleAssignmentOperation set) =>
        set.Target is not IPropertyReferenceOperation { Property: var column }
        || column.Name.EndsWith("Id", StringComparison.OrdinalIgnoreCase)
        || column.Name.IndexOf("Key", StringComparison.OrdinalIgnoreCase) >= 0
        || column.Name.IndexOf("Number", StringComparison.OrdinalIgnoreCase) >= 0
        || column.Name.IndexOf("Code", StringComparison.OrdinalIgnoreCase) >= 0
        || IsGuid(column.Type);
}
