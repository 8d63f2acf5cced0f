namespace DistributedSystems.Analyzers.Facts;

/// <summary>What makes its topics when they are first asked for.</summary>
internal abstract class LazyTopics
{
    // Rules ask at once from many threads; the topic that is made first is everybody's, and its answers with it.
    protected static T Or<T>(ref T? kept, T made)
        where T : class => Interlocked.CompareExchange(ref kept, made, null) ?? made;
}
