using DistributedSystems.Analyzers.Facts;
using DistributedSystems.Analyzers.Facts.Code;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace DistributedSystems.Analyzers.Rules.Retries;

/// <summary>
/// Reports when a remote call is retried with no end: a loop, a jump or a method that calls itself, which a failure of the call
/// cannot leave, or a policy that says so.
/// Silent where attempts, time or a cancellation token end it: a reconnect loop that a stop token governs is meant to go on.
/// </summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class RetryNeverGivesUp : DistributedAnalyzer
{
    internal const string Id = "DIST2004";

    private const string Endlessly = "for as long as it fails: no number of attempts, time or token ends it";

    private static readonly DiagnosticDescriptor Problem = Rule.Create(
        Id,
        "Retry never gives up",
        "{0} repeats {1} {2}, and its caller waits with it",
        Level.Warning
    );

    public RetryNeverGivesUp()
        : base(Problem) { }

    private protected override void Register(CompilationStartAnalysisContext start, CompilationFacts facts)
    {
        if (facts.RemoteCalls.MayOccur)
        {
            start.On(facts, context => AnalyzeCode(context, facts), OperationKind.Loop, OperationKind.Branch, OperationKind.Invocation);
        }

        if (facts.Types.QuartzJob is not null)
        {
            start.On(facts, context => AnalyzeRefire(context, facts), OperationKind.ObjectCreation, OperationKind.SimpleAssignment);
        }

        if (facts.Catalog.HasStrategies)
        {
            start.On(facts, context => AnalyzePolicy(context, facts), OperationKind.Invocation);
        }
    }

    private static void AnalyzeCode(OperationContext context, CompilationFacts facts)
    {
        foreach (var repeated in facts.RepeatedCalls.At(context.Operation, context.ContainingSymbol))
        {
            if ((repeated.IsRetried || facts.RetryLoops.WaitsForSuccess(repeated)) && facts.RetryLoops.NeverGivesUp(repeated) is not null)
            {
                var code = repeated.Loop is null ? Values.RootOf(repeated.Call) : context.Operation;
                if (facts.RetryLoops.IsEndedByToken(code) is not true and var ended)
                {
                    Report(
                        context,
                        Places.OfRetry(context.Operation),
                        repeated.Description,
                        repeated.Name,
                        ended is null ? DiagnosticSeverity.Info : Problem.DefaultSeverity
                    );
                }

                return;
            }

            if (repeated.IsRetried && IsTooMany(context, facts, repeated.Rounds) is { } many)
            {
                Report(context, Places.OfRetry(context.Operation), repeated.Description, repeated.Name, Problem.DefaultSeverity, many);
                return;
            }
        }
    }

    /// <summary>More attempts than the team allows are as good as endless; told by how many there are.</summary>
    private static string? IsTooMany(OperationContext context, CompilationFacts facts, int? attempts) =>
        facts.Project.CountSetFor(context.Operation.Syntax.SyntaxTree, RuleOptions.MostAttempts) is { } most && attempts > most
            ? $"up to {attempts} times, where {most} are the most that '{RuleOptions.MostAttempts}' allows"
            : null;

    private static void AnalyzeRefire(OperationContext context, CompilationFacts facts)
    {
        if (facts.JobRetries.FailureRefiredAt(context.Operation) is { } failed && facts.Reachability.RemoteNameOf(failed) is { } name)
        {
            Report(context, context.Operation.Syntax.GetLocation(), "This job, fired again,", name, Problem.DefaultSeverity);
        }
    }

    private static void AnalyzePolicy(OperationContext context, CompilationFacts facts)
    {
        var added = (IInvocationOperation)context.Operation;
        if (
            facts.Policies.PolicyOf(added) is { Retries: not 0 } policy
            && (policy.Retries is int.MaxValue ? Endlessly : IsTooMany(context, facts, policy.Retries + 1)) is { } howOften
            && facts.Pipelines.RepeatsRemoteCalls(policy)
            && (policy.Retries is not int.MaxValue || !facts.RetryLoops.IsRunWithTokens(policy))
        )
        {
            Report(context, Places.OfCall(added), "This policy", "failed remote calls", Problem.DefaultSeverity, howOften);
        }
    }

    private static void Report(
        OperationContext context,
        Location place,
        string what,
        string call,
        DiagnosticSeverity severity,
        string howOften = Endlessly
    ) =>
        context.Report(
            Diagnostic.Create(
                Problem,
                place,
                severity,
                additionalLocations: null,
                Evidence.Of(howOften == Endlessly ? "nothing ends it" : "it goes on for too long"),
                what,
                call,
                howOften
            )
        );
}
