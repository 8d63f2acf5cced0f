using DistributedSystems.Analyzers.Rules.Deadlines;
using DistributedSystems.Analyzers.Tests.Verify;
using DistributedSystems.CodeFixes.Deadlines;
using Microsoft.CodeAnalysis;

namespace DistributedSystems.Analyzers.Tests.Rules.Deadlines;

using VerifyCS = VerifyCS<RemoteCallHasNoDeadline, AddDeadlineFix>;

public class AddDeadlineFixTests
{
    private const string Client = """

        public class Request { }
        public class Reply { }
        public class OrdersClient : ClientBase<OrdersClient>
        {
            protected override OrdersClient NewInstance(ClientBaseConfiguration configuration) => this;
            public virtual AsyncUnaryCall<Reply> PlaceAsync(Request request, Metadata headers = null, DateTime? deadline = null, CancellationToken cancellationToken = default) => null;
            public virtual AsyncUnaryCall<Reply> PlaceAsync(Request request, CallOptions options) => null;
        }
        """;

    // Where a rule is switched off that would report the server call's dropped deadline, this one does.
    private static readonly Dictionary<string, ReportDiagnostic> WithoutDropped = new()
    {
        [CallersCancellationDropped.Id] = ReportDiagnostic.Suppress,
    };

    [Fact]
    public Task Adds_or_replaces_the_argument() =>
        VerifyCS.VerifyCodeFixAsync(
            """
            using System;
            using System.Threading;
            using System.Threading.Tasks;
            using Grpc.Core;

            class Checkout(OrdersClient client)
            {
                async Task<Reply> Place() => await [|client.PlaceAsync(new Request())|];
                async Task<Reply> Positional() => await [|client.PlaceAsync(new Request(), null, null, default)|];
                async Task<Reply> Named() => await [|client.PlaceAsync(request: new Request(), deadline: null)|];
                async Task<Reply> Conditional() => await (client?[|.PlaceAsync(new Request())|]);
                async Task<Reply> Handler(ServerCallContext context)
                {
                    return await [|client.PlaceAsync(new Request())|];
                }
            }
            """ + Client,
            """
            using System;
            using System.Threading;
            using System.Threading.Tasks;
            using Grpc.Core;

            class Checkout(OrdersClient client)
            {
                async Task<Reply> Place() => await client.PlaceAsync(new Request(), deadline: DateTime.UtcNow.AddSeconds(30));
                async Task<Reply> Positional() => await client.PlaceAsync(new Request(), null, DateTime.UtcNow.AddSeconds(30), default);
                async Task<Reply> Named() => await client.PlaceAsync(request: new Request(), deadline: DateTime.UtcNow.AddSeconds(30));
                async Task<Reply> Conditional() => await (client?.PlaceAsync(new Request(), deadline: DateTime.UtcNow.AddSeconds(30)));
                async Task<Reply> Handler(ServerCallContext context)
                {
                    return await client.PlaceAsync(new Request(), deadline: context.Deadline);
                }
            }
            """ + Client,
            Setup.With(Library.Grpc) with
            {
                Severities = WithoutDropped,
            }
        );

    [Fact]
    public Task Nothing_is_offered_for_options() =>
        VerifyCS.VerifyNoFixAsync(
            "using Grpc.Core;\nclass Checkout(OrdersClient client) { async Task<Reply> Place() => await [|client.PlaceAsync(new Request(), new CallOptions())|]; }"
                + Client,
            Setup.With(Library.Grpc)
        );
}
