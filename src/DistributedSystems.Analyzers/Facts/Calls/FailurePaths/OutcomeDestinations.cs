using Microsoft.CodeAnalysis;

namespace DistributedSystems.Analyzers.Facts.Calls;

/// <summary>Where control may go after a remote call, under one hypothesis about its outcome.</summary>
internal sealed record OutcomeDestinations
{
    /// <summary>The same call is reached again on a path whose every condition was understood.</summary>
    public bool Repeats { get; set; }

    /// <summary>The same call is reached again, but only if a condition that could not be read lets it through.</summary>
    public bool MayRepeat { get; set; }

    /// <summary>An exception leaves the function.</summary>
    public bool Throws { get; set; }

    /// <summary>The function ends normally.</summary>
    public bool Returns { get; set; }

    /// <summary>The loop is left for code behind it.</summary>
    public bool Leaves { get; set; }

    /// <summary>What the function returns on the way; null for a value that is not an expression of its own.</summary>
    public List<IOperation?> Returned { get; } = new();

    /// <summary>A path was ended by what the caller asked to stop at.</summary>
    public bool Stops { get; set; }

    /// <summary>Something but the loop's own repetition happens: the path leaves the loop, the function, or is stopped.</summary>
    public bool MayEnd => Throws || Returns || Leaves || Stops;
}
