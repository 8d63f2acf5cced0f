namespace DistributedSystems;

/// <summary>What a component assumes about the channels between processes (Cachin, Guerraoui and Rodrigues 2011, section 2.4).</summary>
#if ANNOTATIONS
public
#else
internal
#endif
enum Channel
{
    /// <summary>
    /// Messages may be lost, repeated and reordered, but one that is sent again and again arrives in the end.
    /// Retransmission without end and removal of duplicates turn it into <see cref="Reliable"/>.
    /// </summary>
    FairLoss,

    /// <summary>A message between two correct processes arrives exactly once; who sent it may be forged.</summary>
    Reliable,

    /// <summary>Reliable, and the receiver knows who sent a message, as with a message authentication code or TLS.</summary>
    Authenticated,
}
