// Mirrors the public surface of Dapr.Client 1.18 that the catalog describes; signatures only.
// https://github.com/dapr/dotnet-sdk/tree/master/src/Dapr.Client
using System;
using System.Collections.Generic;
using System.Net.Http;
using System.Threading;
using System.Threading.Tasks;
using Dapr;
using Dapr.Client;

namespace Dapr
{
    public class StateEntry<TValue> { }
}

namespace Dapr.Client
{
    public class DaprClient
    {
        public virtual Task PublishEventAsync<TData>(string pubsubName, string topicName, TData data, CancellationToken cancellationToken = default) => throw null;

        public virtual Task PublishEventAsync<TData>(string pubsubName, string topicName, TData data, Dictionary<string, string> metadata, CancellationToken cancellationToken = default) => throw null;

        public virtual Task PublishEventAsync(string pubsubName, string topicName, CancellationToken cancellationToken = default) => throw null;

        public virtual Task PublishEventAsync(string pubsubName, string topicName, Dictionary<string, string> metadata, CancellationToken cancellationToken = default) => throw null;

        public virtual Task PublishByteEventAsync(string pubsubName, string topicName, ReadOnlyMemory<byte> data, string dataContentType = "application/json", Dictionary<string, string> metadata = null, CancellationToken cancellationToken = default) => throw null;

        public virtual Task<BulkPublishResponse<TValue>> BulkPublishEventAsync<TValue>(string pubsubName, string topicName, IReadOnlyList<TValue> events, Dictionary<string, string> metadata = null, CancellationToken cancellationToken = default) => throw null;

        public virtual Task InvokeMethodAsync(HttpRequestMessage request, CancellationToken cancellationToken = default) => throw null;

        public virtual Task<TResponse> InvokeMethodAsync<TResponse>(HttpRequestMessage request, CancellationToken cancellationToken = default) => throw null;

        public Task InvokeMethodAsync(string appId, string methodName, CancellationToken cancellationToken = default) => throw null;

        public Task InvokeMethodAsync(HttpMethod httpMethod, string appId, string methodName, CancellationToken cancellationToken = default) => throw null;

        public Task InvokeMethodAsync<TRequest>(string appId, string methodName, TRequest data, CancellationToken cancellationToken = default) => throw null;

        public Task InvokeMethodAsync<TRequest>(HttpMethod httpMethod, string appId, string methodName, TRequest data, CancellationToken cancellationToken = default) => throw null;

        public virtual Task<HttpResponseMessage> InvokeMethodWithResponseAsync(HttpRequestMessage request, CancellationToken cancellationToken = default) => throw null;

        public virtual Task InvokeMethodGrpcAsync(string appId, string methodName, CancellationToken cancellationToken = default) => throw null;

        public virtual Task InvokeMethodGrpcAsync<TRequest>(string appId, string methodName, TRequest data, CancellationToken cancellationToken = default) where TRequest : class => throw null;

        public virtual Task<TResponse> InvokeMethodGrpcAsync<TResponse>(string appId, string methodName, CancellationToken cancellationToken = default) where TResponse : class, new() => throw null;

        public virtual Task<TResponse> InvokeMethodGrpcAsync<TRequest, TResponse>(string appId, string methodName, TRequest data, CancellationToken cancellationToken = default) where TRequest : class where TResponse : class, new() => throw null;

        public virtual Task InvokeBindingAsync<TRequest>(string bindingName, string operation, TRequest data, IReadOnlyDictionary<string, string> metadata = null, CancellationToken cancellationToken = default) => throw null;

        public virtual Task<TResponse> InvokeBindingAsync<TRequest, TResponse>(string bindingName, string operation, TRequest data, IReadOnlyDictionary<string, string> metadata = null, CancellationToken cancellationToken = default) => throw null;

        public virtual Task<BindingResponse> InvokeBindingAsync(BindingRequest request, CancellationToken cancellationToken = default) => throw null;

        public virtual Task<TValue> GetStateAsync<TValue>(string storeName, string key, ConsistencyMode? consistencyMode = null, IReadOnlyDictionary<string, string> metadata = null, CancellationToken cancellationToken = default) => throw null;

        public virtual Task<(TValue value, string etag)> GetStateAndETagAsync<TValue>(string storeName, string key, ConsistencyMode? consistencyMode = null, IReadOnlyDictionary<string, string> metadata = null, CancellationToken cancellationToken = default) => throw null;

        public Task<StateEntry<TValue>> GetStateEntryAsync<TValue>(string storeName, string key, ConsistencyMode? consistencyMode = null, IReadOnlyDictionary<string, string> metadata = null, CancellationToken cancellationToken = default) => throw null;

        public virtual Task<ReadOnlyMemory<byte>> GetByteStateAsync(string storeName, string key, ConsistencyMode? consistencyMode = null, IReadOnlyDictionary<string, string> metadata = null, CancellationToken cancellationToken = default) => throw null;

        public virtual Task<(ReadOnlyMemory<byte>, string etag)> GetByteStateAndETagAsync(string storeName, string key, ConsistencyMode? consistencyMode = null, IReadOnlyDictionary<string, string> metadata = null, CancellationToken cancellationToken = default) => throw null;

        public virtual Task<IReadOnlyList<BulkStateItem>> GetBulkStateAsync(string storeName, IReadOnlyList<string> keys, int? parallelism, IReadOnlyDictionary<string, string> metadata = null, CancellationToken cancellationToken = default) => throw null;

        public virtual Task<IReadOnlyList<BulkStateItem<TValue>>> GetBulkStateAsync<TValue>(string storeName, IReadOnlyList<string> keys, int? parallelism, IReadOnlyDictionary<string, string> metadata = null, CancellationToken cancellationToken = default) => throw null;

        public virtual Task<StateQueryResponse<TValue>> QueryStateAsync<TValue>(string storeName, string jsonQuery, IReadOnlyDictionary<string, string> metadata = null, CancellationToken cancellationToken = default) => throw null;

        public virtual Task SaveStateAsync<TValue>(string storeName, string key, TValue value, StateOptions stateOptions = null, IReadOnlyDictionary<string, string> metadata = null, CancellationToken cancellationToken = default) => throw null;

        public virtual Task SaveByteStateAsync(string storeName, string key, ReadOnlyMemory<byte> binaryValue, StateOptions stateOptions = null, IReadOnlyDictionary<string, string> metadata = null, CancellationToken cancellationToken = default) => throw null;

        public virtual Task SaveBulkStateAsync<TValue>(string storeName, IReadOnlyList<SaveStateItem<TValue>> items, CancellationToken cancellationToken = default) => throw null;

        public virtual Task DeleteStateAsync(string storeName, string key, StateOptions stateOptions = null, IReadOnlyDictionary<string, string> metadata = null, CancellationToken cancellationToken = default) => throw null;

        public virtual Task DeleteBulkStateAsync(string storeName, IReadOnlyList<BulkDeleteStateItem> items, CancellationToken cancellationToken = default) => throw null;

        public virtual Task<bool> TrySaveStateAsync<TValue>(string storeName, string key, TValue value, string etag, StateOptions stateOptions = null, IReadOnlyDictionary<string, string> metadata = null, CancellationToken cancellationToken = default) => throw null;

        public virtual Task<bool> TrySaveByteStateAsync(string storeName, string key, ReadOnlyMemory<byte> binaryValue, string etag, StateOptions stateOptions = null, IReadOnlyDictionary<string, string> metadata = null, CancellationToken cancellationToken = default) => throw null;

        public virtual Task<bool> TryDeleteStateAsync(string storeName, string key, string etag, StateOptions stateOptions = null, IReadOnlyDictionary<string, string> metadata = null, CancellationToken cancellationToken = default) => throw null;

        public virtual Task ExecuteStateTransactionAsync(string storeName, IReadOnlyList<StateTransactionRequest> operations, IReadOnlyDictionary<string, string> metadata = null, CancellationToken cancellationToken = default) => throw null;

        public virtual Task<Dictionary<string, string>> GetSecretAsync(string storeName, string key, IReadOnlyDictionary<string, string> metadata = null, CancellationToken cancellationToken = default) => throw null;

        public virtual Task<Dictionary<string, Dictionary<string, string>>> GetBulkSecretAsync(string storeName, IReadOnlyDictionary<string, string> metadata = null, CancellationToken cancellationToken = default) => throw null;

        public virtual Task<GetConfigurationResponse> GetConfiguration(string storeName, IReadOnlyList<string> keys, IReadOnlyDictionary<string, string> metadata = null, CancellationToken cancellationToken = default) => throw null;

        public virtual Task<DaprMetadata> GetMetadataAsync(CancellationToken cancellationToken = default) => throw null;

        public virtual Task SetMetadataAsync(string attributeName, string attributeValue, CancellationToken cancellationToken = default) => throw null;

        public virtual Task<bool> CheckHealthAsync(CancellationToken cancellationToken = default) => throw null;

        public virtual Task<bool> CheckOutboundHealthAsync(CancellationToken cancellationToken = default) => throw null;

        public virtual Task WaitForSidecarAsync(CancellationToken cancellationToken = default) => throw null;

        public virtual Task<TryLockResponse> Lock(string storeName, string resourceId, string lockOwner, int expiryInSeconds, CancellationToken cancellationToken = default) => throw null;

        public virtual Task<UnlockResponse> Unlock(string storeName, string resourceId, string lockOwner, CancellationToken cancellationToken = default) => throw null;
    }

    public class BulkPublishResponse<TValue> { }

    public class BindingResponse { }

    public class BindingRequest { }

    public enum ConsistencyMode { }

    public struct BulkStateItem { }

    public struct BulkStateItem<TValue> { }

    public class StateQueryResponse<TValue> { }

    public class StateOptions { }

    public struct SaveStateItem<TValue> { }

    public struct BulkDeleteStateItem { }

    public class StateTransactionRequest { }

    public class GetConfigurationResponse { }

    public class DaprMetadata { }

    public class TryLockResponse { }

    public class UnlockResponse { }
}
