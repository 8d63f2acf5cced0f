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

    [Fact]
    public Task A_message_that_an_object_holds() =>
        VerifyCS.VerifyAnalyzerAsync(
            """
            class Order(HttpClient http, Uri shop)
            {
                private readonly HttpRequestMessage message = new(HttpMethod.Post, shop);

                public async Task<HttpResponseMessage> Place()
                {
                    var answer = await http.SendAsync(message);
                    return answer.EnsureSuccessStatusCode();
                }
            }

            class FreshOrder(HttpClient http, Uri shop)
            {
                public async Task<HttpResponseMessage> Place()
                {
                    using var message = new HttpRequestMessage(HttpMethod.Post, shop);
                    return await http.SendAsync(message);
                }
            }

            class Till(HttpClient http, Uri shop)
            {
                async Task Charge()
                {
                    var order = new Order(http, shop);
                    for (var turn = 0; ; turn++)
                    {
                        try { await [|order.Place()|]; return; }
                        catch (HttpRequestException) when (turn < 3) { await Task.Delay(500); }
                    }
                }

                async Task ChargeAnew()
                {
                    for (var turn = 0; ; turn++)
                    {
                        try
                        {
                            var order = new Order(http, shop);
                            await order.Place();
                            return;
                        }
                        catch (HttpRequestException) when (turn < 3) { await Task.Delay(500); }
                    }
                }

                async Task ChargeFresh()
                {
                    var order = new FreshOrder(http, shop);
                    for (var turn = 0; ; turn++)
                    {
                        try { await order.Place(); return; }
                        catch (HttpRequestException) when (turn < 3) { await Task.Delay(500); }
                    }
                }

                async Task ChargeOnce()
                {
                    var order = new Order(http, shop);
                    await order.Place();
                }
            }
            """
        );

    [Fact]
    public Task A_strategy_that_others_give_the_sending_function() =>
        VerifyCS.VerifyAnalyzerAsync(
            """
            interface IPatience
            {
                Task<HttpResponseMessage> Send(HttpRequestMessage ask, Func<HttpRequestMessage, Task<HttpResponseMessage>> send);
            }

            class Patience : IPatience
            {
                public async Task<HttpResponseMessage> Send(HttpRequestMessage ask, Func<HttpRequestMessage, Task<HttpResponseMessage>> send)
                {
                    do
                    {
                        var answer = await [|send(ask)|];
                        if ((int)answer.StatusCode != 429) return answer;
                        await Task.Delay(500);
                    }
                    while (true);
                }
            }

            class Impatience : IPatience
            {
                public Task<HttpResponseMessage> Send(HttpRequestMessage ask, Func<HttpRequestMessage, Task<HttpResponseMessage>> send) => send(ask);
            }

            class Shelf(HttpClient http, IPatience patience)
            {
                public Task<HttpResponseMessage> Read() =>
                    patience.Send(new HttpRequestMessage(HttpMethod.Get, "/shelf"), async ask => await http.SendAsync(ask));
            }

            // Handlers may pass a request on again.
            class Again : DelegatingHandler
            {
                protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage ask, CancellationToken stop) =>
                    Repeat(ask, next => base.SendAsync(next, stop));

                internal static async Task<HttpResponseMessage> Repeat(
                    HttpRequestMessage ask, Func<HttpRequestMessage, Task<HttpResponseMessage>> send)
                {
                    while (true)
                    {
                        var answer = await send(ask);
                        if ((int)answer.StatusCode != 429) return answer;
                        await Task.Delay(500);
                    }
                }
            }
            """
        );
}
