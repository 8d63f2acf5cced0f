using DistributedSystems.Analyzers.Facts;
using DistributedSystems.Analyzers.Facts.Code;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace DistributedSystems.Analyzers.Rules.Models;

/// <summary>
/// Reports when two scalar logical stamps are compared to conclude that one event happened before the other, or that they are concurrent.
/// Silent about vector clocks, and where the comparison only orders: sorting, maxima, last writer wins, dropping what is old, tie-breaks.
/// </summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class ScalarClockAsCausality : DistributedAnalyzer
{
    internal const string Id = "DIST5018";

    private static readonly DiagnosticDescriptor Problem = Rule.Create(
        Id,
        "Scalar logical clock is read as causality",
        "'{0}' cannot tell {1}: a scalar logical clock orders causes before effects, but a smaller stamp proves nothing (Lamport 1978); a vector clock would",
        Level.Warning
    );

    public ScalarClockAsCausality()
        : base(Problem, Annotations.LogicalClock) { }

    private protected override void Register(CompilationStartAnalysisContext start, CompilationFacts facts)
    {
        start.On(
            facts,
            context => Analyze(context, facts),
            OperationKind.Binary,
            OperationKind.Invocation,
            OperationKind.IsPattern,
            OperationKind.SwitchExpression,
            OperationKind.Switch
        );
    }

    private static void Analyze(OperationContext context, CompilationFacts facts)
    {
        if (
            facts.Declarations.IsInUse(Annotations.LogicalClock)
            && facts.LogicalClocks.CausalConclusionOf(context.Operation) is { } conclusion
        )
        {
            // Of a choice the value that it is made by.
            var place = context.Operation switch
            {
                ISwitchExpressionOperation { Value: var chosen } => chosen,
                ISwitchOperation { Value: var chosen } => chosen,
                var comparison => comparison,
            };
            context.Report(
                Diagnostic.Create(Problem, place.Syntax.GetLocation(), Evidence.Of(conclusion), place.Syntax.ToString(), conclusion)
            );
        }
    }
}
