using DistributedSystems.Analyzers.Facts;
using DistributedSystems.Analyzers.Facts.Code;
using DistributedSystems.Analyzers.Facts.Promises;
using DistributedSystems.Analyzers.Facts.Surroundings;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace DistributedSystems.Analyzers.Rules.Clocks;

/// <summary>
/// Reports when the passing of a timeout or an expiry is decided by comparing the wall clock with an instant that this process
/// computed from it: the clock may be set in between.
/// Silent when the other instant comes from anywhere else, is public or settable, or when two plain readings are compared.
/// </summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class TimeoutOnWallClock : DistributedAnalyzer
{
    internal const string Id = "DIST4002";

    private static readonly DiagnosticDescriptor Problem = Rule.Create(
        Id,
        "Timeout or expiry is tracked with a wall clock",
        "'{0}' decides with the wall clock whether time is up, though both instants are readings of this process ({1}): when the clock is set, it ends too early or too late",
        Level.Warning
    );

    public TimeoutOnWallClock()
        : base(Problem, Subject.WallClock) { }

    private protected override void Register(CompilationStartAnalysisContext start, CompilationFacts facts)
    {
        start.On(facts, context => Analyze(context, facts), OperationKind.Binary, OperationKind.Invocation);
    }

    private static void Analyze(OperationContext context, CompilationFacts facts)
    {
        var operation = context.Operation;
        var (first, second) = operation switch
        {
            IBinaryOperation
            {
                OperatorKind: BinaryOperatorKind.LessThan
                    or BinaryOperatorKind.LessThanOrEqual
                    or BinaryOperatorKind.GreaterThan
                    or BinaryOperatorKind.GreaterThanOrEqual
            } comparison => Compared(comparison, facts),
            IBinaryOperation { OperatorKind: BinaryOperatorKind.Subtract } rest
                when facts.Types.IsInstant(rest.OperatorMethod?.ContainingType) => Remaining(
                rest,
                rest.LeftOperand,
                rest.RightOperand,
                facts
            ),
            IInvocationOperation { TargetMethod.Name: "Subtract" or "Minus", Instance: { } end, Arguments.Length: 1 } rest
                when facts.Types.IsInstant(rest.TargetMethod.ContainingType) => Remaining(rest, end, rest.Arguments[0].Value, facts),
            _ => default((IOperation?, IOperation?)),
        };
        if (
            first is null
            || second is null
            || facts.Clocks.WallClockInstantOf(first) is not { } left
            || facts.Clocks.WallClockInstantOf(second) is not { } right
        )
        {
            return;
        }

        // Two plain readings are put in order, not timed. Where no time has passed between them (both made in this expression, or
        // both from one reading) nothing is measured.
        if (
            !(left.IsShifted || right.IsShifted)
            || !(left.IsHeld || right.IsHeld)
            || (left.Reading.Source.Syntax == right.Reading.Source.Syntax && left.IsKept == right.IsKept)
        )
        {
            return;
        }

        if (IsAllowed(operation, first, second, left, right, facts))
        {
            return;
        }

        // Whose lease it is matters more than which clock says so.
        if (
            (facts.Locks.LeaseStartedBy(left.Reading.Source) ?? facts.Locks.LeaseStartedBy(right.Reading.Source)) is not null
            && context.YieldsTo(Problem, LeaseOnLocalClock.Id, DiagnosticSeverity.Info)
        )
        {
            return;
        }

        var set = (left.IsHeld ? left : right).Reading.Source.Syntax;
        context.Report(
            Diagnostic.Create(
                Problem,
                operation.Syntax.GetLocation(),
                new[] { set.GetLocation() },
                Evidence.Of($"set from {set}"),
                operation.Syntax.ToString(),
                set.ToString()
            )
        );
    }

    /// <summary>The team lets the wall clock keep limits as long as this one.</summary>
    private static bool IsAllowed(
        IOperation operation,
        IOperation first,
        IOperation second,
        WallClockInstant left,
        WallClockInstant right,
        CompilationFacts facts
    ) =>
        facts.Project.DurationSetFor(operation.Syntax.SyntaxTree, RuleOptions.WallClockAllowance) is { } allowance
        && new[] { facts.Values.ValueOf(first), facts.Values.ValueOf(second), left.Reading.Source.Parent, right.Reading.Source.Parent }
            .OfType<IOperation>()
            .Select(facts.CallLimits.AddedBy)
            .OfType<TimeSpan>()
            .ToList()
            is { Count: > 0 } limits
        && limits.All(limit => limit >= allowance);

    /// <summary>The two instants that a comparison puts in order: as such, as numbers, or through <c>CompareTo</c>.</summary>
    private static (IOperation? First, IOperation? Second) Compared(IBinaryOperation comparison, CompilationFacts facts)
    {
        if (facts.Types.IsInstant(comparison.OperatorMethod?.ContainingType))
        {
            return (comparison.LeftOperand, comparison.RightOperand);
        }

        if (
            comparison.LeftOperand
                is IInvocationOperation { TargetMethod: { Name: "CompareTo" or "Compare", ContainingType: { } type } } order
            && facts.Types.IsInstant(type)
            && comparison.RightOperand.ConstantValue is { HasValue: true, Value: 0 }
        )
        {
            return order.Instance is { } instance
                ? (instance, order.Arguments[0].Value)
                : (order.Arguments[0].Value, order.Arguments[1].Value);
        }

        var (left, right) = (facts.Clocks.InstantInNumber(comparison.LeftOperand), facts.Clocks.InstantInNumber(comparison.RightOperand));
        return left is null && right is null ? default : (left ?? comparison.LeftOperand, right ?? comparison.RightOperand);
    }

    /// <summary>
    /// What remains of a deadline (<c>end - now</c>) is reported where the deadline is not compared as well. The length of a span between
    /// two instants that were
    /// both chosen is no time that passes.
    /// </summary>
    private static (IOperation? First, IOperation? Second) Remaining(
        IOperation difference,
        IOperation minuend,
        IOperation subtrahend,
        CompilationFacts facts
    )
    {
        var (left, right) = (facts.Clocks.WallClockInstantOf(minuend), facts.Clocks.WallClockInstantOf(subtrahend));
        var deadline =
            left is { IsShifted: true, IsPast: false, IsHeld: true } && right is { IsShifted: false } ? minuend
            : right is { IsShifted: true, IsPast: false, IsHeld: true } && left is { IsShifted: false } ? subtrahend
            : null;
        var isReported =
            deadline is not null
            && !IsOnlyShown(difference)
            && !Values
                .RootOf(difference)
                .Descendants()
                .Any(operation =>
                    operation is IBinaryOperation comparison
                    && comparison.OperatorKind
                        is BinaryOperatorKind.LessThan
                            or BinaryOperatorKind.LessThanOrEqual
                            or BinaryOperatorKind.GreaterThan
                            or BinaryOperatorKind.GreaterThanOrEqual
                    && (SameExpression.Are(comparison.LeftOperand, deadline) || SameExpression.Are(comparison.RightOperand, deadline))
                );
        return isReported ? (minuend, subtrahend) : default;
    }

    /// <summary>What is left is told to a person, and decides nothing.</summary>
    private static bool IsOnlyShown(IOperation difference)
    {
        var shown = Operations.OutOfConversions(difference);
        if (shown.Parent is IPropertyReferenceOperation part)
        {
            shown = Operations.OutOfConversions(part);
        }

        var holder = shown.Parent is IArrayInitializerOperation { Parent: { } list } ? list.Parent : shown.Parent;
        return holder is IInterpolationOperation
            || holder is IArgumentOperation { Parent: IInvocationOperation call } && Handlers.IsLogging(call);
    }
}
