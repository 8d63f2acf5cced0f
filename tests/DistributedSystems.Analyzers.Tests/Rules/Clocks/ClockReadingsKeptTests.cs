using DistributedSystems.Analyzers.Rules.Clocks;
using DistributedSystems.Analyzers.Tests.Verify;

namespace DistributedSystems.Analyzers.Tests.Rules.Clocks;

using VerifyElapsed = VerifyCS<ElapsedTimeOnWallClock>;
using VerifyTimeout = VerifyCS<TimeoutOnWallClock>;

/// <summary>Places that keep a reading of the clock: collections, tuples, delegates, members that others may read.</summary>
public class ClockReadingsKeptTests
{
    [Fact]
    public Task In_collections() =>
        VerifyTimeout.VerifyAnalyzerAsync(
            """
            class Window(TimeProvider time)
            {
                private static readonly TimeSpan Length = TimeSpan.FromMinutes(1);
                private readonly Queue<DateTimeOffset> queue = new();
                private readonly Queue<(DateTime At, string Name)> tuples = new();
                private readonly List<Entry> entries = [];
                private readonly LinkedList<DateTime> linked = new();
                private readonly Dictionary<string, DateTime> ends = new();

                void Add(string name)
                {
                    var now = time.GetUtcNow();
                    queue.Enqueue(now);
                    tuples.Enqueue((DateTime.UtcNow, name));
                    entries.Add(new Entry { At = DateTime.UtcNow });
                    ends[name] = DateTime.UtcNow + Length;
                    while (queue.Count > 0 && [|queue.Peek() < now - Length|]) queue.Dequeue();
                    while (tuples.TryPeek(out var first) && [|first.At < DateTime.UtcNow.Subtract(Length)|]) tuples.Dequeue();
                }
                void Sweep()
                {
                    entries.RemoveAll(entry => [|DateTime.UtcNow > entry.At + Length|]);
                    foreach (var end in ends) if ([|end.Value < DateTime.UtcNow|]) Console.WriteLine(end.Key);
                }
                bool Any() => entries.Any(entry => [|entry.At < DateTime.UtcNow - Length|]);

                internal sealed class Entry { public DateTime At { get; init; } }
            }

            class Innocent(TimeProvider time)
            {
                private static readonly TimeSpan Length = TimeSpan.FromMinutes(1);
                private readonly Queue<DateTime> mixed = new();
                private readonly List<DateTime> shared = new();
                private readonly List<DateTime> given;
                private readonly Queue<(DateTime At, string Name)> written = new();

                public Innocent(List<DateTime> given, TimeProvider clock) : this(clock) => this.given = given;

                public void Add(DateTime at) { mixed.Enqueue(at); mixed.Enqueue(DateTime.UtcNow); written.Enqueue((at, "a")); given.Add(DateTime.UtcNow); }
                public List<DateTime> Shared { get { shared.Add(DateTime.UtcNow); return shared; } }
                bool Mixed() => mixed.Peek() < DateTime.UtcNow - Length;
                bool SharedOne() => shared[0] < DateTime.UtcNow - Length;
                bool Given() => given.First() < DateTime.UtcNow - Length;
                bool Written() => written.Peek().At < DateTime.UtcNow - Length;
                bool OneReading() { var now = time.GetUtcNow(); var oldest = now - Length; return oldest < now; }
            }
            """
        );

    [Fact]
    public Task In_types_whose_every_creation_is_in_sight_under_whatever_name() =>
        VerifyTimeout.VerifyAnalyzerAsync(
            """
            using Stamp = Window.Given;

            class Window
            {
                private static readonly TimeSpan Length = TimeSpan.FromMinutes(1);
                private readonly List<Taken> taken = [];
                private readonly List<Again> again = [];
                private readonly List<Given> given = [];
                private readonly List<Implied> implied = [];

                void Add()
                {
                    taken.Add(new Taken(DateTime.UtcNow));
                    again.Add(new(DateTime.UtcNow));
                    given.Add(new Given(DateTime.UtcNow));
                    implied.Add(new Implied(DateTime.UtcNow));
                }
                bool Mine() => taken.Any(one => [|one.At < DateTime.UtcNow - Length|]) || again.Any(one => [|one.At < DateTime.UtcNow - Length|]);
                bool Others() => given.Any(one => one.At < DateTime.UtcNow - Length) || implied.Any(one => one.At < DateTime.UtcNow - Length);

                internal sealed class Taken(DateTime at) { public DateTime At { get; } = at; }
                internal sealed class Again(DateTime at) { public DateTime At { get; } = at; }
                internal sealed class Given(DateTime at) { public DateTime At { get; } = at; }
                internal sealed class Implied(DateTime at) { public DateTime At { get; } = at; }
            }

            class Elsewhere
            {
                internal object Make(DateTime read) => new Stamp(read);
                internal Window.Implied Imply(DateTime read) => new(read);
            }
            """
        );

    [Fact]
    public Task In_members_of_internal_types_that_nobody_may_set() =>
        VerifyTimeout.VerifyAnalyzerAsync(
            """
            internal readonly record struct Health(DateTimeOffset At, int Score);
            internal sealed record Delivery(DateTime Sent, int Attempt) { public Delivery Again() => new(Sent, Attempt + 1); }
            internal sealed class Settable { public DateTime At { get; set; } }
            internal class Chained
            {
                public DateTime At { get; }
                protected Chained(DateTime at) { At = at; }
                public Chained() : this(DateTime.UtcNow) { }
            }
            internal class Base { public DateTime At { get; } protected Base(DateTime at) { At = at; } public Base() : this(DateTime.UtcNow) { } }
            internal sealed class Heir(DateTime at) : Base(at);
            public sealed record Contract(DateTime At);

            class Monitor(TimeProvider time)
            {
                private static readonly TimeSpan Length = TimeSpan.FromMinutes(1);
                private readonly List<Health> events = [];
                private readonly Dictionary<int, Delivery> unconfirmed = [];
                private readonly List<Settable> settable = [];
                private readonly List<Chained> chained = [];
                private readonly List<Base> heirs = [];
                private readonly List<Contract> contracts = [];

                void Record(int score) { var now = time.GetUtcNow(); events.Add(new(now, score)); RemoveExpired(now); }
                void Fill() { var more = new List<Health>(4); Fill(more, time.GetUtcNow()); events.AddRange(more); }
                void Fill(List<Health> more, DateTimeOffset at) => more.Add(new Health(at, 1));
                private void RemoveExpired(DateTimeOffset now) { var oldest = now - Length; events.RemoveAll(one => [|one.At < oldest|]); }

                void Send(int id) { unconfirmed[id] = new Delivery(DateTime.UtcNow, 0); }
                void Repeat(int id) { unconfirmed[id] = unconfirmed[id].Again(); }
                bool Overdue() { var end = DateTime.UtcNow - Length; return unconfirmed.Any(one => [|one.Value.Sent <= end|]); }

                void Add(DateTime read)
                {
                    settable.Add(new Settable { At = DateTime.UtcNow });
                    chained.Add(new Chained());
                    heirs.Add(new Heir(read));
                    contracts.Add(new Contract(DateTime.UtcNow));
                }
                bool Rewritten() => settable.Any(one => one.At < DateTime.UtcNow - Length);
                bool Through() => chained.Any(one => [|one.At < DateTime.UtcNow - Length|]);
                bool Given() => heirs.Any(one => one.At < DateTime.UtcNow - Length);
                bool OfOthers() => contracts.Any(one => [|one.At < DateTime.UtcNow - Length|]);
            }
            """
        );

    [Fact]
    public Task In_members_that_another_project_declares() =>
        VerifyElapsed.VerifyAnalyzerAsync(
            """
            class Heir : Base
            {
                private readonly DateTime own = DateTime.UtcNow;
                TimeSpan Age() => DateTime.UtcNow - started;
                TimeSpan Shown() => DateTime.UtcNow - Shared;
                TimeSpan Own() => [|DateTime.UtcNow - own|];
            }
            """,
            Setup.Default with
            {
                ReferencedProject = """
                public abstract class Base
                {
                    protected DateTime started = DateTime.UtcNow;
                    protected DateTime Shared { get; private protected set; } = DateTime.UtcNow;
                }
                """,
            }
        );

    [Fact]
    public Task In_delegates_and_in_members_that_others_may_read() =>
        VerifyElapsed.VerifyAnalyzerAsync(
            """
            abstract class Step
            {
                private static readonly Func<DateTime> Now = () => DateTime.UtcNow;
                private readonly Func<DateTimeOffset> clock = Read;
                public readonly DateTime Made = DateTime.UtcNow;
                protected DateTime started;
                public DateTime Told { get; internal set; } = DateTime.UtcNow;

                private static DateTimeOffset Read() => DateTimeOffset.UtcNow;
                public TimeSpan Age => [|DateTime.UtcNow - Made|];
                public TimeSpan Since => [|DateTime.UtcNow.Subtract(started)|];
                public TimeSpan SinceTold => [|DateTime.UtcNow - Told|];
                public TimeSpan Run(Action work)
                {
                    var start = Now();
                    work();
                    return [|Now() - start|];
                }
                public double RunBy(Action work)
                {
                    var start = clock();
                    work();
                    return ([|clock() - start|]).TotalSeconds;
                }
            }
            class FirstStep : Step { public void Begin() => started = DateTime.UtcNow; public void Tell() => Told = DateTime.UtcNow; }

            class Innocent(Func<DateTime> now)
            {
                private readonly Func<DateTime> chosen = now ?? (() => DateTime.UtcNow);
                public readonly DateTime Given = new(2020, 1, 1);
                public DateTime Set { get; set; } = DateTime.UtcNow;
                protected DateTime mixed;

                public TimeSpan Injected(Action work) { var start = now(); work(); return now() - start; }
                public TimeSpan Chosen(Action work) { var start = chosen(); work(); return chosen() - start; }
                public TimeSpan SinceGiven => DateTime.UtcNow - Given;
                public TimeSpan SinceSet => DateTime.UtcNow - Set;
                public TimeSpan SinceMixed => DateTime.UtcNow - mixed;
                public void Mix(DateTime other) { mixed = DateTime.UtcNow; mixed = other; }
            }
            """
        );

    [Fact]
    public Task Objects_that_everybody_may_make_in_a_place_that_only_this_code_fills() =>
        VerifyCS<TimeoutOnWallClock>.VerifyAnalyzerAsync(
            """
            using System.Collections.Concurrent;
            public sealed record Entry(string Value, DateTimeOffset ExpiresAt);
            public sealed class Ticket { public DateTime Until { get; init; } public DateTime Changed { get; set; } }

            public sealed class Cache
            {
                private readonly ConcurrentDictionary<string, Entry> entries = new();
                private readonly Dictionary<string, Entry> received = new();
                private readonly Dictionary<string, Ticket> tickets = new();
                private Entry last;

                public string Get(string key) => entries.TryGetValue(key, out var e) && [|e.ExpiresAt > DateTimeOffset.UtcNow|] ? e.Value : null;

                public void Put(string key, string value) => entries[key] = new Entry(value, DateTimeOffset.UtcNow.AddMinutes(5));

                public void Forget() => last = null;

                public void Remember(string value) => last = new Entry(value, DateTimeOffset.UtcNow.AddSeconds(9));

                public bool IsFresh() => last != null && [|last.ExpiresAt > DateTimeOffset.UtcNow|];

                public string Taken(string key) => received.TryGetValue(key, out var e) && e.ExpiresAt > DateTimeOffset.UtcNow ? e.Value : null;

                public void Take(string key, Entry entry) => received[key] = entry;

                public bool IsOpen(string key) => [|tickets[key].Until > DateTime.UtcNow|];

                public bool IsNew(string key) => tickets[key].Changed > DateTime.UtcNow;

                public void Open(string key) =>
                    tickets.Add(key, new Ticket { Until = DateTime.UtcNow.AddMinutes(1), Changed = DateTime.UtcNow.AddMinutes(1) });
            }
            """
        );

    [Fact]
    public Task Elements_that_are_copied_with_another_part_changed() =>
        VerifyCS<ElapsedTimeOnWallClock>.VerifyAnalyzerAsync(
            """
            using System.Collections.Concurrent;
            using System.Collections.Generic;
            class Windows
            {
                private readonly ConcurrentDictionary<string, (int Count, DateTime Since)> byCaller = new();
                private readonly Dictionary<string, (int Count, DateTime Since)> byHost = new();
                private readonly ConcurrentDictionary<string, (int Count, DateTime Since)> fromOutside = new();

                TimeSpan Added(string caller)
                {
                    var window = byCaller.GetOrAdd(caller, _ => (0, DateTime.UtcNow));
                    byCaller[caller] = (window.Count + 1, window.Since);
                    return [|DateTime.UtcNow - window.Since|];
                }

                TimeSpan Updated(string caller)
                {
                    var window = byCaller.AddOrUpdate(caller, _ => (1, DateTime.UtcNow), (_, old) => (old.Count + 1, old.Since));
                    return [|DateTime.UtcNow - window.Since|];
                }

                TimeSpan Found(string host)
                {
                    if (!byHost.TryGetValue(host, out var window))
                    {
                        window = (0, DateTime.UtcNow);
                    }

                    byHost[host] = (window.Count + 1, window.Since);
                    return [|DateTime.UtcNow - window.Since|];
                }

                TimeSpan Given(string caller, DateTime since)
                {
                    var window = fromOutside.GetOrAdd(caller, _ => (0, since));
                    fromOutside[caller] = (window.Count + 1, window.Since);
                    return DateTime.UtcNow - window.Since;
                }
            }
            """
        );
}
