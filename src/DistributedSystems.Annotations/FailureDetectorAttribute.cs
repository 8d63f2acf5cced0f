namespace DistributedSystems;

/// <summary>
/// Says which processes have crashed, with the errors its two properties allow (Chandra and Toueg 1996). A detector that is never wrong
/// (<see cref="Accuracy.Strong"/>) exists in the synchronous model only.
/// </summary>
[AttributeUsage(
    AttributeTargets.Assembly
        | AttributeTargets.Class
        | AttributeTargets.Struct
        | AttributeTargets.Interface
        | AttributeTargets.Method
        | AttributeTargets.Property,
    Inherited = false
)]
public sealed class FailureDetectorAttribute : Attribute
{
    /// <param name="completeness">Which crashed processes it finds.</param>
    /// <param name="accuracy">Which mistakes it makes about others.</param>
    public FailureDetectorAttribute(Completeness completeness, Accuracy accuracy)
    {
        Completeness = completeness;
        Accuracy = accuracy;
    }

    /// <summary>Which crashed processes it finds.</summary>
    public Completeness Completeness { get; }

    /// <summary>Which mistakes it makes about others.</summary>
    public Accuracy Accuracy { get; }
}
