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

    // How methods are called that take something out of what holds it, or let it move on.
    private static readonly string[] Takes =
    {
        "Next",
        "Pop",
        "Dequeue",
        "Take",
        "Receive",
        "Read",
        "Consume",
        "Poll",
        "Fetch",
        "Acquire",
        "Rent",
        "Draw",
        "Pick",
        "Peek",
        "Remove",
        "Move",
        "Try",
    };

    /// <summary>
    /// Is the method told what to give or make: a name, a message, a member? <c>serializer.Serialize(order)</c> is the same again, where
    /// <c>source.GetJob()</c> may be another. How much of it, how long to wait and which one fits say not which it is.
    /// </summary>
    private bool IsAskedFor(IInvocationOperation invocation) =>
        !Takes.Any(word => invocation.TargetMethod.Name.IndexOf(word, StringComparison.Ordinal) >= 0)
        && catalog.EntryOf(invocation.TargetMethod) is null
        && invocation.Arguments.Any(argument =>
            argument.ArgumentKind != ArgumentKind.DefaultValue
            && argument.Parameter?.RefKind == RefKind.None
            && (
                argument.Value is IArrayCreationOperation { Initializer.ElementValues: var elements }
                && argument.ArgumentKind == ArgumentKind.ParamArray
                    ? elements.Any(SaysWhat)
                    : SaysWhat(argument.Value)
            )
        );

    private bool SaysWhat(IOperation given) =>
        Values.Unwrap(given) switch
        {
            IAnonymousFunctionOperation { Symbol.ReturnType: var returned } => returned.SpecialType
                is not (SpecialType.System_Boolean or SpecialType.System_Void),
            IDelegateCreationOperation { Target: var target } => SaysWhat(target),
            var value => value.Type is { IsReferenceType: true, TypeKind: not (TypeKind.Array or TypeKind.Delegate) } type
                && !types.IsToken(type)
                && type.Name is not ("Stream" or "CancellationTokenSource"),
        };

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
