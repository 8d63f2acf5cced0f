using DistributedSystems.Analyzers.Facts;
using DistributedSystems.Analyzers.Facts.Code;
using DistributedSystems.Analyzers.Facts.Models;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace DistributedSystems.Analyzers.Rules.Clocks;

/// <summary>
/// Reports when an instant of this node's wall clock is compared with one that another node put into a message, a request or a header:
/// two clocks differ by an unknown skew, so the comparison orders nothing.
/// Silent where the declared model is synchronous, where an age is compared with more than its MaxClockSkew, where the comparison only
/// refuses the input, and for durations that are merely recorded.
/// </summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class WallClockOrdersNodes : DistributedAnalyzer
{
    internal const string Id = "DIST4004";

    private static readonly DiagnosticDescriptor Problem = Rule.Create(
        Id,
        "Wall-clock timestamps order events of different nodes",
        "'{0}' compares this node's clock with a timestamp from {1}: the clocks of two nodes differ, so that it decides neither order nor age{2}",
        Level.Warning
    );

    public WallClockOrdersNodes()
        : base(Problem, Subject.WallClock) { }

    private protected override void Register(CompilationStartAnalysisContext start, CompilationFacts facts)
    {
        start.On(facts, context => Analyze(context, facts), OperationKind.Binary);
    }

    private static void Analyze(OperationContext context, CompilationFacts facts)
    {
        var comparison = (IBinaryOperation)context.Operation;
        if (
            comparison.OperatorKind
            is not (
                BinaryOperatorKind.LessThan
                or BinaryOperatorKind.LessThanOrEqual
                or BinaryOperatorKind.GreaterThan
                or BinaryOperatorKind.GreaterThanOrEqual
            )
        )
        {
            return;
        }

        var (left, right) = Instants(comparison, facts);
        if (
            left is null
            || right is null
            || (
                facts.Clocks.WallClockInstantOf(left) is not null ? facts.ExchangedInstants.ReceivedInstantOf(right)
                : facts.Clocks.WallClockInstantOf(right) is not null ? facts.ExchangedInstants.ReceivedInstantOf(left)
                : null
            )
                is not { } source
            || OnlyRefusesOrRecords(comparison)
            // The later of the two, whichever it is: an instant is clamped, and neither is taken for newer.
            || Operations.IsMaximum(comparison)
        )
        {
            return;
        }

        var model = DeclaredModels.ModelAt(context.ContainingSymbol);
        if (model?.Timing == Timing.Synchronous || (model?.MaxClockSkew is { } skew && AllowsFor(skew, comparison, facts)))
        {
            return;
        }

        // Without a declaration, how far the clocks may differ is known to whoever runs the nodes.
        context.Report(
            Diagnostic.Create(
                Problem,
                comparison.Syntax.GetLocation(),
                model is null ? DiagnosticSeverity.Info : Problem.DefaultSeverity,
                additionalLocations: null,
                Evidence.Of($"timestamp from {source}"),
                comparison.Syntax.ToString(),
                source,
                model is null ? ""
                    : model.MaxClockSkew is { } bound
                        ? $", within the {DurationText.Of(bound)} that '{model.DeclaredOn}' declares as MaxClockSkew"
                    : $" in the {model.Timing} model that '{model.DeclaredOn}' declares"
            )
        );
    }

    /// <summary>now - sent > limit, where the limit is more than the clocks are declared to differ.</summary>
    private static bool AllowsFor(TimeSpan skew, IBinaryOperation comparison, CompilationFacts facts) =>
        facts.Constants.ConstantDurationOf(facts.Values.ValueOf(comparison.RightOperand)) is { } right && right > skew
        || facts.Constants.ConstantDurationOf(facts.Values.ValueOf(comparison.LeftOperand)) is { } left && left > skew;

    /// <summary>The two instants that are compared, directly, through <c>CompareTo</c>, or as an age (<c>now - sent > limit</c>).</summary>
    private static (IOperation? Left, IOperation? Right) Instants(IBinaryOperation comparison, CompilationFacts facts)
    {
        if (facts.Types.IsInstant(comparison.OperatorMethod?.ContainingType))
        {
            return (comparison.LeftOperand, comparison.RightOperand);
        }

        return IsNow(comparison, facts) ? (comparison.LeftOperand, comparison.RightOperand)
            : Age(comparison.LeftOperand, facts) is { Left: not null } age ? age
            : Age(comparison.RightOperand, facts);
    }

    private static (IOperation? Left, IOperation? Right) Age(IOperation operand, CompilationFacts facts)
    {
        // Most comparisons are of numbers, and are not followed any further.
        var compared = Values.Unwrap(operand)
            is IPropertyReferenceOperation
            {
                Property.Name: "TotalMilliseconds" or "TotalSeconds" or "TotalMinutes" or "TotalHours" or "TotalDays" or "Ticks",
                Instance: { } whole
            }
            ? whole
            : Values.Unwrap(operand);
        return (
            SymbolEqualityComparer.Default.Equals(compared.Type, facts.Types.TimeSpan) ? facts.Values.ValueOf(compared) : compared
        ) switch
        {
            IInvocationOperation { TargetMethod.Name: "CompareTo" or "Subtract", Instance: { } instant, Arguments.Length: 1 } order
                when facts.Types.IsInstant(instant.Type) => (instant, order.Arguments[0].Value),
            IBinaryOperation { OperatorKind: BinaryOperatorKind.Subtract } age
                when facts.Types.IsInstant(age.OperatorMethod?.ContainingType) || IsNow(age, facts) => (age.LeftOperand, age.RightOperand),
            _ => default,
        };
    }

    /// <summary>One side is a reading as a number, such as milliseconds since 1970.</summary>
    private static bool IsNow(IBinaryOperation numbers, CompilationFacts facts) =>
        (facts.Clocks.InstantInNumber(numbers.LeftOperand) ?? facts.Clocks.InstantInNumber(numbers.RightOperand)) is not null;

    /// <summary>A condition whose only consequence is an exception checks what a caller gave; one that only logs, counts or chooses a
    /// duration decides nothing.</summary>
    private static bool OnlyRefusesOrRecords(IOperation comparison)
    {
        var condition = comparison;
        while (condition.Parent is IBinaryOperation or IParenthesizedOperation or IUnaryOperation)
        {
            condition = condition.Parent;
        }

        return condition.Parent is IConditionalOperation choice
            && (
                IsRefusal(choice.WhenTrue)
                || IsRefusal(choice.WhenFalse)
                || choice.Type is { Name: "TimeSpan" }
                || (choice.WhenFalse is null && IsRecord(choice.WhenTrue))
            );
    }

    private static bool IsRefusal(IOperation? consequence) =>
        consequence switch
        {
            IBlockOperation { Operations.Length: > 0 } block => IsRefusal(block.Operations[block.Operations.Length - 1]),
            IExpressionStatementOperation statement => IsRefusal(statement.Operation),
            IConversionOperation conversion => IsRefusal(conversion.Operand),
            _ => consequence is IThrowOperation,
        };

    private static bool IsRecord(IOperation consequence) =>
        consequence switch
        {
            IBlockOperation { Operations.Length: > 0 } block => block.Operations.All(IsRecord),
            IExpressionStatementOperation
            {
                Operation: IInvocationOperation
                {
                    TargetMethod.ContainingType.ContainingNamespace.Name: "Logging" or "Metrics" or "Serilog" or "NLog"
                }
            } => true,
            _ => false,
        };
}
