using System.Text;

namespace DistributedSystems.RealCode.Findings;

/// <summary>The difference of two texts, line by line, as a person reads it: the fewest lines, with three around them.</summary>
internal static class UnifiedDiff
{
    private const int Context = 3;

    /// <summary>The hunks that lead from one text to the other; empty where their lines are equal. A changed line end is a changed line, and
    /// a carriage return is shown as <c>␍</c>, which a terminal would swallow.</summary>
    public static string Of(string before, string after)
    {
        var (left, right) = (before.Split('\n'), after.Split('\n'));
        var steps = Steps(left, right);
        var text = new StringBuilder();
        for (var next = 0; next < steps.Count; )
        {
            if (steps[next].Mark == ' ')
            {
                next++;
                continue;
            }

            var start = Math.Max(0, next - Context);
            var end = EndOfHunk(steps, next);
            var hunk = steps[start..end];
            text.Append($"@@ -{steps[start].Left + 1},{hunk.Count(step => step.Mark != '+')} ")
                .Append($"+{steps[start].Right + 1},{hunk.Count(step => step.Mark != '-')} @@\n");
            foreach (var (mark, leftLine, rightLine) in hunk)
            {
                var line = mark == '+' ? right[rightLine] : left[leftLine];
                text.Append(mark).Append(mark == ' ' ? line.TrimEnd('\r') : line.Replace('\r', '␍')).Append('\n');
            }

            next = end;
        }

        // Where every line of the file ends so, the sign says nothing.
        var carriageReturns =
            left.All(line => line.EndsWith('\r') || line == left[^1]) && right.All(line => line.EndsWith('\r') || line == right[^1]);
        return carriageReturns ? text.Replace("␍", "").ToString() : text.ToString();
    }

    private static int EndOfHunk(List<(char Mark, int Left, int Right)> steps, int first)
    {
        var last = first;
        for (var i = first; i < steps.Count && i <= last + (2 * Context); i++)
        {
            last = steps[i].Mark == ' ' ? last : i;
        }

        return Math.Min(steps.Count, last + Context + 1);
    }

    /// <summary>Myers' shortest edit script: the furthest place on each diagonal after 0, 1, 2 … edits, then the way back.</summary>
    private static List<(char Mark, int Left, int Right)> Steps(string[] left, string[] right)
    {
        var furthest = new Dictionary<int, int> { [1] = 0 };
        var history = new List<Dictionary<int, int>>();
        for (var edits = 0; ; edits++)
        {
            history.Add(new Dictionary<int, int>(furthest));
            for (var diagonal = -edits; diagonal <= edits; diagonal += 2)
            {
                var x = IsInsertion(furthest, diagonal, edits) ? furthest[diagonal + 1] : furthest[diagonal - 1] + 1;
                var y = x - diagonal;
                while (x < left.Length && y < right.Length && left[x] == right[y])
                {
                    (x, y) = (x + 1, y + 1);
                }

                furthest[diagonal] = x;
                if (x >= left.Length && y >= right.Length)
                {
                    return WayBack(history, left.Length, right.Length);
                }
            }
        }
    }

    private static bool IsInsertion(Dictionary<int, int> furthest, int diagonal, int edits) =>
        diagonal == -edits || (diagonal != edits && furthest[diagonal - 1] < furthest[diagonal + 1]);

    private static List<(char Mark, int Left, int Right)> WayBack(List<Dictionary<int, int>> history, int x, int y)
    {
        var steps = new List<(char Mark, int Left, int Right)>();
        for (var edits = history.Count - 1; edits >= 0; edits--)
        {
            var diagonal = x - y;
            var insertion = IsInsertion(history[edits], diagonal, edits);
            var previous = insertion ? diagonal + 1 : diagonal - 1;
            var fromX = edits == 0 ? 0 : history[edits][previous];
            var fromY = edits == 0 ? 0 : fromX - previous;
            while (x > fromX && y > fromY)
            {
                (x, y) = (x - 1, y - 1);
                steps.Add((' ', x, y));
            }

            if (edits > 0)
            {
                steps.Add((insertion ? '+' : '-', fromX, fromY));
                (x, y) = (fromX, fromY);
            }
        }

        steps.Reverse();
        return steps;
    }
}
