using DistributedSystems.Analyzers.Catalog;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace DistributedSystems.Analyzers.Facts;

/// <summary>What a second execution of a call does, with the evidence in words.</summary>
internal readonly record struct ReplayAnswer(Replay Replay, string Evidence)
{
    public static readonly ReplayAnswer Unknown = new(Replay.Unknown, "");
}

internal sealed partial class CompilationFacts
{
    /// <summary>What a second execution of this call does.</summary>
    public ReplayAnswer ReplayOf(RemoteCall call)
    {
        var api = call.Api;
        if (IsQueued(call))
        {
            return ReplayAnswer.Unknown;
        }

        if (api.HttpRequestParameter is { } parameter)
        {
            return call.ArgumentFor(parameter) is { } argument ? ReplayOfRequest(call, argument.Value) : ReplayAnswer.Unknown;
        }

        if (api is not { SqlParameter: null, SqlMember: null } && api.Replay == Replay.Unknown)
        {
            return ReplayOfSql(call);
        }

        if (api.Replay == Replay.Accumulates)
        {
            if (api.KeyMember is { } member && call.ArgumentFor(api.KeyParameter) is { } keyed)
            {
                if (KeySetOn(keyed.Value, member) is { } known)
                {
                    return known ? new ReplayAnswer(Replay.Keyed, $"'{member}' is its idempotency key") : new ReplayAnswer(Replay.Accumulates, api.Origin);
                }

                return ReplayAnswer.Unknown;
            }

            if (api.KeyMember is null && api.KeyParameter is not null && call.ArgumentFor(api.KeyParameter) is { } key && !IsNothing(Values.ValueOf(key.Value)))
            {
                return new ReplayAnswer(Replay.Keyed, $"'{api.KeyParameter}' is its idempotency key");
            }

            if ((HeaderParameterOf(call) ?? (api.IsHttp ? MayCarryKey(call) : null)) is { } guarded)
            {
                return guarded;
            }
        }

        return new ReplayAnswer(api.Replay, api.Origin);
    }

    /// <summary>Does the code set the member of an object that it makes? Null where the object comes from elsewhere.</summary>
    private bool? KeySetOn(IOperation value, string member)
    {
        if (Values.ValueOf(value) is not IObjectCreationOperation creation)
        {
            return null;
        }

        return Option(creation, member) is not null
            || UsesOf(value, creation).Any(use => use.Parent is IPropertyReferenceOperation { Parent: ISimpleAssignmentOperation assignment } property && assignment.Target == property && property.Property.Name == member);
    }

    /// <summary>A batch or transaction object collects commands and sends them later, as one.</summary>
    private static bool IsQueued(RemoteCall call) =>
        call.Invocation.Instance?.Type is { Name: "IBatch" or "ITransaction", ContainingNamespace.Name: "Redis" };
}
