namespace DistributedSystems.Tool.Scanning;

internal sealed record Place(string File, int Line, int Column, int EndLine, int EndColumn);

/// <param name="Rule">The rule's id.</param>
/// <param name="Level">error, warning or info.</param>
/// <param name="Place">Where it stands.</param>
/// <param name="Message">The finding's own message.</param>
/// <param name="IsKnown">The baseline records it.</param>
/// <param name="Evidence">What it rests on, by name.</param>
/// <param name="Related">The other places it rests on.</param>
internal sealed record Finding(
    string Rule,
    string Level,
    Place Place,
    string Message,
    bool IsKnown,
    IReadOnlyList<(string Name, string Value)> Evidence,
    IReadOnlyList<Place> Related
)
{
    public const string Info = "info";
}

/// <summary>A project as it was compiled for one of its target frameworks.</summary>
internal sealed record ScannedProject(string File, string Framework, IReadOnlyList<string> Constants, IReadOnlyList<Finding> Findings)
{
    public string Name => Path.GetFileNameWithoutExtension(File);

    /// <summary>The remote calls it makes.</summary>
    public IReadOnlyList<MappedCall> Calls { get; init; } = [];
}
