using DistributedSystems.Analyzers.Rules.Models;
using DistributedSystems.Analyzers.Tests.Verify;

namespace DistributedSystems.Analyzers.Tests.Rules.Models;

using VerifyCS = VerifyCS<WeakValueDecidesStrongOperation>;

public class WeakValueDecidesStrongOperationTests
{
    [Fact]
    public Task A_value_out_of_a_pattern_and_one_that_is_only_asked_about() =>
        VerifyCS.VerifyAnalyzerAsync(
            """
            using DistributedSystems;

            interface IMap { [Consistency(Consistency.Causal)] Task<int?> FreeAsync(); }
            [Consistency(Consistency.Linearizable)]
            interface IDock { Task<bool> MoorAsync(int berth); [ReadOnly] Task<string> ShipAtAsync(int berth); }

            class Pilot
            {
                public async Task Moor(IMap map, IDock dock)
                {
                    if (await map.FreeAsync() is { } berth)
                    {
                        await [|dock.MoorAsync(berth)|];
                    }

                    if (await map.FreeAsync() is int other)
                    {
                        await [|dock.MoorAsync(other)|];
                        await dock.ShipAtAsync(other);
                    }
                }
            }
            """,
            Library.Annotations
        );

    [Fact]
    public Task A_sum_of_weak_values() =>
        VerifyCS.VerifyAnalyzerAsync(
            """
            using DistributedSystems;

            interface IForecast { [Consistency(Consistency.Eventual)] Task<double> WindAsync(string site); Task<double> PriceAsync(string site); }
            interface IMarket { [Consistency(Consistency.Linearizable)] Task ReserveAsync(double amount); }

            class Trader(IForecast forecast, IMarket market)
            {
                public async Task Sell(string[] sites)
                {
                    var total = 0.0;
                    foreach (var site in sites) total += await forecast.WindAsync(site);
                    await [|market.ReserveAsync(total)|];
                }

                public async Task Price(string[] sites)
                {
                    var total = 0.0;
                    foreach (var site in sites) total += await forecast.PriceAsync(site);
                    await market.ReserveAsync(total);
                }
            }
            """,
            Library.Annotations
        );

    private const string Accounts = """
        using DistributedSystems;

        [Consistency(Consistency.Eventual)]
        interface ICache { int Balance(); List<int> All(); int Size { get; } bool TryGet(string key, out int value); }
        [Consistency(Consistency.Linearizable)]
        interface ILedger { Task Debit(int amount); int Balance(); [Consistency(Consistency.Causal)] int Hint(); [Consistency(Consistency.Sequential)] void Put(int value); }
        interface IPlain { int Value(); void Put(int value); [return: Consistency(Consistency.Causal)] int Seen(); }

        class Payments
        {
            private readonly ICache cache;
            private readonly ILedger ledger;
            private readonly IPlain plain;
            private int remembered;
            public Payments(ICache cache, ILedger ledger, IPlain plain) { this.cache = cache; this.ledger = ledger; this.plain = plain; }
        """;

    [Theory]
    [InlineData("[|ledger.Debit(cache.Balance())|];")]
    [InlineData("if (cache.Balance() > 3) [|ledger.Debit(1)|];")]
    [InlineData("if (cache.Size > 3) { [|ledger.Put(1)|]; }")]
    [InlineData("var balance = cache.Balance(); if (balance > 3) { [|ledger.Debit(1)|]; }")]
    [InlineData("if (cache.Balance() < 3) return; [|ledger.Debit(1)|];")]
    [InlineData("var enough = ledger.Hint() > 3 ? [|ledger.Debit(1)|] : Task.CompletedTask;")]
    [InlineData("foreach (var amount in cache.All()) [|ledger.Debit(amount)|];")]
    [InlineData("remembered = cache.Balance(); [|ledger.Debit(remembered)|];")]
    [InlineData("[|ledger.Debit(Read())|]; int Read() => cache.Balance() + 1;")]
    [InlineData("Pay(cache.Balance()); void Pay(int amount) { [|ledger.Debit(amount)|]; }")]
    [InlineData("var (a, b) = (cache.Balance(), 1); [|ledger.Debit(a)|];")]
    [InlineData("Action pay = () => [|ledger.Debit(Math.Max(1, plain.Seen()))|];")]
    [InlineData("while (cache.Balance() > 3) { [|ledger.Debit(1)|]; }")]
    [InlineData("var ok = cache.Balance() > 3 && [|ledger.Debit(1)|].IsCompleted;")]
    [InlineData("ledger.Debit(ledger.Balance());")]
    [InlineData("if (ledger.Balance() > 3) ledger.Debit(1);")]
    [InlineData("if (cache.Balance() > 3) { if (ledger.Balance() > 3) ledger.Debit(1); }")]
    [InlineData("if (cache.Balance() > 3 && ledger.Balance() > 3) ledger.Debit(1);")]
    [InlineData("if (cache.Balance() > 3) { var real = ledger.Balance(); if (real > 3) ledger.Debit(1); }")]
    [InlineData("plain.Put(cache.Balance());")]
    [InlineData("ledger.Debit(plain.Value());")]
    [InlineData("if (cache.Balance() > 3) plain.Put(1); ledger.Debit(1);")]
    [InlineData("ledger.Hint(); Console.WriteLine(cache.Balance());")]
    [InlineData("switch (cache.Balance()) { case > 3: [|ledger.Debit(1)|]; break; }")]
    [InlineData("var debited = cache.Balance() switch { > 3 => [|ledger.Debit(1)|], _ => null };")]
    [InlineData("cache.TryGet(\"a\", out var balance); [|ledger.Debit(balance)|];")]
    [InlineData("Task.WaitAll(cache.All().Select(amount => [|ledger.Debit(amount)|]).ToArray());")]
    [InlineData("var read = cache.Balance() > 3 ? ledger.Balance() : 0; if (read > 3) ledger.Debit(1);")]
    [InlineData("if (!cache.TryGet(\"a\", out var balance)) { balance = ledger.Balance(); } Console.WriteLine(balance);")]
    [InlineData(
        "int Read() { if (cache.TryGet(\"a\", out var balance)) return balance; return ledger.Balance(); } Console.WriteLine(Read());"
    )]
    public Task Flows(string body) => VerifyCS.VerifyAnalyzerAsync($"{Accounts} void M() {{ {body} }} }}", Library.Annotations);

    [Fact]
    public Task Results_fields_and_parameters() =>
        VerifyCS.VerifyAnalyzerAsync(
            """
            using DistributedSystems;

            class Register
            {
                [Consistency(Consistency.Eventual)] private int cached;
                private int fresh;

                [Consistency(Consistency.Linearizable)] public int Wrong() => [|cached|];
                [Consistency(Consistency.Linearizable)] public int AlsoWrong { get { var value = cached; return [|value + 1|]; } }
                [Consistency(Consistency.Eventual)] public int Honest() => cached;
                [Consistency(Consistency.Linearizable)] public int Right() => fresh;
                [Consistency(Consistency.Linearizable)] public void Write(int value) { fresh = value; }
                public void Copy([Consistency(Consistency.Causal)] int old, int other) { [|Write(old)|]; Write(other); }
            }

            interface IRegister { [Consistency(Consistency.Sequential)] int Read(); }
            class Implementation : IRegister
            {
                [Consistency(Consistency.Causal)] private int cached;
                public int Read() => [|cached|];
            }
            """,
            Library.Annotations
        );

    [Fact]
    public Task The_message_names_both_sides() =>
        VerifyCS.VerifyMessageAsync(
            $"{Accounts} void M() {{ ledger.Debit(cache.Balance()); }} }}",
            "'ILedger.Debit' is declared Linearizable and decided by 'cache.Balance()', which is declared Eventual and may be an old value",
            Library.Annotations
        );

    [Fact]
    public Task A_hint_that_is_looked_at_again_and_an_answer_that_is_asked_for() =>
        VerifyCS.VerifyAnalyzerAsync(
            """
            using DistributedSystems;
            [Consistency(Consistency.Eventual)] interface IView { Task<string[]> Free(); }
            [Consistency(Consistency.Sequential)] interface IStore { Task<bool> IsFree(string copy); Task<(int, long)> State(); Task Reserve(string copy); }
            class Desk
            {
                private readonly IView view;
                private readonly IStore store;

                async Task Again()
                {
                    foreach (var copy in await view.Free())
                    {
                        if (await store.IsFree(copy)) await store.Reserve(copy);
                    }
                }

                async Task<int> Asks()
                {
                    if ((await view.Free()).Length == 0) return 0;
                    var (count, _) = await store.State();
                    return count;
                }

                async Task Blindly() => await [|store.Reserve((await view.Free())[0])|];
            }
            """,
            Library.Annotations
        );

    [Fact]
    public Task Declared_on_the_parameters_of_records() =>
        VerifyCS.VerifyAnalyzerAsync(
            """
            using DistributedSystems;

            record Tally([Consistency(Consistency.Eventual)] int Votes, int Seats);
            record struct Reading([Consistency(Consistency.Eventual)] int Level, string Tank);
            record Copy(int Votes) { public Copy([Consistency(Consistency.Eventual)] string votes) : this(votes.Length) { } }
            interface IResults { [Consistency(Consistency.Linearizable)] Task Close(int votes); }

            class Count
            {
                private readonly IResults results;
                Task Stale(Tally tally) => [|results.Close(tally.Votes)|];
                Task StaleStruct(Reading reading) => [|results.Close(reading.Level)|];
                Task Certain(Tally tally) => results.Close(tally.Seats);
                Task OtherType(Copy copy) => results.Close(copy.Votes);
            }
            """,
            Library.Annotations
        );
}
