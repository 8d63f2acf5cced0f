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

    /// <summary>The function may return what says that it has succeeded: true, or a value. Where that was asked.</summary>
    public bool MayAnswerSuccess { get; set; }

    /// <summary>The function may return what says that it has failed: false, or null. Where that was asked.</summary>
    public bool MayAnswerFailure { get; set; }

    /// <summary>The block in which the failure is taken up: of a handler, or of the answer.</summary>
    public int TakenUpAt { get; set; }

    /// <summary>The codes that conditions on the way compare with.</summary>
    public IReadOnlyCollection<OutcomeCode> Codes { get; init; } = Array.Empty<OutcomeCode>();

    /// <summary>The tests on the way that cannot be read and that the failure was not told to answer.</summary>
    public IReadOnlyCollection<SyntaxNode> Unread { get; init; } = Array.Empty<SyntaxNode>();

    /// <summary>A path was ended by what the caller asked to stop at.</summary>
    public bool Stops { get; set; }

    /// <summary>Something but the loop's own repetition happens: the path leaves the loop, the function, or is stopped.</summary>
    public bool MayEnd => Throws || Returns || Leaves || Stops;
}
