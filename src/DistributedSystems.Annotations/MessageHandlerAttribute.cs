namespace DistributedSystems;

/// <summary>
/// Is called once for each delivery of a message. On a type it holds for its public methods.
/// </summary>
[AttributeUsage(AttributeTargets.Method | AttributeTargets.Class | AttributeTargets.Interface)]
public sealed class MessageHandlerAttribute : Attribute
{
    /// <param name="delivery">How often a message that is sent once may come.</param>
    public MessageHandlerAttribute(Delivery delivery) => Delivery = delivery;

    /// <summary>How often a message that is sent once may come.</summary>
    public Delivery Delivery { get; }
}
