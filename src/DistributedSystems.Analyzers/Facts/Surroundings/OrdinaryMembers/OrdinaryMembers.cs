using DistributedSystems.Analyzers.Catalog;
using DistributedSystems.Analyzers.Facts.Calls;
using Microsoft.CodeAnalysis;

namespace DistributedSystems.Analyzers.Facts.Surroundings;

/// <summary>Members that readers take for cheap and safe: properties, constructors, operators, conversions, disposal.</summary>
internal static class OrdinaryMembers
{
    private static readonly HashSet<string> ClosingMembers = new(StringComparer.Ordinal)
    {
        "Close",
        "CloseAsync",
        "CloseOutputAsync",
        "Commit",
        "Disconnect",
        "DisconnectAsync",
        "Dispose",
        "DisposeAsync",
        "Flush",
        "FlushAsync",
        "Rollback",
        "RollbackAsync",
        "Stop",
        "StopAsync",
        "Unsubscribe",
        "UnsubscribeAsync",
    };

    /// <summary>
    /// How messages name a member whose use looks like local, instantaneous work: a property, a constructor, an operator, an override of
    /// <c>object</c>, <c>Dispose</c>. Null for any other member.
    /// </summary>
    public static string? OrdinaryLooking(ISymbol member) =>
        member switch
        {
            IFieldSymbol or IPropertySymbol => $"the initializer of '{member.ContainingType?.Name}.{member.Name}'",
            IMethodSymbol { MethodKind: MethodKind.Constructor } => $"the constructor of '{member.ContainingType.Name}'",
            IMethodSymbol { MethodKind: MethodKind.StaticConstructor } => $"the static constructor of '{member.ContainingType.Name}'",
            IMethodSymbol { MethodKind: MethodKind.Destructor } => $"the finalizer of '{member.ContainingType.Name}'",
            IMethodSymbol { MethodKind: MethodKind.UserDefinedOperator or MethodKind.Conversion } =>
                $"an operator of '{member.ContainingType.Name}'",
            IMethodSymbol
            {
                MethodKind: MethodKind.PropertyGet or MethodKind.PropertySet,
                AssociatedSymbol: IPropertySymbol { IsIndexer: true }
            } => $"the indexer of '{member.ContainingType.Name}'",
            IMethodSymbol { MethodKind: MethodKind.PropertyGet or MethodKind.PropertySet, AssociatedSymbol: { } property } =>
                $"the property '{member.ContainingType.Name}.{property.Name}'",
            IMethodSymbol { MethodKind: MethodKind.EventAdd or MethodKind.EventRemove, AssociatedSymbol: { } declared } =>
                $"the event '{member.ContainingType.Name}.{declared.Name}'",
            IMethodSymbol method when IsDispose(method) || OverridesObject(method) => $"'{member.ContainingType.Name}.{member.Name}'",
            _ => null,
        };

    public static bool IsDispose(ISymbol member) =>
        member is IMethodSymbol { ReturnsVoid: true } method
        && (
            method is { Name: "Dispose" or "System.IDisposable.Dispose", Parameters.IsEmpty: true }
            || (method is { Name: "Dispose", Parameters.Length: 1 } && method.Parameters[0].Type.SpecialType == SpecialType.System_Boolean)
        );

    /// <summary>Does the call give back what it was made on: a connection, a transaction, a lock, what is buffered?</summary>
    public static bool Closes(RemoteCall call) =>
        call.Api.Lock == LockRole.Releases || ClosingMembers.Contains(call.Invocation.TargetMethod.Name);

    private static bool OverridesObject(IMethodSymbol method)
    {
        var overridden = method;
        while (overridden.OverriddenMethod is { } next)
        {
            overridden = next;
        }

        return method.IsOverride && overridden.ContainingType?.SpecialType == SpecialType.System_Object;
    }
}
