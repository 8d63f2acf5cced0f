using DistributedSystems.Analyzers.Facts;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace DistributedSystems.Analyzers.Rules.Messaging;

/// <summary>
/// Reports the first effect of a compensation that a second run of it adds again: of a method that carries <c>[Compensates]</c> or is named by a
/// <c>[CompensatedBy]</c> of its type, and (info) of MassTransit's <c>Compensate</c>.
/// Silent where the second run can be told from the first, and for messages that it sends.
/// </summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class CompensationIsNotIdempotent : DistributedAnalyzer
{
    internal const string Id = "DIST6007";

    private static readonly DiagnosticDescriptor Problem = Rule.Create(
        Id,
        "Compensation is not idempotent",
        "'{0}' takes effect again when the compensation {1} is run once more, as it has to be until it succeeds",
        Level.Warning
    );

    public CompensationIsNotIdempotent()
        : base(Problem, Subject.AccumulatingCalls) { }

    private protected override void Register(CompilationStartAnalysisContext start, CompilationFacts facts)
    {
        start.On(facts, context => Analyze(context, facts), OperationKind.Invocation);
    }

    private static void Analyze(OperationContext context, CompilationFacts facts)
    {
        var call = (IInvocationOperation)context.Operation;
        if (facts.HandledMessages.EffectOfCompensation(call, context.ContainingSymbol) is not { } found)
        {
            return;
        }

        context.Report(
            Diagnostic.Create(
                Problem,
                call.Syntax.GetLocation(),
                found.IsDeclared ? DiagnosticSeverity.Warning : DiagnosticSeverity.Info,
                found.Call.Invocation.Syntax == call.Syntax ? null : new[] { found.Call.Invocation.Syntax.GetLocation() },
                Evidence.Of(found.Call, "a compensation is run until it succeeds"),
                found.Call.Name,
                found.Handler
            )
        );
    }
}
