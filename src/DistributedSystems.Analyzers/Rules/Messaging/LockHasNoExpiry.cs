using DistributedSystems.Analyzers.Catalog;
using DistributedSystems.Analyzers.Facts;
using DistributedSystems.Analyzers.Facts.Calls;
using DistributedSystems.Analyzers.Facts.Code;
using DistributedSystems.Analyzers.Facts.Promises;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace DistributedSystems.Analyzers.Rules.Messaging;

/// <summary>
/// Reports when a distributed lock is taken without an expiry, or gets one only in a second step: a holder that crashes (in
/// between) keeps it for ever.
/// Silent when the same call sets an expiry or it cannot be read, and for conditional sets that are no locks (permanent claims,
/// "seen" markers).
/// </summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class LockHasNoExpiry : DistributedAnalyzer
{
    internal const string Id = "DIST6004";

    /// <summary>Decision for the fixer: the parameter that takes the expiry. The second step is the first additional location.</summary>
    internal const string ExpiryParameter = "fix.expiryParameter";

    private static readonly DiagnosticDescriptor Problem = Rule.Create(
        Id,
        "Lock has no expiry",
        "'{0}' takes a lock that {1}: {2}",
        Level.Warning
    );

    public LockHasNoExpiry()
        : base(Problem, Subject.Locks) { }

    private protected override void Register(CompilationStartAnalysisContext start, CompilationFacts facts)
    {
        start.On(facts, context => Analyze(context, facts), OperationKind.Invocation);
    }

    private void Analyze(OperationContext context, CompilationFacts facts)
    {
        if (
            facts.Locks.CallOf((IInvocationOperation)context.Operation) is not { Api.Lock: LockRole.Acquires } call
            || facts.Locks.ExpiryOf(call) is not { Answer: Bounded.No } expiry
            // All steps of a transaction are carried out, or none.
            || (call.Invocation.Instance?.Type?.Name == "ITransaction" && SecondStep(call, facts) is not null)
            || !facts.Locks.AcquiresLock(call)
        )
        {
            return;
        }

        var secondStep = SecondStep(call, facts);
        var properties = Evidence.Of(call, expiry.Evidence);
        context.Report(
            Diagnostic.Create(
                Problem,
                call.Invocation.Syntax.GetLocation(),
                secondStep is null ? null : new[] { secondStep.Syntax.GetLocation() },
                secondStep is null ? properties : properties.Add(ExpiryParameter, call.Api.ExpiryParameter),
                call.Name,
                secondStep is null ? "never expires" : "expires only after a second call",
                secondStep is null
                    ? $"{expiry.Evidence}, so a holder that crashes keeps it for ever"
                    : "a holder that crashes in between keeps it for ever"
            )
        );
    }

    /// <summary>The call of the same member that gives the lock its expiry afterwards.</summary>
    private static IInvocationOperation? SecondStep(RemoteCall call, CompilationFacts facts)
    {
        var body = Values.RootOf(call.Invocation).Syntax;
        foreach (var use in facts.Locks.OtherUsesOfLock(call))
        {
            if (
                use.Api.Lock == LockRole.Extends
                && body.Span.Contains(use.Invocation.Syntax.Span)
                && use.Invocation.Syntax.SpanStart > call.Invocation.Syntax.SpanStart
            )
            {
                return use.Invocation;
            }
        }

        return null;
    }
}
