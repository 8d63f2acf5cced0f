namespace EasyNetQ.AutoSubscribe
{
    using System.Threading;
    using System.Threading.Tasks;

    public interface IConsume<in T>
        where T : class
    {
        void Consume(T message, CancellationToken cancellationToken = default);
    }

    public interface IConsumeAsync<in T>
        where T : class
    {
        Task ConsumeAsync(T message, CancellationToken cancellationToken = default);
    }
}
