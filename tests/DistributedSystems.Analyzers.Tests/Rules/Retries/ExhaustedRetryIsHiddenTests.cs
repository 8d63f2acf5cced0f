using DistributedSystems.Analyzers.Rules.Retries;
using DistributedSystems.Analyzers.Tests.Verify;
using DistributedSystems.CodeFixes.Retries;
using Microsoft.CodeAnalysis;

namespace DistributedSystems.Analyzers.Tests.Rules.Retries;

public class ExhaustedRetryIsHiddenTests
{
    [Fact]
    public Task Both_sides() =>
        VerifyCS<ExhaustedRetryIsHidden>.VerifyAnalyzerAsync(
            """
            using Microsoft.Extensions.Logging;
            class Orders(HttpClient http, ILogger log, Action failed)
            {
                private bool healthy;

                async Task FallsOut()
                {
                    [|for|] (var attempt = 0; attempt < 3; attempt++)
                    {
                        try { await http.PutAsync("/a", null); return; }
                        catch (HttpRequestException) { await Task.Delay(1000); }
                    }
                }

                async Task LogsOnly()
                {
                    Exception last = null;
                    [|for|] (var attempt = 0; attempt < 3; attempt++)
                    {
                        try { await http.PutAsync("/a", null); return; }
                        catch (HttpRequestException e) { last = e; }
                    }

                    log.LogError(last, "gave up");
                }

                async Task<string> Default()
                {
                    [|for|] (var attempt = 0; attempt < 3; attempt++)
                    {
                        try { return await http.GetStringAsync("/a"); }
                        catch (HttpRequestException) { await Task.Delay(1000); }
                    }

                    return default;
                }

                async Task<bool> Success()
                {
                    [|for|] (var attempt = 0; attempt < 3; attempt++)
                    {
                        try { await http.PutAsync("/a", null); break; }
                        catch (HttpRequestException) { await Task.Delay(1000); }
                    }

                    return true;
                }

                async Task Throws()
                {
                    for (var attempt = 0; attempt < 3; attempt++)
                    {
                        try { await http.PutAsync("/a", null); return; }
                        catch (HttpRequestException) { await Task.Delay(1000); }
                    }

                    throw new TimeoutException();
                }

                async Task LastFailureEscapes()
                {
                    for (var attempt = 0; attempt < 3; attempt++)
                    {
                        try { await http.PutAsync("/a", null); return; }
                        catch (HttpRequestException) when (attempt < 2) { await Task.Delay(1000); }
                    }
                }

                async Task<bool> Says()
                {
                    for (var attempt = 0; attempt < 3; attempt++)
                    {
                        try { await http.PutAsync("/a", null); return true; }
                        catch (HttpRequestException) { await Task.Delay(1000); }
                    }

                    return false;
                }

                async Task<Outcome> Answers()
                {
                    for (var attempt = 0; attempt < 3; attempt++)
                    {
                        try { await http.PutAsync("/a", null); return new Outcome(true); }
                        catch (HttpRequestException) { await Task.Delay(1000); }
                    }

                    return new Outcome(false);
                }

                record Outcome(bool IsDone);

                async Task<string> TryLoad()
                {
                    for (var attempt = 0; attempt < 3; attempt++)
                    {
                        try { return await http.GetStringAsync("/a"); }
                        catch (HttpRequestException) { await Task.Delay(1000); }
                    }

                    return null;
                }

                async Task Flagged()
                {
                    var sent = false;
                    for (var attempt = 0; attempt < 3 && !sent; attempt++)
                    {
                        try { await http.PutAsync("/a", null); sent = true; }
                        catch (HttpRequestException) { await Task.Delay(1000); }
                    }

                    if (!sent) throw new TimeoutException();
                }

                async Task SetsState()
                {
                    for (var attempt = 0; attempt < 3; attempt++)
                    {
                        try { await http.PutAsync("/a", null); return; }
                        catch (HttpRequestException) { await Task.Delay(1000); }
                    }

                    healthy = false;
                }

                async Task Tells()
                {
                    for (var attempt = 0; attempt < 3; attempt++)
                    {
                        try { await http.PutAsync("/a", null); return; }
                        catch (HttpRequestException) { await Task.Delay(1000); }
                    }

                    failed();
                }

                async void OnTimer(object sender, EventArgs args)
                {
                    for (var attempt = 0; attempt < 3; attempt++)
                    {
                        try { await http.PutAsync("/a", null); return; }
                        catch (HttpRequestException) { await Task.Delay(1000); }
                    }
                }
            }
            #nullable enable
            class Absent(HttpClient http)
            {
                async Task<string?> Load()
                {
                    for (var attempt = 0; attempt < 3; attempt++)
                    {
                        try { return await http.GetStringAsync("/a"); }
                        catch (HttpRequestException) { await Task.Delay(1000); }
                    }

                    return null;
                }
            }
            """
        );

    [Theory]
    [InlineData("while (!stop.IsCancellationRequested)", false)]
    [InlineData("while (!source.Token.IsCancellationRequested)", false)]
    [InlineData("while (!source.IsCancellationRequested)", false)]
    [InlineData("while (!stop.WaitHandle.WaitOne(1000))", false)]
    [InlineData("while (await timer.WaitForNextTickAsync(stop))", false)]
    [InlineData("while (!stopping)", false)]
    [InlineData("while (IsWanted)", false)]
    [InlineData("[|for|] (var attempt = 0; attempt < 3 && !stop.IsCancellationRequested; attempt++)", true)]
    [InlineData("[|while|] (!stop.IsCancellationRequested && attempts++ < 3)", true)]
    [InlineData("[|while|] (DateTime.UtcNow < end)", true)]
    public Task Whoever_stops_the_attempts_knows(string loop, bool reported)
    {
        Assert.Equal(reported, loop.Contains("[|", StringComparison.Ordinal));
        return VerifyCS<ExhaustedRetryIsHidden>.VerifyAnalyzerAsync(
            $$"""
            class Orders
            {
                private volatile bool stopping;
                private bool IsWanted { get; set; }
                void Stop() => stopping = true;
                async Task Put(HttpClient http, PeriodicTimer timer, DateTime end, CancellationToken stop, CancellationTokenSource source)
                {
                    var attempts = 0;
                    {{loop}}
                    {
                        try { await http.PutAsync("/a", null); return; }
                        catch (HttpRequestException) { await Task.Delay(1000); }
                    }
                }
            }
            """
        );
    }

    [Fact]
    public Task Nothing_found_and_types_of_failures() =>
        VerifyCS<ExhaustedRetryIsHidden>.VerifyAnalyzerAsync(
            """
            class Orders(HttpClient http)
            {
                async Task<List<string>> EmptyList()
                {
                    [|for|] (var attempt = 0; attempt < 3; attempt++)
                    {
                        try { return new List<string> { await http.GetStringAsync("/a") }; }
                        catch (HttpRequestException) { await Task.Delay(1000); }
                    }

                    return new List<string>();
                }

                async Task<string[]> EmptyArray()
                {
                    [|for|] (var attempt = 0; attempt < 3; attempt++)
                    {
                        try { return new[] { await http.GetStringAsync("/a") }; }
                        catch (HttpRequestException) { await Task.Delay(1000); }
                    }

                    return Array.Empty<string>();
                }

                async Task<string> EmptyText()
                {
                    [|for|] (var attempt = 0; attempt < 3; attempt++)
                    {
                        try { return await http.GetStringAsync("/a"); }
                        catch (HttpRequestException) { await Task.Delay(1000); }
                    }

                    return string.Empty;
                }

                async Task<List<string>> Some(List<string> known)
                {
                    for (var attempt = 0; attempt < 3; attempt++)
                    {
                        try { return new List<string> { await http.GetStringAsync("/a") }; }
                        catch (HttpRequestException) { await Task.Delay(1000); }
                    }

                    return new List<string>(known);
                }

                async Task OneOfTwoTypes()
                {
                    [|for|] (var attempt = 0; attempt < 3; attempt++)
                    {
                        try { await http.PutAsync("/a", null); return; }
                        catch (Exception e) when (e is HttpRequestException or TaskCanceledException)
                        {
                            if (attempt == 2) Console.WriteLine(e);
                            else await Task.Delay(1000);
                        }
                    }
                }

                async Task OneOfTwoTypesLeaves()
                {
                    for (var attempt = 0; attempt < 3; attempt++)
                    {
                        try { await http.PutAsync("/a", null); return; }
                        catch (Exception e) when (e is HttpRequestException or TaskCanceledException)
                        {
                            if (attempt == 2) throw;
                            await Task.Delay(1000);
                        }
                    }
                }
            }
            """
        );

    [Fact]
    public Task A_result_that_only_success_fills() =>
        VerifyCS<ExhaustedRetryIsHidden>.VerifyAnalyzerAsync(
            """
            class Almanac(HttpClient http)
            {
                async Task<string> Tide(string port)
                {
                    var found = "";
                    [|for|] (var turn = 0; turn < 3; turn++)
                    {
                        try { found = await http.GetStringAsync(port); break; }
                        catch (HttpRequestException) { await Task.Delay(100 << turn); }
                    }

                    return found;
                }

                // Says what it could not find.
                async Task<string> TideOrReason(string port)
                {
                    var found = "";
                    for (var turn = 0; turn < 3; turn++)
                    {
                        try { found = await http.GetStringAsync(port); break; }
                        catch (HttpRequestException e) { found = e.Message; await Task.Delay(100 << turn); }
                    }

                    return found;
                }

                async Task<string> TideOrLast(string port, string last)
                {
                    var found = last;
                    for (var turn = 0; turn < 3; turn++)
                    {
                        try { found = await http.GetStringAsync(port); break; }
                        catch (HttpRequestException) { await Task.Delay(100 << turn); }
                    }

                    return found;
                }
            }
            """
        );
}
