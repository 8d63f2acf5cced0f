using DistributedSystems.Analyzers.Facts;
using DistributedSystems.Analyzers.Facts.Code;
using DistributedSystems.Analyzers.Facts.Models;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace DistributedSystems.Analyzers.Rules.Clocks;

/// <summary>
/// Reports when the end of a lease is computed from the wall clock, or from any clock read only after the lease was granted, for the
/// lease's full duration: its holder may then believe in it when another node holds it already.
/// Silent where the declared model is synchronous, and where a monotonic clock is read before the call or a margin is taken off.
/// </summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class LeaseOnLocalClock : DistributedAnalyzer
{
    internal const string Id = "DIST4008";

    private static readonly DiagnosticDescriptor Problem = Rule.Create(
        Id,
        "Lease is trusted on the wall clock or without margin",
        "'{0}' starts the lease of '{1}' {2}: its holder may still trust it when it has expired",
        Level.Info
    );

    public LeaseOnLocalClock()
        : base(Problem, Subject.Locks) { }

    private protected override void Register(CompilationStartAnalysisContext start, CompilationFacts facts)
    {
        start.On(facts, context => Analyze(context, facts), OperationKind.PropertyReference, OperationKind.Invocation);
    }

    private static void Analyze(OperationContext context, CompilationFacts facts)
    {
        var reading = context.Operation;
        var isWallClock = facts.Types.IsInstant(reading.Type) && facts.Clocks.ReadingOf(reading) is { IsDirect: true };
        if (
            (!isWallClock && !IsMonotonic(reading, facts))
            || (facts.Locks.LeaseStartedBy(reading) ?? (isWallClock ? null : facts.Locks.LeaseCountedFrom(reading))) is not { } lease
            || (!isWallClock && !lease.IsAfterReply)
            || DeclaredModels.ModelAt(context.ContainingSymbol)?.Timing == Timing.Synchronous
        )
        {
            return;
        }

        var reason =
            !isWallClock ? "after it was granted, without a margin"
            : lease.IsAfterReply ? "on the wall clock and after it was granted"
            : "on the wall clock, which can be set back";
        context.Report(
            Diagnostic.Create(
                Problem,
                reading.Syntax.GetLocation(),
                new[] { lease.Acquisition.Invocation.Syntax.GetLocation() },
                Evidence.Of(lease.Acquisition, reason),
                reading.Syntax.ToString(),
                lease.Acquisition.Name,
                reason
            )
        );
    }

    private static bool IsMonotonic(IOperation reading, CompilationFacts facts) =>
        reading switch
        {
            IPropertyReferenceOperation { Property: { Name: "TickCount64", ContainingType: { } type } } =>
                SymbolEqualityComparer.Default.Equals(type, facts.Types.Environment),
            IInvocationOperation { TargetMethod: { Name: "GetTimestamp" or "StartNew" or "Restart", Parameters.IsEmpty: true } method } =>
                SymbolEqualityComparer.Default.Equals(method.ContainingType, facts.Types.Stopwatch)
                    || (facts.Types.TimeProvider is { } provider && Symbols.DerivesFrom(method.ContainingType, provider)),
            _ => false,
        };
}
