using DistributedSystems.Analyzers.Rules.Models;
using DistributedSystems.Analyzers.Tests.Verify;

namespace DistributedSystems.Analyzers.Tests.Rules.Models;

using VerifyCS = VerifyCS<RecordedEventCanChange>;

public class RecordedEventCanChangeTests
{
    [Fact]
    public Task Who_wraps_an_event_to_be_stored_raises_it() =>
        VerifyCS.VerifyAnalyzerAsync(
            """
            using DistributedSystems;

            [Event] record Sold(int Count);
            record Envelope(Sold Event, DateTime At);

            class Shop
            {
                private readonly List<Envelope> pending = new();
                private DateTime changed;
                private int sold;

                void Raise(Sold sale)
                {
                    pending.Add(new Envelope(sale, DateTime.UtcNow));
                    Apply(sale);
                    changed = DateTime.UtcNow;
                }

                void Apply(Sold sale)
                {
                    sold += sale.Count;
                    changed = [|DateTime.UtcNow|];
                }
            }
            """,
            Library.Annotations
        );

    [Fact]
    public Task Members_that_can_change() =>
        VerifyCS.VerifyAnalyzerAsync(
            """
            using System.Collections.Immutable;
            using DistributedSystems;

            [Event]
            class Shipped
            {
                public string [|Carrier|] { get; set; }
                public int [|Weight|];
                internal DateTime [|At|] { get; set; }
                public List<string> [|Items|] { get; } = new();
                public readonly Dictionary<string, int> [|Counts|] = new();
                public string Init { get; init; }
                public string ReadOnly { get; }
                public string Private { get; private set; }
                public string [|Renamed|] { get; private set; }
                public void Rename(string name) => Renamed = name;
                public static Shipped Of(string name) { var made = new Shipped(); made.Private = name; return made; }
                public IReadOnlyList<string> Seen { get; init; }
                public ImmutableList<string> Kept { get; init; }
                public readonly int Fixed;
                public const int Version = 1;
                public static int Count { get; set; }
                private int cache;
                public string Computed => Carrier;
            }

            [Event] record Placed(Guid Order, decimal Total);
            [Event] record struct Changed { public int [|A|] { get; set; } }
            [Event] readonly record struct Kept(int A);
            [Event] interface IEvent { }
            record Cancelled(string Reason) : IEvent { public string [|By|] { get; set; } }
            record Base : IEvent { }
            record Derived : Base { public int [|N|] { get; set; } }
            class Other { public string Carrier { get; set; } }
            """,
            Library.Annotations
        );

    [Fact]
    public Task Replay_that_depends_on_the_present() =>
        VerifyCS.VerifyAnalyzerAsync(
            """
            using DistributedSystems;

            [Event] record Placed(Guid Order, DateTime At);
            record State(DateTime Due);

            class Order
            {
                private DateTime due;
                private readonly List<Guid> seen = new();
                private readonly HttpClient http = new();

                public void Apply(Placed placed) => due = [|DateTime.UtcNow|];
                public void On(Placed placed) { due = placed.At; }
                private void When(Placed placed) { seen.Add([|Guid.NewGuid()|]); }
                public void Handle(Placed placed) { this.due = [|Later()|]; }
                private DateTime Later() => DateTime.UtcNow.AddDays(1);
                public static State Fold(State state, Placed placed) => state with { Due = [|DateTime.Now|] };
                public static State Pure(State state, Placed placed) => state with { Due = placed.At };
                public Order With(Placed placed) { var file = [|File.ReadAllText("x")|]; return this; }

                public void Any(object happened) { switch (happened) { case Placed placed: due = [|DateTime.UtcNow|]; break; } }
                public void Some<T>(T placed) where T : Placed { due = [|DateTime.UtcNow|]; }
                public void Remember(Placed placed) { all.Add((placed, DateTime.UtcNow)); due = DateTime.UtcNow; }
                private readonly List<(Placed, DateTime)> all = new();

                public async Task PublishAsync(Placed placed) { due = DateTime.UtcNow; await http.GetAsync("x"); }
                public void Log(Placed placed) => Console.WriteLine(DateTime.UtcNow);
                public Placed Place(Guid id) => new(id, DateTime.UtcNow);
                public void Touch(string text) => due = DateTime.UtcNow;
                [Deterministic] public void Declared(Placed placed) => due = DateTime.UtcNow;
            }
            """,
            Library.Annotations
        );
}
