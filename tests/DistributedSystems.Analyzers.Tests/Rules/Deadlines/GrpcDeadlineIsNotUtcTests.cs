using DistributedSystems.Analyzers.Rules.Deadlines;
using DistributedSystems.Analyzers.Tests.Verify;
using DistributedSystems.CodeFixes.Deadlines;
using Microsoft.CodeAnalysis;

namespace DistributedSystems.Analyzers.Tests.Rules.Deadlines;

using VerifyCS = VerifyCS<GrpcDeadlineIsNotUtc>;
using VerifyFix = VerifyCS<GrpcDeadlineIsNotUtc, SetUtcDeadlineFix>;

public class GrpcDeadlineIsNotUtcTests
{
    private const string Client = """

        public class Reply { }
        public class StockClient : Grpc.Core.ClientBase<StockClient>
        {
            protected override StockClient NewInstance(ClientBaseConfiguration configuration) => this;
            public virtual Grpc.Core.AsyncUnaryCall<Reply> ReserveAsync(string sku, Grpc.Core.Metadata headers = null, System.DateTime? deadline = null, System.Threading.CancellationToken cancellationToken = default) => null;
            public virtual Grpc.Core.AsyncUnaryCall<Reply> ReserveAsync(string sku, Grpc.Core.CallOptions options) => null;
        }
        """;

    [Fact]
    public Task Local_time_as_deadline() =>
        VerifyCS.VerifyAnalyzerAsync(
            """
            using Grpc.Core;
            class Checkout(StockClient stock)
            {
                static readonly TimeSpan Budget = TimeSpan.FromSeconds(2);

                async Task<Reply> Named() => await stock.ReserveAsync("a", deadline: [|DateTime.Now|].AddSeconds(2));
                async Task<Reply> Sum() => await stock.ReserveAsync("a", null, [|DateTime.Now|] + Budget);
                async Task<Reply> Options() => await stock.ReserveAsync("a", new CallOptions(deadline: [|DateTime.Now|].Add(Budget)));
                async Task<Reply> With() => await stock.ReserveAsync("a", new CallOptions().WithDeadline([|DateTime.Now|].Add(Budget)));
                async Task<Reply> NoKind() => await stock.ReserveAsync("a", deadline: [|DateTimeOffset.UtcNow.DateTime|].AddSeconds(2));
                async Task<Reply> Tomorrow() => await stock.ReserveAsync("a", deadline: [|DateTime.Today|].AddDays(1));
                async Task<Reply> ThroughLocal()
                {
                    var end = [|DateTime.Now|].AddSeconds(2);
                    await stock.ReserveAsync("a", deadline: end);
                    return await stock.ReserveAsync("b", deadline: end);
                }

                async Task<Reply> Utc() => await stock.ReserveAsync("a", deadline: DateTime.UtcNow.AddSeconds(2));
                async Task<Reply> Converted() => await stock.ReserveAsync("a", deadline: DateTime.Now.AddSeconds(2).ToUniversalTime());
                async Task<Reply> ConvertedFirst() => await stock.ReserveAsync("a", deadline: DateTime.Now.ToUniversalTime().AddSeconds(2));
                async Task<Reply> UtcOffset() => await stock.ReserveAsync("a", deadline: DateTimeOffset.Now.UtcDateTime.AddSeconds(2));
                async Task<Reply> Header() => await stock.ReserveAsync(DateTime.Now.ToString(), deadline: DateTime.UtcNow.AddSeconds(2));
                void Other(Action<DateTime> deadline) => deadline(DateTime.Now.AddSeconds(2));
            }
            """ + Client,
            Library.Grpc
        );

    [Fact]
    public Task A_deadline_kept_by_a_constructor_or_an_opening_method() =>
        VerifyCS.VerifyAnalyzerAsync(
            """
            using Grpc.Core;
            class Checkout
            {
                private readonly StockClient stock;
                private readonly CallOptions options;
                private DateTime? opened;
                private DateTime renewed;
                private DateTime ofOperation;
                private DateTime ticked;
                private DateTime shown;
                private DateTime set;
                private readonly Timer timer;

                public Checkout(StockClient stock)
                {
                    this.stock = stock;
                    options = new CallOptions().WithDeadline([|DateTime.UtcNow|].AddSeconds(5));
                    timer = new Timer(Tick, null, 0, 1000);
                    shown = DateTime.UtcNow.AddSeconds(5);
                    set = DateTime.UtcNow.AddSeconds(5);
                }

                public void Open(TimeSpan patience) => opened ??= [|DateTime.UtcNow|] + patience;
                public async Task<Reply> Kept() => await stock.ReserveAsync("a", options);
                public async Task<Reply> Opened() => await stock.ReserveAsync("a", deadline: opened);

                private void Renew() => renewed = DateTime.UtcNow.AddSeconds(5);
                public async Task<Reply> Renewed() { Renew(); return await stock.ReserveAsync("a", deadline: renewed); }
                public async Task<Reply> Operation()
                {
                    ofOperation = DateTime.UtcNow.AddSeconds(5);
                    await stock.ReserveAsync("a", deadline: ofOperation);
                    return await stock.ReserveAsync("b", deadline: ofOperation);
                }
                private void Tick(object state) => ticked = DateTime.UtcNow.AddSeconds(5);
                public async Task<Reply> Ticked() => await stock.ReserveAsync("a", deadline: ticked);
                public string Shown() => shown.ToString();
                public void Set(DateTime until) => set = until;
                public async Task<Reply> WithSet() => await stock.ReserveAsync("a", deadline: set);
            }
            """ + Client,
            Library.Grpc
        );

    [Fact]
    public Task A_deadline_computed_once() =>
        VerifyCS.VerifyAnalyzerAsync(
            """
            using Grpc.Core;
            static class Limits
            {
                static readonly CallOptions Options = new CallOptions(deadline: [|DateTime.UtcNow|].AddSeconds(2));
                static readonly CallOptions Chained = new CallOptions().WithDeadline([|DateTime.UtcNow|].AddSeconds(2));
                static readonly DateTime End = [|DateTime.UtcNow|].AddSeconds(2);
                static DateTime? Until { get; } = [|DateTime.UtcNow|].AddSeconds(2);
                static readonly DateTime Started = DateTime.UtcNow;
                static DateTime Next => DateTime.UtcNow.AddSeconds(2);
                static readonly Func<CallOptions> Fresh = () => new CallOptions(deadline: DateTime.UtcNow.AddSeconds(2));

                static async Task<Reply> Reserve(StockClient stock)
                {
                    Console.WriteLine(Started);
                    await stock.ReserveAsync("a", deadline: Until);
                    await stock.ReserveAsync("a", deadline: Next);
                    await stock.ReserveAsync("a", Fresh());
                    return await stock.ReserveAsync("a", deadline: End.AddSeconds(1));
                }
            }
            """ + Client,
            Library.Grpc
        );

    [Fact]
    public Task Kept_by_an_object_it_is_information() =>
        VerifyCS.VerifySeverityAsync(
            """
            class Operation
            {
                private readonly DateTime end = [|DateTime.UtcNow|].AddSeconds(2);
                public async Task<Reply> Run(StockClient stock) => await stock.ReserveAsync("a", deadline: end);
            }
            """ + Client,
            DiagnosticSeverity.Info,
            Library.Grpc
        );

    [Fact]
    public Task The_message_names_the_reading() =>
        VerifyCS.VerifyMessageAsync(
            "class C { object M(StockClient stock) => stock.ReserveAsync(\"a\", deadline: DateTime.Now); }" + Client,
            "'DateTime.Now' becomes the deadline of a gRPC call but is local time, which the client refuses",
            Library.Grpc
        );

    [Fact]
    public Task Reads_utc() =>
        VerifyFix.VerifyCodeFixAsync(
            """
            using System;
            using System.Threading.Tasks;
            using Grpc.Core;

            class Checkout(StockClient stock)
            {
                async Task<Reply> Named() => await stock.ReserveAsync("a", deadline: [|DateTime.Now|] /* local */ .AddSeconds(2));
                async Task<Reply> NoKind() => await stock.ReserveAsync("a", new CallOptions().WithDeadline([|DateTimeOffset.UtcNow.DateTime|].AddSeconds(2)));
            }
            """ + Client,
            """
            using System;
            using System.Threading.Tasks;
            using Grpc.Core;

            class Checkout(StockClient stock)
            {
                async Task<Reply> Named() => await stock.ReserveAsync("a", deadline: DateTime.UtcNow /* local */ .AddSeconds(2));
                async Task<Reply> NoKind() => await stock.ReserveAsync("a", new CallOptions().WithDeadline(DateTimeOffset.UtcNow.UtcDateTime.AddSeconds(2)));
            }
            """ + Client,
            Library.Grpc
        );

    [Fact]
    public Task A_time_that_is_also_shown_is_left() =>
        VerifyFix.VerifyNoFixAsync(
            """
            class Checkout(StockClient stock)
            {
                async Task<Reply> Reserve()
                {
                    var end = [|DateTime.Now|].AddSeconds(2);
                    Console.WriteLine(end);
                    return await stock.ReserveAsync("a", deadline: end);
                }
            }
            """ + Client,
            Setup.With(Library.Grpc)
        );

    [Fact]
    public Task Computes_a_kept_deadline_where_the_call_is_made() =>
        VerifyFix.VerifyCodeFixAsync(
            """
            using System;
            using System.Threading.Tasks;
            using Grpc.Core;

            class Checkout(StockClient stock)
            {
                private const string Sku = "a";
                private static readonly DateTime End = [|DateTime.UtcNow|].AddSeconds(2);
                private static readonly DateTime? Last = [|DateTime.UtcNow|].Add(TimeSpan.FromSeconds(3));

                async Task<Reply> Named() => await stock.ReserveAsync(Sku, deadline: End /* soon */);
                async Task<Reply> Options() => await stock.ReserveAsync(Sku, new CallOptions(deadline: Checkout.Last));
            }
            """ + Client,
            """
            using System;
            using System.Threading.Tasks;
            using Grpc.Core;

            class Checkout(StockClient stock)
            {
                private const string Sku = "a";

                async Task<Reply> Named() => await stock.ReserveAsync(Sku, deadline: DateTime.UtcNow.AddSeconds(2) /* soon */);
                async Task<Reply> Options() => await stock.ReserveAsync(Sku, new CallOptions(deadline: DateTime.UtcNow.Add(TimeSpan.FromSeconds(3))));
            }
            """ + Client,
            Library.Grpc
        );

    [Fact]
    public Task A_kept_deadline_that_is_used_otherwise_is_left() =>
        VerifyFix.VerifyNoFixAsync(
            """
            class Twice(StockClient stock)
            {
                private static readonly DateTime End = [|DateTime.UtcNow|].AddSeconds(2);
                async Task<Reply> First() => await stock.ReserveAsync("a", deadline: End);
                async Task<Reply> Second() => await stock.ReserveAsync("b", deadline: End);
            }
            class Seen(StockClient stock)
            {
                internal static readonly DateTime End = [|DateTime.UtcNow|].AddSeconds(2);
                async Task<Reply> First() => await stock.ReserveAsync("a", deadline: End);
            }
            class Named(StockClient stock)
            {
                private static readonly DateTime End = [|DateTime.UtcNow|].AddSeconds(2);
                async Task<Reply> First() => await stock.ReserveAsync(nameof(End), deadline: End);
            }
            class Computed(StockClient stock)
            {
                private static readonly int Seconds = int.Parse("2");
                private static readonly DateTime End = [|DateTime.UtcNow|].AddSeconds(Seconds);
                async Task<Reply> First(int Seconds) => await stock.ReserveAsync("a", deadline: End);
            }
            class Two(StockClient stock)
            {
                private static readonly DateTime Start = DateTime.UtcNow, End = [|DateTime.UtcNow|].AddSeconds(2);
                async Task<Reply> First() => await stock.ReserveAsync("a", deadline: End);
            }
            """ + Client,
            Setup.With(Library.Grpc)
        );
}
