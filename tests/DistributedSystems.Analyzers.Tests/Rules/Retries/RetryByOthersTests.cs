using DistributedSystems.Analyzers.Rules.Retries;
using DistributedSystems.Analyzers.Tests.Verify;

namespace DistributedSystems.Analyzers.Tests.Rules.Retries;

/// <summary>DIST2001 where no loop, catch or pipeline around the call repeats it: the method itself, a scheduler, an execution strategy.</summary>
public class RetryByOthersTests
{
    [Theory]
    [InlineData(
        "when (failure is HttpRequestException http && (int?)http.StatusCode == 401 || failure is AggregateException all && all.InnerExceptions.Any(inner => inner is HttpRequestException))",
        false
    )]
    [InlineData("when (failure is HttpRequestException http && IsTransient(http))", false)]
    [InlineData("when (failure is HttpRequestException http && (int?)http.StatusCode == 503)", true)]
    [InlineData("when (failure is HttpRequestException http)", true)]
    public Task A_filter_that_names_the_failure_anew(string filter, bool reported) =>
        VerifyCS<NonIdempotentOperationIsRetried>.VerifyAnalyzerAsync(
            """
            class Orders(HttpClient client)
            {
                static bool IsTransient(Exception failure) => failure.Message.Length > 3;

                async Task Place(HttpContent order)
                {
                    while (true)
                    {
                        try { await POST; return; }
                        catch (Exception failure) FILTER { await Task.Delay(1000); }
                    }
                }
            }
            """.Replace("POST", reported ? "[|client.PostAsync(\"/orders\", order)|]" : "client.PostAsync(\"/orders\", order)").Replace(
                "FILTER",
                filter
            )
        );

    [Fact]
    public Task Recursion() =>
        VerifyCS<NonIdempotentOperationIsRetried>.VerifyAnalyzerAsync(
            """
            class Orders(HttpClient http)
            {
                async Task Place(HttpContent order, int attempt = 0)
                {
                    try { await [|http.PostAsync("/orders", order)|]; }
                    catch (HttpRequestException) when (attempt < 3)
                    {
                        await Task.Delay(1000);
                        await Place(order, attempt + 1);
                    }
                }

                async Task<HttpResponseMessage> ByStatus(HttpContent order, int left)
                {
                    var response = await [|http.PostAsync("/orders", order)|];
                    if (!response.IsSuccessStatusCode && left > 0) return await ByStatus(order, left - 1);
                    return response;
                }

                async Task Next(List<HttpContent> orders, int index)
                {
                    try { await http.PostAsync("/orders", orders[index]); }
                    catch (HttpRequestException) { await Next(orders, index + 1); }
                }

                async Task All(HttpContent order)
                {
                    await http.PostAsync("/orders", order);
                    await All(order);
                }

                async Task Replace(HttpContent order)
                {
                    try { await http.PutAsync("/orders/1", order); }
                    catch (HttpRequestException) { await Replace(order); }
                }

                async Task Other(HttpContent order, int attempt)
                {
                    try { await http.PostAsync("/orders", order); }
                    catch (HttpRequestException) { await Place(null, attempt + 1); }
                }
            }
            """
        );

    [Theory]
    [InlineData("BackgroundJob.Enqueue<Mailer>(mailer => mailer.Send(5));", true)]
    [InlineData("BackgroundJob.Schedule(() => Start.Mailer.Send(5), TimeSpan.FromHours(1));", true)]
    [InlineData("client.Enqueue<IMailer>(mailer => mailer.Send(5));", true)]
    [InlineData("BackgroundJob.Enqueue<Quiet>(mailer => mailer.Send(5));", false)]
    [InlineData("BackgroundJob.Enqueue<Handled>(mailer => mailer.Send(5));", false)]
    [InlineData("BackgroundJob.Enqueue<Mailer>(mailer => mailer.Read());", false)]
    [InlineData("BackgroundJob.Enqueue<Mailer>(mailer => mailer.Send(5)); _ = new AutomaticRetryAttribute { Attempts = 0 };", false)]
    [InlineData("_ = Start.Mailer.Send(5);", false)]
    public Task Hangfire_jobs(string start, bool reported) =>
        VerifyCS<NonIdempotentOperationIsRetried>.VerifyAnalyzerAsync(
            """
            using Hangfire;

            interface IMailer { Task Send(int id); }

            class Mailer(HttpClient http) : IMailer
            {
                public async Task Send(int id) { using var response = await POST; response.EnsureSuccessStatusCode(); }
                public Task Read() => http.GetStringAsync("/mails");
            }

            class Quiet(HttpClient http)
            {
                [AutomaticRetry(Attempts = 0)]
                public Task Send(int id) => http.PostAsync("/mails", null);
            }

            class Handled(HttpClient http)
            {
                public async Task Send(int id) { try { await http.PostAsync("/mails", null); } catch (HttpRequestException) { } }
            }

            static class Start
            {
                public static Mailer Mailer => null;
                static void Jobs(IBackgroundJobClient client) { START }
            }
            """.Replace("POST", reported ? "[|http.PostAsync(\"/mails\", null)|]" : "http.PostAsync(\"/mails\", null)").Replace(
                "START",
                start
            ),
            Library.Hangfire
        );

    [Fact]
    public Task Execution_strategies() =>
        VerifyCS<NonIdempotentOperationIsRetried>.VerifyAnalyzerAsync(
            """
            using Microsoft.EntityFrameworkCore;

            class Shop : DbContext { protected override void OnConfiguring(DbContextOptionsBuilder o) => o.UseSqlServer("", s => s.EnableRetryOnFailure()); }
            class Plain : DbContext { protected override void OnConfiguring(DbContextOptionsBuilder o) => o.UseSqlServer(""); }

            class Orders(HttpClient http, Shop shop, Plain plain)
            {
                Task Before(HttpContent order) => shop.Database.CreateExecutionStrategy().ExecuteAsync(async () =>
                {
                    await [|http.PostAsync("/orders", order)|];
                    await shop.SaveChangesAsync();
                });

                Task After(HttpContent order) => shop.Database.CreateExecutionStrategy().ExecuteAsync(async () =>
                {
                    await shop.SaveChangesAsync();
                    await http.PostAsync("/orders", order);
                });

                Task NotRetrying(HttpContent order) => plain.Database.CreateExecutionStrategy().ExecuteAsync(async () =>
                {
                    await http.PostAsync("/orders", order);
                    await plain.SaveChangesAsync();
                });

                Task Read() => shop.Database.CreateExecutionStrategy().ExecuteAsync(async () =>
                {
                    await http.GetStringAsync("/orders");
                    await shop.SaveChangesAsync();
                });
            }
            """,
            Library.EfCore,
            Library.EfRelational,
            Library.EfSqlServer
        );

    [Theory]
    [InlineData("throw new JobExecutionException(failure, refireImmediately: true);", true)]
    [InlineData("if (context.RefireCount < 3) throw new JobExecutionException(failure, true); return;", true)]
    [InlineData("throw new JobExecutionException(failure) { RefireImmediately = true };", true)]
    [InlineData("var again = new JobExecutionException(failure); again.RefireImmediately = true; throw again;", true)]
    [InlineData("throw new JobExecutionException(failure, refireImmediately: false);", false)]
    [InlineData("throw new JobExecutionException(failure) { UnscheduleAllTriggers = true };", false)]
    [InlineData("throw;", false)]
    public Task Jobs_of_Quartz_3(string handle, bool reported) =>
        VerifyCS<NonIdempotentOperationIsRetried>.VerifyAnalyzerAsync(
            """
            using Quartz;

            class Invoices(HttpClient http) : IJob
            {
                public async Task Execute(IJobExecutionContext context)
                {
                    try { await POST; }
                    catch (HttpRequestException failure) { HANDLE }
                }
            }

            class Reads(HttpClient http) : IJob
            {
                public async Task Execute(IJobExecutionContext context)
                {
                    try { await http.GetStringAsync("/invoices"); }
                    catch (HttpRequestException failure) { throw new JobExecutionException(failure, true); }
                    await http.PostAsync("/invoices", null);
                }
            }

            class NoJob(HttpClient http)
            {
                public async Task Execute(IJobExecutionContext context)
                {
                    try { await http.PostAsync("/invoices", null); }
                    catch (HttpRequestException failure) { throw new JobExecutionException(failure, true); }
                }
            }
            """.Replace("POST", reported ? "[|http.PostAsync(\"/invoices\", null)|]" : "http.PostAsync(\"/invoices\", null)").Replace(
                "HANDLE",
                handle
            ),
            Library.Quartz3
        );

    [Theory]
    [InlineData("throw new JobExecutionException(failure) { RefireImmediately = true };", true)]
    [InlineData(
        "if (context.RefireCount < 3) throw new JobExecutionException(\"again\", failure) { RefireImmediately = true }; return;",
        true
    )]
    [InlineData("throw new JobExecutionException(failure) { RefireImmediately = false };", false)]
    [InlineData("throw new JobExecutionException(failure) { UnscheduleAllTriggers = true };", false)]
    [InlineData("throw;", false)]
    public Task Jobs_of_Quartz_4(string handle, bool reported) =>
        VerifyCS<NonIdempotentOperationIsRetried>.VerifyAnalyzerAsync(
            """
            using Quartz;

            class Invoices(HttpClient http) : IJob
            {
                public async ValueTask Execute(IJobExecutionContext context, CancellationToken token)
                {
                    try { await POST; }
                    catch (HttpRequestException failure) { HANDLE }
                }
            }

            class NoJob(HttpClient http)
            {
                public async ValueTask Execute(IJobExecutionContext context, CancellationToken token)
                {
                    try { await http.PostAsync("/invoices", null); }
                    catch (HttpRequestException failure) { throw new JobExecutionException(failure) { RefireImmediately = true }; }
                }
            }
            """.Replace("POST", reported ? "[|http.PostAsync(\"/invoices\", null)|]" : "http.PostAsync(\"/invoices\", null)").Replace(
                "HANDLE",
                handle
            ),
            Library.Quartz
        );

    [Theory]
    [InlineData("if (await ledger.Seen(5)) return;", false)]
    [InlineData("var row = await ledger.Row(5); if (row.Done) return;", false)]
    [InlineData("var row = await ledger.Row(5); if (row is null) return;", true)]
    [InlineData("var row = await ledger.Row(5); if (row == null) { return; }", true)]
    [InlineData(
        "var found = await http.GetAsync(\"/mails\"); if (!found.IsSuccessStatusCode) throw new InvalidOperationException();",
        true
    )]
    [InlineData("if (DateTime.UtcNow.Hour > 12) return;", true)]
    public Task A_job_that_looks_whether_it_ran_before(string before, bool reported) =>
        VerifyCS<NonIdempotentOperationIsRetried>.VerifyAnalyzerAsync(
            """
            using Hangfire;
            using System.Data.Common;

            class Row { public bool Done; }

            class Ledger(DbCommand command)
            {
                public async Task<bool> Seen(int id) => await command.ExecuteScalarAsync() is not null;
                public async Task<Row> Row(int id) => await command.ExecuteScalarAsync() as Row;
            }

            class Mailer(HttpClient http, Ledger ledger)
            {
                public async Task Send(int id) { BEFORE using var response = await POST; response.EnsureSuccessStatusCode(); }
                static void Start() => BackgroundJob.Enqueue<Mailer>(mailer => mailer.Send(5));
            }
            """.Replace("POST", reported ? "[|http.PostAsync(\"/mails\", null)|]" : "http.PostAsync(\"/mails\", null)").Replace(
                "BEFORE",
                before
            ),
            Library.Hangfire
        );

    [Theory]
    [InlineData(
        """context.CallActivityAsync("Charge", 5, TaskOptions.FromRetryPolicy(new RetryPolicy(3, TimeSpan.FromSeconds(1))))""",
        true
    )]
    [InlineData(
        """context.CallActivityAsync(nameof(ByClass), 5, new TaskOptions(new TaskRetryOptions(new RetryPolicy(maxNumberOfAttempts: 3, firstRetryInterval: TimeSpan.FromSeconds(1)))))""",
        true
    )]
    [InlineData("""context.CallActivityAsync("Charge", 5, Patient)""", true)]
    [InlineData(
        """context.CallActivityAsync("Charge", 5, TaskOptions.FromRetryPolicy(new RetryPolicy(1, TimeSpan.FromSeconds(1))))""",
        false
    )]
    [InlineData("""context.CallActivityAsync("Charge", 5)""", false)]
    [InlineData("""context.CallActivityAsync("Other", 5, Patient)""", false)]
    public Task Durable_activities(string call, bool reported)
    {
        var ofClass = reported && call.Contains("ByClass");
        return VerifyCS<NonIdempotentOperationIsRetried>.VerifyAnalyzerAsync(
            """
            using Microsoft.DurableTask;

            [AttributeUsage(AttributeTargets.Method)] class FunctionAttribute : Attribute { public FunctionAttribute(string name) { } }
            [AttributeUsage(AttributeTargets.Parameter)] class ActivityTriggerAttribute : Attribute { }

            static class Functions
            {
                static readonly TaskOptions Patient = new TaskOptions(new RetryPolicy(5, TimeSpan.FromSeconds(1)));

                static Task Run(TaskOrchestrationContext context) => CALL;
            }

            class Payments(HttpClient http)
            {
                [Function("Charge")]
                public async Task Run([ActivityTrigger] int order) { await FUNCTION; }
            }

            class ByClass(HttpClient http) : TaskActivity<int, bool>
            {
                public override async Task<bool> RunAsync(TaskActivityContext context, int order) { await CLASS; return true; }
            }
            """.Replace("CALL", call).Replace("FUNCTION", Post(reported && !ofClass)).Replace("CLASS", Post(ofClass)),
            Library.DurableTask
        );

        static string Post(bool marked) => marked ? "[|http.PostAsync(\"/charges\", null)|]" : "http.PostAsync(\"/charges\", null)";
    }

    [Theory]
    [InlineData("new RetryOptions(TimeSpan.FromSeconds(5), 3)", true)]
    [InlineData("new RetryOptions(TimeSpan.FromSeconds(5), 1)", false)]
    [InlineData("options", false)]
    public Task Durable_functions_in_process(string options, bool reported) =>
        VerifyCS<NonIdempotentOperationIsRetried>.VerifyAnalyzerAsync(
            """
            using Microsoft.Azure.WebJobs.Extensions.DurableTask;

            [AttributeUsage(AttributeTargets.Method)] class FunctionNameAttribute : Attribute { public FunctionNameAttribute(string name) { } }
            [AttributeUsage(AttributeTargets.Parameter)] class ActivityTriggerAttribute : Attribute { }

            class Payments(HttpClient http)
            {
                static Task Run(IDurableOrchestrationContext context, RetryOptions options) => context.CallActivityWithRetryAsync(nameof(Charge), OPTIONS, 5);

                [FunctionName(nameof(Charge))]
                public async Task Charge([ActivityTrigger] int order) => await POST;
            }
            """.Replace("OPTIONS", options).Replace(
                "POST",
                reported ? "[|http.PostAsync(\"/charges\", null)|]" : "http.PostAsync(\"/charges\", null)"
            ),
            Library.DurableFunctions
        );

    [Theory]
    [InlineData("new WorkflowTaskOptions(new WorkflowRetryPolicy(3, TimeSpan.FromSeconds(1)))", true)]
    [InlineData("null", false)]
    public Task Dapr_workflows(string options, bool reported) =>
        VerifyCS<NonIdempotentOperationIsRetried>.VerifyAnalyzerAsync(
            """
            using Dapr.Workflow;

            class Charge(HttpClient http) : WorkflowActivity<int, bool>
            {
                static Task Run(WorkflowContext context) => context.CallActivityAsync(nameof(Charge), 5, OPTIONS);

                public override async Task<bool> RunAsync(WorkflowActivityContext context, int order) { await POST; return true; }
            }
            """.Replace("OPTIONS", options).Replace(
                "POST",
                reported ? "[|http.PostAsync(\"/charges\", null)|]" : "http.PostAsync(\"/charges\", null)"
            ),
            Library.DaprWorkflow
        );

    [Theory]
    [InlineData("new ActivityOptions { StartToCloseTimeout = TimeSpan.FromMinutes(1) }", true)]
    [InlineData("new ActivityOptions { RetryPolicy = new RetryPolicy() }", true)]
    [InlineData("new ActivityOptions { RetryPolicy = new RetryPolicy { MaximumAttempts = 3 } }", true)]
    [InlineData("new ActivityOptions { RetryPolicy = new RetryPolicy { MaximumAttempts = 1 } }", false)]
    [InlineData("options", false)]
    public Task Temporal_activities(string options, bool reported) =>
        VerifyCS<NonIdempotentOperationIsRetried>.VerifyAnalyzerAsync(
            """
            using Temporalio.Common;
            using Temporalio.Workflows;

            class Payments(HttpClient http)
            {
                public async Task Charge(int order) { await POST; }

                static Task Run(ActivityOptions options) => Workflow.ExecuteActivityAsync((Payments payments) => payments.Charge(5), OPTIONS);
            }
            """.Replace("OPTIONS", options).Replace(
                "POST",
                reported ? "[|http.PostAsync(\"/charges\", null)|]" : "http.PostAsync(\"/charges\", null)"
            ),
            Library.Temporal
        );
}
