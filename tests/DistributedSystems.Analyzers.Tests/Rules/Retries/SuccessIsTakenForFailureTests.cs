using DistributedSystems.Analyzers.Rules.Retries;
using DistributedSystems.Analyzers.Tests.Verify;

namespace DistributedSystems.Analyzers.Tests.Rules.Retries;

public class SuccessIsTakenForFailureTests
{
    [Fact]
    public Task An_old_exception_outlives_success() =>
        VerifyCS<SuccessIsTakenForFailure>.VerifyAnalyzerAsync(
            """
            class Beacon(HttpClient http)
            {
                async Task Light()
                {
                    Exception last = null;
                    [|for|] (var turn = 0; turn < 5; turn++)
                    {
                        try { await http.PutAsync("/lamp", null); break; }
                        catch (HttpRequestException e) { last = e; await Task.Delay(400); }
                    }

                    if (last != null) throw last;
                }

                async Task<Exception> LightAndTell()
                {
                    HttpRequestException last = null;
                    var lit = false;
                    var turn = 0;
                    [|while|] (!lit && turn++ < 5)
                    {
                        try { await http.PutAsync("/lamp", null); lit = true; }
                        catch (HttpRequestException e) { last = e; await Task.Delay(400); }
                    }

                    return last;
                }

                async Task Forgets()
                {
                    Exception last = null;
                    for (var turn = 0; turn < 5; turn++)
                    {
                        try { await http.PutAsync("/lamp", null); last = null; break; }
                        catch (HttpRequestException e) { last = e; await Task.Delay(400); }
                    }

                    if (last is not null) throw new InvalidOperationException("dark", last);
                }

                async Task<Exception> BeginsAnew()
                {
                    Exception last = null;
                    for (var turn = 0; turn < 5; turn++)
                    {
                        last = null;
                        try { await http.PutAsync("/lamp", null); break; }
                        catch (HttpRequestException e) { last = e; await Task.Delay(400); }
                    }

                    return last;
                }

                async Task Returns()
                {
                    Exception last = null;
                    for (var turn = 0; turn < 5; turn++)
                    {
                        try { await http.PutAsync("/lamp", null); return; }
                        catch (HttpRequestException e) { last = e; await Task.Delay(400); }
                    }

                    throw new InvalidOperationException("dark", last);
                }

                async Task OfEach(string[] lamps)
                {
                    Exception last = null;
                    foreach (var lamp in lamps)
                    {
                        try { await http.PutAsync(lamp, null); }
                        catch (HttpRequestException e) { last = e; }
                    }

                    if (last != null) throw last;
                }
            }
            """
        );
}
