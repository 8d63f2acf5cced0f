using DistributedSystems.Analyzers.Facts;
using DistributedSystems.Analyzers.Facts.Code;
using DistributedSystems.Analyzers.Facts.Models;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace DistributedSystems.Analyzers.Rules.Models;

/// <summary>
/// Reports when a sequentially consistent or linearizable operation is decided by a value that may be old: it is made of it, stands under a
/// condition on it, or gives it back as its own result.
/// Silent where a value of the operation's own strength is looked at in between, and where no consistency is declared.
/// </summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class WeakValueDecidesStrongOperation : DistributedAnalyzer
{
    internal const string Id = "DIST5011";

    private static readonly DiagnosticDescriptor Problem = Rule.Create(
        Id,
        "Weakly consistent value decides a strongly consistent operation",
        "'{0}' is declared {1} and decided by '{2}', which is declared {3} and may be an old value",
        Level.Warning
    );

    public WeakValueDecidesStrongOperation()
        : base(Problem, Annotations.Consistency) { }

    private protected override void Register(CompilationStartAnalysisContext start, CompilationFacts facts)
    {
        start.On(facts, context => AnalyzeCall(context, facts), OperationKind.Invocation);
        start.On(facts, context => AnalyzeReturn(context, facts), OperationKind.Return);
    }

    private static void AnalyzeCall(OperationContext context, CompilationFacts facts)
    {
        var call = (IInvocationOperation)context.Operation;
        Report(
            context,
            facts.Declarations.IsInUse(Annotations.Consistency) ? facts.WeakValues.WeakValueDeciding(call) : null,
            call,
            call.TargetMethod
        );
    }

    private static void AnalyzeReturn(OperationContext context, CompilationFacts facts)
    {
        var returned = (IReturnOperation)context.Operation;
        Report(
            context,
            facts.Declarations.IsInUse(Annotations.Consistency)
                ? facts.WeakValues.WeakValueReturned(returned, context.ContainingSymbol)
                : null,
            returned.ReturnedValue,
            context.ContainingSymbol
        );
    }

    private static void Report(OperationContext context, WeakDecision? weak, IOperation? place, ISymbol operation)
    {
        if (weak is null || place is null)
        {
            return;
        }

        context.Report(
            Diagnostic.Create(
                Problem,
                place.Syntax.GetLocation(),
                new[] { weak.Source.Syntax.GetLocation() },
                Evidence.Of(weak.Source.Syntax.ToString()),
                operation.ContainingType.Name + "." + operation.Name,
                weak.Operation,
                weak.Source.Syntax.ToString(),
                weak.Level
            )
        );
    }
}
