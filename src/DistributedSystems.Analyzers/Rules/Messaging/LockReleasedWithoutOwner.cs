using DistributedSystems.Analyzers.Catalog;
using DistributedSystems.Analyzers.Facts;
using DistributedSystems.Analyzers.Facts.Promises;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace DistributedSystems.Analyzers.Rules.Messaging;

/// <summary>
/// Reports a distributed lock that is given back by its name alone, or with a value that all holders share: after an expiry it is somebody
/// else's lock that goes.
/// Silent for locks that never expire, for scripts, transactions and conditional deletes, and where what is stored is looked at first.
/// </summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class LockReleasedWithoutOwner : DistributedAnalyzer
{
    internal const string Id = "DIST6005";

    private static readonly DiagnosticDescriptor Problem = Rule.Create(
        Id,
        "Lock is released without checking its owner",
        "'{0}' gives the lock back {1}: after the expiry it is another holder's lock",
        Level.Warning
    );

    public LockReleasedWithoutOwner()
        : base(Problem, Subject.Locks) { }

    private protected override void Register(CompilationStartAnalysisContext start, CompilationFacts facts)
    {
        start.On(facts, context => Analyze(context, facts), OperationKind.Invocation);
    }

    private static void Analyze(OperationContext context, CompilationFacts facts)
    {
        if (
            facts.RemoteCalls.RemoteCallOf((IInvocationOperation)context.Operation) is not { Api.Lock: LockRole.Releases } call
            || facts.HeldLocks.ReleasedByAnybody(call) is not { } found
        )
        {
            return;
        }

        var reason = found.SharedOwner is { } shared
            ? $"as '{shared.ConstantValue.Value}', which every holder is"
            : "by its name alone, whoever holds it";
        context.Report(
            Diagnostic.Create(
                Problem,
                call.Invocation.Syntax.GetLocation(),
                new[] { found.Acquisition.Invocation.Syntax.GetLocation() },
                Evidence.Of(call, reason),
                call.Name,
                reason
            )
        );
    }
}
