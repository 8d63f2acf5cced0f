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

        IOperation value = call;
        while (
            value.Parent is IAwaitOperation or IConversionOperation or IParenthesizedOperation or ICoalesceOperation
            || (value.Parent is IConditionalOperation { Type: not null } choice && choice.Condition != value)
        )
        {
            value = value.Parent;
        }

        var local = value.Parent switch
        {
            IVariableInitializerOperation { Parent: IVariableDeclaratorOperation declarator } => declarator.Symbol,
            ISimpleAssignmentOperation { Target: ILocalReferenceOperation target } => target.Local,
            _ => null,
        };
        return local is not null && UsesOf(local, call).Any(use => Operations.DecisionAround(use) is not null);
    }
}
