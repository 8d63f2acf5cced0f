// Mirrors the public surface of Orleans.Streaming 10 that the catalog describes; signatures only.
// https://github.com/dotnet/orleans/tree/main/src/Orleans.Streaming/Core
using System.Collections.Generic;
using System.Threading.Tasks;

namespace Orleans.Streams
{
    public interface IAsyncObserver<in T>
    {
        Task OnNextAsync(T item, StreamSequenceToken token = null);
    }

    public interface IAsyncBatchProducer<T> : IAsyncObserver<T>
    {
        Task OnNextBatchAsync(IEnumerable<T> batch, StreamSequenceToken token = null);
    }

    public interface IAsyncStream<T> : IAsyncBatchProducer<T> { }

    public abstract class StreamSequenceToken { }
}
