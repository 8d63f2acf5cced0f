using DistributedSystems.Analyzers.Rules.Retries;
using DistributedSystems.Analyzers.Tests.Verify;
using DistributedSystems.CodeFixes.Retries;
using Microsoft.CodeAnalysis;

namespace DistributedSystems.Analyzers.Tests.Rules.Retries;

public class RetryDelayIgnoresCancellationTests
{
    [Fact]
    public Task Both_sides() =>
        VerifyCS<RetryDelayIgnoresCancellation>.VerifyAnalyzerAsync(
            """
            class Orders(HttpClient http)
            {
                async Task Uncancellable(CancellationToken token)
                {
                    for (var attempt = 0; attempt < 3; attempt++)
                    {
                        try { await http.GetStringAsync("/a", token); return; }
                        catch (HttpRequestException) { await [|Task.Delay(1000)|]; }
                    }
                }

                async Task Slept(CancellationToken token)
                {
                    while (true)
                    {
                        try { await http.GetStringAsync("/a", token); return; }
                        catch (HttpRequestException) { [|Thread.Sleep(1000)|]; }
                    }
                }

                async Task Cancellable(CancellationToken token)
                {
                    while (true)
                    {
                        try { await http.GetStringAsync("/a", token); return; }
                        catch (HttpRequestException) { await Task.Delay(1000, token); }
                    }
                }

                async Task NoToken()
                {
                    while (true)
                    {
                        try { await http.GetStringAsync("/a"); return; }
                        catch (HttpRequestException) { await Task.Delay(1000); }
                    }
                }

                async Task Poll(CancellationToken token)
                {
                    while (!token.IsCancellationRequested)
                    {
                        await Task.Delay(1000);
                        Console.WriteLine("alive");
                    }
                }
            }
            """
        );
}
