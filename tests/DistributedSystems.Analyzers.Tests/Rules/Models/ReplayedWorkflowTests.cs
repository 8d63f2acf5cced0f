using DistributedSystems.Analyzers.Rules.Models;
using DistributedSystems.Analyzers.Tests.Verify;
using Microsoft.CodeAnalysis;

namespace DistributedSystems.Analyzers.Tests.Rules.Models;

using VerifyCS = VerifyCS<NonDeterministicStep>;

/// <summary>DIST5013: what a workflow library runs again is deterministic without saying so.</summary>
public class ReplayedWorkflowTests
{
    [Fact]
    public Task Durable_Task() =>
        VerifyCS.VerifyAnalyzerAsync(
            """
            using Microsoft.DurableTask;

            class Renewal : TaskOrchestrator<string, string>
            {
                private readonly HttpClient http = new();
                private readonly Dictionary<string, int> steps = new();

                public override async Task<string> RunAsync(TaskOrchestrationContext context, string policy)
                {
                    var started = [|DateTime.UtcNow|];
                    var watch = [|System.Diagnostics.Stopwatch.StartNew()|];
                    var ticks = [|Environment.TickCount64|];
                    var id = [|Guid.NewGuid()|];
                    var draw = [|Random.Shared|].Next();
                    await [|Task.Delay(1000)|];
                    var price = await [|http.GetStringAsync("/price")|];
                    Prices();
                    [|Stamp()|];
                    await Task.WhenAny(context.CallActivityAsync<int>("quote", policy), context.CreateTimer(context.CurrentUtcDateTime.AddDays(1), default));
                    await Task.WhenAll(context.CallActivityAsync<int>("quote", policy), context.CallSubOrchestratorAsync<int>("audit", policy));
                    foreach (var step in steps) await context.CallActivityAsync(step.Key);
                    return context.NewGuid().ToString() + context.CurrentUtcDateTime;
                }

                private void Prices() => steps.Clear();
                private DateTime Stamp() => DateTime.Now;
                public DateTime Outside() => DateTime.UtcNow;
            }

            class Quote : TaskActivity<string, int>
            {
                public override async Task<int> RunAsync(TaskActivityContext context, string input) { await Task.Delay(5); return DateTime.UtcNow.Day; }
            }

            static class Functions
            {
                public static async Task Approve(TaskOrchestrationContext context)
                {
                    await Escalate(context);
                    await [|File.ReadAllTextAsync("limits.txt")|];
                }

                private static Task Escalate(TaskOrchestrationContext context) => [|Task.Run(() => { })|];
                public static Task Start(string name) => Task.Delay(name.Length);
            }
            """,
            Library.DurableTask
        );

    [Theory]
    [InlineData("", DiagnosticSeverity.Info)]
    [InlineData("[DistributedSystems.Deterministic] ", DiagnosticSeverity.Warning)]
    public Task A_declaration_weighs_more_than_the_library(string declared, DiagnosticSeverity severity) =>
        VerifyCS.VerifySeverityAsync(
            $"static class Orders {{ {declared}public static DateTime Run(Microsoft.DurableTask.TaskOrchestrationContext context) => [|DateTime.UtcNow|]; }}",
            severity,
            Library.DurableTask,
            Library.Annotations
        );

    [Fact]
    public Task Durable_Functions() =>
        VerifyCS.VerifyAnalyzerAsync(
            """
            using Microsoft.Azure.WebJobs.Extensions.DurableTask;

            static class Transfer
            {
                public static async Task Run(IDurableOrchestrationContext context)
                {
                    var at = [|DateTime.Now|];
                    await context.CallActivityAsync("debit", at);
                    await context.CreateTimer(context.CurrentUtcDateTime.AddHours(1), default);
                    await [|Task.Factory.StartNew(() => at)|];
                    [|System.Threading.Thread.Sleep(10)|];
                }

                public static Task Start(IDurableOrchestrationClient client) => client.StartNewAsync("transfer", Guid.NewGuid().ToString());
            }
            """,
            Library.DurableFunctions
        );

    [Fact]
    public Task Dapr() =>
        VerifyCS.VerifyAnalyzerAsync(
            """
            using Dapr.Workflow;

            class Order : Workflow<string, bool>
            {
                public override async Task<bool> RunAsync(WorkflowContext context, string input)
                {
                    await context.CallActivityAsync<bool>("reserve", input);
                    await context.CreateTimer(TimeSpan.FromMinutes(1));
                    return [|Guid.NewGuid()|] != context.NewGuid();
                }
            }

            class Reserve : WorkflowActivity<string, bool>
            {
                public override Task<bool> RunAsync(WorkflowActivityContext context, string input) => Task.FromResult(DateTime.UtcNow.Day > 1);
            }
            """,
            Library.DaprWorkflow
        );

    [Fact]
    public Task Temporal() =>
        VerifyCS.VerifyAnalyzerAsync(
            """
            using Temporalio.Activities;
            using Temporalio.Workflows;

            [Workflow]
            class Trip
            {
                private DateTime last;

                [WorkflowRun]
                public async Task<string> RunAsync(string city)
                {
                    await Workflow.DelayAsync(1000);
                    await [|Task.Delay(1000)|];
                    last = Workflow.UtcNow;
                    await Workflow.ExecuteActivityAsync(() => Book(city), new() { StartToCloseTimeout = TimeSpan.FromMinutes(1) });
                    await BookAsync(city);
                    await Task.Factory.StartNew(() => last = Workflow.UtcNow);
                    await [|Task.Factory.StartNew(() => city, default, default, TaskScheduler.Default)|];
                    await [|Task.Run(() => city)|];
                    [|Book(city)|];
                    if (!Workflow.Unsafe.IsReplaying) Console.WriteLine(DateTime.UtcNow);
                    if (Workflow.Unsafe.IsReplaying) Console.WriteLine([|DateTime.UtcNow|]);
                    if (Workflow.Unsafe.IsReplaying) { } else Console.WriteLine(DateTime.UtcNow);
                    await Workflow.WaitConditionAsync(() => last > DateTime.MinValue);
                    return Workflow.NewGuid() + [|Guid.NewGuid()|].ToString();
                }

                [WorkflowSignal] public async Task CancelAsync() => last = [|DateTime.UtcNow|];
                [WorkflowQuery] public DateTime Last() => last > DateTime.UtcNow ? last : default;
                private static Task<int> BookAsync(string city) =>
                    Workflow.ExecuteActivityAsync(() => Book(city), new() { StartToCloseTimeout = TimeSpan.FromMinutes(1) });
                [Activity] public static int Book(string city) => Random.Shared.Next();
            }
            """,
            Library.Temporal
        );

    [Fact]
    public Task Declared_as_well() =>
        VerifyCS.VerifyAnalyzerAsync(
            """
            using DistributedSystems;
            using Microsoft.DurableTask;

            class Renewal : TaskOrchestrator<string, string>
            {
                [Deterministic]
                public override async Task<string> RunAsync(TaskOrchestrationContext context, string policy)
                {
                    await Task.WhenAny(context.CallActivityAsync("quote"), context.CallActivityAsync<int>("price", policy));
                    return [|DateTime.UtcNow|].ToString();
                }
            }
            """,
            Library.Annotations,
            Library.DurableTask
        );

    [Fact]
    public Task The_message_names_who_runs_it_again() =>
        VerifyCS.VerifyMessageAsync(
            "using Microsoft.DurableTask; class C { object M(TaskOrchestrationContext context) => System.Guid.NewGuid(); }",
            "'System.Guid.NewGuid()' makes a random identifier, so replicas and replays of 'M', which Durable Task runs again from its history, drift apart",
            Library.DurableTask
        );
}
