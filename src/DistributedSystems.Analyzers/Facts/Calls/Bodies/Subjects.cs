using DistributedSystems.Analyzers.Facts.Code;

namespace DistributedSystems.Analyzers.Facts.Calls;

/// <summary>Names that rules are about and no catalog has: clocks, durations, tokens, waits, registrations.</summary>
internal static class Subjects
{
    /// <summary>Readings of clocks and counters; what they are assigned to is compared elsewhere.</summary>
    public static readonly HashSet<string> Instants = Split(
        "Now UtcNow Today GetUtcNow GetLocalNow GetCurrentInstant TickCount TickCount64 GetTimestamp ElapsedTicks Stopwatch"
    );

    public static readonly HashSet<string> Names = Union(
        Instants,
        Split(
            // Durations and their parts.
            "TimeSpan Seconds Milliseconds Minutes Hours Days Ticks FromSeconds FromMilliseconds FromMinutes FromTicks "
                // Tokens and deadlines.
                + "CancellationTokenSource CreateLinkedTokenSource CancelAfter CancellationToken Timeout CommandTimeout Deadline CallOptions "
                + "InfiniteTimeSpan Infinite TaskCompletionSource ReceiveTimeout ReadTimeout ConnectionString "
                // Waits.
                + "Wait WaitAll WaitAny WaitAsync WaitOne WhenAny WhenAll Delay Sleep Result GetAwaiter Timer "
                // Requests and responses.
                + "HttpClient HttpRequestMessage HttpResponseMessage Content DbContext ActivityHeadersPropagator "
                // Registrations.
                + "AddHttpClient ConfigureHttpClientDefaults ConfigureHttpClient AddStandardResilienceHandler AddResilienceHandler "
                + "AddStandardHedgingHandler AddPolicyHandler AddTransientHttpErrorPolicy AddResiliencePipeline "
                + "UseMessageRetry UseDelayedRedelivery EnableRetryOnFailure ExecutionStrategy "
                + "RetryStrategy Recoverability Immediate Delayed NumberOfRetries"
        )
    );

    private static readonly int Catch = Words.Of("catch");
    private static readonly int[] Functions = { Words.Of("Func"), Words.Of("Action") };

    /// <summary>Does a body catch what a function throws that it was given? What that function calls is spelled where it is given.</summary>
    public static bool RunsGiven(int[] words) => Array.IndexOf(words, Catch) >= 0 && Functions.Any(words.Contains);

    private static HashSet<string> Split(string names) => new(names.Split(' '), StringComparer.Ordinal);

    private static HashSet<string> Union(HashSet<string> first, HashSet<string> second)
    {
        second.UnionWith(first);
        return second;
    }
}
