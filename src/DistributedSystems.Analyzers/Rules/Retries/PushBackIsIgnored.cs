using DistributedSystems.Analyzers.Facts;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace DistributedSystems.Analyzers.Rules.Retries;

/// <summary>
/// Reports retries after HTTP responses that never look at <c>Retry-After</c>: a service that answers 429 or 503 says when it can be asked
/// again.
/// Off unless switched on, since many services never send the header.
/// Source: https://www.rfc-editor.org/rfc/rfc9110#field.retry-after.
/// </summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class PushBackIsIgnored : DistributedAnalyzer
{
    internal const string Id = "DIST2014";

    private static readonly DiagnosticDescriptor Problem = Rule.Create(
        Id,
        "Server push-back is ignored",
        "{0} asks again after responses such as 429 and 503 without looking at Retry-After, by which the service says when",
        Level.Off
    );

    public PushBackIsIgnored()
        : base(Problem) { }

    private protected override void Register(CompilationStartAnalysisContext start, CompilationFacts facts)
    {
        if (facts.Types.HttpResponseMessage is not null && facts.Catalog.HasRemoteCalls)
        {
            start.On(facts, context => AnalyzeLoop(context, facts), OperationKind.Loop);
            start.On(facts, context => AnalyzePolicy(context, facts), OperationKind.Invocation);
        }
    }

    private static void AnalyzeLoop(OperationContext context, CompilationFacts facts)
    {
        var loop = (ILoopOperation)context.Operation;
        if (facts.Overload.IgnoresPushBack(loop))
        {
            Report(context, Places.OfLoop(loop), "This loop");
        }
    }

    private static void AnalyzePolicy(OperationContext context, CompilationFacts facts)
    {
        var added = (IInvocationOperation)context.Operation;
        if (facts.Policies.PolicyOf(added) is { Retries: not 0 } policy && facts.Overload.IgnoresPushBack(policy))
        {
            Report(context, Places.OfCall(added), "This policy");
        }
    }

    private static void Report(OperationContext context, Location place, string what) =>
        context.Report(Diagnostic.Create(Problem, place, Evidence.Of("Retry-After is not read"), what));
}
