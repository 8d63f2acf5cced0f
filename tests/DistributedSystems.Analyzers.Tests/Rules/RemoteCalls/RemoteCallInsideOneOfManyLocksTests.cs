using DistributedSystems.Analyzers.Rules.RemoteCalls;
using DistributedSystems.Analyzers.Tests.Verify;
using Microsoft.CodeAnalysis;

namespace DistributedSystems.Analyzers.Tests.Rules.RemoteCalls;

using VerifyCS = VerifyCS<RemoteCallInsideLock>;

/// <summary>What is done once for everybody, and what only those wait for who want the same.</summary>
public class RemoteCallInsideOneOfManyLocksTests
{
    [Fact]
    public Task What_is_looked_at_before_the_lock_and_again_under_it() =>
        VerifyCS.VerifyAnalyzerAsync(
            """
            using System.IO;
            class Tools(HttpClient http)
            {
                private readonly SemaphoreSlim installing = new(1, 1);

                async Task<string> Ensure()
                {
                    var path = Path.Combine(AppContext.BaseDirectory, "tool");
                    if (File.Exists(path)) return path;

                    await installing.WaitAsync();
                    try
                    {
                        if (File.Exists(path)) return path;
                        await File.WriteAllBytesAsync(path, await http.GetByteArrayAsync("/tool"));
                        return path;
                    }
                    finally
                    {
                        installing.Release();
                    }
                }

                // One tool keeps those waiting who want another.
                async Task<string> EnsureOne(string name)
                {
                    var path = Path.Combine(AppContext.BaseDirectory, name);
                    if (File.Exists(path)) return path;

                    await installing.WaitAsync();
                    try
                    {
                        if (File.Exists(path)) return path;
                        await File.WriteAllBytesAsync(path, await [|http.GetByteArrayAsync(name)|]);
                        return path;
                    }
                    finally
                    {
                        installing.Release();
                    }
                }
            }
            """
        );

    [Fact]
    public Task One_lock_for_each_key() =>
        VerifyCS.VerifySeverityAsync(
            """
            using System.Collections.Concurrent;
            class Reports(HttpClient http)
            {
                private readonly ConcurrentDictionary<int, object> gates = new();

                void Build(int report)
                {
                    var gate = gates.GetOrAdd(report, _ => new object());
                    lock (gate)
                    {
                        [|Refresh(report)|];
                    }
                }

                private void Refresh(int report) => http.Send(new HttpRequestMessage(HttpMethod.Put, "/reports/" + report));
            }
            """,
            DiagnosticSeverity.Info
        );
}
