using DistributedSystems.Analyzers.Facts.Calls;
using DistributedSystems.Analyzers.Facts.Code;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace DistributedSystems.Analyzers.Facts.Surroundings;

/// <summary>A remote call that goes on after the scope it stands in has ended.</summary>
/// <param name="Call">The remote call.</param>
/// <param name="Loss">What the scope no longer does for it, or does too early, as messages say it.</param>
internal sealed record LeftScope(RemoteCall Call, string Loss);

internal sealed partial class Observers
{
    /// <summary>
    /// The scope that a remote call's task leaves by being returned without an await: a <c>try</c> whose handler would take its failure, or
    /// a <c>using</c> of something that the call needs until it ends. Null where nothing in the scope concerns the call.
    /// </summary>
    public LeftScope? ScopeLeftBy(IInvocationOperation invocation)
    {
        if (!Symbols.IsTaskLike(invocation.Type) || !IsHandedToCaller(invocation) || IsAwaitedByItsFunction(invocation))
        {
            return null;
        }

        return
            ScopeConcerning(invocation) is { } loss
            && (
                remoteCalls.RemoteCallOf(invocation)
                ?? (functions.IsOwnMethod(invocation.TargetMethod) ? reachability.ReachOf(invocation, Effect.Delays)?.Call : null)
            )
                is { } call
            ? new LeftScope(call, loss)
            : null;
    }

    private static bool IsHandedToCaller(IInvocationOperation call)
    {
        IOperation value = call;
        while (
            value.Parent is IConversionOperation or IParenthesizedOperation or ICoalesceOperation or IConditionalAccessOperation
            || value.Parent is ISwitchExpressionArmOperation or ISwitchExpressionOperation
            || (value.Parent is IConditionalOperation choice && choice.Condition != value)
            || value.Parent is IInvocationOperation { TargetMethod.Name: "AsTask" or "ConfigureAwait" }
        )
        {
            value = value.Parent;
        }

        return value.Parent is IReturnOperation;
    }

    private static bool IsAwaitedByItsFunction(IInvocationOperation call) =>
        Operations.FunctionAround(call) switch
        {
            ILocalFunctionOperation local => local.Symbol.IsAsync,
            IAnonymousFunctionOperation lambda => lambda.Symbol.IsAsync,
            _ => Operations.MethodOf(Values.RootOf(call)) is not { IsAsync: false },
        };

    private string? ScopeConcerning(IInvocationOperation call)
    {
        IOperation inner = call;
        for (
            var outer = inner.Parent;
            outer is not (null or IAnonymousFunctionOperation or ILocalFunctionOperation);
            (inner, outer) = (outer, outer.Parent)
        )
        {
            switch (outer)
            {
                case ITryOperation attempt when attempt.Body == inner:
                    if (attempt.Catches.Any(handler => RemoteFailures.MayCatch(handler.ExceptionType, thrown: null)))
                    {
                        return "no handler around it sees its failure";
                    }

                    break;
                case IUsingOperation scope
                    when scope.Body == inner && ResourceNeededBy(call, scope.Locals, scope.Resources) is { } resource:
                    return $"'{resource}' is disposed before it ends";
                case IBlockOperation block:
                    foreach (var statement in block.Operations.TakeWhile(statement => statement != inner))
                    {
                        if (
                            statement is IUsingDeclarationOperation { DeclarationGroup: var group }
                            && ResourceNeededBy(
                                call,
                                group.Declarations.SelectMany(one => one.Declarators).Select(one => one.Symbol),
                                group
                            )
                                is { } declared
                        )
                        {
                            return $"'{declared}' is disposed before it ends";
                        }
                    }

                    break;
            }
        }

        return null;
    }

    private string? ResourceNeededBy(IInvocationOperation call, IEnumerable<ILocalSymbol> locals, IOperation resources)
    {
        // What ends a wait is disposed too early in a way that has a rule of its own.
        var disposed = new HashSet<ISymbol>(
            locals.Where(local => local.Type.Name != nameof(CancellationTokenSource)),
            SymbolEqualityComparer.Default
        );
        if (Values.Unwrap(resources) is ILocalReferenceOperation { Local: var kept })
        {
            disposed.Add(kept);
        }

        return NeededIn(call, Operations.DeepestReading)?.Name;

        ISymbol? NeededIn(IOperation value, int remaining)
        {
            value = Values.Unwrap(value);
            if (remaining == 0 || IsPlain(value.Type))
            {
                return null;
            }

            return value switch
            {
                ILocalReferenceOperation { Local: var local } => disposed.Contains(local) ? local
                : values.ValueOf(value) is var origin && origin != value ? NeededIn(origin, remaining - 1)
                : null,
                IPropertyReferenceOperation { Instance: { } instance } => NeededIn(instance, remaining - 1),
                IAwaitOperation awaited => NeededIn(awaited.Operation, remaining - 1),
                IInvocationOperation made => FirstNeeded(made.Arguments.Select(argument => argument.Value), remaining)
                    ?? (made.Instance is { } receiver ? NeededIn(receiver, remaining - 1) : null),
                IObjectCreationOperation made => FirstNeeded(
                    made.Arguments.Select(argument => argument.Value)
                        .Concat(
                            (made.Initializer?.Initializers ?? Enumerable.Empty<IOperation>())
                                .OfType<ISimpleAssignmentOperation>()
                                .Select(set => set.Value)
                        ),
                    remaining
                ),
                _ => null,
            };
        }

        ISymbol? FirstNeeded(IEnumerable<IOperation> parts, int remaining) =>
            parts.Select(part => NeededIn(part, remaining - 1)).FirstOrDefault(needed => needed is not null);
    }

    /// <summary>A copy of what it was read from: it does not change when that is disposed.</summary>
    private static bool IsPlain(ITypeSymbol? type) =>
        type is not null
        && (
            type.SpecialType is not (SpecialType.None or SpecialType.System_Object)
            || type.TypeKind == TypeKind.Enum
            || type.Name is "Uri" or "Guid" or "TimeSpan" or nameof(CancellationToken)
        );
}
