using DistributedSystems.Analyzers.Facts.Calls;
using DistributedSystems.Analyzers.Facts.Code;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace DistributedSystems.Analyzers.Facts.Promises;

internal sealed partial class CheckThenActs
{
    /// <summary>
    /// The reading of a row whose column is looked at, then set and saved, where no column tells the versions of a row apart: of two who do so at
    /// once, both pass the check. Null under a transaction or a lock, and where the project names versions of rows anywhere.
    /// </summary>
    public RemoteCall? ReadingBehindSave(RemoteCall save)
    {
        var call = save.Invocation;
        if (
            call.TargetMethod.Name is not ("SaveChanges" or "SaveChangesAsync")
            || types.DbContext is not { } context
            || !Symbols.DerivesFrom(call.Instance?.Type, context)
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
                operation
                    is IAssignmentOperation { Target: IPropertyReferenceOperation { Instance: ILocalReferenceOperation row } column } set
                && set.Syntax.Span.End < call.Syntax.SpanStart
                && Operations.FunctionAround(set) == Operations.FunctionAround(call)
                && Guards.Of(set).Any(guard => guard.Condition.DescendantsAndSelf().Any(part => IsColumn(part, row, column)))
                && !OnlySparesWork(set, row, column)
                && ReadingOf(row) is { } reading
                && !IsLocked(function, call)
            )
            {
                return reading;
            }
        }

        return null;
    }

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
        origins.Find(row, part => part is IInvocationOperation call && remoteCalls.RemoteCallOf(call) is { } read && IsReading(read))
            is IInvocationOperation found
            ? remoteCalls.RemoteCallOf(found)
            : null;

    private bool IsReading(RemoteCall read) => replays.Of(read).Replay == Catalog.Replay.Safe && !AsksForPresence(read.Invocation);
}
