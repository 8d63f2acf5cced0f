using DistributedSystems.RealCode.Findings;

namespace DistributedSystems.RealCode.Commands;

internal static class DiffCommand
{
    public static int Execute(CommandLine line)
    {
        if (line.Arguments.Count != 2)
        {
            throw new UsageException("diff wants two files of findings.");
        }

        var diff = FindingsDiff.Between(FindingsFile.Read(line.Arguments[0]), FindingsFile.Read(line.Arguments[1]));
        Print("+", diff.Added);
        Print("-", diff.Removed);
        Console.WriteLine($"{diff.Added.Count} added, {diff.Removed.Count} removed");
        return diff.Added.Count + diff.Removed.Count > 0 ? 1 : 0;
    }

    private static void Print(string mark, IEnumerable<Finding> findings)
    {
        foreach (var finding in findings)
        {
            Console.WriteLine($"{mark} {finding.Rule} {finding.Path}({finding.Line}): {finding.Message}");
            Console.WriteLine($"      {finding.Source}");
        }
    }
}
