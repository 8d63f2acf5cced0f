using DistributedSystems.Analyzers.Rules.Retries;
using DistributedSystems.Analyzers.Tests.Verify;

namespace DistributedSystems.Analyzers.Tests.Rules.Retries;

using VerifyCS = VerifyCS<RequestIsReused>;

public class MessageSentTwiceTests
{
    [Fact]
    public Task Whatever_leads_to_the_second_send() =>
        VerifyCS.VerifyAnalyzerAsync(
            """
            using System.Net;
            class Library(HttpClient http, Uri login)
            {
                private readonly HttpRequestMessage ping = new(HttpMethod.Head, "/");

                async Task<HttpResponseMessage> AfterAStatus(string shelf)
                {
                    var ask = new HttpRequestMessage(HttpMethod.Get, shelf);
                    var answer = await http.SendAsync(ask);
                    if (answer.StatusCode == HttpStatusCode.Unauthorized)
                    {
                        await http.GetAsync(login);
                        answer = await [|http.SendAsync(ask)|];
                    }

                    return answer;
                }

                async Task<HttpResponseMessage> AfterAStatusAnew(string shelf)
                {
                    var ask = new HttpRequestMessage(HttpMethod.Get, shelf);
                    var answer = await http.SendAsync(ask);
                    if (answer.StatusCode == HttpStatusCode.Unauthorized)
                    {
                        await http.GetAsync(login);
                        ask = new HttpRequestMessage(HttpMethod.Get, shelf);
                        answer = await http.SendAsync(ask);
                    }

                    return answer;
                }

                async Task UntilItAnswers()
                {
                    while (true)
                    {
                        var answer = await [|http.SendAsync(ping)|];
                        if (answer.IsSuccessStatusCode) return;
                        await Task.Delay(500);
                    }
                }

                async Task<HttpResponseMessage> ThroughAStep(HttpRequestMessage ask)
                {
                    for (var turn = 0; ; turn++)
                    {
                        var answer = await [|Send(ask)|];
                        if (answer.IsSuccessStatusCode || turn == 3) return answer;
                        await Task.Delay(500);
                    }
                }

                Task<HttpResponseMessage> Send(HttpRequestMessage ask) => http.SendAsync(ask);

                async Task<HttpResponseMessage> ByItself(HttpRequestMessage ask, int left)
                {
                    var answer = await [|http.SendAsync(ask)|];
                    return answer.IsSuccessStatusCode || left == 0 ? answer : await ByItself(ask, left - 1);
                }

                async Task<HttpResponseMessage> ByItselfAnew(HttpRequestMessage ask, int left)
                {
                    var answer = await http.SendAsync(ask);
                    return answer.IsSuccessStatusCode || left == 0 ? answer : await ByItselfAnew(new HttpRequestMessage(ask.Method, ask.RequestUri), left - 1);
                }

                async Task Each(IEnumerable<HttpRequestMessage> all)
                {
                    foreach (var ask in all) await http.SendAsync(ask);
                }

                async Task<HttpResponseMessage> OneOrTheOther(HttpRequestMessage ask, bool early) =>
                    early ? await http.SendAsync(ask, HttpCompletionOption.ResponseHeadersRead) : await http.SendAsync(ask);
            }
            """
        );

    [Fact]
    public Task A_delegate_that_sends_it() =>
        VerifyCS.VerifyAnalyzerAsync(
            """
            class Mail(HttpClient http)
            {
                private static async Task<HttpResponseMessage> Again(HttpRequestMessage letter, Func<HttpRequestMessage, Task<HttpResponseMessage>> post)
                {
                    while (true)
                    {
                        var answer = await [|post(letter)|];
                        if (answer.IsSuccessStatusCode) return answer;
                        await Task.Delay(500);
                    }
                }

                private static async Task<HttpResponseMessage> Unknown(HttpRequestMessage letter, Func<HttpRequestMessage, Task<HttpResponseMessage>> post)
                {
                    while (true)
                    {
                        var answer = await post(letter);
                        if (answer.IsSuccessStatusCode) return answer;
                        await Task.Delay(500);
                    }
                }

                Task Send() => Again(new HttpRequestMessage(HttpMethod.Get, "/box"), letter => http.SendAsync(letter));

                Task Copy(Func<HttpRequestMessage, Task<HttpResponseMessage>> post) => Unknown(new HttpRequestMessage(HttpMethod.Get, "/box"), post);
            }
            """
        );
}
