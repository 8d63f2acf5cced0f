using DistributedSystems.Analyzers.Facts;
using DistributedSystems.Analyzers.Facts.Code;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace DistributedSystems.Analyzers.Rules.RemoteCalls;

/// <summary>
/// Reports when the failure of a remote call leaves a function that has no caller to see it: the process or its host ends because a
/// remote side was down for a moment.
/// Silent where any handler on the way may take it, and where the exception reaches a caller.
/// </summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class FailureIsNobodys : DistributedAnalyzer
{
    internal const string Id = "DIST3001";

    private static readonly DiagnosticDescriptor Problem = Rule.Create(
        Id,
        "Failure of a remote call is nobody's",
        "A failure of {0} leaves {1}: nothing catches it before",
        Level.Warning
    );

    public FailureIsNobodys()
        : base(Problem, Subject.RemoteCalls) { }

    private protected override void Register(CompilationStartAnalysisContext start, CompilationFacts facts)
    {
        start.On(facts, context => Analyze(context, facts), OperationKind.Invocation);
    }

    private static void Analyze(OperationContext context, CompilationFacts facts)
    {
        var invocation = (IInvocationOperation)context.Operation;
        if (
            (facts.RemoteCalls.RemoteCallOf(invocation) is null && !facts.Functions.IsOwnMethod(invocation.TargetMethod))
            || facts.Observers.NobodyObserves(invocation, context.ContainingSymbol) is not { } function
            || facts.Observers.UnhandledFailureOf(invocation) is not { } unhandled
            || IsTold(invocation, context.ContainingSymbol, facts)
        )
        {
            return;
        }

        var isReached = unhandled.Call.Invocation != invocation;
        context.Report(
            Diagnostic.Create(
                Problem,
                invocation.Syntax.GetLocation(),
                facts.RemoteCalls.MayStayInProcess(unhandled.Call) ? DiagnosticSeverity.Info : Problem.DefaultSeverity,
                isReached ? new[] { unhandled.Call.Invocation.Syntax.GetLocation() } : null,
                Evidence.Of(unhandled.Call, function),
                isReached ? $"'{unhandled.Call.Name}' (through '{Symbols.NameOf(invocation.TargetMethod)}')" : $"'{unhandled.Call.Name}'",
                function
            )
        );
    }

    /// <summary>One handler around the function's work cures all of its calls: the first one is reported.</summary>
    private static bool IsTold(IInvocationOperation invocation, ISymbol member, CompilationFacts facts)
    {
        var function = Operations.FunctionAround(invocation);
        foreach (var operation in (function ?? Values.RootOf(invocation)).Descendants())
        {
            if (operation.Syntax == invocation.Syntax)
            {
                return false;
            }

            if (
                operation is IInvocationOperation earlier
                && Operations.FunctionAround(earlier)?.Syntax == function?.Syntax
                && (function is not null || facts.Observers.NobodyObserves(earlier, member) is not null)
                && facts.Observers.UnhandledFailureOf(earlier) is not null
            )
            {
                return true;
            }
        }

        return false;
    }
}
