using DistributedSystems.Analyzers.Rules.Deadlines;
using DistributedSystems.Analyzers.Rules.Messaging;
using DistributedSystems.Analyzers.Rules.RemoteCalls;
using DistributedSystems.Analyzers.Rules.Retries;
using DistributedSystems.Analyzers.Tests.Verify;
using Microsoft.CodeAnalysis.CSharp;

namespace DistributedSystems.Analyzers.Tests.Catalog;

/// <summary>Clients that have a successor and are still met in code; .NET Framework brings some of them itself.</summary>
public class LegacyClientsTests
{
    private static readonly Setup OldFramework = new() { Target = Target.NetFramework472, Language = LanguageVersion.CSharp7_3 };

    [Fact]
    public Task SqlClient_is_known_in_System_Data() =>
        VerifyCS<NonIdempotentOperationIsRetried>.VerifyAnalyzerAsync(
            """
            using System.Data;
            using System.Data.SqlClient;
            using System.Threading.Tasks;

            class Rows
            {
                async Task Copy(SqlBulkCopy copy, DataTable table)
                {
                    for (var attempt = 0; attempt < 3; attempt++)
                    {
                        try { await [|copy.WriteToServerAsync(table)|]; return; }
                        catch (SqlException) { await Task.Delay(1000); }
                    }
                }

                async Task Read(SqlCommand command)
                {
                    command.CommandText = "select id from orders";
                    for (var attempt = 0; attempt < 3; attempt++)
                    {
                        try { await command.ExecuteReaderAsync(); return; }
                        catch (SqlException) { await Task.Delay(1000); }
                    }
                }
            }
            """,
            OldFramework
        );

    [Fact]
    public Task The_timeout_of_an_HttpWebRequest_does_not_bound_its_asynchronous_calls() =>
        VerifyCS<RemoteCallHasNoDeadline>.VerifyAnalyzerAsync(
            """
            using System.Net;
            using System.Threading.Tasks;

            class Pages
            {
                async Task<WebResponse> Waits(string url)
                {
                    var request = (HttpWebRequest)WebRequest.Create(url);
                    request.Timeout = 5000;
                    return await [|request.GetResponseAsync()|];
                }

                async Task<string> Downloads(WebClient client) => await [|client.DownloadStringTaskAsync("https://shop.example")|];

                WebResponse Blocks(string url) => WebRequest.Create(url).GetResponse();
            }
            """,
            OldFramework
        );

    [Fact]
    public Task In_NET_it_does() =>
        VerifyCS<RemoteCallHasNoDeadline>.VerifyAnalyzerAsync(
            """
            using System.Net;

            class Pages
            {
                async Task<WebResponse> Waits(string url) => await WebRequest.Create(url).GetResponseAsync();

                async Task<string> Downloads(WebClient client) => await client.DownloadStringTaskAsync("https://shop.example");
            }
            """
        );

    [Fact]
    public Task HttpWebRequest_is_known_in_System() =>
        VerifyCS<ThreadBlocksOnRemoteCall>.VerifyAnalyzerAsync(
            """
            using System.Net;
            using System.Threading.Tasks;

            class Pages
            {
                async Task<WebResponse> Blocks(string url)
                {
                    var request = (HttpWebRequest)WebRequest.Create(url);
                    await Task.Yield();
                    return [|request.GetResponse()|];
                }

                Task<WebResponse> Waits(string url) => WebRequest.Create(url).GetResponseAsync();
            }
            """,
            OldFramework
        );

    [Fact]
    public Task WindowsAzure_Storage_is_known() =>
        VerifyCS<NonIdempotentOperationIsRetried>.VerifyAnalyzerAsync(
            """
            using Microsoft.WindowsAzure.Storage;
            using Microsoft.WindowsAzure.Storage.Blob;
            using Microsoft.WindowsAzure.Storage.Queue;

            class Orders(CloudQueue queue, CloudAppendBlob log, CloudBlockBlob page)
            {
                async Task Enqueue(CloudQueueMessage message)
                {
                    for (var attempt = 0; attempt < 3; attempt++)
                    {
                        try { await [|queue.AddMessageAsync(message)|]; return; }
                        catch (StorageException) { await Task.Delay(1000); }
                    }
                }

                async Task Append(string line)
                {
                    for (var attempt = 0; attempt < 3; attempt++)
                    {
                        try { await [|log.AppendTextAsync(line)|]; return; }
                        catch (StorageException) { await Task.Delay(1000); }
                    }
                }

                async Task Replace(string text)
                {
                    for (var attempt = 0; attempt < 3; attempt++)
                    {
                        try { await page.UploadTextAsync(text); return; }
                        catch (StorageException) { await Task.Delay(1000); }
                    }
                }
            }
            """,
            "WindowsAzure.Storage"
        );

    [Fact]
    public Task A_lease_of_WindowsAzure_Storage_without_a_time_is_a_lock_for_ever() =>
        VerifyCS<LockHasNoExpiry>.VerifyAnalyzerAsync(
            """
            using Microsoft.WindowsAzure.Storage;
            using Microsoft.WindowsAzure.Storage.Blob;

            class Leader(CloudBlockBlob blob)
            {
                async Task Forever(string id)
                {
                    await [|blob.AcquireLeaseAsync(null, id)|];
                    await blob.ReleaseLeaseAsync(AccessCondition.GenerateLeaseCondition(id));
                }

                async Task ForAMinute(string id)
                {
                    await blob.AcquireLeaseAsync(TimeSpan.FromSeconds(60), id);
                    await blob.ReleaseLeaseAsync(AccessCondition.GenerateLeaseCondition(id));
                }
            }
            """,
            "WindowsAzure.Storage"
        );
}
