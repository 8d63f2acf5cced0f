using DistributedSystems.Analyzers.Catalog;
using DistributedSystems.Analyzers.Facts;
using DistributedSystems.Analyzers.Facts.Promises;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace DistributedSystems.Analyzers.Rules.Deadlines;

/// <summary>
/// Reports a limit that can never be reached because a shorter one holds around it: a timeout strategy inside another, a source linked to
/// another, a call's own limit beside its token, an attempt of the standard resilience handler, a message handler's timeout beside <c>HttpClient.Timeout</c>, a call declared to
/// take longer
/// than its caller.
/// Silent where one of the two is not a constant in sight, and for a library's untouched defaults.
/// </summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class InnerTimeoutOutlivesOuter : DistributedAnalyzer
{
    internal const string Id = "DIST1006";

    private static readonly DiagnosticDescriptor Problem = Rule.Create(
        Id,
        "Inner timeout outlives the outer",
        "'{0}' allows {1}, but {2} ends after {3}",
        Level.Warning
    );

    public InnerTimeoutOutlivesOuter()
        : base(Problem) { }

    private protected override void Register(CompilationStartAnalysisContext start, CompilationFacts facts)
    {
        if (facts.Types.CancellationTokenSource is not null)
        {
            start.On(facts, context => Analyze(context, facts), OperationKind.Invocation);
            if (facts.Types.GrpcCallOptions is not null)
            {
                start.On(
                    facts,
                    context => Report(context, facts.OuterLimits.OuterLimitOfOwn(context.Operation)),
                    OperationKind.ObjectCreation
                );
            }
        }
    }

    private static void Analyze(OperationContext context, CompilationFacts facts)
    {
        var call = (IInvocationOperation)context.Operation;
        var found =
            call.TargetMethod.Name == "CancelAfter"
                ? facts.OuterLimits.OuterLimitOfSource(call)
                : facts.RemoteCalls.ApiOf(call.TargetMethod)?.Strategy switch
                {
                    Strategy.Timeout => facts.OuterLimits.OuterLimitOfStrategy(call),
                    Strategy.Wrap => facts.OuterLimits.OuterLimitOfWrap(call),
                    _ => facts.ClientLimits.OuterLimitOfHandler(call)
                        ?? facts.ClientLimits.OuterLimitOfClient(call)
                        ?? (facts.Declarations.HasAnnotations ? facts.OuterLimits.OuterLimitOfCall(call) : null)
                        ?? facts.OuterLimits.OuterLimitOfOwn(call),
                };
        Report(context, found);
    }

    private static void Report(OperationContext context, NestedLimits? found)
    {
        if (found is not null)
        {
            var place = Places.Within(context.Operation, found.Place).Syntax;
            context.Report(
                Diagnostic.Create(
                    Problem,
                    place.GetLocation(),
                    additionalLocations: null,
                    Evidence.Of($"{DurationText.Of(found.Inner)} inside {DurationText.Of(found.Outer)}"),
                    found.InnerName ?? place.ToString(),
                    DurationText.Of(found.Inner),
                    found.OuterName,
                    DurationText.Of(found.Outer)
                )
            );
        }
    }
}
