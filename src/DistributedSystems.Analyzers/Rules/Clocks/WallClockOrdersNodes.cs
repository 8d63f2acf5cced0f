using DistributedSystems.Analyzers.Facts;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace DistributedSystems.Analyzers.Rules.Clocks;

/// <summary>
/// Reports when an instant of this node's wall clock is compared with one that another node put into a message, a request or a header:
/// two clocks differ by an unknown skew, so the comparison orders nothing.
/// Silent where the declared model is synchronous, where the comparison only refuses the input, and for durations that are merely recorded.
/// </summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class WallClockOrdersNodes : DistributedAnalyzer
{
    private static readonly DiagnosticDescriptor Problem = Rule.Create(
        RuleIds.WallClockOrdersNodes,
        "Wall-clock timestamps order events of different nodes",
        "'{0}' compares this node's clock with a timestamp from {1}: the clocks of two nodes differ, so that it decides neither order nor age{2}",
        Level.Warning);

    public WallClockOrdersNodes()
        : base(Problem)
    {
    }

    private protected override void Register(CompilationStartAnalysisContext start, CompilationFacts facts)
    {
        if (facts.Types.DateTime is not null)
        {
            start.RegisterOperationAction(context => Analyze(context, facts), OperationKind.Binary);
        }
    }

    private static void Analyze(OperationAnalysisContext context, CompilationFacts facts)
    {
        var comparison = (IBinaryOperation)context.Operation;
        if (comparison.OperatorKind is not (BinaryOperatorKind.LessThan or BinaryOperatorKind.LessThanOrEqual or BinaryOperatorKind.GreaterThan or BinaryOperatorKind.GreaterThanOrEqual))
        {
            return;
        }

        var (left, right) = Instants(comparison, facts);
        if (left is null || right is null
            || (facts.WallClockInstantOf(left) is not null ? facts.ReceivedInstantOf(right) : facts.WallClockInstantOf(right) is not null ? facts.ReceivedInstantOf(left) : null) is not { } source
            || OnlyRefuses(comparison))
        {
            return;
        }

        var model = CompilationFacts.ModelAt(context.ContainingSymbol);
        if (model?.Timing == Timing.Synchronous)
        {
            return;
        }

        // Without a declaration, how far the clocks may differ is known to whoever runs the nodes.
        context.Report(Diagnostic.Create(
            Problem,
            comparison.Syntax.GetLocation(),
            model is null ? DiagnosticSeverity.Info : Problem.DefaultSeverity,
            additionalLocations: null,
            Evidence.Of($"timestamp from {source}"),
            comparison.Syntax.ToString(),
            source,
            model is null ? "" : $" in the {model.Timing} model that '{model.DeclaredOn}' declares"));
    }

    /// <summary>The two instants that are compared, directly, through <c>CompareTo</c>, or as an age (<c>now - sent > limit</c>).</summary>
    private static (IOperation? Left, IOperation? Right) Instants(IBinaryOperation comparison, CompilationFacts facts)
    {
        if (facts.IsInstant(comparison.OperatorMethod?.ContainingType))
        {
            return (comparison.LeftOperand, comparison.RightOperand);
        }

        // Most comparisons are of numbers, and are not followed any further.
        var compared = SymbolEqualityComparer.Default.Equals(comparison.LeftOperand.Type, facts.Types.TimeSpan) ? facts.Values.ValueOf(comparison.LeftOperand) : comparison.LeftOperand;
        return compared switch
        {
            IInvocationOperation { TargetMethod.Name: "CompareTo", Instance: { } instant, Arguments.Length: 1 } order when facts.IsInstant(instant.Type) => (instant, order.Arguments[0].Value),
            IBinaryOperation { OperatorKind: BinaryOperatorKind.Subtract } age when facts.IsInstant(age.OperatorMethod?.ContainingType) => (age.LeftOperand, age.RightOperand),
            _ => default,
        };
    }

    /// <summary>A condition whose only consequence is an exception checks what a caller gave.</summary>
    private static bool OnlyRefuses(IOperation comparison)
    {
        var condition = comparison;
        while (condition.Parent is IBinaryOperation or IParenthesizedOperation or IUnaryOperation)
        {
            condition = condition.Parent;
        }

        return condition.Parent is IConditionalOperation { WhenTrue: { } consequence } && (consequence is IBlockOperation { Operations.Length: > 0 } block ? block.Operations[block.Operations.Length - 1] : consequence) switch
        {
            IThrowOperation or IExpressionStatementOperation { Operation: IThrowOperation } => true,
            _ => false,
        };
    }
}
