using DistributedSystems.Analyzers.Facts.Code;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace DistributedSystems.Analyzers.Facts.Surroundings;

internal sealed partial class Clients
{
    // No part of a tuple.
    private const int Whole = -1;

    /// <summary>Is the new client what a private step of its type returns, alone or in a tuple, and does some member that calls the step
    /// dispose of it, or use it for its own calls only?</summary>
    private bool EndsWhereStepIsCalled(IOperation creation, ISymbol member, ref bool isUsedRepeatedly)
    {
        if (
            member is not IMethodSymbol { MethodKind: MethodKind.Ordinary, DeclaredAccessibility: Accessibility.Private } step
            || Operations.FunctionAround(creation) is not null
            || PositionReturned(creation, DeepestStep) is not { } position
        )
        {
            return false;
        }

        foreach (var call in functions.CallsInType(step.OriginalDefinition, step.ContainingType))
        {
            // Told where the table is asked.
            if (!IsValueForMissingKey(call) && (position == Whole ? EndsHere(call, ref isUsedRepeatedly) : EndsAsPart(call, position)))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>At which place of the returned tuple a value stands, or <see cref="Whole"/>; null where it is not returned, or kept as
    /// well.</summary>
    private int? PositionReturned(IOperation value, int remaining)
    {
        value = Operations.OutOfConversions(value);
        switch (value.Parent)
        {
            case IReturnOperation:
                return Whole;
            case ITupleOperation tuple when Operations.OutOfConversions(tuple).Parent is IReturnOperation:
                return tuple.Elements.IndexOf(value);
            case IVariableInitializerOperation { Parent: IVariableDeclaratorOperation { Symbol: var local } declarator } when remaining > 0:
                int? returned = null;
                foreach (var use in values.UsesOf(local, declarator))
                {
                    if (
                        use.Parent is ISimpleAssignmentOperation { Target: not ILocalReferenceOperation } kept && kept.Value == use
                        || use.Parent is IArgumentOperation { Parent: IObjectCreationOperation }
                        || Operations.FunctionAround(use) is not null
                    )
                    {
                        return null;
                    }

                    returned ??= PositionReturned(use, remaining - 1);
                }

                return returned;
            default:
                return null;
        }
    }

    /// <summary>Is this part of a tuple taken apart at once, into a local that a <c>using</c> or <c>Dispose</c> ends?</summary>
    private bool EndsAsPart(IInvocationOperation call, int position) =>
        Operations.OutOfConversions(call).Parent
            is IDeconstructionAssignmentOperation
            {
                Target: ITupleOperation or IDeclarationExpressionOperation { Expression: ITupleOperation }
            } taken
        && ((taken.Target as ITupleOperation) ?? (ITupleOperation)((IDeclarationExpressionOperation)taken.Target).Expression)
            is { Elements: var parts }
        && position < parts.Length
        && (parts[position] is IDeclarationExpressionOperation declared ? declared.Expression : parts[position])
            is ILocalReferenceOperation { Local: var part }
        && IsDisposedIn(part, call);

    private bool IsDisposedIn(ILocalSymbol client, IOperation anywhereInBody) =>
        values
            .UsesOf(client, anywhereInBody)
            .Any(use =>
                use.Parent is IUsingOperation scope && scope.Resources == use
                || Operations.ReceiverUse(use) is IInvocationOperation { TargetMethod.Name: "Dispose" or "DisposeAsync" }
            );
}
