using DistributedSystems.Analyzers.Facts.Surroundings;

namespace DistributedSystems.Analyzers.Tests.Facts;

public class StepsTests
{
    [Theory]
    [InlineData("await Task.Delay(1)", "Waits")]
    [InlineData("await Task.Delay(0)", "None")]
    [InlineData("await Task.Yield()", "None")]
    [InlineData("Thread.Sleep(1)", "Waits")]
    [InlineData("await task", "Waits, Leaves")]
    [InlineData("await Task.CompletedTask", "None")]
    [InlineData("await gate.WaitAsync()", "Anything")]
    [InlineData("await body.DisposeAsync()", "None")]
    [InlineData("await answer.Content.ReadAsStringAsync()", "None")]
    [InlineData("await http.GetStringAsync(\"/\")", "Anything")]
    [InlineData("action()", "Anything")]
    [InlineData("contract.Do()", "Anything")]
    [InlineData("await PausesAsync()", "Waits")]
    [InlineData("await HandsADelayOut()", "Waits")]
    [InlineData("await GoesAsync()", "None")]
    [InlineData("Computes()", "None")]
    [InlineData("Counts()", "Tells")]
    [InlineData("Refuses()", "Tells, Leaves")]
    [InlineData("log.LogWarning(failure, \"again\")", "None")]
    [InlineData("Console.WriteLine(failure)", "None")]
    [InlineData("count++", "Tells")]
    [InlineData("failures.Add(failure)", "Tells")]
    [InlineData("ask.Headers.Add(\"X-Turn\", \"2\")", "None")]
    [InlineData("ask.Content = new StringContent(\"again\")", "None")]
    [InlineData("new HttpRequestMessage(HttpMethod.Get, \"/\")", "None")]
    [InlineData("new TimeoutException(\"late\")", "Tells")]
    [InlineData("command.Parameters.Clear()", "None")]
    [InlineData("token.ThrowIfCancellationRequested()", "Tells, Leaves")]
    [InlineData("Environment.Exit(1)", "Tells, Leaves")]
    [InlineData("Hands(() => Thread.Sleep(1))", "None")]
    public void A_step_may_wait_tell_leave_or_do_nothing(string step, string effects)
    {
        var probe = Probe.At(
            "using System.Data.Common;\nusing Microsoft.Extensions.Logging;\ninterface IContract { void Do(); }\nclass C(HttpClient http, List<Exception> failures) { int count; "
                + "async Task M(Task task, Action action, IContract contract, SemaphoreSlim gate, ILogger log, DbCommand command, Exception failure, CancellationToken token) { "
                + "var body = new MemoryStream(); var ask = new HttpRequestMessage(); HttpResponseMessage answer = null; [|"
                + step
                + "|]; } "
                + "async Task PausesAsync() => await Task.Delay(1); Task HandsADelayOut() { var longest = 5; return Task.Delay(longest); } "
                + "int Computes() => Math.Max(1, 2); async Task GoesAsync() { Computes(); } void Counts() { count = 1; } "
                + "void Refuses() { if (count > 3) throw new TimeoutException(); } void Hands(Action action) { } }"
        );
        Assert.Equal(Enum.Parse<StepEffects>(effects), probe.Facts.Steps.Of(probe.Marked));
    }
}
