using DistributedSystems.Analyzers.Catalog;
using DistributedSystems.Analyzers.Facts.Calls;
using DistributedSystems.Analyzers.Facts.Code;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace DistributedSystems.Analyzers.Facts.Surroundings;

/// <summary>A client that owns connections and lives no longer than one call of the function that creates it.</summary>
/// <param name="Api">What the catalog says of it.</param>
/// <param name="Type">How messages name it.</param>
/// <param name="IsWeak">It may differ from call to call, share its connections behind the scenes, or serve a whole batch.</param>
internal sealed record PerCallClient(CatalogEntry Api, string Type, bool IsWeak)
{
    /// <summary>It is kept by an object that is made for each request or run.</summary>
    public bool IsKept { get; init; }
}

/// <summary>Clients that own connections and are made for one use.</summary>
internal sealed partial class Clients(
    CatalogIndex catalog,
    SemanticModels models,
    Project project,
    WellKnownTypes types,
    Values values,
    CallSites callSites,
    Functions functions,
    RemoteCalls remoteCalls
)
{
    /// <summary>
    /// Does an expression create a connection-owning client for one call only: it is disposed where it was made, or used there and
    /// nowhere else? Null where it outlives the function (a factory), where the function runs once, and where its connections come from
    /// a handler or client that was there before.
    /// </summary>
    public PerCallClient? PerCallClientOf(IOperation creation, ISymbol member)
    {
        if (ConnectionOwnerMadeBy(creation) is not { } api || TakesSharedConnections(creation))
        {
            return null;
        }

        // Made with an object that lives as long as a request does, whoever uses it in the meantime.
        if (IsKeptPerRequest(creation, member))
        {
            return new PerCallClient(api, Symbols.UnwrapTask(creation.Type)?.Name ?? "client", api.SharesConnections) { IsKept = true };
        }

        if (RunsOnce(creation, member) || IsHeldUntilItBreaks(creation, member) || IsHeldByListener(creation))
        {
            return null;
        }

        var isHttp = SymbolEqualityComparer.Default.Equals(creation.Type, types.HttpClient);
        var isUsedRepeatedly = false;
        if (
            !(EndsHere(creation, ref isUsedRepeatedly) || EndsWhereStepIsCalled(creation, member, ref isUsedRepeatedly))
            || (isUsedRepeatedly && !isHttp)
        )
        {
            return null;
        }

        var type = Symbols.UnwrapTask(creation.Type)?.Name ?? "client";
        return new PerCallClient(
            api,
            type,
            isUsedRepeatedly
                || api.SharesConnections
                || !RunsOften(creation, member)
                || (isHttp ? HasOwnHandler(creation) : DependsOnTheCall(creation))
        );
    }

    private CatalogEntry? ConnectionOwnerMadeBy(IOperation creation) =>
        creation switch
        {
            IObjectCreationOperation { Type: INamedTypeSymbol type } when catalog.HasConnectionOwner(type.Name) => catalog.TypeEntryOf(type)
                is { Expensive: true } entry
                ? entry
                : null,
            IInvocationOperation invocation => remoteCalls.ApiOf(invocation.TargetMethod) is { Expensive: true } entry ? entry
            : IsValueForMissingKey(invocation) ? OwnerMadeByStep(invocation)
            : null,
            _ => null,
        };

    /// <summary>Constructors of long-lived objects, initializers, the entry point, what a host starts once, and private or static
    /// steps.</summary>
    private bool RunsOnce(IOperation creation, ISymbol member)
    {
        if (Operations.FunctionAround(creation) is { } function)
        {
            return (function is ILocalFunctionOperation && project.IsEntryPoint(member))
                || (
                    function is IAnonymousFunctionOperation lambda
                    && Operations.ArgumentHolding(lambda)?.Parent
                        is IObjectCreationOperation
                        {
                            Type: { Name: "Lazy", ContainingNamespace: { Name: "System", ContainingNamespace.IsGlobalNamespace: true } }
                        } lazy
                    && RunsOnce(lazy, member)
                );
        }

        return member is not IMethodSymbol method
            || method.MethodKind is MethodKind.Constructor or MethodKind.StaticConstructor
            || project.IsEntryPoint(method)
            || (
                (IsStartedByHost(method) || (IsStepOfItsType(method) && CallerRunningOften(method, DeepestStep) is null))
                && !Operations.IsInLoop(creation)
            );
    }

    /// <summary>How often a private or static method runs, only its callers know: a start-up step looks like any other.</summary>
    private static bool IsStepOfItsType(IMethodSymbol method) =>
        method.IsStatic || (method.DeclaredAccessibility == Accessibility.Private && method.ExplicitInterfaceImplementations.IsEmpty);

    /// <summary>In a loop, in a member that a contract offers to others, in an action of a controller: one execution is one of
    /// many.</summary>
    private bool RunsOften(IOperation creation, ISymbol member)
    {
        if (Operations.IsInLoop(creation))
        {
            return true;
        }

        return Operations.FunctionAround(creation) is null
            && member is IMethodSymbol declared
            && (IsStepOfItsType(declared) ? CallerRunningOften(declared, DeepestStep) : declared) is { } method
            && (DerivesFromRequestType(method.ContainingType) || method.IsOverride || Functions.FulfilsContract(method));
    }

    /// <summary>A method that a generic host calls once: <c>ExecuteAsync</c> of a background service, <c>StartAsync</c> of a hosted
    /// one.</summary>
    public bool IsStartedByHost(IMethodSymbol method) =>
        method.Name switch
        {
            "ExecuteAsync" => types.BackgroundService is { } service && Symbols.DerivesFrom(method.ContainingType, service),
            "StartAsync" or "StopAsync" => types.HostedService is { } hosted
                && method.ContainingType.AllInterfaces.Contains(hosted, SymbolEqualityComparer.Default),
            _ => false,
        };

    /// <summary>A handler, client or connection made elsewhere goes into it.</summary>
    private bool TakesSharedConnections(IOperation creation, int remaining = 2)
    {
        foreach (var part in creation.Descendants())
        {
            if (
                part is (IParameterReferenceOperation or ILocalReferenceOperation or IMemberReferenceOperation or IInvocationOperation)
                && part.Parent is not IMemberReferenceOperation
                && part.Type is INamedTypeSymbol type
                && (IsHandler(type) || catalog.TypeEntryOf(type) is { Expensive: true })
                && values.ValueOf(part) is not IObjectCreationOperation
                && !(part.Parent is ISimpleAssignmentOperation assignment && assignment.Target == part)
            )
            {
                return true;
            }

            // Options are often made before.
            if (
                remaining > 0
                && part is ILocalReferenceOperation
                && values.ValueOf(part) is IObjectCreationOperation options
                && TakesSharedConnections(options, remaining - 1)
            )
            {
                return true;
            }
        }

        return false;

        bool IsHandler(INamedTypeSymbol type) => types.HttpMessageHandler is { } handler && Symbols.DerivesFrom(type, handler);
    }

    /// <summary>Its handler is made beside it, perhaps with this call's certificate, proxy or cookies.</summary>
    private static bool HasOwnHandler(IOperation creation) => creation is not IObjectCreationOperation { Arguments.IsEmpty: true };

    private bool DependsOnTheCall(IOperation creation)
    {
        foreach (var part in creation.Descendants())
        {
            if (
                part
                    is IParameterReferenceOperation { Parameter.ContainingSymbol: not IMethodSymbol { MethodKind: MethodKind.Constructor } }
                        or IInstanceReferenceOperation
                        {
                            ReferenceKind: not InstanceReferenceKind.ImplicitReceiver,
                            Parent: not IMemberReferenceOperation
                        }
                || (
                    part is ILocalReferenceOperation local
                    && values.ValueOf(local)
                        is { ConstantValue.HasValue: false }
                            and not IFieldReferenceOperation
                            and not IObjectCreationOperation
                )
            )
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Follows the new client: disposed in its own function, or used there only to make remote calls.</summary>
    private bool EndsHere(IOperation creation, ref bool isUsedRepeatedly)
    {
        IOperation value = creation;
        while (
            value.Parent is IConversionOperation or IParenthesizedOperation or IAwaitOperation
            || (
                value.Parent is IInvocationOperation { TargetMethod.Name: "ConfigureAwait" or "GetAwaiter" or "GetResult" } adapter
                && adapter.Instance == value
            )
            || value.Parent is IPropertyReferenceOperation { Property: { Name: "Result", ContainingType.Name: "Task" } }
        )
        {
            value = value.Parent;
        }

        switch (value.Parent)
        {
            case IUsingOperation scope when scope.Resources == value:
                return true;
            case IInvocationOperation call when call.Instance == value:
                return remoteCalls.RemoteCallOf(call) is not null;
            case IArgumentOperation when IsValueForMissingKey(value):
                return true;
            case IVariableInitializerOperation { Parent: IVariableDeclaratorOperation { Symbol: { } local } declarator }:
                return Operations.IsDisposedByScope(declarator) || IsDisposedIn(local, declarator)
                    ? !IsReturned(local, declarator) && LooksAtLoops(local, declarator, ref isUsedRepeatedly)
                    : IsOnlyCalled(local, declarator, ref isUsedRepeatedly);
            default:
                return false;
        }
    }

    private bool IsReturned(ILocalSymbol client, IOperation declarator) =>
        values.UsesOf(client, declarator).Any(use => use.Parent is IReturnOperation or ISimpleAssignmentOperation);

    private bool LooksAtLoops(ILocalSymbol client, IOperation declarator, ref bool isUsedRepeatedly)
    {
        foreach (var use in values.UsesOf(client, declarator))
        {
            isUsedRepeatedly |= Operations.IsInLoop(use) && !IsInSameLoop(use, declarator);
        }

        return true;
    }

    private bool IsOnlyCalled(ILocalSymbol client, IVariableDeclaratorOperation declarator, ref bool isUsedRepeatedly)
    {
        var isCalled = false;
        foreach (var use in values.UsesOf(client, declarator))
        {
            if (Operations.FunctionAround(use)?.Syntax != Operations.FunctionAround(declarator)?.Syntax)
            {
                return false;
            }

            switch (Operations.ReceiverUse(use))
            {
                case IInvocationOperation call when remoteCalls.RemoteCallOf(call) is not null:
                    isCalled = true;
                    break;
                case IInvocationOperation { TargetMethod.ReturnsVoid: true } call when call.Instance == use:
                case IPropertyReferenceOperation:
                    break;
                default:
                    return false;
            }

            isUsedRepeatedly |= Operations.IsInLoop(use) && !IsInSameLoop(use, declarator);
        }

        return isCalled;
    }

    private static bool IsInSameLoop(IOperation use, IOperation declarator)
    {
        for (
            var ancestor = use.Parent;
            ancestor is not (null or IAnonymousFunctionOperation or ILocalFunctionOperation);
            ancestor = ancestor.Parent
        )
        {
            if (ancestor is ILoopOperation)
            {
                return ancestor.Syntax.Span.Contains(declarator.Syntax.Span);
            }
        }

        return true;
    }
}
