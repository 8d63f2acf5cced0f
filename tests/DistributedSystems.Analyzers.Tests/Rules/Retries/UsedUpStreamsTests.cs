using DistributedSystems.Analyzers.Rules.Retries;
using DistributedSystems.Analyzers.Tests.Verify;

namespace DistributedSystems.Analyzers.Tests.Rules.Retries;

public class UsedUpStreamsTests
{
    [Fact]
    public Task Content_around_a_stream_from_before_the_retry() =>
        VerifyCS<RequestIsReused>.VerifyAnalyzerAsync(
            """
            class Scans(HttpClient http)
            {
                async Task Given(Stream scan)
                {
                    for (var turn = 0; ; turn++)
                    {
                        try
                        {
                            using var content = new StreamContent(scan);
                            using var answer = await [|http.PutAsync("scans/1", content)|];
                            return;
                        }
                        catch (HttpRequestException) when (turn < 3) { await Task.Delay(500); }
                    }
                }

                async Task InAForm(string path)
                {
                    await using var scan = File.OpenRead(path);
                    for (var turn = 0; ; turn++)
                    {
                        try
                        {
                            using var form = new MultipartFormDataContent();
                            form.Add(new StreamContent(scan), "scan");
                            using var request = new HttpRequestMessage(HttpMethod.Put, "scans/1") { Content = form };
                            using var answer = await [|http.SendAsync(request)|];
                            return;
                        }
                        catch (HttpRequestException) when (turn < 3) { await Task.Delay(500); }
                    }
                }

                async Task OpenedEachTime(string path)
                {
                    for (var turn = 0; ; turn++)
                    {
                        try
                        {
                            await using var scan = File.OpenRead(path);
                            using var answer = await http.PutAsync("scans/1", new StreamContent(scan));
                            return;
                        }
                        catch (HttpRequestException) when (turn < 3) { await Task.Delay(500); }
                    }
                }

                async Task Rewound(Stream scan)
                {
                    for (var turn = 0; ; turn++)
                    {
                        try
                        {
                            scan.Position = 0;
                            using var answer = await http.PutAsync("scans/1", new StreamContent(scan));
                            return;
                        }
                        catch (HttpRequestException) when (turn < 3) { await Task.Delay(500); }
                    }
                }

                async Task RewoundByAHelper(Stream scan)
                {
                    for (var turn = 0; ; turn++)
                    {
                        try
                        {
                            using var answer = await http.PutAsync("scans/1", new StreamContent(scan));
                            return;
                        }
                        catch (HttpRequestException) when (turn < 3) { Begin(scan); await Task.Delay(500); }
                    }
                }

                static void Begin(Stream stream) => stream.Seek(0, SeekOrigin.Begin);

                async Task Once(Stream scan)
                {
                    try { using var answer = await http.PutAsync("scans/1", new StreamContent(scan)); }
                    catch (HttpRequestException e) { Console.WriteLine(e); }
                }

                async Task Several(Stream[] scans)
                {
                    foreach (var scan in scans)
                    {
                        try { using var answer = await http.PutAsync("scans/1", new StreamContent(scan)); return; }
                        catch (HttpRequestException) { }
                    }
                }
            }
            """
        );

    [Fact]
    public Task Streams_given_to_other_clients() =>
        VerifyCS<RequestIsReused>.VerifyAnalyzerAsync(
            """
            using Azure.Storage.Blobs;
            class Scans(BlobClient blob)
            {
                async Task Up(Stream scan)
                {
                    for (var turn = 0; ; turn++)
                    {
                        try { await [|blob.UploadAsync(scan, overwrite: true)|]; return; }
                        catch (Azure.RequestFailedException) when (turn < 3) { await Task.Delay(500); }
                    }
                }

                async Task Down(string path)
                {
                    using var file = File.Create(path);
                    for (var turn = 0; ; turn++)
                    {
                        try { await [|blob.DownloadToAsync(file)|]; return; }
                        catch (Azure.RequestFailedException) when (turn < 3) { await Task.Delay(500); }
                    }
                }

                async Task Emptied(FileStream file)
                {
                    for (var turn = 0; ; turn++)
                    {
                        try { file.SetLength(0); await blob.DownloadToAsync(file); return; }
                        catch (Azure.RequestFailedException) when (turn < 3) { await Task.Delay(500); }
                    }
                }

                async Task Fresh(byte[] scan)
                {
                    for (var turn = 0; ; turn++)
                    {
                        try { await blob.UploadAsync(new MemoryStream(scan), overwrite: true); return; }
                        catch (Azure.RequestFailedException) when (turn < 3) { await Task.Delay(500); }
                    }
                }
            }
            """,
            Library.Blobs
        );
}
