using DistributedSystems.Analyzers.Facts.Code;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace DistributedSystems.Analyzers.Facts.Promises;

internal sealed partial class CheckThenActs
{
    private static readonly HashSet<string> Presence = new(StringComparer.Ordinal)
    {
        "Any",
        "AnyAsync",
        "Read",
        "ReadAsync",
        "HasRows",
        "MoveNext",
    };

    private static readonly HashSet<string> Counts = new(StringComparer.Ordinal) { "Count", "Length", "LongCount" };

    private static readonly HashSet<string> Additions = new(StringComparer.Ordinal)
    {
        "Add",
        "AddRange",
        "AddOrUpdate",
        "Append",
        "Clear",
        "Concat",
        "Enqueue",
        "Except",
        "Insert",
        "Prepend",
        "Push",
        "Remove",
        "RemoveAll",
        "RemoveAt",
        "TryAdd",
        "Union",
        "UnionWith",
    };

    /// <summary>A condition on the way to the write looks at what was read, at more than whether it was there.</summary>
    private bool IsDecidedBy(IInvocationOperation write, IInvocationOperation read) =>
        Guards
            .Of(write)
            .Any(guard =>
                !AsksOnlyForPresence(guard.Condition)
                && !guard.Condition.Syntax.Span.Contains(write.Syntax.Span)
                && !SparesWork(guard.Condition, write)
                && IsMadeOf(guard.Condition, read)
            );

    /// <summary>The write fills in what was not there.</summary>
    private bool FillsIn(IInvocationOperation write, IInvocationOperation read) =>
        Guards
            .Of(write)
            .Any(guard => AsksOnlyForPresence(guard.Condition) && Guards.LetsAbsenceThrough(guard) && IsMadeOf(guard.Condition, read));

    private bool AsksOnlyForPresence(IOperation condition)
    {
        condition = Values.Unwrap(condition);
        while (condition is IUnaryOperation { OperatorKind: UnaryOperatorKind.Not, Operand: var operand })
        {
            condition = Values.Unwrap(operand);
        }

        return Operations.InvocationIn(condition) is { } asked && Presence.Contains(asked.TargetMethod.Name)
            || condition switch
            {
                IPropertyReferenceOperation property when Presence.Contains(property.Property.Name) => true,
                IBinaryOperation { RightOperand.ConstantValue: { HasValue: true, Value: 0 } } comparison => Values.Unwrap(
                    comparison.LeftOperand
                ) switch
                {
                    IPropertyReferenceOperation property => Counts.Contains(property.Property.Name),
                    IInvocationOperation counted => Counts.Contains(counted.TargetMethod.Name),
                    _ => false,
                },
                _ => false,
            }
            || (Operations.IsMiss(condition) && !condition.DescendantsAndSelf().Any(IsOwnMember));
    }

    /// <summary>A member of what the project stores; that of a library's answer tells whether there is one.</summary>
    private bool IsOwnMember(IOperation part) =>
        part is IPropertyReferenceOperation { Property.GetMethod: { } getter } && functions.IsOwnMethod(getter);

    /// <summary>The check only asks whether the entry has the value already that is put there: both of two at once leave the same.</summary>
    private static bool SparesWork(IOperation condition, IInvocationOperation write) =>
        Values.Unwrap(condition) is IBinaryOperation { OperatorKind: BinaryOperatorKind.Equals or BinaryOperatorKind.NotEquals } comparison
        && write.Arguments.Any(argument =>
            SameExpression.Are(argument.Value, comparison.LeftOperand) || SameExpression.Are(argument.Value, comparison.RightOperand)
        );

    /// <summary>
    /// What is written is what was read with something added to it, so that what somebody else added in between is lost. What replaces a part of
    /// it, whatever was there, is only overwritten.
    /// </summary>
    private bool IsChangeOf(StoreAccess write, IInvocationOperation read, IOperation function) =>
        write.Call.Invocation.Arguments.Any(argument =>
            IsMadeOf(argument.Value, read)
            && PartsOf(argument.Value)
                .Any(part =>
                    AddsTo(part, read)
                    || part is ILocalReferenceOperation local
                        && IsMadeOf(local, read)
                        && function.Descendants().Any(change => IsChangeBetween(change, local, read, write.Call.Invocation))
                )
        );

    /// <summary>What a value is written as, and what the locals in it stand for.</summary>
    private IEnumerable<IOperation> PartsOf(IOperation value) =>
        value
            .DescendantsAndSelf()
            .SelectMany(part =>
                part is ILocalReferenceOperation && values.ValueOf(part) is var kept && kept != part
                    ? kept.DescendantsAndSelf().Append(part)
                    : new[] { part }
            );

    private bool AddsTo(IOperation part, IInvocationOperation read) =>
        part switch
        {
            IBinaryOperation
            {
                OperatorKind: BinaryOperatorKind.Add
                    or BinaryOperatorKind.Subtract
                    or BinaryOperatorKind.Multiply
                    or BinaryOperatorKind.Or
                    or BinaryOperatorKind.And
            } sum when IsArithmetic(sum) => IsMadeOf(sum, read),
            IWithOperation { Initializer: { } changes } => changes.Initializers.Any(change =>
                change is ISimpleAssignmentOperation set && IsMadeOf(set.Value, read)
            ),
            IInvocationOperation { TargetMethod: { IsStatic: true, ContainingType.Name: "Enumerable" } method } call => Additions.Contains(
                method.Name
            ) && IsMadeOf(call, read),
            _ => false,
        };

    // What a library's own operator does is its own business: it may put filters together.
    private static bool IsArithmetic(IBinaryOperation sum) =>
        sum.Type?.SpecialType != SpecialType.System_Boolean
        && (sum.OperatorMethod is null || sum.Type?.SpecialType == SpecialType.System_Decimal);

    private bool IsChangeBetween(
        IOperation change,
        ILocalReferenceOperation local,
        IInvocationOperation read,
        IInvocationOperation write
    ) =>
        change.Syntax.SpanStart > read.Syntax.Span.End
        && change.Syntax.SpanStart < write.Syntax.SpanStart
        && change switch
        {
            IIncrementOrDecrementOperation step => IsPartOf(step.Target, local),
            ICompoundAssignmentOperation step => IsPartOf(step.Target, local),
            ISimpleAssignmentOperation { Target: IPropertyReferenceOperation target } set => IsPartOf(target, local)
                && set.Value.DescendantsAndSelf().Any(part => AddsTo(part, read)),
            IInvocationOperation { Instance: { } changed } call => Additions.Contains(call.TargetMethod.Name) && IsPartOf(changed, local),
            _ => false,
        };

    private static bool IsPartOf(IOperation part, ILocalReferenceOperation local)
    {
        for (var owner = Values.Unwrap(part); ; owner = Values.Unwrap(owner))
        {
            switch (owner)
            {
                case ILocalReferenceOperation found:
                    return SymbolEqualityComparer.Default.Equals(found.Local, local.Local);
                case IMemberReferenceOperation { Instance: { } outer }:
                    owner = outer;
                    break;
                default:
                    return false;
            }
        }
    }
}
