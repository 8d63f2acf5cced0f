namespace DistributedSystems;

/// <summary>How often a message that is sent once reaches its handler.</summary>
#if ANNOTATIONS
public
#else
internal
#endif
enum Delivery
{
    /// <summary>Once or never: it is acknowledged before it is handled.</summary>
    AtMostOnce,

    /// <summary>Once or more: it is acknowledged after it was handled, and comes again when that acknowledgement is lost.</summary>
    AtLeastOnce,

    /// <summary>
    /// Its effect happens once: it may come again, and the handler recognises it by a key. No channel delivers exactly once by itself.
    /// </summary>
    ExactlyOnce,
}
