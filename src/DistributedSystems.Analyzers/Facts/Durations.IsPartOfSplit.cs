using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace DistributedSystems.Analyzers.Facts;

internal sealed partial class CompilationFacts
{
    /// <summary>
    /// Is a component of a time span meant as one: its other components are read too, it is a time of day, or the span is a constant
    /// of which the component is all?
    /// </summary>
    public bool IsPartOfSplit(IPropertyReferenceOperation component)
    {
        if (component.Instance is not { } span)
        {
            return true;
        }

        var value = Values.ValueOf(span);
        if (value is IPropertyReferenceOperation { Property.Name: "TimeOfDay" } or IInvocationOperation { TargetMethod.Name: "ToTimeSpan" } || value.Type?.Name == "TimeOnly")
        {
            return true;
        }

        if (ConstantDurationOf(span) is { } constant)
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
            if (operation is IPropertyReferenceOperation { Instance: { } other, Property: var property }
                && property.Name != component.Property.Name
                && property.Name is "Days" or "Hours" or "Minutes" or "Seconds" or "Milliseconds"
                && SymbolEqualityComparer.Default.Equals(property.ContainingType, Types.TimeSpan)
                && SameExpression.Are(Values.ValueOf(other), value))
            {
                return true;
            }
        }

        return false;
    }
}
