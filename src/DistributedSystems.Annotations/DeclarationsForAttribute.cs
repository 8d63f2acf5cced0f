namespace DistributedSystems;

/// <summary>
/// The members of this type stand for the members of the same name and parameter types of a type that cannot be changed: what is declared
/// on them is declared there. The type itself is never used; an interface is enough.
/// </summary>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Interface, Inherited = false)]
public sealed class DeclarationsForAttribute : Attribute
{
    /// <param name="type">The type that is spoken of.</param>
    public DeclarationsForAttribute(Type type) => Type = type;

    /// <summary>The type that is spoken of.</summary>
    public Type Type { get; }
}
