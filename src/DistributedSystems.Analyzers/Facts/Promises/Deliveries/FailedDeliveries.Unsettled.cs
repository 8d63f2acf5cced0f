using DistributedSystems.Analyzers.Facts.Calls;
using DistributedSystems.Analyzers.Facts.Code;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace DistributedSystems.Analyzers.Facts.Promises;

internal sealed partial class FailedDeliveries
{
    private static readonly HashSet<string> Decoders = new(StringComparer.Ordinal)
    {
        "JsonSerializer",
        "JsonConvert",
        "JsonDocument",
        "JsonNode",
        "JObject",
        "JToken",
        "XmlSerializer",
        "XDocument",
        "MessageParser",
    };

    /// <summary>
    /// What is done with a message in the handler of an event, and whose failure nobody there catches, before a call that settles the message: the
    /// broker then keeps it for this consumer until the connection ends, and delivers it again. Null where every step is under a try.
    /// </summary>
    public IInvocationOperation? FailingBefore(RemoteCall settling)
    {
        if (!settling.Api.Completes || !IsHeldUntilSettled(settling) || HandlerOfDeliveriesAround(settling.Invocation) is not { } handler)
        {
            return null;
        }

        var function = Operations.FunctionAround(settling.Invocation);
        var message = deliveries.MessageOf(settling.Invocation);
        return handler
            .Descendants()
            .OfType<IInvocationOperation>()
            .FirstOrDefault(step =>
                step.Syntax.Span.End < settling.Invocation.Syntax.SpanStart
                && Operations.FunctionAround(step) == function
                && Deliveries.IsGivenMessage(step, message)
                && Decodes(step)
                && !Operations.TriesAround(step).Any()
            );
    }

    /// <summary>The function that is given messages by an event of the library, or as the override of its method.</summary>
    private IOperation? HandlerOfDeliveriesAround(IInvocationOperation settling) =>
        Operations.FunctionAround(settling) is { } function
            ? IsAttached(function)
                ? function
                : null
            : Operations.EnclosingMethodOf(settling) is { } method
            && (
                (method.OverriddenMethod is { } overridden && !functions.IsOwnMethod(overridden))
                || functions.ConsumersOf(method, method).Any(static consumer => consumer is IEventAssignmentOperation)
            )
                ? Values.RootOf(settling)
                : null;

    private bool IsAttached(IOperation function) =>
        function is ILocalFunctionOperation { Symbol: var local }
            ? Operations.EnclosingMethodOf(function) is { } member
                && functions.ConsumersOf(local, member).Any(static consumer => consumer is IEventAssignmentOperation)
            : Operations.HolderOf(function) is IEventAssignmentOperation;

    private static bool Decodes(IInvocationOperation step) =>
        Decoders.Contains(step.TargetMethod.ContainingType.Name) && !step.TargetMethod.ReturnsVoid;
}
