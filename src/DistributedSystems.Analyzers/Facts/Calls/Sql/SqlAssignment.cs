using System.Collections.Immutable;
using DistributedSystems.Analyzers.Catalog;

namespace DistributedSystems.Analyzers.Facts.Calls;

/// <summary>One <c>column = value</c> of an update.</summary>
/// <param name="Column">The column; empty where the assignment could not be read.</param>
/// <param name="Value">The tokens of the value.</param>
/// <param name="Effect">What assigning it a second time does.</param>
internal sealed record SqlAssignment(string Column, ImmutableArray<SqlToken> Value, Replay Effect)
{
    // f(f(x)) = f(x)
    private static readonly HashSet<string> SameWhenRepeated = new(StringComparer.Ordinal)
    {
        "COALESCE",
        "ISNULL",
        "IFNULL",
        "NVL",
        "UPPER",
        "LOWER",
        "TRIM",
        "LTRIM",
        "RTRIM",
        "GREATEST",
        "LEAST",
        "NULLIF",
    };

    /// <param name="list">The tokens between <c>SET</c> and what follows the assignments.</param>
    /// <param name="ownNames">The names that stand for the changed table; a column under another name is not its own.</param>
    public static ImmutableArray<SqlAssignment> Read(ImmutableArray<SqlToken> list, ImmutableArray<string> ownNames)
    {
        var depth = list.IsEmpty ? 0 : list[0].Depth;
        var parts = new List<ImmutableArray<SqlToken>>();
        var part = ImmutableArray.CreateBuilder<SqlToken>();
        foreach (var token in list)
        {
            if (token.Depth == depth && token.Is(","))
            {
                parts.Add(part.ToImmutable());
                part.Clear();
            }
            else
            {
                part.Add(token);
            }
        }

        parts.Add(part.ToImmutable());
        var columns = parts.Select(ColumnOf).ToImmutableArray();
        return parts.Select((tokens, i) => Read(tokens, columns[i], columns, ownNames)).ToImmutableArray();
    }

    /// <summary>Does a condition that holds before the assignment no longer hold after it?</summary>
    public bool Falsifies(List<SqlToken> condition)
    {
        var start = condition.Count > 2 && condition[1].Is(".") ? 2 : 0;
        if (Column.Length == 0 || condition.Count < start + 3 || !condition[start].IsName || condition[start].Text != Column)
        {
            return false;
        }

        var compared = condition.Skip(start + 2).ToList();
        return condition[start + 1].Text switch
        {
            "=" => Effect == Replay.Accumulates || !IsSame(compared),
            "<>" or "!=" => IsSame(compared),
            "IS" => compared[0].Is("NULL") != (Value.Length == 1 && Value[0].Is("NULL")),
            _ => false,
        };
    }

    private bool IsSame(List<SqlToken> compared) =>
        compared.Count == Value.Length
        && compared.Zip(Value, (left, right) => left.Kind == right.Kind && left.Text == right.Text).All(same => same);

    /// <summary>The name before the first <c>=</c> (or <c>+=</c>); empty where something else stands there.</summary>
    private static string ColumnOf(ImmutableArray<SqlToken> assignment)
    {
        var operation = OperatorOf(assignment);
        return operation > 0 && assignment[operation - 1].IsName && (operation == 1 || assignment[operation - 2].Is("."))
            ? assignment[operation - 1].Text
            : "";
    }

    private static int OperatorOf(ImmutableArray<SqlToken> assignment)
    {
        for (var i = 0; i < assignment.Length; i++)
        {
            if (assignment[i].Kind == SqlTokenKind.Symbol && assignment[i].Text is "=" or "+=" or "-=" or "*=" or "/=" or ":=")
            {
                return i;
            }
        }

        return -1;
    }

    private static SqlAssignment Read(
        ImmutableArray<SqlToken> assignment,
        string column,
        ImmutableArray<string> assigned,
        ImmutableArray<string> ownNames
    )
    {
        if (column.Length == 0)
        {
            return new SqlAssignment("", ImmutableArray<SqlToken>.Empty, Replay.Unknown);
        }

        var operation = OperatorOf(assignment);
        var value = assignment.RemoveRange(0, operation + 1);
        var effect =
            value.IsEmpty ? Replay.Unknown
            : assignment[operation].Text is not ("=" or ":=") ? Replay.Accumulates
            : Mentions(value, column, ownNames) ? FromItself(value)
            : assigned.Any(other => other.Length > 0 && Mentions(value, other, ownNames)) ? Replay.Unknown
            : Replay.Idempotent;
        return new SqlAssignment(column, value, effect);
    }

    private static bool Mentions(ImmutableArray<SqlToken> value, string column, ImmutableArray<string> ownNames)
    {
        for (var i = 0; i < value.Length; i++)
        {
            var isFollowed = i + 1 < value.Length && (value[i + 1].Is(".") || value[i + 1].Is("("));
            if (
                value[i].IsName
                && value[i].Text == column
                && !isFollowed
                && (i < 2 || !value[i - 1].Is(".") || ownNames.Contains(value[i - 2].Text))
            )
            {
                // VALUES(column) is the row that was to be inserted.
                return i < 2 || !value[i - 2].Is("VALUES");
            }
        }

        return false;
    }

    /// <summary>What a value computed from the column's own value does.</summary>
    private static Replay FromItself(ImmutableArray<SqlToken> value)
    {
        var computes = ComputesWith(value);
        if (value.Length > 3 && SameWhenRepeated.Contains(value[0].Text) && value[1].Is("(") && Closes(value))
        {
            return computes ? Replay.Unknown : Replay.Idempotent;
        }

        return value.Any(token => token.Is("CASE") || token.Is("SELECT") || token.Is("::")) ? Replay.Unknown
            : computes || value[0].Is("NOT") || value.Any(token => token.Is("CONCAT") || token.Is("^")) ? Replay.Accumulates
            : value.Any(token => token.Is("||"))
                ? (value.Any(token => token.Kind == SqlTokenKind.Value) ? Replay.Accumulates : Replay.Unknown)
            : value.Any(token => token.Is("(")) ? Replay.Unknown
            : Replay.Idempotent;
    }

    /// <summary>The parenthesis that opens after the first word closes at the end.</summary>
    private static bool Closes(ImmutableArray<SqlToken> value)
    {
        for (var i = 2; i < value.Length; i++)
        {
            if (value[i].Is(")") && value[i].Depth == value[1].Depth)
            {
                return i == value.Length - 1;
            }
        }

        return false;
    }

    /// <summary>Arithmetic between two operands; a sign before a number, and the operators of JSON, are none.</summary>
    private static bool ComputesWith(ImmutableArray<SqlToken> value)
    {
        for (var i = 1; i + 1 < value.Length; i++)
        {
            var follows = value[i + 1];
            var precedes = value[i - 1];
            if (
                value[i].Kind == SqlTokenKind.Symbol
                && value[i].Text is "+" or "-" or "*" or "/" or "%"
                && !follows.Is(">")
                && (precedes.Is(")") || precedes.Kind != SqlTokenKind.Symbol)
            )
            {
                return true;
            }
        }

        return false;
    }
}
