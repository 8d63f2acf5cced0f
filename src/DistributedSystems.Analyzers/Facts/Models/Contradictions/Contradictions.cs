using DistributedSystems.Analyzers.Facts.Code;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace DistributedSystems.Analyzers.Facts.Models;

/// <summary>Annotations that contradict themselves, their target, or what they are an implementation of.</summary>
internal static class Contradictions
{
    /// <summary>
    /// Does a declaration promise less than what its target implements, overrides or derives from? A caller only knows the latter. Where
    /// timings or channels differ it depends on who relies on whom, so nothing is said.
    /// </summary>
    private static Contradiction? WeakerThanContract(Declaration declaration)
    {
        foreach (var contract in Declarations.OriginsOf(declaration.Target).Skip(1))
        {
            // On a type these two hold for each of its members.
            var around =
                declaration.Name is Annotations.Deadline or Annotations.Consistency && contract is not INamedTypeSymbol
                    ? contract.ContainingType
                    : null;
            if (
                (
                    Annotations.Find(contract, declaration.Name == Annotations.NotIdempotent ? Annotations.Idempotent : declaration.Name)
                    ?? (around is null ? null : Annotations.Find(around, declaration.Name))
                )
                    is { } promised
                && Loss(declaration.Name, promised, declaration.Data) is { } loss
            )
            {
                var name = contract is INamedTypeSymbol ? contract.Name : contract.ContainingType.Name + "." + contract.Name;
                return $"'{name}' promises {loss}";
            }
        }

        return null;
    }

    private static string? Loss(string attribute, AttributeData promised, AttributeData kept)
    {
        switch (attribute)
        {
            case Annotations.NotIdempotent:
                return "to be idempotent";
            case Annotations.Idempotent:
                // With a key, another value of which makes another operation, less is repeatable than without.
                return Annotations.Text(promised, "Key") is null && Annotations.Text(kept, "Key") is { } key
                    ? $"to be idempotent for any call, this one only while '{key}' stays the same"
                    : null;
            case Annotations.Deadline:
                return
                    Durations.TryParse(Annotations.Text(promised, "duration"), out var limit)
                    && Durations.TryParse(Annotations.Text(kept, "duration"), out var actual)
                    && actual > limit
                    ? $"an answer within {DurationText.Of(limit)}, this one takes up to {DurationText.Of(actual)}"
                    : null;
            case Annotations.Consistency:
                return
                    Annotations.Member<Consistency>(promised, "level") is { } level
                    && Annotations.Member<Consistency>(kept, "level") is { } weaker
                    && weaker != level
                    && SystemModels.Includes(level, weaker)
                    ? $"{level} consistency, this one is {weaker}"
                    : null;
            case Annotations.SystemModel:
                return
                    Annotations.Member<Failures>(promised, "Failures") is { } planned
                    && Annotations.Member<Failures>(kept, "Failures") is { } failures
                    && !SystemModels.Tolerates(planned, failures)
                    ? $"to fail by {planned} at worst, this one by {failures}"
                    : null;
            default:
                return null;
        }
    }

    /// <summary>Does a declaration contradict itself, its target, or what the target implements? Null where it does not, or where that
    /// cannot be told.</summary>
    public static Contradiction? ContradictionIn(Declaration declaration, SemanticModel model) =>
        ContradictionInItself(declaration, model)
        ?? declaration.Name switch
        {
            Annotations.Idempotent => MissingKey(declaration),
            Annotations.NotIdempotent => Annotations.Find(declaration.Target, Annotations.Idempotent) is not null
                ? $"the same {KindOf(declaration.Target)} is declared [Idempotent]"
            : Annotations.Find(declaration.Target, Annotations.ReadOnly) is not null
                ? $"the same {KindOf(declaration.Target)} is declared [ReadOnly]"
            : HandlerOf(declaration.Target) is { } handler && Annotations.Member<Delivery>(handler, "delivery") == Delivery.AtLeastOnce
                ? "the method handles messages that are delivered at least once, and takes effect again when one comes twice"
            : Annotations.Find(declaration.Target, Annotations.Compensates) is not null
                ? "the method compensates another one, which has to be repeated until it succeeds"
            : WeakerThanContract(declaration),
            Annotations.MonotonicClock => Annotations.Find(declaration.Target, Annotations.WallClock) is null
                ? null
                : "the same clock is declared [WallClock]",
            Annotations.Compensates or Annotations.CompensatedBy => MissingCounterpart(declaration, model),
            Annotations.Deadline or Annotations.SystemModel or Annotations.Consistency => WeakerThanContract(declaration),
            _ => null,
        };

    /// <summary>On a type it speaks of the public methods.</summary>
    private static AttributeData? HandlerOf(ISymbol target) =>
        Annotations.Find(target, Annotations.MessageHandler)
        ?? (
            target is IMethodSymbol { DeclaredAccessibility: Accessibility.Public, IsStatic: false, ContainingType: { } type }
                ? Annotations.Find(type, Annotations.MessageHandler)
                : null
        );

    private static string KindOf(ISymbol target) => target is IMethodSymbol ? "method" : "type";

    private static Contradiction? ContradictionInItself(Declaration declaration, SemanticModel model)
    {
        var data = declaration.Data;
        switch (declaration.Name)
        {
            case Annotations.Deadline:
                return NoDuration(data, "duration");
            case Annotations.SystemModel:
                return NoDuration(data, "MaxDelay") ?? NoDuration(data, "MaxClockSkew") ?? ImpossibleModel(data);
            case Annotations.ReplicaGroup:
                return ImpossibleGroup(declaration);
            case Annotations.Quorum:
                return ImpossibleQuorum(declaration);
            case Annotations.QuorumSize:
                return Annotations.Number(data, "Faults") is < 0 and not -1 ? "a number of faulty replicas is not negative"
                    : declaration.Target is IMethodSymbol { ReturnType.SpecialType: SpecialType.System_Void } ? "the method returns no size"
                    : null;
            default:
                return null;
        }
    }

    private static Contradiction? NoDuration(AttributeData data, string name)
    {
        if (Annotations.Text(data, name) is not { } text || Durations.TryParse(text, out _))
        {
            return null;
        }

        // Seconds are what people mean; TimeSpan.Parse would take the number for days.
        var seconds = text + "s";
        return Durations.TryParse(seconds, out _)
            ? new Contradiction($"\"{text}\" is no duration: it has no unit (ms, s, m or h)", text, seconds)
            : $"\"{text}\" is no duration, such as \"250ms\", \"2s\" or \"00:00:02\"";
    }

    private static Contradiction? ImpossibleModel(AttributeData data)
    {
        var timing = Annotations.Member<Timing>(data, "Timing");
        if (timing is null or Timing.Synchronous)
        {
            return null;
        }

        return Annotations.Member<Failures>(data, "Failures") == Failures.Timing
                ? "a timing failure is a broken time bound, and only the synchronous model has known ones"
            : timing == Timing.Asynchronous && Annotations.Text(data, "MaxDelay") is not null
                ? "the asynchronous model bounds no delay, yet MaxDelay is given"
            : null;
    }

    private static Contradiction? ImpossibleGroup(Declaration declaration)
    {
        var (replicas, faults) = (Annotations.Number(declaration.Data, "Replicas"), Annotations.Number(declaration.Data, "Faults"));
        return replicas < 1 ? $"there is no group of {replicas} replicas"
            : faults < 0 ? "a number of faulty replicas is not negative"
            : faults >= replicas ? $"if {faults} of {replicas} replicas may fail, none need be left"
            : null;
    }

    private static Contradiction? ImpossibleQuorum(Declaration declaration)
    {
        var data = declaration.Data;
        var replicas = Annotations.Number(data, "Of");
        foreach (var name in new[] { "Read", "Write" })
        {
            if (Annotations.Number(data, name) is { } size && (size < 1 || size > replicas))
            {
                return size < 1 ? $"{name} = {size} is no quorum" : $"{name} = {size} is more than the {replicas} replicas there are";
            }
        }

        var group = Declarations.NearestOf(declaration.Target, Annotations.ReplicaGroup, out var carrier);
        if (replicas < 1)
        {
            return $"there is no group of {replicas} replicas";
        }

        if (replicas is { } of && group is not null && Annotations.Number(group, "Replicas") is { } others && others != of)
        {
            // What is declared further out may be another group.
            return SymbolEqualityComparer.Default.Equals(carrier, declaration.Target)
                ? $"it is of {of} replicas, but [ReplicaGroup] says {others}"
                : null;
        }

        return group is not null ? UnreachableQuorum(data, group) : null;
    }

    /// <summary>A quorum has to be there while the declared number of replicas is not.</summary>
    private static Contradiction? UnreachableQuorum(AttributeData quorum, AttributeData group)
    {
        if (Annotations.Number(group, "Replicas") is not { } replicas || Annotations.Number(group, "Faults") is not { } faults)
        {
            return null;
        }

        foreach (var name in new[] { "Read", "Write" })
        {
            if (Annotations.Number(quorum, name) is { } size && size > replicas - faults && faults < replicas)
            {
                return $"{name} = {size} is more than the {replicas - faults} replicas that answer when {faults} have failed, which [ReplicaGroup] allows";
            }
        }

        return null;
    }

    private static Contradiction? MissingKey(Declaration declaration)
    {
        if (Annotations.Text(declaration.Data, "Key") is not { } key || declaration.Target is not IMethodSymbol method)
        {
            return WeakerThanContract(declaration);
        }

        var path = key.Split(new[] { '.' }, 2);
        if (method.Parameters.FirstOrDefault(parameter => parameter.Name == path[0]) is { } found)
        {
            return path.Length == 1 || Symbols.MembersOf(found.Type).Any(member => member.Name == path[1])
                ? WeakerThanContract(declaration)
                : $"'{found.Type.Name}' has no member '{path[1]}' to be the idempotency key of '{method.Name}'";
        }

        var similar = method.Parameters.Where(parameter => IsMisspelling(path[0], parameter.Name)).ToList();
        var reason = $"'{method.Name}' has no parameter '{path[0]}' to be its idempotency key";
        return similar.Count == 1 ? new Contradiction(reason, path[0], similar[0].Name) : reason;
    }

    private static Contradiction? MissingCounterpart(Declaration declaration, SemanticModel model)
    {
        if (Annotations.Text(declaration.Data, "method") is not { } name)
        {
            return null;
        }

        var type = Annotations.Argument(declaration.Data, "type") is { Value: INamedTypeSymbol named }
            ? named
            : declaration.Target.ContainingType;
        if (
            type is null or { TypeKind: TypeKind.Error }
            || Declarations
                .OriginsOf(type)
                .Any(origin => ((INamedTypeSymbol)origin).GetMembers(name).Any(member => member is IMethodSymbol))
        )
        {
            return null;
        }

        // nameof(Other.Undo) names what the compiler found there.
        foreach (var argument in declaration.Syntax.ArgumentList?.Arguments ?? default)
        {
            if (
                argument.Expression
                    is InvocationExpressionSyntax
                    {
                        Expression: IdentifierNameSyntax { Identifier.ValueText: "nameof" },
                        ArgumentList.Arguments: { Count: 1 } operand
                    }
                && operand[0].Expression is MemberAccessExpressionSyntax qualified
                && model.GetSymbolInfo(qualified) is var found
                && (found.Symbol ?? found.CandidateSymbols.FirstOrDefault()) is IMethodSymbol
            )
            {
                return null;
            }
        }

        return $"'{type.Name}' has no method '{name}'";
    }

    /// <summary>One letter added, left out, changed or swapped with the next, or another case: what a typing error does.</summary>
    private static bool IsMisspelling(string written, string meant)
    {
        if (string.Equals(written, meant, StringComparison.OrdinalIgnoreCase))
        {
            return true;
        }

        var (shorter, longer) = written.Length <= meant.Length ? (written, meant) : (meant, written);
        if (longer.Length - shorter.Length > 1 || shorter.Length < 3)
        {
            return false;
        }

        var start = 0;
        while (start < shorter.Length && shorter[start] == longer[start])
        {
            start++;
        }

        var rest = shorter.Substring(start);
        return longer.Length > shorter.Length
            ? rest == longer.Substring(start + 1)
            : (rest.Length > 0 && rest.Substring(1) == longer.Substring(start + 1))
                || (
                    rest.Length > 1
                    && rest[0] == longer[start + 1]
                    && rest[1] == longer[start]
                    && rest.Substring(2) == longer.Substring(start + 2)
                );
    }
}
