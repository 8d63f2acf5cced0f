using DistributedSystems.Analyzers.Rules.RemoteCalls;
using DistributedSystems.Analyzers.Tests.Verify;

namespace DistributedSystems.Analyzers.Tests.Rules.RemoteCalls;

using VerifyCS = VerifyCS<UnknownOutcomeIsFailure>;

public class UnknownOutcomeIsFailureTests
{
    [Fact]
    public Task The_write_may_have_happened() =>
        VerifyCS.VerifyAnalyzerAsync(
            """
            class Payments(HttpClient http)
            {
                async Task<bool> Told() { try { await http.PostAsync("/charge", null); return true; } [|catch|] (TaskCanceledException) { return false; } }
                async Task<bool> Filtered(CancellationToken stop) { try { await http.PostAsync("/charge", null, stop); return true; } [|catch|] (OperationCanceledException) when (!stop.IsCancellationRequested) { Console.WriteLine("late"); return false; } }
                async Task Undone() { try { await http.PostAsync("/charge", null); } [|catch|] (TimeoutException) { await http.DeleteAsync("/order"); } }
                async Task Declared() { try { await http.PostAsync("/charge", null); } [|catch|] (TimeoutException) { await ReleaseAsync(); throw; } }
                [DistributedSystems.Compensates(nameof(Declared))] Task ReleaseAsync() => Task.CompletedTask;
            }
            """,
            Library.Annotations
        );

    [Fact]
    public Task The_caller_is_told_that_it_failed() =>
        VerifyCS.VerifyAnalyzerAsync(
            """
            using Microsoft.AspNetCore.Http;
            using Microsoft.AspNetCore.Mvc;

            class Payments(HttpClient http) : ControllerBase
            {
                async Task<IActionResult> Refused() { try { await http.PostAsync("/charge", null); return Ok(); } [|catch|] (TaskCanceledException) { return Conflict("not charged"); } }
                async Task<IActionResult> Coded() { try { await http.PostAsync("/charge", null); return Ok(); } [|catch|] (TimeoutException) { return StatusCode(500); } }
                async Task<IResult> Minimal() { try { await http.PostAsync("/charge", null); return Results.Ok(); } [|catch|] (TimeoutException) { return Results.Problem("not charged"); } }
                async Task<IResult> Spelled() { try { await http.PostAsync("/charge", null); return Results.Ok(); } [|catch|] (TimeoutException) { return Results.Problem(statusCode: 500); } }
                async Task<Charge> Made() { try { await http.PostAsync("/charge", null); return new Charge { Done = true }; } [|catch|] (TimeoutException) { return new Charge { Done = false }; } }
                async Task<Charge> Factory() { try { await http.PostAsync("/charge", null); return Charge.Ok(); } [|catch|] (TimeoutException) { return Charge.Failed("late"); } }
                async Task<Answer> Record() { try { await http.PostAsync("/charge", null); return new Answer(true, ""); } [|catch|] (TimeoutException) { return new Answer(false, "late"); } }
                async Task<IActionResult> Unknown() { try { await http.PostAsync("/charge", null); return Ok(); } catch (TimeoutException) { return StatusCode(504); } }
                async Task<IResult> Accepted() { try { await http.PostAsync("/charge", null); return Results.Ok(); } catch (TimeoutException) { return Results.Problem(statusCode: 504); } }
                async Task<IActionResult> Later() { try { await http.PostAsync("/charge", null); return Ok(); } catch (TimeoutException) { return base.Accepted(); } }
                async Task<Charge> Pending() { try { await http.PostAsync("/charge", null); return new Charge { Done = true }; } catch (TimeoutException) { return new Charge { Pending = true }; } }
                async Task<Answer> Other() { try { await http.PostAsync("/charge", null); return new Answer(false, ""); } catch (TimeoutException) { return new Answer(false, "late"); } }
                async Task<Charge> Asked() { try { await http.PostAsync("/charge", null); return Charge.Ok(); } catch (TimeoutException) { return await FindAsync(); } }
                private async Task<Charge> FindAsync() { await http.GetAsync("/charge"); return Charge.Ok(); }
            }

            class Charge { public bool Done { get; set; } public bool Pending { get; set; } public string Why; public static Charge Ok() => new() { Done = true }; public static Charge Failed(string why) => new() { Done = false, Why = why }; }
            record Answer(bool Done, string Why);
            """
        );

    [Fact]
    public Task A_method_of_the_project_undoes_it() =>
        VerifyCS.VerifyAnalyzerAsync(
            """
            class Payments(HttpClient http, RabbitMQ.Client.IChannel channel)
            {
                async Task Undone() { try { await http.PostAsync("/charge", null); } [|catch|] (TimeoutException) { await CancelAsync(); throw; } }
                async Task Read() { try { await http.PostAsync("/charge", null); } catch (TimeoutException) { await CancelKnownAsync(); throw; } }
                async Task Again() { try { await http.PostAsync("/charge", null); } catch (TimeoutException) { await ChargeAsync(); } }
                async Task Open() { try { await http.PostAsync("/charge", null); } catch (TimeoutException) { await OpenAsync(); } }
                async Task Deeper() { try { await http.PostAsync("/charge", null); } catch (TimeoutException) { await PassedOnAsync(); } }
                async Task Checked() { try { await http.PostAsync("/charge", null); } catch (TimeoutException) { await RabbitMQ.Client.IChannelExtensions.BasicPublishAsync(channel, "", "unclear", new ReadOnlyMemory<byte>()); throw; } }
                private Task CancelAsync() => http.DeleteAsync("/charge");
                private async Task CancelKnownAsync() { var found = await http.GetAsync("/charge"); await http.DeleteAsync("/charge"); }
                private async Task ChargeAsync() => await http.PostAsync("/charge", null);
                private async Task PassedOnAsync() => await CancelAsync();
                protected virtual Task OpenAsync() => http.DeleteAsync("/charge");
            }
            """,
            Library.RabbitMq
        );

    [Fact]
    public Task The_outcome_is_asked_for_or_cannot_matter() =>
        VerifyCS.VerifyAnalyzerAsync(
            """
            class Payments(HttpClient http)
            {
                async Task<bool> Asked() { try { await http.PostAsync("/charge", null); return true; } catch (TaskCanceledException) { await http.GetAsync("/charge"); return false; } }
                async Task<bool> AskedBelow() { try { await http.PostAsync("/charge", null); return true; } catch (TaskCanceledException) { await QueryAsync(); return false; } }
                async Task<bool> Idempotent() { try { await http.PutAsync("/charge", null); return true; } catch (TaskCanceledException) { return false; } }
                async Task<bool> Read() { try { await http.GetAsync("/charge"); return true; } catch (TaskCanceledException) { return false; } }
                async Task<bool> Refused() { try { await http.PostAsync("/charge", null); return true; } catch (FormatException) { return false; } }
                async Task<bool> Cancelled(CancellationToken stop) { try { await http.PostAsync("/charge", null, stop); return true; } catch (OperationCanceledException) when (stop.IsCancellationRequested) { return false; } }
                async Task Rethrown() { try { await http.PostAsync("/charge", null); } catch (TaskCanceledException) { throw; } }
                async Task Again() { try { await http.PostAsync("/charge", null); } catch (TaskCanceledException) { await http.PostAsync("/charge", null); } }
                private Task QueryAsync() => http.GetAsync("/charge");
            }
            """
        );

    [Fact]
    public Task The_message_names_the_conclusion() =>
        VerifyCS.VerifyMessageAsync(
            "class Payments(HttpClient http) { async Task<bool> M() { try { await http.PostAsync(\"/a\", null); return true; } [|catch|] (TaskCanceledException) { return false; } } }",
            "'HttpClient.PostAsync' may have taken effect when it times out, but the handler returns false"
        );

    [Fact]
    public Task Timeouts_by_other_names() =>
        VerifyCS.VerifyAnalyzerAsync(
            """
            using Microsoft.Data.SqlClient;

            class Desk(HttpClient http, SqlConnection connection)
            {
                async Task<bool> Limit(CancellationToken ct)
                {
                    using var limit = CancellationTokenSource.CreateLinkedTokenSource(ct);
                    limit.CancelAfter(1000);
                    try { await http.PostAsync("/a", null, limit.Token); return true; }
                    {|DIST3007:catch|} (OperationCanceledException) when (limit.IsCancellationRequested && !ct.IsCancellationRequested) { return false; }
                }

                async Task<bool> OwnCancellation(CancellationToken ct)
                {
                    try { await http.PostAsync("/a", null, ct); return true; }
                    catch (OperationCanceledException) when (ct.IsCancellationRequested) { return false; }
                }

                async Task<bool> Inner()
                {
                    try { await http.PostAsync("/a", null); return true; }
                    {|DIST3007:catch|} (Exception e) when (e.InnerException is TimeoutException) { return false; }
                }

                async Task<bool> Number()
                {
                    using var insert = new SqlCommand("INSERT INTO claims (id) VALUES (1)", connection);
                    try { await insert.ExecuteNonQueryAsync(); return true; }
                    {|DIST3007:catch|} (SqlException e) when (e.Number == -2) { return false; }
                }

                async Task<bool> Duplicate()
                {
                    using var insert = new SqlCommand("INSERT INTO claims (id) VALUES (1)", connection);
                    try { await insert.ExecuteNonQueryAsync(); return true; }
                    catch (SqlException e) when (e.Number == 2627) { return false; }
                }

                async Task<bool> ThroughMethod()
                {
                    try { await Send(); return true; }
                    {|DIST3007:catch|} (TaskCanceledException) { return false; }
                }

                async Task<bool> ReadThroughMethod()
                {
                    try { await Read(); return true; }
                    catch (TaskCanceledException) { return false; }
                }

                private async Task Send() => await http.PostAsync("/a", null);

                private async Task Read() => await http.GetAsync("/a");
            }
            """,
            Library.SqlClient
        );

    [Fact]
    public Task A_state_that_says_so() =>
        VerifyCS.VerifyAnalyzerAsync(
            """
            enum State { Open, Paid, PaymentFailed, Unknown }
            class Order { public State State { get; set; } public string Text { get; set; } }
            interface IOrders { Task Save(Order order); }
            class Till(HttpClient http, IOrders orders)
            {
                async Task ByEnumeration(Order order)
                {
                    try { (await http.PostAsync("/charges", null)).EnsureSuccessStatusCode(); order.State = State.Paid; }
                    [|catch|] (TaskCanceledException) { order.State = State.PaymentFailed; }
                    await orders.Save(order);
                }

                async Task ByText(Order order)
                {
                    try { (await http.PostAsync("/charges", null)).EnsureSuccessStatusCode(); order.Text = "paid"; }
                    [|catch|] (TimeoutException) { order.Text = "failed"; }
                    await orders.Save(order);
                }

                async Task Unknown(Order order)
                {
                    try { (await http.PostAsync("/charges", null)).EnsureSuccessStatusCode(); order.State = State.Paid; }
                    catch (TaskCanceledException) { order.State = State.Unknown; }
                    await orders.Save(order);
                }

                async Task OfARead(Order order)
                {
                    try { order.Text = await http.GetStringAsync("/charges"); }
                    catch (TaskCanceledException) { order.State = State.PaymentFailed; }
                    await orders.Save(order);
                }
            }
            """
        );
}
