using DistributedSystems.Analyzers.Catalog;
using DistributedSystems.Analyzers.Facts.Calls;
using DistributedSystems.Analyzers.Tests.Verify;

namespace DistributedSystems.Analyzers.Tests.Facts;

public class ReplaysTests
{
    [Theory]
    [InlineData("new HttpRequestMessage(HttpMethod.Post, \"/\")", "Accumulates", "the request's method is POST")]
    [InlineData("new HttpRequestMessage(HttpMethod.Patch, \"/\")", "Accumulates", "the request's method is PATCH")]
    [InlineData("new HttpRequestMessage(HttpMethod.Put, \"/\")", "Idempotent", "the request's method is PUT")]
    [InlineData("new HttpRequestMessage(HttpMethod.Head, \"/\")", "Safe", "the request's method is HEAD")]
    [InlineData("new HttpRequestMessage()", "Safe", "the request's method is GET")]
    [InlineData("new HttpRequestMessage(new HttpMethod(\"post\"), \"/\")", "Accumulates", "the request's method is POST")]
    [InlineData("new HttpRequestMessage(new HttpMethod(\"MERGE\"), \"/\")", "Unknown", "the request's method is MERGE")]
    [InlineData("new HttpRequestMessage { Method = HttpMethod.Delete }", "Idempotent", "the request's method is DELETE")]
    [InlineData("new HttpRequestMessage(method, \"/\")", "Unknown", "")]
    [InlineData(
        "new HttpRequestMessage(HttpMethod.Post, \"/\") { Headers = { { \"idempotency-key\", \"1\" } } }",
        "Keyed",
        "the request carries 'idempotency-key'"
    )]
    [InlineData("given", "Unknown", "")]
    public void A_request_is_what_its_method_and_headers_make_it(string request, string replay, string evidence) =>
        AssertReplay($"return [|http.SendAsync({request})|];", replay, evidence);

    [Theory]
    [InlineData("", "Accumulates")]
    [InlineData("request.Headers.Add(\"Accept\", \"a\");", "Accumulates")]
    [InlineData("request.Headers.TryAddWithoutValidation(\"Idempotency-Key\", \"1\");", "Keyed")]
    [InlineData("request.Headers.Add(header, \"1\");", "Unknown")]
    [InlineData("request.Headers.IfMatch.ParseAdd(\"*\");", "Conditional")]
    [InlineData("request.Headers.IfMatch.Add(System.Net.Http.Headers.EntityTagHeaderValue.Any);", "Conditional")]
    [InlineData("request.Method = method;", "Unknown")]
    [InlineData("request.Method = HttpMethod.Put;", "Idempotent")]
    [InlineData("request.Method = HttpMethod.Put; request.Method = HttpMethod.Post;", "Unknown")]
    [InlineData("Sign(request);", "Unknown")]
    [InlineData("request.Content = new StringContent(\"\"); request.Headers.ExpectContinue = true;", "Accumulates")]
    public void What_is_done_to_the_request_before_it_is_sent_counts(string statements, string replay) =>
        AssertReplay(
            $"var request = new HttpRequestMessage(HttpMethod.Post, \"/\"); {statements} return [|http.SendAsync(request)|];",
            replay,
            null
        );

    [Theory]
    [InlineData("http.SendAsync(Create())", "Accumulates")]
    [InlineData("http.SendAsync(CreateKeyed())", "Keyed")]
    [InlineData("http.SendAsync(CreateEither(1))", "Unknown")]
    [InlineData("http.SendAsync(CreateOpen())", "Unknown")]
    public void A_request_made_by_a_method_of_the_project_is_known(string call, string replay)
    {
        var answer = ReplayAt(
            $$"""
            class C
            {
                Task M(HttpClient http) => [|{{call}}|];
                HttpRequestMessage Create() => new HttpRequestMessage(HttpMethod.Post, "/");
                HttpRequestMessage CreateKeyed() { var request = new HttpRequestMessage(HttpMethod.Post, "/"); request.Headers.Add("Idempotency-Key", "1"); return request; }
                HttpRequestMessage CreateEither(int n) { if (n > 1) return new HttpRequestMessage(HttpMethod.Get, "/"); return new HttpRequestMessage(HttpMethod.Post, "/"); }
                protected virtual HttpRequestMessage CreateOpen() => new HttpRequestMessage(HttpMethod.Post, "/");
            }
            """,
            Setup.Default
        );
        Assert.Equal(replay, answer.Replay.ToString());
    }

    [Theory]
    [InlineData("request.Headers.Add(\"Idempotency-Key\", \"1\");", "Unknown")]
    [InlineData("request.Headers.Add(\"Accept\", \"1\");", "Accumulates")]
    public void A_handler_of_the_project_may_add_a_key(string statement, string replay)
    {
        var answer = ReplayAt(
            "class C { Task M(HttpClient http) => [|http.PostAsync(\"/\", null)|]; } class KeyHandler : DelegatingHandler { protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken token) { STATEMENT return base.SendAsync(request, token); } }".Replace(
                "STATEMENT",
                statement
            ),
            Setup.Default
        );
        Assert.Equal(replay, answer.Replay.ToString());
    }

    [Theory]
    [InlineData("client.ExecuteAsync(new Request(\"/\", Method.Post))", "Accumulates")]
    [InlineData("client.ExecuteAsync(new Request(\"/\") { Method = Method.Put })", "Idempotent")]
    [InlineData("client.ExecuteAsync(new Request(\"/\"))", "Safe")]
    [InlineData("client.ExecuteAsync(new Request(\"/\", Method.Post).AddHeader(\"Idempotency-Key\", \"1\"))", "Unknown")]
    [InlineData("client.ExecuteAsync(Keyed())", "Keyed")]
    [InlineData("client.SendAsync(HttpMethod.Post, \"/\")", "Accumulates")]
    [InlineData("client.SendAsync(HttpMethod.Delete, \"/\")", "Idempotent")]
    [InlineData("client.SendAsync(verb, \"/\")", "Unknown")]
    [InlineData("client.WithHeader(\"Idempotency-Key\", 1).PostAsync(\"/\")", "Keyed")]
    [InlineData("client.WithHeader(\"If-Match\", 1).PostAsync(\"/\")", "Conditional")]
    [InlineData("client.WithHeader(\"Accept\", 1).PostAsync(\"/\")", "Accumulates")]
    [InlineData("api.Create(\"1\")", "Keyed")]
    [InlineData("api.Create(null)", "Accumulates")]
    public void Rest_clients_are_known_by_their_request_their_headers_and_their_attributes(string call, string replay)
    {
        var setup = Setup.Default with
        {
            AdditionalFiles = new Dictionary<string, string>
            {
                ["a.remoteapi.txt"] = """
                    library Rest
                    type Client http
                    member ExecuteAsync remote http=request
                    member SendAsync remote http=verb
                    member PostAsync remote accumulates
                    member WithHeader local header=name
                    type Request
                    member AddHeader local header=name
                    attribute PostAttribute remote accumulates http
                    """,
            },
        };
        var answer = ReplayAt(
            """
            class C
            {
                Task M(Client client, IApi api, HttpMethod verb) => [|X|];
                Request Keyed() { var request = new Request("/", Method.Post); request.AddHeader("Idempotency-Key", "1"); return request; }
            }
            public enum Method { Get, Post, Put }
            public class Request { public Request(string uri, Method method = Method.Get) { } public Method Method { get; set; } public Request AddHeader(string name, string value) => this; }
            public class Client { public Task ExecuteAsync(Request request) => null; public Task SendAsync(HttpMethod verb, string uri) => null; public Task PostAsync(string uri) => null; public Client WithHeader(string name, object value) => this; }
            public class PostAttribute : Attribute { public PostAttribute(string path) { } }
            public class HeaderAttribute : Attribute { public HeaderAttribute(string name) { } }
            public interface IApi { [Post("/")] Task Create([Header("Idempotency-Key")] string key); }
            """.Replace("X", call),
            setup
        );
        Assert.Equal(replay, answer.Replay.ToString());
    }

    [Theory]
    [InlineData("return [|sender.Send(new Message(\"a\") { Id = \"1\" })|];", "Keyed")]
    [InlineData("var message = new Message(\"a\"); message.Id = \"1\"; return [|sender.Send(message)|];", "Keyed")]
    [InlineData("return [|sender.Send(new Message(\"a\"))|];", "Accumulates")]
    [InlineData("return [|sender.Send(given)|];", "Unknown")]
    [InlineData("return [|sender.Send(\"a\")|];", "Accumulates")]
    public void A_message_id_makes_a_send_keyed(string body, string replay)
    {
        var setup = Setup.Default with
        {
            AdditionalFiles = new Dictionary<string, string>
            {
                ["a.remoteapi.txt"] = "library L\ntype Sender\nmember Send remote accumulates key=message.Id",
            },
        };
        const string Source =
            "public class Message { public Message(string body) { } public string Id { get; set; } } public class Sender { public Task Send(Message message) => null; public Task Send(string text) => null; } class C { Task M(Sender sender, Message given) { BODY } }";
        Assert.Equal(replay, ReplayAt(Source.Replace("BODY", body), setup).Replay.ToString());
    }

    [Theory]
    [InlineData("while (true) { [|store.Insert(new Document())|]; }", "Accumulates")]
    [InlineData("while (true) { var document = new Document { Text = \"a\" }; [|store.Insert(document)|]; }", "Accumulates")]
    [InlineData("var document = new Document(); while (true) { [|store.Insert(document)|]; }", "Conditional")]
    [InlineData("while (true) { [|store.Insert(new Document { Id = key })|]; }", "Conditional")]
    [InlineData("while (true) { [|store.Insert(new Document(key))|]; }", "Conditional")]
    [InlineData("[|store.Insert(new Document())|];", "Conditional")]
    [InlineData("while (true) { [|store.Insert(given)|]; }", "Unknown")]
    public void A_key_generated_by_the_client_lives_as_long_as_the_object(string body, string replay)
    {
        var setup = Setup.Default with
        {
            AdditionalFiles = new Dictionary<string, string>
            {
                ["a.remoteapi.txt"] = "library L\ntype Store\nmember Insert remote generated-key=document",
            },
        };
        const string Source =
            "public class Document { public Document() { } public Document(string id) { } public string Id { get; set; } public string Text { get; set; } } public class Store { public void Insert(Document document) { } } class C { void M(Store store, Document given, string key) { BODY } }";
        Assert.Equal(replay, ReplayAt(Source.Replace("BODY", body), setup).Replay.ToString());
    }

    [Fact]
    public void A_default_header_of_the_client_may_be_a_key()
    {
        var setup = Setup.Default with
        {
            AdditionalFiles = new Dictionary<string, string>
            {
                ["a.remoteapi.txt"] =
                    "library Rest\ntype Client http\nmember PostAsync remote accumulates\nmember AddDefaultHeader local default-header=name",
            },
        };
        const string Source =
            "class C { private readonly Client client = new(); public C() { client.AddDefaultHeader(\"NAME\", \"1\"); } Task M() => [|client.PostAsync()|]; } public class Client { public Task PostAsync() => null; public void AddDefaultHeader(string name, string value) { } }";
        Assert.Equal(Replay.Unknown, ReplayAt(Source.Replace("NAME", "Idempotency-Key"), setup).Replay);
        Assert.Equal(Replay.Accumulates, ReplayAt(Source.Replace("NAME", "Accept"), setup).Replay);
    }

    [Fact]
    public void A_key_parameter_that_is_given_makes_a_call_keyed()
    {
        var setup = Setup.Default with
        {
            AdditionalFiles = new Dictionary<string, string>
            {
                ["a.remoteapi.txt"] = "library L\ntype IPay\nmember Pay remote accumulates key=id",
            },
        };
        const string Source = "public interface IPay { Task Pay(string id = null); } class C { Task M(IPay pay) => [|pay.Pay(ARGS)|]; }";
        Assert.Equal(Replay.Keyed, ReplayAt(Source.Replace("ARGS", "\"1\""), setup).Replay);
        Assert.Equal(Replay.Accumulates, ReplayAt(Source.Replace("ARGS", ""), setup).Replay);
        Assert.Equal(Replay.Accumulates, ReplayAt(Source.Replace("ARGS", "null"), setup).Replay);
    }

    private static void AssertReplay(string body, string replay, string? evidence)
    {
        var answer = ReplayAt(
            $"class C {{ Task M(HttpClient http, HttpMethod method, HttpRequestMessage given, string header) {{ {body} }} void Sign(HttpRequestMessage request) {{ }} }}",
            Setup.Default
        );
        Assert.Equal(replay, answer.Replay.ToString());
        Assert.Equal(evidence ?? answer.Evidence, answer.Evidence);
    }

    private static ReplayAnswer ReplayAt(string source, Setup setup)
    {
        var probe = Probe.At(source, setup);
        return probe.Facts.Replays.Of(probe.Call);
    }
}
