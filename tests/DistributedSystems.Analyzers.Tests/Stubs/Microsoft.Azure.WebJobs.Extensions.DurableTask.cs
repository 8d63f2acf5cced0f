// Mirrors the public surface of Microsoft.Azure.WebJobs.Extensions.DurableTask 3.0 that the catalog describes; signatures only.
// https://github.com/Azure/azure-functions-durable-extension/tree/main/src/WebJobs.Extensions.DurableTask
using System;
using System.Collections.Generic;
using System.Net.Http;
using System.Threading;
using System.Threading.Tasks;
using Microsoft.Azure.WebJobs.Extensions.DurableTask;

namespace Microsoft.Azure.WebJobs.Extensions.DurableTask
{
    public interface IDurableOrchestrationClient
    {
        Task<string> StartNewAsync(string orchestratorFunctionName, string instanceId = null);

        Task<string> StartNewAsync<T>(string orchestratorFunctionName, T input) where T : class;

        Task<string> StartNewAsync<T>(string orchestratorFunctionName, string instanceId, T input);

        Task RaiseEventAsync(string instanceId, string eventName, object eventData = null);

        Task RaiseEventAsync(string taskHubName, string instanceId, string eventName, object eventData, string connectionName = null);

        Task TerminateAsync(string instanceId, string reason);

        Task SuspendAsync(string instanceId, string reason);

        Task ResumeAsync(string instanceId, string reason);

        Task<PurgeHistoryResult> PurgeInstanceHistoryAsync(string instanceId);

        Task<PurgeHistoryResult> PurgeInstanceHistoryAsync(IEnumerable<string> instanceIds);

        Task<DurableOrchestrationStatus> GetStatusAsync(string instanceId, bool showHistory = false, bool showHistoryOutput = false, bool showInput = true);

        Task<IList<DurableOrchestrationStatus>> GetStatusAsync(IEnumerable<string> instanceIds, bool showHistory = false, bool showHistoryOutput = false, bool showInput = false);

        Task<IList<DurableOrchestrationStatus>> GetStatusAsync(DateTime? createdTimeFrom = null, DateTime? createdTimeTo = null, IEnumerable<OrchestrationRuntimeStatus> runtimeStatus = null, CancellationToken cancellationToken = default);

        Task<OrchestrationStatusQueryResult> GetStatusAsync(OrchestrationStatusQueryCondition condition, CancellationToken cancellationToken);

        Task<OrchestrationStatusQueryResult> ListInstancesAsync(OrchestrationStatusQueryCondition condition, CancellationToken cancellationToken);
    }

    public interface IDurableEntityClient
    {
        Task SignalEntityAsync(EntityId entityId, string operationName, object operationInput = null, string taskHubName = null, string connectionName = null);

        Task SignalEntityAsync(EntityId entityId, DateTime scheduledTimeUtc, string operationName, object operationInput = null, string taskHubName = null, string connectionName = null);

        Task SignalEntityAsync<TEntityInterface>(string entityKey, Action<TEntityInterface> operation);

        Task SignalEntityAsync<TEntityInterface>(string entityKey, DateTime scheduledTimeUtc, Action<TEntityInterface> operation);

        Task SignalEntityAsync<TEntityInterface>(EntityId entityId, Action<TEntityInterface> operation);

        Task SignalEntityAsync<TEntityInterface>(EntityId entityId, DateTime scheduledTimeUtc, Action<TEntityInterface> operation);

        Task<EntityStateResponse<T>> ReadEntityStateAsync<T>(EntityId entityId, string taskHubName = null, string connectionName = null);

        Task<EntityQueryResult> ListEntitiesAsync(EntityQuery query, CancellationToken cancellationToken);

        Task<CleanEntityStorageResult> CleanEntityStorageAsync(bool removeEmptyEntities, bool releaseOrphanedLocks, CancellationToken cancellationToken);
    }

    public interface IDurableOrchestrationContext
    {
        Task<TResult> CallActivityAsync<TResult>(string functionName, object input);

        Task CallActivityAsync(string functionName, object input);

        Task<TResult> CallActivityWithRetryAsync<TResult>(string functionName, RetryOptions retryOptions, object input);

        Task CallActivityWithRetryAsync(string functionName, RetryOptions retryOptions, object input);

        Task<TResult> CallSubOrchestratorAsync<TResult>(string functionName, object input);

        Task<TResult> CallSubOrchestratorAsync<TResult>(string functionName, string instanceId, object input);

        Task CallSubOrchestratorAsync(string functionName, object input);

        Task CallSubOrchestratorAsync(string functionName, string instanceId, object input);

        Task<TResult> CallSubOrchestratorWithRetryAsync<TResult>(string functionName, RetryOptions retryOptions, string instanceId, object input);

        Task CallSubOrchestratorWithRetryAsync(string functionName, RetryOptions retryOptions, object input);

        Task CallSubOrchestratorWithRetryAsync(string functionName, RetryOptions retryOptions, string instanceId, object input);

        Task<TResult> CallSubOrchestratorWithRetryAsync<TResult>(string functionName, RetryOptions retryOptions, object input);

        Task<TResult> CallEntityAsync<TResult>(EntityId entityId, string operationName);

        Task CallEntityAsync(EntityId entityId, string operationName);

        Task<TResult> CallEntityAsync<TResult>(EntityId entityId, string operationName, object operationInput);

        Task CallEntityAsync(EntityId entityId, string operationName, object operationInput);

        Task<DurableHttpResponse> CallHttpAsync(HttpMethod method, Uri uri, string content = null, HttpRetryOptions retryOptions = null);

        Task<DurableHttpResponse> CallHttpAsync(DurableHttpRequest req);

        Task<T> CreateTimer<T>(DateTime fireAt, T state, CancellationToken cancelToken);

        Task CreateTimer(DateTime fireAt, CancellationToken cancelToken);

        Task<T> WaitForExternalEvent<T>(string name);

        Task WaitForExternalEvent(string name);

        Task WaitForExternalEvent(string name, TimeSpan timeout, CancellationToken cancelToken = default);

        Task<T> WaitForExternalEvent<T>(string name, TimeSpan timeout, CancellationToken cancelToken = default);

        Task<T> WaitForExternalEvent<T>(string name, TimeSpan timeout, T defaultValue, CancellationToken cancelToken = default);
    }

    public class PurgeHistoryResult { }

    public class DurableOrchestrationStatus { }

    public enum OrchestrationRuntimeStatus { }

    public class OrchestrationStatusQueryResult { }

    public class OrchestrationStatusQueryCondition { }

    public struct EntityId { }

    public struct EntityStateResponse<T> { }

    public class EntityQueryResult { }

    public class EntityQuery { }

    public struct CleanEntityStorageResult { }

    public class RetryOptions
    {
        public RetryOptions(TimeSpan firstRetryInterval, int maxNumberOfAttempts)
        {
        }
    }

    public class DurableHttpResponse { }

    public class HttpRetryOptions { }

    public class DurableHttpRequest { }
}
