namespace DistributedSystems;

static partial class SystemModels
{
    /// <summary>
    /// Whether whoever promises <paramref name="promised"/> also promises <paramref name="asked"/>. A partial order (Viotti and Vukolić
    /// 2016): a session and a bounded staleness, say, do not include each other, and sequential consistency bounds no staleness.
    /// </summary>
    /// <param name="promised">What is promised.</param>
    /// <param name="asked">What is asked for.</param>
    /// <exception cref="ArgumentOutOfRangeException">An argument is not a member of the enumeration.</exception>
    public static bool Includes(Consistency promised, Consistency asked)
    {
        if (asked is < Consistency.Eventual or > Consistency.StrictSerializable)
        {
            throw new ArgumentOutOfRangeException(nameof(asked));
        }

        return promised switch
        {
            Consistency.Eventual => asked is Consistency.Eventual,
            Consistency.StrongEventual or Consistency.Session or Consistency.BoundedStaleness => asked is Consistency.Eventual
                || asked == promised,

            // Causal consistency is the four guarantees of a session together (Brzezinski, Sobaniec and Wawrzyniak 2004).
            Consistency.Causal => asked is Consistency.Eventual or Consistency.Session or Consistency.Causal,
            Consistency.Sequential => asked
                is not (Consistency.BoundedStaleness or Consistency.Linearizable or Consistency.StrictSerializable),
            Consistency.Linearizable => asked != Consistency.StrictSerializable,
            Consistency.StrictSerializable => true,
            _ => throw new ArgumentOutOfRangeException(nameof(promised)),
        };
    }

    /// <summary>Whether all see one order of all writes: such a promise no replica keeps by itself.</summary>
    /// <param name="promised">What is promised.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="promised"/> is not a member of the enumeration.</exception>
    public static bool IsStrong(Consistency promised) => Includes(promised, Consistency.Sequential);
}
