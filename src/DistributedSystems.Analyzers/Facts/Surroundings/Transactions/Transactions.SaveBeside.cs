using DistributedSystems.Analyzers.Facts.Calls;
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
            (null, { } save) when ChangesEntityBefore(operation, save) => new SaveBeside(save, IsBefore: false),
            _ => null,
        };
    }

    /// <summary>
    /// Is a call handed to a broker at once: because it always is, or because the framework that might keep it in an outbox is set up in
    /// sight without one?
    /// </summary>
    public bool PublishesAtOnce(RemoteCall call) =>
        call.Api.Publishes
        || (
            call.Api.PublishesWith is { } setUp
            && callSites.Of(setUp).Count > 0
            && call.Api.Outboxes?.Any(outbox => callSites.Of(outbox).Count > 0) != true
        );

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

    /// <summary>Something was added to the unit of work, or an entity was given a value that came from elsewhere; a flag or an instant that is
    /// set is how a dispatcher marks what it sends.</summary>
    private bool ChangesEntityBefore(IOperation operation, IInvocationOperation save)
    {
        foreach (var earlier in (Operations.FunctionAround(operation) ?? Values.RootOf(operation)).Descendants())
        {
            if (earlier.Syntax.SpanStart >= operation.Syntax.SpanStart)
            {
                continue;
            }

            if (
                earlier
                    is ISimpleAssignmentOperation
                    {
                        Target: IPropertyReferenceOperation { Instance: { Type: INamedTypeSymbol changed } whole, Property.Type: var kind },
                        Value: { ConstantValue.HasValue: false }
                    }
                && whole is not IInstanceReferenceOperation
                && kind.SpecialType != SpecialType.System_Boolean
                && kind.TypeKind != TypeKind.Enum
                && !types.IsInstant(kind)
                && kind.OriginalDefinition.SpecialType != SpecialType.System_Nullable_T
                && entities.IsEntity(changed)
                && values.ValueOf(whole) is IAwaitOperation or IInvocationOperation or IParameterReferenceOperation
            )
            {
                return true;
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
