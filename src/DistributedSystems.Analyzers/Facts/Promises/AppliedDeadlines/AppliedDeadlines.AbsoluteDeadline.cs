using DistributedSystems.Analyzers.Facts.Code;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace DistributedSystems.Analyzers.Facts.Promises;

internal sealed partial class AppliedDeadlines
{
    /// <summary>Does gRPC take the absolute deadline of a call here: in a generated client's method or in <c>CallOptions</c>?</summary>
    private bool TakesGrpcDeadline(IParameterSymbol? parameter)
    {
        if (parameter?.ContainingSymbol is not IMethodSymbol method || types.GrpcCallOptions is not { } options)
        {
            return false;
        }

        return SymbolEqualityComparer.Default.Equals(method.ContainingType, options)
            ? parameter.Name == "deadline"
            : types.GrpcClientBase is { } client
                && Symbols.DerivesFrom(method.ContainingType, client)
                && parameter.Name == "deadline"
                && TakesInstant(method, parameter.Name);
    }

    /// <summary>The deadline that an instant becomes in its own body, itself or shifted; null where it does not.</summary>
    public IParameterSymbol? GrpcDeadlineMadeOf(IOperation instant)
    {
        foreach (var end in valueFlow.EndsOf(instant))
        {
            if (end is { IsText: false, Slot: IArgumentOperation { Parameter: { } parameter } } && TakesGrpcDeadline(parameter))
            {
                return parameter;
            }
        }

        return null;
    }

    /// <summary>Is an instant used for the deadlines of gRPC calls and for nothing else?</summary>
    public bool IsOnlyGrpcDeadline(IOperation instant)
    {
        var ends = valueFlow.EndsOf(instant);
        return ends.Count > 0
            && ends.All(end =>
                end is { IsText: false, Slot: IArgumentOperation { Parameter: { } parameter } } && TakesGrpcDeadline(parameter)
            );
    }

    /// <summary>
    /// The field or property that keeps an absolute deadline computed once, when it is initialized: the deadline itself, of which one use
    /// in its type is a call's deadline, or call options made with it.
    /// </summary>
    public ISymbol? KeptDeadline(IOperation instant)
    {
        if (Operations.FunctionAround(instant) is not null)
        {
            return null;
        }

        ISymbol? member = Values.RootOf(instant) switch
        {
            IFieldInitializerOperation { InitializedFields: { Length: 1 } fields } => fields[0],
            IPropertyInitializerOperation { InitializedProperties: { Length: 1 } properties } => properties[0],
            _ => null,
        };
        if (member is null)
        {
            return null;
        }

        var type = member is IFieldSymbol field ? field.Type : ((IPropertySymbol)member).Type;
        return SymbolEqualityComparer.Default.Equals(type, types.GrpcCallOptions)
            ? GrpcDeadlineMadeOf(instant) is null
                ? null
                : member
            : types.IsInstant(
                type is INamedTypeSymbol { OriginalDefinition.SpecialType: SpecialType.System_Nullable_T } nullable
                    ? nullable.TypeArguments[0]
                    : type
            ) && IsGrpcDeadline(member)
                ? member
                : null;
    }

    /// <summary>The one place that uses a deadline kept in a private field, in a method, where it becomes the deadline of a call.</summary>
    public IOperation? OnlyUseOfKeptDeadline(IOperation instant) =>
        KeptDeadline(instant) is IFieldSymbol { DeclaredAccessibility: Accessibility.Private } field
        && functions.UsesInType(field) is { Length: 1 } uses
        && Operations.MethodOf(Values.RootOf(uses[0])) is not null
        && GrpcDeadlineMadeOf(uses[0]) is not null
            ? uses[0]
            : null;

    private bool IsGrpcDeadline(ISymbol member)
    {
        foreach (var use in functions.UsesInType(member))
        {
            if (GrpcDeadlineMadeOf(use) is not null)
            {
                return true;
            }
        }

        return false;
    }
}
