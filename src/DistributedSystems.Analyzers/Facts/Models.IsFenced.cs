using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace DistributedSystems.Analyzers.Facts;

internal sealed partial class CompilationFacts
{
    /// <summary>
    /// Does a call carry a fencing token: an argument for a parameter declared one, a value or receiver made with one, or a condition
    /// around it that looks at one?
    /// </summary>
    public bool IsFenced(IInvocationOperation call)
    {
        foreach (var argument in call.Arguments)
        {
            if (argument.ArgumentKind != ArgumentKind.DefaultValue && argument.Parameter is { } parameter && IsDeclaredToken(parameter) && argument.Value is not IDefaultValueOperation)
            {
                return true;
            }
        }

        return HoldsToken(call.Instance) || call.Arguments.Any(argument => HoldsToken(argument.Value)) || Guards.Of(call).Any(guard => HoldsToken(guard.Condition));
    }

    private bool HoldsToken(IOperation? value) => Origins.Find(value, this, IsToken) is not null;

    private bool IsToken(IOperation value) => value switch
    {
        IParameterReferenceOperation parameter => IsDeclaredToken(parameter.Parameter),
        IFieldReferenceOperation or IPropertyReferenceOperation => Carries(((IMemberReferenceOperation)value).Member, Annotations.FencingToken),
        IInvocationOperation call => ReturnsToken(call.TargetMethod),

        // A value that is filled into a member declared a token makes its object carry one.
        IObjectCreationOperation { Constructor: { } constructor } => constructor.Parameters.Any(IsDeclaredToken),
        _ => false,
    };

    private static bool ReturnsToken(IMethodSymbol method)
    {
        foreach (var origin in OriginsOf(method.OriginalDefinition))
        {
            foreach (var data in ((IMethodSymbol)origin).GetReturnTypeAttributes())
            {
                if (Annotations.Is(data.AttributeClass, Annotations.FencingToken))
                {
                    return true;
                }
            }
        }

        return false;
    }

    /// <summary>The parameter, or that of a member which its own overrides or implements; of a record, the property it makes.</summary>
    private bool IsDeclaredToken(IParameterSymbol parameter)
    {
        if (parameter.ContainingSymbol is not IMethodSymbol method)
        {
            return false;
        }

        foreach (var origin in OriginsOf(method.OriginalDefinition).Concat(StandInFor(method) is { } standIn ? new[] { standIn } : Array.Empty<ISymbol>()))
        {
            if (origin is IMethodSymbol declared && parameter.Ordinal < declared.Parameters.Length && Annotations.Find(declared.Parameters[parameter.Ordinal], Annotations.FencingToken) is not null)
            {
                return true;
            }
        }

        return method.MethodKind == MethodKind.Constructor
            && method.ContainingType.GetMembers(parameter.Name).Any(member => member is IPropertySymbol && Annotations.Find(member, Annotations.FencingToken) is not null);
    }
}
