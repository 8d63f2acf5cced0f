using DistributedSystems.Analyzers.Facts;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace DistributedSystems.Analyzers.Rules.RemoteCalls;

/// <summary>
/// Reports when the task of a remote call is returned without an await out of a <c>try</c> whose handler is meant for its failure, or out of
/// a <c>using</c> of something that the call still needs: the scope ends when the call has begun.
/// Silent where nothing in the scope concerns the call.
/// </summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class TaskLeavesScope : DistributedAnalyzer
{
    internal const string Id = "DIST3014";

    private static readonly DiagnosticDescriptor Problem = Rule.Create(
        Id,
        "Task of a remote call leaves the scope it needs",
        "The task of {0} is returned without an await: {1}",
        Level.Warning
    );

    public TaskLeavesScope()
        : base(Problem, Subject.RemoteCalls) { }

    private protected override void Register(CompilationStartAnalysisContext start, CompilationFacts facts)
    {
        start.On(facts, context => Analyze(context, facts), OperationKind.Invocation);
    }

    private static void Analyze(OperationContext context, CompilationFacts facts)
    {
        var invocation = (IInvocationOperation)context.Operation;
        if (facts.Observers.ScopeLeftBy(invocation) is not { } left)
        {
            return;
        }

        var isReached = left.Call.Invocation != invocation;
        context.Report(
            Diagnostic.Create(
                Problem,
                invocation.Syntax.GetLocation(),
                isReached ? new[] { left.Call.Invocation.Syntax.GetLocation() } : null,
                Evidence.Of(left.Call, left.Loss),
                isReached ? $"'{left.Call.Name}' (through '{Facts.Code.Symbols.NameOf(invocation.TargetMethod)}')" : $"'{left.Call.Name}'",
                left.Loss
            )
        );
    }
}
