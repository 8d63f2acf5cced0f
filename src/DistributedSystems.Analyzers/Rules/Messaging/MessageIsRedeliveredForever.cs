using DistributedSystems.Analyzers.Facts;
using DistributedSystems.Analyzers.Facts.Calls;
using DistributedSystems.Analyzers.Facts.Code;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace DistributedSystems.Analyzers.Rules.Messaging;

/// <summary>
/// Reports a message that can never be processed and comes back for ever: put back in a handler of every exception, under no condition; or
/// settled in no way there (info), or failing before the code that settles it (info), so that the broker delivers it again with the next
/// connection.
/// Silent where anything is asked first (a count, the mark of a redelivery), where the queue counts deliveries, for particular exceptions, and
/// where the handler may settle the message elsewhere.
/// </summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class MessageIsRedeliveredForever : DistributedAnalyzer
{
    internal const string Id = "DIST6003";

    /// <summary>Decision for the fixer: the parameter that puts the message back.</summary>
    internal const string RequeueParameter = "fix.requeueParameter";

    private static readonly DiagnosticDescriptor Problem = Rule.Create(
        Id,
        "Message that cannot be processed is redelivered for ever",
        "{0}: a message that can never be processed comes back for ever and holds up the others",
        Level.Warning
    );

    public MessageIsRedeliveredForever()
        : base(Problem, Subject.CatalogedCalls) { }

    private protected override void Register(CompilationStartAnalysisContext start, CompilationFacts facts)
    {
        start.On(facts, context => AnalyzeCall(context, facts), OperationKind.Invocation);
        start.On(facts, context => AnalyzeHandler(context, facts), OperationKind.CatchClause);
    }

    private static void AnalyzeCall(OperationContext context, CompilationFacts facts)
    {
        if (facts.RemoteCalls.RemoteCallOf((IInvocationOperation)context.Operation) is not { } call)
        {
            return;
        }

        if (facts.Deliveries.FailingBefore(call) is { } failing)
        {
            ReportUnsettled(context, call, failing);
        }

        if (!facts.Deliveries.IsPutBackForEver(call))
        {
            return;
        }

        var reason = $"'{call.Name}' puts the message back after any exception, however often it failed";
        context.Report(
            Diagnostic.Create(
                Problem,
                call.Invocation.Syntax.GetLocation(),
                additionalLocations: null,
                Evidence.Of(call, reason).Add(RequeueParameter, call.Api.RequeueParameter),
                reason
            )
        );
    }

    private static void ReportUnsettled(OperationContext context, RemoteCall settling, IInvocationOperation failing)
    {
        var reason =
            $"When '{Symbols.NameOf(failing.TargetMethod)}' fails, '{settling.Name}' is not reached and nothing else settles the message";
        context.Report(
            Diagnostic.Create(
                Problem,
                failing.Syntax.GetLocation(),
                DiagnosticSeverity.Info,
                new[] { settling.Invocation.Syntax.GetLocation() },
                Evidence.Of(settling, reason),
                reason
            )
        );
    }

    private static void AnalyzeHandler(OperationContext context, CompilationFacts facts)
    {
        var handler = (ICatchClauseOperation)context.Operation;
        if (facts.Deliveries.NeverSettledAfter(handler) is not { } settling)
        {
            return;
        }

        var reason = $"The failure is only logged, and the message that '{settling.Name}' would have settled is settled in no way";
        context.Report(
            Diagnostic.Create(
                Problem,
                ((CatchClauseSyntax)handler.Syntax).CatchKeyword.GetLocation(),
                DiagnosticSeverity.Info,
                new[] { settling.Invocation.Syntax.GetLocation() },
                Evidence.Of(settling, reason),
                reason
            )
        );
    }
}
