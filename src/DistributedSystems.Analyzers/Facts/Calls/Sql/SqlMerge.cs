using System.Collections.Immutable;
using DistributedSystems.Analyzers.Catalog;

namespace DistributedSystems.Analyzers.Facts.Calls;

/// <summary>A merge leaves the same state, unless its update computes a column from itself or its condition never matches.</summary>
internal static class SqlMerge
{
    public static Replay Effect(ImmutableArray<SqlToken> statement)
    {
        var source = SqlUpdate.IndexOf(statement, "USING", 1);
        var on = SqlUpdate.IndexOf(statement, "ON", 1);
        var when = SqlUpdate.IndexOf(statement, "WHEN", 1);
        if (source < 0 || on < 0 || when < on)
        {
            return Replay.Unknown;
        }

        if (
            statement
                .Skip(on + 1)
                .Take(when - on - 1)
                .All(token => token.Kind is SqlTokenKind.Value or SqlTokenKind.Symbol || token.Is("FALSE"))
        )
        {
            return Replay.Accumulates;
        }

        var own = SqlUpdate.OwnNames(statement, 1, source);
        var worst = Replay.Idempotent;
        for (var set = SqlUpdate.IndexOf(statement, "SET", when); set > 0; set = SqlUpdate.IndexOf(statement, "SET", set + 1))
        {
            worst = SqlAssignment
                .Read(SqlUpdate.ListAfter(statement, set), own)
                .Aggregate(worst, (known, assignment) => SqlEffects.Worst(known, assignment.Effect));
        }

        return worst;
    }
}
