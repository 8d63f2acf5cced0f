using System.Collections.Concurrent;
using DistributedSystems.Analyzers.Facts.Code;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace DistributedSystems.Analyzers.Facts.Models;

/// <summary>A weakly consistent value on which a strongly consistent operation depends.</summary>
/// <param name="Source">Where the value is read.</param>
/// <param name="Level">How consistent it is.</param>
/// <param name="Operation">How consistent the operation is.</param>
internal sealed record WeakDecision(IOperation Source, Consistency Level, Consistency Operation);

/// <summary>Weakly consistent values that decide something.</summary>
internal sealed class WeakValues(Values values, Declarations declarations, Origins origins)
{
    private readonly ConcurrentDictionary<ISymbol, Consistency?> levels = new(SymbolEqualityComparer.Default);

    /// <summary>
    /// The weakly consistent value that decides a sequentially consistent or stronger call: one of its arguments, or a
    /// condition it stands under, is made of it. Null where a strongly consistent value is looked at in between.
    /// </summary>
    public WeakDecision? WeakValueDeciding(IInvocationOperation call)
    {
        if (DeclaredLevelOf(call.TargetMethod) is not { } level || !SystemModels.IsStrong(level) || OnlyReads(call.TargetMethod))
        {
            return null;
        }

        // Whether to look again may well depend on a hint, and looked at again with the strength of the operation, an old value was only one.
        var guards = Guards.Of(call).ToList();
        if (values.IsLookedAt(call) || guards.Any(guard => origins.Find(guard.Condition, IsStrongValue) is not null))
        {
            return null;
        }

        foreach (var argument in call.Arguments)
        {
            if (WeakOriginOf(argument.Value) is { } source)
            {
                return new WeakDecision(source, LevelOf(source)!.Value, level);
            }
        }

        // To ask is no effect.
        if (DeclaredModels.GivesValue(call.TargetMethod))
        {
            return null;
        }

        foreach (var guard in guards)
        {
            if (WeakOriginOf(guard.Condition) is { } source)
            {
                return new WeakDecision(source, LevelOf(source)!.Value, level);
            }
        }

        return null;
    }

    private bool OnlyReads(IMethodSymbol method) =>
        declarations.Carries(method, Annotations.ReadOnly) || declarations.Carries(method.ContainingType, Annotations.ReadOnly);

    /// <summary>The weakly consistent value that a member declared strongly consistent gives back as its own; null where there is
    /// none.</summary>
    public WeakDecision? WeakValueReturned(IReturnOperation returned, ISymbol member) =>
        returned.ReturnedValue is { } value
        && DeclaredLevelOf(member is IMethodSymbol { AssociatedSymbol: { } property } ? property : member) is { } level
        && SystemModels.IsStrong(level)
        && Operations.FunctionAround(returned) is null
        && WeakOriginOf(value) is { } source
            ? new WeakDecision(source, LevelOf(source)!.Value, level)
            : null;

    private IOperation? WeakOriginOf(IOperation value) =>
        origins.Find(value, operation => LevelOf(operation) is { } level && !SystemModels.IsStrong(level), IsStrongValue);

    private bool IsStrongValue(IOperation operation) => LevelOf(operation) is { } level && SystemModels.IsStrong(level);

    /// <summary>The declared consistency of the value an operation gives; null where none is declared.</summary>
    private Consistency? LevelOf(IOperation operation) =>
        operation switch
        {
            IInvocationOperation call => ReturnedLevelOf(call.TargetMethod) ?? DeclaredLevelOf(call.TargetMethod),
            IPropertyReferenceOperation property => DeclaredLevelOf(property.Property),
            IFieldReferenceOperation field => Own(field.Field),
            IParameterReferenceOperation parameter => Own(parameter.Parameter),
            _ => null,
        };

    private static Consistency? Own(ISymbol symbol) =>
        Annotations.Find(symbol, Annotations.Consistency) is { } declared ? Annotations.Member<Consistency>(declared, "level") : null;

    private Consistency? DeclaredLevelOf(ISymbol member)
    {
        if (!declarations.HasAnnotations)
        {
            return null;
        }

        if (!levels.TryGetValue(member, out var level))
        {
            levels[member] = level = LevelDeclaredOf(member);
        }

        return level;
    }

    /// <summary>A type's declaration speaks of what it offers, not of its private steps; that of an assembly is nobody's in
    /// particular.</summary>
    private Consistency? LevelDeclaredOf(ISymbol member)
    {
        var declared = declarations.DeclaredFor(member.OriginalDefinition, Annotations.Consistency);
        if (
            declared is null
            && member is { IsStatic: false, DeclaredAccessibility: not Accessibility.Private, ContainingType: { } type }
            && member is IPropertySymbol or IMethodSymbol { MethodKind: MethodKind.Ordinary or MethodKind.ExplicitInterfaceImplementation }
        )
        {
            declared = declarations.DeclaredFor(type, Annotations.Consistency);
        }

        return declared is null ? null : Annotations.Member<Consistency>(declared, "level");
    }

    private static Consistency? ReturnedLevelOf(IMethodSymbol method)
    {
        foreach (var data in method.GetReturnTypeAttributes())
        {
            if (Annotations.Is(data.AttributeClass, Annotations.Consistency))
            {
                return Annotations.Member<Consistency>(data, "level");
            }
        }

        return null;
    }
}
