using DistributedSystems.Analyzers.Rules.Models;
using DistributedSystems.Analyzers.Tests.Verify;

namespace DistributedSystems.Analyzers.Tests.Rules.Models;

using VerifyCS = VerifyCS<VolatileStateInCrashRecovery>;

public class VolatileStateInCrashRecoveryTests
{
    [Fact]
    public Task State_that_decides_and_state_that_does_not() =>
        VerifyCS.VerifyAnalyzerAsync(
            """
            using System.Collections.Concurrent;
            using DistributedSystems;

            interface IStorage { Task<long> LoadAsync(); }

            [SystemModel(Timing.PartiallySynchronous, Failures.CrashRecovery)]
            class Replica
            {
                private long [|term|];
                private int? [|votedFor|] = null;
                private readonly Dictionary<int, int> [|votes|] = new();
                private readonly ConcurrentDictionary<int, int> [|seen|] = new();
                private bool [|leading|];
                public int [|Round|] { get; private set; }
                [Durable] private long durable;
                [Durable] public long Stored { get; set; }
                private long loaded, copied, given;
                private readonly long fixedAtStart;
                private int counted;
                private CancellationTokenSource stop = new();
                private readonly SemaphoreSlim gate = new(1);
                private static int [|shared|];

                public Replica(long given, long start) { this.given = given; fixedAtStart = start; leading = false; }

                public async Task StartAsync(IStorage storage) { loaded = await storage.LoadAsync(); copied = durable; }

                public bool Vote(long t, int candidate)
                {
                    counted++;
                    if (t < term || loaded > t || copied > t || given > t || durable > t || Stored > t || fixedAtStart > t || shared > t) return false;
                    if (votedFor is null || votedFor == candidate) { votedFor = candidate; term = t; }
                    votes[candidate] = 1;
                    while (votes.Count > 3) votes.Remove(candidate);
                    if (seen.TryAdd(candidate, 1) && !leading) { leading = true; Round = 2; }
                    seen.TryRemove(1, out _);
                    seen[4] = 4;
                    durable = t; Stored = t; given = t; loaded = t; copied = t; shared = 1;
                    stop = new CancellationTokenSource();
                    return stop.IsCancellationRequested && Round switch { 1 => true, _ => false };
                }

                public int Count() => counted;
            }

            [SystemModel(Timing.PartiallySynchronous, Failures.CrashStop)]
            class NeverBack { private long term; bool M(long t) { if (t > term) { term = t; return true; } return false; } }

            [SystemModel(Timing.PartiallySynchronous, Failures.CrashRecoveryAmnesia)]
            class Forgets { private long term; bool M(long t) { if (t > term) { term = t; return true; } return false; } }

            class NoModel { private long term; bool M(long t) { if (t > term) { term = t; return true; } return false; } }

            [SystemModel(Timing.PartiallySynchronous, Failures.CrashRecovery)] interface IVoter { bool M(long t); }
            class Implementation : IVoter { private long [|term|]; public bool M(long t) { if (t > term) { term = t; return true; } return false; } }
            class Compared : IVoter { private long [|term|]; public bool M(long t) { var old = term; term = t; return t > term; } }
            """,
            Library.Annotations
        );

    [Theory]
    [InlineData("private HashSet<string> [|handled|] = new(); bool Handle(string id) { if (!handled.Add(id)) return false; return true; }")]
    [InlineData("private long? [|voted|]; bool Vote(long c) { if (voted is null) { voted = c; return true; } return false; }")]
    [InlineData(
        "private bool disposed; void M() { if (disposed) throw new ObjectDisposedException(\"x\"); } public void Dispose() { disposed = true; }"
    )]
    [InlineData(
        "private List<int> table; List<int> Table() { if (table is null) { table = Build(); } return table; } static List<int> Build() => new() { 1 };"
    )]
    [InlineData(
        "private long term; void Recover() { term = storage.Load(); } bool Vote(long t) { if (t > term) { term = t; return true; } return false; }"
    )]
    [InlineData(
        "private long term; async Task Recover() { (term, _) = (await storage.LoadAsync(), 1); } bool Vote(long t) { if (t > term) { term = t; return true; } return false; }"
    )]
    public Task What_is_remembered_rebuilt_or_of_this_process_alone(string members) =>
        VerifyCS.VerifyAnalyzerAsync(
            $$"""
            using DistributedSystems;

            interface IStorage { Task<long> LoadAsync(); long Load(); }
            [SystemModel(Timing.PartiallySynchronous, Failures.CrashRecovery)]
            class Replica { private readonly IStorage storage; public Replica(IStorage storage) => this.storage = storage; {{members}} }
            """,
            Library.Annotations
        );

    [Fact]
    public Task The_model_of_an_assembly_speaks_of_its_services() =>
        VerifyCS.VerifyAnalyzerAsync(
            """
            using DistributedSystems;
            [assembly: SystemModel(Timing.PartiallySynchronous, Failures.CrashRecovery)]

            class Breaker { private int failures; bool Allows() => failures < 5; void Failed() => failures++; }

            [SystemModel(Timing.PartiallySynchronous, Failures.CrashRecovery)]
            class Numbers
            {
                private long [|last|];
                private int [|given|];
                private int told;
                public long Next() => System.Threading.Interlocked.Increment(ref last);
                public int Add(int some) { return System.Threading.Interlocked.Add(ref given, some); }
                public void Tell() => System.Threading.Interlocked.Increment(ref told);
            }
            """,
            Library.Annotations
        );

    [Fact]
    public Task Numbers_that_were_handed_out_and_those_that_only_serve_the_process() =>
        VerifyCS.VerifyAnalyzerAsync(
            """
            using DistributedSystems;
            using System.Text.Json;
            [assembly: SystemModel(Timing.PartiallySynchronous, Failures.CrashRecovery)]

            [SystemModel(Timing.PartiallySynchronous, Failures.CrashRecovery)]
            class Cashier
            {
                private int [|receipts|];
                private long [|vouchers|];
                private readonly Dictionary<string, string> [|reserved|] = new(StringComparer.Ordinal);
                private int next, attempts, inside, requests;
                private bool closing;
                public string Receipt() { receipts++; return $"R-{receipts}"; }
                public Task<long> VoucherAsync() { var number = ++vouchers; return Task.FromResult(number); }
                public bool Reserve(string seat, string guest) => reserved.TryAdd(seat, guest);
                public string Server(string[] servers) => servers[next++ % servers.Length];
                public TimeSpan Pause() { attempts++; return TimeSpan.FromSeconds(attempts); }
                public void Reached() => attempts = 0;
                private int Correlation() => ++requests;
                public void Close() => closing = true;
                public async Task<string> ServeAsync(Func<Task<string>> serve)
                {
                    if (closing || inside > 9)
                    {
                        throw new InvalidOperationException();
                    }

                    inside++;
                    try
                    {
                        return await serve() + Correlation();
                    }
                    finally
                    {
                        inside--;
                    }
                }
            }

            [SystemModel(Timing.PartiallySynchronous, Failures.CrashRecovery)]
            class Kept
            {
                private long term = long.Parse(System.IO.File.ReadAllText("term"));
                private HashSet<string> guests = new();
                public bool Vote(long asked) { if (asked <= term) { return false; } term = asked; return true; }
                public void Load(string saved) => guests = JsonSerializer.Deserialize<HashSet<string>>(saved)!;
                public bool Enter(string guest) => guests.Add(guest);
            }
            """,
            Library.Annotations
        );

    [Fact]
    public Task What_nobody_is_told_is_no_promise() =>
        VerifyCS.VerifyAnalyzerAsync(
            """
            using DistributedSystems;

            interface IPeer { [RemoteCall, Idempotent] Task PromiseAsync(long ballot); [RemoteCall, Idempotent] Task PingAsync(); }

            [SystemModel(Timing.PartiallySynchronous, Failures.CrashRecovery)]
            class Acceptor
            {
                private long [|promised|];
                private bool warned, refreshed;
                private object cache;
                private readonly HashSet<int> running = new();

                public async Task PrepareAsync(IPeer peer, long ballot)
                {
                    if (ballot > promised)
                    {
                        promised = ballot;
                        await peer.PromiseAsync(ballot);
                    }
                }

                public async Task RunAsync(IPeer peer, int size, Action<string> log)
                {
                    if (size > 9 && !warned)
                    {
                        warned = true;
                        log("large");
                    }

                    await peer.PingAsync();
                    Start(size);
                }

                public void Refresh(bool value) => refreshed = value;
                public bool IsFresh() => refreshed && IsCached("x");
                private bool Start(int id) { if (!running.Contains(id)) { running.Add(id); return true; } return false; }
                private bool IsCached(string text) { if (cache is string) { cache = null; return true; } cache = text; return false; }
            }
            """,
            Library.Annotations
        );

    [Fact]
    public Task It_is_information() =>
        VerifyCS.VerifySeverityAsync(
            """
            using DistributedSystems;
            [SystemModel(Timing.PartiallySynchronous, Failures.CrashRecovery)]
            class C { private long [|term|]; bool M(long t) { if (t > term) { term = t; return true; } return false; } }
            """,
            Microsoft.CodeAnalysis.DiagnosticSeverity.Info,
            Library.Annotations
        );
}
