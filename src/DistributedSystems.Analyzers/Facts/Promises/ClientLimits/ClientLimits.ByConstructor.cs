using DistributedSystems.Analyzers.Facts.Code;
using DistributedSystems.Analyzers.Facts.Surroundings;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace DistributedSystems.Analyzers.Facts.Promises;

internal sealed partial class ClientLimits
{
    /// <summary>The timeout that a typed client sets in its constructor, where no second attempt of its registered handlers can finish in it, or
    /// not all of their delays pass.</summary>
    public ExceededLimit? ExceededLimitOfTypedClient(ISimpleAssignmentOperation assignment)
    {
        if (
            assignment.Target is not IPropertyReferenceOperation { Property: { Name: "Timeout" } property, Instance: { } client }
            || !SymbolEqualityComparer.Default.Equals(property.ContainingType, types.HttpClient)
            || TypedClientOf(client) is not { } type
        )
        {
            return null;
        }

        foreach (var registration in registrations.All.Value)
        {
            if (
                registration.Clients.Contains(type, SymbolEqualityComparer.Default)
                && HandlersOf(registration) is { Count: > 0 } handlers
                && TimeoutOfClient(registration) is { IsByConstructor: true, SetTo: { } value } limit
                && value.Syntax == assignment.Value.Syntax
                && worstCases.UnmeetableTotal(handlers.Select(handler => handler.Strategy).ToList(), limit.Duration) is { } sum
            )
            {
                return new ExceededLimit(assignment.Value, sum, $"{limit.Name} of {DurationText.Of(limit.Duration)}");
            }
        }

        return null;
    }

    /// <summary>Does the one type that a registered client is given to set its timeout by itself? Null where that is not a constant, or set
    /// under a condition.</summary>
    private bool OwnTimeoutOf(ClientRegistration registration, out ClientLimit? limit)
    {
        limit = null;
        var isSet = false;
        foreach (var assignment in project.AssignmentsTo("Timeout"))
        {
            if (
                models.Of(assignment.SyntaxTree).GetOperation(assignment)
                    is not ISimpleAssignmentOperation { Target: IPropertyReferenceOperation { Instance: { } client } } set
                || TypedClientOf(client) is not { } type
                || !registration.Clients.Contains(type, SymbolEqualityComparer.Default)
            )
            {
                continue;
            }

            limit =
                !isSet
                && registration.Clients.Length == 1
                && !Operations.IsConditional(set, Values.RootOf(set))
                && strategyTimes.Set(set.Value) is { } duration
                    ? new ClientLimit(duration.Duration, set.Value, SetBy: null) { IsByConstructor = true }
                    : null;
            isSet = true;
        }

        return isSet;
    }

    /// <summary>The type in whose constructor the client stands that it is given, itself or in the field that keeps it.</summary>
    private INamedTypeSymbol? TypedClientOf(IOperation client) =>
        Operations.MethodOf(Values.RootOf(client)) is { MethodKind: MethodKind.Constructor } constructor
        && (
            client is IParameterReferenceOperation
            || client is IFieldReferenceOperation
                && values.WritesTo(client) is { Complete: true, Values: { Length: 1 } written }
                && Values.Unwrap(written[0]) is IParameterReferenceOperation
        )
            ? constructor.ContainingType
            : null;
}
