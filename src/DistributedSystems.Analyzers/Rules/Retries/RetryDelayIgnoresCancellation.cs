using DistributedSystems.Analyzers.Facts;
using DistributedSystems.Analyzers.Facts.Surroundings;
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
            call.TargetMethod.Name is not ("Delay" or "Sleep")
            || Waits.DelayIn(call) is null
            || facts.RetryLoops.MentionsToken(call)
            || facts.Tokens.TokensInScope(call).FirstOrDefault(candidate => candidate.IsSure) is not { } token
        )
        {
            return;
        }

        for (
            var ancestor = call.Parent;
            ancestor is not (null or IAnonymousFunctionOperation or ILocalFunctionOperation);
            ancestor = ancestor.Parent
        )
        {
            if (ancestor is ILoopOperation loop && facts.RetryLoops.RetryIn(loop) is { } retried)
            {
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
                return;
            }
        }
    }
}
