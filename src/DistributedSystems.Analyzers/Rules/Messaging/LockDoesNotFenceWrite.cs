using DistributedSystems.Analyzers.Facts;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace DistributedSystems.Analyzers.Rules.Messaging;

/// <summary>
/// Reports a write that only a distributed lock keeps apart from those of others, and that a holder whose lock has expired makes all the same: the write
/// carries nothing by which the store could tell the late one.
/// Silent for writes with a condition, in a transaction, with a declared fencing token or a number drawn from the lock's store, and where the lock's loss
/// cancels them.
/// </summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class LockDoesNotFenceWrite : DistributedAnalyzer
{
    internal const string Id = "DIST6008";

    private static readonly DiagnosticDescriptor Problem = Rule.Create(
        Id,
        "Write under a lock carries no fencing token",
        "'{0}' relies on the lock that '{1}' has taken, which may have expired when the write arrives: nothing in it tells the store that it comes late",
        Level.Info
    );

    public LockDoesNotFenceWrite()
        : base(Problem, Subject.CatalogedCalls) { }

    private protected override void Register(CompilationStartAnalysisContext start, CompilationFacts facts)
    {
        if (facts.Catalog.HasLocks)
        {
            start.On(facts, context => Analyze(context, facts), OperationKind.Invocation);
        }
    }

    private static void Analyze(OperationContext context, CompilationFacts facts)
    {
        var call = (IInvocationOperation)context.Operation;
        if (facts.HeldLocks.UnfencedWriteAt(call) is not { } found || facts.Fencing.IsFenced(call))
        {
            return;
        }

        context.Report(
            Diagnostic.Create(
                Problem,
                call.Syntax.GetLocation(),
                new[] { found.Acquisition.Invocation.Syntax.GetLocation() },
                Evidence.Of(found.Write, "the lock may expire before the write arrives"),
                found.Write.Name,
                found.Acquisition.Name
            )
        );
    }
}
