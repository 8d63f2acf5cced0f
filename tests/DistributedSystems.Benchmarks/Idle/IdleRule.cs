using System.Globalization;
using Microsoft.CodeAnalysis;

namespace DistributedSystems.Benchmarks.Idle;

internal static class IdleRule
{
    /// <summary>A rule that is never reported, of the severity that makes a driver run its analyzer.</summary>
    public static DiagnosticDescriptor Create(int number) =>
        new(
            "IDLE" + number.ToString("D4", CultureInfo.InvariantCulture),
            "Idle",
            "Idle",
            "Idle",
            DiagnosticSeverity.Warning,
            isEnabledByDefault: true
        );
}
