using System.Collections.Immutable;

namespace DistributedSystems.Analyzers.Baseline;

/// <summary>
/// Which of a project's findings a baseline knows. An entry stands for as many findings as it counts, the first ones of the file. What
/// is left of it, where its file is no longer part of the project, stands for the same findings of the same member in another file:
/// the file was renamed.
/// </summary>
/// <param name="entries">What the baseline says.</param>
/// <param name="mayBeGone">Whether a recorded file belonged to this project and is no longer there.</param>
internal sealed class BaselineMatch(ImmutableArray<BaselineEntry> entries, Func<string, bool> mayBeGone)
{
    private readonly Dictionary<BaselineFinding, int> left = Counted(entries);
    private ILookup<BaselineFinding, BaselineFinding>? byMember;

    /// <summary>The positions of the findings that are known; they come in the order of the files and their lines.</summary>
    public IEnumerable<int> Known(IReadOnlyList<BaselineFinding> findings)
    {
        var others = new List<int>();
        for (var position = 0; position < findings.Count; position++)
        {
            if (Take(findings[position]))
            {
                yield return position;
            }
            else
            {
                others.Add(position);
            }
        }

        // Only then: what is recorded under a finding's own file is nobody else's.
        foreach (var position in others)
        {
            if (TakeFromFileThatIsGone(findings[position]))
            {
                yield return position;
            }
        }
    }

    private bool Take(BaselineFinding finding)
    {
        if (!left.TryGetValue(finding, out var count) || count == 0)
        {
            return false;
        }

        left[finding] = count - 1;
        return true;
    }

    private bool TakeFromFileThatIsGone(BaselineFinding finding)
    {
        byMember ??= left.Keys.OrderBy(recorded => recorded.File, StringComparer.Ordinal).ToLookup(InAnyFile);
        foreach (var recorded in byMember[InAnyFile(finding)])
        {
            if (left[recorded] > 0 && mayBeGone(recorded.File))
            {
                left[recorded]--;
                return true;
            }
        }

        return false;
    }

    private static BaselineFinding InAnyFile(BaselineFinding finding) => finding with { File = "" };

    private static Dictionary<BaselineFinding, int> Counted(IEnumerable<BaselineEntry> entries)
    {
        var counted = new Dictionary<BaselineFinding, int>();
        foreach (var entry in entries)
        {
            counted.TryGetValue(entry.Finding, out var count);
            counted[entry.Finding] = count + entry.Count;
        }

        return counted;
    }
}
