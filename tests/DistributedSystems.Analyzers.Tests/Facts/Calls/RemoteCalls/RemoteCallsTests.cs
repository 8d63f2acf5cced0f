using DistributedSystems.Analyzers.Catalog;
using DistributedSystems.Analyzers.Tests.Verify;
using Microsoft.CodeAnalysis.Operations;

namespace DistributedSystems.Analyzers.Tests.Facts;

public class RemoteCallsTests
{
    private const string Gateway = """

        namespace Shop
        {
            using DistributedSystems;

            [RemoteCall] public interface IGateway { Task Member(); [NotIdempotent] Task Charge(); }
            public class Gateway : IGateway { public Task Member() => null; public Task Charge() => null; public static Task Helper() => null; Task Private() => null; public Task Inside() => [|X|]; }
        }
        """;

    [Theory]
    [InlineData("http.GetAsync(\"/\")", "the built-in catalog", "Safe")]
    [InlineData("http.PostAsync(\"/\", null)", "the built-in catalog", "Accumulates")]
    [InlineData("System.Net.Http.Json.HttpClientJsonExtensions.PutAsJsonAsync(http, \"/\", 1)", "the built-in catalog", "Idempotent")]
    [InlineData("command.ExecuteNonQueryAsync()", "the built-in catalog", "Unknown")]
    [InlineData("own.ExecuteNonQueryAsync()", "the built-in catalog", "Unknown")]
    public void Library_calls_are_known_by_their_declaration_or_the_one_they_override(string call, string origin, string replay)
    {
        var probe = Probe.At(
            $"abstract class Own : System.Data.Common.DbCommand {{ public abstract override Task<int> ExecuteNonQueryAsync(CancellationToken token); }} class C {{ object M(HttpClient http, System.Data.Common.DbCommand command, Own own) => [|{call}|]; }}"
        );
        Assert.Equal((origin, replay), (probe.Call.Api.Origin, probe.Call.Api.Replay.ToString()));
    }

    [Theory]
    [InlineData("gateway.Member()", "[RemoteCall] on IGateway", "Unknown")]
    [InlineData("gateway.Charge()", "[NotIdempotent] on Charge", "Accumulates")]
    [InlineData("concrete.Charge()", "[NotIdempotent] on Charge", "Accumulates")]
    public void Annotations_on_the_member_or_its_interface_count(string call, string origin, string replay)
    {
        var probe = Probe.At(
            $"class C {{ object M(Shop.IGateway gateway, Shop.Gateway concrete) => [|{call}|]; }}" + Gateway.Replace("[|X|]", "null"),
            Library.Annotations
        );
        Assert.Equal((origin, replay), (probe.Call.Api.Origin, probe.Call.Api.Replay.ToString()));
    }

    [Theory]
    [InlineData("Shop.Gateway.Helper()")]
    [InlineData("text.Trim()")]
    [InlineData("Console.ReadLine()")]
    [InlineData("GetAsync(text)")]
    public void Other_calls_are_not_remote(string call)
    {
        var probe = Probe.At(
            $"class C {{ object GetAsync(string uri) => null; object M(string text) => [|{call}|]; }}" + Gateway.Replace("[|X|]", "null"),
            Library.Annotations
        );
        Assert.Null(probe.Facts.RemoteCalls.RemoteCallOf((IInvocationOperation)probe.Marked));
    }

    [Theory]
    [InlineData("type Ours.IService derived\nmember * remote safe", "grain.Read()", true)]
    [InlineData("type Ours.IService derived\nmember * remote safe", "service.Count()", true)]
    [InlineData("type Ours.IService\nmember * remote safe", "grain.Read()", false)]
    [InlineData("type Ours.IService derived\nmember * remote safe", "grain.ToString()", false)]
    [InlineData("type Ours.IService derived\nmember * remote safe", "concrete.Read()", false)]
    [InlineData("type Ours.Client derived\nmember * remote safe", "generated.Fetch()", true)]
    [InlineData("type Ours.Client derived\nmember * remote safe", "Ours.Generated.Local()", false)]
    [InlineData("attribute Ours.VerbAttribute remote safe", "api.List()", true)]
    [InlineData("attribute Ours.VerbAttribute remote safe", "api.Helper()", false)]
    [InlineData("attribute Ours.VerbAttribute remote safe", "implementation.List()", true)]
    [InlineData("attribute Ours.GetAttribute remote safe", "api.List()", true)]
    [InlineData("attribute Ours.PostAttribute remote safe", "api.List()", false)]
    public void A_line_can_cover_members_by_their_type_or_their_attribute(string lines, string call, bool remote)
    {
        const string Source = """
            class C { object M(Ours.IService service, Ours.IGrain grain, Ours.Concrete concrete, Ours.Generated generated, Ours.IApi api, Ours.Implementation implementation) => [|X|]; }
            namespace Ours
            {
                public class VerbAttribute : Attribute { }
                public class GetAttribute : VerbAttribute { }
                public class PostAttribute : VerbAttribute { }
                public interface IService { Task Count(); }
                public interface IGrain : IService { Task Read(); }
                public class Concrete : IGrain { public Task Count() => null; public Task Read() => null; }
                public class Client { }
                public class Generated : Client { public Task Fetch() => null; public static Task Local() => null; }
                public interface IApi { [Get] Task List(); Task Helper(); }
                public class Implementation : IApi { public Task List() => null; public Task Helper() => null; }
            }
            """;
        var probe = Probe.At(
            Source.Replace("X", call),
            new Setup { AdditionalFiles = new Dictionary<string, string> { ["x.remoteapi.txt"] = "library Ours\n" + lines } }
        );
        Assert.Equal(remote, probe.Facts.RemoteCalls.RemoteCallOf((IInvocationOperation)probe.Marked) is not null);
    }

    [Fact]
    public void A_users_line_replaces_the_built_in_one_and_an_attribute_replaces_both()
    {
        const string Source =
            "public interface IOwn { [DistributedSystems.Idempotent] Task SaveAsync(); Task LoadAsync(); } class C {{ object M(HttpClient http, IOwn own) => [|{0}|]; }}";
        var setup = Setup.With(Library.Annotations) with
        {
            AdditionalFiles = new Dictionary<string, string>
            {
                ["x.remoteapi.txt"] =
                    "library Ours\ntype System.Net.Http.HttpClient\nmember PostAsync local\ntype IOwn\nmember SaveAsync remote accumulates\nmember LoadAsync remote safe",
            },
        };
        var post = Probe.At(Of("http.PostAsync(\"/\", null)"), setup);
        Assert.Null(post.Facts.RemoteCalls.RemoteCallOf((IInvocationOperation)post.Marked));
        Assert.Equal(Replay.Safe, Probe.At(Of("http.GetAsync(\"/\")"), setup).Call.Api.Replay);
        Assert.Equal("x.remoteapi.txt", Probe.At(Of("own.LoadAsync()"), setup).Call.Api.Origin);
        Assert.Equal(
            (Replay.Idempotent, true),
            (Probe.At(Of("own.SaveAsync()"), setup).Call.Api.Replay, Probe.At(Of("own.SaveAsync()"), setup).Call.Api.Remote == true)
        );

        static string Of(string call) => Source.Replace("{{", "{").Replace("}}", "}").Replace("{0}", call);
    }

    [Theory]
    [InlineData("http.GetAsync(\"/\")", "HttpClient.GetAsync")]
    [InlineData("http.PostAsJsonAsync(\"/\", 1)", "HttpClient.PostAsJsonAsync")]
    [InlineData("HttpClientJsonExtensions.PostAsJsonAsync(http, \"/\", 1)", "HttpClient.PostAsJsonAsync")]
    public void Messages_name_the_type_a_reader_knows(string call, string name) =>
        Assert.Equal(name, Probe.At($"using System.Net.Http.Json; class C {{ object M(HttpClient http) => [|{call}|]; }}").Call.Name);

    [Theory]
    [InlineData("var socket = new Socket(SocketType.Stream, ProtocolType.Tcp); [|socket.Connect(where)|];", true)]
    [InlineData("var socket = new Socket(SocketType.Dgram, ProtocolType.Udp); [|socket.Connect(where)|];", false)]
    [InlineData("[|made.ConnectAsync(where)|];", true)]
    [InlineData("[|made.ConnectAsync(new UnixDomainSocketEndPoint(\"/run/agent\"))|];", false)]
    [InlineData(
        "var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp); [|socket.Receive(new byte[8])|];",
        true
    )]
    [InlineData(
        "var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified); [|socket.Receive(new byte[8])|];",
        false
    )]
    [InlineData("var socket = made; socket.Blocking = false; [|socket.Connect(where)|];", false)]
    [InlineData("made.Blocking = true; [|made.Connect(where)|];", true)]
    public void A_socket_is_remote_where_it_waits_for_the_network(string statements, bool isRemote)
    {
        var probe = Probe.At("using System.Net.Sockets; class C { void M(Socket made, System.Net.EndPoint where) { " + statements + " } }");
        Assert.Equal(isRemote, probe.Facts.RemoteCalls.RemoteCallOf((IInvocationOperation)probe.Marked) is not null);
        Assert.Equal(isRemote, probe.Facts.RemoteCalls.OperationOf((IInvocationOperation)probe.Marked) is not null);
    }
}
