namespace KafkaFlow
{
    using System.Threading.Tasks;

    public interface IMessageContext { }

    public interface IMessageHandler { }

    public interface IMessageHandler<in TMessage> : IMessageHandler
    {
        Task Handle(IMessageContext context, TMessage message);
    }
}
