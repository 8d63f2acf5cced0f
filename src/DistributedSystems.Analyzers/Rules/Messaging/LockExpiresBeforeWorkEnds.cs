using DistributedSystems.Analyzers.Catalog;
using DistributedSystems.Analyzers.Facts;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace DistributedSystems.Analyzers.Rules.Messaging;

/// <summary>
/// Reports a lock that expires before the work it guards has to end, by the constants in sight: the expiry and the limits of the calls made
/// while it is held.
/// Silent where one of them is not known, and where the lock is prolonged.
/// </summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class LockExpiresBeforeWorkEnds : DistributedAnalyzer
{
    internal const string Id = "DIST6010";

    private static readonly DiagnosticDescriptor Problem = Rule.Create(
        Id,
        "Lock expires before the work it guards has to end",
        "The lock expires after {0}, and the work under it may take {1}: another holder then works beside it",
        Level.Warning
    );

    public LockExpiresBeforeWorkEnds()
        : base(Problem, Subject.Locks) { }

    private protected override void Register(CompilationStartAnalysisContext start, CompilationFacts facts)
    {
        start.On(facts, context => Analyze(context, facts), OperationKind.Invocation);
    }

    private static void Analyze(OperationContext context, CompilationFacts facts)
    {
        if (
            facts.Locks.CallOf((IInvocationOperation)context.Operation) is not { Api.Lock: LockRole.Acquires } call
            || facts.HeldLocks.OutlivedAt(call) is not { } found
        )
        {
            return;
        }

        var place = call.ArgumentFor(call.Api.ExpiryParameter)?.Value ?? call.Invocation;
        context.Report(
            Diagnostic.Create(
                Problem,
                place.Syntax.GetLocation(),
                new[] { found.Work.Syntax.GetLocation() },
                Evidence.Of(call, found.Longest),
                DurationText.Of(found.Expiry),
                found.Longest
            )
        );
    }
}
