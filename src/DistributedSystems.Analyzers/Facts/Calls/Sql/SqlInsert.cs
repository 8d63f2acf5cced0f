using System.Collections.Immutable;
using DistributedSystems.Analyzers.Catalog;

namespace DistributedSystems.Analyzers.Facts.Calls;

/// <summary>
/// An insert adds its row again, unless a conflict with the row already there is resolved. Where the key that would conflict is
/// generated, there is no conflict.
/// </summary>
internal static class SqlInsert
{
    private static readonly HashSet<string> Generators = new(StringComparer.Ordinal)
    {
        "NEWID",
        "NEWSEQUENTIALID",
        "UUID",
        "GEN_RANDOM_UUID",
        "UUID_GENERATE_V4",
        "UUIDV7",
        "NEXTVAL",
        "DEFAULT",
        "RANDOMBLOB",
        "UUID_TO_BIN",
    };

    public static Replay Effect(ImmutableArray<SqlToken> statement)
    {
        if (statement[1].Kind == SqlTokenKind.Hole)
        {
            return Replay.Unknown;
        }

        if (IsLocalTable(statement))
        {
            return Replay.Safe;
        }

        if (
            statement[0].Is("REPLACE")
            || SqlEffects.Has(statement, "OR", "REPLACE")
            || SqlEffects.Has(statement, "OR", "IGNORE")
            || statement[1].Is("IGNORE")
        )
        {
            return GeneratesKey(statement, ImmutableArray<string>.Empty);
        }

        if (SqlUpdate.IndexOf(statement, "CONFLICT", 1) is var conflict and > 0)
        {
            var target =
                conflict + 1 < statement.Length && statement[conflict + 1].Is("(")
                    ? Names(statement, conflict + 1)
                    : ImmutableArray<string>.Empty;
            return SqlEffects.Worst(GeneratesKey(statement, target), OnConflict(statement, conflict));
        }

        if (SqlEffects.Has(statement, "ON", "DUPLICATE", "KEY"))
        {
            return SqlEffects.Worst(GeneratesKey(statement, ImmutableArray<string>.Empty), OnDuplicate(statement));
        }

        return SqlEffects.Has(statement, "NOT", "EXISTS")
            || SqlEffects.Has(statement, "NOT", "IN")
            || SqlUpdate.IndexOf(statement, "EXCEPT", 1) > 0
                ? Replay.Idempotent
            : SqlEffects.HasUnknownClause(statement) || SqlEffects.Has(statement, "IS", "NULL") ? Replay.Unknown
            : Replay.Accumulates;
    }

    // A table variable or a temporary table lives as long as the session.
    private static bool IsLocalTable(ImmutableArray<SqlToken> statement)
    {
        var target = statement[1].Is("INTO") && statement.Length > 2 ? statement[2] : statement[1];
        return target.Text.StartsWith("@", StringComparison.Ordinal) || target.Text.StartsWith("#", StringComparison.Ordinal);
    }

    private static Replay OnConflict(ImmutableArray<SqlToken> statement, int conflict)
    {
        if (SqlUpdate.IndexOf(statement, "NOTHING", conflict) > 0)
        {
            return Replay.Idempotent;
        }

        var set = SqlUpdate.IndexOf(statement, "SET", conflict);
        return set < 0
            ? Replay.Unknown
            : Assigned(statement, SqlUpdate.ListAfter(statement, set), hasCondition: SqlUpdate.IndexOf(statement, "WHERE", set) > 0);
    }

    private static Replay OnDuplicate(ImmutableArray<SqlToken> statement)
    {
        var update = SqlUpdate.IndexOf(statement, "UPDATE", 1);
        return update < 0 ? Replay.Unknown : Assigned(statement, SqlUpdate.ListAfter(statement, update), hasCondition: false);
    }

    private static Replay Assigned(ImmutableArray<SqlToken> statement, ImmutableArray<SqlToken> list, bool hasCondition)
    {
        var names = SqlUpdate.OwnNames(statement, 1, Math.Max(1, SqlUpdate.IndexOf(statement, "(", 1)));
        var effect = SqlAssignment
            .Read(list, names)
            .Aggregate(Replay.Idempotent, (worst, assignment) => SqlEffects.Worst(worst, assignment.Effect));
        return effect == Replay.Accumulates && hasCondition ? Replay.Unknown : effect;
    }

    /// <summary>Idempotent where the row carries the key; accumulating where the key is generated anew, so that nothing
    /// conflicts.</summary>
    private static Replay GeneratesKey(ImmutableArray<SqlToken> statement, ImmutableArray<string> target)
    {
        var list = SqlUpdate.IndexOf(statement, "(", 1);
        var columns = list > 0 && SqlUpdate.IndexOf(statement, "VALUES", 1) > list ? Names(statement, list) : ImmutableArray<string>.Empty;
        if (!target.IsEmpty && !columns.IsEmpty)
        {
            foreach (var key in target)
            {
                if (!columns.Contains(key) || Generators.Contains(FirstWordOfValue(statement, columns.IndexOf(key))))
                {
                    return Replay.Accumulates;
                }
            }

            return Replay.Idempotent;
        }

        return statement.Any(token => token.Kind == SqlTokenKind.Word && Generators.Contains(token.Text))
            ? Replay.Unknown
            : Replay.Idempotent;
    }

    private static ImmutableArray<string> Names(ImmutableArray<SqlToken> statement, int open) =>
        statement
            .Skip(open + 1)
            .TakeWhile(token => token.Depth > statement[open].Depth)
            .Where(token => token.IsName)
            .Select(token => token.Text)
            .ToImmutableArray();

    private static string FirstWordOfValue(ImmutableArray<SqlToken> statement, int position)
    {
        var values = SqlUpdate.IndexOf(statement, "VALUES", 1);
        var depth = 1;
        for (var i = values + 2; i < statement.Length && statement[i].Depth >= depth; i++)
        {
            if (position == 0)
            {
                return statement[i].Text;
            }

            position -= statement[i].Depth == depth && statement[i].Is(",") ? 1 : 0;
        }

        return "";
    }
}
