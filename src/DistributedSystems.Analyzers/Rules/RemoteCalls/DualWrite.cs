using DistributedSystems.Analyzers.Facts;
using DistributedSystems.Analyzers.Facts.Calls;
using DistributedSystems.Analyzers.Facts.Code;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace DistributedSystems.Analyzers.Rules.RemoteCalls;

/// <summary>
/// Reports when a message is sent or a change made over HTTP between the begin and the commit of a database transaction, or a message is
/// sent beside a save: the two writes cannot succeed or fail together.
/// Silent for dispatchers that go through an outbox, and for HTTP calls beside the save. Without a transaction in sight it is info.
/// </summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class DualWrite : DistributedAnalyzer
{
    internal const string Id = "DIST3005";

    private static readonly DiagnosticDescriptor Problem = Rule.Create(
        Id,
        "Remote effect inside a database transaction (dual write)",
        "{0} takes effect {1}: a failure between the two leaves one of them done and the other not",
        Level.Warning
    );

    public DualWrite()
        : base(Problem, Subject.RemoteCalls) { }

    private protected override void Register(CompilationStartAnalysisContext start, CompilationFacts facts)
    {
        start.On(facts, context => Analyze(context, facts), OperationKind.Invocation);
    }

    private static void Analyze(OperationContext context, CompilationFacts facts)
    {
        var invocation = (IInvocationOperation)context.Operation;
        if (facts.RemoteCalls.OperationOf(invocation) is { } call)
        {
            if (!facts.Effects.IsBeyondTransactions(call) && !facts.Transactions.PublishesAtOnce(call))
            {
                return;
            }

            if (facts.Transactions.Around(invocation) is { } transaction)
            {
                Report(
                    context,
                    call,
                    $"inside {transaction}, whether it commits or not",
                    $"'{call.Name}'",
                    other: null,
                    Problem.DefaultSeverity
                );
            }
            else if (facts.Transactions.PublishesAtOnce(call) && facts.Transactions.SaveBesideOf(invocation) is { } beside)
            {
                Report(
                    context,
                    call,
                    $"{(beside.IsBefore ? "after" : "before")} '{beside.Save.TargetMethod.Name}', without an outbox",
                    $"'{call.Name}'",
                    beside.Save.Syntax.GetLocation(),
                    DiagnosticSeverity.Info
                );
            }
        }
        else if (facts.Functions.IsOwnMethod(invocation.TargetMethod))
        {
            AnalyzeOwn(context, facts, invocation);
        }
    }

    /// <summary>The same through a method of the project.</summary>
    private static void AnalyzeOwn(OperationContext context, CompilationFacts facts, IInvocationOperation invocation)
    {
        var around = facts.Transactions.Around(invocation);
        var beside = around is null ? facts.Transactions.SaveBesideOf(invocation) : null;
        if ((around is null && beside is null) || facts.Reachability.ReachOf(invocation, Effect.Leaves) is not { } reach)
        {
            return;
        }

        var name = $"'{reach.Call.Name}' (through '{Symbols.NameOf(invocation.TargetMethod)}')";
        if (around is not null)
        {
            Report(
                context,
                reach.Call,
                $"inside {around}, whether it commits or not",
                name,
                reach.Call.Invocation.Syntax.GetLocation(),
                Problem.DefaultSeverity
            );
        }
        else if (facts.Transactions.PublishesAtOnce(reach.Call))
        {
            Report(
                context,
                reach.Call,
                $"{(beside!.IsBefore ? "after" : "before")} '{beside.Save.TargetMethod.Name}', without an outbox",
                name,
                beside.Save.Syntax.GetLocation(),
                DiagnosticSeverity.Info
            );
        }
    }

    private static void Report(
        OperationContext context,
        RemoteCall call,
        string when,
        string name,
        Location? other,
        DiagnosticSeverity severity
    ) =>
        context.Report(
            Diagnostic.Create(
                Problem,
                context.Operation.Syntax.GetLocation(),
                severity,
                other is null ? null : new[] { other },
                Evidence.Of(call, when),
                name,
                when
            )
        );
}
