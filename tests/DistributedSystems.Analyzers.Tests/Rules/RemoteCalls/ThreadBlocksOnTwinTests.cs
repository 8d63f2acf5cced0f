using DistributedSystems.Analyzers.Rules.RemoteCalls;
using DistributedSystems.Analyzers.Tests.Verify;
using DistributedSystems.CodeFixes.RemoteCalls;
using Microsoft.CodeAnalysis;

namespace DistributedSystems.Analyzers.Tests.Rules.RemoteCalls;

using VerifyCS = VerifyCS<ThreadBlocksOnRemoteCall>;
using VerifyFix = VerifyCS<ThreadBlocksOnRemoteCall, AwaitRemoteCallFix>;

/// <summary>DIST3010: waits that a flag, a delegate or a lazy value decides.</summary>
public class ThreadBlocksOnTwinTests
{
    [Fact]
    public Task A_flag_chooses_between_the_twins() =>
        VerifyCS.VerifyAnalyzerAsync(
            """
            using System.Data.Common;

            class Journal(DbCommand command)
            {
                async Task<object> Choice(bool async, CancellationToken ct) =>
                    async ? await command.ExecuteScalarAsync(ct) : command.ExecuteScalar();

                async Task<int> Leaves(bool block)
                {
                    if (!block)
                    {
                        return await command.ExecuteNonQueryAsync();
                    }

                    return command.ExecuteNonQuery();
                }

                async Task<int> OtherQuestion(bool dry)
                {
                    if (dry)
                    {
                        return [|command.ExecuteNonQuery()|];
                    }

                    await command.PrepareAsync();
                    return 0;
                }

                async Task<int> SameSide(bool async)
                {
                    if (async)
                    {
                        await command.ExecuteNonQueryAsync();
                        return [|command.ExecuteNonQuery()|];
                    }

                    return 0;
                }
            }
            """
        );

    [Fact]
    public Task A_task_that_a_flag_completes() =>
        VerifyCS.VerifyAnalyzerAsync(
            """
            using System.Data.Common;

            class Journal(DbCommand command)
            {
                public int Told() => WriteCore(false).GetAwaiter().GetResult();
                public int ToldThroughAnother() => Outer(async: false).Result;
                public int Asynchronous() => [|WriteCore(true).GetAwaiter().GetResult()|];
                public int Untold(bool async) => [|WriteCore(async).GetAwaiter().GetResult()|];
                public int OtherFlag() => [|Audited(false).GetAwaiter().GetResult()|];

                private async Task<int> WriteCore(bool async) => async ? await command.ExecuteNonQueryAsync() : command.ExecuteNonQuery();

                private async Task<int> Outer(bool async)
                {
                    Console.WriteLine("writes");
                    return await WriteCore(async);
                }

                private async Task<int> Audited(bool audit)
                {
                    if (audit) Console.WriteLine("writes");
                    return await command.ExecuteNonQueryAsync();
                }
            }
            """
        );

    [Fact]
    public Task A_method_that_is_given_as_a_synchronous_delegate() =>
        VerifyCS.VerifySeverityAsync(
            """
            class Names(HttpClient http)
            {
                void Start(AppDomain domain) => domain.ResourceResolve += Load;

                private System.Reflection.Assembly Load(object sender, ResolveEventArgs args) =>
                    System.Reflection.Assembly.Load([|http.GetByteArrayAsync(args.Name).Result|]);
            }
            """,
            DiagnosticSeverity.Info
        );

    [Fact]
    public Task A_method_that_the_pool_is_given() =>
        VerifyCS.VerifySeverityAsync(
            """
            class Names(HttpClient http)
            {
                Task Start() => Task.Run(Load);

                private void Load() => [|http.GetByteArrayAsync("/names").Wait()|];
            }
            """,
            DiagnosticSeverity.Warning
        );

    [Fact]
    public Task A_task_behind_a_lazy() =>
        VerifyCS.VerifyAnalyzerAsync(
            """
            class Settings(HttpClient http)
            {
                private readonly Lazy<Task<string>> text = new(() => http.GetStringAsync("/settings"));
                private readonly Lazy<Task<int>> local = new(() => Task.FromResult(1));

                string Blocked() => [|text.Value.Result|];

                string IfThere() => text.IsValueCreated && text.Value.IsCompletedSuccessfully ? text.Value.Result : null;

                async Task<string> Awaited() => await text.Value;

                int Local() => local.Value.Result;
            }
            """
        );
}
