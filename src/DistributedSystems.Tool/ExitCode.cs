namespace DistributedSystems.Tool;

/// <summary>What a step of a build can tell from.</summary>
internal static class ExitCode
{
    public const int NoFindings = 0;
    public const int Findings = 1;
    public const int CannotScan = 2;
}
