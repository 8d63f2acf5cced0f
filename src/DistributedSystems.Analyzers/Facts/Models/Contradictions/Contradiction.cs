namespace DistributedSystems.Analyzers.Facts.Models;

/// <summary>Why a declaration cannot mean what it says.</summary>
/// <param name="Reason">As a clause: <c>'30' is no duration: …</c>.</param>
/// <param name="Wrong">The text to be replaced, where one replacement is certain.</param>
/// <param name="Right">What it has to be.</param>
internal sealed record Contradiction(string Reason, string? Wrong = null, string? Right = null)
{
    public static implicit operator Contradiction?(string? reason) => reason is null ? null : new Contradiction(reason);
}
