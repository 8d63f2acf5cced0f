namespace SlimMessageBus
{
    using System.Threading;
    using System.Threading.Tasks;

    public interface IConsumer<in TMessage>
    {
        Task OnHandle(TMessage message, CancellationToken cancellationToken);
    }
}
