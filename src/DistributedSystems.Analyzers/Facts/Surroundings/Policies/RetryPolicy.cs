using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace DistributedSystems.Analyzers.Facts.Surroundings;

/// <summary>How long a retry waits between two attempts.</summary>
internal enum Pause
{
    /// <summary>It cannot be read.</summary>
    Unknown,

    /// <summary>The next attempt follows at once.</summary>
    None,

    /// <summary>The same time before every attempt.</summary>
    Constant,

    /// <summary>Longer before each further attempt.</summary>
    Growing,
}

/// <summary>A retry policy whose construction is in sight.</summary>
/// <param name="Added">The call that makes the policy or adds it to a builder.</param>
/// <param name="Retries">How often it repeats after the first attempt; <see cref="int.MaxValue"/> without end; null where not
/// known.</param>
/// <param name="Pause">How it waits between attempts.</param>
/// <param name="Delay">The constant wait before the first repetition, where known.</param>
/// <param name="Jitter">Are the waits of different callers spread; null where not known, or where the code says no on purpose.</param>
/// <param name="Options">The options object, where the library takes one.</param>
internal sealed record RetryPolicy(
    IInvocationOperation Added,
    int? Retries,
    Pause Pause,
    TimeSpan? Delay,
    bool? Jitter,
    IObjectCreationOperation? Options
)
{
    /// <summary>Failures that leave open whether the operation was carried out are repeated.</summary>
    public bool HandlesAmbiguousFailures { get; init; }

    /// <summary>What says which failures it handles; null where nothing does.</summary>
    public IOperation? Clauses { get; init; }

    /// <summary>The clause that names every exception there is: <c>Handle&lt;Exception&gt;()</c>.</summary>
    public IInvocationOperation? HandlesEverything { get; init; }

    /// <summary>What it handles only a call to another process can fail with.</summary>
    public bool HandlesRemoteFailures { get; init; }

    /// <summary>How messages say how often: <c> up to 3 times</c>, with a blank before it; empty where not known.</summary>
    public string Times => InWords(Retries);

    /// <summary>A number of repetitions as messages say it.</summary>
    public static string InWords(int? retries) =>
        retries switch
        {
            null => "",
            int.MaxValue => " without end",
            1 => " once",
            var most => $" up to {most} times",
        };
}
