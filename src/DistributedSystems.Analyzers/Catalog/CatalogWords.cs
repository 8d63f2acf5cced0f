using System.Globalization;

namespace DistributedSystems.Analyzers.Catalog;

/// <summary>The closed vocabulary of a catalog line: each word sets one fact of the entry.</summary>
internal static class CatalogWords
{
    /// <returns>Why a word cannot be used, or null.</returns>
    public static string? Apply(string[] words, int start, ref CatalogEntry entry)
    {
        for (var i = start; i < words.Length; i++)
        {
            var equals = words[i].IndexOf('=');
            var (word, value) = equals < 0 ? (words[i], null) : (words[i].Substring(0, equals), words[i].Substring(equals + 1));
            var next =
                value is null ? Plain(word, entry)
                : value.Length == 0 ? null
                : Valued(word, value, entry);
            if (next is null)
            {
                return $"'{words[i]}' is not a word of the catalog (docs/catalog.md lists them)";
            }

            entry = next;
        }

        return null;
    }

    private static CatalogEntry? Plain(string word, CatalogEntry entry) =>
        word switch
        {
            "remote" => entry with { Remote = true },
            "local" => entry with { Remote = false },
            "safe" => entry with { Replay = Replay.Safe },
            "idempotent" => entry with { Replay = Replay.Idempotent },
            "keyed" => entry with { Replay = Replay.Keyed },
            "conditional" => entry with { Replay = Replay.Conditional },
            "accumulates" => entry with { Replay = Replay.Accumulates },
            "http" => entry with { IsHttp = true },
            "streaming" => entry with { Streaming = true },
            "blocking" => entry with { Blocking = true },
            "expensive" => entry with { Expensive = true },
            "multiplexed" => entry with { Multiplexed = true },
            "publishes" => entry with { Publishes = true },
            "writes" => entry with { Writes = true },
            "outage" => entry with { Failure = FailureKind.Outage },
            "timeout" => entry with { Failure = FailureKind.Timeout },
            "system-gives-up" => entry with { SystemGivesUp = true },
            "message-headers" => entry with { IsMessageHeaders = true },
            "acknowledges" => entry with { Acknowledges = true },
            "completes" => entry with { Completes = true },
            "puts-back" => entry with { PutsBack = true },
            "shares-connections" => entry with { SharesConnections = true },
            "unshareable" => entry with { Unshareable = true },
            "replayed" => entry with { Replayed = true },
            "orders-tasks" => entry with { OrdersTasks = true },
            "replies" => entry with { Replies = true },
            "wraps" => entry with { Wraps = true },
            "stores-utc" => entry with { StoresUtc = true },
            "handler" => entry with { IsHandler = true },
            "delivered" => entry with { IsDelivered = true },
            "derived" => entry with { Derived = true },
            "weak-deadline-evidence" => entry with { WeakDeadlineEvidence = true },
            "acquires" => entry with { Lock = LockRole.Acquires },
            "releases" => entry with { Lock = LockRole.Releases },
            "extends" => entry with { Lock = LockRole.Extends },
            _ => null,
        };

    private static CatalogEntry? Valued(string word, string value, CatalogEntry entry)
    {
        switch (word)
        {
            case "http":
                return entry with { HttpRequestParameter = value, IsHttp = true };
            case "header" or "default-header":
                return entry with { HeaderParameter = value, IsDefaultHeader = word == "default-header" };
            case "sql":
                return value[0] == '.'
                    ? entry with
                    {
                        SqlMember = value.Substring(1),
                        SqlParameter = null,
                    }
                    : entry with
                    {
                        SqlParameter = value,
                        SqlMember = null,
                    };
            case "twin":
                return entry with { AsyncTwin = value };
            case "batch":
                return entry with { BatchForm = value };
            case "timeout-when" when value.IndexOf(':') is > 0 and var separator && separator < value.Length - 1:
                return entry with
                {
                    Failure = FailureKind.Outage,
                    TimeoutMember = value.Substring(0, separator),
                    TimeoutValue = value.Substring(separator + 1),
                };
            case "batch-unless":
                return entry with { BatchUnless = value.Split(',') };
            case "key":
                var member = value.IndexOf('.');
                return member < 0
                    ? entry with
                    {
                        KeyParameter = value,
                        KeyMember = null,
                    }
                    : entry with
                    {
                        KeyParameter = value.Substring(0, member),
                        KeyMember = value.Substring(member + 1),
                    };
            case "trace-headers" when value.IndexOf('.') is > 0 and var owner && owner < value.Length - 1:
                return entry with { TraceHeaders = (value.Substring(0, owner), value.Substring(owner + 1)) };
            case "condition":
                return entry with { Conditions = value.Split(',') };
            case "update":
                var expression = value.IndexOf('.');
                return expression < 0
                    ? entry with
                    {
                        UpdateParameter = value,
                        UpdateMember = null,
                    }
                    : entry with
                    {
                        UpdateParameter = value.Substring(0, expression),
                        UpdateMember = value.Substring(expression + 1),
                    };
            case "retries-setting":
                return entry with { RetriesSetting = value };
            case "generated-key":
                return entry with { GeneratedKeyParameter = value };
            case "deadline-setting":
                return entry with { DeadlineSetting = value };
            case "deadline-parameter":
                var dot = value.IndexOf('.');
                return dot < 0
                    ? entry with
                    {
                        DeadlineParameter = value,
                        DeadlineMember = null,
                    }
                    : entry with
                    {
                        DeadlineParameter = value.Substring(0, dot),
                        DeadlineMember = value.Substring(dot + 1),
                    };
            case "default-deadline" when value == "none":
                return entry with { NoDefaultDeadline = true, DefaultDeadline = null };
            case "default-deadline" when Durations.TryParse(value, out var duration):
                return entry with { NoDefaultDeadline = false, DefaultDeadline = duration };
            case "hidden-retries" when int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var retries):
                return entry with { HiddenRetries = retries };
            case "streaming":
                return entry with { StreamingTypes = value.Split(',') };
            case "message-headers":
                return entry with { HeadersMember = value };
            case "publishes-with" when value.IndexOf(':') is > 0 and var unless && unless < value.Length - 1:
                return entry with { PublishesWith = value.Substring(0, unless), Outboxes = value.Substring(unless + 1).Split(',') };
            case "callback":
                return entry with { CallbackParameter = value };
            case "runs":
                return entry with { RunsParameter = value };
            case "strategy" when value is "retry" or "timeout" or "hedging" or "wrap" or "budget" or "other":
                return entry with
                {
                    Strategy = value switch
                    {
                        "retry" => Strategy.Retry,
                        "timeout" => Strategy.Timeout,
                        "hedging" => Strategy.Hedging,
                        "wrap" => Strategy.Wrap,
                        "budget" => Strategy.Budget,
                        _ => Strategy.Other,
                    },
                };
            case "requeue":
                return entry with { RequeueParameter = value };
            case "cumulative":
                return entry with { CumulativeParameter = value };
            case "auto-ack":
                return entry with { AutoAckParameters = value.Split(',') };
            case "auto-ack-settings":
                return entry with { AutoAckSettings = value.Split(',') };
            case "acquired":
                return entry with { AcquiredMember = value };
            case "lost":
                return entry with { LostMember = value };
            case "owner":
                return entry with { OwnerParameter = value };
            case "resource":
                return entry with { ResourceParameter = value };
            case "expiry":
                return entry with { ExpiryParameter = value };
            case "acquires-when" when value.IndexOf(':') is > 0 and var colon && colon < value.Length - 1:
                return entry with
                {
                    Lock = LockRole.Acquires,
                    ConditionParameter = value.Substring(0, colon),
                    ConditionValue = value.Substring(colon + 1),
                };
            case "since" when IsVersion(value):
                return entry with { Since = value };
            case "until" when IsVersion(value):
                return entry with { Until = value };
            default:
                return null;
        }
    }

    private static bool IsVersion(string value) =>
        value.Split('.').All(part => int.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out _));
}
