using DistributedSystems.Analyzers.Facts;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace DistributedSystems.Analyzers.Rules.RemoteCalls;

/// <summary>
/// Reports when the body of an HTTP response is read on a path that never looks at the status: an error page is then taken for the answer.
/// Silent where the response goes to somebody else, who may check it, and for calls that throw by themselves.
/// </summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class UncheckedResponse : DistributedAnalyzer
{
    internal const string Id = "DIST3002";

    private static readonly DiagnosticDescriptor Problem = Rule.Create(
        Id,
        "Response is used without checking its status",
        "The body of the response to '{0}' is read by '{1}' but the status is not checked: an error page is taken for the answer",
        Level.Warning
    );

    public UncheckedResponse()
        : base(Problem) { }

    private protected override void Register(CompilationStartAnalysisContext start, CompilationFacts facts)
    {
        if (facts.Types.HttpResponseMessage is not null)
        {
            start.On(facts, context => Analyze(context, facts), OperationKind.Invocation);
        }
    }

    private static void Analyze(OperationContext context, CompilationFacts facts)
    {
        var read = (IInvocationOperation)context.Operation;
        if (facts.Responses.UncheckedBodyReadBy(read) is { } call)
        {
            context.Report(
                Diagnostic.Create(
                    Problem,
                    read.Syntax.GetLocation(),
                    facts.Responses.DecidesByContent(read) ? DiagnosticSeverity.Info : Problem.DefaultSeverity,
                    new[] { call.Invocation.Syntax.GetLocation() },
                    Evidence.Of(call, "no check of the status on the path"),
                    call.Name,
                    read.TargetMethod.Name
                )
            );
        }
    }
}
