using System.Collections.Immutable;

namespace DistributedSystems.Analyzers.Facts.Calls;

/// <summary>The row that a statement reads or changes: its table and the columns by which it is chosen.</summary>
/// <param name="Table">The table.</param>
/// <param name="Columns">The columns that the condition compares.</param>
/// <param name="Changes">The statement changes the row or takes it away.</param>
/// <param name="IsLocked">The reading keeps others from changing it.</param>
internal sealed record SqlRow(string Table, HashSet<string> Columns, bool Changes, bool IsLocked)
{
    /// <summary>Null for several statements, several tables, an unknown part, and a condition that is not a conjunction of comparisons.</summary>
    public static SqlRow? Of(string text)
    {
        var tokens = SqlTokenizer.Read(text);
        if (tokens.Length > 0 && tokens[tokens.Length - 1].Is(";"))
        {
            tokens = tokens.RemoveAt(tokens.Length - 1);
        }

        if (
            tokens.IsEmpty
            || tokens.Any(static token => token.Is(";") || token.Is("JOIN") || token.Is("UNION") || token.Is("WITH") && token.Depth > 0)
        )
        {
            return null;
        }

        var (start, changes) =
            tokens[0].Is("SELECT") ? (SqlUpdate.IndexOf(tokens, "FROM", 1), false)
            : tokens[0].Is("UPDATE") ? (0, true)
            : tokens[0].Is("DELETE") ? (SqlUpdate.IndexOf(tokens, "FROM", 1), true)
            : (-1, false);
        return start < 0 || TableAfter(tokens, start) is not { } table || AsksForPresence(tokens, changes) ? null
            : SqlUpdate.IndexOf(tokens, "WHERE", start) is var where && where > 0 && ColumnsIn(tokens, where) is { } columns
                ? new SqlRow(table, columns, changes, !changes && Locks(tokens))
            : null;
    }

    /// <summary>Whether there is such a row, or how many there are, says nothing of what it holds.</summary>
    private static bool AsksForPresence(ImmutableArray<SqlToken> tokens, bool changes) =>
        !changes
        && tokens.Length > 1
        && (tokens[1].Is("COUNT") || tokens[1].Is("EXISTS") || tokens[1].Kind == SqlTokenKind.Value || tokens[1].Is("TOP"));

    private static string? TableAfter(ImmutableArray<SqlToken> tokens, int keyword)
    {
        var at = keyword + 1;
        while (at + 2 < tokens.Length && tokens[at].IsName && tokens[at + 1].Is("."))
        {
            at += 2;
        }

        return at < tokens.Length && tokens[at].IsName ? tokens[at].Text : null;
    }

    private static bool Locks(ImmutableArray<SqlToken> tokens) =>
        tokens.Any(static token =>
            token.Is("FOR")
            || token.Is("UPDLOCK")
            || token.Is("XLOCK")
            || token.Is("HOLDLOCK")
            || token.Is("SERIALIZABLE")
            || token.Is("TABLOCKX")
        );

    /// <summary>The names in a condition; null where it is more than comparisons that all have to hold.</summary>
    private static HashSet<string>? ColumnsIn(ImmutableArray<SqlToken> tokens, int where)
    {
        var columns = new HashSet<string>(StringComparer.Ordinal);
        for (var i = where + 1; i < tokens.Length; i++)
        {
            var token = tokens[i];
            if (token.Kind == SqlTokenKind.Hole || token.Is("OR") || token.Is("SELECT") || token.Is("EXISTS") || token.Is("NOT"))
            {
                return null;
            }

            if (
                token.Depth == 0
                && (token.Is("ORDER") || token.Is("GROUP") || token.Is("LIMIT") || token.Is("RETURNING") || token.Is("FOR"))
            )
            {
                break;
            }

            // A name before a point is the table's.
            if (
                token.IsName
                && !token.Is("AND")
                && !token.Is("IS")
                && !token.Is("NULL")
                && !token.Is("IN")
                && !(i + 1 < tokens.Length && tokens[i + 1].Is("."))
            )
            {
                columns.Add(token.Text);
            }
        }

        return columns;
    }
}
