using DistributedSystems.Analyzers.Facts.Code;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace DistributedSystems.Analyzers.Facts.Models;

/// <summary>What a merge brings together.</summary>
/// <param name="Self">The parameter that stands for the one; null where that is the object itself.</param>
/// <param name="Other">The other one.</param>
/// <param name="Body">The code of the merge: what other code calls this is another object.</param>
internal readonly record struct MergeSides(IParameterSymbol? Self, IParameterSymbol Other, SyntaxNode? Body);

internal sealed partial class Merges
{
    private bool StemsFromOther(IOperation value, MergeSides sides) => origins.Find(value, part => IsOther(part, sides)) is not null;

    // What a field of the other one was ever set to says nothing of this one's.
    private bool StemsFromSelf(IOperation value, MergeSides sides) =>
        origins.Find(value, part => IsSelf(part, sides), part => IsPartOfOther(part, sides)) is not null;

    private static bool IsPartOfOther(IOperation part, MergeSides sides)
    {
        while (part is IMemberReferenceOperation { Instance: { } whole })
        {
            part = Values.Unwrap(whole);
        }

        return IsOther(part, sides);
    }

    private static bool IsOther(IOperation part, MergeSides sides) =>
        part is IParameterReferenceOperation parameter && SymbolEqualityComparer.Default.Equals(parameter.Parameter, sides.Other);

    private static bool IsSelf(IOperation part, MergeSides sides) =>
        sides.Self is null
            ? part is IInstanceReferenceOperation { ReferenceKind: InstanceReferenceKind.ContainingTypeInstance }
                && Values.RootOf(part).Syntax == sides.Body
            : part is IParameterReferenceOperation parameter && SymbolEqualityComparer.Default.Equals(parameter.Parameter, sides.Self);

    /// <summary>
    /// What a merge loses: it takes over what the other one has without looking at its own, takes away what the other one has, or forgets
    /// what it had. Null where a condition looks at its own state first, and where what is taken away is remembered.
    /// </summary>
    private MergeBreach? BreachByLoss(IOperation operation, MergeSides sides)
    {
        switch (operation)
        {
            case ISimpleAssignmentOperation { Target: var target, Value: var value }
                when IsStateOf(target, sides) && IsTakenOver(value, sides) && !LooksAtOwn(operation, sides):
            case IReturnOperation { ReturnedValue: { } returned }
                when IsOther(Values.Unwrap(returned), sides)
                    && Operations.FunctionAround(operation) is null
                    && !Values.RootOf(operation).Descendants().Any(part => IsSelf(part, sides)):
            case IReturnOperation { ReturnedValue: { } updated }
                when UpdatesEntry(Operations.FunctionAround(operation), sides)
                    && IsTakenOver(updated, sides)
                    && !LooksAtOwn(operation, sides):
                return KeepsLast(operation is IReturnOperation { ReturnedValue: { } place } ? place : operation);
            case IDeconstructionAssignmentOperation { Target: ITupleOperation targets, Value: var whole }
                when whole is IConversionOperation { Operand: ITupleOperation } or ITupleOperation && !LooksAtOwn(operation, sides):
                return ((ITupleOperation)Values.Unwrap(whole))
                    .Elements.Zip(targets.Elements, (value, target) => (Value: value, Target: target))
                    .Where(pair => IsStateOf(pair.Target, sides) && IsTakenOver(pair.Value, sides))
                    .Select(pair => KeepsLast(pair.Value))
                    .FirstOrDefault();
            case IArgumentOperation { Parent: IObjectCreationOperation made, Value: var given }
                when IsMadeAsResult(made) && IsTakenOver(given, sides) && !LooksAtOwn(made, sides):
                return KeepsLast(given);
            case IWithOperation { Operand: var copied, Initializer.Initializers: var changes } copy
                when IsMadeAsResult(copy) && !LooksAtOwn(copy, sides):
                return IsOther(Values.Unwrap(copied), sides)
                    ? changes.Length < SettableIn(copy.Type)
                        ? KeepsLast(copy)
                        : null
                    : changes
                        .OfType<ISimpleAssignmentOperation>()
                        .Where(change => IsTakenOver(change.Value, sides))
                        .Select(KeepsLast)
                        .FirstOrDefault();
            case IInvocationOperation call:
                return BreachByRemoval(call, sides);
            default:
                return null;
        }
    }

    private static MergeBreach KeepsLast(IOperation place) => new(place, "keeps whatever came last", "commutative");

    private MergeBreach? BreachByRemoval(IInvocationOperation call, MergeSides sides)
    {
        if (Operations.ReceiverOf(call) is not { } receiver || OwnMemberIn(receiver, sides) is not { } own)
        {
            return null;
        }

        var given = call.Arguments.Where(argument => argument.Value != receiver).Select(argument => argument.Value).ToList();
        switch (call.TargetMethod.Name)
        {
            case "SymmetricExceptWith" or "SymmetricExcept" when TakesFromOther():
                return new MergeBreach(call, "toggles what both have", "idempotent");
            case "ExceptWith" or "Remove" or "RemoveWhere" or "RemoveAll" when IsStateOf(receiver, sides) && TakesFromOther():
            case "Except" or "ExceptBy" or "Remove" or "RemoveRange" or "RemoveAll" when IsResult(OutOfChain(call)) && TakesFromOther():
                return new MergeBreach(call, "takes away what the other one has", "commutative");
            case "Clear"
                when IsStateOf(receiver, sides)
                    && !LooksAtOwn(call, sides)
                    && !Values
                        .RootOf(call)
                        .Descendants()
                        .Any(part => part.Syntax.SpanStart < receiver.Syntax.SpanStart && NamesOwn(part, own)):
                return new MergeBreach(call, "forgets what it had", "commutative");
            default:
                return null;
        }

        // What is taken away and remembered as such stays away on both sides.
        bool TakesFromOther() =>
            !LooksAtOwn(call, sides)
            && given
                .Where(value => !StemsFromSelf(value, sides))
                .Select(value =>
                    origins.Find(value, part => part is IMemberReferenceOperation { Instance: { } whole } && IsOther(whole, sides))
                )
                .Any(taken =>
                    taken is IMemberReferenceOperation { Member: var removed }
                    && (
                        SymbolEqualityComparer.Default.Equals(removed, own)
                        || !Values.RootOf(call).Descendants().Any(part => NamesOwn(part, removed))
                    )
                );

        bool NamesOwn(IOperation part, ISymbol member) =>
            part is IMemberReferenceOperation { Instance: { } whole } reference
            && IsSelf(whole, sides)
            && SymbolEqualityComparer.Default.Equals(reference.Member, member);
    }

    /// <summary>Is a value the other one's, and nothing of the own in it? <c>other.Name ?? Name</c> is, where the other one has one.</summary>
    private bool IsTakenOver(IOperation value, MergeSides sides) =>
        Values.Unwrap(value) is ICoalesceOperation { Value: var first }
            ? IsTakenOver(first, sides)
            : StemsFromOther(value, sides) && !StemsFromSelf(value, sides);

    /// <summary>Does an operation run under a condition on the own state? That a loop runs over its length is none.</summary>
    private bool LooksAtOwn(IOperation operation, MergeSides sides)
    {
        for (IOperation? inner = operation; inner is not null; inner = Operations.FunctionAround(inner))
        {
            if (Guards.Of(inner).Any(guard => guard.Condition.Parent is not IForLoopOperation && StemsFromSelf(guard.Condition, sides)))
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsStateOf(IOperation target, MergeSides sides)
    {
        target = Values.Unwrap(target);
        while (
            target is IPropertyReferenceOperation { Property.IsIndexer: true, Instance: { } collection }
            || (target is IArrayElementReferenceOperation { ArrayReference: { } array } && (collection = Values.Unwrap(array)) is not null)
        )
        {
            target = collection;
        }

        return target is IMemberReferenceOperation { Instance: { } owner } && IsSelf(owner, sides);
    }

    /// <summary>The own member that a chain of calls begins with.</summary>
    private static ISymbol? OwnMemberIn(IOperation receiver, MergeSides sides)
    {
        while (Values.Unwrap(receiver) is IInvocationOperation call && Operations.ReceiverOf(call) is { } before)
        {
            receiver = before;
        }

        return Values.Unwrap(receiver) is IMemberReferenceOperation { Instance: { } owner, Member: var member } && IsSelf(owner, sides)
            ? member
            : null;
    }

    /// <summary>map.AddOrUpdate(key, value, (_, old) => …)</summary>
    private static bool UpdatesEntry(IOperation? function, MergeSides sides) =>
        function is IAnonymousFunctionOperation { Symbol.Parameters.Length: 2 }
        && Operations.ArgumentHolding(function)
            is { Parent: IInvocationOperation { TargetMethod.Name: "AddOrUpdate", Instance: { } entries } }
        && IsStateOf(entries, sides);

    private bool IsMadeAsResult(IOperation made) =>
        Operations.OutOfConversions(made).Parent is IReturnOperation
        && Operations.FunctionAround(made) is null
        && Values.RootOf(made).SemanticModel?.GetEnclosingSymbol(made.Syntax.SpanStart) is IMethodSymbol merge
        && SymbolEqualityComparer.Default.Equals(made.Type, merge.ReturnType);

    private static int SettableIn(ITypeSymbol? type) =>
        type?.GetMembers().Count(member => member is IPropertySymbol { IsStatic: false, SetMethod: not null }) ?? 0;

    private static IOperation OutOfChain(IOperation value)
    {
        while (
            Operations.ReceiverUse(value)
                is IInvocationOperation
                {
                    TargetMethod.Name: "ToList"
                        or "ToArray"
                        or "ToHashSet"
                        or "ToImmutableHashSet"
                        or "ToImmutableList"
                        or "ToImmutableArray"
                } made
        )
        {
            value = made;
        }

        return value;
    }

    /// <summary>A merge that asks the present gives something else each time.</summary>
    private MergeBreach? BreachByPresent(IOperation operation)
    {
        if (operation is not (IPropertyReferenceOperation or IInvocationOperation) || operation.Parent is INameOfOperation)
        {
            return null;
        }

        var what = determinism.ReadsClock(operation)
            ? "reads the clock"
            : determinism.StepOfMember(
                operation is IInvocationOperation call ? call.TargetMethod : ((IPropertyReferenceOperation)operation).Property,
                instance: null
            );
        if (what is not ("reads the clock" or "makes a random identifier" or "draws random numbers"))
        {
            return null;
        }

        var value = operation;
        while (Operations.ReceiverUse(value) is { } use)
        {
            value = use;
        }

        return IsResult(value) || Operations.DecisionAround(value) is not null ? new MergeBreach(operation, what, "idempotent") : null;
    }
}
