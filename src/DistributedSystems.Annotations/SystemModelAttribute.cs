namespace DistributedSystems;

/// <summary>
/// What the code below takes for granted about time, failures and channels: how it may fail, and what it expects of others. The nearest
/// declaration wins: the member, the member it overrides or implements, its type, the base types and interfaces of that, the types
/// around it, the assembly. Where nothing declares a model, no rule assumes one.
/// </summary>
[AttributeUsage(
    AttributeTargets.Assembly
        | AttributeTargets.Class
        | AttributeTargets.Struct
        | AttributeTargets.Interface
        | AttributeTargets.Method
        | AttributeTargets.Property,
    Inherited = false
)]
public sealed class SystemModelAttribute : Attribute
{
    /// <param name="timing">Whether there are bounds on time, and whether they are known (Dwork, Lynch and Stockmeyer 1988).</param>
    /// <param name="failures">
    /// The worst that a process may do. <see cref="Failures.Timing"/> goes with <see cref="Timing.Synchronous"/> only.
    /// </param>
    /// <param name="channel">What the channels guarantee. The default is the one most published algorithms assume.</param>
    public SystemModelAttribute(Timing timing, Failures failures, Channel channel = Channel.Reliable)
    {
        Timing = timing;
        Failures = failures;
        Channel = channel;
    }

    private Failures? tolerates;

    /// <summary>What is assumed about time.</summary>
    public Timing Timing { get; }

    /// <summary>What is assumed about failures.</summary>
    public Failures Failures { get; }

    /// <summary>
    /// The worst that what it calls may do, where that is not how it fails itself: a client that masks lying replicas tolerates
    /// <see cref="Failures.Byzantine"/> and only crashes. The same as <see cref="Failures"/> unless said otherwise.
    /// </summary>
    public Failures Tolerates
    {
        get => tolerates ?? Failures;
        set => tolerates = value;
    }

    /// <summary>What is assumed about channels.</summary>
    public Channel Channel { get; }

    /// <summary>
    /// The longest a message takes from its sender to its receiver, as a duration such as <c>"200ms"</c>
    /// (see <see cref="Durations.TryParse"/>). Null where no bound is known.
    /// </summary>
    public string? MaxDelay { get; set; }

    /// <summary>
    /// The most by which the wall clocks of two nodes differ, as a duration such as <c>"50ms"</c> (see <see cref="Durations.TryParse"/>).
    /// Null where no bound is known. An age that is compared with more than this is told in spite of the skew (DIST4004).
    /// </summary>
    public string? MaxClockSkew { get; set; }

    /// <summary>
    /// Whether the channels deliver the messages of one sender in the order in which it sent them (FIFO). False unless said otherwise.
    /// </summary>
    public bool Fifo { get; set; }

    /// <summary>
    /// Whether the network may split into parts that cannot reach each other (Gilbert and Lynch 2002). True unless said otherwise.
    /// </summary>
    public bool Partitions { get; set; } = true;
}
