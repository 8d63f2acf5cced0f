using DistributedSystems.Analyzers.Facts.Code;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace DistributedSystems.Analyzers.Facts.Promises;

/// <summary>What is left of a limit, as members of the project compute it.</summary>
internal sealed class Remainders(WellKnownTypes types, Values values, Functions functions, Clocks clocks)
{
    /// <summary>What a property or method of the project's own computes, where that is all it does.</summary>
    public IOperation? Of(IOperation duration) =>
        duration switch
        {
            IPropertyReferenceOperation { Arguments.IsEmpty: true, Property: { SetMethod: null, GetMethod: { } getter } }
                when functions.IsOwnMethod(getter) && values.ValueOf(duration) is var computed && computed != duration => LeftWhereLimited(
                DurationIn(computed)
            ),
            IInvocationOperation { IsVirtual: false, Arguments.IsEmpty: true, TargetMethod: { } method }
                when functions.IsOwnMethod(method)
                    && functions.StatementsOf(method) is { Length: 1 } statements
                    && statements[0] is IReturnOperation { ReturnedValue: { } returned } => LeftWhereLimited(DurationIn(returned)),
            _ => null,
        };

    /// <summary>What is left of a limit that there may be or not: the choice says whether there is one, and not whether it has
    /// passed.</summary>
    private IOperation LeftWhereLimited(IOperation duration) =>
        duration is IConditionalOperation { WhenFalse: { } otherwise } choice && !LooksAtTime(choice.Condition)
            ? Ends(DurationIn(choice.WhenTrue)).Minuend is null
                ? DurationIn(otherwise)
                : DurationIn(choice.WhenTrue)
            : duration;

    /// <summary>Does an answer depend on the clock or on which of two values is greater, itself or behind a property of the project's
    /// own? So may one that cannot be read.</summary>
    public bool LooksAtTime(IOperation question, int remaining = 2) =>
        question
            .DescendantsAndSelf()
            .Any(part =>
                part switch
                {
                    IBinaryOperation { OperatorKind: BinaryOperatorKind.Equals or BinaryOperatorKind.NotEquals } => false,
                    IBinaryOperation comparison => comparison.Type?.SpecialType == SpecialType.System_Boolean
                        && comparison.LeftOperand.Type?.SpecialType != SpecialType.System_Boolean,
                    IInvocationOperation => true,
                    IPropertyReferenceOperation { Property.GetMethod: { } getter, Type.SpecialType: SpecialType.System_Boolean } asked
                        when functions.IsOwnMethod(getter) => values.ValueOf(asked) is var answer
                        && (answer != asked ? remaining == 0 || LooksAtTime(answer, remaining - 1) : asked.Property.SetMethod is null),
                    _ => clocks.ReadsWallClock(part, out _),
                }
            );

    /// <summary>What is subtracted from what; nothing for anything else.</summary>
    public (IOperation? Minuend, IOperation? Subtrahend) Ends(IOperation difference) =>
        difference switch
        {
            IBinaryOperation { OperatorKind: BinaryOperatorKind.Subtract } subtraction => (
                subtraction.LeftOperand,
                subtraction.RightOperand
            ),
            IInvocationOperation { TargetMethod.Name: "Subtract", Instance: { } instant, Arguments.Length: 1 } subtraction
                when types.IsInstant(instant.Type) => (instant, subtraction.Arguments[0].Value),
            _ => default,
        };

    /// <summary>The duration behind a number of milliseconds and its rounding.</summary>
    public static IOperation DurationIn(IOperation value)
    {
        while (true)
        {
            value = Values.Unwrap(value);
            switch (value)
            {
                case IPropertyReferenceOperation
                {
                    Property.Name: "TotalMilliseconds" or "TotalSeconds" or "Ticks",
                    Instance: { Type: { Name: "TimeSpan", ContainingNamespace.Name: "System" } } duration
                }:
                    value = duration;
                    break;
                case IInvocationOperation
                {
                    TargetMethod: { Name: "Ceiling" or "Floor" or "Round" or "ToInt32", IsStatic: true },
                    Arguments.Length: > 0
                } rounded:
                    value = rounded.Arguments[0].Value;
                    break;
                default:
                    return value;
            }
        }
    }
}
