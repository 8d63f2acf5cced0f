// Mirrors the public surface of AWSSDK.SimpleNotificationService 4 that the catalog describes; signatures only.
// https://github.com/aws/aws-sdk-net/tree/main/sdk/src/Services/SimpleNotificationService/Generated
using System;
using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;
using Amazon.SimpleNotificationService.Model;

namespace Amazon.SimpleNotificationService
{
    public interface IAmazonSimpleNotificationService
    {
        Task<PublishResponse> PublishAsync(PublishRequest request, CancellationToken cancellationToken = default);

        Task<PublishResponse> PublishAsync(string topicArn, string message, CancellationToken cancellationToken = default);

        Task<PublishResponse> PublishAsync(string topicArn, string message, string subject, CancellationToken cancellationToken = default);

        Task<PublishBatchResponse> PublishBatchAsync(PublishBatchRequest request, CancellationToken cancellationToken = default);

        Task<CreateTopicResponse> CreateTopicAsync(CreateTopicRequest request, CancellationToken cancellationToken = default);

        Task<SubscribeResponse> SubscribeAsync(SubscribeRequest request, CancellationToken cancellationToken = default);

        Task<UnsubscribeResponse> UnsubscribeAsync(UnsubscribeRequest request, CancellationToken cancellationToken = default);

        Task<DeleteTopicResponse> DeleteTopicAsync(DeleteTopicRequest request, CancellationToken cancellationToken = default);

        Task<SetTopicAttributesResponse> SetTopicAttributesAsync(
            SetTopicAttributesRequest request,
            CancellationToken cancellationToken = default
        );

        Task<GetTopicAttributesResponse> GetTopicAttributesAsync(
            GetTopicAttributesRequest request,
            CancellationToken cancellationToken = default
        );

        Task<ListTopicsResponse> ListTopicsAsync(ListTopicsRequest request, CancellationToken cancellationToken = default);

        Task<ListSubscriptionsByTopicResponse> ListSubscriptionsByTopicAsync(
            ListSubscriptionsByTopicRequest request,
            CancellationToken cancellationToken = default
        );
    }

    public class AmazonSimpleNotificationServiceClient : IAmazonSimpleNotificationService
    {
        public virtual Task<PublishResponse> PublishAsync(PublishRequest request, CancellationToken cancellationToken = default) =>
            throw null;

        public virtual Task<PublishResponse> PublishAsync(string topicArn, string message, CancellationToken cancellationToken = default) =>
            throw null;

        public virtual Task<PublishResponse> PublishAsync(
            string topicArn,
            string message,
            string subject,
            CancellationToken cancellationToken = default
        ) => throw null;

        public virtual Task<PublishBatchResponse> PublishBatchAsync(
            PublishBatchRequest request,
            CancellationToken cancellationToken = default
        ) => throw null;

        public virtual Task<CreateTopicResponse> CreateTopicAsync(
            CreateTopicRequest request,
            CancellationToken cancellationToken = default
        ) => throw null;

        public virtual Task<SubscribeResponse> SubscribeAsync(SubscribeRequest request, CancellationToken cancellationToken = default) =>
            throw null;

        public virtual Task<UnsubscribeResponse> UnsubscribeAsync(
            UnsubscribeRequest request,
            CancellationToken cancellationToken = default
        ) => throw null;

        public virtual Task<DeleteTopicResponse> DeleteTopicAsync(
            DeleteTopicRequest request,
            CancellationToken cancellationToken = default
        ) => throw null;

        public virtual Task<SetTopicAttributesResponse> SetTopicAttributesAsync(
            SetTopicAttributesRequest request,
            CancellationToken cancellationToken = default
        ) => throw null;

        public virtual Task<GetTopicAttributesResponse> GetTopicAttributesAsync(
            GetTopicAttributesRequest request,
            CancellationToken cancellationToken = default
        ) => throw null;

        public virtual Task<ListTopicsResponse> ListTopicsAsync(ListTopicsRequest request, CancellationToken cancellationToken = default) =>
            throw null;

        public virtual Task<ListSubscriptionsByTopicResponse> ListSubscriptionsByTopicAsync(
            ListSubscriptionsByTopicRequest request,
            CancellationToken cancellationToken = default
        ) => throw null;
    }
}

namespace Amazon.SimpleNotificationService.Model
{
    public class PublishRequest
    {
        public string TopicArn { get; set; }

        public string Message { get; set; }

        public string MessageGroupId { get; set; }

        public string MessageDeduplicationId { get; set; }
    }

    public class PublishBatchRequest { }

    public class CreateTopicRequest { }

    public class SubscribeRequest { }

    public class UnsubscribeRequest { }

    public class DeleteTopicRequest { }

    public class SetTopicAttributesRequest { }

    public class GetTopicAttributesRequest { }

    public class ListTopicsRequest { }

    public class ListSubscriptionsByTopicRequest { }

    public class PublishResponse { }

    public class PublishBatchResponse { }

    public class CreateTopicResponse { }

    public class SubscribeResponse { }

    public class UnsubscribeResponse { }

    public class DeleteTopicResponse { }

    public class SetTopicAttributesResponse { }

    public class GetTopicAttributesResponse { }

    public class ListTopicsResponse { }

    public class ListSubscriptionsByTopicResponse { }
}
