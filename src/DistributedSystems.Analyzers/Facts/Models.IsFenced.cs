using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace DistributedSystems.Analyzers.Facts;

internal sealed partial class CompilationFacts
{
    private const int DeepestFilling = 3;

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

        return HoldsToken(call.Instance) || call.Arguments.Any(argument => HoldsToken(argument.Value)) || Guards.Of(call).Any(guard => HoldsToken(guard.Condition))
            || call.ChildOperations.Any(part => IsFilledWithToken(part, depth: 0));
    }

    private bool HoldsToken(IOperation? value) => Origins.Find(value, this, IsToken) is not null;

    /// <summary>Was a token put into an object that is handed over: set on it, added to what it holds, by way of another object that was added?</summary>
    private bool IsFilledWithToken(IOperation handedOver, int depth)
    {
        foreach (var holder in handedOver.DescendantsAndSelf())
        {
            if (depth >= DeepestFilling || VariableOf(holder) is not { } filled)
            {
                continue;
            }

            foreach (var operation in Values.RootOf(holder).Descendants())
            {
                var (target, values) = operation switch
                {
                    ISimpleAssignmentOperation { Target: IMemberReferenceOperation { Instance: { } owner }, Value: var value } => (owner, new[] { value }),
                    // What leaves the process takes its arguments along and leaves none behind.
                    IInvocationOperation { Instance: { } receiver } filling when !IsTaskLike(filling.Type) && RemoteCallOf(filling) is null => (receiver, filling.Arguments.Select(argument => argument.Value).ToArray()),
                    _ => (null, Array.Empty<IOperation>()),
                };
                if (target is not null && IsPartOf(target, filled) && values.Any(value => HoldsToken(value) || IsFilledWithToken(value, depth + 1)))
                {
                    return true;
                }
            }
        }

        return false;
    }

    private static ISymbol? VariableOf(IOperation value) => value switch
    {
        ILocalReferenceOperation local => local.Local,
        IParameterReferenceOperation parameter => parameter.Parameter,
        _ => null,
    };

    /// <summary>Is an expression the object itself, a member of it, or what a chain of calls on it gives back?</summary>
    private static bool IsPartOf(IOperation? expression, ISymbol whole)
    {
        for (var part = expression; part is not null; part = part is IInvocationOperation call ? call.Instance : (part as IMemberReferenceOperation)?.Instance)
        {
            if (SymbolEqualityComparer.Default.Equals(VariableOf(part), whole))
            {
                return true;
            }
        }

        return false;
    }

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
