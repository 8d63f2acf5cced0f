// Mirrors the public surface of Azure.Messaging.EventHubs 5 that the catalog describes; signatures only.
// https://github.com/Azure/azure-sdk-for-net/tree/main/sdk/eventhub/Azure.Messaging.EventHubs/api
using System;
using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;

namespace Azure.Messaging.EventHubs
{
    public class EventData
    {
        public string MessageId { get; set; }
    }

    public class EventHubProperties { }

    public class PartitionProperties { }

    public class EventHubsRetryOptions
    {
        public int MaximumRetries { get; set; }

        public TimeSpan TryTimeout { get; set; }
    }
}

namespace Azure.Messaging.EventHubs.Consumer
{
    public class EventHubConsumerClient
    {
        public virtual IAsyncEnumerable<PartitionEvent> ReadEventsAsync(CancellationToken cancellationToken = default) => throw null;

        public virtual IAsyncEnumerable<PartitionEvent> ReadEventsAsync(ReadEventOptions readOptions, CancellationToken cancellationToken = default) => throw null;

        public virtual IAsyncEnumerable<PartitionEvent> ReadEventsFromPartitionAsync(string partitionId, EventPosition startingPosition, CancellationToken cancellationToken = default) => throw null;

        public virtual Task<EventHubProperties> GetEventHubPropertiesAsync(CancellationToken cancellationToken = default) => throw null;

        public virtual Task<string[]> GetPartitionIdsAsync(CancellationToken cancellationToken = default) => throw null;

        public virtual Task<PartitionProperties> GetPartitionPropertiesAsync(string partitionId, CancellationToken cancellationToken = default) => throw null;
    }

    public class ReadEventOptions { }

    public struct PartitionEvent { }

    public struct EventPosition { }
}

namespace Azure.Messaging.EventHubs.Producer
{
    public class EventHubProducerClient
    {
        public virtual Task SendAsync(IEnumerable<EventData> eventBatch, CancellationToken cancellationToken = default) => throw null;

        public virtual Task SendAsync(IEnumerable<EventData> eventBatch, SendEventOptions options, CancellationToken cancellationToken = default) => throw null;

        public virtual Task SendAsync(EventDataBatch eventBatch, CancellationToken cancellationToken = default) => throw null;

        public virtual ValueTask<EventDataBatch> CreateBatchAsync(CancellationToken cancellationToken = default) => throw null;

        public virtual ValueTask<EventDataBatch> CreateBatchAsync(CreateBatchOptions options, CancellationToken cancellationToken = default) => throw null;

        public virtual Task<EventHubProperties> GetEventHubPropertiesAsync(CancellationToken cancellationToken = default) => throw null;

        public virtual Task<string[]> GetPartitionIdsAsync(CancellationToken cancellationToken = default) => throw null;

        public virtual Task<PartitionProperties> GetPartitionPropertiesAsync(string partitionId, CancellationToken cancellationToken = default) => throw null;
    }

    public class EventHubBufferedProducerClient
    {
        public virtual Task<int> EnqueueEventAsync(EventData eventData, CancellationToken cancellationToken = default) => throw null;

        public virtual Task<int> EnqueueEventsAsync(IEnumerable<EventData> events, CancellationToken cancellationToken = default) => throw null;

        public virtual Task FlushAsync(CancellationToken cancellationToken = default) => throw null;
    }

    public class EventDataBatch { }

    public class SendEventOptions { }

    public class CreateBatchOptions { }
}
