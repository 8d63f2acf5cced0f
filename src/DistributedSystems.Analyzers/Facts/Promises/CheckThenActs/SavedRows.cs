using System.Collections.Concurrent;
using DistributedSystems.Analyzers.Facts.Calls;
using DistributedSystems.Analyzers.Facts.Code;
using DistributedSystems.Analyzers.Facts.Surroundings;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace DistributedSystems.Analyzers.Facts.Promises;

/// <summary>Rows and documents that a context keeps as it has read them, and writes as they are when it is saved.</summary>
internal sealed partial class SavedRows(
    CheckThenActs checkThenActs,
    WriteLocks writeLocks,
    SemanticModels models,
    Project project,
    WellKnownTypes types,
    Functions functions,
    Origins origins,
    RemoteCalls remoteCalls,
    Replays replays,
    Transactions transactions
)
{
    private readonly ConcurrentDictionary<IMethodSymbol, IInvocationOperation?> saves = new(SymbolEqualityComparer.Default);

    /// <summary>
    /// The reading of a row or document that is then changed and saved, where nothing tells its versions apart: a member is looked at and set, so that
    /// of two who do so at once both pass the check; or something is added to what it holds, so that one of two additions is lost. Null under a
    /// transaction or a lock, and where the project names versions anywhere.
    /// </summary>
    public RemoteCall? ReadingBehindSave(IInvocationOperation call, bool isGuarded)
    {
        if (SaveBy(call) is null || project.Spells(Spelled.RowVersion) || transactions.Around(call) is not null)
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
                && !writeLocks.IsLocked(call, isGuarded)
                && !CheckThenActs.BeginsTransaction(function, call)
            )
            {
                return reading;
            }
        }

        return null;
    }

    /// <summary>The call that saves, itself or as all that a step of the project does in a store.</summary>
    private IInvocationOperation? SaveBy(IInvocationOperation call) =>
        IsSave(call) ? call
        : functions.IsOwnMethod(call.TargetMethod) && remoteCalls.ApiOf(call.TargetMethod) is null
            ? saves.GetOrAdd(call.TargetMethod.OriginalDefinition, SaveIn)
        : null;

    private IInvocationOperation? SaveIn(IMethodSymbol step) =>
        remoteCalls.StepOf(step, static api => !api.Expensive) is { Calls: { Count: 1 } calls }
        && IsSave(calls[0].Invocation)
        && transactions.Around(calls[0].Invocation) is null
            ? calls[0].Invocation
            : null;

    private bool IsSave(IInvocationOperation call) =>
        call.TargetMethod.Name is "SaveChanges" or "SaveChangesAsync" && SavesWhatWasRead(call);

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

    private bool IsReadingOrStep(IOperation part) =>
        part is IInvocationOperation call
        && ReadingBy(call) is not null
        // An object that a step makes of what it has read is no row.
        && !functions.ValuesReturnedBy(call.TargetMethod).Any(static given => Values.Unwrap(given) is IObjectCreationOperation);

    private RemoteCall? ReadingOf(ILocalReferenceOperation row) =>
        origins.Find(row, IsReadingOrStep, static part => part is IObjectCreationOperation) is IInvocationOperation found
            ? ReadingBy(found)
            : null;

    /// <summary>A reading, itself or as a step of the project that makes no other call.</summary>
    private RemoteCall? ReadingBy(IInvocationOperation call) =>
        remoteCalls.RemoteCallOf(call) is { } read ? (checkThenActs.IsReading(read) ? read : null)
        : functions.IsOwnMethod(call.TargetMethod)
        && remoteCalls.StepOf(call.TargetMethod, static api => !api.Expensive) is { Calls: { Count: > 0 } calls }
        && calls.All(inner => inner.Api.Library is "EF Core" or "RavenDB" && checkThenActs.IsReading(inner))
            ? new RemoteCall(call, calls[0].Api)
        : null;
}
