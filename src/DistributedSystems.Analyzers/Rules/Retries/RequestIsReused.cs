using DistributedSystems.Analyzers.Facts;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace DistributedSystems.Analyzers.Rules.Retries;

/// <summary>
/// Reports a request message that is made before a retry and sent in it: <c>HttpClient</c> refuses to send one message twice, so that the
/// second attempt fails with an <c>InvalidOperationException</c> whatever the service would have said.
/// Silent where each attempt makes its own, and in message handlers, which may pass a request on again.
/// Source: https://learn.microsoft.com/dotnet/api/system.net.http.httpclient.sendasync (exceptions).
/// </summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class RequestIsReused : DistributedAnalyzer
{
    private static readonly DiagnosticDescriptor Problem = Rule.Create(
        RuleIds.RequestIsReused,
        "Request or stream is reused across attempts",
        "'{0}' is made once and sent on every attempt: {1} repeats the call{2}, and HttpClient throws InvalidOperationException when a request message is sent again",
        Level.Warning);

    public RequestIsReused()
        : base(Problem)
    {
    }

    private protected override void Register(CompilationStartAnalysisContext start, CompilationFacts facts)
    {
        if (facts.Types.HttpClient is not null)
        {
            start.RegisterOperationAction(context => Analyze(context, facts), OperationKind.Invocation);
        }
    }

    private static void Analyze(OperationAnalysisContext context, CompilationFacts facts)
    {
        var call = (IInvocationOperation)context.Operation;
        if (call.TargetMethod.Name is "SendAsync" or "Send"
            && SymbolEqualityComparer.Default.Equals(call.TargetMethod.ContainingType, facts.Types.HttpClient)
            && facts.MayBeRepeated(call)
            && facts.RetryAround(call) is { } retry
            && facts.RequestKeptAcross(retry, call) is { } request)
        {
            context.ReportDiagnostic(Diagnostic.Create(Problem, call.Syntax.GetLocation(), new[] { retry.Place.GetLocation() }, Evidence.Of("made before the retry"), request, retry.Description, retry.Times));
        }
    }
}
