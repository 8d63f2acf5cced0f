using DistributedSystems.Analyzers.Catalog;
using DistributedSystems.Analyzers.Facts.Calls;
using DistributedSystems.Analyzers.Facts.Code;
using DistributedSystems.Analyzers.Facts.Surroundings;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace DistributedSystems.Analyzers.Facts.Promises;

/// <summary>Deliveries of messages: what settles them, when, and what becomes of one that nothing settles.</summary>
internal sealed partial class Deliveries(
    CatalogIndex catalog,
    SemanticModels models,
    Project project,
    WellKnownTypes types,
    Values values,
    FlowGraphs flowGraphs,
    Functions functions,
    Origins origins,
    RemoteCalls remoteCalls,
    Runners runners,
    Effects effects,
    Reachability reachability,
    Handlers handlers
)
{
    // RabbitMQ: replies sent straight to the channel that asked cannot be acknowledged (https://www.rabbitmq.com/docs/direct-reply-to).
    private const string DirectReplies = "amq.rabbitmq.reply-to";

    private FailedDeliveries? failures;

    private readonly TraceContexts traces = new(project, values);

    private readonly ConsumerSettings consumers = new(catalog, models, project, values, functions);

    /// <summary>
    /// The setting by which a consumer's messages count as processed before they are, where it is made of settings in sight.
    /// </summary>
    public AutoAcknowledgement? AutoAcknowledgedBy(IObjectCreationOperation made) => consumers.AutoAcknowledgedBy(made);

    /// <summary>Does a call send a message without the context of the trace that it takes part in?</summary>
    public bool LosesTraceContext(RemoteCall call) => traces.IsLostBy(call);

    private FailedDeliveries Failures => failures ??= new(this, catalog, project, types, values, functions, remoteCalls, handlers);

    /// <summary>Does a call put a message back whatever made it fail, so that one that can never be processed comes back for ever?</summary>
    public bool IsPutBackForEver(RemoteCall call) => Failures.IsPutBackForEver(call);

    /// <summary>The call that settles a message after its work, where this handler of the work's failures settles it in no way.</summary>
    public RemoteCall? NeverSettledAfter(ICatchClauseOperation handler) => Failures.NeverSettledAfter(handler);

    /// <summary>What is done with a message and whose failure nobody there catches, before a call that settles the message.</summary>
    public IInvocationOperation? FailingBefore(RemoteCall settling) => Failures.FailingBefore(settling);

    /// <summary>
    /// The flag by which a subscription or a read takes messages as processed when they are handed over. Null where it is not known to be set,
    /// and where the queue is the process's own, so that its messages end with it anyway.
    /// </summary>
    public IArgumentOperation? ForgottenOnDelivery(RemoteCall call) =>
        call.Api.AutoAckParameters is { } flags
        && call.Invocation.Arguments.FirstOrDefault(argument => flags.Contains(argument.Parameter?.Name)) is { } flag
        && IsSet(flag.Value)
        && !TakesFromOwnQueue(call.Invocation)
            ? flag
            : null;

    private bool IsSet(IOperation flag)
    {
        flag = values.ValueOf(flag);
        return flag is IParameterReferenceOperation { Parameter: var parameter }
            ? functions.ArgumentsPassedFor(parameter).Any(IsTrue)
            : IsTrue(flag);
    }

    public bool IsTrue(IOperation flag) => values.ValueOf(flag).ConstantValue is { HasValue: true, Value: true };

    private bool TakesFromOwnQueue(IInvocationOperation taking)
    {
        if (taking.Arguments.FirstOrDefault(argument => argument.Parameter?.Name == "queue")?.Value is not { } queue)
        {
            return false;
        }

        return values.ValueOf(queue).ConstantValue is { HasValue: true, Value: DirectReplies }
            // A name that only this process knows, made anew with it.
            || origins.Find(
                queue,
                static part => part is IInvocationOperation { TargetMethod: { Name: "NewGuid", ContainingType.Name: "Guid" } }
            )
                is not null
            || origins.Find(queue, IsExclusiveDeclaration) is not null
            || models.PartsAround(taking.Syntax).SelectMany(part => part.DescendantNodes()).Any(node => IsDeclarationOf(node, queue));
    }

    private bool IsDeclarationOf(SyntaxNode node, IOperation queue) =>
        node is InvocationExpressionSyntax written
        && Symbols.NameIn(written.Expression)?.StartsWith("QueueDeclare", StringComparison.Ordinal) == true
        && models.Of(node.SyntaxTree).GetOperation(node) is IInvocationOperation declaration
        && IsExclusiveDeclaration(declaration)
        && declaration.Arguments.FirstOrDefault(argument => argument.Parameter?.Name == "queue") is { } declared
        && SameExpression.Are(values.ValueOf(declared.Value), values.ValueOf(queue));

    private bool IsExclusiveDeclaration(IOperation operation) =>
        operation is IInvocationOperation declaration
        && declaration.Arguments.FirstOrDefault(argument => argument.Parameter?.Name == "exclusive") is { } exclusive
        && IsTrue(exclusive.Value);
}
