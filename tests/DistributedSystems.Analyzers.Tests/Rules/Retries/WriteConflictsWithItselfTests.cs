using DistributedSystems.Analyzers.Rules.Retries;
using DistributedSystems.Analyzers.Tests.Verify;

namespace DistributedSystems.Analyzers.Tests.Rules.Retries;

public class WriteConflictsWithItselfTests
{
    [Theory]
    [InlineData("if (response.StatusCode == HttpStatusCode.PreconditionFailed) throw new InvalidOperationException();", true)]
    [InlineData(
        "if (response is { StatusCode: HttpStatusCode.Conflict }) { Console.WriteLine(1); throw new InvalidOperationException(); }",
        true
    )]
    [InlineData(
        "if (response.StatusCode == HttpStatusCode.PreconditionFailed) { if (await http.GetStringAsync(\"/a\") == \"mine\") return; throw new InvalidOperationException(); }",
        false
    )]
    [InlineData("if (response.StatusCode == HttpStatusCode.PreconditionFailed) return;", false)]
    [InlineData("if (response.StatusCode != HttpStatusCode.PreconditionFailed) throw new InvalidOperationException();", false)]
    [InlineData("if (response.StatusCode == HttpStatusCode.NotFound) throw new InvalidOperationException();", false)]
    [InlineData("response.EnsureSuccessStatusCode();", false)]
    public Task Conditional_requests_in_a_loop(string check, bool reported) =>
        VerifyCS<WriteConflictsWithItself>.VerifyAnalyzerAsync(
            """
            using System.Net;

            class C(HttpClient http)
            {
                async Task M(string etag)
                {
                    for (var attempt = 0; ; attempt++)
                    {
                        try
                        {
                            using var request = new HttpRequestMessage(HttpMethod.Post, "/a");
                            request.Headers.TryAddWithoutValidation("If-Match", etag);
                            using var response = await SEND;
                            CHECK
                            return;
                        }
                        catch (HttpRequestException) when (attempt < 3) { await Task.Delay(1000); }
                    }
                }

                async Task Once(string etag)
                {
                    using var request = new HttpRequestMessage(HttpMethod.Post, "/a");
                    request.Headers.TryAddWithoutValidation("If-Match", etag);
                    using var response = await http.SendAsync(request);
                    if (response.StatusCode == HttpStatusCode.PreconditionFailed) throw new InvalidOperationException();
                }
            }
            """.Replace("SEND", reported ? "[|http.SendAsync(request)|]" : "http.SendAsync(request)").Replace("CHECK", check)
        );

    private const string Store =
        "library Ours\ntype Store\nmember Create remote conditional hidden-retries=3\nmember CreateOnce remote conditional\nmember Delete remote idempotent hidden-retries=3\nmember Read remote safe\n";

    [Theory]
    [InlineData("catch (StoreException e) when (e.Status == 409) { throw new InvalidOperationException(); }", true)]
    [InlineData("catch (StoreException e) { if (e.Status == 409) throw new InvalidOperationException(\"taken\", e); throw; }", true)]
    [InlineData("catch (StoreException e) when (e.Status == 409) { throw; }", false)]
    [InlineData("catch (StoreException e) when (e.Status == 409) { return false; }", false)]
    [InlineData(
        "catch (StoreException e) when (e.Status == 409) { if (await store.Read() == \"mine\") return true; throw new InvalidOperationException(); }",
        false
    )]
    [InlineData("catch (StoreException e) when (e.Status == 404) { throw new InvalidOperationException(); }", false)]
    [InlineData("catch (StoreException e) when (e.Status != 409) { throw new InvalidOperationException(); }", false)]
    [InlineData("catch (StoreException) { throw new InvalidOperationException(); }", false)]
    public Task A_client_that_retries_by_itself(string handler, bool reported) =>
        VerifyCS<WriteConflictsWithItself>.VerifyAnalyzerAsync(
            """
            class StoreException : Exception { public int Status { get; set; } }
            class Store { public Task Create() => null; public Task CreateOnce() => null; public Task Delete() => null; public Task<string> Read() => null; }

            class C(Store store)
            {
                async Task<bool> M() { try { await CREATE; return true; } HANDLER }
                async Task<bool> Once() { try { await store.CreateOnce(); return true; } HANDLER }
                async Task Remove() { try { await [|store.Delete()|]; } catch (StoreException e) when (e.Status == 404) { throw new KeyNotFoundException(); } }
                async Task Removed() { try { await store.Delete(); } catch (StoreException e) when (e.Status == 404) { } }
            }
            """.Replace("CREATE", reported ? "[|store.Create()|]" : "store.Create()").Replace("HANDLER", handler),
            new Setup { AdditionalFiles = new Dictionary<string, string> { ["our.remoteapi.txt"] = Store } }
        );
}
