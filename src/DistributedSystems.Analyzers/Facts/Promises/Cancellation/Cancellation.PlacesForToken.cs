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

    /// <inheritdoc cref="TokenOverloads.Of"/>
    public IMethodSymbol? OverloadWithToken(IMethodSymbol method, bool isAwaited = false) =>
        TokenOverloads.Of(method, isAwaited, types, project.Compilation);

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
