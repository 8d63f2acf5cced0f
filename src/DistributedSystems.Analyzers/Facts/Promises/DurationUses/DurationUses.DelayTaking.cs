using DistributedSystems.Analyzers.Facts.Code;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace DistributedSystems.Analyzers.Facts.Promises;

internal sealed partial class DurationUses
{
    /// <summary>
    /// The delay or timer to which a method of the project hands an argument on as it is, as messages name it. Null where a condition of
    /// the method looks at it first, where it is given another value, and where another method may run instead.
    /// </summary>
    public string? DelayTaking(IArgumentOperation argument)
    {
        if (
            argument is not { Parameter: { RefKind: RefKind.None } parameter, Parent: IInvocationOperation { IsVirtual: false } call }
            || !SymbolEqualityComparer.Default.Equals(parameter.Type, types.TimeSpan)
            || !functions.IsOwnMethod(call.TargetMethod)
            || functions.BodyOf(call.TargetMethod.OriginalDefinition) is not { } body
        )
        {
            return null;
        }

        string? delay = null;
        foreach (var operation in body.Descendants())
        {
            if (
                operation is not IParameterReferenceOperation use
                || !SymbolEqualityComparer.Default.Equals(use.Parameter, parameter.OriginalDefinition)
            )
            {
                continue;
            }

            if (use.Parent is IAssignmentOperation changed && changed.Target == use || IsCompared(use, use))
            {
                return null;
            }

            if (
                Operations.OutOfConversions(use).Parent is IArgumentOperation { Parameter: { ContainingSymbol: IMethodSymbol taker } taken }
                && (Symbols.TakesDuration(taken) || Symbols.IsTimerInterval(taken))
            )
            {
                delay ??= taker.MethodKind == MethodKind.Constructor ? taker.ContainingType.Name : Symbols.NameOf(taker);
            }
        }

        return delay;
    }
}
