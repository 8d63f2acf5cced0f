// Mirrors the public surface of Hangfire.Core 1.8.24 that the catalog describes; signatures only.
// https://github.com/HangfireIO/Hangfire/tree/v1.8.24/src/Hangfire.Core
using System;
using System.Collections.Generic;
using System.Linq.Expressions;
using System.Threading.Tasks;
using Hangfire;
using Hangfire.Common;
using Hangfire.States;

namespace Hangfire
{
    public sealed class AutomaticRetryAttribute : Attribute
    {
        public int Attempts { get; set; }
    }

    public interface IBackgroundJobClient
    {
        string Create(Job job, IState state);

        bool ChangeState(string jobId, IState state, string expectedState);
    }

    public interface IBackgroundJobClientV2 : IBackgroundJobClient
    {
        string Create(Job job, IState state, IDictionary<string, object> parameters);
    }

    public static class BackgroundJobClientExtensions
    {
        public static string Create(this IBackgroundJobClient client, Expression<Action> methodCall, IState state) => throw null;

        public static string Create(this IBackgroundJobClient client, string queue, Expression<Action> methodCall, IState state) => throw null;

        public static string Create(this IBackgroundJobClient client, Expression<Func<Task>> methodCall, IState state) => throw null;

        public static string Create(this IBackgroundJobClient client, string queue, Expression<Func<Task>> methodCall, IState state) => throw null;

        public static string Create<T>(this IBackgroundJobClient client, Expression<Action<T>> methodCall, IState state) => throw null;

        public static string Create<T>(this IBackgroundJobClient client, string queue, Expression<Action<T>> methodCall, IState state) => throw null;

        public static string Enqueue(this IBackgroundJobClient client, Expression<Action> methodCall) => throw null;

        public static string Enqueue(this IBackgroundJobClient client, string queue, Expression<Action> methodCall) => throw null;

        public static string Enqueue(this IBackgroundJobClient client, Expression<Func<Task>> methodCall) => throw null;

        public static string Enqueue(this IBackgroundJobClient client, string queue, Expression<Func<Task>> methodCall) => throw null;

        public static string Enqueue<T>(this IBackgroundJobClient client, Expression<Action<T>> methodCall) => throw null;

        public static string Enqueue<T>(this IBackgroundJobClient client, string queue, Expression<Action<T>> methodCall) => throw null;

        public static string Schedule(this IBackgroundJobClient client, Expression<Action> methodCall, TimeSpan delay) => throw null;

        public static string Schedule(this IBackgroundJobClient client, string queue, Expression<Action> methodCall, TimeSpan delay) => throw null;

        public static string Schedule(this IBackgroundJobClient client, Expression<Func<Task>> methodCall, TimeSpan delay) => throw null;

        public static string Schedule(this IBackgroundJobClient client, string queue, Expression<Func<Task>> methodCall, TimeSpan delay) => throw null;

        public static string Schedule(this IBackgroundJobClient client, Expression<Action> methodCall, DateTimeOffset enqueueAt) => throw null;

        public static string Schedule(this IBackgroundJobClient client, string queue, Expression<Action> methodCall, DateTimeOffset enqueueAt) => throw null;

        public static string ContinueJobWith(this IBackgroundJobClient client, string parentId, Expression<Action> methodCall) => throw null;

        public static string ContinueJobWith<T>(this IBackgroundJobClient client, string parentId, Expression<Action<T>> methodCall) => throw null;

        public static string ContinueJobWith(this IBackgroundJobClient client, string parentId, Expression<Action> methodCall, IState nextState) => throw null;

        public static string ContinueJobWith<T>(this IBackgroundJobClient client, string parentId, Expression<Action<T>> methodCall, IState nextState) => throw null;

        public static string ContinueJobWith(this IBackgroundJobClient client, string parentId, Expression<Action> methodCall, JobContinuationOptions options) => throw null;

        public static string ContinueJobWith<T>(this IBackgroundJobClient client, string parentId, Expression<Action<T>> methodCall, JobContinuationOptions options) => throw null;

        public static string ContinueWith(this IBackgroundJobClient client, string parentId, Expression<Action> methodCall) => throw null;

        public static string ContinueWith<T>(this IBackgroundJobClient client, string parentId, Expression<Action<T>> methodCall) => throw null;

        public static string ContinueWith(this IBackgroundJobClient client, string parentId, Expression<Action> methodCall, IState nextState) => throw null;

        public static string ContinueWith<T>(this IBackgroundJobClient client, string parentId, Expression<Action<T>> methodCall, IState nextState) => throw null;

        public static string ContinueWith(this IBackgroundJobClient client, string parentId, Expression<Action> methodCall, JobContinuationOptions options) => throw null;

        public static string ContinueWith<T>(this IBackgroundJobClient client, string parentId, Expression<Action<T>> methodCall, JobContinuationOptions options) => throw null;

        public static bool ChangeState(this IBackgroundJobClient client, string jobId, IState state) => throw null;

        public static bool Delete(this IBackgroundJobClient client, string jobId) => throw null;

        public static bool Delete(this IBackgroundJobClient client, string jobId, string fromState) => throw null;

        public static bool Requeue(this IBackgroundJobClient client, string jobId) => throw null;

        public static bool Requeue(this IBackgroundJobClient client, string jobId, string fromState) => throw null;

        public static bool Reschedule(this IBackgroundJobClient client, string jobId, TimeSpan delay, string fromState) => throw null;

        public static bool Reschedule(this IBackgroundJobClient client, string jobId, TimeSpan delay) => throw null;

        public static bool Reschedule(this IBackgroundJobClient client, string jobId, DateTimeOffset enqueueAt, string fromState) => throw null;

        public static bool Reschedule(this IBackgroundJobClient client, string jobId, DateTimeOffset enqueueAt) => throw null;
    }

    public class BackgroundJob
    {
        public static string Enqueue(Expression<Action> methodCall) => throw null;

        public static string Enqueue(string queue, Expression<Action> methodCall) => throw null;

        public static string Enqueue(Expression<Func<Task>> methodCall) => throw null;

        public static string Enqueue(string queue, Expression<Func<Task>> methodCall) => throw null;

        public static string Enqueue<T>(Expression<Action<T>> methodCall) => throw null;

        public static string Enqueue<T>(string queue, Expression<Action<T>> methodCall) => throw null;

        public static string Schedule(Expression<Action> methodCall, TimeSpan delay) => throw null;

        public static string Schedule(string queue, Expression<Action> methodCall, TimeSpan delay) => throw null;

        public static string Schedule(Expression<Func<Task>> methodCall, TimeSpan delay) => throw null;

        public static string Schedule(string queue, Expression<Func<Task>> methodCall, TimeSpan delay) => throw null;

        public static string Schedule(Expression<Action> methodCall, DateTimeOffset enqueueAt) => throw null;

        public static string Schedule(string queue, Expression<Action> methodCall, DateTimeOffset enqueueAt) => throw null;

        public static string ContinueJobWith(string parentId, Expression<Action> methodCall) => throw null;

        public static string ContinueJobWith<T>(string parentId, Expression<Action<T>> methodCall) => throw null;

        public static string ContinueJobWith(string parentId, Expression<Action> methodCall, JobContinuationOptions options) => throw null;

        public static string ContinueJobWith(string parentId, string queue, Expression<Action> methodCall, JobContinuationOptions options = default) => throw null;

        public static string ContinueJobWith(string parentId, Expression<Func<Task>> methodCall, JobContinuationOptions options = default) => throw null;

        public static string ContinueJobWith(string parentId, string queue, Expression<Func<Task>> methodCall, JobContinuationOptions options = default) => throw null;

        public static string ContinueWith(string parentId, Expression<Action> methodCall) => throw null;

        public static string ContinueWith<T>(string parentId, Expression<Action<T>> methodCall) => throw null;

        public static string ContinueWith(string parentId, Expression<Action> methodCall, JobContinuationOptions options) => throw null;

        public static string ContinueWith(string parentId, Expression<Func<Task>> methodCall, JobContinuationOptions options = default) => throw null;

        public static string ContinueWith<T>(string parentId, Expression<Action<T>> methodCall, JobContinuationOptions options) => throw null;

        public static string ContinueWith<T>(string parentId, Expression<Func<T, Task>> methodCall, JobContinuationOptions options = default) => throw null;

        public static bool Delete(string jobId) => throw null;

        public static bool Delete(string jobId, string fromState) => throw null;

        public static bool Requeue(string jobId) => throw null;

        public static bool Requeue(string jobId, string fromState) => throw null;

        public static bool Reschedule(string jobId, TimeSpan delay) => throw null;

        public static bool Reschedule(string jobId, TimeSpan delay, string fromState) => throw null;

        public static bool Reschedule(string jobId, DateTimeOffset enqueueAt) => throw null;

        public static bool Reschedule(string jobId, DateTimeOffset enqueueAt, string fromState) => throw null;
    }

    public interface IRecurringJobManager
    {
        void AddOrUpdate(string recurringJobId, Job job, string cronExpression, RecurringJobOptions options);

        void RemoveIfExists(string recurringJobId);

        void Trigger(string recurringJobId);
    }

    public static class RecurringJobManagerExtensions
    {
        public static void AddOrUpdate(this IRecurringJobManager manager, string recurringJobId, Job job, string cronExpression) { }

        public static void AddOrUpdate(this IRecurringJobManager manager, string recurringJobId, Job job, string cronExpression, TimeZoneInfo timeZone) { }

        public static void AddOrUpdate(this IRecurringJobManager manager, string recurringJobId, Job job, string cronExpression, TimeZoneInfo timeZone, string queue) { }

        public static void AddOrUpdate(this IRecurringJobManager manager, string recurringJobId, Expression<Action> methodCall, Func<string> cronExpression, TimeZoneInfo timeZone = null, string queue = "default") { }

        public static void AddOrUpdate(this IRecurringJobManager manager, string recurringJobId, Expression<Action> methodCall, Func<string> cronExpression) { }

        public static void AddOrUpdate(this IRecurringJobManager manager, string recurringJobId, Expression<Action> methodCall, Func<string> cronExpression, RecurringJobOptions options) { }
    }

    public static class RecurringJob
    {
        public static void AddOrUpdate(Expression<Action> methodCall, Func<string> cronExpression, TimeZoneInfo timeZone = null, string queue = "default") { }

        public static void AddOrUpdate(Expression<Action> methodCall, Func<string> cronExpression, RecurringJobOptions options) { }

        public static void AddOrUpdate<T>(Expression<Action<T>> methodCall, Func<string> cronExpression, TimeZoneInfo timeZone = null, string queue = "default") { }

        public static void AddOrUpdate<T>(Expression<Action<T>> methodCall, Func<string> cronExpression, RecurringJobOptions options) { }

        public static void AddOrUpdate(Expression<Action> methodCall, string cronExpression, TimeZoneInfo timeZone = null, string queue = "default") { }

        public static void AddOrUpdate(Expression<Action> methodCall, string cronExpression, RecurringJobOptions options) { }

        public static void RemoveIfExists(string recurringJobId) { }

        public static void Trigger(string recurringJobId) { }

        public static string TriggerJob(string recurringJobId) => throw null;
    }

    public enum JobContinuationOptions { }

    public class RecurringJobOptions { }
}

namespace Hangfire.Common
{
    public class Job { }
}

namespace Hangfire.States
{
    public interface IState { }
}
