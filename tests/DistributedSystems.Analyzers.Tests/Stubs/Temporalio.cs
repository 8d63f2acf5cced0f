// Mirrors the public surface of Temporalio 1.18 that the catalog describes; signatures only.
// https://github.com/temporalio/sdk-dotnet/tree/1.18.0/src/Temporalio/Client
using System;
using System.Collections.Generic;
using System.Linq.Expressions;
using System.Threading.Tasks;
using Temporalio.Client;
using Temporalio.Client.Schedules;
using Temporalio.Common;

namespace Temporalio.Client
{
    public class TemporalClient
    {
        public static Task<TemporalClient> ConnectAsync(TemporalClientConnectOptions options) => throw null;
    }

    public class TemporalConnection
    {
        public static Task<TemporalConnection> ConnectAsync(TemporalConnectionOptions options) => throw null;

        public Task ConnectAsync() => throw null;
    }

    public interface ITemporalClient
    {
        Task<WorkflowHandle<TWorkflow, TResult>> StartWorkflowAsync<TWorkflow, TResult>(Expression<Func<TWorkflow, Task<TResult>>> workflowRunCall, WorkflowOptions options);

        Task<WorkflowHandle<TWorkflow>> StartWorkflowAsync<TWorkflow>(Expression<Func<TWorkflow, Task>> workflowRunCall, WorkflowOptions options);

        Task<WorkflowHandle> StartWorkflowAsync(string workflow, IReadOnlyCollection<object> args, WorkflowOptions options);

        Task<ScheduleHandle> CreateScheduleAsync(string scheduleId, Schedule schedule, ScheduleOptions options = null);

        IAsyncEnumerable<WorkflowExecution> ListWorkflowsAsync(string query, WorkflowListOptions options = null);

        Task<WorkflowExecutionCount> CountWorkflowsAsync(string query, WorkflowCountOptions options = null);

        IAsyncEnumerable<ScheduleListDescription> ListSchedulesAsync(ScheduleListOptions options = null);
    }

    public static class ITemporalClientExtensions
    {
        public static Task<TResult> ExecuteWorkflowAsync<TWorkflow, TResult>(this ITemporalClient client, Expression<Func<TWorkflow, Task<TResult>>> workflowRunCall, WorkflowOptions options) => throw null;

        public static Task ExecuteWorkflowAsync<TWorkflow>(this ITemporalClient client, Expression<Func<TWorkflow, Task>> workflowRunCall, WorkflowOptions options) => throw null;

        public static Task ExecuteWorkflowAsync(this ITemporalClient client, string workflow, IReadOnlyCollection<object> args, WorkflowOptions options) => throw null;

        public static Task<TResult> ExecuteWorkflowAsync<TResult>(this ITemporalClient client, string workflow, IReadOnlyCollection<object> args, WorkflowOptions options) => throw null;
    }

    public class WorkflowHandle
    {
        public Task SignalAsync<TWorkflow>(Expression<Func<TWorkflow, Task>> signalCall, WorkflowSignalOptions options = null) => throw null;

        public virtual Task SignalAsync(string signal, IReadOnlyCollection<object> args, WorkflowSignalOptions options = null) => throw null;

        public Task ExecuteUpdateAsync<TWorkflow>(Expression<Func<TWorkflow, Task>> updateCall, WorkflowUpdateOptions options = null) => throw null;

        public Task<TUpdateResult> ExecuteUpdateAsync<TWorkflow, TUpdateResult>(Expression<Func<TWorkflow, Task<TUpdateResult>>> updateCall, WorkflowUpdateOptions options = null) => throw null;

        public Task ExecuteUpdateAsync(string update, IReadOnlyCollection<object> args, WorkflowUpdateOptions options = null) => throw null;

        public Task<TUpdateResult> ExecuteUpdateAsync<TUpdateResult>(string update, IReadOnlyCollection<object> args, WorkflowUpdateOptions options = null) => throw null;

        public Task<WorkflowUpdateHandle> StartUpdateAsync<TWorkflow>(Expression<Func<TWorkflow, Task>> updateCall, WorkflowUpdateStartOptions options) => throw null;

        public Task<WorkflowUpdateHandle<TUpdateResult>> StartUpdateAsync<TWorkflow, TUpdateResult>(Expression<Func<TWorkflow, Task<TUpdateResult>>> updateCall, WorkflowUpdateStartOptions options) => throw null;

        public Task<WorkflowUpdateHandle> StartUpdateAsync(string update, IReadOnlyCollection<object> args, WorkflowUpdateStartOptions options) => throw null;

        public virtual Task<WorkflowUpdateHandle<TUpdateResult>> StartUpdateAsync<TUpdateResult>(string update, IReadOnlyCollection<object> args, WorkflowUpdateStartOptions options) => throw null;

        public virtual Task CancelAsync(WorkflowCancelOptions options = null) => throw null;

        public virtual Task TerminateAsync(string reason = null, WorkflowTerminateOptions options = null) => throw null;

        public Task<TQueryResult> QueryAsync<TWorkflow, TQueryResult>(Expression<Func<TWorkflow, TQueryResult>> queryCall, WorkflowQueryOptions options = null) => throw null;

        public virtual Task<TQueryResult> QueryAsync<TQueryResult>(string query, IReadOnlyCollection<object> args, WorkflowQueryOptions options = null) => throw null;

        public virtual Task<WorkflowExecutionDescription> DescribeAsync(WorkflowDescribeOptions options = null) => throw null;

        public virtual Task<WorkflowHistory> FetchHistoryAsync(WorkflowHistoryEventFetchOptions options = null) => throw null;

        public Task GetResultAsync(bool followRuns = true, RpcOptions rpcOptions = null) => throw null;

        public virtual Task<TResult> GetResultAsync<TResult>(bool followRuns = true, RpcOptions rpcOptions = null) => throw null;
    }

    public class WorkflowHandle<TWorkflow> : WorkflowHandle
    {
        public Task SignalAsync(Expression<Func<TWorkflow, Task>> signalCall, WorkflowSignalOptions options = null) => throw null;

        public Task ExecuteUpdateAsync(Expression<Func<TWorkflow, Task>> updateCall, WorkflowUpdateOptions options = null) => throw null;

        public Task<TUpdateResult> ExecuteUpdateAsync<TUpdateResult>(Expression<Func<TWorkflow, Task<TUpdateResult>>> updateCall, WorkflowUpdateOptions options = null) => throw null;

        public Task<WorkflowUpdateHandle> StartUpdateAsync(Expression<Func<TWorkflow, Task>> updateCall, WorkflowUpdateStartOptions options) => throw null;

        public Task<WorkflowUpdateHandle<TUpdateResult>> StartUpdateAsync<TUpdateResult>(Expression<Func<TWorkflow, Task<TUpdateResult>>> updateCall, WorkflowUpdateStartOptions options) => throw null;

        public Task<TQueryResult> QueryAsync<TQueryResult>(Expression<Func<TWorkflow, TQueryResult>> queryCall, WorkflowQueryOptions options = null) => throw null;
    }

    public class WorkflowHandle<TWorkflow, TResult> : WorkflowHandle<TWorkflow>
    {
        public Task<TResult> GetResultAsync(bool followRuns = true, RpcOptions rpcOptions = null) => throw null;
    }

    public class TemporalClientConnectOptions { }

    public class TemporalConnectionOptions { }

    public class WorkflowOptions
    {
        public WorkflowOptions()
        {
        }

        public WorkflowOptions(string id, string taskQueue)
        {
        }

        public string Id { get; set; }

        public string TaskQueue { get; set; }
    }

    public class WorkflowExecution { }

    public class WorkflowListOptions { }

    public class WorkflowExecutionCount { }

    public class WorkflowCountOptions { }

    public class WorkflowSignalOptions { }

    public class WorkflowUpdateOptions
    {
        public string Id { get; set; }
    }

    public class WorkflowUpdateHandle { }

    public class WorkflowUpdateStartOptions { }

    public class WorkflowUpdateHandle<TResult> { }

    public class WorkflowCancelOptions { }

    public class WorkflowTerminateOptions { }

    public class WorkflowQueryOptions { }

    public class WorkflowExecutionDescription { }

    public class WorkflowDescribeOptions { }

    public class WorkflowHistoryEventFetchOptions { }

    public class RpcOptions { }
}

namespace Temporalio.Client.Schedules
{
    public class ScheduleHandle
    {
        public virtual Task TriggerAsync(ScheduleTriggerOptions options = null) => throw null;

        public virtual Task BackfillAsync(IReadOnlyCollection<ScheduleBackfill> backfills, RpcOptions rpcOptions = null) => throw null;

        public virtual Task DeleteAsync(RpcOptions rpcOptions = null) => throw null;

        public virtual Task PauseAsync(string note = null, RpcOptions rpcOptions = null) => throw null;

        public virtual Task UnpauseAsync(string note = null, RpcOptions rpcOptions = null) => throw null;

        public virtual Task<ScheduleDescription> DescribeAsync(RpcOptions rpcOptions = null) => throw null;
    }

    public class Schedule { }

    public class ScheduleOptions { }

    public class ScheduleListDescription { }

    public class ScheduleListOptions { }

    public class ScheduleTriggerOptions { }

    public class ScheduleBackfill { }

    public class ScheduleDescription { }
}

namespace Temporalio.Common
{
    public sealed class RetryPolicy
    {
        public int MaximumAttempts { get; set; }
    }

    public class WorkflowHistory { }
}

namespace Temporalio.Workflows
{
    public static class Workflow
    {
        public static Task<TResult> ExecuteActivityAsync<TActivityInstance, TResult>(Expression<Func<TActivityInstance, Task<TResult>>> activityCall, ActivityOptions options) => throw null;

        public static Task ExecuteActivityAsync<TActivityInstance>(Expression<Func<TActivityInstance, Task>> activityCall, ActivityOptions options) => throw null;

        public static Task ExecuteActivityAsync(Expression<Func<Task>> activityCall, ActivityOptions options) => throw null;
    }

    public class ActivityOptions
    {
        public TimeSpan? StartToCloseTimeout { get; set; }

        public RetryPolicy RetryPolicy { get; set; }
    }
}
