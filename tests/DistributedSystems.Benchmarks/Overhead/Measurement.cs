namespace DistributedSystems.Benchmarks.Overhead;

/// <summary>What one run of something took: processor time, because other programs share the machine.</summary>
internal readonly record struct Measurement(double ProcessorMilliseconds, double AllocatedMegabytes)
{
    public static async Task<Measurement> Of(Func<Task> run)
    {
        // Left-over garbage of the variant before is not this one's.
        GC.Collect();
        GC.WaitForPendingFinalizers();
        GC.Collect();
        var allocated = GC.GetTotalAllocatedBytes(precise: true);
        var processor = Environment.CpuUsage.TotalTime;
        await run();
        return new Measurement(
            (Environment.CpuUsage.TotalTime - processor).TotalMilliseconds,
            (GC.GetTotalAllocatedBytes(precise: true) - allocated) / 1e6
        );
    }

    public static double Median(IEnumerable<double> values)
    {
        var sorted = values.Order().ToArray();
        return sorted.Length % 2 == 1 ? sorted[sorted.Length / 2] : (sorted[sorted.Length / 2 - 1] + sorted[sorted.Length / 2]) / 2;
    }
}
