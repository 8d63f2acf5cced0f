using DistributedSystems.Analyzers.Rules.Retries;
using DistributedSystems.Analyzers.Tests.Verify;
using DistributedSystems.CodeFixes.Retries;
using Microsoft.CodeAnalysis;

namespace DistributedSystems.Analyzers.Tests.Rules.Retries;

public class ContextAndContentReuseTests
{
    [Fact]
    public Task Contents() =>
        VerifyCS<RequestIsReused>.VerifyAnalyzerAsync(
            """
            using System.IO.Compression;
            class Orders(HttpClient http)
            {
                async Task Compressed(Stream source)
                {
                    var content = new StreamContent(new GZipStream(source, CompressionMode.Decompress));
                    while (true)
                    {
                        try { await [|http.PutAsync("/a", content)|]; return; }
                        catch (HttpRequestException) { await Task.Delay(1000); }
                    }
                }

                async Task Rewound(string text, Stream unknown)
                {
                    var content = new StringContent(text);
                    var streamed = new StreamContent(unknown);
                    while (true)
                    {
                        try { await http.PutAsync("/a", content); await http.PutAsync("/a", streamed); return; }
                        catch (HttpRequestException) { await Task.Delay(1000); }
                    }
                }
            }
            """
        );

    [Fact]
    public Task Bodies_of_responses_read_again() =>
        VerifyCS<RequestIsReused>.VerifyAnalyzerAsync(
            """
            using System.Text.Json;
            record Order(int Id);
            class Orders(HttpClient http)
            {
                async Task<string> Again()
                {
                    using var response = await http.GetAsync("/a", HttpCompletionOption.ResponseHeadersRead);
                    for (var attempt = 0; ; attempt++)
                    {
                        try { return await [|response.Content.ReadAsStringAsync()|]; }
                        catch (HttpRequestException) when (attempt < 3) { await Task.Delay(1000); }
                    }
                }

                async Task<Order?> FromItsStream(HttpRequestMessage request)
                {
                    var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead).ConfigureAwait(false);
                    await using var stream = await response.Content.ReadAsStreamAsync();
                    while (true)
                    {
                        try { return await [|JsonSerializer.DeserializeAsync<Order>(stream)|]; }
                        catch (IOException) { await Task.Delay(1000); }
                    }
                }

                async Task ByACopy(Stream target)
                {
                    var stream = await http.GetStreamAsync("/a");
                    try { await stream.CopyToAsync(target); }
                    catch (IOException) { await [|stream.CopyToAsync(target)|]; }
                }

                async Task<string> ThroughAReader()
                {
                    var response = await http.GetAsync("/a", HttpCompletionOption.ResponseHeadersRead);
                    while (true)
                    {
                        try
                        {
                            using var reader = new StreamReader(await [|response.Content.ReadAsStreamAsync()|]);
                            return await reader.ReadToEndAsync();
                        }
                        catch (IOException) { await Task.Delay(1000); }
                    }
                }
            }
            """
        );

    [Fact]
    public Task Bodies_that_can_be_read_again_or_are_read_once() =>
        VerifyCS<RequestIsReused>.VerifyAnalyzerAsync(
            """
            using System.Text.Json;
            class Orders(HttpClient http)
            {
                async Task<string> FromMemory()
                {
                    using var response = await http.GetAsync("/a");
                    while (true)
                    {
                        try { return await response.Content.ReadAsStringAsync(); }
                        catch (IOException) { await Task.Delay(1000); }
                    }
                }

                async Task<string> ReadIntoMemory()
                {
                    using var response = await http.GetAsync("/a", HttpCompletionOption.ResponseHeadersRead);
                    await response.Content.LoadIntoBufferAsync();
                    while (true)
                    {
                        try { return await response.Content.ReadAsStringAsync(); }
                        catch (IOException) { await Task.Delay(1000); }
                    }
                }

                async Task<string> AskedForAgain()
                {
                    while (true)
                    {
                        try
                        {
                            using var response = await http.GetAsync("/a", HttpCompletionOption.ResponseHeadersRead);
                            using var reader = new StreamReader(await response.Content.ReadAsStreamAsync());
                            return await reader.ReadToEndAsync();
                        }
                        catch (IOException) { await Task.Delay(1000); }
                    }
                }

                async Task<int> EveryLine()
                {
                    var lines = 0;
                    using var reader = new StreamReader(await http.GetStreamAsync("/a"));
                    while (await reader.ReadLineAsync() is not null)
                    {
                        lines++;
                    }

                    return lines;
                }

                async Task<string> LineByLine()
                {
                    using var reader = new StreamReader(await http.GetStreamAsync("/a"));
                    while (true)
                    {
                        try { var line = await reader.ReadLineAsync(); if (line == "") return line; }
                        catch (FormatException) { }
                    }
                }

                async Task<string> OfAFile(string path)
                {
                    using var file = new StreamReader(path);
                    await http.GetStreamAsync("/a");
                    while (true)
                    {
                        try { return await file.ReadToEndAsync(); }
                        catch (IOException) { await Task.Delay(1000); }
                    }
                }

                async Task<string> Once()
                {
                    var response = await http.GetAsync("/a", HttpCompletionOption.ResponseHeadersRead);
                    try { return await response.Content.ReadAsStringAsync(); }
                    catch (IOException) { return ""; }
                }
            }
            """
        );

    [Fact]
    public Task Contexts() =>
        VerifyCS<RequestIsReused>.VerifyAnalyzerAsync(
            """
            using Microsoft.EntityFrameworkCore;
            class Order { }
            class Shop : DbContext { public DbSet<Order> Orders { get; set; } }
            class Orders(Shop shop)
            {
                async Task AddedAgain()
                {
                    while (true)
                    {
                        shop.Orders.Add(new Order());
                        try { await [|shop.SaveChangesAsync()|]; return; }
                        catch (DbUpdateException) { await Task.Delay(1000); }
                    }
                }

                async Task AddedBefore()
                {
                    shop.Orders.Add(new Order());
                    while (true)
                    {
                        try { await shop.SaveChangesAsync(); return; }
                        catch (DbUpdateException) { await Task.Delay(1000); }
                    }
                }

                async Task Cleared()
                {
                    while (true)
                    {
                        shop.ChangeTracker.Clear();
                        shop.Add(new Order());
                        try { await shop.SaveChangesAsync(); return; }
                        catch (DbUpdateException) { await Task.Delay(1000); }
                    }
                }

                async Task Fresh(Func<Shop> make)
                {
                    while (true)
                    {
                        using var own = make();
                        own.Add(new Order());
                        try { await own.SaveChangesAsync(); return; }
                        catch (DbUpdateException) { await Task.Delay(1000); }
                    }
                }

                async Task Items(string[] names)
                {
                    foreach (var name in names)
                    {
                        shop.Orders.Add(new Order());
                        try { await shop.SaveChangesAsync(); }
                        catch (DbUpdateException) { await Task.Delay(1000); }
                    }
                }
            }
            """,
            Library.EfCore
        );
}
