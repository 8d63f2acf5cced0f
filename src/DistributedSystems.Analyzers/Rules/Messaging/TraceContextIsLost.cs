using DistributedSystems.Analyzers.Facts;
using DistributedSystems.Analyzers.Facts.Calls;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace DistributedSystems.Analyzers.Rules.Messaging;

/// <summary>
/// Reports a message that leaves a traced process without the context of the trace, and an HTTP handler that is told to send none: what the other side
/// does becomes a trace of its own. Off unless switched on.
/// Silent for clients that add the context by themselves, for messages whose headers may come from elsewhere, and in projects that name no traces.
/// </summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class TraceContextIsLost : DistributedAnalyzer
{
    internal const string Id = "DIST6012";

    private const string HttpPropagator = "ActivityHeadersPropagator";

    private static readonly DiagnosticDescriptor Problem = Rule.Create(
        Id,
        "Trace context is lost at a hop",
        "{0}: what the receiver does with it belongs to no trace of this process",
        Level.Off
    );

    public TraceContextIsLost()
        : base(Problem, Subject.CatalogedCalls) { }

    private protected override void Register(CompilationStartAnalysisContext start, CompilationFacts facts)
    {
        start.On(facts, context => AnalyzeCall(context, facts), OperationKind.Invocation);
        start.On(facts, AnalyzeSetting, OperationKind.SimpleAssignment);
    }

    // What a client only queues is sent all the same.
    private static void AnalyzeCall(OperationContext context, CompilationFacts facts)
    {
        var sending = (IInvocationOperation)context.Operation;
        if (
            facts.RemoteCalls.ApiOf(sending.TargetMethod) is { TraceHeaders: var (_, member) } api
            && new RemoteCall(sending, api) is var call
            && facts.Deliveries.LosesTraceContext(call)
        )
        {
            Report(
                context,
                sending,
                $"'{call.Name}' sends a message without the context of the trace in its '{member}', and its client adds none"
            );
        }
    }

    private static void AnalyzeSetting(OperationContext context)
    {
        if (
            context.Operation
                is ISimpleAssignmentOperation
                {
                    Target: IPropertyReferenceOperation { Property: { Name: HttpPropagator, ContainingType.Name: "SocketsHttpHandler" } },
                    Value: { } set
                }
            && (
                set.ConstantValue is { HasValue: true, Value: null }
                || set is IInvocationOperation { TargetMethod.Name: "CreateNoOutputPropagator" }
                || set is IConversionOperation { Operand: { ConstantValue: { HasValue: true, Value: null } } }
            )
        )
        {
            Report(
                context,
                context.Operation,
                $"'{HttpPropagator}' is switched off, so each request goes out without the context of the trace"
            );
        }
    }

    private static void Report(OperationContext context, IOperation place, string reason) =>
        context.Report(Diagnostic.Create(Problem, place.Syntax.GetLocation(), Evidence.Of(reason), reason));
}
