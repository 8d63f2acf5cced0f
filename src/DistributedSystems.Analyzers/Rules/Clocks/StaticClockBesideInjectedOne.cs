using DistributedSystems.Analyzers.Facts;
using DistributedSystems.Analyzers.Facts.Promises;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace DistributedSystems.Analyzers.Rules.Clocks;

/// <summary>
/// Reports when code reads the static clock although its type was given one: a <c>TimeProvider</c>, NodaTime's <c>IClock</c>, or an
/// abstraction of
/// the team's own that has a member marked <c>[WallClock]</c> or does nothing but read the clock.
/// Silent where no instance is reachable, in initializers, and in the clocks themselves.
/// </summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class StaticClockBesideInjectedOne : DistributedAnalyzer
{
    internal const string Id = "DIST4010";

    private static readonly DiagnosticDescriptor Problem = Rule.Create(
        Id,
        "Static clock beside an injected one",
        "'{0}' reads the static clock beside '{1}', the clock this type was given: the two can disagree, and a test that sets one does not move the other",
        Level.Info
    );

    public StaticClockBesideInjectedOne()
        : base(Problem, Subject.WallClock) { }

    private protected override void Register(CompilationStartAnalysisContext start, CompilationFacts facts)
    {
        start.On(facts, context => AnalyzeReading(context, facts), OperationKind.PropertyReference);
        start.On(facts, context => AnalyzeStopwatch(context, facts), OperationKind.Invocation);
    }

    private static void AnalyzeReading(OperationContext context, CompilationFacts facts)
    {
        // What an elapsed time is measured with is DIST4001's, and its fix uses the injected clock.
        if (
            context.Operation
                is IPropertyReferenceOperation { Property: { IsStatic: true, Name: "Now" or "UtcNow", ContainingType: { } type } }
            && facts.Types.IsInstant(type)
            && context.Operation.Parent is not INameOfOperation
            && facts.Clocks.InjectedClockAt(context.Operation, context.ContainingSymbol) is { } clock
            && !(
                facts.Clocks.MeasuresElapsedTime(context.Operation)
                && context.YieldsTo(Problem, ElapsedTimeOnWallClock.Id, DiagnosticSeverity.Warning)
            )
        )
        {
            Report(context, clock);
        }
    }

    private static void AnalyzeStopwatch(OperationContext context, CompilationFacts facts)
    {
        var call = (IInvocationOperation)context.Operation;
        if (
            call.TargetMethod is { IsStatic: true, Name: "GetTimestamp" or "StartNew", ContainingType: { } type }
            && SymbolEqualityComparer.Default.Equals(type, facts.Types.Stopwatch)
            && facts.Clocks.InjectedClockAt(call, context.ContainingSymbol) is { IsTimeProvider: true } clock
        )
        {
            Report(context, clock);
        }
    }

    private static void Report(OperationContext context, InjectedClock clock) =>
        context.Report(
            Diagnostic.Create(
                Problem,
                context.Operation.Syntax.GetLocation(),
                Evidence.Of($"'{clock.Holder.Name}' is a clock"),
                context.Operation.Syntax.ToString(),
                clock.Holder.Name
            )
        );
}
