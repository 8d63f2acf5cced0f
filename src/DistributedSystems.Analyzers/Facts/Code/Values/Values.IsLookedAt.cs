using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace DistributedSystems.Analyzers.Facts.Code;

internal sealed partial class Values
{
    /// <summary>Is the value that a call gives looked at by a condition, itself or through a local?</summary>
    public bool IsLookedAt(IInvocationOperation call)
    {
        if (Operations.DecisionAround(call) is not null)
        {
            return true;
        }

        var local = OutcomeOf(call).Parent switch
        {
            IVariableInitializerOperation { Parent: IVariableDeclaratorOperation declarator } => declarator.Symbol,
            ISimpleAssignmentOperation { Target: ILocalReferenceOperation target } => target.Local,
            _ => null,
        };
        return local is not null && UsesOf(local, call).Any(use => Operations.DecisionAround(use) is not null);
    }

    /// <summary>Is the value that a call gives used for anything? A local that nobody names is not.</summary>
    public bool IsUsed(IInvocationOperation call)
    {
        var value = OutcomeOf(call);
        return !Operations.IsDropped(value)
            && (
                value.Parent is not IVariableInitializerOperation { Parent: IVariableDeclaratorOperation { Symbol: var local } }
                || UsesOf(local, call).Count > 0
            );
    }

    /// <summary>The expression that stands for what a call gives: awaited, converted, or one of two that are chosen from.</summary>
    private static IOperation OutcomeOf(IInvocationOperation call)
    {
        IOperation value = call;
        while (
            value.Parent is IAwaitOperation or IConversionOperation or IParenthesizedOperation or ICoalesceOperation
            || Operations.ReceiverUse(value) is IInvocationOperation { TargetMethod.Name: "ConfigureAwait" }
            || (value.Parent is IConditionalOperation { Type: not null } choice && choice.Condition != value)
        )
        {
            value = value.Parent!;
        }

        return value;
    }
}
