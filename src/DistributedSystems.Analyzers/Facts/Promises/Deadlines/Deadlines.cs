using DistributedSystems.Analyzers.Catalog;
using DistributedSystems.Analyzers.Facts.Calls;
using DistributedSystems.Analyzers.Facts.Code;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace DistributedSystems.Analyzers.Facts.Promises;

/// <summary>What ends the wait for a remote call.</summary>
internal sealed partial class Deadlines(
    Project project,
    WellKnownTypes types,
    Values values,
    CallSites callSites,
    Constants constants,
    TokenDeadlines tokenDeadlines
)
{
    /// <summary>
    /// A socket waits as long as it was told to, by whoever made it, and not at all for what has come already. gRPC clients can be given
    /// every call's deadline at their registration: by context propagation, or by an interceptor of
    /// whose doings nothing is known.
    /// </summary>
    public bool SetsDeadlineElsewhere(RemoteCall call)
    {
        if (call.Api is { Blocking: true, DeadlineSetting: not null } && project.Spells(Spelled.SocketLimit))
        {
            return true;
        }

        if (types.GrpcClientBase is not { } clientBase || !Symbols.DerivesFrom(call.Invocation.TargetMethod.ContainingType, clientBase))
        {
            return false;
        }

        return callSites.Of("EnableCallContextPropagation").Count > 0
            || callSites.Of("AddInterceptor").Count > 0
            || callSites.Of("Intercept").Count > 0;
    }

    /// <summary>How long a remote call may wait, where that is a constant in sight: its own limit, that of its token, or the client's
    /// untouched default.</summary>
    public TimeSpan? LongestWaitOf(RemoteCall call)
    {
        if (call.Api.DeadlineMember is null && call.ArgumentFor(call.Api.DeadlineParameter) is { } limit)
        {
            return constants.ConstantDurationOf(limit.Value);
        }

        foreach (var argument in call.Invocation.Arguments)
        {
            if (
                argument.ArgumentKind != ArgumentKind.DefaultValue
                && types.IsToken(argument.Parameter?.Type)
                && !constants.IsNothing(values.ValueOf(argument.Value))
            )
            {
                return
                    values.ValueOf(argument.Value) is IPropertyReferenceOperation { Property.Name: "Token", Instance: { } source }
                    && values.ValueOf(source)
                        is IObjectCreationOperation { Arguments: { Length: 1 } made, Type.Name: "CancellationTokenSource" }
                    ? constants.ConstantDurationOf(made[0].Value)
                    : null;
            }
        }

        return call.Api.NoDefaultDeadline
            || tokenDeadlines.PipelineTimeoutAround(call).Answer != Bounded.No
            || WaitsElsewhere(call)
            || SetsDeadlineElsewhere(call)
            || IsDefaultSet(call.Api)
                ? null
            : CommandTimeoutInString(call) is { } inString ? (inString > TimeSpan.Zero ? inString : null)
            : call.Api.DefaultDeadline;
    }

    /// <summary>The library's own limit of a call, where no code in sight may have set another.</summary>
    public TimeSpan? UsualWaitOf(RemoteCall call) =>
        call.Api.NoDefaultDeadline || SetsDeadlineElsewhere(call) || IsDefaultSet(call.Api) ? null : call.Api.DefaultDeadline;

    /// <summary>Does any code of the project assign the client's setting, or one of that name? Then the default may not be in
    /// force.</summary>
    private bool IsDefaultSet(CatalogEntry api) =>
        project.IsAssigned(api.DeadlineSetting is { } named ? named.Substring(named.LastIndexOf('.') + 1) : "Timeout");
}
