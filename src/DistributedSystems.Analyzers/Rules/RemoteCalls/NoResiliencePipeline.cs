using DistributedSystems.Analyzers.Facts;
using DistributedSystems.Analyzers.Facts.Code;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace DistributedSystems.Analyzers.Rules.RemoteCalls;

/// <summary>
/// Reports when an HTTP client is registered without any handler, and nothing around its calls retries or limits them: every moment of
/// trouble on the other side reaches its callers. Silent where a handler, a default for all clients or a pipeline may be there.
/// </summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class NoResiliencePipeline : DistributedAnalyzer
{
    internal const string Id = "DIST3012";

    private static readonly DiagnosticDescriptor Problem = Rule.Create(
        Id,
        "HTTP client has no resilience pipeline",
        "The client is registered without a resilience handler, and there is no pipeline around '{0}' in '{1}' either: each failed connection and slow answer goes straight to the caller",
        Level.Info
    );

    public NoResiliencePipeline()
        : base(Problem) { }

    private protected override void Register(CompilationStartAnalysisContext start, CompilationFacts facts)
    {
        if (facts.Catalog.HasRemoteCalls && facts.Types.HttpClientRegistrations is not null)
        {
            start.On(facts, context => Analyze(context, facts), OperationKind.Invocation);
        }
    }

    private static void Analyze(OperationContext context, CompilationFacts facts)
    {
        if (facts.ProtectedClients.UnprotectedCallThrough((IInvocationOperation)context.Operation) is { } call)
        {
            context.Report(
                Diagnostic.Create(
                    Problem,
                    Places.OfCall((IInvocationOperation)context.Operation),
                    new[] { call.Invocation.Syntax.GetLocation() },
                    Evidence.Of(call, "no handler, no defaults, no pipeline"),
                    call.Name,
                    Operations.TypeAround(call.Invocation)?.Name ?? "the program"
                )
            );
        }
    }
}
