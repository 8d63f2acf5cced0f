using System.Collections.Immutable;
using DistributedSystems.Analyzers.Facts.Code;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace DistributedSystems.Analyzers.Facts.Calls;

internal sealed partial class Outcomes
{
    private Truth Compare(IBinaryOperation comparison, ImmutableDictionary<object, Held> variables)
    {
        if (Constants.IsNeverReached(comparison) is { } always)
        {
            return Of(always);
        }

        var (left, right, kind) = (Values.Unwrap(comparison.LeftOperand), Values.Unwrap(comparison.RightOperand), comparison.OperatorKind);
        if (left.ConstantValue.HasValue)
        {
            (left, right, kind) = (right, left, OutcomeCodes.Mirrored(kind));
        }

        if (!right.ConstantValue.HasValue)
        {
            return MentionsOutcome(comparison, variables) ? Truth.Opaque : Truth.Both;
        }

        if (right.ConstantValue.Value is null && IsOutcome(left, variables))
        {
            return kind == BinaryOperatorKind.NotEquals ? !IsNothing : IsNothing;
        }

        if (kind is BinaryOperatorKind.Equals or BinaryOperatorKind.NotEquals && right.ConstantValue.Value is bool expected)
        {
            var value = Evaluate(left, variables);
            return expected == (kind == BinaryOperatorKind.Equals) ? value : !value;
        }

        return OverSamples(
            left,
            right.ConstantValue.Value,
            variables,
            sample => OutcomeCodes.Holds(sample, kind, right.ConstantValue.Value)
        );
    }

    private Truth Matches(IPatternOperation pattern, IOperation? value, ImmutableDictionary<object, Held> variables)
    {
        if (nesting == DeepestCondition)
        {
            return Truth.Opaque;
        }

        nesting++;
        var truth = TruthOf(pattern, value, variables);
        nesting--;
        return truth;
    }

    private Truth TruthOf(IPatternOperation pattern, IOperation? value, ImmutableDictionary<object, Held> variables) =>
        pattern switch
        {
            IConstantPatternOperation { Value.ConstantValue: { HasValue: true, Value: null } }
                when value is not null && IsOutcome(value, variables) => IsNothing,
            IConstantPatternOperation { Value.ConstantValue: { HasValue: true, Value: bool expected } } when value is not null => expected
                ? Evaluate(value, variables)
                : !Evaluate(value, variables),
            IConstantPatternOperation { Value.ConstantValue: { HasValue: true } constant } when value is not null => OverSamples(
                value,
                constant.Value,
                variables,
                sample => OutcomeCodes.Holds(sample, BinaryOperatorKind.Equals, constant.Value)
            ),
            IRelationalPatternOperation { Value.ConstantValue: { HasValue: true } constant } relational when value is not null =>
                OverSamples(
                    value,
                    constant.Value,
                    variables,
                    sample => OutcomeCodes.Holds(sample, relational.OperatorKind, constant.Value)
                ),
            INegatedPatternOperation negated => !Matches(negated.Pattern, value, variables),
            IBinaryPatternOperation { OperatorKind: BinaryOperatorKind.And } and => Matches(and.LeftPattern, value, variables)
                & Matches(and.RightPattern, value, variables),
            IBinaryPatternOperation or => Matches(or.LeftPattern, value, variables) | Matches(or.RightPattern, value, variables),
            IRecursivePatternOperation { PropertySubpatterns.IsEmpty: true, DeconstructionSubpatterns.IsEmpty: true }
            or IDeclarationPatternOperation
            or ITypePatternOperation
                when value is not null && HeldBy(value, variables) == Held.Result && Answered == FailureAnswer.Nothing => !IsNothing,
            IRecursivePatternOperation recursive => IsOfType(recursive.MatchedType, value, recursive.Syntax, variables)
                & AllProperties(recursive, value, variables),
            ITypePatternOperation { MatchedType: { } type } => IsOfType(type, value, pattern.Syntax, variables),
            IDeclarationPatternOperation { MatchedType: { } type } => IsOfType(type, value, pattern.Syntax, variables),
            IDiscardPatternOperation => Truth.True,
            IDeclarationPatternOperation => Truth.Both,
            _ => Truth.Opaque,
        };

    /// <summary>What whoever blocks on a task finds in the exception it is given: the failure itself.</summary>
    private bool IsWrapped(IOperation value, ImmutableDictionary<object, Held> variables) =>
        Thrown is { Name: "AggregateException" }
        && Values.Unwrap(value) is IPropertyReferenceOperation { Property.Name: "InnerException", Instance: { } wrapping }
        && HeldBy(wrapping, variables) == Held.Exception;

    /// <summary>Some failures are of a type and some are not: each is asked about for itself.</summary>
    private Truth OneOfTypes(SyntaxNode test)
    {
        if (witness.Answers.TryGetValue(test, out var answer))
        {
            return Of(answer);
        }

        unread.Add(test);
        return Truth.Both;
    }

    private Truth IsOfType(ITypeSymbol type, IOperation? value, SyntaxNode test, ImmutableDictionary<object, Held> variables) =>
        value is null ? Truth.Both
        : IsWrapped(value, variables)
            ? RemoteFailures.MayCatch(type, thrown: null) ? OneOfTypes(test)
                : Truth.False
        : HeldBy(value, variables) != Held.Exception
            ? HeldBy(value, variables) is null && MentionsOutcome(value, variables) ? Truth.Opaque
                : HeldBy(value, variables) == Held.Result && Symbols.DerivesFrom(value.Type, type) ? !IsNothing
                : Truth.Both
        : Thrown is null
            ? RemoteFailures.MayCatch(type, Thrown) ? OneOfTypes(test)
                : Truth.False
        : Symbols.DerivesFrom(Thrown, type) ? Truth.True
        : Symbols.DerivesFrom(type, Thrown!) ? Truth.Both
        : Truth.False;

    private Truth AllProperties(IRecursivePatternOperation pattern, IOperation? value, ImmutableDictionary<object, Held> variables)
    {
        var outer = (isMatched, matched);
        (isMatched, matched) = value is null ? (false, null) : (MentionsOutcome(value, variables), HeldBy(value, variables));
        var all = pattern.DeconstructionSubpatterns.IsEmpty ? Truth.True : Truth.Opaque;
        foreach (var property in pattern.PropertySubpatterns)
        {
            all &= Matches(property.Pattern, property.Member, variables);
        }

        (isMatched, matched) = outer;
        return all;
    }

    /// <summary>Is a code of the outcome in a list that is written out: <c>Passing.Contains(answer.StatusCode)</c>? Null where it is asked of
    /// something else.</summary>
    private Truth? IsListed(IInvocationOperation asked, ImmutableDictionary<object, Held> variables) =>
        asked.TargetMethod.Name == "Contains"
        && Operations.ReceiverOf(asked) is { } list
        && asked.Arguments.FirstOrDefault(argument => MentionsOutcome(argument.Value, variables))?.Value is { } code
        && functions.ConstantsListedIn(list) is { IsEmpty: false } constants
            ? constants
                .Select(one => OverSamples(code, one, variables, sample => OutcomeCodes.Holds(sample, BinaryOperatorKind.Equals, one)))
                .Aggregate(static (left, right) => left | right)
            : null;

    /// <summary>Tries a predicate on every code the hypothesis allows: always, never, or it depends.</summary>
    private Truth OverSamples(
        IOperation observed,
        object? constant,
        ImmutableDictionary<object, Held> variables,
        Func<object?, bool?> predicate
    )
    {
        var property = OutcomeCodes.PropertyOf(observed, KeptIn);
        var enumeration = property is null ? "" : OutcomeCodes.CodesOf(property.Property);
        if (property is null || OutcomeCodes.AmbiguousOf(enumeration) is not { } samples)
        {
            return MentionsOutcome(observed, variables) ? Truth.Opaque : Truth.Both;
        }

        codes.Add(new OutcomeCode(enumeration, constant));
        if (witness.Code is { } code && code.Enumeration == enumeration)
        {
            samples = ImmutableArray.Create(code.Value);
        }
        else if (hypothesis == Hypothesis.Success)
        {
            samples = ImmutableArray.Create<object?>(OutcomeCodes.SuccessOf(enumeration, constant));
        }
        else if (
            hypothesis.IsException() && property.Type is INamedTypeSymbol { OriginalDefinition.SpecialType: SpecialType.System_Nullable_T }
        )
        {
            // An exception without a status: the connection broke after the request was sent.
            samples = samples.Add(null);
        }

        return OutcomeCodes.TruthFor(
            hypothesis == Hypothesis.PromptException ? samples.RemoveAll(OutcomeCodes.IsTimeout) : samples,
            predicate
        );
    }

    /// <summary>What a variable on the way from the outcome to a condition was made from; null where that is not known.</summary>
    private IOperation? KeptIn(IOperation variable) =>
        variable switch
        {
            ILocalReferenceOperation { Local: var local } => Kept(local),
            IFlowCaptureReferenceOperation { Id: var capture } => Kept(capture),
            IParameterReferenceOperation { Parameter: var parameter } => given.TryGetValue(parameter, out var argument)
                ? argument
                : Kept(parameter),
            _ => null,
        };

    private IOperation? Kept(object variable) => parts.TryGetValue(variable, out var kept) ? kept : null;

    private static Truth Of(bool value) => value ? Truth.True : Truth.False;
}
