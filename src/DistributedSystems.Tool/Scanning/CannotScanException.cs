namespace DistributedSystems.Tool.Scanning;

/// <summary>There is no answer, and what a person can do about it.</summary>
internal sealed class CannotScanException(string problem, params string[] advice) : Exception(problem)
{
    public IReadOnlyList<string> Advice { get; } = advice;
}
