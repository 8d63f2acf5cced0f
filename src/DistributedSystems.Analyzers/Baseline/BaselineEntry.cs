using Microsoft.CodeAnalysis.Text;

namespace DistributedSystems.Analyzers.Baseline;

/// <summary>
/// A finding as a baseline keeps it. No line number: code above a finding comes and goes, and the finding stays the same.
/// </summary>
/// <param name="Rule">The rule's id.</param>
/// <param name="File">The file, as seen from the folder of the baseline, with <c>/</c> between folders.</param>
/// <param name="Member">The member around it, as <see cref="MemberName"/> writes it.</param>
/// <param name="Text">The finding's own message.</param>
internal sealed record BaselineFinding(string Rule, string File, string Member, string Text)
{
    public const string Separator = " | ";

    /// <summary>A finding whose columns can be told apart again.</summary>
    public static BaselineFinding Of(string rule, string file, string member, string text) =>
        new(rule, Column(file), Column(member), OneLine(text));

    public string Line(int count) => string.Join(Separator, count == 1 ? Rule : $"{Rule} x{count}", File, Member, Text);

    public static string Column(string text) => OneLine(text).Replace(Separator, " ¦ ");

    private static string OneLine(string text) => string.Join(" ", text.Split(default(char[]), StringSplitOptions.RemoveEmptyEntries));
}

/// <summary>A line of a baseline: the finding, and how many alike there are.</summary>
internal sealed record BaselineEntry(BaselineFinding Finding, int Count);

/// <summary>A line of a baseline that says nothing the reader understands, and why.</summary>
internal sealed record BaselineProblem(TextSpan Span, string Reason);
