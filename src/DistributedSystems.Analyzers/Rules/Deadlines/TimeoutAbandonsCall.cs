using DistributedSystems.Analyzers.Facts;
using DistributedSystems.Analyzers.Facts.Code;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace DistributedSystems.Analyzers.Rules.Deadlines;

/// <summary>
/// Reports a limited wait for a remote call that leaves the call running when the limit is reached, although it could be cancelled.
/// Silent for work of this process, for calls that take no token, and where the waiting code may cancel the token it passes.
/// </summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class TimeoutAbandonsCall : DistributedAnalyzer
{
    internal const string Id = "DIST1010";

    private static readonly DiagnosticDescriptor Problem = Rule.Create(
        Id,
        "Timeout abandons the call but does not cancel it",
        "'{0}' goes on after '{1}' has stopped waiting for it: {2}",
        Level.Info
    );

    public TimeoutAbandonsCall()
        : base(Problem, Subject.RemoteCalls) { }

    private protected override void Register(CompilationStartAnalysisContext start, CompilationFacts facts)
    {
        start.On(facts, context => Analyze(context, facts), OperationKind.Invocation);
    }

    private static void Analyze(OperationContext context, CompilationFacts facts)
    {
        var wait = (IInvocationOperation)context.Operation;
        if (facts.AbandonedCalls.AbandonedBy(wait) is not { } abandoned)
        {
            return;
        }

        var reason = abandoned.Passed is { } token ? $"the limit does not cancel '{token.Syntax}'" : "no token is passed to it";
        context.Report(
            Diagnostic.Create(
                Problem,
                wait.Syntax.GetLocation(),
                new[] { abandoned.Call.Syntax.GetLocation() },
                Evidence.Of(reason),
                abandoned.Name,
                Symbols.NameOf(wait.TargetMethod),
                reason
            )
        );
    }
}
