using DistributedSystems.Analyzers.Facts;
using DistributedSystems.Analyzers.Facts.Code;
using DistributedSystems.Analyzers.Facts.Models;
using DistributedSystems.Analyzers.Rules.Models;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace DistributedSystems.Analyzers.Rules.Configuration;

/// <summary>
/// Reports when an attribute of the pack cannot mean what it says: a duration that is none, a key or counterpart that does not
/// exist, numbers that exclude each other, two effects that do, or less than the implemented member promises.
/// Silent about what is merely left out.
/// </summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class AnnotationContradicts : DistributedAnalyzer
{
    internal const string Id = "DIST0002";

    /// <summary>Decisions for the fixer: the text in the attribute that is wrong, and what it has to be.</summary>
    internal const string Wrong = "fix.wrong";
    internal const string Right = "fix.right";

    private static readonly DiagnosticDescriptor Problem = Rule.Create(
        Id,
        "Annotation contradicts itself or its target",
        "[{0}] on '{1}' cannot hold: {2}",
        Level.Warning
    );

    public AnnotationContradicts()
        : base(Problem) { }

    private protected override void Register(CompilationStartAnalysisContext start, CompilationFacts facts) =>
        facts.DeclaredModels.RegisterDeclarationAction(
            start,
            Analyze,
            Annotations.Deadline,
            Annotations.SystemModel,
            Annotations.ReplicaGroup,
            Annotations.Quorum,
            Annotations.QuorumSize,
            Annotations.Idempotent,
            Annotations.NotIdempotent,
            Annotations.MonotonicClock,
            Annotations.Compensates,
            Annotations.CompensatedBy,
            Annotations.Consistency
        );

    private static void Analyze(SyntaxNodeAnalysisContext context, Declaration declaration)
    {
        if (
            Contradictions.ContradictionIn(declaration, context.SemanticModel) is not { } contradiction
            || (declaration.Name == Annotations.ReplicaGroup && IsSaidByItsBound(context, declaration))
        )
        {
            return;
        }

        var properties = Evidence.Of(contradiction.Reason);
        if (contradiction is { Wrong: { } wrong, Right: { } right })
        {
            properties = properties.Add(Wrong, wrong).Add(Right, right);
        }

        context.Report(
            Diagnostic.Create(
                Problem,
                declaration.Syntax.GetLocation(),
                properties,
                declaration.Name.Substring(0, declaration.Name.Length - nameof(Attribute).Length),
                declaration.Target.Name,
                contradiction.Reason
            )
        );
    }

    // Under a declared model the rule with the bound names it, which says more.
    private static bool IsSaidByItsBound(SyntaxNodeAnalysisContext context, Declaration group) =>
        DeclaredModels.ReplicaBoundOf(group) is { IsMet: false }
        && context.YieldsTo(Problem, TooFewReplicas.Id, DiagnosticSeverity.Warning);
}
