using System.Collections.Immutable;
using System.Globalization;
using System.Runtime.CompilerServices;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;

namespace DistributedSystems.Analyzers.Baseline;

/// <summary>
/// A baseline as read: <c>rule | file | member | message</c> on each line, with <c>x2</c> behind the rule where two are alike.
/// The order of the lines does not matter, and lines that repeat add up, so that two branches' baselines merge as text. A line that
/// cannot be read becomes a problem at that line; every other line still counts.
/// </summary>
internal sealed record BaselineFile(ImmutableArray<BaselineEntry> Entries, ImmutableArray<BaselineProblem> Problems)
{
    public const string Name = "distsys.baseline";

    private const int Columns = 4;

    private static readonly string[] Separators = { BaselineFinding.Separator };
    private static readonly HashSet<string> Known = new(RuleIds.All, StringComparer.Ordinal);

    // An editor compiles at each keystroke, and the text stays the same.
    private static readonly ConditionalWeakTable<SourceText, BaselineFile> Files = new();

    /// <summary>Files of the baseline's name, and those whose name ends with it after a dot.</summary>
    public static bool Is(AdditionalText file) => Is(file.Path);

    public static bool Is(string path) =>
        path.EndsWith(Name, StringComparison.OrdinalIgnoreCase)
        && (path.Length == Name.Length || path[path.Length - Name.Length - 1] is '/' or '\\' or '.');

    public static BaselineFile Of(SourceText text) => Files.GetValue(text, static text => Read(text));

    private static BaselineFile Read(SourceText text)
    {
        var entries = ImmutableArray.CreateBuilder<BaselineEntry>();
        var problems = ImmutableArray.CreateBuilder<BaselineProblem>();
        foreach (var line in text.Lines)
        {
            var content = line.ToString().Trim();
            if (content.Length == 0 || content[0] == '#')
            {
                continue;
            }

            if (ReadLine(content, out var reason) is { } entry)
            {
                entries.Add(entry);
            }
            else
            {
                problems.Add(new BaselineProblem(line.Span, reason));
            }
        }

        return new BaselineFile(entries.ToImmutable(), problems.ToImmutable());
    }

    private static BaselineEntry? ReadLine(string line, out string reason)
    {
        reason = "";
        if (IsConflictMark(line))
        {
            reason = "it is the mark of a merge conflict; the lines of both sides count, so only the marks have to go";
            return null;
        }

        var columns = line.Split(Separators, Columns, StringSplitOptions.None);
        if (columns.Length < Columns)
        {
            reason = "a line is 'rule | file | member | message', as 'distsys baseline' writes it";
            return null;
        }

        var rule = columns[0].Split(default(char[]), StringSplitOptions.RemoveEmptyEntries);
        if (rule.Length == 0 || !Known.Contains(rule[0]))
        {
            reason = $"'{columns[0].Trim()}' does not begin with a rule of this version of DistributedSystems.Analyzers";
            return null;
        }

        var count = 1;
        if (rule.Length > 2 || (rule.Length == 2 && !IsCount(rule[1], out count)))
        {
            reason = $"'{columns[0].Trim()}' has more behind the rule than a count such as 'x2'";
            return null;
        }

        return new BaselineEntry(BaselineFinding.Of(rule[0], columns[1], columns[2], columns[3]), count);
    }

    private static bool IsCount(string word, out int count)
    {
        count = 0;
        return word[0] == 'x' && int.TryParse(word.Substring(1), NumberStyles.None, CultureInfo.InvariantCulture, out count) && count > 0;
    }

    private static bool IsConflictMark(string line) =>
        line.StartsWith("<<<<<<<", StringComparison.Ordinal)
        || line.StartsWith("|||||||", StringComparison.Ordinal)
        || line.StartsWith("=======", StringComparison.Ordinal)
        || line.StartsWith(">>>>>>>", StringComparison.Ordinal);
}
