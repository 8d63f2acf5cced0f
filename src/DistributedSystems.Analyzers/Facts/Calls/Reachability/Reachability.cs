using DistributedSystems.Analyzers.Facts.Code;
using Microsoft.CodeAnalysis.Operations;

namespace DistributedSystems.Analyzers.Facts.Calls;

/// <summary>Which remote call a call reaches through the project's own methods, and with what effect.</summary>
internal sealed partial class Reachability(
    Values values,
    Functions functions,
    RemoteCalls remoteCalls,
    Runners runners,
    Replays replays,
    FailurePaths failurePaths,
    Effects effects
)
{
    /// <summary>How messages name a call that waits for another process, itself or through this project's own code; null for any
    /// other.</summary>
    public string? RemoteNameOf(IInvocationOperation call) =>
        remoteCalls.OperationOf(call) is { } remote ? (remote.Api.Remote == true ? $"'{remote.Name}'" : null)
        : MayReach(call) && runners.IsWaitedFor(call) && ReachOf(call, Effect.Waits) is { } reach ? $"'{Symbols.NameOf(call.TargetMethod)}'"
        : null;

    /// <summary>Does a call that is waited for change something in another process, itself or through this project's own code?</summary>
    public bool Changes(IInvocationOperation call) =>
        runners.IsWaitedFor(call)
        && (
            remoteCalls.OperationOf(call) is { } remote
                ? remote.Api.Remote == true && effects.IsKnownWrite(remote)
                : MayReach(call) && ReachOf(call, Effect.FailingWrite) is not null
        );
}
