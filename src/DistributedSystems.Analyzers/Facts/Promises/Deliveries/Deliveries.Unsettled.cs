using DistributedSystems.Analyzers.Facts.Calls;
using DistributedSystems.Analyzers.Facts.Code;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace DistributedSystems.Analyzers.Facts.Promises;

internal sealed partial class Deliveries
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
        if (
            !settling.Api.Completes
            || Operations.FunctionAround(settling.Invocation) is not IAnonymousFunctionOperation handler
            || Operations.HolderOf(handler) is not IEventAssignmentOperation
            || !IsHeldUntilSettled(settling)
        )
        {
            return null;
        }

        var message = MessageOf(settling);
        return handler
            .Descendants()
            .OfType<IInvocationOperation>()
            .FirstOrDefault(step =>
                step.Syntax.Span.End < settling.Invocation.Syntax.SpanStart
                && Operations.FunctionAround(step) == handler
                && IsGivenMessage(step, message)
                && Decodes(step)
                && !Operations.TriesAround(step).Any()
            );
    }

    private static bool Decodes(IInvocationOperation step) =>
        Decoders.Contains(step.TargetMethod.ContainingType.Name) && !step.TargetMethod.ReturnsVoid;
}
