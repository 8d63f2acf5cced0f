using DistributedSystems.Analyzers.Facts.Code;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace DistributedSystems.Analyzers.Facts.Promises;

internal sealed partial class DurationUses
{
    /// <summary>
    /// Is a component of a time span meant as one: its other components are read too, it is a time of day, the span is a constant
    /// of which the component is all, or it is known to be short?
    /// </summary>
    public bool IsPartOfSplit(IPropertyReferenceOperation component)
    {
        if (component.Instance is not { } span)
        {
            return true;
        }

        var value = values.ValueOf(span);
        if (
            value is IPropertyReferenceOperation { Property.Name: "TimeOfDay" } or IInvocationOperation { TargetMethod.Name: "ToTimeSpan" }
            || value.Type?.Name == "TimeOnly"
        )
        {
            return true;
        }

        if (constants.ConstantDurationOf(span) is { } constant)
        {
            return component.Property.Name switch
            {
                "Seconds" => constant.Seconds == constant.TotalSeconds,
                "Milliseconds" => constant.Milliseconds == constant.TotalMilliseconds,
                "Minutes" => constant.Minutes == constant.TotalMinutes,
                _ => constant.Hours == constant.TotalHours,
            };
        }

        foreach (var operation in Values.RootOf(component).Descendants())
        {
            if (
                operation is IPropertyReferenceOperation { Instance: { } other, Property: var property }
                && property.Name != component.Property.Name
                && property.Name is "Days" or "Hours" or "Minutes" or "Seconds" or "Milliseconds"
                && SymbolEqualityComparer.Default.Equals(property.ContainingType, types.TimeSpan)
                && SameExpression.Are(values.ValueOf(other), value)
            )
            {
                return true;
            }
        }

        return Guards.Of(component).Any(guard => IsUpperBound(guard, value));
    }

    /// <summary>A span that is known to be short may be all in the one component: <c>if (limit &lt; OneSecond)</c>.</summary>
    private bool IsUpperBound(Guard guard, IOperation span)
    {
        return guard.When is { } when
            && guard
                .Condition.DescendantsAndSelf()
                .Any(part =>
                    part is IBinaryOperation comparison
                    && comparison.OperatorKind switch
                    {
                        BinaryOperatorKind.LessThan or BinaryOperatorKind.LessThanOrEqual => IsAbout(
                            when ? comparison.LeftOperand : comparison.RightOperand
                        ),
                        BinaryOperatorKind.GreaterThan or BinaryOperatorKind.GreaterThanOrEqual => IsAbout(
                            when ? comparison.RightOperand : comparison.LeftOperand
                        ),
                        _ => false,
                    }
                );

        bool IsAbout(IOperation side)
        {
            var compared = values.ValueOf(side);
            return SameExpression.Are(
                compared
                    is IPropertyReferenceOperation
                    {
                        Property: { Name: "TotalMilliseconds" or "TotalSeconds" or "TotalMinutes" or "TotalHours" or "Ticks" },
                        Instance: { } whole
                    }
                    ? values.ValueOf(whole)
                    : compared,
                span
            );
        }
    }
}
