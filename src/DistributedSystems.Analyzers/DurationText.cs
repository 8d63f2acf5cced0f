using System.Globalization;

namespace DistributedSystems.Analyzers;

/// <summary>Durations as messages print them: <c>250 ms</c>, <c>30 s</c>, <c>2 min</c>.</summary>
internal static class DurationText
{
    public static string Of(TimeSpan duration) =>
        duration < TimeSpan.FromSeconds(1) ? Number(duration.TotalMilliseconds) + " ms"
        : duration < TimeSpan.FromMinutes(2) ? Number(duration.TotalSeconds) + " s"
        : duration < TimeSpan.FromHours(2) ? Number(duration.TotalMinutes) + " min"
        : Number(duration.TotalHours) + " h";

    private static string Number(double value) => value.ToString("0.###", CultureInfo.InvariantCulture);
}
