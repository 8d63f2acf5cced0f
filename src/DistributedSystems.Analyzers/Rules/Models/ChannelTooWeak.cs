using DistributedSystems.Analyzers.Facts;
using DistributedSystems.Analyzers.Facts.Code;
using DistributedSystems.Analyzers.Facts.Models;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace DistributedSystems.Analyzers.Rules.Models;

/// <summary>
/// Reports when a declared protocol (consensus, replica group, quorum) stands under a channel that loses its messages or lets anyone forge
/// them, or calls something over a lossy one, with no adapter declared.
/// Silent with retransmission and de-duplication, with authentication, and without a declared model.
/// </summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class ChannelTooWeak : DistributedAnalyzer
{
    internal const string Id = "DIST5009";

    private static readonly DiagnosticDescriptor Problem = Rule.Create(
        Id,
        "Channel is weaker than the protocol needs",
        "The protocol on '{0}' does not hold over this channel: {1}",
        Level.Warning
    );

    public ChannelTooWeak()
        : base(Problem, Annotations.SystemModel) { }

    private protected override void Register(CompilationStartAnalysisContext start, CompilationFacts facts)
    {
        facts.DeclaredModels.RegisterDeclarationAction(
            start,
            AnalyzeDeclaration,
            Annotations.SystemModel,
            Annotations.Consensus,
            Annotations.ReplicaGroup,
            Annotations.Quorum
        );
        start.On(facts, context => AnalyzeCall(context, facts), OperationKind.Invocation);
    }

    private static void AnalyzeDeclaration(SyntaxNodeAnalysisContext context, Declaration declaration)
    {
        if (Dependencies.ChannelConflictAt(declaration) is { } conflict)
        {
            context.Report(
                Diagnostic.Create(Problem, declaration.Syntax.GetLocation(), Evidence.Of(conflict), declaration.Target.Name, conflict)
            );
        }
    }

    private static void AnalyzeCall(OperationContext context, CompilationFacts facts)
    {
        if (
            facts.Declarations.IsInUse(Annotations.SystemModel)
            && facts.Dependencies.ChannelConflictAt((IInvocationOperation)context.Operation, context.ContainingSymbol) is { } conflict
        )
        {
            context.Report(
                Diagnostic.Create(
                    Problem,
                    context.Operation.Syntax.GetLocation(),
                    Evidence.Of(conflict),
                    context.ContainingSymbol.ContainingType.Name,
                    conflict
                )
            );
        }
    }
}
