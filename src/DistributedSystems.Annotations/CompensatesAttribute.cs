namespace DistributedSystems;

/// <summary>
/// Undoes, semantically, what another method did: a step backwards in a saga (Garcia-Molina and Salem 1987).
/// </summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class CompensatesAttribute : Attribute
{
    /// <param name="method">The name of the method undone, of the same type: <c>nameof(…)</c>.</param>
    public CompensatesAttribute(string method) => Method = method;

    /// <param name="type">The type that declares the method.</param>
    /// <param name="method">The name of the method undone: <c>nameof(…)</c>.</param>
    public CompensatesAttribute(Type type, string method)
    {
        Type = type;
        Method = method;
    }

    /// <summary>The name of the method undone.</summary>
    public string Method { get; }

    /// <summary>The type that declares it; null for the type this attribute stands in.</summary>
    public Type? Type { get; }
}
