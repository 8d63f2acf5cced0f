using System.Globalization;
using Microsoft.CodeAnalysis;

namespace DistributedSystems.Analyzers.Facts.Code;

internal sealed partial class Project
{
    /// <summary>The number that a team sets for a file, in an <c>.editorconfig</c> or <c>.globalconfig</c>: one or more. Null where it sets
    /// none, or something else.</summary>
    public int? CountSetFor(SyntaxTree tree, string option) =>
        int.TryParse(SetFor(tree, option), NumberStyles.None, CultureInfo.InvariantCulture, out var count) && count > 0 ? count : null;

    /// <summary>The duration that a team sets for a file, as <c>d.hh:mm:ss</c>. A number alone, which would be days, is none.</summary>
    public TimeSpan? DurationSetFor(SyntaxTree tree, string option) =>
        SetFor(tree, option) is { } text
        && text.Contains(":")
        && TimeSpan.TryParse(text, CultureInfo.InvariantCulture, out var duration)
        && duration > TimeSpan.Zero
            ? duration
            : null;

    /// <summary>Is a name among those that a team lists for a file, separated by commas? In any case.</summary>
    public bool IsListedFor(SyntaxTree tree, string option, string name) =>
        SetFor(tree, option) is { } names && names.Split(',').Any(listed => listed.Trim().Equals(name, StringComparison.OrdinalIgnoreCase));

    private string? SetFor(SyntaxTree tree, string option) =>
        configuration.GetOptions(tree).TryGetValue(option, out var value) ? value.Trim() : null;
}
