namespace DistributedSystems;

/// <summary>One attribute of this library on one target.</summary>
public sealed class ModelDeclaration
{
    internal ModelDeclaration(string target, string declaration)
    {
        Target = target;
        Declaration = declaration;
    }

    /// <summary>Where it stands: <c>assembly Shop</c>, <c>Shop.Register</c>, <c>Shop.Register.Write(token)</c>.</summary>
    public string Target { get; }

    /// <summary>The attribute as code: <c>Quorum(Of = 3, Read = 2, Write = 2)</c>.</summary>
    public string Declaration { get; }
}
