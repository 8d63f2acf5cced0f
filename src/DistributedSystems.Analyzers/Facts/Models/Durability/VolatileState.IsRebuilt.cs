using DistributedSystems.Analyzers.Facts.Calls;
using DistributedSystems.Analyzers.Facts.Code;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace DistributedSystems.Analyzers.Facts.Models;

internal sealed partial class VolatileState
{
    /// <summary>A value that a constructor sets before anything was restored: a constant, nothing, an empty collection.</summary>
    private static bool IsBlank(IOperation? value) =>
        value is null
        || Values.Unwrap(value) switch
        {
            { ConstantValue.HasValue: true } or IDefaultValueOperation => true,
            IObjectCreationOperation { Arguments: var arguments, Initializer: null } => arguments.All(argument =>
                argument.ArgumentKind == ArgumentKind.DefaultValue || IsBlank(argument.Value)
            ),
            { Kind: Operations.CollectionExpression } collection => !collection.ChildOperations.Any(),
            IFieldReferenceOperation { Field.IsStatic: true } or IPropertyReferenceOperation { Property.IsStatic: true } => true,
            _ => false,
        };

    /// <summary>A value read back from somewhere that survives: durable state, a call out of sight, a remote call.</summary>
    private bool IsRebuilt(IOperation? value) =>
        origins.Find(
            value,
            operation =>
                operation switch
                {
                    IFieldReferenceOperation or IPropertyReferenceOperation => declarations.Carries(
                        ((IMemberReferenceOperation)operation).Member,
                        Annotations.Durable
                    ),
                    IInvocationOperation call => remoteCalls.RemoteCallOf(call) is not null
                        || declarations.Carries(call.TargetMethod, Annotations.Durable)
                        || call
                            is {
                                Instance: not (null or IInstanceReferenceOperation),
                                Type: INamedTypeSymbol { Name: "Task" or "ValueTask" }
                            }
                        || call.TargetMethod.ContainingType is { Name: "File" or "Directory" }
                        || IsReadFromBytes(call.TargetMethod)
                        // What a part of the component gives back may well have been kept.
                        || (
                            call.Instance
                                is IMemberReferenceOperation
                                {
                                    Instance: IInstanceReferenceOperation,
                                    Type: { TypeKind: TypeKind.Interface or TypeKind.Class, SpecialType: SpecialType.None } part
                                }
                            && !IsCollection(part)
                        ),
                    _ => false,
                }
        )
            is not null;

    /// <summary>A serializer's Deserialize&lt;T&gt;: it gives a T and is given none.</summary>
    private static bool IsReadFromBytes(IMethodSymbol method) =>
        method is { IsStatic: true, IsGenericMethod: true, Parameters.IsEmpty: false, OriginalDefinition: var definition }
        && (Symbols.UnwrapTask(definition.ReturnType) ?? definition.ReturnType) is ITypeParameterSymbol made
        && !definition.Parameters.Any(parameter => Mentions(parameter.Type, made));

    private static bool Mentions(ITypeSymbol type, ITypeParameterSymbol parameter) =>
        SymbolEqualityComparer.Default.Equals(type, parameter)
        || type is IArrayTypeSymbol { ElementType: var element } && Mentions(element, parameter)
        || type is INamedTypeSymbol { TypeArguments: var arguments } && arguments.Any(argument => Mentions(argument, parameter));
}
