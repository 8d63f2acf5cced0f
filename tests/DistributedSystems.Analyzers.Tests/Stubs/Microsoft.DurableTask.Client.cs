// Mirrors the public surface of Microsoft.DurableTask.Client 1.25 that the catalog describes; signatures only.
// https://github.com/microsoft/durabletask-dotnet/tree/main/src/Client/Core
using System;
using System.Collections.Generic;
using DurableTask.Core.History;
using System.Threading;
using System.Threading.Tasks;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Microsoft.DurableTask.Client.Entities;
using Microsoft.DurableTask.Entities;

namespace Microsoft.DurableTask
{
    public struct TaskName { }

    public class StartOrchestrationOptions { }

    public class Page<T> where T : notnull { }
}

namespace Microsoft.DurableTask.Client
{
    public class DurableTaskClient
    {
        public virtual Task<string> ScheduleNewOrchestrationInstanceAsync(TaskName orchestratorName, CancellationToken cancellation) => throw null;

        public virtual Task<string> ScheduleNewOrchestrationInstanceAsync(TaskName orchestratorName, object input, CancellationToken cancellation) => throw null;

        public virtual Task<string> ScheduleNewOrchestrationInstanceAsync(TaskName orchestratorName, StartOrchestrationOptions options, CancellationToken cancellation = default) => throw null;

        public virtual Task<string> ScheduleNewOrchestrationInstanceAsync(TaskName orchestratorName, object input = null, StartOrchestrationOptions options = null, CancellationToken cancellation = default) => throw null;

        public virtual Task RaiseEventAsync(string instanceId, string eventName, CancellationToken cancellation) => throw null;

        public virtual Task RaiseEventAsync(string instanceId, string eventName, object eventPayload = null, CancellationToken cancellation = default) => throw null;

        public virtual Task<IList<HistoryEvent>> GetOrchestrationHistoryAsync(string instanceId, CancellationToken cancellation = default) => throw null;

        public virtual Task TerminateInstanceAsync(string instanceId, CancellationToken cancellation) => throw null;

        public virtual Task TerminateInstanceAsync(string instanceId, object output, CancellationToken cancellation = default) => throw null;

        public virtual Task TerminateInstanceAsync(string instanceId, TerminateInstanceOptions options = null, CancellationToken cancellation = default) => throw null;

        public virtual Task SuspendInstanceAsync(string instanceId, CancellationToken cancellation) => throw null;

        public virtual Task SuspendInstanceAsync(string instanceId, string reason = null, CancellationToken cancellation = default) => throw null;

        public virtual Task ResumeInstanceAsync(string instanceId, CancellationToken cancellation) => throw null;

        public virtual Task ResumeInstanceAsync(string instanceId, string reason = null, CancellationToken cancellation = default) => throw null;

        public virtual Task<PurgeResult> PurgeInstanceAsync(string instanceId, CancellationToken cancellation) => throw null;

        public virtual Task<PurgeResult> PurgeInstanceAsync(string instanceId, PurgeInstanceOptions options = null, CancellationToken cancellation = default) => throw null;

        public virtual Task<PurgeResult> PurgeAllInstancesAsync(PurgeInstancesFilter filter, CancellationToken cancellation) => throw null;

        public virtual Task<PurgeResult> PurgeAllInstancesAsync(PurgeInstancesFilter filter, PurgeInstanceOptions options = null, CancellationToken cancellation = default) => throw null;

        public virtual Task<OrchestrationMetadata> GetInstanceAsync(string instanceId, CancellationToken cancellation) => throw null;

        public virtual Task<OrchestrationMetadata> GetInstanceAsync(string instanceId, bool getInputsAndOutputs = false, CancellationToken cancellation = default) => throw null;

        public virtual Task<OrchestrationMetadata> GetInstancesAsync(string instanceId, CancellationToken cancellation) => throw null;

        public virtual Task<OrchestrationMetadata> GetInstancesAsync(string instanceId, bool getInputsAndOutputs = false, CancellationToken cancellation = default) => throw null;

        public virtual Task<Page<string>> ListInstanceIdsAsync(IEnumerable<OrchestrationRuntimeStatus> runtimeStatus = null, DateTimeOffset? completedTimeFrom = null, DateTimeOffset? completedTimeTo = null, int pageSize = 100, string lastInstanceKey = null, CancellationToken cancellation = default) => throw null;

        public virtual Task<OrchestrationMetadata> WaitForInstanceStartAsync(string instanceId, CancellationToken cancellation) => throw null;

        public virtual Task<OrchestrationMetadata> WaitForInstanceStartAsync(string instanceId, bool getInputsAndOutputs = false, CancellationToken cancellation = default) => throw null;

        public virtual Task<OrchestrationMetadata> WaitForInstanceCompletionAsync(string instanceId, CancellationToken cancellation) => throw null;

        public virtual Task<OrchestrationMetadata> WaitForInstanceCompletionAsync(string instanceId, bool getInputsAndOutputs = false, CancellationToken cancellation = default) => throw null;
    }

    public class TerminateInstanceOptions { }

    public class PurgeResult { }

    public class PurgeInstanceOptions { }

    public class PurgeInstancesFilter { }

    public class OrchestrationMetadata { }

    public enum OrchestrationRuntimeStatus { }
}

namespace Microsoft.DurableTask.Client.Entities
{
    public class DurableEntityClient
    {
        public virtual Task SignalEntityAsync(EntityInstanceId id, string operationName, object input = null, SignalEntityOptions options = null, CancellationToken cancellation = default) => throw null;

        public virtual Task SignalEntityAsync(EntityInstanceId id, string operationName, SignalEntityOptions options, CancellationToken cancellation = default) => throw null;

        public virtual Task SignalEntityAsync(EntityInstanceId id, string operationName, CancellationToken cancellation) => throw null;

        public virtual Task<EntityMetadata> GetEntityAsync(EntityInstanceId id, bool includeState = true, CancellationToken cancellation = default) => throw null;

        public virtual Task<EntityMetadata> GetEntityAsync(EntityInstanceId id, CancellationToken cancellation) => throw null;

        public virtual Task<EntityMetadata<T>> GetEntityAsync<T>(EntityInstanceId id, bool includeState = true, CancellationToken cancellation = default) => throw null;

        public virtual Task<EntityMetadata<T>> GetEntityAsync<T>(EntityInstanceId id, CancellationToken cancellation) => throw null;

        public virtual Task<CleanEntityStorageResult> CleanEntityStorageAsync(CleanEntityStorageRequest? request = null, bool continueUntilComplete = true, CancellationToken cancellation = default) => throw null;
    }

    public class EntityMetadata { }

    public class EntityMetadata<TState> { }

    public struct CleanEntityStorageResult { }

    public struct CleanEntityStorageRequest { }
}

namespace Microsoft.DurableTask.Entities
{
    public struct EntityInstanceId { }

    public class SignalEntityOptions { }
}

namespace DurableTask.Core.History
{
    public class HistoryEvent { }
}
