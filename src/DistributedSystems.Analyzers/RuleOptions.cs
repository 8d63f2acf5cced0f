namespace DistributedSystems.Analyzers;

/// <summary>What a team may set in an <c>.editorconfig</c> or <c>.globalconfig</c> beside severities; docs/configuration.md has the list.</summary>
internal static class RuleOptions
{
    /// <summary>DIST3011: how many calls may run at once. The fix writes it, and a constant part of a collection that is larger is no
    /// limit.</summary>
    public const string FanoutLimit = "distributed_systems.fanout_limit";

    /// <summary>DIST2004: more attempts than this are as good as endless.</summary>
    public const string MostAttempts = "distributed_systems.most_attempts";

    /// <summary>DIST2001 and all that ask whether a request has a key: further headers that carry one, separated by commas.</summary>
    public const string IdempotencyHeaders = "distributed_systems.idempotency_headers";

    /// <summary>DIST4002: a constant limit that is at least this long may be kept by the wall clock.</summary>
    public const string WallClockAllowance = "distributed_systems.wall_clock_allowance";
}
