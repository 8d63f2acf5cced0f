using System.Collections.Immutable;
using DistributedSystems.Analyzers.Facts;
using DistributedSystems.Analyzers.Facts.Calls;
using DistributedSystems.Analyzers.Facts.Code;
using DistributedSystems.Analyzers.Facts.Promises;
using DistributedSystems.Analyzers.Rules.Models;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace DistributedSystems.Analyzers.Rules.Deadlines;

/// <summary>
/// Reports when nothing ends the wait for a remote call: the library has no default deadline, and neither the call, its token
/// nor a pipeline around it brings one.
/// Silent when any of these is there or cannot be read (a token that a caller passed in may carry a deadline).
/// </summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class RemoteCallHasNoDeadline : DistributedAnalyzer
{
    internal const string Id = "DIST1001";

    /// <summary>Decision for the fixer: the name of the parameter that takes an absolute deadline.</summary>
    internal const string DeadlineParameter = "fix.deadlineParameter";

    /// <summary>Decision for the fixer: an expression in scope whose value is the caller's own deadline.</summary>
    internal const string CallersDeadline = "fix.callersDeadline";

    private static readonly DiagnosticDescriptor Problem = Rule.Create(
        Id,
        "Remote call has no deadline",
        "'{0}' waits {3} if no answer comes: {1} sets no deadline by default and {2}",
        Level.Warning
    );

    public RemoteCallHasNoDeadline()
        : base(Problem) { }

    private protected override void Register(CompilationStartAnalysisContext start, CompilationFacts facts)
    {
        if (facts.Catalog.HasCallsWithoutDeadline)
        {
            start.On(facts, context => Analyze(context, facts), OperationKind.Invocation);
        }
    }

    private void Analyze(OperationContext context, CompilationFacts facts)
    {
        if (
            facts.RemoteCalls.RemoteCallOf((IInvocationOperation)context.Operation) is not { Api.NoDefaultDeadline: true } call
            || facts.Deadlines.BoundOf(call) is not { Answer: Bounded.No } bound
            || DropsDeadline(context, facts, call)
            || SwitchesItOff(context, facts, call)
            || BreaksDeclaredTiming(context, facts, call)
        )
        {
            return;
        }

        var reason = bound.Evidence.Length > 0 ? bound.Evidence : "the call passes none";
        context.Report(
            Diagnostic.Create(
                Problem,
                call.Invocation.Syntax.GetLocation(),
                call.Api.WeakDeadlineEvidence ? DiagnosticSeverity.Info : Problem.DefaultSeverity,
                additionalLocations: null,
                Decisions(call, facts, Evidence.Of(call, reason)),
                call.Name,
                call.Api.Library,
                reason,
                call.Api.SystemGivesUp ? "until the operating system gives up, which takes minutes," : "for ever"
            )
        );
    }

    /// <summary>A token that carries a deadline is in scope and only has to be passed on.</summary>
    private static bool DropsDeadline(OperationContext context, CompilationFacts facts, RemoteCall call) =>
        facts.Cancellation.DroppedBy(call) is { Token: { Bound.Answer: Bounded.Yes } token } dropped
        && context.YieldsTo(
            Problem,
            CallersCancellationDropped.Id,
            dropped.IsExplicit || !token.IsSure ? DiagnosticSeverity.Info : DiagnosticSeverity.Warning
        );

    /// <summary>There is a deadline argument, and it says for ever.</summary>
    private static bool SwitchesItOff(OperationContext context, CompilationFacts facts, RemoteCall call) =>
        facts.EndlessWaits.SwitchedOffBy(call) is { } found
        && context.YieldsTo(Problem, DeadlineSwitchedOff.Id, found.IsSure ? DiagnosticSeverity.Warning : DiagnosticSeverity.Info);

    /// <summary>A synchronous component around it declares how long a call may take.</summary>
    private static bool BreaksDeclaredTiming(OperationContext context, CompilationFacts facts, RemoteCall call) =>
        facts.Declarations.IsInUse(Annotations.SystemModel)
        && facts.Dependencies.TimingConflictAt(call.Invocation, context.ContainingSymbol) is not null
        && context.YieldsTo(Problem, CallExceedsDeclaredDelay.Id, DiagnosticSeverity.Warning);

    /// <summary>An absolute deadline can be added where the method has a parameter for it that the call leaves out.</summary>
    private static ImmutableDictionary<string, string?> Decisions(
        RemoteCall call,
        CompilationFacts facts,
        ImmutableDictionary<string, string?> properties
    )
    {
        if (
            call.Api is not { DeadlineParameter: { } name, DeadlineMember: null }
            || !facts.AppliedDeadlines.TakesInstant(call.Invocation.TargetMethod, name)
        )
        {
            return properties;
        }

        properties = properties.Add(DeadlineParameter, name);
        return facts.AppliedDeadlines.CallersDeadline(call.Invocation) is { } deadline
            ? properties.Add(CallersDeadline, deadline)
            : properties;
    }
}
