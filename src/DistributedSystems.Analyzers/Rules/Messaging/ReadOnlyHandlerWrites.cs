using DistributedSystems.Analyzers.Facts;
using DistributedSystems.Analyzers.Facts.Surroundings;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace DistributedSystems.Analyzers.Rules.Messaging;

/// <summary>
/// Reports a handler of GET or HEAD that publishes a message or (info) makes a write that adds its effect each time: browsers, proxies, crawlers
/// and retries repeat such requests as they like.
/// Silent for HTTP requests, counters and marks in key-value stores, and caches.
/// </summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class ReadOnlyHandlerWrites : DistributedAnalyzer
{
    internal const string Id = "DIST6011";

    private static readonly DiagnosticDescriptor Problem = Rule.Create(
        Id,
        "Read-only HTTP handler writes",
        "'{0}' {1} in a handler of GET or HEAD, which clients, proxies and crawlers repeat as they like",
        Level.Warning
    );

    public ReadOnlyHandlerWrites()
        : base(Problem, Subject.AccumulatingCalls) { }

    private protected override void Register(CompilationStartAnalysisContext start, CompilationFacts facts)
    {
        if (facts.Types.HttpContext is not null)
        {
            start.On(facts, context => Analyze(context, facts), OperationKind.Invocation);
        }
    }

    private static void Analyze(OperationContext context, CompilationFacts facts)
    {
        var call = (IInvocationOperation)context.Operation;
        if (facts.Endpoints.ChangeBy(call, context.ContainingSymbol) is not { } change)
        {
            return;
        }

        var isMessage = Endpoints.IsMessage(change);
        context.Report(
            Diagnostic.Create(
                Problem,
                call.Syntax.GetLocation(),
                isMessage ? DiagnosticSeverity.Warning : DiagnosticSeverity.Info,
                change.Invocation.Syntax == call.Syntax ? null : new[] { change.Invocation.Syntax.GetLocation() },
                Evidence.Of(change, "the request asks for no change"),
                change.Name,
                isMessage ? "publishes a message" : "adds its effect each time"
            )
        );
    }
}
