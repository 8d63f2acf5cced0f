using DistributedSystems.Analyzers.Facts;
using DistributedSystems.Analyzers.Facts.Code;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace DistributedSystems.Analyzers.Rules.Deadlines;

/// <summary>
/// Reports a wait without limit for something that only a remote party's message completes: a completion source, or an event that a
/// thread waits for.
/// Silent when anything else may complete or cancel it, and when the wait has a limit or a token.
/// </summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class UnboundedWaitForOutcome : DistributedAnalyzer
{
    internal const string Id = "DIST1004";

    private static readonly DiagnosticDescriptor Problem = Rule.Create(
        Id,
        "Wait for a remote outcome is unbounded",
        "'{0}' waits for ever if '{1}' never brings an answer",
        Level.Info
    );

    public UnboundedWaitForOutcome()
        : base(Problem, Subject.RemoteCalls) { }

    private protected override void Register(CompilationStartAnalysisContext start, CompilationFacts facts)
    {
        start.On(facts, context => AnalyzeAwait(context, facts), OperationKind.Await);
        start.On(facts, context => AnalyzeCall(context, facts), OperationKind.Invocation);
    }

    private static void AnalyzeAwait(OperationContext context, CompilationFacts facts)
    {
        var awaited = Values.Unwrap(((IAwaitOperation)context.Operation).Operation);
        if (awaited is IInvocationOperation { TargetMethod.Name: "ConfigureAwait", Instance: { } task })
        {
            awaited = Values.Unwrap(task);
        }

        if (
            awaited is IPropertyReferenceOperation
            {
                Property: { Name: "Task", ContainingType.Name: "TaskCompletionSource" },
                Instance: { } source
            }
        )
        {
            Report(context, awaited, facts.AppliedDeadlines.OutcomeWaitedFor(source));
        }
    }

    private static void AnalyzeCall(OperationContext context, CompilationFacts facts)
    {
        var wait = (IInvocationOperation)context.Operation;
        if (
            wait is
            {
                TargetMethod:
                { Name: "WaitOne" or "Wait", ContainingType.Name: "WaitHandle" or "ManualResetEventSlim" or "CountdownEvent" },
                Arguments.IsEmpty: true,
                Instance: { } signal
            }
        )
        {
            Report(context, wait, facts.AppliedDeadlines.OutcomeWaitedFor(signal));
        }
    }

    private static void Report(OperationContext context, IOperation wait, string? source)
    {
        if (source is not null)
        {
            context.Report(
                Diagnostic.Create(
                    Problem,
                    wait.Syntax.GetLocation(),
                    additionalLocations: null,
                    Evidence.Of($"only '{source}' completes it"),
                    wait.Syntax.ToString(),
                    source
                )
            );
        }
    }
}
