using DistributedSystems.Analyzers.Facts;
using DistributedSystems.Analyzers.Facts.Code;
using DistributedSystems.Analyzers.Facts.Promises;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace DistributedSystems.Analyzers.Rules.Messaging;

/// <summary>
/// Reports a message that counts as processed before it is: a subscription or read with automatic acknowledgement, a consumer whose settings
/// commit by themselves, a call that settles the message before the work on it.
/// Silent for queues of the process's own, for settings that are not in sight, and where work is done before the call too.
/// </summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class AcknowledgedBeforeProcessed : DistributedAnalyzer
{
    internal const string Id = "DIST6001";

    private static readonly DiagnosticDescriptor Problem = Rule.Create(
        Id,
        "Message is acknowledged before it is processed",
        "{0}: when processing fails or the process ends, the message is lost",
        Level.Warning
    );

    public AcknowledgedBeforeProcessed()
        : base(Problem, Subject.CatalogedCalls) { }

    private protected override void Register(CompilationStartAnalysisContext start, CompilationFacts facts)
    {
        start.On(facts, context => AnalyzeCall(context, facts), OperationKind.Invocation);
        start.On(facts, context => AnalyzeSettings(context, facts), OperationKind.ObjectCreation);
    }

    private static void AnalyzeCall(OperationContext context, CompilationFacts facts)
    {
        var invocation = (IInvocationOperation)context.Operation;
        var itself = facts.RemoteCalls.OperationOf(invocation);
        if (itself is { } call && facts.Deliveries.ForgottenOnDelivery(call) is { } flag)
        {
            Report(context, flag, $"'{call.Name}' hands messages over as processed ('{flag.Parameter?.Name}' is true)", Level.Warning);
        }
        else if (itself is { } settling && facts.Deliveries.SettlesOthersAtWork(settling) is { } cumulative)
        {
            Report(
                context,
                cumulative,
                $"'{settling.Name}' settles all earlier messages too, while others of them are still at work ('{cumulative.Parameter?.Name}' is true)",
                Level.Warning
            );
        }
        else if (facts.Deliveries.WorkAfter(invocation) is { } work)
        {
            Report(
                context,
                invocation,
                $"'{itself?.Name ?? Symbols.NameOf(invocation.TargetMethod)}' settles the message before '{Symbols.NameOf(work.TargetMethod)}' has been carried out",
                Level.Warning,
                work
            );
        }
    }

    private static void AnalyzeSettings(OperationContext context, CompilationFacts facts)
    {
        if (facts.Deliveries.AutoAcknowledgedBy((IObjectCreationOperation)context.Operation) is not { } found)
        {
            return;
        }

        Report(
            context,
            found.Place,
            $"'{found.Setting}' {found.Way}, so what the consumer was handed counts as processed, whether it is or not",
            found.IsSaid ? Level.Warning : Level.Info
        );
    }

    // The work that comes too late is the additional location.
    private static void Report(OperationContext context, IOperation place, string reason, Level level, IOperation? work = null) =>
        context.Report(
            Diagnostic.Create(
                Problem,
                place.Syntax.GetLocation(),
                level == Level.Warning ? DiagnosticSeverity.Warning : DiagnosticSeverity.Info,
                work is null ? null : new[] { work.Syntax.GetLocation() },
                Evidence.Of(reason),
                reason
            )
        );
}
