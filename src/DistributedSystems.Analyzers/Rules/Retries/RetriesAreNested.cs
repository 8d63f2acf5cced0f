using DistributedSystems.Analyzers.Facts;
using DistributedSystems.Analyzers.Facts.Promises;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace DistributedSystems.Analyzers.Rules.Retries;

/// <summary>
/// Reports a retry that another retry runs again: a pipeline in a loop or in a pipeline, two retries in one pipeline or on one HTTP client,
/// a
/// method that retries inside one that does. Their attempts multiply exactly when the service can bear them least. Around a client that
/// retries
/// by itself it is information.
/// Source: https://sre.google/sre-book/addressing-cascading-failures/ (retries).
/// </summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class RetriesAreNested : DistributedAnalyzer
{
    internal const string Id = "DIST2006";

    private static readonly DiagnosticDescriptor Problem = Rule.Create(
        Id,
        "Nested retries multiply",
        "{0} runs inside {1}: {2} when the service is in trouble",
        Level.Warning
    );

    public RetriesAreNested()
        : base(Problem, Subject.RemoteCalls) { }

    private protected override void Register(CompilationStartAnalysisContext start, CompilationFacts facts)
    {
        start.On(facts, context => AnalyzeLoop(context, facts), OperationKind.Loop);
        start.On(facts, context => AnalyzeCall(context, facts), OperationKind.Invocation);
    }

    private static void AnalyzeLoop(OperationContext context, CompilationFacts facts)
    {
        var loop = (ILoopOperation)context.Operation;
        Report(context, Places.OfLoop(loop), facts.RetryNesting.NestedRetriesAt(loop));
    }

    private static void AnalyzeCall(OperationContext context, CompilationFacts facts)
    {
        var call = (IInvocationOperation)context.Operation;
        if (facts.RegisteredRetries.IsAboutClientBuilder(call))
        {
            Report(
                context,
                Places.OfCall(call),
                facts
                    .RegisteredRetries.RegisteredRetriesAt(call)
                    .Select(added => facts.RetryNesting.NestedRetriesAt(added.Registration, added.Retry))
                    .FirstOrDefault(nested => nested is not null)
            );
        }
        else if (facts.Policies.PolicyOf(call) is { Retries: not 0 } policy)
        {
            Report(
                context,
                Places.OfCall(call),
                facts.Pipelines.RepeatsRemoteCalls(policy) ? facts.RetryNesting.NestedRetriesAt(policy) : null
            );
        }
        else if (facts.Reachability.MayReach(call) || facts.RemoteCalls.OperationOf(call) is { Api.Remote: true })
        {
            Report(context, call.Syntax.GetLocation(), facts.RetryNesting.NestedRetriesAt(call));
        }
    }

    private static void Report(OperationContext context, Location place, NestedRetries? nested)
    {
        if (nested is not null)
        {
            context.Report(
                Diagnostic.Create(
                    Problem,
                    place,
                    nested.IsBuiltIn ? DiagnosticSeverity.Info : Problem.DefaultSeverity,
                    nested.Places.Select(retry => retry.GetLocation()),
                    Evidence.Of(nested.Product),
                    Capitalized(nested.Inner),
                    nested.Outer,
                    nested.Product
                )
            );
        }
    }

    private static string Capitalized(string text) =>
        text.Length > 0 && text[0] != '\'' ? char.ToUpperInvariant(text[0]) + text.Substring(1) : text;
}
