using DistributedSystems.Analyzers.Rules.Deadlines;
using DistributedSystems.Analyzers.Tests.Verify;

namespace DistributedSystems.Analyzers.Tests.Rules.Deadlines;

using VerifyCS = VerifyCS<DeadlineCannotBeMet>;

/// <summary>DIST1005: the worst case of a retry loop written by hand.</summary>
public class DeadlineOfLoopCannotBeMetTests
{
    private const string Usings = "using DistributedSystems;\nusing Polly;\nusing Polly.Retry;\nusing Polly.Timeout;\n";

    private static Task Message(string source, string message) =>
        VerifyCS.VerifyMessageAsync(Usings + source, message, Library.Polly, Library.Annotations);

    [Fact]
    public Task Loops_that_retry() =>
        VerifyCS.VerifyAnalyzerAsync(
            """
            using DistributedSystems;
            class Stock(HttpClient http)
            {
                private static readonly TimeSpan Limit = TimeSpan.FromSeconds(2);
                private CancellationToken stopping;

                [Deadline("6s")] async Task<string> [|Source|]()
                {
                    for (var attempt = 0; attempt < 3; attempt++)
                    {
                        using var limit = new CancellationTokenSource(Limit);
                        try { return await http.GetStringAsync("/a", limit.Token); }
                        catch (Exception) when (attempt < 2) { await Task.Delay(500); }
                    }
                    return "";
                }
                [Deadline("5s")] async Task<string> [|CancelAfter|]()
                {
                    for (int attempt = 1; attempt <= 3; ++attempt)
                    {
                        try
                        {
                            using var limit = new CancellationTokenSource();
                            limit.CancelAfter(2000);
                            return await http.GetStringAsync("/a", limit.Token);
                        }
                        catch (HttpRequestException) { throw; }
                        catch (OperationCanceledException)
                        {
                            if (attempt == 3) throw;
                        }
                    }
                    return "";
                }
                [Deadline("5s")] async Task<string> [|Waited|]()
                {
                    for (var attempt = 0; attempt < 3; attempt++)
                    {
                        try { return await http.GetStringAsync("/a").WaitAsync(Limit); }
                        catch { }
                    }
                    throw new TimeoutException();
                }

                [Deadline("7s")] async Task<string> Enough()
                {
                    for (var attempt = 0; attempt < 3; attempt++)
                    {
                        using var limit = new CancellationTokenSource(Limit);
                        try { return await http.GetStringAsync("/a", limit.Token); }
                        catch (Exception) when (attempt < 2) { await Task.Delay(500); }
                    }
                    return "";
                }
                [Deadline("5s")] async Task<string> NotRetriedAfterTimeout()
                {
                    for (var attempt = 0; attempt < 3; attempt++)
                    {
                        using var limit = new CancellationTokenSource(Limit);
                        try { return await http.GetStringAsync("/a", limit.Token); }
                        catch (HttpRequestException) { }
                    }
                    return "";
                }
                [Deadline("5s")] async Task<string> OneLimitForAll()
                {
                    using var limit = new CancellationTokenSource(Limit);
                    for (var attempt = 0; attempt < 3; attempt++)
                    {
                        try { return await http.GetStringAsync("/a", limit.Token); }
                        catch (Exception) { }
                    }
                    return "";
                }
                [Deadline("5s")] async Task<string> CallerEndsIt(CancellationToken token)
                {
                    for (var attempt = 0; attempt < 3; attempt++)
                    {
                        token.ThrowIfCancellationRequested();
                        using var limit = new CancellationTokenSource(Limit);
                        try { return await http.GetStringAsync("/a", limit.Token); }
                        catch (Exception) { }
                    }
                    return "";
                }
                [Deadline("5s")] async Task<string> OuterLimitEndsIt()
                {
                    using var all = new CancellationTokenSource(4000);
                    for (var attempt = 0; attempt < 3; attempt++)
                    {
                        all.Token.ThrowIfCancellationRequested();
                        try { return await http.GetStringAsync("/a").WaitAsync(Limit); }
                        catch (Exception) { }
                    }
                    return "";
                }
                [Deadline("5s")] async Task<string> Linked()
                {
                    for (var attempt = 0; attempt < 3; attempt++)
                    {
                        using var limit = CancellationTokenSource.CreateLinkedTokenSource(stopping);
                        limit.CancelAfter(Limit);
                        try { return await http.GetStringAsync("/a", limit.Token); }
                        catch (Exception) { }
                    }
                    return "";
                }
                [Deadline("5s")] async Task<string> GivesUp(DateTime end)
                {
                    for (var attempt = 0; attempt < 3; attempt++)
                    {
                        if (DateTime.UtcNow > end) throw new TimeoutException();
                        try { return await http.GetStringAsync("/a").WaitAsync(Limit); }
                        catch (Exception) { }
                    }
                    return "";
                }
                [Deadline("5s")] async Task<string> GivesUpOnTimeout()
                {
                    for (var attempt = 0; attempt < 3; attempt++)
                    {
                        try { return await http.GetStringAsync("/a").WaitAsync(Limit); }
                        catch (TimeoutException) { throw; }
                        catch (Exception) { }
                    }
                    return "";
                }
                [Deadline("5s")] async Task<string> LooksAtTheFailure()
                {
                    for (var attempt = 0; attempt < 3; attempt++)
                    {
                        try { return await http.GetStringAsync("/a").WaitAsync(Limit); }
                        catch (Exception failure) when (failure is HttpRequestException) { }
                    }
                    return "";
                }
                [Deadline("5s")] async Task<string> StepsOfTwo()
                {
                    for (var attempt = 0; attempt < 3; attempt += 2)
                    {
                        try { return await http.GetStringAsync("/a").WaitAsync(Limit); }
                        catch (Exception) { }
                    }
                    return "";
                }
                [Deadline("5s")] async Task<string> Given(int rounds, TimeSpan limit)
                {
                    for (var attempt = 0; attempt < rounds; attempt++)
                    {
                        try { return await http.GetStringAsync("/a").WaitAsync(Limit); }
                        catch (Exception) { }
                    }
                    for (var attempt = 0; attempt < 3; attempt++)
                    {
                        try { return await http.GetStringAsync("/a").WaitAsync(limit); }
                        catch (Exception) { }
                    }
                    return "";
                }
                [Deadline("5s")] async Task<string> Sometimes(bool isSlow)
                {
                    if (isSlow)
                    {
                        for (var attempt = 0; attempt < 3; attempt++)
                        {
                            try { return await http.GetStringAsync("/a").WaitAsync(Limit); }
                            catch (Exception) { }
                        }
                    }
                    return "";
                }
                [Deadline("3s")] async Task EachOther()
                {
                    for (var page = 0; page < 3; page++)
                    {
                        try { await http.GetStringAsync("/a?page=" + page).WaitAsync(Limit); }
                        catch (Exception) { }
                    }
                }
            }
            """,
            Library.Annotations
        );

    [Fact]
    public Task The_message_prints_the_rounds_of_a_loop() =>
        Message(
            """
            class C
            {
                [Deadline("5s")] async Task<string> Charge(HttpClient http)
                {
                    for (var attempt = 0; attempt < 3; attempt++)
                    {
                        try { return await http.GetStringAsync("/a").WaitAsync(TimeSpan.FromSeconds(2)); }
                        catch (Exception) { await Task.Delay(TimeSpan.FromSeconds(1)); }
                    }
                    return "";
                }
            }
            """,
            "'Charge' may take 3 attempts × 2 s + 1 s + 1 s = 8 s, which exceeds its declared deadline of 5 s"
        );

    [Fact]
    public Task While_loops_that_retry() =>
        VerifyCS.VerifyAnalyzerAsync(
            """
            using DistributedSystems;
            class Stock(HttpClient http)
            {
                private static readonly TimeSpan Limit = TimeSpan.FromSeconds(2);

                [Deadline("5s")] async Task<string> [|AtTheTop|]()
                {
                    var attempt = 0;
                    while (attempt < 3)
                    {
                        attempt++;
                        try { return await http.GetStringAsync("/a").WaitAsync(Limit); }
                        catch (Exception) { await Task.Delay(500); }
                    }
                    return "";
                }
                [Deadline("5s")] async Task<string> [|InTheHandler|]()
                {
                    int attempt = 1;
                    while (attempt <= 3)
                    {
                        try { return await http.GetStringAsync("/a").WaitAsync(Limit); }
                        catch (TimeoutException) { ++attempt; }
                    }
                    return "";
                }
                [Deadline("5s")] async Task<string> [|InTheCondition|]()
                {
                    var attempt = 0;
                    while (attempt++ < 3)
                    {
                        try { return await http.GetStringAsync("/a").WaitAsync(Limit); }
                        catch (Exception) { }
                    }
                    return "";
                }

                [Deadline("5s")] async Task<string> OneRoundLess()
                {
                    var attempt = 0;
                    while (++attempt < 3)
                    {
                        try { return await http.GetStringAsync("/a").WaitAsync(Limit); }
                        catch (Exception) { }
                    }
                    return "";
                }
                [Deadline("8s")] async Task<string> Enough()
                {
                    var attempt = 0;
                    while (attempt < 3)
                    {
                        attempt++;
                        try { return await http.GetStringAsync("/a").WaitAsync(Limit); }
                        catch (Exception) { await Task.Delay(500); }
                    }
                    return "";
                }
                [Deadline("5s")] async Task<string> CountedTwice(bool isHopeless)
                {
                    var attempt = 0;
                    while (attempt < 3)
                    {
                        attempt++;
                        try { return await http.GetStringAsync("/a").WaitAsync(Limit); }
                        catch (Exception) { if (isHopeless) attempt = 3; }
                    }
                    return "";
                }
                [Deadline("5s")] async Task<string> CountedSometimes(bool isOdd)
                {
                    var attempt = 0;
                    while (attempt < 3)
                    {
                        try { return await http.GetStringAsync("/a").WaitAsync(Limit); }
                        catch (Exception) { if (isOdd) attempt++; }
                    }
                    return "";
                }
                [Deadline("5s")] async Task<string> Given(int attempt)
                {
                    while (attempt < 3)
                    {
                        attempt++;
                        try { return await http.GetStringAsync("/a").WaitAsync(Limit); }
                        catch (Exception) { }
                    }
                    return "";
                }
                [Deadline("5s")] async Task<string> ChangedElsewhere()
                {
                    var attempt = 0;
                    Skip(ref attempt);
                    while (attempt < 3)
                    {
                        attempt++;
                        try { return await http.GetStringAsync("/a").WaitAsync(Limit); }
                        catch (Exception) { }
                    }
                    return "";
                }
                static void Skip(ref int attempt) => attempt = 2;
            }
            """,
            Library.Annotations
        );
}
