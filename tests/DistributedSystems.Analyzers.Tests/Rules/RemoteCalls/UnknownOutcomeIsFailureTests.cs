using DistributedSystems.Analyzers.Rules.RemoteCalls;
using DistributedSystems.Analyzers.Tests.Verify;

namespace DistributedSystems.Analyzers.Tests.Rules.RemoteCalls;

using VerifyCS = VerifyCS<UnknownOutcomeIsFailure>;

public class UnknownOutcomeIsFailureTests
{
    [Fact]
    public Task The_write_may_have_happened() => VerifyCS.VerifyAnalyzerAsync("""
        class Payments(HttpClient http)
        {
            async Task<bool> Told() { try { await http.PostAsync("/charge", null); return true; } [|catch|] (TaskCanceledException) { return false; } }
            async Task<bool> Filtered(CancellationToken stop) { try { await http.PostAsync("/charge", null, stop); return true; } [|catch|] (OperationCanceledException) when (!stop.IsCancellationRequested) { Console.WriteLine("late"); return false; } }
            async Task Undone() { try { await http.PostAsync("/charge", null); } [|catch|] (TimeoutException) { await http.DeleteAsync("/order"); } }
            async Task Declared() { try { await http.PostAsync("/charge", null); } [|catch|] (TimeoutException) { await ReleaseAsync(); throw; } }
            [DistributedSystems.Compensates(nameof(Declared))] Task ReleaseAsync() => Task.CompletedTask;
        }
        """, Library.Annotations);

    [Fact]
    public Task The_outcome_is_asked_for_or_cannot_matter() => VerifyCS.VerifyAnalyzerAsync("""
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
        """);

    [Fact]
    public Task The_message_names_the_conclusion() => VerifyCS.VerifyMessageAsync(
        "class Payments(HttpClient http) { async Task<bool> M() { try { await http.PostAsync(\"/a\", null); return true; } [|catch|] (TaskCanceledException) { return false; } } }",
        "'HttpClient.PostAsync' may have taken effect when it times out, but the handler returns false");
}
