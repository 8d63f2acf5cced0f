namespace DistributedSystems.Tool.Tests;

/// <summary>From everything to what is new, in the order in which a team does it.</summary>
public sealed class BaselineTests
{
    [Fact]
    public async Task Only_what_is_new_is_told_and_what_is_fixed_can_be_taken_out()
    {
        using var folder = Shop.Write();
        var baseline = folder.Path("distsys.baseline");
        folder.Write("src/Api/Kept.cs", Shop.Clock.Replace("Core", "Api").Replace("Clock", "Kept"));

        (await Distsys.Run(folder.Root, "baseline", "Shop.slnx")).ExitsWith(0);
        var lines = Recorded(baseline);
        Assert.Equal(lines.Order(StringComparer.Ordinal), lines);
        Assert.Contains(
            lines,
            line => line.StartsWith("DIST4001 | src/Core/Clock.cs | Clock.Measure | 'DateTime.UtcNow", StringComparison.Ordinal)
        );

        // A line above, another name for the file, one finding less and one more.
        File.Delete(folder.Path("src", "Core", "Clock.cs"));
        folder.Write("src/Core/WallClock.cs", "// Moved.\n" + Shop.Clock);
        folder.Write("src/Api/Watch.cs", "");
        folder.Write("src/Api/Later.cs", Shop.Clock.Replace("Core", "Api").Replace("Clock", "Later"));

        var scan = (await Distsys.Run(folder.Root, "scan", "Shop.slnx")).ExitsWith(1);
        Assert.Contains("src/Api/Later.cs(9,16): warning DIST4001", scan.Output);
        Assert.DoesNotContain("WallClock.cs", scan.Output);
        Assert.Contains("1 finding (1 warning, 0 info)", scan.Output);
        Assert.Contains($"and {lines.Length - 1} that the baseline records", scan.Output);

        var check = (await Distsys.Run(folder.Root, "baseline", "Shop.slnx", "--check")).ExitsWith(1);
        Assert.Contains("DIST4001 | src/Api/Watch.cs | Watch.Measure | ", check.Output);
        Assert.Equal(lines, Recorded(baseline));

        (await Distsys.Run(folder.Root, "baseline", "Shop.slnx", "--prune")).ExitsWith(0);
        var pruned = Recorded(baseline);
        Assert.Contains(pruned, line => line.StartsWith("DIST4001 | src/Core/WallClock.cs | ", StringComparison.Ordinal));
        Assert.DoesNotContain(pruned, line => line.Contains("Watch.cs") || line.Contains("Later.cs"));
        Assert.Equal(lines.Length - 1, pruned.Length);

        // One project says nothing of the others.
        (await Distsys.Run(folder.Root, "baseline", "src/Core/Core.csproj")).ExitsWith(0);
        Assert.Contains(pruned, line => line.Contains("src/Api/Kept.cs"));
        Assert.Equal(pruned, Recorded(baseline));
    }

    private static string[] Recorded(string baseline) => File.ReadAllLines(baseline).Where(line => line[0] != '#').ToArray();
}
