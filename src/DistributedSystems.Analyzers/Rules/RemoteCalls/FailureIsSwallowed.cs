using DistributedSystems.Analyzers.Facts;
using DistributedSystems.Analyzers.Facts.Code;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace DistributedSystems.Analyzers.Rules.RemoteCalls;

/// <summary>
/// Reports when a catch clause that is empty or only logs keeps the failure of a remote write from the caller, who takes the method's
/// return for success. Silent where the clause does anything else, and in loops and hosted services, where it is the cure.
/// </summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class FailureIsSwallowed : DistributedAnalyzer
{
    internal const string Id = "DIST3013";

    private static readonly DiagnosticDescriptor Problem = Rule.Create(
        Id,
        "Failure of a remote call is swallowed",
        "The failure of {0} ends here, and the caller of '{1}' is told that the write was done",
        Level.Info
    );

    public FailureIsSwallowed()
        : base(Problem, Subject.RemoteCalls) { }

    private protected override void Register(CompilationStartAnalysisContext start, CompilationFacts facts)
    {
        start.On(facts, context => Analyze(context, facts), OperationKind.CatchClause);
    }

    private static void Analyze(OperationContext context, CompilationFacts facts)
    {
        var handler = (ICatchClauseOperation)context.Operation;
        if (
            facts.Handlers.WriteSwallowedBy(handler, context.ContainingSymbol) is not { } write
            || handler.Syntax is not CatchClauseSyntax clause
        )
        {
            return;
        }

        context.Report(
            Diagnostic.Create(
                Problem,
                clause.CatchKeyword.GetLocation(),
                new[] { write.Call.Invocation.Syntax.GetLocation() },
                Evidence.Of(write.Call, "the handler is empty or only logs"),
                write.Through.IsEmpty ? $"'{write.Call.Name}'" : $"'{write.Call.Name}' (through '{write.Through[0]}')",
                Symbols.NameOf((IMethodSymbol)context.ContainingSymbol)
            )
        );
    }
}
