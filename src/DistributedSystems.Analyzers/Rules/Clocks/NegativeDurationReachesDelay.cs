using System.Collections.Immutable;
using DistributedSystems.Analyzers.Facts;
using DistributedSystems.Analyzers.Facts.Code;
using DistributedSystems.Analyzers.Facts.Promises;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace DistributedSystems.Analyzers.Rules.Clocks;

/// <summary>
/// Reports when a difference that is negative once its time has passed reaches a delay, a timer, a timeout or a size, which throw for
/// a negative value (and wait for ever for -1 ms).
/// Silent where it is clamped, and where a condition of the code looks at it or at what it is made of.
/// </summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class NegativeDurationReachesDelay : DistributedAnalyzer
{
    internal const string Id = "DIST4011";

    private static readonly DiagnosticDescriptor Problem = Rule.Create(
        Id,
        "Negative duration can reach a delay, timer or size",
        "'{0}' is negative once its time has passed, and {1} takes no negative value",
        Level.Warning
    );

    public NegativeDurationReachesDelay()
        : base(Problem, Subject.WallClock) { }

    private protected override void Register(CompilationStartAnalysisContext start, CompilationFacts facts)
    {
        start.On(facts, context => Analyze(context, facts, ((IInvocationOperation)context.Operation).Arguments), OperationKind.Invocation);
        start.On(
            facts,
            context => Analyze(context, facts, ((IObjectCreationOperation)context.Operation).Arguments),
            OperationKind.ObjectCreation
        );
        start.On(facts, context => AnalyzeSizes(context, facts), OperationKind.ArrayCreation);
        start.On(facts, context => AnalyzeSetting(context, facts), OperationKind.SimpleAssignment);
    }

    private static void Analyze(OperationContext context, CompilationFacts facts, ImmutableArray<IArgumentOperation> arguments)
    {
        foreach (var argument in arguments)
        {
            if (Symbols.TakesDuration(argument.Parameter) || Symbols.IsTimerInterval(argument.Parameter))
            {
                var taker = argument.Parameter!.ContainingSymbol
                    is IMethodSymbol { MethodKind: MethodKind.Constructor, ContainingType: { } type }
                    ? type.Name
                    : Symbols.NameOf((IMethodSymbol)argument.Parameter.ContainingSymbol);
                Analyze(context, facts, argument.Value, $"'{taker}'");
            }
            else if (facts.DurationUses.DelayTaking(argument) is { } delay)
            {
                Analyze(context, facts, argument.Value, $"'{delay}'");
            }
        }
    }

    private static void AnalyzeSetting(OperationContext context, CompilationFacts facts)
    {
        var assignment = (ISimpleAssignmentOperation)context.Operation;
        if (assignment.Target is IPropertyReferenceOperation { Property: var property } && Symbols.IsTimerInterval(property))
        {
            Analyze(context, facts, assignment.Value, $"'{property.ContainingType.Name}.{property.Name}'");
        }
    }

    private static void AnalyzeSizes(OperationContext context, CompilationFacts facts)
    {
        foreach (var size in ((IArrayCreationOperation)context.Operation).DimensionSizes)
        {
            Analyze(context, facts, size, "a size");
        }
    }

    private static void Analyze(OperationContext context, CompilationFacts facts, IOperation value, string taker)
    {
        if (facts.DurationUses.OpenDifferenceOf(value) is not { } difference || IsReportedAsClockProblem(context, facts, difference))
        {
            return;
        }

        // Whether the time can have passed by then is the code's own business.
        context.Report(
            Diagnostic.Create(
                Problem,
                value.Syntax.GetLocation(),
                DiagnosticSeverity.Info,
                additionalLocations: null,
                Evidence.Of($"'{difference.Subtrahend.Syntax}' may exceed '{difference.Minuend.Syntax}'"),
                value.Syntax.ToString(),
                taker
            )
        );
    }

    /// <summary>Both instants are readings of this process: the wall clock is the cause, and its cure removes this problem too.</summary>
    private static bool IsReportedAsClockProblem(OperationContext context, CompilationFacts facts, OpenDifference difference) =>
        (
            facts.Clocks.ReadingOf(difference.Minuend) is not null
            && facts.Clocks.ReadingOf(difference.Subtrahend) is not null
            && context.YieldsTo(Problem, ElapsedTimeOnWallClock.Id, DiagnosticSeverity.Warning)
        )
        || (
            facts.Clocks.WallClockInstantOf(difference.Minuend) is not null
            && facts.Clocks.WallClockInstantOf(difference.Subtrahend) is not null
            && context.YieldsTo(Problem, TimeoutOnWallClock.Id, DiagnosticSeverity.Warning)
        );
}
