using DistributedSystems.Analyzers.Rules.Retries;
using DistributedSystems.Analyzers.Tests.Verify;

namespace DistributedSystems.Analyzers.Tests.Rules.Retries;

/// <summary>What stands between two attempts and cannot be looked into: a log of the team's own, a pacer.</summary>
public class StepsOutOfSightTests
{
    [Fact]
    public Task Who_is_handed_the_failure_is_told_and_does_not_wait() =>
        VerifyCS<RetryHasNoDelay>.VerifyAnalyzerAsync(
            """
            interface ILog { void Warn(string text); void Failed(Exception failure); void Count(int attempt); Task WarnAsync(string text); bool Again(string text); }
            interface IPacer { void Pause(int attempt); }
            class Gauge(HttpClient http, ILog log, IPacer pacer)
            {
                async Task<string> Texts()
                {
                    [|while|] (true)
                    {
                        try { return await http.GetStringAsync("/level"); }
                        catch (HttpRequestException e) { log.Warn("no level: " + e.Message); }
                    }
                }

                async Task<string> Failures()
                {
                    [|while|] (true)
                    {
                        try { return await http.GetStringAsync("/level"); }
                        catch (HttpRequestException e) { log?.Failed(e); continue; }
                    }
                }

                async Task<string> Paced()
                {
                    for (var attempt = 0; ; attempt++)
                    {
                        try { return await http.GetStringAsync("/level"); }
                        catch (HttpRequestException e) { log.Failed(e); pacer.Pause(attempt); }
                    }
                }

                async Task<string> Counted()
                {
                    for (var attempt = 0; ; attempt++)
                    {
                        try { return await http.GetStringAsync("/level"); }
                        catch (HttpRequestException) { log.Count(attempt); }
                    }
                }

                async Task<string> Awaited()
                {
                    while (true)
                    {
                        try { return await http.GetStringAsync("/level"); }
                        catch (HttpRequestException e) { await log.WarnAsync(e.Message); }
                    }
                }

                async Task<string> Asked()
                {
                    while (true)
                    {
                        try { return await http.GetStringAsync("/level"); }
                        catch (HttpRequestException e) when (log.Again(e.Message)) { }
                    }
                }
            }
            """
        );

    [Fact]
    public Task Who_is_told_hides_nothing() =>
        VerifyCS<ExhaustedRetryIsHidden>.VerifyAnalyzerAsync(
            """
            interface ILog { void Failed(Exception failure); }
            class Gauge(HttpClient http, ILog log)
            {
                async Task Read()
                {
                    for (var attempt = 0; attempt < 3; attempt++)
                    {
                        try { await http.GetStringAsync("/level"); return; }
                        catch (HttpRequestException e) { log.Failed(e); }
                    }
                }
            }
            """
        );
}
