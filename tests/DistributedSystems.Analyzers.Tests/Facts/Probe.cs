using DistributedSystems.Analyzers.Facts;
using DistributedSystems.Analyzers.Facts.Calls;
using DistributedSystems.Analyzers.Tests.Verify;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace DistributedSystems.Analyzers.Tests.Facts;

/// <summary>Asks the facts about the one marked expression of a piece of code.</summary>
internal sealed record Probe(CompilationFacts Facts, IOperation Marked)
{
    public RemoteCall Call =>
        Facts.RemoteCalls.RemoteCallOf((IInvocationOperation)Marked)
        ?? throw new InvalidOperationException("The marked call is not known to be remote.");

    /// <summary>The member that the marked expression stands in.</summary>
    public ISymbol Member
    {
        get
        {
            var symbol = Marked.SemanticModel!.GetEnclosingSymbol(Marked.Syntax.SpanStart)!;
            while (symbol is IMethodSymbol { MethodKind: MethodKind.AnonymousFunction or MethodKind.LocalFunction })
            {
                symbol = symbol.ContainingSymbol;
            }

            return symbol;
        }
    }

    public static Probe At(string marked, params string[] libraries) => At(marked, Setup.With(libraries));

    public static Probe At(string marked, Setup setup)
    {
        var (source, marks) = Markup.Parse(marked);
        var compilation = Analysis.Compile(source, setup);
        Assert.Empty(compilation.GetDiagnostics().Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error));
        var tree = compilation.SyntaxTrees[0];
        var node = tree.GetRoot().FindNode(Assert.Single(marks).Span, getInnermostNodeForTie: true);

        // An operation asked for by itself has its parents all the same.
        var operation = compilation.GetSemanticModel(tree).GetOperation(node);
        Assert.NotNull(operation);
        return new Probe(CompilationFacts.Of(compilation, Analysis.OptionsOf(setup)), operation);
    }
}
