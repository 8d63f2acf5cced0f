using DistributedSystems.Analyzers.Facts;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace DistributedSystems.Analyzers.Rules.RemoteCalls;

/// <summary>
/// Reports when <c>Task.WhenAll</c> starts a remote call for every item of a collection at once: the number of concurrent calls is the
/// number of items. Silent where the items are few by construction, and where anything on the way limits the calls.
/// </summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class UnboundedFanout : DistributedAnalyzer
{
    internal const string Id = "DIST3011";

    private static readonly DiagnosticDescriptor Problem = Rule.Create(
        Id,
        "Fan-out is unbounded",
        "'{0}' is started for every item of '{1}' at once: as many calls run at the same time as there are items",
        Level.Info
    );

    public UnboundedFanout()
        : base(Problem, Subject.RemoteCalls) { }

    private protected override void Register(CompilationStartAnalysisContext start, CompilationFacts facts)
    {
        start.On(facts, context => Analyze(context, facts), OperationKind.Invocation);
    }

    private static void Analyze(OperationContext context, CompilationFacts facts)
    {
        if (facts.Fanouts.UnboundedFanoutOf((IInvocationOperation)context.Operation) is { } fanout)
        {
            context.Report(
                Diagnostic.Create(
                    Problem,
                    context.Operation.Syntax.GetLocation(),
                    new[] { fanout.Place.Syntax.GetLocation() },
                    Evidence.Of(fanout.Api, fanout.Name, "one call per item, and no limit in sight"),
                    fanout.Name,
                    fanout.Items.Syntax.ToString()
                )
            );
        }
    }
}
