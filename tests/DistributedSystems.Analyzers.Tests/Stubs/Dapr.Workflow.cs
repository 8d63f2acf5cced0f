// Mirrors the public surface of Dapr.Workflow 1.18 that the catalog describes; signatures only.
// https://github.com/dapr/dotnet-sdk/tree/master/src/Dapr.Workflow
using System;
using System.Threading;
using System.Threading.Tasks;
using Dapr.Workflow;

namespace Dapr.Workflow
{
    public class DaprWorkflowClient
    {
        public Task<string> ScheduleNewWorkflowAsync(string name, string instanceId = null, object input = null) => throw null;

        public Task<string> ScheduleNewWorkflowAsync(string name, string instanceId, object input, DateTime? startTime) => throw null;

        public Task<string> ScheduleNewWorkflowAsync(string name, string instanceId, object input, DateTimeOffset? startTime, CancellationToken cancellation = default) => throw null;

        public Task RaiseEventAsync(string instanceId, string eventName, object eventPayload = null, CancellationToken cancellation = default) => throw null;

        public Task TerminateWorkflowAsync(string instanceId, object output = null, CancellationToken cancellation = default) => throw null;

        public Task SuspendWorkflowAsync(string instanceId, string reason = null, CancellationToken cancellation = default) => throw null;

        public Task ResumeWorkflowAsync(string instanceId, string reason = null, CancellationToken cancellation = default) => throw null;

        public Task<bool> PurgeInstanceAsync(string instanceId, CancellationToken cancellation = default) => throw null;

        public Task<WorkflowState> GetWorkflowStateAsync(string instanceId, bool getInputsAndOutputs = true, CancellationToken cancellation = default) => throw null;

        public Task<WorkflowState> WaitForWorkflowStartAsync(string instanceId, bool getInputsAndOutputs = true, CancellationToken cancellation = default) => throw null;

        public Task<WorkflowState> WaitForWorkflowCompletionAsync(string instanceId, bool getInputsAndOutputs = true, CancellationToken cancellation = default) => throw null;
    }

    public class WorkflowState { }

    public abstract class WorkflowContext
    {
        public abstract Task CallActivityAsync(string name, object input = null, WorkflowTaskOptions options = null);
    }

    public abstract class WorkflowActivity<TInput, TOutput>
    {
        public abstract Task<TOutput> RunAsync(WorkflowActivityContext context, TInput input);
    }

    public class WorkflowActivityContext { }

    public class WorkflowTaskOptions
    {
        public WorkflowTaskOptions(WorkflowRetryPolicy retryPolicy = null, string targetAppId = null)
        {
        }
    }

    public class WorkflowRetryPolicy
    {
        public WorkflowRetryPolicy(int maxNumberOfAttempts, TimeSpan firstRetryInterval, double backoffCoefficient = 1.0, TimeSpan? maxRetryInterval = null, TimeSpan? retryTimeout = null)
        {
        }
    }
}
