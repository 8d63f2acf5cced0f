using DistributedSystems.Analyzers.Facts;
using DistributedSystems.Analyzers.Facts.Promises;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace DistributedSystems.Analyzers.Rules.Clocks;

/// <summary>
/// Reports when <c>DateTime.Now</c> is sent or stored. At most information where its offset is written with it, and in logs.
/// Silent for <c>DateTimeOffset.Now</c> and formats that hold the offset or convert to UTC, for display, file names and comparisons.
/// </summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class LocalTimeLeavesProcess : DistributedAnalyzer
{
    internal const string Id = "DIST4006";

    private static readonly DiagnosticDescriptor Problem = Rule.Create(
        Id,
        "Local time is stored or sent",
        "'{0}' leaves through '{1}' as local time: {2}",
        Level.Warning
    );

    public LocalTimeLeavesProcess()
        : base(Problem, Subject.WallClock) { }

    private protected override void Register(CompilationStartAnalysisContext start, CompilationFacts facts)
    {
        start.On(facts, context => Analyze(context, facts), OperationKind.PropertyReference);
    }

    private static void Analyze(OperationContext context, CompilationFacts facts)
    {
        if (
            context.Operation is not IPropertyReferenceOperation { Property: { IsStatic: true, Name: "Now", ContainingType: { } type } }
            || !SymbolEqualityComparer.Default.Equals(type, facts.Types.DateTime)
            || facts.ExchangedInstants.DepartureOf(context.Operation, out var end, out _) is not { } departure
            // A text of other values too is a name; nobody reads the time out of it.
            || (departure.Kind != DepartureKind.Log && end is { IsText: true, IsMixed: true })
        )
        {
            return;
        }

        var (severity, consequence) = departure.Kind switch
        {
            DepartureKind.RemoteCall or DepartureKind.Header or DepartureKind.SqlParameter or DepartureKind.Stored => (
                DiagnosticSeverity.Warning,
                "without its offset it is another instant in another time zone, and two instants when the clocks go back"
            ),
            DepartureKind.WrittenWithOffset when !end.IsText => (
                DiagnosticSeverity.Info,
                "its offset is written with it, but its day and hour are those of the machine's time zone"
            ),
            DepartureKind.WrittenWithOffset => (
                DiagnosticSeverity.Warning,
                "the text has no offset, so it is another instant in another time zone"
            ),
            DepartureKind.HandedOn when !end.IsText => (
                DiagnosticSeverity.Info,
                "whoever keeps it or reads it in another time zone has another instant"
            ),
            DepartureKind.Log => (DiagnosticSeverity.Info, "logs of machines in different time zones cannot be put in order"),
            _ => (DiagnosticSeverity.Hidden, ""),
        };
        if (severity != DiagnosticSeverity.Hidden)
        {
            context.Report(
                Diagnostic.Create(
                    Problem,
                    context.Operation.Syntax.GetLocation(),
                    severity,
                    new[] { end.Slot!.Syntax.GetLocation() },
                    Evidence.Of($"leaves through {departure.Through}"),
                    context.Operation.Syntax.ToString(),
                    departure.Through,
                    consequence
                )
            );
        }
    }
}
