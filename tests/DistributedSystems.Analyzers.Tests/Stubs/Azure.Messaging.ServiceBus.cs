// Mirrors the public surface of Azure.Messaging.ServiceBus 7 that the catalog describes; signatures only, responses without their wrapper.
// https://github.com/Azure/azure-sdk-for-net/tree/main/sdk/servicebus/Azure.Messaging.ServiceBus/api
using System;
using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;

namespace System
{
    public class BinaryData { }
}

namespace Azure.Messaging.ServiceBus
{
    public class ServiceBusClient
    {
        public ServiceBusClient(string connectionString)
        {
        }

        public virtual ServiceBusSender CreateSender(string queueOrTopicName) => throw null;

        public virtual ServiceBusReceiver CreateReceiver(string queueName) => throw null;

        public virtual ServiceBusProcessor CreateProcessor(string queueName) => throw null;

        public virtual Task<ServiceBusSessionReceiver> AcceptNextSessionAsync(string queueName, ServiceBusSessionReceiverOptions options = null, CancellationToken cancellationToken = default) => throw null;

        public virtual Task<ServiceBusSessionReceiver> AcceptSessionAsync(string queueName, string sessionId, ServiceBusSessionReceiverOptions options = null, CancellationToken cancellationToken = default) => throw null;
    }

    public class ServiceBusSender
    {
        public virtual Task SendMessageAsync(ServiceBusMessage message, CancellationToken cancellationToken = default) => throw null;

        public virtual Task SendMessagesAsync(IEnumerable<ServiceBusMessage> messages, CancellationToken cancellationToken = default) => throw null;

        public virtual Task SendMessagesAsync(ServiceBusMessageBatch messageBatch, CancellationToken cancellationToken = default) => throw null;

        public virtual ValueTask<ServiceBusMessageBatch> CreateMessageBatchAsync(CancellationToken cancellationToken = default) => throw null;

        public virtual Task<long> ScheduleMessageAsync(ServiceBusMessage message, DateTimeOffset scheduledEnqueueTime, CancellationToken cancellationToken = default) => throw null;

        public virtual Task<IReadOnlyList<long>> ScheduleMessagesAsync(IEnumerable<ServiceBusMessage> messages, DateTimeOffset scheduledEnqueueTime, CancellationToken cancellationToken = default) => throw null;

        public virtual Task CancelScheduledMessageAsync(long sequenceNumber, CancellationToken cancellationToken = default) => throw null;

        public virtual Task CancelScheduledMessagesAsync(IEnumerable<long> sequenceNumbers, CancellationToken cancellationToken = default) => throw null;
    }

    public class ServiceBusReceiver
    {
        public virtual Task<ServiceBusReceivedMessage> ReceiveMessageAsync(TimeSpan? maxWaitTime = null, CancellationToken cancellationToken = default) => throw null;

        public virtual Task<IReadOnlyList<ServiceBusReceivedMessage>> ReceiveMessagesAsync(int maxMessages, TimeSpan? maxWaitTime = null, CancellationToken cancellationToken = default) => throw null;

        public virtual IAsyncEnumerable<ServiceBusReceivedMessage> ReceiveMessagesAsync(CancellationToken cancellationToken = default) => throw null;

        public virtual Task<ServiceBusReceivedMessage> ReceiveDeferredMessageAsync(long sequenceNumber, CancellationToken cancellationToken = default) => throw null;

        public virtual Task<IReadOnlyList<ServiceBusReceivedMessage>> ReceiveDeferredMessagesAsync(IEnumerable<long> sequenceNumbers, CancellationToken cancellationToken = default) => throw null;

        public virtual Task<ServiceBusReceivedMessage> PeekMessageAsync(long? fromSequenceNumber = null, CancellationToken cancellationToken = default) => throw null;

        public virtual Task<IReadOnlyList<ServiceBusReceivedMessage>> PeekMessagesAsync(int maxMessages, long? fromSequenceNumber = null, CancellationToken cancellationToken = default) => throw null;

        public virtual Task CompleteMessageAsync(ServiceBusReceivedMessage message, CancellationToken cancellationToken = default) => throw null;

        public virtual Task AbandonMessageAsync(ServiceBusReceivedMessage message, IDictionary<string, object> propertiesToModify = null, CancellationToken cancellationToken = default) => throw null;

        public virtual Task DeadLetterMessageAsync(ServiceBusReceivedMessage message, IDictionary<string, object> propertiesToModify = null, CancellationToken cancellationToken = default) => throw null;

        public virtual Task DeadLetterMessageAsync(ServiceBusReceivedMessage message, string deadLetterReason, string deadLetterErrorDescription = null, CancellationToken cancellationToken = default) => throw null;

        public virtual Task DeferMessageAsync(ServiceBusReceivedMessage message, IDictionary<string, object> propertiesToModify = null, CancellationToken cancellationToken = default) => throw null;

        public virtual Task RenewMessageLockAsync(ServiceBusReceivedMessage message, CancellationToken cancellationToken = default) => throw null;
    }

    public class ServiceBusSessionReceiver : ServiceBusReceiver
    {
        public virtual Task<BinaryData> GetSessionStateAsync(CancellationToken cancellationToken = default) => throw null;

        public virtual Task SetSessionStateAsync(BinaryData sessionState, CancellationToken cancellationToken = default) => throw null;

        public virtual Task RenewSessionLockAsync(CancellationToken cancellationToken = default) => throw null;
    }

    public class ServiceBusProcessor
    {
        public event Func<ProcessMessageEventArgs, Task> ProcessMessageAsync { add { } remove { } }

        public virtual Task StartProcessingAsync(CancellationToken cancellationToken = default) => throw null;

        public virtual Task StopProcessingAsync(CancellationToken cancellationToken = default) => throw null;
    }

    public class ProcessMessageEventArgs
    {
        public ServiceBusReceivedMessage Message => throw null;

        public virtual Task CompleteMessageAsync(ServiceBusReceivedMessage message, CancellationToken cancellationToken = default) => throw null;

        public virtual Task AbandonMessageAsync(ServiceBusReceivedMessage message, IDictionary<string, object> propertiesToModify = null, CancellationToken cancellationToken = default) => throw null;

        public virtual Task DeadLetterMessageAsync(ServiceBusReceivedMessage message, IDictionary<string, object> propertiesToModify = null, CancellationToken cancellationToken = default) => throw null;

        public virtual Task DeadLetterMessageAsync(ServiceBusReceivedMessage message, string deadLetterReason, string deadLetterErrorDescription = null, CancellationToken cancellationToken = default) => throw null;

        public virtual Task DeferMessageAsync(ServiceBusReceivedMessage message, IDictionary<string, object> propertiesToModify = null, CancellationToken cancellationToken = default) => throw null;

        public virtual Task RenewMessageLockAsync(ServiceBusReceivedMessage message, CancellationToken cancellationToken = default) => throw null;
    }

    public class ServiceBusRetryOptions
    {
        public int MaxRetries { get; set; }

        public TimeSpan Delay { get; set; }

        public TimeSpan TryTimeout { get; set; }
    }

    public class ServiceBusMessage
    {
        public ServiceBusMessage()
        {
        }

        public ServiceBusMessage(string body)
        {
        }

        public string MessageId { get; set; }

        public string SessionId { get; set; }

        public string CorrelationId { get; set; }
    }

    public class ServiceBusReceivedMessage
    {
        public string MessageId => throw null;

        public int DeliveryCount => throw null;
    }

    public class ServiceBusMessageBatch { }

    public class ServiceBusSessionReceiverOptions { }
}

namespace Azure.Messaging.ServiceBus.Administration
{
    public class ServiceBusAdministrationClient
    {
        public virtual Task<QueueProperties> CreateQueueAsync(string name, CancellationToken cancellationToken = default) => throw null;

        public virtual Task<QueueProperties> UpdateQueueAsync(QueueProperties queue, CancellationToken cancellationToken = default) => throw null;

        public virtual Task DeleteQueueAsync(string name, CancellationToken cancellationToken = default) => throw null;

        public virtual Task<bool> QueueExistsAsync(string name, CancellationToken cancellationToken = default) => throw null;

        public virtual Task<QueueProperties> GetQueueAsync(string name, CancellationToken cancellationToken = default) => throw null;

        public virtual Task<QueueRuntimeProperties> GetQueueRuntimePropertiesAsync(string name, CancellationToken cancellationToken = default) => throw null;

        public virtual Task<TopicProperties> CreateTopicAsync(string name, CancellationToken cancellationToken = default) => throw null;

        public virtual Task<TopicProperties> UpdateTopicAsync(TopicProperties topic, CancellationToken cancellationToken = default) => throw null;

        public virtual Task DeleteTopicAsync(string name, CancellationToken cancellationToken = default) => throw null;

        public virtual Task<bool> TopicExistsAsync(string name, CancellationToken cancellationToken = default) => throw null;

        public virtual Task<TopicProperties> GetTopicAsync(string name, CancellationToken cancellationToken = default) => throw null;

        public virtual Task<TopicRuntimeProperties> GetTopicRuntimePropertiesAsync(string name, CancellationToken cancellationToken = default) => throw null;

        public virtual Task<SubscriptionProperties> CreateSubscriptionAsync(string topicName, string subscriptionName, CancellationToken cancellationToken = default) => throw null;

        public virtual Task<SubscriptionProperties> UpdateSubscriptionAsync(SubscriptionProperties subscription, CancellationToken cancellationToken = default) => throw null;

        public virtual Task DeleteSubscriptionAsync(string topicName, string subscriptionName, CancellationToken cancellationToken = default) => throw null;

        public virtual Task<bool> SubscriptionExistsAsync(string topicName, string subscriptionName, CancellationToken cancellationToken = default) => throw null;

        public virtual Task<SubscriptionProperties> GetSubscriptionAsync(string topicName, string subscriptionName, CancellationToken cancellationToken = default) => throw null;

        public virtual Task<SubscriptionRuntimeProperties> GetSubscriptionRuntimePropertiesAsync(string topicName, string subscriptionName, CancellationToken cancellationToken = default) => throw null;

        public virtual Task<RuleProperties> CreateRuleAsync(string topicName, string subscriptionName, CreateRuleOptions options, CancellationToken cancellationToken = default) => throw null;

        public virtual Task<RuleProperties> UpdateRuleAsync(string topicName, string subscriptionName, RuleProperties rule, CancellationToken cancellationToken = default) => throw null;

        public virtual Task DeleteRuleAsync(string topicName, string subscriptionName, string ruleName, CancellationToken cancellationToken = default) => throw null;
    }

    public class QueueProperties { }

    public class QueueRuntimeProperties { }

    public class TopicProperties { }

    public class TopicRuntimeProperties { }

    public class SubscriptionProperties { }

    public class SubscriptionRuntimeProperties { }

    public class RuleProperties { }

    public class CreateRuleOptions { }
}
