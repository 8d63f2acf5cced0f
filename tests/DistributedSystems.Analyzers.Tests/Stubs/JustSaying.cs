namespace JustSaying.Messaging.MessageHandling
{
    using System.Threading.Tasks;

    public interface IHandlerAsync<in T>
    {
        Task<bool> Handle(T message);
    }
}
