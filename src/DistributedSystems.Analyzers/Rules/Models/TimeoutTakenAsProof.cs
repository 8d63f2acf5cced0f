using DistributedSystems.Analyzers.Facts;
using DistributedSystems.Analyzers.Facts.Code;
using DistributedSystems.Analyzers.Facts.Models;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace DistributedSystems.Analyzers.Rules.Models;

/// <summary>
/// Reports when code declares a process failed, or acts as leader, because an answer did not come in time, although the declared timing
/// lets a slow process look like a crashed one; and when a failure detector is declared never to be wrong there.
/// Silent with a fencing token or epoch, in a detector that admits mistakes, and without a declared model.
/// </summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class TimeoutTakenAsProof : DistributedAnalyzer
{
    internal const string Id = "DIST5001";

    private static readonly DiagnosticDescriptor Problem = Rule.Create(
        Id,
        "Timeout is taken as proof of failure outside the synchronous model",
        "'{0}' takes {1} for a proof of failure, but '{2}' declares {3} timing, in which a slow process looks like a crashed one (Fischer, Lynch and Paterson 1985)",
        Level.Warning
    );

    public TimeoutTakenAsProof()
        : base(Problem, Annotations.SystemModel) { }

    private protected override void Register(CompilationStartAnalysisContext start, CompilationFacts facts)
    {
        if (
            Annotations.ArePresent(start.Compilation, Annotations.DeclaresFailed)
            || Annotations.ArePresent(start.Compilation, Annotations.RequiresLeadership)
        )
        {
            start.On(facts, context => AnalyzeCall(context, facts), OperationKind.Invocation);
        }

        facts.DeclaredModels.RegisterDeclarationAction(start, AnalyzeDetector, Annotations.FailureDetector);
    }

    private static void AnalyzeCall(OperationContext context, CompilationFacts facts)
    {
        var call = (IInvocationOperation)context.Operation;
        if (
            facts.Declarations.IsInUse(Annotations.SystemModel)
            && facts.TimeoutProofs.TimeoutProofAt(call, context.ContainingSymbol) is { } proof
        )
        {
            context.Report(
                Diagnostic.Create(
                    Problem,
                    call.Syntax.GetLocation(),
                    Evidence.Of(proof.Occasion),
                    proof.Action.Name,
                    proof.Occasion,
                    proof.Model.DeclaredOn,
                    proof.Model.Timing
                )
            );
        }
    }

    private static void AnalyzeDetector(SyntaxNodeAnalysisContext context, Declaration detector)
    {
        if (
            Annotations.Member<Accuracy>(detector.Data, "accuracy") == Accuracy.Strong
            && DeclaredModels.ModelAt(detector.Target) is { } model
            && !SystemModels.TimeoutProvesFailure(model.Timing)
        )
        {
            context.Report(
                Diagnostic.Create(
                    Problem,
                    detector.Syntax.GetLocation(),
                    Evidence.Of("Accuracy.Strong"),
                    detector.Target.Name,
                    "the lack of an answer",
                    model.DeclaredOn,
                    model.Timing
                )
            );
        }
    }
}
