using System.Collections.Immutable;
using DistributedSystems.Analyzers.Catalog;

namespace DistributedSystems.Analyzers.Facts.Calls;

/// <summary>
/// An update that computes a column from itself adds its effect again, unless its condition names the state before and so holds only
/// once (<c>SET v = v + 1 WHERE v = @v</c>).
/// </summary>
internal static class SqlUpdate
{
    private static readonly HashSet<string> AfterAssignments = new(StringComparer.Ordinal)
    {
        "WHERE",
        "FROM",
        "OUTPUT",
        "RETURNING",
        "ORDER",
        "LIMIT",
        "WHEN",
        "OPTION",
    };

    public static Replay Effect(ImmutableArray<SqlToken> statement)
    {
        var set = IndexOf(statement, "SET", 1);
        if (
            set < 0
            || SqlEffects.Has(statement, "SKIP", "LOCKED")
            || statement.Any(token => token.Depth == 0 && (token.Is("TOP") || token.Is("LIMIT")))
        )
        {
            return Replay.Unknown;
        }

        var assignments = SqlAssignment.Read(ListAfter(statement, set), OwnNames(statement, 1, set));
        var effect = assignments.Aggregate(Replay.Idempotent, (worst, assignment) => SqlEffects.Worst(worst, assignment.Effect));
        if (effect != Replay.Accumulates)
        {
            return effect;
        }

        return SqlEffects.HasUnknownClause(statement) ? Replay.Unknown
            : IndexOf(statement, "WHERE", set) is var where and > 0 && HoldsOnce(statement.RemoveRange(0, where + 1), assignments)
                ? Replay.Conditional
            : Replay.Accumulates;
    }

    /// <summary>The tokens of the assignments after a <c>SET</c>.</summary>
    public static ImmutableArray<SqlToken> ListAfter(ImmutableArray<SqlToken> statement, int set)
    {
        var end = set + 1;
        for (var cases = 0; end < statement.Length; end++)
        {
            var token = statement[end];
            cases +=
                token.Is("CASE") ? 1
                : token.Is("END") ? -1
                : 0;
            if (
                cases <= 0
                && token.Depth <= statement[set].Depth
                && token.Kind == SqlTokenKind.Word
                && AfterAssignments.Contains(token.Text)
            )
            {
                break;
            }
        }

        return ImmutableArray.Create(statement, set + 1, end - set - 1);
    }

    /// <summary>The names that stand for the changed table: its own and its alias.</summary>
    public static ImmutableArray<string> OwnNames(ImmutableArray<SqlToken> statement, int start, int end) =>
        statement
            .Skip(start)
            .Take(end - start)
            .Where(token => token.IsName && token.Depth == 0)
            .Select(token => token.Text)
            .ToImmutableArray();

    public static int IndexOf(ImmutableArray<SqlToken> statement, string word, int start)
    {
        for (var i = start; i < statement.Length; i++)
        {
            if (statement[i].Depth == 0 && statement[i].Is(word))
            {
                return i;
            }
        }

        return -1;
    }

    /// <summary>Some part of the condition, which must hold, no longer does once the assignments are made.</summary>
    private static bool HoldsOnce(ImmutableArray<SqlToken> condition, ImmutableArray<SqlAssignment> assignments)
    {
        if (condition.Any(token => token.Depth == 0 && token.Is("OR")))
        {
            return false;
        }

        var part = new List<SqlToken>();
        foreach (var token in condition.Add(new SqlToken(SqlTokenKind.Word, "AND", 0)))
        {
            if (token.Depth != 0 || !token.Is("AND"))
            {
                part.Add(token);
                continue;
            }

            if (assignments.Any(assignment => assignment.Falsifies(part)))
            {
                return true;
            }

            part.Clear();
        }

        return false;
    }
}
