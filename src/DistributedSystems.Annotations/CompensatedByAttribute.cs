namespace DistributedSystems;

/// <summary>
/// Another method undoes, semantically, what this one did, when a later step of the saga fails (Garcia-Molina and Salem 1987).
/// </summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class CompensatedByAttribute : Attribute
{
    /// <param name="method">The name of the method that undoes this one, of the same type: <c>nameof(…)</c>.</param>
    public CompensatedByAttribute(string method) => Method = method;

    /// <param name="type">The type that declares the method.</param>
    /// <param name="method">The name of the method that undoes this one: <c>nameof(…)</c>.</param>
    public CompensatedByAttribute(Type type, string method)
    {
        Type = type;
        Method = method;
    }

    /// <summary>The name of the method that undoes this one.</summary>
    public string Method { get; }

    /// <summary>The type that declares it; null for the type this attribute stands in.</summary>
    public Type? Type { get; }
}
