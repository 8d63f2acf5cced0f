using DistributedSystems.Analyzers.Facts.Calls;
using DistributedSystems.Analyzers.Facts.Code;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace DistributedSystems.Analyzers.Facts.Models;

/// <summary>A condition that tells whether time is up.</summary>
/// <param name="When">The truth of the condition that means it is.</param>
/// <param name="Evidence">The expression, for messages.</param>
internal sealed record Expiry(bool When, string Evidence);

/// <summary>How far a condition was followed.</summary>
/// <param name="Depth">Steps.</param>
/// <param name="AtMark">It explains a mark that was left in state: other marks explain nothing.</param>
internal readonly record struct Look(int Depth, bool AtMark)
{
    public Look Deeper => this with { Depth = Depth + 1 };
}

/// <summary>Why something is done, and where that shows.</summary>
internal readonly record struct Occasion(string Text, IOperation Place);

/// <summary>What tells that no answer came in time: conditions, catches, and state that was written on either.</summary>
internal sealed partial class Expiries
{
    private static readonly Look AtMark = new(0, AtMark: true);

    private readonly WellKnownTypes types;
    private readonly Values values;
    private readonly Functions functions;
    private readonly Origins origins;
    private readonly RemoteCalls remoteCalls;
    private readonly ClockTrends trends;
    private readonly KeptMarks kept;

    public Expiries(
        SemanticModels models,
        Project project,
        WellKnownTypes types,
        Values values,
        Functions functions,
        Origins origins,
        RemoteCalls remoteCalls,
        Determinism determinism
    )
    {
        (this.types, this.values, this.functions, this.origins) = (types, values, functions, origins);
        this.remoteCalls = remoteCalls;
        trends = new ClockTrends(types, values, functions, determinism);
        kept = new KeptMarks(
            models,
            project,
            values,
            functions,
            origins,
            TimeoutCaughtAround,
            place => IsTakenBack(place) ? null : OccasionOf(place) ?? OccasionOfCallsTo(Operations.EnclosingMethodOf(place)),
            value => ExpiryIn(value, AtMark)
        );
    }

    private const int DeepestCondition = 16;

    /// <summary>
    /// Does a condition tell that no answer came in time: a clock compared with a limit, a wait that gave up, a race against a delay, a
    /// flag
    /// or result that is set where a timeout is caught? Null where it tells anything else.
    /// </summary>
    public Expiry? ExpiryIn(IOperation condition, Look look = default)
    {
        condition = Values.Unwrap(condition);
        if (look.Depth > DeepestCondition)
        {
            return null;
        }

        switch (condition)
        {
            case IUnaryOperation { OperatorKind: UnaryOperatorKind.Not } negated:
                return ExpiryIn(negated.Operand, look.Deeper) is { } inner ? inner with { When = !inner.When } : null;
            case IAwaitOperation awaited:
                return ExpiryIn(awaited.Operation, look.Deeper);
            case IBinaryOperation { OperatorKind: BinaryOperatorKind.ConditionalAnd or BinaryOperatorKind.ConditionalOr } both:
                return ExpiryIn(both.LeftOperand, look.Deeper) ?? ExpiryIn(both.RightOperand, look.Deeper);
            case IBinaryOperation { OperatorKind: BinaryOperatorKind.Equals or BinaryOperatorKind.NotEquals } equality:
                return ExpiryOfEquality(equality, look);
            case IBinaryOperation comparison when ExpiryWhenTrue(comparison, look) is { } when:
                return new Expiry(when, comparison.Syntax.ToString());
            case IInvocationOperation call when TimedWaits.HasLimit(call):
                return new Expiry(false, call.Syntax.ToString());
            case IInvocationOperation { IsVirtual: false } call when functions.IsOwnMethod(call.TargetMethod):
                return ExpiryReturnedBy(call, call.TargetMethod, look) ?? ExpiryKeptIn(condition, look);
            case IPropertyReferenceOperation { Property: { IsVirtual: false, IsAbstract: false, GetMethod: { } getter } } property
                when functions.IsOwnMethod(getter):
                return ExpiryReturnedBy(property, getter, look) ?? ExpiryKeptIn(condition, look);
            case IPropertyReferenceOperation { Property.Name: "IsCancellationRequested" } property when IsTimed(property.Instance):
                return new Expiry(true, property.Syntax.ToString());
            case ILocalReferenceOperation local:
                return ExpiryHeldBy(local, look) ?? ExpiryKeptIn(local, look);
            default:
                return ExpiryKeptIn(condition, look);
        }
    }

    private Expiry? ExpiryOfEquality(IBinaryOperation equality, Look look)
    {
        var isEqual = equality.OperatorKind == BinaryOperatorKind.Equals;
        foreach (var (one, other) in new[] { (equality.LeftOperand, equality.RightOperand), (equality.RightOperand, equality.LeftOperand) })
        {
            if (other.ConstantValue is { HasValue: true, Value: bool constant } && ExpiryIn(one, look.Deeper) is { } inner)
            {
                return inner with { When = inner.When == (constant == isEqual) };
            }

            // A race: whoever is first is the answer, or the delay.
            if (origins.Find(one, IsRaceWithDelay) is not null)
            {
                return new Expiry(isEqual == (origins.Find(other, TimedWaits.IsDelay) is not null), equality.Syntax.ToString());
            }

            if (ExpiryOfConstant(one, other, look) is { } kept)
            {
                return kept with { When = isEqual == kept.When };
            }
        }

        return null;
    }

    private bool IsRaceWithDelay(IOperation operation) =>
        operation is IInvocationOperation { TargetMethod: { Name: "WhenAny", ContainingType: { Name: "Task" } type } } call
        && Symbols.IsSystem(type, "System.Threading.Tasks")
        && call.Arguments.Any(argument => origins.Find(argument.Value, TimedWaits.IsDelay) is not null);

    /// <summary>The token is of a source that is cancelled after some time.</summary>
    public bool IsTimed(IOperation? token) =>
        origins.Find(
            token,
            operation =>
                (
                    operation
                        is IObjectCreationOperation
                        {
                            Arguments.Length: > 0,
                            Type: INamedTypeSymbol { Name: "CancellationTokenSource" } type
                        }
                    && Symbols.IsSystem(type, "System.Threading")
                )
                || (
                    operation is ILocalReferenceOperation source
                    && values
                        .UsesOf(source.Local, source)
                        .Any(use => use.Parent is IInvocationOperation { TargetMethod.Name: "CancelAfter" })
                )
        )
            is not null;

    private Expiry? ExpiryReturnedBy(IOperation call, IMethodSymbol method, Look look)
    {
        foreach (var returned in functions.ValuesReturnedBy(method))
        {
            // The result for a timeout: try { …; return true; } catch (TimeoutException) { return false; }
            if (returned.ConstantValue is { HasValue: true, Value: bool constant })
            {
                if (TimeoutCaughtAround(returned) is { } caught)
                {
                    return new Expiry(constant, $"{call.Syntax} ({caught})");
                }
            }
            else if (ExpiryIn(returned, look.Deeper) is { } inner)
            {
                return inner with { Evidence = call.Syntax.ToString() };
            }
        }

        return null;
    }

    private Expiry? ExpiryHeldBy(ILocalReferenceOperation local, Look look)
    {
        var held = values.WritesTo(local.Local, local).Values;
        foreach (var written in held)
        {
            if (written.ConstantValue is { HasValue: true, Value: bool constant })
            {
                if (TimeoutCaughtAround(written) is { } caught)
                {
                    return new Expiry(constant, $"{local.Local.Name} ({caught})");
                }
            }
            else if (ExpiryIn(written, look.Deeper) is { } inner)
            {
                return inner;
            }

            // var came = false; try { …; came = true; } catch (TimeoutException) { }
            if (
                TimeoutSwallowedBetween(written, local) is { } swallowed
                && held.FirstOrDefault(value => TimeoutSwallowedBetween(value, local) is null)?.ConstantValue
                    is { HasValue: true, Value: bool initial }
            )
            {
                return new Expiry(initial, $"{local.Local.Name} ({swallowed})");
            }
        }

        return null;
    }

    /// <summary>Comparing a clock with a limit: the truth that means the limit is passed. Null where no clock runs, or on both
    /// sides.</summary>
    private bool? ExpiryWhenTrue(IBinaryOperation comparison, Look look)
    {
        var grows = comparison.OperatorKind switch
        {
            BinaryOperatorKind.GreaterThan or BinaryOperatorKind.GreaterThanOrEqual => 1,
            BinaryOperatorKind.LessThan or BinaryOperatorKind.LessThanOrEqual => -1,
            _ => 0,
        };
        if (grows == 0)
        {
            return null;
        }

        // A reading in place runs on; one that a variable holds stands still unless there is no other.
        foreach (var follow in new[] { false, true })
        {
            var (left, right) = (trends.TrendOf(comparison.LeftOperand, follow), trends.TrendOf(comparison.RightOperand, follow));
            if (left != right && (left == 0 || right == 0))
            {
                return (left - right) * grows > 0;
            }

            if (left != 0)
            {
                return null;
            }
        }

        // Rounds that brought nothing.
        return (CountsMisses(comparison.LeftOperand, look), CountsMisses(comparison.RightOperand, look)) switch
        {
            (true, false) => grows > 0,
            (false, true) => grows < 0,
            _ => null,
        };
    }

    /// <summary>The condition around an operation that tells that time is up.</summary>
    public Occasion? ExpiryGuarding(IOperation operation, Look look)
    {
        foreach (var guard in Guards.Of(operation))
        {
            if (ExpiryIn(guard.Condition, look) is { } expiry && expiry.When == guard.When)
            {
                return new Occasion($"'{expiry.Evidence}'", guard.Condition);
            }
        }

        // switch (node.State) { case State.Silent: … }
        for (var around = operation; around is not (null or IAnonymousFunctionOperation or ILocalFunctionOperation); around = around.Parent)
        {
            if (
                around is ISwitchCaseOperation { Clauses: { Length: 1 } clauses, Parent: ISwitchOperation choice }
                && clauses[0] is ISingleValueCaseClauseOperation { Value: var single }
                && ExpiryOfConstant(choice.Value, single, look) is { When: true } expiry
            )
            {
                return new Occasion($"'{expiry.Evidence}'", choice.Value);
            }
        }

        return null;
    }

    public string? ExpiryOfPredicate(IInvocationOperation filter) =>
        filter.Arguments.Length > 0
        && functions.FunctionGiven(filter.Arguments[filter.Arguments.Length - 1].Value) is { Body: var body }
        && body.Descendants().OfType<IReturnOperation>().FirstOrDefault()?.ReturnedValue is { } condition
        && ExpiryIn(condition) is { When: true } expiry
            ? $"'{expiry.Evidence}'"
            : null;

    /// <summary>Inside a failure detector that is declared to make mistakes, a suspicion is not a proof and is taken back.</summary>
    public static bool AdmitsMistakes(ISymbol site) =>
        Declarations.NearestOf(site, Annotations.FailureDetector, out _) is { } detector
        && Annotations.Member<Accuracy>(detector, "accuracy") is { } accuracy
        && accuracy != Accuracy.Strong;

    private static bool IsTakenBack(IOperation place) =>
        place.SemanticModel?.GetEnclosingSymbol(place.Syntax.SpanStart) is { } site && AdmitsMistakes(site);
}
