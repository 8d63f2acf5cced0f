using DistributedSystems.Analyzers.Facts;
using DistributedSystems.Analyzers.Facts.Code;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;

namespace DistributedSystems.Analyzers.Rules.Models;

/// <summary>
/// Reports when a method that is declared to compute a quorum gives, for some group of up to 1024 replicas, one that is not safe or not
/// live; the message shows the first such group.
/// Silent about functions it cannot evaluate (loops, state, calls out of sight) and arguments they reject by throwing.
/// </summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class QuorumFunctionIsWrong : DistributedAnalyzer
{
    internal const string Id = "DIST5016";

    private static readonly DiagnosticDescriptor Problem = Rule.Create(
        Id,
        "Quorum function is wrong",
        "'{0}' gives quorums that do not hold: {1}",
        Level.Warning
    );

    public QuorumFunctionIsWrong()
        : base(Problem, Annotations.QuorumSize) { }

    private protected override void Register(CompilationStartAnalysisContext start, CompilationFacts facts)
    {
        start.RegisterSymbolAction(
            context => Analyze((IMethodSymbol)context.Symbol, facts, problem => context.Report(problem)),
            SymbolKind.Method
        );
        start.RegisterSyntaxNodeAction(
            context =>
            {
                if (context.SemanticModel.GetDeclaredSymbol(context.Node, context.CancellationToken) is IMethodSymbol local)
                {
                    Analyze(local, facts, problem => context.Report(problem));
                }
            },
            SyntaxKind.LocalFunctionStatement
        );
    }

    private static void Analyze(IMethodSymbol method, CompilationFacts facts, Action<Diagnostic> report)
    {
        if (
            facts.Declarations.IsInUse(Annotations.QuorumSize)
            && Declarations.DeclaredOn(method, Annotations.QuorumSize) is { } declared
            && facts.DeclaredModels.QuorumCounterexampleOf(method, declared) is { } counterexample
        )
        {
            report(Diagnostic.Create(Problem, method.Locations[0], Evidence.Of(counterexample), method.Name, counterexample));
        }
    }
}
