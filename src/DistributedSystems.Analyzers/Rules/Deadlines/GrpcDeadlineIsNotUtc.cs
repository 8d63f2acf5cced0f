using DistributedSystems.Analyzers.Facts;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace DistributedSystems.Analyzers.Rules.Deadlines;

/// <summary>
/// Reports an instant that becomes the deadline of a gRPC call although it is local time or of no kind, which the client refuses, or
/// although
/// it is computed once and kept, so that after a while every call begins past its deadline.
/// Silent where it is converted to UTC, and where a property or delegate computes it anew.
/// </summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class GrpcDeadlineIsNotUtc : DistributedAnalyzer
{
    internal const string Id = "DIST1008";

    private static readonly DiagnosticDescriptor Problem = Rule.Create(
        Id,
        "gRPC deadline is not UTC, or an absolute deadline is cached",
        "'{0}' becomes the deadline of a gRPC call {1}",
        Level.Warning
    );

    public GrpcDeadlineIsNotUtc()
        : base(Problem) { }

    private protected override void Register(CompilationStartAnalysisContext start, CompilationFacts facts)
    {
        if (facts.Types.GrpcCallOptions is not null)
        {
            start.On(facts, context => Analyze(context, facts), OperationKind.PropertyReference);
        }
    }

    private static void Analyze(OperationContext context, CompilationFacts facts)
    {
        var reading = (IPropertyReferenceOperation)context.Operation;
        var name = reading.Property.Name;
        if (
            name is not ("Now" or "Today" or "UtcNow" or "DateTime" or "LocalDateTime")
            || !facts.Types.IsInstant(reading.Property.ContainingType)
            || !facts.Types.IsInstant(reading.Type)
        )
        {
            return;
        }

        var isUtc = name is "UtcNow" || SymbolEqualityComparer.Default.Equals(reading.Type, facts.Types.DateTimeOffset);
        if (!isUtc && facts.AppliedDeadlines.GrpcDeadlineMadeOf(reading) is not null)
        {
            Report(
                context,
                DiagnosticSeverity.Warning,
                name == "DateTime" ? "but its kind is not UTC, so the client refuses it" : "but is local time, which the client refuses"
            );
        }
        else if (facts.AppliedDeadlines.KeptDeadline(reading) is { } member)
        {
            // An object may be made for one operation, and its deadline with it.
            Report(
                context,
                member.IsStatic ? DiagnosticSeverity.Warning : DiagnosticSeverity.Info,
                $"and is kept in '{member.Name}', so once it has passed every call fails at once"
            );
        }
    }

    private static void Report(OperationContext context, DiagnosticSeverity severity, string problem) =>
        context.Report(
            Diagnostic.Create(
                Problem,
                context.Operation.Syntax.GetLocation(),
                severity,
                additionalLocations: null,
                Evidence.Of(problem),
                context.Operation.Syntax.ToString(),
                problem
            )
        );
}
