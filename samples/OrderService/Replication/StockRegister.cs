using DistributedSystems;

namespace OrderService.Replication;

/// <summary>The stock counts, kept on three replicas: a read asks some, a write waits for some.</summary>
[Quorum(Read = 1, Write = 2, Of = 3)]
public sealed class StockRegister(IEnumerable<IStockReplica> group)
{
    public const int Replicas = 3;

    private const int ReadQuorum = 1;
    private const int WriteQuorum = 2;

    private readonly IStockReplica[] replicas = [.. group];

    public async Task<VersionedCount> ReadAsync(string sku, CancellationToken token)
    {
        var answers = await FirstAsync(ReadQuorum, [.. replicas.Select(replica => replica.ReadAsync(sku, token))]);
        return answers.Select(answer => answer.Result).MaxBy(count => count.FencingToken) ?? VersionedCount.Never;
    }

    public async Task WriteAsync(string sku, int count, long fencingToken, CancellationToken token)
    {
        var counted = new VersionedCount(count, fencingToken);
        await FirstAsync(WriteQuorum, [.. replicas.Select(replica => replica.WriteAsync(sku, counted, token))]);
    }

    /// <summary>Waits until so many replicas have answered; throws when too many fail for that.</summary>
    private static async Task<List<TTask>> FirstAsync<TTask>(int quorum, TTask[] requests)
        where TTask : Task
    {
        var answered = new List<TTask>(quorum);
        var failures = new List<Exception>();
        await foreach (var request in Task.WhenEach(requests.AsEnumerable<Task>()))
        {
            if (!request.IsCompletedSuccessfully)
            {
                failures.Add(request.Exception as Exception ?? new TaskCanceledException(request));
                continue;
            }

            answered.Add((TTask)request);
            if (answered.Count == quorum)
            {
                return answered;
            }
        }

        throw new AggregateException($"Only {answered.Count} of {quorum} replicas answered.", failures);
    }
}
