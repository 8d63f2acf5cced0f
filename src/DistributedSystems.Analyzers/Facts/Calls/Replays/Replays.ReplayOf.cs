using DistributedSystems.Analyzers.Catalog;
using DistributedSystems.Analyzers.Facts.Code;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace DistributedSystems.Analyzers.Facts.Calls;

/// <summary>What a second execution of a call does, with the evidence in words.</summary>
internal readonly record struct ReplayAnswer(Replay Replay, string Evidence)
{
    public static readonly ReplayAnswer Unknown = new(Replay.Unknown, "");
}

internal sealed partial class Replays
{
    /// <summary>This call adds its effect again when it is made again.</summary>
    public bool IsAccumulating(RemoteCall call) => call.MayAccumulate && Of(call).Replay == Replay.Accumulates;

    /// <summary>A call that deletes: its second execution does not find what its first has deleted.</summary>
    public bool Removes(RemoteCall call) =>
        call.Api.HttpRequestParameter is not null
            ? call.Request is { } request && httpRequests.VerbIn(request) == "DELETE"
            : call.Invocation.TargetMethod.Name is var name
                && (name.StartsWith("Delete", StringComparison.Ordinal) || name.StartsWith("Remove", StringComparison.Ordinal));

    /// <summary>What a second execution of this call does.</summary>
    public ReplayAnswer Of(RemoteCall call)
    {
        var api = call.Api;
        if (IsQueued(call))
        {
            return ReplayAnswer.Unknown;
        }

        if (api.HttpRequestParameter is not null)
        {
            return call.Request is { } request ? httpRequests.ReplayOfRequest(call, request) : ReplayAnswer.Unknown;
        }

        if (api is not { SqlParameter: null, SqlMember: null } && api.Replay == Replay.Unknown)
        {
            return ReplayOfSql(call);
        }

        if (api.UpdateParameter is not null)
        {
            return ReplayOfUpdate(call);
        }

        if (api.Replay == Replay.Idempotent && api.Conditions is { } conditions && conditions.Any(condition => IsSet(call, condition)))
        {
            return new ReplayAnswer(Replay.Conditional, "a precondition is set");
        }

        if (api.GeneratedKeyParameter is { } generated)
        {
            return call.ArgumentFor(generated) is { } stored ? ReplayOfStored(call, stored.Value) : ReplayAnswer.Unknown;
        }

        if (api.Replay == Replay.Accumulates)
        {
            if (api.KeyMember is { } member && call.ArgumentFor(api.KeyParameter) is { } keyed)
            {
                if (KeySetOn(keyed.Value, member) is { } known)
                {
                    return known
                        ? new ReplayAnswer(Replay.Keyed, $"'{member}' is its idempotency key")
                        : new ReplayAnswer(Replay.Accumulates, api.Origin);
                }

                return ReplayAnswer.Unknown;
            }

            if (
                api.KeyMember is null
                && api.KeyParameter is not null
                && call.ArgumentFor(api.KeyParameter) is { } key
                && !constants.IsNothing(values.ValueOf(key.Value))
            )
            {
                return new ReplayAnswer(Replay.Keyed, $"'{api.KeyParameter}' is its idempotency key");
            }

            if ((httpRequests.HeaderParameterOf(call) ?? (api.IsHttp ? httpRequests.MayCarryKey(call) : null)) is { } guarded)
            {
                return guarded;
            }
        }

        return new ReplayAnswer(api.Replay, api.Origin);
    }

    /// <summary>Is a condition of the write given: a member of a parameter set, a parameter passed, or one that has the named value?</summary>
    private bool IsSet(RemoteCall call, string condition)
    {
        var unless = condition.IndexOf('!') is > 0 and var mark ? condition.Substring(mark + 1) : null;
        condition = unless is null ? condition : condition.Substring(0, condition.Length - unless.Length - 1);
        var (parameter, member, value) =
            condition.IndexOf('.') is > 0 and var dot ? (condition.Substring(0, dot), condition.Substring(dot + 1), null)
            : condition.IndexOf(':') is > 0 and var colon ? (condition.Substring(0, colon), null, condition.Substring(colon + 1))
            : (condition, (string?)null, (string?)null);
        var argument = call.Invocation.Arguments.FirstOrDefault(given => given.Parameter?.Name == parameter);
        return argument is not null
            && (
                member is not null ? KeySetOn(argument.Value, member, unless) == true
                : value is not null
                    ? string.Equals(
                        values.ValueOf(argument.Value).ConstantValue.Value?.ToString(),
                        value,
                        StringComparison.OrdinalIgnoreCase
                    )
                : argument.ArgumentKind != ArgumentKind.DefaultValue
                    && !constants.IsNothing(values.ValueOf(argument.Value))
                    && (unless is null || !IsNamed(values.ValueOf(argument.Value), unless))
            );
    }

    /// <summary>When.Always, also where it becomes another type's.</summary>
    private static bool IsNamed(IOperation value, string name)
    {
        while (value is IConversionOperation { Operand: var converted })
        {
            value = converted;
        }

        return value is IMemberReferenceOperation { Member: var member } && member.Name == name;
    }

    /// <summary>
    /// What storing an object a second time does, where the client generates the key it lacks: made anew in the code that is repeated, it
    /// is stored twice; kept from before, it has its key and is refused.
    /// </summary>
    private ReplayAnswer ReplayOfStored(RemoteCall call, IOperation stored)
    {
        if (values.ValueOf(stored) is not IObjectCreationOperation creation)
        {
            return ReplayAnswer.Unknown;
        }

        var setsKey =
            creation.Initializer?.Initializers.Any(initializer =>
                initializer is ISimpleAssignmentOperation { Target: IMemberReferenceOperation { Member: { } member } } && IsKey(member)
            ) == true
            || creation.Arguments.Any(argument =>
                argument.Parameter?.Name is { } name && name.Equals("id", StringComparison.OrdinalIgnoreCase)
            );
        return !setsKey && RepeatedPartAround(creation) is { } part && part.Syntax == RepeatedPartAround(call.Invocation)?.Syntax
            ? new ReplayAnswer(Replay.Accumulates, "each execution stores an object with a key of its own")
            : new ReplayAnswer(Replay.Conditional, "the object has its key already");
    }

    // The names and the attribute by which the driver finds the key: https://www.mongodb.com/docs/drivers/csharp/current/serialization/class-mapping/
    private static bool IsKey(ISymbol member) =>
        member.Name is "Id" or "id" or "_id"
        || member.GetAttributes().Any(attribute => attribute.AttributeClass?.Name == "BsonIdAttribute");

    private static IOperation? RepeatedPartAround(IOperation operation)
    {
        for (var ancestor = operation.Parent; ancestor is not null; ancestor = ancestor.Parent)
        {
            if (ancestor is ILoopOperation or IAnonymousFunctionOperation)
            {
                return ancestor;
            }
        }

        return null;
    }

    /// <summary>Does the code set the member of an object that it makes, to another value than one that sets nothing? Null where the object comes
    /// from elsewhere.</summary>
    private bool? KeySetOn(IOperation value, string member, string? unless = null)
    {
        if (values.ValueOf(value) is not IObjectCreationOperation creation)
        {
            return null;
        }

        return (
                Operations.Option(creation, member) is { } given
                && (unless is null || values.ValueOf(given).ConstantValue is not { HasValue: true, Value: string text } || text != unless)
            )
            || HttpRequests
                .UsesOf(value, creation)
                .Any(use =>
                    use.Parent is IPropertyReferenceOperation { Parent: ISimpleAssignmentOperation assignment } property
                    && assignment.Target == property
                    && property.Property.Name == member
                );
    }

    /// <summary>A batch or transaction object collects commands and sends them later, as one.</summary>
    private static bool IsQueued(RemoteCall call) =>
        call.Invocation.Instance?.Type is { Name: "IBatch" or "ITransaction", ContainingNamespace.Name: "Redis" };
}
