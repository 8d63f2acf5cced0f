using System.Numerics;

namespace DistributedSystems.Annotations.Tests;

/// <summary>Small sets of replicas as bit masks, so that a claim about quorums can be checked against every set there is.</summary>
internal static class Sets
{
    public static IEnumerable<uint> OfSize(int size, int n)
    {
        for (var set = 0u; set < 1u << n; set++)
        {
            if (Size(set) == size)
            {
                yield return set;
            }
        }
    }

    public static int Size(uint set) => BitOperations.PopCount(set);

    /// <summary>Does every pair, one set from each family, satisfy the claim?</summary>
    public static bool ForEveryPair(IEnumerable<uint> first, IEnumerable<uint> second, Func<uint, uint, bool> claim)
    {
        var others = second.ToArray();
        return first.All(one => others.All(other => claim(one, other)));
    }
}
