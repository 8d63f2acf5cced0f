using DistributedSystems.Analyzers.Facts;
using DistributedSystems.Analyzers.Facts.Promises;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace DistributedSystems.Analyzers.Rules.Retries;

/// <summary>
/// Reports what is made before a retry, used up by its first attempt and used again by the next: a request message (<c>HttpClient</c>
/// refuses to send one
/// twice), content whose stream can be read once, an EF Core context that still tracks what the failed attempt added.
/// A message that reaches a second send in any other way counts as well: after a status that is not good enough, in a poll, by a method that
/// calls itself.
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
        "'{0}' is made once and used again: {1}, and {2}",
        Level.Warning
    );

    public RequestIsReused()
        : base(Problem) { }

    private protected override void Register(CompilationStartAnalysisContext start, CompilationFacts facts)
    {
        if (facts.RemoteCalls.MayOccur || facts.Types.DbContext is not null)
        {
            start.On(facts, context => Analyze(context, facts), OperationKind.Invocation);
        }
    }

    private static void Analyze(OperationContext context, CompilationFacts facts)
    {
        var call = (IInvocationOperation)context.Operation;
        if (facts.ReusedResources.ReusedAcross(call) is { } reused)
        {
            Report(
                context,
                reused.Retry.Place,
                "made before the retry",
                reused.Name,
                $"{reused.Retry.Description} repeats the call{reused.Retry.Times}",
                reused.Why
            );
        }
        else if (facts.SentMessages.SentTwiceAt(call) is { } message)
        {
            Report(context, message.Place, "sent before", message.Name, message.Before, ReusedResources.RefusedMessage);
        }
    }

    private static void Report(
        OperationContext context,
        SyntaxNode other,
        string evidence,
        string name,
        string again,
        string consequence
    ) =>
        context.Report(
            Diagnostic.Create(
                Problem,
                context.Operation.Syntax.GetLocation(),
                new[] { other.GetLocation() },
                Evidence.Of(evidence),
                name,
                again,
                consequence
            )
        );
}
