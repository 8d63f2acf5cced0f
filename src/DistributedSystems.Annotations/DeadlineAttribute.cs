namespace DistributedSystems;

/// <summary>How long a caller of this may have to wait, at worst. On a type it holds for each of its methods.</summary>
[AttributeUsage(AttributeTargets.Method | AttributeTargets.Class | AttributeTargets.Interface)]
public sealed class DeadlineAttribute : Attribute
{
    /// <param name="duration">
    /// A number with the suffix <c>ms</c>, <c>s</c>, <c>m</c> or <c>h</c>, such as <c>"2s"</c>, or the invariant <c>c</c> format, such as
    /// <c>"00:00:02"</c>: what <see cref="Durations.TryParse"/> reads. Anything else, a bare number included, is invalid and declares
    /// nothing; the constructor does not throw.
    /// </param>
    public DeadlineAttribute(string duration) => Duration = duration;

    /// <summary>The duration as written.</summary>
    public string Duration { get; }
}
