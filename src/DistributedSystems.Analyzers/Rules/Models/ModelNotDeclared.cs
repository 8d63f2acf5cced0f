using DistributedSystems.Analyzers.Facts;
using DistributedSystems.Analyzers.Facts.Code;
using DistributedSystems.Analyzers.Facts.Models;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace DistributedSystems.Analyzers.Rules.Models;

/// <summary>
/// Reports when a declaration whose meaning depends on timing and failures stands where no system model is in force.
/// Silent about quorums: what their sizes must be for crashes follows from the sizes alone.
/// </summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class ModelNotDeclared : DistributedAnalyzer
{
    internal const string Id = "DIST5014";

    // In the order in which they are reported where several stand on one symbol: one cause, one diagnostic.
    private static readonly string[] Dependent =
    {
        Annotations.ReplicaGroup,
        Annotations.Consensus,
        Annotations.FailureDetector,
        Annotations.Liveness,
        Annotations.DeclaresFailed,
    };

    private static readonly DiagnosticDescriptor Problem = Rule.Create(
        Id,
        "Member relies on a model that nothing declares",
        "[{0}] on '{1}' cannot be checked: {2}, and no [SystemModel] on the member, its type or its assembly says which",
        Level.Info
    );

    public ModelNotDeclared()
        : base(Problem) { }

    private protected override void Register(CompilationStartAnalysisContext start, CompilationFacts facts) =>
        facts.DeclaredModels.RegisterDeclarationAction(start, Analyze, Dependent);

    private static void Analyze(SyntaxNodeAnalysisContext context, Declaration declaration)
    {
        if (
            Declarations.NearestOf(declaration.Target, Annotations.SystemModel, out _) is null
            // Whether a timeout is a proof is asked where the member is called: by the model that holds there.
            && !(declaration is { Name: Annotations.DeclaresFailed, Target.IsAbstract: true })
            && Dependent.First(attribute => Annotations.Find(declaration.Target, attribute) is not null) == declaration.Name
        )
        {
            var needed = declaration.Name switch
            {
                Annotations.ReplicaGroup => "how many replicas it takes depends on timing and failures",
                Annotations.DeclaresFailed => "whether a timeout may prove a failure depends on timing",
                Annotations.FailureDetector => "which detectors exist depends on timing",
                _ => "whether it comes to an end depends on timing",
            };
            context.Report(
                Diagnostic.Create(
                    Problem,
                    declaration.Syntax.GetLocation(),
                    Evidence.Of(needed),
                    declaration.Name.Substring(0, declaration.Name.Length - nameof(Attribute).Length),
                    declaration.Target.Name,
                    needed
                )
            );
        }
    }
}
