using DistributedSystems.Analyzers.Facts;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace DistributedSystems.Analyzers.Rules.Retries;

/// <summary>
/// Reports what is made before a retry, used up by its first attempt and used again by the next: a request message (<c>HttpClient</c>
/// refuses to send one
/// twice), content whose stream can be read once, an EF Core context that still tracks what the failed attempt added.
/// Silent where each attempt makes its own, and in message handlers, which may pass a request on again.
/// Sources: https://learn.microsoft.com/dotnet/api/system.net.http.httpclient.sendasync (exceptions),
/// https://learn.microsoft.com/ef/core/miscellaneous/connection-resiliency.
/// </summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class RequestIsReused : DistributedAnalyzer
{
    internal const string Id = "DIST2008";

    private static readonly DiagnosticDescriptor Problem = Rule.Create(
        Id,
        "Request or stream is reused across attempts",
        "'{0}' is made once and used on every attempt: {1} repeats the call{2}, and {3}",
        Level.Warning
    );

    public RequestIsReused()
        : base(Problem) { }

    private protected override void Register(CompilationStartAnalysisContext start, CompilationFacts facts)
    {
        if (facts.Types.HttpClient is not null || facts.Types.DbContext is not null)
        {
            start.On(facts, context => Analyze(context, facts), OperationKind.Invocation);
        }
    }

    private static void Analyze(OperationContext context, CompilationFacts facts)
    {
        if (facts.ReusedResources.ReusedAcross((IInvocationOperation)context.Operation) is { } reused)
        {
            context.Report(
                Diagnostic.Create(
                    Problem,
                    context.Operation.Syntax.GetLocation(),
                    new[] { reused.Retry.Place.GetLocation() },
                    Evidence.Of("made before the retry"),
                    reused.Name,
                    reused.Retry.Description,
                    reused.Retry.Times,
                    reused.Why
                )
            );
        }
    }
}
