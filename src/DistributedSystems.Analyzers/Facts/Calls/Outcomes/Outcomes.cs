using System.Collections.Immutable;
using DistributedSystems.Analyzers.Facts.Code;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace DistributedSystems.Analyzers.Facts.Calls;

/// <summary>
/// Evaluates the conditions that code puts on the outcome of a remote call (status codes, exception types and error codes)
/// under a hypothesis about that outcome, so that <c>when (ex.StatusCode == TooManyRequests)</c> is known to let no ambiguous
/// failure through.
/// </summary>
internal sealed partial class Outcomes
{
    // Generated code nests conditions thousands deep.
    private const int DeepestCondition = 100;

    private readonly Functions functions;
    private readonly SyntaxNode call;
    private readonly Hypothesis hypothesis;
    private readonly Witness witness;
    private readonly HashSet<OutcomeCode> codes = new();
    private readonly HashSet<SyntaxNode> unread = new();
    private readonly Func<IOperation, Truth>? assumed;

    // The pattern being read is matched against the outcome or a part of it.
    private bool isMatched;
    private Held? matched;

    private int nesting;

    // What variables that are made from the outcome were last given; null where that is not the same everywhere.
    private readonly Dictionary<object, IOperation?> parts = new();

    // How the call, a step of the project's own, tells its failure, and how that is found out.
    private readonly Func<IInvocationOperation, FailureAnswer>? answerOf;
    private IInvocationOperation? made;

    public Outcomes(
        Functions functions,
        SyntaxNode call,
        Witness witness,
        Func<IOperation, Truth>? assumed = null,
        Func<IInvocationOperation, FailureAnswer>? answerOf = null
    )
    {
        this.answerOf = answerOf;
        this.functions = functions;
        this.assumed = assumed;
        this.call = call;
        this.witness = witness;
        hypothesis = witness.How;
        Thrown = witness.Thrown;
    }

    /// <summary>The exception in hand, as far as its type is known where conditions are being evaluated.</summary>
    public ITypeSymbol? Thrown { get; set; }

    /// <summary>The codes that conditions compared with so far.</summary>
    public IReadOnlyCollection<OutcomeCode> Codes => codes;

    /// <summary>The tests met so far that cannot be read and that the failure was not told to answer.</summary>
    public IReadOnlyCollection<SyntaxNode> Unread => unread;

    public Truth Evaluate(IOperation condition, ImmutableDictionary<object, Held> variables)
    {
        if (nesting == DeepestCondition)
        {
            return Truth.Opaque;
        }

        nesting++;
        var truth = TruthOf(condition, variables);
        nesting--;
        if (truth == Truth.Both || condition is IAwaitOperation)
        {
            return assumed?.Invoke(condition) ?? truth;
        }

        if (truth != Truth.Opaque)
        {
            return truth;
        }

        if (assumed?.Invoke(condition) is { } known && known != Truth.Both)
        {
            return known;
        }

        if (witness.Answers.TryGetValue(condition.Syntax, out var answer))
        {
            return Of(answer);
        }

        unread.Add(condition.Syntax);
        return truth;
    }

    private Truth TruthOf(IOperation condition, ImmutableDictionary<object, Held> variables)
    {
        condition = Values.Unwrap(condition);
        if (condition.ConstantValue is { HasValue: true, Value: bool constant })
        {
            return Of(constant);
        }

        switch (condition)
        {
            case IUnaryOperation { OperatorKind: UnaryOperatorKind.Not } not:
                return !Evaluate(not.Operand, variables);
            case IBinaryOperation { OperatorKind: BinaryOperatorKind.ConditionalAnd or BinaryOperatorKind.And } and:
                return Evaluate(and.LeftOperand, variables) & Evaluate(and.RightOperand, variables);
            case IBinaryOperation { OperatorKind: BinaryOperatorKind.ConditionalOr or BinaryOperatorKind.Or } or:
                return Evaluate(or.LeftOperand, variables) | Evaluate(or.RightOperand, variables);
            case IBinaryOperation comparison:
                return Compare(comparison, variables);
            case IIsPatternOperation pattern:
                return Matches(pattern.Pattern, pattern.Value, variables);
            case IIsTypeOperation { ValueOperand: var tested } type when IsOutcome(tested, variables) || IsWrapped(tested, variables):
                return IsOfType(type.TypeOperand, tested, type.Syntax, variables);
            case IIsNullOperation isNull:
                return IsOutcome(isNull.Operand, variables) ? IsNothing
                    : HeldBy(isNull.Operand, variables) is Held.True or Held.False ? Truth.False
                    : Truth.Both;
            case IInvocationOperation { TargetMethod.Name: "GetValueOrDefault", Instance: { } mayBeAbsent }:
                return Evaluate(mayBeAbsent, variables);
            case IPropertyReferenceOperation
            {
                Property: { Name: "HasValue", ContainingType.OriginalDefinition.SpecialType: SpecialType.System_Nullable_T },
                Instance: { } nullable
            } when HeldBy(nullable, variables) == Held.Result && Answered == FailureAnswer.Nothing:
                return !IsNothing;
            case IPropertyReferenceOperation { Property: var flag, Instance: { } response }
                when flag.Type.SpecialType == SpecialType.System_Boolean
                    && RemoteFailures.IsSuccessFlag(flag)
                    && IsOutcome(response, variables):
                return hypothesis switch
                {
                    Hypothesis.Success => Truth.True,
                    Hypothesis.AmbiguousResponse => Truth.False,
                    _ => Truth.Both,
                };
            case IPropertyReferenceOperation { Property: { Name: "IsTransient" } transient, Instance: { } exception }
                when RemoteFailures.CallsAmbiguousTransient(transient.ContainingType)
                    && hypothesis.IsException()
                    && IsOutcome(exception, variables):
                return Truth.True;
            case IConditionalOperation { WhenFalse: { } otherwise } choice:
                return Evaluate(choice.Condition, variables).Choose(Evaluate(choice.WhenTrue, variables), Evaluate(otherwise, variables));
            case ISwitchExpressionOperation choice:
                return Arm(choice, 0, variables);
            case IInvocationOperation predicate when (IsListed(predicate, variables) ?? OfPredicate(predicate, variables)) is { } answer:
                return answer;
            default:
                return HeldBy(condition, variables) switch
                {
                    Held.True => Truth.True,
                    Held.False => Truth.False,
                    Held.Result when Answered == FailureAnswer.False => Of(hypothesis == Hypothesis.Success),
                    _ => MentionsOutcome(condition, variables) ? Truth.Opaque : Truth.Both,
                };
        }
    }

    private FailureAnswer Answered => made is null || answerOf is null ? FailureAnswer.None : answerOf(made);

    /// <summary>Is the outcome nothing: the answer by which a step tells its failure?</summary>
    private Truth IsNothing => Of(Answered == FailureAnswer.Nothing && hypothesis == Hypothesis.AmbiguousResponse);

    /// <summary>What a variable, a captured value or the call itself holds on this path.</summary>
    public Held? HeldBy(IOperation value, ImmutableDictionary<object, Held> variables)
    {
        value = Operations.WaitedFor(value);

        return value switch
        {
            IInvocationOperation itself when value.Syntax == call => Made(itself),
            ICaughtExceptionOperation => Held.Exception,
            ILocalReferenceOperation local => Lookup(local.Local),
            IParameterReferenceOperation parameter => Lookup(parameter.Parameter),
            IFlowCaptureReferenceOperation capture => Lookup(capture.Id),
            IInstanceReferenceOperation { ReferenceKind: InstanceReferenceKind.PatternInput } => matched,
            _ => null,
        };

        Held Made(IInvocationOperation itself)
        {
            made = itself;
            return Held.Result;
        }

        Held? Lookup(object key) => variables.TryGetValue(key, out var held) ? held : null;
    }

    public bool IsOutcome(IOperation value, ImmutableDictionary<object, Held> variables) =>
        HeldBy(value, variables) is Held.Result or Held.Exception;

    /// <summary>Is a variable made from the outcome? Its value is kept, since it may be a code.</summary>
    public bool IsPart(object variable, IOperation value, ImmutableDictionary<object, Held> variables)
    {
        if (!MentionsOutcome(value, variables))
        {
            return false;
        }

        parts[variable] = parts.TryGetValue(variable, out var known) && known?.Syntax != value.Syntax ? null : value;
        return true;
    }

    private bool MentionsOutcome(IOperation condition, ImmutableDictionary<object, Held> variables)
    {
        foreach (var operation in condition.DescendantsAndSelf())
        {
            if (
                operation
                    is ILocalReferenceOperation
                        or IParameterReferenceOperation
                        or IFlowCaptureReferenceOperation
                        or IInvocationOperation
                && (
                    HeldBy(operation, variables) is Held.Result or Held.Exception or Held.Part
                    || PatternNames.IsAnotherNameOf(operation, variables)
                )
            )
            {
                return true;
            }

            if (operation is IInstanceReferenceOperation { ReferenceKind: InstanceReferenceKind.PatternInput } && isMatched)
            {
                return true;
            }

            if (
                operation is IParameterReferenceOperation { Parameter: var parameter }
                && given.TryGetValue(parameter, out var argument)
                && MentionsOutcome(argument, variables)
            )
            {
                return true;
            }
        }

        return false;
    }
}
