using DistributedSystems.Analyzers.Facts.Code;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace DistributedSystems.Analyzers.Facts.Promises;

internal sealed partial class ExchangedInstants
{
    private const string MessageHandler = "MessageHandlerAttribute";

    /// <summary>
    /// Where an instant provably comes from another node: a member of a message or gRPC request, of a deserialised value, or a parsed
    /// header. Null where it may have been made here.
    /// </summary>
    public string? ReceivedInstantOf(IOperation value)
    {
        var origin = clocks.SameInstant(value);
        if (clocks.ShiftedInstant(origin) is { } shifted)
        {
            origin = clocks.SameInstant(shifted);
        }

        if (origin is IInvocationOperation { TargetMethod.Name: "ToDateTime" or "ToDateTimeOffset", Instance: { } stamp })
        {
            origin = stamp;
        }

        if (origin is ILocalReferenceOperation or IFieldReferenceOperation)
        {
            origin = clocks.SameInstant(values.ValueOf(origin));
        }

        if (
            origin is IInvocationOperation { TargetMethod: { Name: "Parse" or "ParseExact", ContainingType: { } type } } parse
            && types.IsInstant(type)
        )
        {
            return parse.Arguments[0].Value.DescendantsAndSelf().Any(part => part.Type is { } header && IsHeaders(header))
                ? "a header"
                : null;
        }

        // A member of a member … of what was received.
        var isMember = false;
        while (origin is IMemberReferenceOperation { Instance: { } owner })
        {
            isMember = true;
            // When to try again or what to throw away is an instruction, not the time of an event.
            if (origin is IPropertyReferenceOperation { Property.Name: "Date" or "LastModified" } && IsHeaders(owner.Type))
            {
                return "a header";
            }

            origin = values.ValueOf(owner);
            if (origin is ILocalReferenceOperation && privatePlaces.WritesTo(origin) is { Complete: true, Values.Length: 1 } written)
            {
                origin = values.ValueOf(written.Values[0]);
            }
        }

        return !isMember
            ? null
            : origin switch
            {
                IParameterReferenceOperation parameter => ReceiverOf(parameter.Parameter),
                IAwaitOperation { Operation: var awaited } => DeserializerOf(values.ValueOf(awaited)),
                _ => DeserializerOf(origin),
            };
    }

    private static string? DeserializerOf(IOperation value) =>
        value is IInvocationOperation call
        && call.TargetMethod.Name
            is "Deserialize"
                or "DeserializeAsync"
                or "DeserializeObject"
                or "ReadFromJsonAsync"
                or "GetFromJsonAsync"
                or "ParseFrom"
                or "ToObjectFromJson"
            ? $"'{call.TargetMethod.ContainingType.Name}.{call.TargetMethod.Name}'"
            : null;

    /// <summary>The handler that is given this parameter by a message or a gRPC call.</summary>
    private string? ReceiverOf(IParameterSymbol parameter)
    {
        if (parameter.ContainingSymbol is not IMethodSymbol { ContainingType: { } type } method)
        {
            return null;
        }

        if (
            types.ServerCallContext is { } context
            && method.Parameters.Any(other => SymbolEqualityComparer.Default.Equals(other.Type, context))
        )
        {
            return $"the request of '{type.Name}.{method.Name}'";
        }

        var isHandler = Symbols
            .DeclarationsOf(method)
            .Any(declaration =>
                Annotations.Find(declaration, MessageHandler) is not null
                || catalog.TypeEntryOf(declaration.ContainingType) is { IsHandler: true }
            );
        return isHandler ? $"the message of '{type.Name}.{method.Name}'" : null;
    }
}
