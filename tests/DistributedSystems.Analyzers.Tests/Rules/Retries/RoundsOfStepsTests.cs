using DistributedSystems.Analyzers.Rules.Retries;
using DistributedSystems.Analyzers.Tests.Verify;

namespace DistributedSystems.Analyzers.Tests.Rules.Retries;

/// <summary>A loop over the steps of a procedure goes round after success, too; and a task that is dropped is no pause.</summary>
public class RoundsOfStepsTests
{
    [Fact]
    public Task The_next_step_after_an_answer_that_nobody_reads_is_no_repetition() =>
        VerifyCS<RetryHasNoDelay>.VerifyAnalyzerAsync(
            """
            class Washer(HttpClient http)
            {
                enum Step { Fill, Spin, Done }

                async Task Statements()
                {
                    var (step, failures) = (Step.Fill, 0);
                    while (step != Step.Done)
                    {
                        try
                        {
                            switch (step)
                            {
                                case Step.Fill: await http.PutAsync("/water", null); step = Step.Spin; break;
                                default: _ = await http.PutAsync("/speed", null).ConfigureAwait(false); step = Step.Done; break;
                            }
                        }
                        catch (HttpRequestException) when (failures++ < 5) { await Task.Delay(500); }
                    }
                }

                async Task OnlyDisposed()
                {
                    var (step, failures) = (0, 0);
                    while (step < 2)
                    {
                        try
                        {
                            using var answer = step == 0 ? await http.PutAsync("/water", null) : await http.PutAsync("/speed", null);
                            step++;
                        }
                        catch (HttpRequestException) when (failures++ < 5) { await Task.Delay(500); }
                    }
                }

                async Task Hurried()
                {
                    var (step, failures) = (0, 0);
                    [|while|] (step < 2)
                    {
                        try
                        {
                            await http.PutAsync("/steps", null);
                            step++;
                        }
                        catch (HttpRequestException) when (failures++ < 5) { }
                    }
                }
            }
            """
        );

    [Fact]
    public Task A_dropped_pause_is_none() =>
        VerifyCS<RetryHasNoDelay>.VerifyAnalyzerAsync(
            """
            class Beacon(HttpClient http)
            {
                Task Breathe(int attempt) => Task.Delay(attempt * 150);

                async Task<string> Dropped()
                {
                    [|for|] (var i = 1; i <= 6; i++)
                    {
                        try { return await http.GetStringAsync("/light"); }
                        catch (HttpRequestException) when (i < 6) { }

                        _ = Breathe(i);
                    }

                    throw new TimeoutException();
                }

                async Task<string> Kept()
                {
                    for (var i = 1; i <= 6; i++)
                    {
                        try { return await http.GetStringAsync("/light"); }
                        catch (HttpRequestException) when (i < 6) { }

                        var pause = Breathe(i);
                        await pause;
                    }

                    throw new TimeoutException();
                }
            }
            """
        );
}
