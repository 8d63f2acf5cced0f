namespace DistributedSystems.Analyzers.Facts.Surroundings;

/// <summary>What a step on the way from a failure to the next attempt may do.</summary>
[Flags]
internal enum StepEffects
{
    None = 0,

    /// <summary>Time may pass.</summary>
    Waits = 1,

    /// <summary>Somebody may learn that something failed.</summary>
    Tells = 2,

    /// <summary>The way may end here: by an exception, or with the process.</summary>
    Leaves = 4,

    Anything = Waits | Tells | Leaves,
}
