using DistributedSystems.Analyzers.Rules.RemoteCalls;
using DistributedSystems.Analyzers.Tests.Verify;
using Microsoft.CodeAnalysis;

namespace DistributedSystems.Analyzers.Tests.Rules.RemoteCalls;

using VerifyCS = VerifyCS<RemoteCallInsideLock>;

/// <summary>DIST3004: locks whose purpose is the call: set-up, a cache filled once, an object that cannot be shared.</summary>
public class RemoteCallInsideSetUpLockTests
{
    [Fact]
    public Task Setting_up_once_for_everybody() =>
        VerifyCS.VerifyAnalyzerAsync(
            """
            class Store(System.Data.Common.DbDataSource source, HttpClient http)
            {
                private readonly SemaphoreSlim mutex = new(1, 1);
                private readonly object gate = new();
                private bool provisioned;

                async Task DoubleChecked()
                {
                    if (provisioned) return;
                    await mutex.WaitAsync();
                    try
                    {
                        if (provisioned) return;
                        await using var db = await source.OpenConnectionAsync();
                        await using var command = db.CreateCommand();
                        command.CommandText = "create table if not exists claims (id text primary key)";
                        await command.ExecuteNonQueryAsync();
                        provisioned = true;
                    }
                    finally { mutex.Release(); }
                }

                async Task ThroughHelper()
                {
                    await mutex.WaitAsync();
                    try
                    {
                        if (!provisioned)
                        {
                            await Provision();
                            provisioned = true;
                        }
                    }
                    finally { mutex.Release(); }
                }

                async Task NobodyLooks()
                {
                    await mutex.WaitAsync();
                    try
                    {
                        await using var db = await [|source.OpenConnectionAsync()|];
                        provisioned = true;
                    }
                    finally { mutex.Release(); }
                }

                async Task MarkedBefore()
                {
                    await mutex.WaitAsync();
                    try
                    {
                        if (provisioned) return;
                        provisioned = true;
                        await using var db = await [|source.OpenConnectionAsync()|];
                    }
                    finally { mutex.Release(); }
                }

                async Task SentOnce()
                {
                    await mutex.WaitAsync();
                    try
                    {
                        if (provisioned) return;
                        await [|http.PostAsync("/orders", null)|];
                        provisioned = true;
                    }
                    finally { mutex.Release(); }
                }

                void UnderPlainLock()
                {
                    lock (gate)
                    {
                        if (provisioned) return;
                        using var db = source.OpenConnection();
                        provisioned = true;
                    }
                }

                private async Task Provision() { await using var db = await source.OpenConnectionAsync(); }
            }
            """
        );

    [Fact]
    public Task Filling_a_cache_once_for_everybody() =>
        VerifyCS.VerifyAnalyzerAsync(
            """
            class Tokens(HttpClient http)
            {
                private readonly SemaphoreSlim mutex = new(1, 1);
                private readonly Dictionary<string, string> cache = new();
                private string token;
                private bool sent;

                async Task<string> DoubleChecked()
                {
                    if (token != null) return token;
                    await mutex.WaitAsync();
                    try
                    {
                        if (token == null)
                        {
                            var response = await http.PostAsync("/token", null);
                            token = response.ReasonPhrase;
                        }
                        return token;
                    }
                    finally { mutex.Release(); }
                }

                async Task<string> Coalesced()
                {
                    await mutex.WaitAsync();
                    try { return token ??= await http.GetStringAsync("/token"); }
                    finally { mutex.Release(); }
                }

                async Task<string> ByKey(string key)
                {
                    await mutex.WaitAsync();
                    try
                    {
                        if (cache.TryGetValue(key, out var known)) return known;
                        var value = await http.GetStringAsync(key);
                        cache[key] = value;
                        return value;
                    }
                    finally { mutex.Release(); }
                }

                async Task OnlyAFlag()
                {
                    await mutex.WaitAsync();
                    try
                    {
                        if (sent) return;
                        await [|http.PostAsync("/orders", null)|];
                        sent = true;
                    }
                    finally { mutex.Release(); }
                }
            }
            """
        );

    [Fact]
    public Task Objects_that_must_not_be_shared() =>
        VerifyCS.VerifyAnalyzerAsync(
            """
            using RabbitMQ.Client;
            using System.Data.Common;

            class Publisher(IChannel channel, DbDataSource source, DbConnection connection)
            {
                private readonly SemaphoreSlim mutex = new(1, 1);
                private readonly object gate = new();

                void CommandOfTheSharedConnection()
                {
                    lock (gate)
                    {
                        using var command = connection.CreateCommand();
                        command.ExecuteNonQuery();
                        connection.CreateCommand().ExecuteNonQuery();
                    }
                }

                async Task CommandOfItsOwnConnection()
                {
                    await mutex.WaitAsync();
                    try
                    {
                        await using var own = await [|source.OpenConnectionAsync()|];
                        using var command = own.CreateCommand();
                        await [|command.ExecuteNonQueryAsync()|];
                    }
                    finally { mutex.Release(); }
                }

                async Task Serialised(ReadOnlyMemory<byte> body)
                {
                    await mutex.WaitAsync();
                    try { await channel.BasicPublishAsync("x", "k", body); }
                    finally { mutex.Release(); }
                }

                async Task OwnCommand()
                {
                    await mutex.WaitAsync();
                    try
                    {
                        using var command = source.CreateCommand("SELECT 1");
                        await [|command.ExecuteNonQueryAsync()|];
                    }
                    finally { mutex.Release(); }
                }
            }
            """,
            Library.RabbitMq
        );

    [Fact]
    public Task Set_up_marked_by_an_object_or_a_state() =>
        VerifyCS.VerifyAnalyzerAsync(
            """
            enum Phase { New, Ready, Failed }

            class Ledger(HttpClient http)
            {
                private readonly object gate = new();
                private object opened;
                private Phase phase;
                private Phase several;
                private string current;

                void ByObject()
                {
                    lock (gate)
                    {
                        if (opened is null)
                        {
                            http.Send(new HttpRequestMessage(HttpMethod.Put, "/ledger"));
                            opened = new object();
                        }
                    }
                }

                void ByState()
                {
                    lock (gate)
                    {
                        if (phase == Phase.New)
                        {
                            http.Send(new HttpRequestMessage(HttpMethod.Put, "/ledger"));
                            phase = Phase.Ready;
                        }
                    }
                }

                void StateThatGoesBack(bool fails)
                {
                    lock (gate)
                    {
                        if (several == Phase.New)
                        {
                            [|http.Send(new HttpRequestMessage(HttpMethod.Put, "/ledger"))|];
                            several = Phase.Ready;
                        }

                        several = fails ? Phase.New : Phase.Failed;
                    }
                }

                void OncePerCustomer(string customer)
                {
                    lock (gate)
                    {
                        if (current != customer)
                        {
                            [|http.Send(new HttpRequestMessage(HttpMethod.Put, "/ledger/" + customer))|];
                            current = customer;
                        }
                    }
                }
            }
            """
        );

    [Fact]
    public Task One_connection_taken_in_other_ways() =>
        VerifyCS.VerifyAnalyzerAsync(
            """
            using RabbitMQ.Client;
            using System.Data.Common;

            class Feed(DbConnection shared, DbDataSource source)
            {
                private readonly object gate = new();
                private readonly SemaphoreSlim mutex = new(1, 1);
                private IChannel channel;
                private DbConnection connection = shared;

                void BehindConditionalAccess()
                {
                    lock (gate)
                    {
                        connection?.Open();
                        connection?.CreateCommand()?.ExecuteNonQuery();
                    }
                }

                void MadeByAnotherMethod()
                {
                    lock (gate)
                    {
                        using var command = Prune(connection);
                        command.ExecuteNonQuery();
                    }
                }

                void ConnectionOfItsOwn()
                {
                    lock (gate)
                    {
                        using var own = [|source.OpenConnection()|];
                        using var command = Prune(own);
                        [|command.ExecuteNonQuery()|];
                    }
                }

                async Task TakenOut()
                {
                    await mutex.WaitAsync();
                    try
                    {
                        var old = Interlocked.Exchange(ref channel, null);
                        if (old != null)
                        {
                            await old.CloseAsync();
                        }
                    }
                    finally { mutex.Release(); }
                }

                private static DbCommand Prune(DbConnection connection)
                {
                    var command = connection.CreateCommand();
                    command.CommandText = "DELETE FROM feed";
                    return command;
                }
            }
            """,
            Library.RabbitMq
        );

    [Fact]
    public Task Mutex_that_another_method_took() =>
        VerifyCS.VerifyAnalyzerAsync(
            """
            class Digest(HttpClient http)
            {
                private readonly SemaphoreSlim tried = new(1, 1);
                private readonly SemaphoreSlim waited = new(1, 1);

                void Try()
                {
                    if (tried.Wait(0))
                    {
                        ThreadPool.QueueUserWorkItem(_ => SendTried());
                    }
                }

                void SendTried()
                {
                    try { http.Send(new HttpRequestMessage(HttpMethod.Put, "/digest")); }
                    finally { tried.Release(); }
                }

                void Wait()
                {
                    waited.Wait();
                    ThreadPool.QueueUserWorkItem(_ => SendWaited());
                }

                void SendWaited()
                {
                    try { [|http.Send(new HttpRequestMessage(HttpMethod.Put, "/digest"))|]; }
                    finally { waited.Release(); }
                }
            }
            """
        );

    [Fact]
    public Task Delegates_that_a_method_keeps_or_runs() =>
        VerifyCS.VerifyAnalyzerAsync(
            """
            class Board(HttpClient http)
            {
                private readonly object gate = new();
                private readonly List<Action> later = new();
                private event Action Closed;

                void Call(int order)
                {
                    lock (gate)
                    {
                        Keep(() => Send(order));
                        Hook(() => Send(order));
                        _ = Wrap(() => Send(order));
                        KeepWrapped(() => Send(order));
                        [|Timed(() => Send(order))|];
                        [|Nested(() => Send(order))|];
                        [|Each(Send, [1, 2])|];
                        [|ByLocalFunction(() => Send(order))|];
                        [|ByKeptLambda(() => Send(order))|];
                        ByEachOther(() => Send(order));
                        ByItself(() => Send(order));
                    }
                }

                private void Keep(Action work) => later.Add(() => work());

                private void KeepWrapped(Action work) => Keep(() => work());

                private void Hook(Action work) => Closed += () => work();

                private static Action Wrap(Action work) => () => work();

                private static void Timed(Action work)
                {
                    Console.WriteLine("starts");
                    work();
                }

                private static void Nested(Action work) => Timed(() => work());

                private static void Each(Action<int> work, List<int> items) => items.ForEach(item => work(item));

                private static void ByLocalFunction(Action work)
                {
                    Once();
                    void Once() => work();
                }

                private static void ByEachOther(Action work)
                {
                    void First() { work(); Second(); }
                    void Second() => First();
                }

                private static void ByItself(Action work)
                {
                    Action again = null;
                    again = () => { work(); again(); };
                }

                private static void ByKeptLambda(Action work)
                {
                    Action twice = () => { work(); work(); };
                    twice();
                }

                private void Send(int order) => http.Send(new HttpRequestMessage(HttpMethod.Put, "/orders/" + order));
            }
            """
        );

    [Fact]
    public Task A_table_filled_under_a_plain_lock() =>
        VerifyCS.VerifySeverityAsync(
            """
            class Prices(HttpClient http)
            {
                private readonly Dictionary<string, string> known = new();

                string Of(string article)
                {
                    lock (known)
                    {
                        if (!known.TryGetValue(article, out var price))
                        {
                            price = [|http.Send(new HttpRequestMessage(HttpMethod.Get, article))|].ReasonPhrase;
                            known.Add(article, price);
                        }

                        return price;
                    }
                }
            }
            """,
            DiagnosticSeverity.Info
        );
}
