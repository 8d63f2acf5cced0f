// Mirrors the public surface of Microsoft.DurableTask.Abstractions 1.25 that the catalog describes; signatures only.
// https://github.com/microsoft/durabletask-dotnet/tree/main/src/Abstractions
using System;
using System.Threading;
using System.Threading.Tasks;
using Microsoft.DurableTask;

namespace Microsoft.DurableTask
{
    public class TaskOrchestrationContext
    {
        public virtual Task CallActivityAsync(TaskName name, object input = null, TaskOptions options = null) => throw null;

        public virtual Task CallActivityAsync(TaskName name, TaskOptions options) => throw null;

        public virtual Task<TResult> CallActivityAsync<TResult>(TaskName name, TaskOptions options) => throw null;

        public virtual Task<TResult> CallActivityAsync<TResult>(TaskName name, object input = null, TaskOptions options = null) => throw null;

        public virtual Task<TResult> CallSubOrchestratorAsync<TResult>(TaskName orchestratorName, object input = null, TaskOptions options = null) => throw null;

        public virtual Task<TResult> CallSubOrchestratorAsync<TResult>(TaskName orchestratorName, TaskOptions options) => throw null;

        public virtual Task CallSubOrchestratorAsync(TaskName orchestratorName, TaskOptions options) => throw null;

        public virtual Task CallSubOrchestratorAsync(TaskName orchestratorName, object input = null, TaskOptions options = null) => throw null;

        public virtual Task CreateTimer(TimeSpan delay, CancellationToken cancellationToken) => throw null;

        public virtual Task CreateTimer(DateTime fireAt, CancellationToken cancellationToken) => throw null;

        public virtual Task<T> WaitForExternalEvent<T>(string eventName, CancellationToken cancellationToken = default) => throw null;

        public Task<T> WaitForExternalEvent<T>(string eventName, TimeSpan timeout) => throw null;

        public Task<T> WaitForExternalEvent<T>(string eventName, TimeSpan timeout, CancellationToken cancellationToken) => throw null;
    }

    public struct TaskName
    {
        public TaskName(string name)
        {
        }

        public static implicit operator TaskName(string value) => throw null;
    }

    public class TaskOptions
    {
        public TaskOptions(TaskRetryOptions retry = null)
        {
        }

        public TaskOptions(RetryPolicy policy)
        {
        }

        public static TaskOptions FromRetryPolicy(RetryPolicy policy) => throw null;
    }

    public class TaskRetryOptions
    {
        public TaskRetryOptions(RetryPolicy policy)
        {
        }
    }

    public class RetryPolicy
    {
        public RetryPolicy(int maxNumberOfAttempts, TimeSpan firstRetryInterval, double backoffCoefficient = 1.0, TimeSpan? maxRetryInterval = null, TimeSpan? retryTimeout = null)
        {
        }
    }

    public class TaskActivityContext { }

    public abstract class TaskActivity<TInput, TOutput>
    {
        public abstract Task<TOutput> RunAsync(TaskActivityContext context, TInput input);
    }
}
