using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace DistributedSystems.Analyzers.Facts.Promises;

internal sealed partial class Cancellation
{
    public IArgumentOperation? TokenArgument(IInvocationOperation invocation)
    {
        foreach (var argument in invocation.Arguments)
        {
            if (types.IsToken(argument.Parameter?.Type))
            {
                return argument;
            }
        }

        return null;
    }

    /// <summary>The overload that differs only in taking a token, and perhaps in further optional parameters; where the result is awaited
    /// at once, also in the kind of task.</summary>
    public IMethodSymbol? OverloadWithToken(IMethodSymbol method, bool isAwaited = false)
    {
        var definition = (method.ReducedFrom ?? method).OriginalDefinition;
        foreach (var member in definition.ContainingType.GetMembers(definition.Name))
        {
            if (
                member is IMethodSymbol candidate
                && candidate.Parameters.Length > definition.Parameters.Length
                && candidate.IsStatic == definition.IsStatic
                && candidate.Arity == definition.Arity
                && project.Compilation.IsSymbolAccessibleWithin(candidate, project.Compilation.Assembly)
                && AddsToken(definition, candidate, isAwaited)
            )
            {
                return candidate;
            }
        }

        return null;
    }

    private bool AddsToken(IMethodSymbol method, IMethodSymbol candidate, bool isAwaited)
    {
        var (position, adds) = (0, false);
        foreach (var parameter in candidate.Parameters)
        {
            if (position < method.Parameters.Length && SameType(method.Parameters[position].Type, parameter.Type))
            {
                position++;
            }
            else if (types.IsToken(parameter.Type) && !adds)
            {
                adds = true;
            }
            else if (!parameter.IsOptional)
            {
                return false;
            }
        }

        return adds
            && position == method.Parameters.Length
            && (
                SameType(method.ReturnType, candidate.ReturnType)
                || (
                    isAwaited
                    && IsTaskOf(method.ReturnType, out var one)
                    && IsTaskOf(candidate.ReturnType, out var other)
                    && SameResult(one, other)
                )
            );
    }

    private static bool IsTaskOf(ITypeSymbol type, out ITypeSymbol? result)
    {
        result = type is INamedTypeSymbol { TypeArguments: { Length: 1 } arguments } ? arguments[0] : null;
        return type is { Name: "Task" or "ValueTask", ContainingNamespace.Name: "Tasks" };
    }

    private static bool SameResult(ITypeSymbol? one, ITypeSymbol? other) =>
        one is null || other is null ? one is null && other is null : SameType(one, other);

    // Type parameters of two methods are never the same symbol.
    private static bool SameType(ITypeSymbol left, ITypeSymbol right) =>
        SymbolEqualityComparer.Default.Equals(left, right)
        || (
            left is ITypeParameterSymbol { TypeParameterKind: TypeParameterKind.Method } one
            && right is ITypeParameterSymbol { TypeParameterKind: TypeParameterKind.Method } other
            && one.Ordinal == other.Ordinal
        )
        || (
            left is IArrayTypeSymbol { Rank: 1 } leftArray
            && right is IArrayTypeSymbol { Rank: 1 } rightArray
            && SameType(leftArray.ElementType, rightArray.ElementType)
        )
        || (
            left is INamedTypeSymbol { IsGenericType: true } leftType
            && right is INamedTypeSymbol { IsGenericType: true } rightType
            && SymbolEqualityComparer.Default.Equals(leftType.OriginalDefinition, rightType.OriginalDefinition)
            && leftType.TypeArguments.Zip(rightType.TypeArguments, SameType).All(same => same)
        );

    /// <summary>An argument that is or holds a token: a command, options, a closure over one.</summary>
    public bool CarriesTokenOtherwise(IInvocationOperation invocation)
    {
        foreach (var argument in invocation.Arguments)
        {
            if (
                argument.ArgumentKind == ArgumentKind.DefaultValue
                || argument.Parameter is not { } parameter
                || (parameter.Ordinal == 0 && invocation.TargetMethod is { IsExtensionMethod: true })
            )
            {
                continue;
            }

            if (
                argument.Value.Type is { } type
                && (
                    types.IsToken(type)
                    || (
                        type.SpecialType == SpecialType.None
                        && type.GetMembers().Any(member => member is IPropertySymbol property && types.IsToken(property.Type))
                    )
                )
            )
            {
                return true;
            }

            var value = values.ValueOf(argument.Value);
            if (value.DescendantsAndSelf().Any(part => types.IsToken(part.Type)))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>The call options of gRPC that an argument gives and that are built in sight without a token.</summary>
    private IOperation? OptionsWithoutToken(IInvocationOperation invocation)
    {
        foreach (var argument in invocation.Arguments)
        {
            if (
                argument.ArgumentKind != ArgumentKind.DefaultValue
                && SymbolEqualityComparer.Default.Equals(argument.Value.Type, types.GrpcCallOptions)
            )
            {
                var options = values.ValueOf(argument.Value);
                for (var part = options; ; part = values.ValueOf(part))
                {
                    switch (part)
                    {
                        case IInvocationOperation
                        {
                            TargetMethod.Name: "WithDeadline" or "WithHeaders" or "WithWriteOptions" or "WithCredentials",
                            Instance: { } before
                        }:
                            part = before;
                            break;
                        case IDefaultValueOperation:
                            return options;
                        case IObjectCreationOperation { Initializer: null } creation:
                            return creation.Arguments.Any(given =>
                                given.ArgumentKind != ArgumentKind.DefaultValue
                                && (types.IsToken(given.Parameter?.Type) || given.Parameter?.Name == "propagationToken")
                            )
                                ? null
                                : options;
                        default:
                            return null;
                    }
                }
            }
        }

        return null;
    }

    private static bool Mentions(IOperation? options, ISymbol parameter) =>
        options is not null
        && options
            .DescendantsAndSelf()
            .Any(part => part is IParameterReferenceOperation use && SymbolEqualityComparer.Default.Equals(use.Parameter, parameter));
}
