using DistributedSystems.Analyzers.Facts.Calls;
using DistributedSystems.Analyzers.Facts.Code;
using DistributedSystems.Analyzers.Facts.Surroundings;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace DistributedSystems.Analyzers.Facts.Promises;

/// <summary>Rows and documents that a context keeps as it has read them, and writes as they are when it is saved.</summary>
internal sealed partial class SavedRows(
    CheckThenActs checkThenActs,
    SemanticModels models,
    Project project,
    WellKnownTypes types,
    Origins origins,
    RemoteCalls remoteCalls,
    Replays replays,
    Transactions transactions
)
{
    /// <summary>
    /// The reading of a row or document that is then changed and saved, where nothing tells its versions apart: a member is looked at and set, so that
    /// of two who do so at once both pass the check; or something is added to what it holds, so that one of two additions is lost. Null under a
    /// transaction or a lock, and where the project names versions anywhere.
    /// </summary>
    public RemoteCall? ReadingBehindSave(IInvocationOperation call)
    {
        if (
            call.TargetMethod.Name is not ("SaveChanges" or "SaveChangesAsync")
            || !SavesWhatWasRead(call)
            || project.Spells(Spelled.RowVersion)
            || transactions.Around(call) is not null
        )
        {
            return null;
        }

        var function = Operations.FunctionAround(call) ?? Values.RootOf(call);
        foreach (var operation in function.Descendants())
        {
            if (
                operation.Syntax.Span.End < call.Syntax.SpanStart
                && ChangeOf(operation) is { Instance: ILocalReferenceOperation row } column
                && Operations.FunctionAround(operation) == Operations.FunctionAround(call)
                && (AddsToColumn(operation, row, column) || IsCheckedFirst(operation, row, column))
                && ReadingOf(row) is { } reading
                && !checkThenActs.IsLocked(function, call)
                && !CheckThenActs.BeginsTransaction(function, call)
            )
            {
                return reading;
            }
        }

        return null;
    }

    /// <summary>A context of Entity Framework, or a session of a document store: each keeps what it has read and writes what was changed.</summary>
    private bool SavesWhatWasRead(IInvocationOperation call) =>
        (types.DbContext is { } context && Symbols.DerivesFrom(call.Instance?.Type, context))
        || (call.Instance is not null && remoteCalls.RemoteCallOf(call) is { Api: { Writes: true, Library: "RavenDB" } });

    private static IPropertyReferenceOperation? ChangeOf(IOperation operation) =>
        operation switch
        {
            IAssignmentOperation { Target: IPropertyReferenceOperation column } => column,
            IIncrementOrDecrementOperation { Target: IPropertyReferenceOperation column } => column,
            _ => null,
        };

    /// <summary><c>row.Left--</c>, <c>row.Left -= n</c>, <c>row.Left = row.Left - n</c>: what is saved is a number, not the step.</summary>
    private static bool AddsToColumn(IOperation change, ILocalReferenceOperation row, IPropertyReferenceOperation column) =>
        column.Property.Type.SpecialType is >= SpecialType.System_Int16 and <= SpecialType.System_Double
        && change switch
        {
            IIncrementOrDecrementOperation => true,
            ICompoundAssignmentOperation { OperatorKind: BinaryOperatorKind.Add or BinaryOperatorKind.Subtract } => true,
            ISimpleAssignmentOperation
            {
                Value: IBinaryOperation { OperatorKind: BinaryOperatorKind.Add or BinaryOperatorKind.Subtract } sum
            } => sum.DescendantsAndSelf().Any(part => IsColumn(part, row, column)),
            _ => false,
        };

    private static bool IsCheckedFirst(IOperation change, ILocalReferenceOperation row, IPropertyReferenceOperation column) =>
        Guards.Of(change).Any(guard => guard.Condition.DescendantsAndSelf().Any(part => IsColumn(part, row, column)))
        && !(change is IAssignmentOperation set && OnlySparesWork(set, row, column));

    /// <summary>The check only asks whether the column has the value already that is put there: both of two at once leave the same.</summary>
    private static bool OnlySparesWork(IAssignmentOperation set, ILocalReferenceOperation row, IPropertyReferenceOperation column) =>
        set.Value.ConstantValue is { HasValue: true, Value: var put }
        && (
            column.Property.Type.SpecialType == SpecialType.System_Boolean
            || Guards
                .Of(set)
                .Any(guard =>
                    guard.Condition.DescendantsAndSelf().Any(part => IsColumn(part, row, column))
                    && guard
                        .Condition.DescendantsAndSelf()
                        .Any(part => part.ConstantValue is { HasValue: true, Value: var asked } && Equals(asked, put))
                )
        );

    private static bool IsColumn(IOperation part, ILocalReferenceOperation row, IPropertyReferenceOperation column) =>
        part is IPropertyReferenceOperation { Instance: ILocalReferenceOperation owner, Property: var asked }
        && SymbolEqualityComparer.Default.Equals(owner.Local, row.Local)
        && SymbolEqualityComparer.Default.Equals(asked, column.Property);

    private RemoteCall? ReadingOf(ILocalReferenceOperation row) =>
        origins.Find(
            row,
            part => part is IInvocationOperation call && remoteCalls.RemoteCallOf(call) is { } read && checkThenActs.IsReading(read)
        )
            is IInvocationOperation found
            ? remoteCalls.RemoteCallOf(found)
            : null;
}
