using DistributedSystems.Analyzers.Facts.Code;
using DistributedSystems.Analyzers.Facts.Surroundings;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace DistributedSystems.Analyzers.Facts.Promises;

internal sealed partial class Attempts
{
    /// <summary>
    /// Is the item of a round given to something before the call is made? Then the call is about that item also where it does not name it:
    /// <c>client.BaseAddress = mirror; await client.Download();</c>. Numbers and durations count attempts and say how long to wait.
    /// </summary>
    private bool IsAboutItem(IInvocationOperation call, SyntaxNode loop) =>
        Operations.LoopAround(call, loop) is IForEachLoopOperation { Body: var round, Locals: { Length: 1 } items }
        && MayBeItem(items[0].Type)
        && round
            .Descendants()
            .Any(part =>
                part is ILocalReferenceOperation { Local: var used }
                && part.Syntax.SpanStart < call.Syntax.SpanStart
                && SymbolEqualityComparer.Default.Equals(used, items[0])
                && IsGivenAway(part)
            );

    private bool MayBeItem(ITypeSymbol type) =>
        !SymbolEqualityComparer.Default.Equals(type, types.TimeSpan)
        && type.SpecialType is not (>= SpecialType.System_SByte and <= SpecialType.System_Double);

    private static bool IsGivenAway(IOperation item)
    {
        while (item.Parent is IConversionOperation or IParenthesizedOperation)
        {
            item = item.Parent;
        }

        return item.Parent switch
        {
            IArgumentOperation { Parent: IInvocationOperation given } => !Handlers.IsLogging(given),
            ISimpleAssignmentOperation { Target: IMemberReferenceOperation } set => set.Value == item,
            _ => false,
        };
    }
}
