using System.Reflection;
using System.Text.RegularExpressions;

namespace DistributedSystems.Annotations.Tests;

/// <summary>The table of bounds and the picture of the partial order in docs/models.md say what the functions compute.</summary>
public sealed partial class ModelsPageTests
{
    private static readonly string Page = File.ReadAllText(
        Path.Combine(
            typeof(ModelsPageTests)
                .Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
                .Single(metadata => metadata.Key == "Docs")
                .Value!,
            "models.md"
        )
    );

    [Fact]
    public void The_table_lists_exactly_the_settled_combinations_with_their_bounds()
    {
        var listed = new Dictionary<(Failures, Timing, bool, Problem), int>();
        foreach (Match row in BoundRow().Matches(Page))
        {
            foreach (var problem in row.Groups["problems"].Value.Split(", ").Select(Enum.Parse<Problem>))
            {
                foreach (
                    var signed in new[] { false, true }.Where(signed =>
                        row.Groups["signed"].Value is "either" || (row.Groups["signed"].Value == "yes") == signed
                    )
                )
                {
                    var factor = row.Groups["factor"].Value;
                    listed.Add(
                        (
                            Enum.Parse<Failures>(row.Groups["failures"].Value),
                            Enum.Parse<Timing>(row.Groups["timing"].Value),
                            signed,
                            problem
                        ),
                        factor.Length == 0 ? 1 : int.Parse(factor)
                    );
                }
            }
        }

        Assert.NotEmpty(listed);
        foreach (
            var combination in from failures in Enum.GetValues<Failures>()
            from timing in Enum.GetValues<Timing>()
            from signed in new[] { false, true }
            from problem in Enum.GetValues<Problem>()
            select (failures, timing, signed, problem)
        )
        {
            var (failures, timing, signed, problem) = combination;
            var expected = listed.TryGetValue(combination, out var factor) ? (factor * 3) + 1 : (long?)null;
            Assert.Equal(expected, Quorums.MinimumReplicas(failures, timing, signed, problem, 3));
        }
    }

    [Fact]
    public void The_picture_is_the_partial_order()
    {
        // Read off the picture from below: each line to the kind above it.
        (Failures Below, Failures Above)[] lines =
        [
            (Failures.CrashStop, Failures.CrashRecovery),
            (Failures.CrashRecovery, Failures.Omission),
            (Failures.CrashRecovery, Failures.CrashRecoveryAmnesia),
            (Failures.Omission, Failures.Timing),
            (Failures.Timing, Failures.Byzantine),
            (Failures.CrashRecoveryAmnesia, Failures.Byzantine),
        ];
        var picture = Picture().Match(Page).Groups[1].Value;
        Assert.All(Enum.GetNames<Failures>(), name => Assert.Matches($@"\b{name}\b", picture));

        // The line from recovery to amnesia is drawn in three strokes, the others in one.
        Assert.Equal(lines.Length + 2, picture.Count(character => character is '|' or '/' or '\\'));

        foreach (var below in Enum.GetValues<Failures>())
        {
            foreach (var above in Enum.GetValues<Failures>())
            {
                Assert.Equal(IsReachable(below, above), SystemModels.Tolerates(above, below));
            }
        }

        bool IsReachable(Failures from, Failures to) => from == to || lines.Any(line => line.Below == from && IsReachable(line.Above, to));
    }

    [GeneratedRegex(
        @"(?m)^\| (?<failures>\w+) \| (?<timing>\w+) \| (?<signed>either|yes|no) \| (?<problems>[\w, ]+) \| (?<factor>\d?)f \+ 1 \|"
    )]
    private static partial Regex BoundRow();

    [GeneratedRegex("```text\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex Picture();
}
