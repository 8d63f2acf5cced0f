using DistributedSystems.Analyzers.Catalog;
using DistributedSystems.Analyzers.Facts.Calls;
using DistributedSystems.Analyzers.Facts.Code;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace DistributedSystems.Analyzers.Facts.Promises;

internal sealed partial class Locks
{
    /// <summary>
    /// What a call does to a distributed lock, itself or as a step of the project that does nothing else (an interface counts where one class of the
    /// project implements it). Its parameters are then those of the step.
    /// </summary>
    public RemoteCall? CallOf(IInvocationOperation call) =>
        remoteCalls.ApiOf(call.TargetMethod) is not null
            ? remoteCalls.RemoteCallOf(call) is { Api.Lock: not LockRole.None } itself
                ? itself
                : null
            : functions.IsOwnMethod(call.TargetMethod) && steps.GetOrAdd(call.TargetMethod.OriginalDefinition, RoleOf) is { } role
                ? new RemoteCall(call, role)
                : null;

    private bool IsStep(RemoteCall call) => functions.IsOwnMethod(call.Invocation.TargetMethod);

    private CatalogEntry? RoleOf(IMethodSymbol method)
    {
        if (
            method.Parameters.IsEmpty
            || method.Parameters.Any(static parameter => parameter.Type.TypeKind == TypeKind.Delegate)
            || remoteCalls.StepOf(method, static api => !api.Expensive) is not var (target, calls)
        )
        {
            return null;
        }

        var roles = calls
            .Where(inner => inner.Api.Lock == LockRole.Acquires ? AcquiresLock(inner) : inner.Api.Lock != LockRole.None)
            .ToList();
        return roles.Count == 1 && (roles[0].Api.Lock != LockRole.Acquires || TellsResult(method, roles[0]))
            ? roles[0].Api with
            {
                ResourceParameter = ParameterIn(roles[0].ArgumentFor(roles[0].Api.ResourceParameter), method, target),
                OwnerParameter = ParameterIn(roles[0].ArgumentFor(roles[0].Api.OwnerParameter), method, target),
                ExpiryParameter = ParameterFor(roles[0].ArgumentFor(roles[0].Api.ExpiryParameter), method, target),
                ConditionParameter = null,
                ConditionValue = null,
                AcquiredMember = null,
                LostMember = null,
            }
            : null;
    }

    /// <summary>The step hands back whether the lock was taken: as it is, or as a handle or nothing.</summary>
    private static bool TellsResult(IMethodSymbol step, RemoteCall acquisition) =>
        Symbols.UnwrapTask(step.ReturnType) is { } told
        && Symbols.UnwrapTask(acquisition.Invocation.Type)?.SpecialType == SpecialType.System_Boolean
        && (
            told.SpecialType == SpecialType.System_Boolean
                ? IsHandedBack(acquisition.Invocation)
                : told.NullableAnnotation == NullableAnnotation.Annotated && Operations.DecisionAround(acquisition.Invocation) is not null
        );

    private static bool IsHandedBack(IInvocationOperation acquisition) =>
        Operations.IsReturned(acquisition)
        || (
            Operations.OutOfConversions(acquisition).Parent is IAwaitOperation awaited
            && Operations.OutOfConversions(awaited).Parent is IReturnOperation
        );

    /// <summary>The parameter that a value is made of.</summary>
    private string? ParameterIn(IArgumentOperation? argument, IMethodSymbol contract, IMethodSymbol target) =>
        origins.Find(
            argument?.Value,
            part =>
                part is IParameterReferenceOperation { Parameter: var given }
                && SymbolEqualityComparer.Default.Equals(given.ContainingSymbol, target)
        )
            is IParameterReferenceOperation found
            ? contract.Parameters[found.Parameter.Ordinal].Name
            : null;

    /// <summary>The parameter that a value is: one that is replaced where it is missing says nothing.</summary>
    private string? ParameterFor(IArgumentOperation? argument, IMethodSymbol contract, IMethodSymbol target) =>
        argument is not null
        && UnderConversions(argument.Value) is IParameterReferenceOperation { Parameter: var given }
        && SymbolEqualityComparer.Default.Equals(given.ContainingSymbol, target)
            ? contract.Parameters[given.Ordinal].Name
            : null;
}
