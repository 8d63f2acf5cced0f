namespace DistributedSystems;

/// <summary>
/// The types, each with <see cref="DeclarationsForAttribute"/>, that declare effects and models of other people's types for this assembly.
/// What the other types declare themselves counts less.
/// </summary>
[AttributeUsage(AttributeTargets.Assembly, Inherited = false)]
public sealed class ExternalDeclarationsAttribute : Attribute
{
    /// <param name="declarations">Types of this or a referenced assembly.</param>
    public ExternalDeclarationsAttribute(params Type[] declarations) => Declarations = declarations;

    /// <summary>Types of this or a referenced assembly.</summary>
    public Type[] Declarations { get; }
}
