using System.Collections.Immutable;
using DistributedSystems.Analyzers.Catalog;

namespace DistributedSystems.Analyzers.Facts.Calls;

/// <summary>
/// What a second execution of SQL text does. It looks at statements, not at a grammar: several take the worst, and what it does not
/// understand is unknown.
/// </summary>
internal static class SqlEffects
{
    private static readonly HashSet<string> Statements = new(StringComparer.Ordinal)
    {
        "SELECT",
        "INSERT",
        "UPDATE",
        "DELETE",
        "MERGE",
        "EXEC",
        "EXECUTE",
        "CALL",
    };

    // After these a statement's keyword goes on with the statement begun: ON CONFLICT DO UPDATE, FOR UPDATE, UNION ALL SELECT.
    private static readonly HashSet<string> Continuing = new(StringComparer.Ordinal)
    {
        "UNION",
        "ALL",
        "EXCEPT",
        "INTERSECT",
        "MINUS",
        "INTO",
        "DO",
        "THEN",
        "ON",
        "KEY",
        "FOR",
        "AS",
        "OR",
        "AFTER",
        "BEFORE",
        "OF",
        ",",
        ".",
        "=",
    };

    private static readonly HashSet<string> Neutral = new(StringComparer.Ordinal)
    {
        "BEGIN",
        "START",
        "COMMIT",
        "END",
        "ROLLBACK",
        "SAVEPOINT",
        "RELEASE",
        "SAVE",
        "SET",
        "DECLARE",
        "USE",
        "PRINT",
        "GO",
        "RETURN",
        "IF",
        "ELSE",
        "WHILE",
        "SHOW",
        "DESCRIBE",
        "PRAGMA",
        "VALUES",
        "TABLE",
        "LISTEN",
        "UNLISTEN",
        "FETCH",
    };

    private static readonly HashSet<string> LeaveTheSameState = new(StringComparer.Ordinal)
    {
        "TRUNCATE",
        "GRANT",
        "REVOKE",
        "VACUUM",
        "REINDEX",
        "REFRESH",
        "OPTIMIZE",
        "UPSERT",
    };

    /// <param name="text">The text, with <see cref="SqlTokenizer.Hole"/> for what is put in at run time.</param>
    public static Replay Of(string text)
    {
        var tokens = SqlTokenizer.Read(text);

        // One word is the name of a stored procedure.
        if (tokens.Length < 2)
        {
            return Replay.Unknown;
        }

        var worst = Replay.Safe;
        foreach (var statement in Split(tokens))
        {
            worst = Worst(worst, OfStatement(statement));
        }

        return worst == Replay.Accumulates ? Guarded(tokens) : worst;
    }

    public static Replay Worst(Replay left, Replay right) => Rank(left) >= Rank(right) ? left : right;

    // One statement that certainly adds its effect again decides, whatever stands beside it.
    private static int Rank(Replay replay) =>
        replay switch
        {
            Replay.Accumulates => 5,
            Replay.Unknown => 4,
            Replay.Conditional => 3,
            Replay.Keyed => 2,
            Replay.Idempotent => 1,
            _ => 0,
        };

    /// <summary>
    /// A script's <c>IF NOT EXISTS</c> makes an insert happen once; under any other condition or loop a second execution may or may
    /// not add its effect. Which statement the condition governs is not looked at.
    /// </summary>
    private static Replay Guarded(ImmutableArray<SqlToken> tokens)
    {
        var worst = Replay.Safe;
        foreach (var statement in Split(tokens))
        {
            worst = Worst(worst, statement[0].Is("INSERT") ? Replay.Idempotent : OfStatement(statement));
        }

        for (var i = 0; i < tokens.Length; i++)
        {
            if (tokens[i].Depth == 0 && (tokens[i].Is("IF") || tokens[i].Is("WHILE")))
            {
                return tokens.Skip(i + 1).Take(2).Any(next => next.Is("EXISTS")) ? worst : Replay.Unknown;
            }
        }

        return Replay.Accumulates;
    }

    private static Replay OfStatement(ImmutableArray<SqlToken> statement) =>
        statement[0].Kind != SqlTokenKind.Word || (statement.Length == 1 && !Neutral.Contains(statement[0].Text))
            ? Replay.Unknown
            : statement[0].Text switch
            {
                "SELECT" => SqlSelect.Effect(statement),
                "INSERT" or "REPLACE" => SqlInsert.Effect(statement),
                "UPDATE" => SqlUpdate.Effect(statement),
                "DELETE" => TakesSomeRows(statement) ? Replay.Accumulates : Replay.Idempotent,
                "MERGE" => SqlMerge.Effect(statement),
                "WITH" => OfCommonTables(statement),
                "NOTIFY" => Replay.Accumulates,
                "CREATE" or "DROP" or "ALTER" => Has(statement, "IF", "EXISTS")
                || Has(statement, "IF", "NOT")
                || Has(statement, "OR", "REPLACE")
                || Has(statement, "OR", "ALTER")
                    ? Replay.Idempotent
                    : Replay.Unknown,
                var word => LeaveTheSameState.Contains(word) ? Replay.Idempotent
                : Neutral.Contains(word) ? Replay.Safe
                : Replay.Unknown,
            };

    /// <summary>Each execution takes other rows, or answers with rows that only the first one saw.</summary>
    public static bool TakesSomeRows(ImmutableArray<SqlToken> statement) =>
        statement.Any(token => token.Depth == 0 && (token.Is("LIMIT") || token.Is("TOP") || token.Is("RETURNING") || token.Is("OUTPUT")));

    /// <summary>Do these words follow one another anywhere?</summary>
    public static bool Has(ImmutableArray<SqlToken> statement, params string[] words)
    {
        for (var start = 0; start + words.Length <= statement.Length; start++)
        {
            var same = 0;
            while (same < words.Length && statement[start + same].Is(words[same]))
            {
                same++;
            }

            if (same == words.Length)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>A hole where an operand is complete may hold any clause.</summary>
    public static bool HasUnknownClause(ImmutableArray<SqlToken> statement)
    {
        for (var i = 1; i < statement.Length; i++)
        {
            var before = statement[i - 1];
            if (
                statement[i].Kind == SqlTokenKind.Hole
                && statement[i].Depth == 0
                && (before.Is(")") || before.Kind is SqlTokenKind.Value or SqlTokenKind.Hole or SqlTokenKind.QuotedName)
            )
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>The worst of the statement that follows the common table expressions and of those that write inside them.</summary>
    private static Replay OfCommonTables(ImmutableArray<SqlToken> statement)
    {
        var worst = Replay.Safe;
        for (var i = 1; i < statement.Length; i++)
        {
            var token = statement[i];
            if (token.Kind != SqlTokenKind.Word || !Statements.Contains(token.Text))
            {
                continue;
            }

            if (token.Depth == 0)
            {
                return Worst(worst, OfStatement(statement.RemoveRange(0, i)));
            }

            if (token.Text != "SELECT" && statement[i - 1].Is("("))
            {
                worst = Worst(
                    worst,
                    OfStatement(
                        statement
                            .Skip(i)
                            .TakeWhile(inner => inner.Depth >= token.Depth)
                            .Select(inner => inner with { Depth = inner.Depth - token.Depth })
                            .ToImmutableArray()
                    )
                );
            }
        }

        return Replay.Unknown;
    }

    /// <summary>The statements of the text: cut at semicolons, and where one begins that the one before cannot contain.</summary>
    private static IEnumerable<ImmutableArray<SqlToken>> Split(ImmutableArray<SqlToken> tokens)
    {
        var start = 0;
        for (var i = 0; i < tokens.Length; i++)
        {
            var ends = tokens[i].Depth == 0 && tokens[i].Is(";");
            if (i > start && (ends || Begins(tokens, start, i)))
            {
                yield return ImmutableArray.Create(tokens, start, i - start);
                start = i;
            }

            start += ends ? 1 : 0;
        }

        if (start < tokens.Length)
        {
            yield return ImmutableArray.Create(tokens, start, tokens.Length - start);
        }
    }

    private static bool Begins(ImmutableArray<SqlToken> tokens, int start, int at)
    {
        var token = tokens[at];
        if (token.Depth > 0 || token.Kind != SqlTokenKind.Word || !Statements.Contains(token.Text))
        {
            return false;
        }

        switch (tokens[start].Text)
        {
            // SET NOCOUNT ON INSERT …
            case "SET":
                return true;
            case "CREATE" or "ALTER" or "EXPLAIN" or "GRANT" or "REVOKE" or "MERGE":
                return false;
            case "INSERT" or "REPLACE" when token.Text is "SELECT" or "EXEC" or "EXECUTE" && !HasSource(tokens, start, at):
            case "WITH" when !AnyBetween(tokens, start + 1, at, Statements):
                return false;
            default:
                return !Continuing.Contains(tokens[at - 1].Text);
        }
    }

    private static readonly HashSet<string> InsertSources = new(StringComparer.Ordinal)
    {
        "VALUES",
        "VALUE",
        "SELECT",
        "DEFAULT",
        "SET",
        "EXEC",
        "EXECUTE",
    };

    private static bool HasSource(ImmutableArray<SqlToken> tokens, int start, int end) => AnyBetween(tokens, start, end, InsertSources);

    private static bool AnyBetween(ImmutableArray<SqlToken> tokens, int start, int end, HashSet<string> words)
    {
        for (var i = start; i < end; i++)
        {
            if (tokens[i].Depth == 0 && tokens[i].Kind == SqlTokenKind.Word && words.Contains(tokens[i].Text))
            {
                return true;
            }
        }

        return false;
    }
}
