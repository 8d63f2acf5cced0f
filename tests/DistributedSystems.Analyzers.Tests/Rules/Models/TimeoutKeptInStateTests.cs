using DistributedSystems.Analyzers.Rules.Models;
using DistributedSystems.Analyzers.Tests.Verify;

namespace DistributedSystems.Analyzers.Tests.Rules.Models;

using VerifyCS = VerifyCS<TimeoutTakenAsProof>;

/// <summary>DIST5001: a timeout that is written down in one place and acted on in another.</summary>
public class TimeoutKeptInStateTests
{
    [Fact]
    public Task Written_down_by_a_step_that_only_a_timeout_takes() =>
        VerifyCS.VerifyAnalyzerAsync(
            """
            using System.Collections.Concurrent;
            using DistributedSystems;

            record Buoy(int Id) { public bool Lost { get; init; } }
            interface ISonar { [RemoteCall, Idempotent] Task PingAsync(int buoy); }

            [SystemModel(Timing.Asynchronous, Failures.CrashStop)]
            class Coast
            {
                private readonly ISonar sonar;
                private readonly ConcurrentDictionary<int, bool> quiet = new();
                private readonly Buoy[] buoys = new Buoy[9];
                private readonly HashSet<int> lost = new(), moved = new();
                public Coast(ISonar sonar) => this.sonar = sonar;

                async Task PingAsync(Buoy buoy)
                {
                    try { await sonar.PingAsync(buoy.Id); }
                    catch (TimeoutException) { Lose(buoy); Move(buoy.Id); }
                }

                private void Lose(Buoy buoy)
                {
                    quiet.AddOrUpdate(buoy.Id, true, (_, _) => true);
                    buoys[buoy.Id] = buoy with { Lost = true };
                    lost.Add(buoy.Id);
                }

                private void Move(int buoy) => moved.Add(buoy);
                void OnMoved(int buoy) => Move(buoy);

                void ByTable() { if (quiet.TryGetValue(3, out var isQuiet) && isQuiet) { [|Scrap(3)|]; } }
                void ByElement() { foreach (var buoy in buoys.Where(buoy => buoy.Lost)) { [|Scrap(buoy.Id)|]; } }
                void BySet() { foreach (var id in lost) { [|Scrap(id)|]; } }
                void ByOtherSet() { foreach (var id in moved) { Scrap(id); } }
                void Sold(Buoy buoy) { if (buoys.Contains(buoy)) { Scrap(buoy.Id); } }
                [DeclaresFailed] private void Scrap(int buoy) { }
            }
            """,
            Library.Annotations
        );

    [Fact]
    public Task Kept_in_a_local_and_a_timer_made_anew() =>
        VerifyCS.VerifyAnalyzerAsync(
            """
            using DistributedSystems;

            enum State { Good, Silent }
            interface ITram { [RemoteCall, ReadOnly] Task<int> PositionAsync(string tram, CancellationToken token); }

            [SystemModel(Timing.PartiallySynchronous, Failures.CrashStop)]
            class Depot
            {
                private readonly ITram trams;
                private Timer watchdog, rounds;

                async Task Ask(IEnumerable<string> names)
                {
                    var late = new List<string>();
                    foreach (var name in names)
                    {
                        try { await trams.PositionAsync(name, new CancellationTokenSource(1000).Token); }
                        catch (OperationCanceledException) { late.Add(name); }
                    }

                    foreach (var name in late) { [|Withdraw(name)|]; }
                }

                async Task Sort(IEnumerable<string> names)
                {
                    var old = new List<string>();
                    foreach (var name in names)
                    {
                        try { await trams.PositionAsync(name, new CancellationTokenSource(1000).Token); old.Add(name); }
                        catch (OperationCanceledException) { }
                    }

                    foreach (var name in old) { Withdraw(name); }
                }

                async Task One(string tram) { if (await PositionAsync(tram) is null) { [|Withdraw(tram)|]; } }
                async Task Another(string tram) { var state = await StateAsync(tram); if (state == State.Silent) { [|Withdraw(tram)|]; } }
                async Task Known(string tram) { if (await FindAsync(tram) is null) { Withdraw(tram); } }
                async Task Answered(string tram) { if (await PositionAsync(tram) is { } position && position < 0) { Withdraw(tram); } }

                private async Task<int?> PositionAsync(string tram)
                {
                    try { return await trams.PositionAsync(tram, default).WaitAsync(TimeSpan.FromSeconds(1)); }
                    catch (TimeoutException) { return null; }
                }

                private async Task<State> StateAsync(string tram)
                {
                    try { await trams.PositionAsync(tram, default); return State.Good; }
                    catch (TimeoutException) { return State.Silent; }
                }

                private async Task<int?> FindAsync(string tram)
                {
                    if (tram.Length == 0) return null;
                    try { return await trams.PositionAsync(tram, default); }
                    catch (TimeoutException) { return null; }
                }

                void OnSignal(string tram)
                {
                    watchdog?.Dispose();
                    watchdog = new Timer(_ => [|Withdraw(tram)|], null, 10_000, Timeout.Infinite);
                }

                void Start(string tram) => rounds = new Timer(_ => Withdraw(tram), null, 10_000, Timeout.Infinite);
                void Stop() => rounds.Dispose();

                [DeclaresFailed] private void Withdraw(string tram) { }
            }
            """,
            Library.Annotations
        );

    private const string Fleet = """
        using System.Collections.Concurrent;
        using DistributedSystems;

        enum State { Up, Quiet, Retired }
        class Boat { public int Id; public State State { get; set; } public bool Lost { get; set; } public DateTime? QuietSince { get; set; } public DateTime Seen { get; set; } public int Missed; }
        interface IRadio { [RemoteCall, Idempotent] Task CallAsync(int boat, CancellationToken token = default); }
        interface IOperator { [RemoteCall, Idempotent] Task<bool> ConfirmAsync(int boat); [RemoteCall] Task SinkAsync(int boat); [RemoteCall] Task LogAsync(string text); }

        [SystemModel(Timing.PartiallySynchronous, Failures.CrashStop)]
        class Harbour
        {
            private readonly IRadio radio;
            private readonly IOperator person;
            private readonly List<Boat> boats = new();
            private readonly Dictionary<int, State> table = new();
            private readonly ConcurrentDictionary<int, int> misses = new();
            private readonly HashSet<int> quiet = new(), sunk = new();
            private readonly ConcurrentQueue<Boat> lost = new();
            private readonly Stack<Boat> reported = new();
            private readonly System.Threading.Channels.Channel<Boat> line = System.Threading.Channels.Channel.CreateUnbounded<Boat>();
            private readonly int[] failures = new int[9];
            private bool flagshipQuiet, alarm;
            private DateTime? quietSince;
            private int missed, errors;
            private string mood = "calm";
            private readonly TimeSpan limit = TimeSpan.FromSeconds(3);

            async Task RoundAsync(Boat boat)
            {
                try
                {
                    await radio.CallAsync(boat.Id);
                    (flagshipQuiet, missed, quietSince) = (false, 0, null);
                    boat.State = State.Up;
                    table[boat.Id] = State.Up;
                    misses[boat.Id] = 0;
                    failures[boat.Id] = 0;
                    boat.Missed = 0;
                    missed = 0;
                    mood = "calm";
                }
                catch (TimeoutException)
                {
                    flagshipQuiet = true;
                    quietSince = DateTime.UtcNow;
                    boat.State = State.Quiet;
                    table[boat.Id] = State.Quiet;
                    quiet.Add(boat.Id);
                    lost.Enqueue(boat);
                    line.Writer.TryWrite(boat);
                    missed++;
                    misses[boat.Id] = misses.GetValueOrDefault(boat.Id) + 1;
                    failures[boat.Id]++;
                    boat.Missed += 1;
                    mood = "worried";
                }

                if (DateTime.UtcNow - boat.Seen > limit) boat.Lost = true;
            }

            void Explicit(Boat boat)
            {
                boat.State = State.Retired;
                sunk.Add(boat.Id);
                reported.Push(boat);
                alarm = true;
                errors++;
            }

            void Recovered() { errors = 0; quietSince = null; }

            [Fences] void LockOut(string reason) { }
            [Fences] bool TryLockOut() => true;
            [DeclaresFailed] void Bury(int id) { }
            [DeclaresFailed] void Strike(Boat boat) { }
            [RequiresLeadership] void Lead() { }
            static bool IsQuiet(Boat boat) => boat.State == State.Quiet;
        """;

    [Theory]
    [InlineData("if (flagshipQuiet) [|Lead()|];")]
    [InlineData("if (!flagshipQuiet) return; [|Lead()|];")]
    [InlineData("if (flagshipQuiet == true) [|Lead()|];")]
    [InlineData("if (quietSince != null) [|Lead()|];")]
    [InlineData("if (quietSince.HasValue) [|Lead()|];")]
    [InlineData("if (quietSince is not null) [|Lead()|];")]
    [InlineData("if (mood == \"worried\") [|Lead()|];")]
    [InlineData("if (boat.State == State.Quiet) [|Bury(boat.Id)|];")]
    [InlineData("if (boat.State is State.Quiet) [|Strike(boat)|];")]
    [InlineData("if (boat.State != State.Quiet) { return; } [|Strike(boat)|];")]
    [InlineData("switch (boat.State) { case State.Quiet: [|Strike(boat)|]; break; case State.Retired: Strike(boat); break; }")]
    [InlineData("if (boat.Lost) [|Strike(boat)|];")]
    [InlineData("if (table[boat.Id] == State.Quiet) [|Bury(boat.Id)|];")]
    [InlineData("if (table.TryGetValue(boat.Id, out var state) && state == State.Quiet) [|Bury(boat.Id)|];")]
    [InlineData("foreach (var (id, state) in table) { if (state == State.Quiet) [|Bury(id)|]; }")]
    [InlineData("foreach (var pair in table.Where(pair => pair.Value == State.Quiet)) [|Bury(pair.Key)|];")]
    [InlineData("if (quiet.Contains(boat.Id)) [|Bury(boat.Id)|];")]
    [InlineData("foreach (var id in quiet) [|Bury(id)|];")]
    [InlineData("foreach (var id in quiet.ToList()) { quiet.Remove(id); [|Bury(id)|]; }")]
    [InlineData("while (lost.TryDequeue(out var gone)) [|Strike(gone)|];")]
    [InlineData("if (lost.Count > 0) [|Lead()|];")]
    [InlineData("if (lost.Any()) [|Lead()|];")]
    [InlineData("await foreach (var gone in line.Reader.ReadAllAsync()) [|Strike(gone)|];")]
    [InlineData("boats.FindAll(IsQuiet).ForEach(gone => [|Strike(gone)|]);")]
    [InlineData("foreach (var gone in boats.FindAll(one => DateTime.UtcNow - one.Seen > limit)) [|Strike(gone)|];")]
    [InlineData("boats.Where(one => one.State == State.Quiet).ToList().ForEach(gone => [|Strike(gone)|]);")]
    [InlineData("var gone = boats.FirstOrDefault(one => one.Lost); if (gone is not null) [|Strike(gone)|];")]
    [InlineData("if (missed > 3) [|Lead()|];")]
    [InlineData("if (missed == 3) [|Lead()|];")]
    [InlineData("if (misses[boat.Id] >= 3) [|Bury(boat.Id)|];")]
    [InlineData("if (failures[boat.Id] > 2) [|Bury(boat.Id)|];")]
    [InlineData("if (boat.Missed > 2) [|Strike(boat)|];")]
    [InlineData("if (misses.GetValueOrDefault(boat.Id) > 2) [|Bury(boat.Id)|];")]
    [InlineData("if (Approves(flagshipQuiet)) Lead(); static bool Approves(bool quiet) => Console.ReadLine() == \"y\";")]
    [InlineData("if (alarm) Lead();")]
    [InlineData("if (!flagshipQuiet) Lead();")]
    [InlineData("if (boat.State == State.Retired) Strike(boat);")]
    [InlineData("if (boat.State == State.Up) Strike(boat);")]
    [InlineData("if (boat.State != State.Quiet) Strike(boat);")]
    [InlineData("if (table[boat.Id] == State.Up) Bury(boat.Id);")]
    [InlineData("if (table.ContainsKey(boat.Id)) Bury(boat.Id);")]
    [InlineData("if (sunk.Contains(boat.Id)) Bury(boat.Id);")]
    [InlineData("foreach (var id in sunk) Bury(id);")]
    [InlineData("while (reported.TryPop(out var gone)) Strike(gone);")]
    [InlineData("if (quietSince == null) Lead();")]
    [InlineData("if (errors > 3) Lead();")]
    [InlineData("if (missed < 3) Lead();")]
    [InlineData("if (boat.Id > 3) Strike(boat);")]
    [InlineData("foreach (var one in boats) Strike(one);")]
    [InlineData("boats.FindAll(one => one.State == State.Retired).ForEach(gone => Strike(gone));")]
    [InlineData("if (mood == \"calm\") Lead();")]
    [InlineData("Bury(boat.Id);")]
    public Task Acting_on_what_was_kept(string body) => Verify($"async Task M(Boat boat) {{ await Task.Yield(); {body} }}");

    [Theory]
    [InlineData("if (boat.Lost && await person.ConfirmAsync(boat.Id)) Strike(boat);")]
    [InlineData("if (boat.Lost) { if (await person.ConfirmAsync(boat.Id)) Strike(boat); }")]
    [InlineData("if (boat.Lost) { var sure = await person.ConfirmAsync(boat.Id); if (!sure) return; Strike(boat); }")]
    [InlineData("if (boat.Lost) { await person.SinkAsync(boat.Id); Strike(boat); }")]
    [InlineData("try { await radio.CallAsync(boat.Id); } catch (TimeoutException) { await person.SinkAsync(boat.Id); Bury(boat.Id); }")]
    [InlineData("try { await radio.CallAsync(boat.Id); } catch (TimeoutException) { await person.SinkAsync(boat.Id); Lead(); }")]
    [InlineData("if (DateTime.UtcNow - boat.Seen < limit) return; await person.SinkAsync(boat.Id); Strike(boat);")]
    [InlineData("foreach (var one in boats.Where(one => one.Lost)) { await person.SinkAsync(one.Id); Strike(one); }")]
    [InlineData("if (boat.Lost) { LockOut(\"silent\"); Strike(boat); }")]
    [InlineData("if (boat.Lost && TryLockOut()) Strike(boat);")]
    [InlineData("LockOut(\"always\"); if (boat.Lost) [|Strike(boat)|];")]
    [InlineData("await person.SinkAsync(boat.Id); if (boat.Lost) [|Strike(boat)|];")]
    [InlineData("if (boat.Lost) { await person.LogAsync(\"lost\"); [|Strike(boat)|]; }")]
    [InlineData("if (boat.Lost) { [|Strike(boat)|]; await person.SinkAsync(boat.Id); }")]
    public Task Settled_before(string body) => Verify($"async Task M(Boat boat) {{ await Task.Yield(); {body} }}");

    [Fact]
    public Task Rounds_and_timers() =>
        VerifyCS.VerifyAnalyzerAsync(
            """
            using DistributedSystems;

            [SystemModel(Timing.PartiallySynchronous, Failures.CrashStop)]
            class Follower
            {
                private readonly Timer patience, refresh, own;
                private readonly ITimer given;
                private readonly System.Timers.Timer ticks;
                private bool heard, ready;
                private int missed, quiet, rounds, rejected;
                private long last;

                public Follower(TimeProvider time)
                {
                    patience = new Timer(_ => [|Lead()|], null, 2000, Timeout.Infinite);
                    given = time.CreateTimer(OnSilence, null, TimeSpan.FromSeconds(2), Timeout.InfiniteTimeSpan);
                    refresh = new Timer(_ => Lead(), null, 2000, 2000);
                    own = new Timer(OnRefresh, null, 2000, Timeout.Infinite);
                    ticks = new System.Timers.Timer(1000);
                    ticks.Elapsed += (_, _) => { if (++quiet > 3) [|Lead()|]; };
                }

                private void OnSilence(object state) => [|Lead()|];
                private void OnRefresh(object state) { Lead(); own.Change(2000, Timeout.Infinite); }

                public void OnBeat()
                {
                    last = Environment.TickCount64;
                    heard = true;
                    missed = 0;
                    quiet = 0;
                    patience.Change(2000, Timeout.Infinite);
                    given.Change(TimeSpan.FromSeconds(2), Timeout.InfiniteTimeSpan);
                }

                public void Check()
                {
                    var silence = TimeSpan.FromMilliseconds(Environment.TickCount64 - last);
                    if (silence > TimeSpan.FromSeconds(2)) [|Lead()|];
                    if (Math.Abs(Environment.TickCount64 - last) > 2000) [|Lead()|];
                    if (new TimeSpan(0, 0, 0, 0, (int)(Environment.TickCount64 - last)) > TimeSpan.FromSeconds(2)) [|Lead()|];
                    if (TimeSpan.FromMilliseconds(last) > TimeSpan.FromSeconds(2)) Lead();
                }

                public async Task Rounds(PeriodicTimer timer, CancellationToken token)
                {
                    while (await timer.WaitForNextTickAsync(token))
                    {
                        missed++;
                        if (missed >= 4) [|Lead()|];
                    }
                }

                public async Task Watches(CancellationToken token)
                {
                    while (!token.IsCancellationRequested)
                    {
                        await Task.Delay(1000, token);
                        if (!heard) { rounds++; } else { rounds = 0; }
                        heard = false;
                        if (rounds > 3) [|Lead()|];
                    }
                }

                public async Task Rejections(PeriodicTimer timer, Func<Task<bool>> accepted)
                {
                    while (await timer.WaitForNextTickAsync())
                    {
                        rejected = await accepted() ? 0 : rejected + 1;
                        if (rejected > 3) Lead();
                    }
                }

                public async Task WhenReady(PeriodicTimer timer)
                {
                    while (await timer.WaitForNextTickAsync()) { if (ready) Lead(); }
                }

                [RequiresLeadership] private void Lead() { }
            }
            """,
            Library.Annotations
        );

    private static Task Verify(string members) => VerifyCS.VerifyAnalyzerAsync(Fleet + members + " }", Library.Annotations);
}
