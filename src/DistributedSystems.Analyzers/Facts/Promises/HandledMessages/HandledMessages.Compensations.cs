using DistributedSystems.Analyzers.Facts.Calls;
using DistributedSystems.Analyzers.Facts.Code;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace DistributedSystems.Analyzers.Facts.Promises;

internal sealed partial class HandledMessages
{
    private const string MassTransit = "MassTransit";

    /// <summary>The effect that a call in the compensation of a step adds again when the compensation is run a second time, since its first run
    /// may have failed half way or told nobody of its end.</summary>
    public RepeatedEffect? EffectOfCompensation(IInvocationOperation call, ISymbol member)
    {
        if (MayAddEffect(call) && UndoingFunctionAround(call) is { } undoing)
        {
            return FirstEffect(call, undoing);
        }

        if (
            !MayAddEffect(call)
            || member is not IMethodSymbol { MethodKind: MethodKind.Ordinary or MethodKind.ExplicitInterfaceImplementation } method
            || reachability.IsDeclaredHarmless(method, Effect.Accumulates)
        )
        {
            return null;
        }

        var isDeclared = IsDeclaredCompensation(method);
        return
            isDeclared
            || Symbols
                .ContractsOf(method)
                .Any(static contract =>
                    contract
                        is { Name: "Compensate", ContainingType: { Name: "ICompensateActivity", ContainingNamespace.Name: MassTransit } }
                )
            ? FirstEffect(
                call,
                new HandledDelivery(Values.RootOf(call), method, $"'{Symbols.NameOf(method)}'", isDeclared ? null : MassTransit, isDeclared)
            )
            : null;
    }

    private static bool IsDeclaredCompensation(IMethodSymbol method) =>
        Symbols
            .DeclarationsOf(method)
            .Any(static declaration =>
                Annotations.Find(declaration, Annotations.Compensates) is not null
                || declaration
                    .ContainingType.GetMembers()
                    .Any(step =>
                        Annotations.Find(step, Annotations.CompensatedBy) is { } named
                        && Annotations.Text(named, "method") == declaration.Name
                        && (
                            Annotations.Argument(named, "type") is not { Value: ITypeSymbol type }
                            || SymbolEqualityComparer.Default.Equals(type, declaration.ContainingType)
                        )
                    )
            );

    /// <summary>
    /// What a state machine does when a step of its saga has failed: a function given the failure, by a message that tells of it
    /// (<c>Fault&lt;T&gt;</c>) or by <c>Catch</c>: https://masstransit.io/documentation/patterns/saga/state-machine
    /// </summary>
    private static HandledDelivery? UndoingFunctionAround(IInvocationOperation call)
    {
        for (var around = Operations.FunctionAround(call); around is not null; around = Operations.FunctionAround(around))
        {
            if (
                around is IAnonymousFunctionOperation { Symbol: { Parameters: { Length: > 0 } given } function }
                && IsFailure(given[0].Type)
            )
            {
                return new HandledDelivery(around, function, "the step that undoes", MassTransit, IsDeclared: false);
            }
        }

        return Operations.EnclosingMethodOf(call) is { Parameters: { Length: > 0 } parameters } method && IsFailure(parameters[0].Type)
            ? new HandledDelivery(Values.RootOf(call), method, $"'{Symbols.NameOf(method)}'", MassTransit, IsDeclared: false)
            : null;
    }

    private static bool IsFailure(ITypeSymbol given) =>
        given is INamedTypeSymbol { ContainingNamespace.Name: MassTransit } context
        && (
            context.Name == "BehaviorExceptionContext"
            || context is { Name: "BehaviorContext", TypeArguments: { Length: 2 } about }
                && about[1] is { Name: "Fault", ContainingNamespace.Name: MassTransit }
        );
}
