using DistributedSystems.Analyzers.Facts.Code;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace DistributedSystems.Analyzers.Facts.Surroundings;

internal sealed partial class Pipelines
{
    /// <summary>
    /// The function that builds the pipeline a provider is asked for by a constant key: <c>AddResiliencePipeline("orders", builder =>
    /// …)</c> and
    /// <c>provider.GetPipeline("orders")</c>, or an injected pipeline with that key. Null where the key is not constant, or registered
    /// twice.
    /// </summary>
    private GivenFunction? RegisteredFunctionOf(IOperation pipeline)
    {
        if (pipeline is IParameterReferenceOperation { Parameter: { } injected })
        {
            return BuilderOfKey(InjectedKeyOf(injected));
        }

        if (
            pipeline
            is not IInvocationOperation
            {
                TargetMethod:
                { Name: "GetPipeline" or "GetOrAddPipeline", ContainingNamespace: { Name: "Registry", ContainingNamespace.Name: "Polly" } }
            } asked
        )
        {
            return null;
        }

        return asked.Arguments.FirstOrDefault(argument => argument.Parameter?.Name == "configure") is { } configure
                ? Building(configure.Value)
            : asked.Arguments.FirstOrDefault(argument => argument.Parameter?.Name == "key") is { } key
                ? BuilderOfKey(values.ValueOf(key.Value).ConstantValue.Value)
            : null;
    }

    private static object? InjectedKeyOf(IParameterSymbol injected)
    {
        foreach (var attribute in injected.GetAttributes())
        {
            if (attribute is { AttributeClass.Name: "FromKeyedServicesAttribute", ConstructorArguments: { Length: 1 } arguments })
            {
                return arguments[0].Kind == TypedConstantKind.Primitive ? arguments[0].Value : null;
            }
        }

        return null;
    }

    private GivenFunction? BuilderOfKey(object? key)
    {
        GivenFunction? found = null;
        foreach (var name in new[] { "AddResiliencePipeline", "TryAddBuilder" })
        {
            foreach (var site in callSites.Of(name))
            {
                if (
                    key is null
                    || models.Of(site.SyntaxTree).GetOperation(site) is not IInvocationOperation registering
                    || registering.Arguments.FirstOrDefault(argument => argument.Parameter?.Name == "key") is not { } registered
                    || !Equals(values.ValueOf(registered.Value).ConstantValue.Value, key)
                )
                {
                    continue;
                }

                if (
                    found is not null
                    || registering.Arguments.FirstOrDefault(argument => argument.Parameter?.Name == "configure") is not { } configure
                    || Building(configure.Value) is not { } building
                )
                {
                    return null;
                }

                found = building;
            }
        }

        return found;
    }

    private GivenFunction? Building(IOperation configure) =>
        functions.FunctionGiven(configure) is { Parameters.IsEmpty: false } function ? function : null;
}
