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
    /// The field or property that keeps an absolute deadline computed once, when it is initialized, by a constructor or by a method that
    /// does not use it: the deadline itself, of which one use in its type is a call's deadline, or call options made with it.
    /// </summary>
    public ISymbol? KeptDeadline(IOperation instant)
    {
        if (Operations.FunctionAround(instant) is not null)
        {
            return null;
        }

        var member = Values.RootOf(instant) switch
        {
            IFieldInitializerOperation { InitializedFields: { Length: 1 } fields } => fields[0],
            IPropertyInitializerOperation { InitializedProperties: { Length: 1 } properties } => properties[0],
            _ => KeptByMethod(instant),
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

    /// <summary>
    /// The member of its own object that a method puts an instant into, where that is the only place that writes it and other methods use
    /// it, none of which calls this one: each object or each opening has one deadline for all the calls that come later.
    /// </summary>
    private ISymbol? KeptByMethod(IOperation instant)
    {
        if (
            Operations.MethodOf(Values.RootOf(instant)) is not { } keeper
            || MemberKeeping(instant) is not { } member
            || functions.UsesInType(member) is not { IsEmpty: false } uses
            || uses.Count(IsWritten) != 1
        )
        {
            return null;
        }

        var isReadElsewhere = false;
        foreach (var use in uses)
        {
            if (!IsWritten(use))
            {
                if (Values.RootOf(use).Syntax == Values.RootOf(instant).Syntax)
                {
                    return null;
                }

                isReadElsewhere = true;
            }
        }

        return
            isReadElsewhere
            && (
                keeper.MethodKind == MethodKind.Constructor
                || (
                    !functions.ConsumersOf(keeper, keeper).Any()
                    && !functions.CallsInType(keeper.OriginalDefinition, keeper.ContainingType).Any()
                )
            )
            ? member
            : null;

        static bool IsWritten(IOperation use) =>
            use.Parent is ISimpleAssignmentOperation assignment && assignment.Target == use
            || use.Parent is ICoalesceAssignmentOperation kept && kept.Target == use;
    }

    /// <summary>The field or property of its own object that an instant, shifted or as a part of call options, is assigned to.</summary>
    private ISymbol? MemberKeeping(IOperation instant)
    {
        for (var value = instant; value.Parent is { } parent; value = parent)
        {
            switch (parent)
            {
                case ISimpleAssignmentOperation
                {
                    Target: IMemberReferenceOperation { Instance: IInstanceReferenceOperation or null } target
                } when target is IFieldReferenceOperation or IPropertyReferenceOperation:
                    return target.Member.OriginalDefinition;
                case ICoalesceAssignmentOperation
                {
                    Target: IFieldReferenceOperation { Instance: IInstanceReferenceOperation or null, Field: var kept }
                }:
                    return kept.OriginalDefinition;
                case IConversionOperation or IParenthesizedOperation or IArgumentOperation or IBinaryOperation:
                case IPropertyReferenceOperation or IInvocationOperation when types.IsInstant(parent.Type) || IsOptions(parent):
                case IObjectCreationOperation when IsOptions(parent):
                    continue;
                default:
                    return null;
            }
        }

        return null;

        bool IsOptions(IOperation made) => SymbolEqualityComparer.Default.Equals(made.Type, types.GrpcCallOptions);
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
