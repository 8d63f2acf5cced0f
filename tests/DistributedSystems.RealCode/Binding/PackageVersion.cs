namespace DistributedSystems.RealCode.Binding;

/// <summary>Enough of a package version to say which folder of the cache is newer: numbers first, a release above its previews.</summary>
internal readonly record struct PackageVersion(Version Number, string Preview) : IComparable<PackageVersion>
{
    public static PackageVersion Parse(string text)
    {
        var parts = text.Split('+')[0].Split('-', 2);
        var number = parts[0].Contains('.', StringComparison.Ordinal) ? parts[0] : parts[0] + ".0";
        return new PackageVersion(
            Version.TryParse(number, out var version) ? version : new Version(0, 0),
            parts.Length > 1 ? parts[1] : ""
        );
    }

    /// <summary>The version that a project names, or the lower end of its range; null for what only a build can tell.</summary>
    public static string? LowestOf(string range)
    {
        var lowest = range.Trim('[', ']', '(', ')').Split(',')[0].Trim();
        return lowest.Length > 0 && char.IsAsciiDigit(lowest[0]) ? lowest : null;
    }

    public int CompareTo(PackageVersion other)
    {
        var byNumber = Number.CompareTo(other.Number);
        return byNumber != 0 || Preview == other.Preview ? byNumber
            : Preview.Length == 0 ? 1
            : other.Preview.Length == 0 ? -1
            : string.CompareOrdinal(Preview, other.Preview);
    }
}
