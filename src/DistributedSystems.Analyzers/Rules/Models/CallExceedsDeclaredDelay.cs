using DistributedSystems.Analyzers.Facts;
using DistributedSystems.Analyzers.Facts.Code;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace DistributedSystems.Analyzers.Rules.Models;

/// <summary>
/// Reports when a component that is declared synchronous makes a call whose wait nothing ends, or that may wait longer than the declared
/// delay.
/// Silent about waits that are not known, and under any other timing.
/// </summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class CallExceedsDeclaredDelay : DistributedAnalyzer
{
    internal const string Id = "DIST5010";

    private static readonly DiagnosticDescriptor Problem = Rule.Create(
        Id,
        "Code contradicts the declared timing",
        "'{0}' breaks the synchronous timing declared around it: {1}",
        Level.Warning
    );

    public CallExceedsDeclaredDelay()
        : base(Problem, Annotations.SystemModel) { }

    private protected override void Register(CompilationStartAnalysisContext start, CompilationFacts facts)
    {
        start.On(facts, context => Analyze(context, facts), OperationKind.Invocation);
    }

    private static void Analyze(OperationContext context, CompilationFacts facts)
    {
        var call = (IInvocationOperation)context.Operation;
        if (
            facts.Declarations.IsInUse(Annotations.SystemModel)
            && facts.Dependencies.TimingConflictAt(call, context.ContainingSymbol) is { } conflict
        )
        {
            context.Report(
                Diagnostic.Create(
                    Problem,
                    call.Syntax.GetLocation(),
                    Evidence.Of(conflict),
                    facts.RemoteCalls.RemoteCallOf(call)?.Name ?? call.TargetMethod.ContainingType.Name + "." + call.TargetMethod.Name,
                    conflict
                )
            );
        }
    }
}
