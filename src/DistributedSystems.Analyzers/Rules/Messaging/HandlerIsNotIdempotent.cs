using DistributedSystems.Analyzers.Facts;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace DistributedSystems.Analyzers.Rules.Messaging;

/// <summary>
/// Reports the first effect of a message handler that a second delivery of the same message adds again, as a warning where an attribute says that
/// messages may come more than once.
/// Silent where the second time can be told from the first, for jobs (DIST2001 is about them), for polling loops, and for messages that the
/// handler sends.
/// </summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class HandlerIsNotIdempotent : DistributedAnalyzer
{
    internal const string Id = "DIST6002";

    private static readonly DiagnosticDescriptor Problem = Rule.Create(
        Id,
        "Message handler is not idempotent",
        "'{0}' takes effect again when {1} is given the same message once more, and nothing tells that it was handled before",
        Level.Info
    );

    public HandlerIsNotIdempotent()
        : base(Problem, Subject.AccumulatingCalls) { }

    private protected override void Register(CompilationStartAnalysisContext start, CompilationFacts facts)
    {
        start.On(facts, context => Analyze(context, facts), OperationKind.Invocation);
    }

    private static void Analyze(OperationContext context, CompilationFacts facts)
    {
        var call = (IInvocationOperation)context.Operation;
        if (facts.HandledMessages.EffectRepeatedBy(call, context.ContainingSymbol) is not { } found)
        {
            return;
        }

        context.Report(
            Diagnostic.Create(
                Problem,
                call.Syntax.GetLocation(),
                found.IsDeclared ? DiagnosticSeverity.Warning : DiagnosticSeverity.Info,
                found.Call.Invocation.Syntax == call.Syntax ? null : new[] { found.Call.Invocation.Syntax.GetLocation() },
                Evidence.Of(found.Call, "the message may come more than once"),
                found.Call.Name,
                found.Handler
            )
        );
    }
}
