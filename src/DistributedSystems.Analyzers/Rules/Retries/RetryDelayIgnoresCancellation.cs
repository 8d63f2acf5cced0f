using DistributedSystems.Analyzers.Facts;
using DistributedSystems.Analyzers.Rules.Deadlines;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace DistributedSystems.Analyzers.Rules.Retries;

/// <summary>
/// Reports a delay in a retry loop that takes no cancellation token although the function has one: whoever cancels waits the
/// back-off out.
/// </summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class RetryDelayIgnoresCancellation : DistributedAnalyzer
{
    internal const string Id = "DIST2013";

    private static readonly DiagnosticDescriptor Problem = Rule.Create(
        Id,
        "Retry delay ignores cancellation",
        "'{0}' between the attempts of {1} cannot be cancelled, although '{2}' could do so",
        Level.Info
    );

    public RetryDelayIgnoresCancellation()
        : base(Problem, Subject.RemoteCalls) { }

    private protected override void Register(CompilationStartAnalysisContext start, CompilationFacts facts)
    {
        start.On(facts, context => Analyze(context, facts), OperationKind.Invocation);
    }

    private static void Analyze(OperationContext context, CompilationFacts facts)
    {
        var call = (IInvocationOperation)context.Operation;
        if (
            !facts.RetryLoops.MayPause(call)
            || facts.RetryLoops.PausedBy(call, context.ContainingSymbol) is not { } retried
            || facts.Tokens.TokensInScope(call).FirstOrDefault(candidate => candidate.IsSure) is not { } token
        )
        {
            return;
        }

        context.Report(
            Diagnostic.Create(
                Problem,
                call.Syntax.GetLocation(),
                Evidence
                    .Of("a token is in scope")
                    .Add(CallersCancellationDropped.Token, token.Expression)
                    .Add(CallersCancellationDropped.TokenParameter, "cancellationToken"),
                call.TargetMethod.ContainingType.Name + "." + call.TargetMethod.Name,
                retried.Name,
                token.Expression
            )
        );
    }
}
