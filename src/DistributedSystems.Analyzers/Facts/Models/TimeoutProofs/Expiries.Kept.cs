using System.Collections.Immutable;
using DistributedSystems.Analyzers.Facts.Code;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace DistributedSystems.Analyzers.Facts.Models;

internal sealed partial class Expiries
{
    /// <summary>A flag that is only raised on a timeout, a question to a collection that is only filled on one, a pattern on a state.</summary>
    private Expiry? ExpiryKeptIn(IOperation condition, Look look)
    {
        if (look.AtMark)
        {
            return null;
        }

        switch (condition)
        {
            case IInvocationOperation
            {
                TargetMethod.Name: "Contains"
                    or "ContainsKey"
                    or "Any"
                    or "TryDequeue"
                    or "TryPop"
                    or "TryTake"
                    or "TryPeek"
                    or "TryRead"
                    or "Remove"
                    or "TryRemove"
            } question when Operations.ReceiverOf(question) is { } collection && FilledOnTimeout(collection) is { } occasion:
                return new Expiry(true, $"{condition.Syntax} ({occasion})");
            case IIsPatternOperation { Value: var value, Pattern: var pattern }:
                return ExpiryOfPattern(value, pattern, look);
            case IPropertyReferenceOperation { Property.Name: "HasValue", Instance: { } held }:
                return ExpiryOfNull(held) is { } set ? set with { When = true } : null;
            case { Type.SpecialType: SpecialType.System_Boolean }
                when condition is IMemberReferenceOperation or ILocalReferenceOperation or IArrayElementReferenceOperation
                    || condition is IInvocationOperation { TargetMethod: var read }
                        && Symbols.IsFrameworkNamespace(read.ContainingNamespace):
                return ExpiryOfValue(condition, true)
                    ?? (ExpiryOfValue(condition, false) is { } inverse ? inverse with { When = false } : null);
            default:
                return null;
        }
    }

    /// <summary>A comparison with a constant that is only written on a timeout, or of a number of suspects with zero.</summary>
    private Expiry? ExpiryOfConstant(IOperation value, IOperation constant, Look look)
    {
        if (look.AtMark || Values.Unwrap(constant).ConstantValue is not { HasValue: true, Value: var wanted })
        {
            return null;
        }

        if (ExpiryAnsweredBy(value, wanted) is { } answered)
        {
            return answered;
        }

        if (wanted is null)
        {
            return ExpiryOfNull(value) is { } set ? set with { When = false } : null;
        }

        return ExpiryOfValue(value, wanted)
            ?? (wanted is 0 && SuspectsCountedBy(value) is { } occasion ? new Expiry(false, $"{value.Syntax} ({occasion})") : null)
            ?? (CountsMisses(value, look) ? new Expiry(true, value.Syntax.ToString()) : null);
    }

    /// <summary>A step of the project answers so on a timeout, and on nothing else: <c>catch (TimeoutException) { return null; }</c>.</summary>
    private Expiry? ExpiryAnsweredBy(IOperation value, object? wanted)
    {
        if (Operations.InvocationIn(values.ValueOf(value)) is not { IsVirtual: false } step || !functions.IsOwnMethod(step.TargetMethod))
        {
            return null;
        }

        var answers = functions
            .ValuesReturnedBy(step.TargetMethod)
            .Where(returned => Values.Unwrap(returned).ConstantValue is { HasValue: true, Value: var given } && Equals(given, wanted))
            .Select(TimeoutCaughtAround)
            .ToList();
        return answers.Count > 0 && !answers.Contains(null) ? new Expiry(true, $"{step.Syntax} ({answers[0]})") : null;
    }

    private Expiry? ExpiryOfPattern(IOperation value, IPatternOperation pattern, Look look) =>
        pattern switch
        {
            INegatedPatternOperation { Pattern: var negated } => ExpiryOfPattern(value, negated, look) is { } inner
                ? inner with
                {
                    When = !inner.When,
                }
                : null,
            IConstantPatternOperation { Value: var constant } => ExpiryOfConstant(value, constant, look),
            IRecursivePatternOperation { PropertySubpatterns.IsEmpty: true } or IDeclarationPatternOperation => ExpiryOfNull(value),
            _ => null,
        };

    private Expiry? ExpiryOfValue(IOperation value, object wanted)
    {
        string? occasion = null;
        var asked = Values.Unwrap(value).Type;
        return
            origins.Find(
                value,
                part =>
                    part is IMemberReferenceOperation { Member: var member, Type: var type }
                    && (SymbolEqualityComparer.Default.Equals(type, asked) || IsCollection(type))
                    && (
                        occasion = KeptMarks.OccasionOfAll(
                            kept.MarksOf(member)
                                .Where(mark => mark.Constant.HasValue || SymbolEqualityComparer.Default.Equals(mark.Place.Type, asked)),
                            MarkKind.Set,
                            wanted
                        )
                    )
                        is not null
            )
                is not null
            ? new Expiry(true, $"{value.Syntax} ({occasion})")
            : null;
    }

    /// <summary>since is not null, where anything but null is only written on a timeout.</summary>
    private Expiry? ExpiryOfNull(IOperation value) =>
        Values.Unwrap(value) is IMemberReferenceOperation { Member: var member }
        && kept.MarksOf(member).Where(mark => mark is not { Kind: MarkKind.Set, Constant: { HasValue: true, Value: null } }).ToList()
            is { Count: > 0 } set
        && set.All(mark => mark.Occasion is not null)
            ? new Expiry(true, $"{value.Syntax} ({set[0].Occasion})")
            : null;

    /// <summary>The timeout on which alone a collection is filled; null where it is filled otherwise too.</summary>
    public string? FilledOnTimeout(IOperation collection)
    {
        if (Values.Unwrap(collection) is ILocalReferenceOperation local && FilledHere(local) is { } here)
        {
            return here;
        }

        string? occasion = null;
        origins.Find(
            collection,
            part =>
                part is IMemberReferenceOperation { Member: var member, Type: var type }
                && IsCollection(type)
                && (occasion = KeptMarks.OccasionOfAll(kept.MarksOf(member), MarkKind.Added, wanted: null)) is not null
        );
        return occasion;
    }

    /// <summary>A collection of this function's own: empty when it is made, and only added to on a timeout.</summary>
    private string? FilledHere(ILocalReferenceOperation collection)
    {
        if (values.WritesTo(collection.Local, collection) is not { Complete: true, Values: { Length: 1 } made } || !IsMadeEmpty(made[0]))
        {
            return null;
        }

        var added = values
            .UsesOf(collection.Local, collection)
            .Select(static use => use.Parent as IInvocationOperation)
            .Where(static call => call?.Instance is not null && KeptMarks.Adding.Contains(call.TargetMethod.Name))
            .Select(call => OccasionOf(call!))
            .ToList();
        return added.Contains(null) ? null : added.FirstOrDefault();
    }

    // A collection expression is an operation of newer compilers.
    private static bool IsMadeEmpty(IOperation made) =>
        Values.Unwrap(made) is IObjectCreationOperation { Arguments.IsEmpty: true, Initializer: null } || made.Syntax.ToString() == "[]";

    private string? SuspectsCountedBy(IOperation value) =>
        Values.Unwrap(value) switch
        {
            IPropertyReferenceOperation { Property.Name: "Count" or "Length", Instance: { } collection } => FilledOnTimeout(collection),
            IInvocationOperation { TargetMethod: { Name: "Count", ContainingType.Name: "Enumerable" } } call => FilledOnTimeout(
                call.Arguments[0].Value
            ),
            _ => null,
        };

    private string? OccasionOf(IOperation place) => TimeoutCaughtAround(place) ?? ExpiryGuarding(place, AtMark)?.Text;

    /// <summary>The timeout on which alone a private method is called.</summary>
    private string? OccasionOfCallsTo(IMethodSymbol? method)
    {
        if (method is not { MethodKind: MethodKind.Ordinary, DeclaredAccessibility: Accessibility.Private, ContainingType: { } type })
        {
            return null;
        }

        var occasions = functions.CallsInType(method, type).Select(OccasionOf).ToList();
        return occasions.Contains(null) || functions.UsesInType(method).Any(use => use is IMethodReferenceOperation)
            ? null
            : occasions.FirstOrDefault();
    }

    public static bool IsCollection(ITypeSymbol? type) =>
        type is IArrayTypeSymbol or INamedTypeSymbol { TypeArguments.IsEmpty: false }
        && type.OriginalDefinition.SpecialType != SpecialType.System_Nullable_T;

    /// <summary>A number of rounds without an answer, or of those who gave none; at a mark, one that is counted in sight.</summary>
    private bool CountsMisses(IOperation value, Look look) =>
        kept.CountsMisses(value, localsOnly: look.AtMark) || (!look.AtMark && SuspectsCountedBy(value) is not null);
}
