using System.Collections.Immutable;
using DistributedSystems.Analyzers.Facts.Code;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace DistributedSystems.Analyzers.Facts.Models;

/// <summary>A place where a process stamps an event without regard to a stamp it has received.</summary>
/// <param name="Place">The expression that counts on, or sets the clock.</param>
/// <param name="Stamp">The received stamp, as written or as a parameter's name.</param>
/// <param name="Clock">The member that is the process's own clock.</param>
internal sealed record UnmergedStamp(IOperation Place, string Stamp, string Clock);

internal sealed partial class LogicalClocks
{
    /// <summary>
    /// Where a method that receives a logical stamp stamps new events by the clock of its own process without having merged the two. Null
    /// where
    /// it merges, where what it does with the stamp is out of sight, and where it makes no new event.
    /// </summary>
    public UnmergedStamp? UnmergedStampIn(IMethodSymbol method, ImmutableArray<IOperation> blocks)
    {
        if (method.IsStatic || method.MethodKind is not (MethodKind.Ordinary or MethodKind.ExplicitInterfaceImplementation))
        {
            return null;
        }

        var clocks = OwnClocksOf(method.ContainingType).ToList();
        if (
            clocks.Count == 0
            || method
                .Parameters.Select(parameter => (Parameter: parameter, Kinds: StampKindsOf(parameter)))
                .FirstOrDefault(candidate => candidate.Kinds.Count > 0)
                is not { Parameter: { } received, Kinds: { } kinds }
        )
        {
            return null;
        }

        // What sets the stamp of the message makes it: nothing was received.
        if (
            blocks
                .SelectMany(block => block.Descendants())
                .Any(operation =>
                    operation
                        is IAssignmentOperation
                        {
                            Target: IMemberReferenceOperation { Instance: IParameterReferenceOperation owner } target
                        }
                    && IsReferenceTo(owner, received)
                    && KindOfClock(target.Member) is not null
                )
        )
        {
            return null;
        }

        var isHandler =
            declarations.Carries(method, Annotations.MessageHandler)
            || declarations.Carries(method.ContainingType, Annotations.MessageHandler);
        var answers = clocks
            .Where(clock => kinds.Contains(KindOfClock(clock)!.Value))
            .Select(clock => UnmergedStampOf(clock, received, isHandler, blocks))
            .ToList();
        return answers
            .FirstOrDefault(answer => answer.Unmerged is not null && (answer.Stamps || !answers.Any(other => other.Merges)))
            .Unmerged;
    }

    /// <param name="Unmerged">Where the clock stamps without having been merged.</param>
    /// <param name="Merges">The clock is set by the stamp, or given to what may do so.</param>
    /// <param name="Stamps">The clock's value goes into a new event: beside another one that is merged it may as well only count.</param>
    private readonly record struct ClockUse(UnmergedStamp? Unmerged, bool Merges, bool Stamps = false);

    private ClockUse UnmergedStampOf(ISymbol clock, IParameterSymbol received, bool isHandler, ImmutableArray<IOperation> blocks)
    {
        var merged = new ClockUse(null, Merges: true);
        IOperation? counted = null,
            used = null,
            stamp = null;
        foreach (var operation in blocks.SelectMany(block => block.DescendantsAndSelf()))
        {
            if (
                IsReceivedStamp(operation, received) && operation.Parent is not ISimpleAssignmentOperation { Target: var target }
                || (operation is IParameterReferenceOperation && IsReceivedStamp(operation, received))
            )
            {
                stamp ??= operation;
            }

            switch (operation)
            {
                case ISimpleAssignmentOperation assignment when IsOwnClock(assignment.Target, clock):
                    if (
                        !DependsOnStamp(assignment.Value, received)
                        && !Guards.Of(assignment).Any(guard => DependsOnStamp(guard.Condition, received))
                    )
                    {
                        counted ??= assignment;
                    }
                    else
                    {
                        // Taken over as it is, a stamp from a slower process sets the clock back.
                        return KindOfClock(clock) == LogicalClock.Lamport && !TakesLater(assignment, clock)
                            ? new ClockUse(
                                new UnmergedStamp(assignment, stamp?.Syntax.ToString() ?? received.Name, clock.Name),
                                Merges: false
                            )
                            : merged;
                    }

                    break;
                case ICompoundAssignmentOperation compound when IsOwnClock(compound.Target, clock):
                    if (DependsOnStamp(compound.Value, received))
                    {
                        return merged;
                    }

                    counted ??= compound;
                    break;
                case IDeconstructionAssignmentOperation several when several.Target.Descendants().Any(target => IsOwnClock(target, clock)):
                    // Which of the values is the clock's is not asked.
                    return merged;
                case IIncrementOrDecrementOperation step when IsOwnClock(step.Target, clock):
                    counted ??= step;
                    break;
                case IInvocationOperation call:
                    // The clock, or the project's own code, is given the stamp or the message: it may merge them.
                    var isGivenClock = call.Arguments.Any(argument =>
                        argument.Parameter?.RefKind == RefKind.Ref && IsOwnClock(argument.Value, clock)
                    );
                    if (
                        (
                            isGivenClock
                            || IsOwnClock(call.Instance, clock)
                            || (
                                functions.IsOwnMethod(call.TargetMethod)
                                // What is sent to another process sets the clock of that one.
                                && remoteCalls.ApiOf(call.TargetMethod)?.Remote != true
                                && MayMerge(call.TargetMethod, clock)
                            )
                        )
                        && call.Arguments.Any(argument =>
                            DependsOnStamp(argument.Value, received) || IsMadeOfWhole(argument.Value, received)
                        )
                    )
                    {
                        return merged;
                    }

                    if (
                        isGivenClock
                        || (call.Instance is { } instance && IsOwnClock(instance, clock))
                        || (functions.IsOwnMethod(call.TargetMethod) && Counts(call.TargetMethod, clock))
                    )
                    {
                        counted ??= call;
                    }

                    break;
                case IMemberReferenceOperation when IsOwnClock(operation, clock) && StampsEvent(operation):
                    used ??= operation;
                    break;
            }
        }

        return (counted ?? used) is { } place && (stamp is not null || isHandler)
            ? new ClockUse(
                new UnmergedStamp(place, stamp?.Syntax.ToString() ?? received.Name, clock.Name),
                Merges: false,
                Stamps: used is not null || counted?.Parent is not IExpressionStatementOperation
            )
            : new ClockUse(null, Merges: false);
    }

    private LogicalClock? KindOfClock(ISymbol member) =>
        ClockKindOf(member) ?? (Symbols.TypeOf(member) is INamedTypeSymbol type && declarations.HasAnnotations ? ClockKindOf(type) : null);

    private static bool IsReferenceTo(IOperation operation, IParameterSymbol parameter) =>
        operation is IParameterReferenceOperation reference && SymbolEqualityComparer.Default.Equals(reference.Parameter, parameter);

    private bool IsReceivedStamp(IOperation operation, IParameterSymbol received) =>
        IsReferenceTo(operation, received)
            ? KindOfParameter(received) is not null
            : operation is IMemberReferenceOperation { Instance: { } instance } member
                && KindOfClock(member.Member) is not null
                && origins.Find(instance, part => IsReferenceTo(part, received)) is not null;

    private LogicalClock? KindOfParameter(IParameterSymbol parameter) =>
        ClockKindOf(parameter) ?? (parameter.Type is INamedTypeSymbol type ? ClockKindOf(type) : null);

    /// <summary>What part of a message a deconstruction or a pattern gave is not asked: it may be the stamp.</summary>
    private bool DependsOnStamp(IOperation value, IParameterSymbol received) =>
        origins.Find(
            value,
            part =>
                IsReceivedStamp(part, received)
                || (
                    IsReferenceTo(part, received)
                    && Operations.OutOfConversions(part).Parent is IDeconstructionAssignmentOperation or IIsPatternOperation
                )
        )
            is not null;

    /// <summary>Is a value made of the message, and not only of a text or number in it?</summary>
    private bool IsMadeOfWhole(IOperation value, IParameterSymbol received) =>
        origins.Find(
            value,
            part => IsReferenceTo(part, received),
            part =>
                part is IMemberReferenceOperation { Instance: IParameterReferenceOperation, Type.SpecialType: not SpecialType.None }
                || IsStampedAnew(part)
        )
            is not null;

    /// <summary>received with { Stamp = clock }</summary>
    private bool IsStampedAnew(IOperation operation) =>
        operation is IWithOperation { Initializer: { } changes }
        && changes.Initializers.Any(change =>
            change is ISimpleAssignmentOperation { Target: IMemberReferenceOperation { Member: var member } }
            && KindOfClock(member) is not null
        );

    private static bool IsOwnClock(IOperation? operation, ISymbol clock)
    {
        operation = operation is null ? null : Values.Unwrap(operation);
        while (
            operation is IPropertyReferenceOperation { Property.IsIndexer: true, Instance: { } whole }
            || operation is IArrayElementReferenceOperation { ArrayReference: { } array } && (whole = array) is not null
        )
        {
            operation = whole;
        }

        return operation is IMemberReferenceOperation { Instance: null or IInstanceReferenceOperation } member
            && SymbolEqualityComparer.Default.Equals(member.Member, clock);
    }

    /// <summary>private long Next() => ++clock;</summary>
    private bool Counts(IMethodSymbol method, ISymbol clock) =>
        functions
            .BodyOf(method.OriginalDefinition)
            ?.Descendants()
            .Any(operation => operation is IIncrementOrDecrementOperation step && IsOwnClock(step.Target, clock)) == true;

    /// <summary>Can a method of the project set the clock: does it name it, or go on to other code of the project?</summary>
    private bool MayMerge(IMethodSymbol method, ISymbol clock) =>
        functions.BodyOf(method.OriginalDefinition) is not { } body
        || body.Descendants()
            .Any(operation =>
                (operation is IMemberReferenceOperation member && SymbolEqualityComparer.Default.Equals(member.Member, clock))
                || (
                    operation is IInvocationOperation call
                    && functions.IsOwnMethod(call.TargetMethod)
                    && !SymbolEqualityComparer.Default.Equals(call.TargetMethod, method)
                )
            );

    /// <summary>Is the larger of the two taken: by <c>Max</c>, by a comparison of them, or under one?</summary>
    private static bool TakesLater(ISimpleAssignmentOperation assignment, ISymbol clock) =>
        assignment
            .Value.DescendantsAndSelf()
            .Any(part =>
                part is IInvocationOperation { TargetMethod.Name: "Max" } or IConditionalOperation
                || (part is IInvocationOperation call && call.TargetMethod.ContainingType?.Name != "Math")
            )
        || assignment.Value.DescendantsAndSelf().OfType<ILocalReferenceOperation>().Any()
        || Guards.Of(assignment).Any(guard => guard.Condition.DescendantsAndSelf().Any(part => IsOwnClock(part, clock)));

    /// <summary>Does the clock's value go into a new event or a call?</summary>
    private static bool StampsEvent(IOperation clock)
    {
        var value = clock;
        while (value.Parent is IConversionOperation or IParenthesizedOperation or IBinaryOperation { OperatorKind: BinaryOperatorKind.Add })
        {
            value = value.Parent;
        }

        // As a text or any object it is written to a log.
        if (value.Type?.SpecialType is SpecialType.System_String or SpecialType.System_Object)
        {
            return false;
        }

        return value.Parent
                is IArgumentOperation
                {
                    Parent: IObjectCreationOperation or IInvocationOperation { TargetMethod.ContainingType.Name: not "Math" }
                }
            || value.Parent is ISimpleAssignmentOperation { Target: IMemberReferenceOperation, Value: var assigned } && assigned == value;
    }
}
