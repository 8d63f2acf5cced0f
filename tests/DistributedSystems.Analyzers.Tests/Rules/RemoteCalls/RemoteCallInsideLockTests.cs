using DistributedSystems.Analyzers.Rules.RemoteCalls;
using DistributedSystems.Analyzers.Tests.Verify;
using Microsoft.CodeAnalysis;

namespace DistributedSystems.Analyzers.Tests.Rules.RemoteCalls;

using VerifyCS = VerifyCS<RemoteCallInsideLock>;

public class RemoteCallInsideLockTests
{
    [Fact]
    public Task Mutual_exclusion_of_every_kind() =>
        VerifyCS.VerifyAnalyzerAsync(
            """
            using System.Runtime.CompilerServices;

            class Orders(HttpClient http)
            {
                private readonly object gate = new();
                private readonly SemaphoreSlim mutex = new(1, 1);
                private readonly ReaderWriterLockSlim readers = new();

                void Statement()
                {
                    lock (gate)
                    {
                        [|http.Send(new HttpRequestMessage(HttpMethod.Post, "/a"))|];
                    }
                }

                void Blocked()
                {
                    lock (gate)
                    {
                        var response = [|http.PostAsync("/a", null)|].GetAwaiter().GetResult();
                        [|http.PostAsync("/a", null)|].Wait();
                        _ = [|http.PostAsync("/a", null)|].Result;
                    }
                }

                void TaskInLocal()
                {
                    lock (gate)
                    {
                        var task = [|http.PostAsync("/a", null)|];
                        task.Wait();
                    }
                }

                async Task Semaphore()
                {
                    await mutex.WaitAsync();
                    try
                    {
                        await [|http.PostAsync("/a", null)|];
                    }
                    finally
                    {
                        mutex.Release();
                    }
                }

                async Task SemaphoreInsideTry()
                {
                    try
                    {
                        await mutex.WaitAsync().ConfigureAwait(false);
                        await [|http.PostAsync("/a", null)|].ConfigureAwait(false);
                    }
                    finally
                    {
                        mutex.Release();
                    }
                }

                async Task SemaphoreWithoutTry()
                {
                    await mutex.WaitAsync();
                    await [|http.PostAsync("/a", null)|];
                    mutex.Release();
                    await http.PostAsync("/b", null);
                }

                void MonitorCalls()
                {
                    Monitor.Enter(gate);
                    try { [|http.Send(new HttpRequestMessage(HttpMethod.Post, "/a"))|]; }
                    finally { Monitor.Exit(gate); }
                }

                void Writer()
                {
                    readers.EnterWriteLock();
                    try { [|http.Send(new HttpRequestMessage(HttpMethod.Post, "/a"))|]; }
                    finally { readers.ExitWriteLock(); }
                }

                [MethodImpl(MethodImplOptions.Synchronized)]
                void Synchronized() => [|http.Send(new HttpRequestMessage(HttpMethod.Post, "/a"))|];
            }
            """
        );

    [Fact]
    public Task Neighbours_that_hold_no_mutex_while_waiting() =>
        VerifyCS.VerifyAnalyzerAsync(
            """
            class Orders(HttpClient http, SemaphoreSlim injected)
            {
                private readonly object gate = new();
                private readonly SemaphoreSlim throttle = new(8);
                private readonly SemaphoreSlim mutex = new(1);
                private readonly SemaphoreSlim closed = new(maxCount: 1, initialCount: 0);
                private readonly ReaderWriterLockSlim readers = new();
                private Task<HttpResponseMessage> inFlight;
                private int count;

                void StartedInside()
                {
                    Task<HttpResponseMessage> task;
                    lock (gate) { task = http.PostAsync("/a", null); }
                    task.Wait();
                }

                async Task NoPlaceYet()
                {
                    await closed.WaitAsync();
                    try { await http.PostAsync("/a", null); }
                    finally { closed.Release(); }
                }

                async Task Throttle()
                {
                    await throttle.WaitAsync();
                    try { await http.PostAsync("/a", null); }
                    finally { throttle.Release(); }
                }

                async Task WidthOutOfSight()
                {
                    await injected.WaitAsync();
                    try { await http.PostAsync("/a", null); }
                    finally { injected.Release(); }
                }

                async Task After()
                {
                    await mutex.WaitAsync();
                    try { count++; }
                    finally { mutex.Release(); }
                    await http.PostAsync("/a", null);
                }

                async Task ReleasedBefore()
                {
                    await mutex.WaitAsync();
                    count++;
                    mutex.Release();
                    await http.PostAsync("/a", null);
                }

                Task<HttpResponseMessage> Started()
                {
                    lock (gate)
                    {
                        return inFlight ??= http.PostAsync("/a", null);
                    }
                }

                Action Later()
                {
                    lock (gate)
                    {
                        return () => http.Send(new HttpRequestMessage(HttpMethod.Post, "/a"));
                    }
                }

                void Reader()
                {
                    readers.EnterReadLock();
                    try { http.Send(new HttpRequestMessage(HttpMethod.Get, "/a")); }
                    finally { readers.ExitReadLock(); }
                }

                void Before()
                {
                    http.Send(new HttpRequestMessage(HttpMethod.Get, "/a"));
                    lock (gate) { count++; }
                }
            }
            """
        );

    [Fact]
    public Task Mutexes_that_the_project_hands_out() =>
        VerifyCS.VerifyAnalyzerAsync(
            """
            sealed class AsyncLock
            {
                private readonly SemaphoreSlim semaphore = new(1, 1);
                private readonly SemaphoreSlim throttle = new(4);
                public async Task<IDisposable> LockAsync(CancellationToken stop = default) { await semaphore.WaitAsync(stop); return new Releaser(semaphore); }
                public async Task<IDisposable> ThrottleAsync() { await throttle.WaitAsync(); return new Releaser(throttle); }
                public async Task<IDisposable> TryAsync() => await semaphore.WaitAsync(100) ? new Releaser(semaphore) : null;
                public async Task<IDisposable> AfterAsync() { await semaphore.WaitAsync(); try { return new MemoryStream(); } finally { semaphore.Release(); } }
                private sealed class Releaser(SemaphoreSlim held) : IDisposable { public void Dispose() => held.Release(); }
            }

            static class Semaphores
            {
                public static async Task<IDisposable> EnterAsync(this SemaphoreSlim semaphore) { await semaphore.WaitAsync().ConfigureAwait(false); return new Exit(semaphore); }
                public static WriteToken Write(this ReaderWriterLockSlim gate) => new WriteToken(gate);
                public static ReadToken Read(this ReaderWriterLockSlim gate) => new ReadToken(gate);
                private sealed class Exit(SemaphoreSlim held) : IDisposable { public void Dispose() => held.Release(); }
            }

            readonly struct WriteToken : IDisposable
            {
                private readonly ReaderWriterLockSlim gate;
                public WriteToken(ReaderWriterLockSlim gate) { this.gate = gate; gate.EnterWriteLock(); }
                public void Dispose() => gate.ExitWriteLock();
            }

            readonly struct ReadToken : IDisposable
            {
                private readonly ReaderWriterLockSlim gate;
                public ReadToken(ReaderWriterLockSlim gate) { this.gate = gate; gate.EnterReadLock(); }
                public void Dispose() => gate.ExitReadLock();
            }

            sealed class Waiting : IDisposable
            {
                private readonly SemaphoreSlim held;
                public Waiting(SemaphoreSlim semaphore) { held = semaphore; held.Wait(); }
                public void Dispose() => held.Release();
            }

            class Orders(HttpClient http, SemaphoreSlim given)
            {
                private readonly AsyncLock mutex = new();
                private readonly SemaphoreSlim single = new(1, 1);
                private readonly SemaphoreSlim wide = new(8, 8);
                private readonly ReaderWriterLockSlim gate = new();
                private static HttpRequestMessage Order => new(HttpMethod.Post, "/a");

                async Task Statement(CancellationToken stop) { using (await mutex.LockAsync(stop)) { await [|http.PostAsync("/a", null, stop)|]; } }
                async Task Declaration() { using var held = await mutex.LockAsync().ConfigureAwait(false); await [|http.PostAsync("/a", null)|]; }
                async Task Extension() { using (await single.EnterAsync()) await [|http.PostAsync("/a", null)|]; }
                void Writer() { using (gate.Write()) [|http.Send(Order)|]; }
                void Made() { using (new Waiting(single)) [|http.Send(Order)|]; }

                async Task Throttled() { using (await mutex.ThrottleAsync()) await http.PostAsync("/a", null); }
                async Task Tried() { using (await mutex.TryAsync()) await http.PostAsync("/a", null); }
                async Task GivenBack() { using (await mutex.AfterAsync()) await http.PostAsync("/a", null); }
                async Task Wide() { using (await wide.EnterAsync()) await http.PostAsync("/a", null); }
                async Task OfUnknownWidth() { using (await given.EnterAsync()) await http.PostAsync("/a", null); }
                void Reader() { using (gate.Read()) http.Send(Order); }
                void MadeWide() { using (new Waiting(wide)) http.Send(Order); }
                async Task Before() { await http.PostAsync("/a", null); using (await mutex.LockAsync()) { } }
            }
            """
        );

#if NEWEST_ROSLYN
    [Fact]
    public Task The_lock_type() =>
        VerifyCS.VerifyAnalyzerAsync(
            """
            class Orders(HttpClient http)
            {
                private readonly Lock gate = new();

                void Statement() { lock (gate) { [|http.Send(new HttpRequestMessage(HttpMethod.Post, "/a"))|]; } }
                void Scope() { using (gate.EnterScope()) { [|http.Send(new HttpRequestMessage(HttpMethod.Post, "/a"))|]; } }
                void Declaration()
                {
                    using var scope = gate.EnterScope();
                    [|http.Send(new HttpRequestMessage(HttpMethod.Post, "/a"))|];
                }
            }
            """
        );
#endif

    [Fact]
    public Task Through_the_projects_own_methods() =>
        VerifyCS.VerifyAnalyzerAsync(
            """
            class Orders(HttpClient http)
            {
                private readonly object gate = new();
                private string token;

                void Direct() { lock (gate) { [|Send()|]; } }
                void Further() { lock (gate) { [|Deeper()|]; } }
                void Blocking() { lock (gate) { [|PostAsync()|].Wait(); } }
                void Started() { lock (gate) { _ = PostAsync(); } }
                void Local() { lock (gate) { Count(); } }
                void Fill() { lock (gate) { token ??= Load(); } }
                void FillInside() { lock (gate) { Ensure(); } }
                string FillInHelper() { lock (gate) { if (token is { } known) return known; return Fetch(); } }
                void FillPrepared() { lock (gate) { if (!clients.TryGetValue("a", out var client)) { client = new HttpClient(); [|client.Send(new HttpRequestMessage())|]; clients["a"] = client; } } }
                private readonly Dictionary<string, HttpClient> clients = new();
                string RenewInHelper() { lock (gate) { if (Environment.TickCount64 - renewed > 1000) Renew(); return token; } }
                void Renew() { http.Send(new HttpRequestMessage(HttpMethod.Get, "/a")); renewed = Environment.TickCount64; }
                private long renewed;
                string Refresh() { lock (gate) { return [|Fetch()|]; } }
                string Fetch() { var fetched = http.Send(new HttpRequestMessage(HttpMethod.Get, "/a")); token = fetched.ReasonPhrase; return token; }

                void Send() => http.Send(new HttpRequestMessage(HttpMethod.Post, "/a"));
                void Deeper() { if (token != null) Send(); }
                async Task PostAsync() => await http.PostAsync("/a", null);
                string Load() => http.Send(new HttpRequestMessage(HttpMethod.Get, "/a")).ReasonPhrase;
                void Ensure() { if (token == null) token = http.Send(new HttpRequestMessage(HttpMethod.Get, "/a")).ReasonPhrase; }
                int Count() => 1;
            }
            """
        );

    [Fact]
    public Task Through_interfaces_delegates_and_iterators() =>
        VerifyCS.VerifyAnalyzerAsync(
            """
            class Orders(HttpClient http, IGateway gateway, IMixedGateway mixed)
            {
                private readonly object gate = new();

                void Contract() { lock (gate) { [|gateway.Send()|]; } }
                void Mixed() { lock (gate) { mixed.Send(); } }
                void Delegate() { Action send = () => http.Send(new HttpRequestMessage()); lock (gate) { [|send()|]; } }
                void Handed() { lock (gate) { [|Run(() => http.Send(new HttpRequestMessage()))|]; } }
                void Piped() { lock (gate) { [|Polly.ResiliencePipeline.Empty.Execute(() => http.Send(new HttpRequestMessage()))|]; } }
                void Kept(Action send) { lock (gate) { send(); } }
                void Enumerated() { lock (gate) { foreach (var page in [|Pages()|]) { } } }
                void NotYetEnumerated() { lock (gate) { _ = Pages(); } }

                IEnumerable<string> Pages() { yield return http.Send(new HttpRequestMessage()).ReasonPhrase; }
                void Run(Action work) => work();
            }

            interface IGateway { void Send(); }
            class Gateway(HttpClient http) : IGateway { public void Send() => http.Send(new HttpRequestMessage()); }
            interface IMixedGateway { void Send(); }
            class RemoteGateway(HttpClient http) : IMixedGateway { public void Send() => http.Send(new HttpRequestMessage()); }
            class LocalGateway : IMixedGateway { public void Send() { } }
            """,
            Library.Polly
        );

    [Fact]
    public Task Through_own_methods_an_async_mutex_is_weaker_evidence() =>
        VerifyCS.VerifySeverityAsync(
            """
            class Sync(HttpClient http)
            {
                private readonly SemaphoreSlim oneAtATime = new(1, 1);

                async Task Run()
                {
                    await oneAtATime.WaitAsync();
                    try { await [|Push()|]; }
                    finally { oneAtATime.Release(); }
                }

                async Task Push() => await http.PostAsync("/a", null);
            }
            """,
            DiagnosticSeverity.Info
        );

    [Fact]
    public Task A_mutex_that_is_only_tried_keeps_nobody_waiting() =>
        VerifyCS.VerifyAnalyzerAsync(
            """
            class Sync(HttpClient http)
            {
                private readonly SemaphoreSlim mutex = new(1, 1);

                async Task Tried()
                {
                    if (!await mutex.WaitAsync(0)) return;
                    try { await http.PostAsync("/a", null); }
                    finally { mutex.Release(); }
                }

                async Task WithLimit(CancellationToken token)
                {
                    if (!await mutex.WaitAsync(TimeSpan.FromSeconds(1), token)) throw new TimeoutException();
                    try { await http.PostAsync("/a", null, token); }
                    finally { mutex.Release(); }
                }

                void TriedMonitor()
                {
                    if (!Monitor.TryEnter(mutex)) return;
                    try { http.Send(null); }
                    finally { Monitor.Exit(mutex); }
                }

                async Task WithToken(CancellationToken token)
                {
                    await mutex.WaitAsync(token);
                    try { await [|http.PostAsync("/a", null, token)|]; }
                    finally { mutex.Release(); }
                }
            }
            """
        );

    [Fact]
    public Task Per_key_mutexes_are_information() =>
        VerifyCS.VerifySeverityAsync(
            """
            using System.Collections.Concurrent;

            class Orders(HttpClient http)
            {
                private readonly ConcurrentDictionary<string, SemaphoreSlim> mutexes = new();

                async Task Place(string customer)
                {
                    var mutex = mutexes.GetOrAdd(customer, _ => new SemaphoreSlim(1, 1));
                    await mutex.WaitAsync();
                    try { await [|http.PostAsync("/a", null)|]; }
                    finally { mutex.Release(); }
                }
            }
            """,
            DiagnosticSeverity.Info
        );

    [Fact]
    public Task The_message_names_the_call_and_the_lock() =>
        VerifyCS.VerifyMessageAsync(
            "class C(HttpClient http) { readonly object gate = new(); void M() { lock (gate) { http.Send(null); } } }",
            "'HttpClient.Send' is waited for while the lock on 'gate' is held: while its answer is slow or does not come, every other caller waits as well"
        );

    [Fact]
    public Task The_message_names_the_way() =>
        VerifyCS.VerifyMessageAsync(
            "class C(HttpClient http) { readonly object gate = new(); void M() { lock (gate) { Save(); } } void Save() => http.Send(null); }",
            "'C.Save' reaches 'HttpClient.Send' and is waited for while the lock on 'gate' is held: while its answer is slow or does not come, every other caller waits as well"
        );

    [Theory]
    [InlineData("http.Send(null)")]
    [InlineData("Save()")]
    public Task A_lock_statement_is_a_warning(string call) =>
        VerifyCS.VerifySeverityAsync(
            "class C(HttpClient http) { readonly object gate = new(); void M() { lock (gate) { [|"
                + call
                + "|]; } } void Save() => http.Send(null); }",
            DiagnosticSeverity.Warning
        );
}
