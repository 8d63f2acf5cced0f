using System.Collections.Immutable;
using DistributedSystems.Analyzers.Catalog;
using DistributedSystems.Analyzers.Facts;
using DistributedSystems.Analyzers.Facts.Code;
using DistributedSystems.Analyzers.Facts.Promises;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace DistributedSystems.Analyzers.Rules.Deadlines;

/// <summary>
/// Reports a total that arithmetic on constants shows to be too short: a total timeout, or that of a registered client, in which no second
/// attempt can finish,
/// a circuit breaker's sampling below two attempts of the standard handler, and a declared deadline or a caller's hard limit below the
/// worst case of what it covers.
/// Silent where a duration is not known, and where a total timeout only cuts the retries short.
/// </summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class DeadlineCannotBeMet : DistributedAnalyzer
{
    internal const string Id = "DIST1005";

    private static readonly DiagnosticDescriptor Problem = Rule.Create(
        Id,
        "Declared deadline cannot be met",
        "{0}, which exceeds {1}",
        Level.Warning
    );

    public DeadlineCannotBeMet()
        : base(Problem) { }

    private protected override void Register(CompilationStartAnalysisContext start, CompilationFacts facts)
    {
        if (Annotations.ArePresent(start.Compilation, Annotations.Deadline))
        {
            start.RegisterSyntaxNodeAction(context => AnalyzeDeclared(context, facts), SyntaxKind.MethodDeclaration);
        }

        if (facts.Catalog.HasStrategies)
        {
            start.On(facts, context => AnalyzeCall(context, facts), OperationKind.Invocation);
            start.On(facts, context => AnalyzeTypedClient(context, facts), OperationKind.SimpleAssignment);
            start.On(
                facts,
                context => AnalyzeSource(context, facts, ((IObjectCreationOperation)context.Operation).Arguments),
                OperationKind.ObjectCreation
            );
        }
    }

    private static void AnalyzeCall(OperationContext context, CompilationFacts facts)
    {
        var call = (IInvocationOperation)context.Operation;
        if (call.TargetMethod.Name == "CancelAfter")
        {
            AnalyzeSource(context, facts, call.Arguments);
        }
        else if (
            facts.RemoteCalls.ApiOf(call.TargetMethod) is { Strategy: Strategy.Timeout }
            && facts.StrategyTimes.TimeoutSetBy(call) is { } total
            && facts.WorstCases.UnmeetableTotal(facts.Pipelines.StrategiesWith(call), call, total.Duration) is { } sum
        )
        {
            Report(context, Places.Within(call, total.Value), null, sum, $"the total timeout of {DurationText.Of(total.Duration)}");
        }
        else if (
            (
                facts.RemoteCalls.ApiOf(call.TargetMethod) is { Strategy: Strategy.Wrap }
                    ? facts.OuterLimits.ExceededLimitOfWrap(call)
                    : facts.ClientLimits.ExceededLimitOfHandler(call) ?? ExceededLimitOfClient(context, facts, call)
            ) is
            { } exceeded
        )
        {
            Report(context, Places.Within(call, exceeded.Place), null, exceeded.Sum, exceeded.Limit);
        }
    }

    private static ExceededLimit? ExceededLimitOfClient(OperationContext context, CompilationFacts facts, IInvocationOperation call) =>
        facts.ClientLimits.ExceededLimitOfClient(call) is { } exceeded
        && !(
            facts.ClientLimits.OuterLimitOfClient(call) is not null
            && context.YieldsTo(Problem, InnerTimeoutOutlivesOuter.Id, DiagnosticSeverity.Warning)
        )
            ? exceeded
            : null;

    private static void AnalyzeTypedClient(OperationContext context, CompilationFacts facts)
    {
        if (facts.ClientLimits.ExceededLimitOfTypedClient((ISimpleAssignmentOperation)context.Operation) is { } exceeded)
        {
            Report(context, exceeded.Place, work: null, exceeded.Sum, exceeded.Limit);
        }
    }

    /// <summary>A source's timeout, where its token limits a pipeline that may take longer.</summary>
    private static void AnalyzeSource(OperationContext context, CompilationFacts facts, ImmutableArray<IArgumentOperation> arguments)
    {
        if (arguments.Length > 0 && facts.OuterLimits.WorkBeyond(context.Operation) is { } found)
        {
            Report(
                context,
                arguments[0].Value,
                found.Run,
                found.Worst.Text,
                $"the {DurationText.Of(found.Limit)} after which it is cancelled"
            );
        }
    }

    private static void Report(OperationContext context, IOperation place, IOperation? work, string sum, string limit) =>
        context.Report(
            Diagnostic.Create(
                Problem,
                place.Syntax.GetLocation(),
                work is null ? null : new[] { work.Syntax.GetLocation() },
                Evidence.Of(sum),
                sum,
                limit
            )
        );

    private static void AnalyzeDeclared(SyntaxNodeAnalysisContext context, CompilationFacts facts)
    {
        var declaration = (MethodDeclarationSyntax)context.Node;
        if (
            declaration.AttributeLists.Count == 0
            || context.SemanticModel.GetDeclaredSymbol(declaration, context.CancellationToken) is not { } method
            || Annotations.Find(method, Annotations.Deadline) is not { } deadline
            || !Durations.TryParse(Annotations.Text(deadline, "duration"), out var limit)
        )
        {
            return;
        }

        var waits = facts.WorstCases.SpentBy(method);
        var spent = TimeSpan.FromTicks(waits.Sum(wait => Math.Min(wait.Cost.Duration.Ticks, TimeSpan.MaxValue.Ticks / 1000)));
        if (
            spent <= limit
            || (
                waits.Any(wait => facts.OuterLimits.OuterLimitOfCall(wait.Call) is not null)
                && context.YieldsTo(Problem, InnerTimeoutOutlivesOuter.Id, DiagnosticSeverity.Warning)
            )
        )
        {
            return;
        }

        var sum =
            string.Join(" + ", waits.Select(wait => wait.Cost.Sum))
            + (waits.Count == 1 && waits[0].Cost.Sum == DurationText.Of(spent) ? "" : " = " + DurationText.Of(spent));
        context.Report(
            Diagnostic.Create(
                Problem,
                declaration.Identifier.GetLocation(),
                waits.Where(wait => wait.Call.Syntax.SyntaxTree == declaration.SyntaxTree).Select(wait => wait.Call.Syntax.GetLocation()),
                Evidence.Of(sum),
                $"'{method.Name}' may take {sum}",
                $"its declared deadline of {DurationText.Of(limit)}"
            )
        );
    }
}
