using DistributedSystems.Analyzers.Rules.Models;
using DistributedSystems.Analyzers.Tests.Verify;
using DistributedSystems.CodeFixes.Models;

namespace DistributedSystems.Analyzers.Tests.Rules.Models;

using VerifyCS = VerifyCS<NonDeterministicStep>;
using VerifyFix = VerifyCS<NonDeterministicStep, EnumerateInOrderFix>;

public class NonDeterministicStepTests
{
    [Fact]
    public Task Local_functions_and_lambdas_that_are_declared() =>
        VerifyCS.VerifyAnalyzerAsync(
            """
            using DistributedSystems;

            delegate long Step(long input);
            class Machine
            {
                private readonly List<Step> steps = new();

                public long Run(long input)
                {
                    steps.Add([Deterministic] (x) => x + [|DateTime.UtcNow|].Ticks);
                    steps.Add([Deterministic] (x) => x + 1);
                    steps.Add(x => x + DateTime.UtcNow.Ticks);
                    var started = DateTime.UtcNow;
                    return Apply(input) + Other(input) + started.Ticks;

                    [Deterministic]
                    long Apply(long x) => x + [|Environment.TickCount64|];

                    long Other(long x) => x + Environment.TickCount64;
                }
            }
            """,
            Library.Annotations
        );

    [Theory]
    [InlineData("[|DateTime.UtcNow|].ToString()")]
    [InlineData("[|DateTimeOffset.Now|].ToString()")]
    [InlineData("[|Environment.TickCount64|].ToString()")]
    [InlineData("[|System.Diagnostics.Stopwatch.GetTimestamp()|].ToString()")]
    [InlineData("[|System.Diagnostics.Stopwatch.StartNew().Elapsed|].ToString()")]
    [InlineData("[|TimeProvider.System|].GetUtcNow().ToString()")]
    [InlineData("[|Guid.NewGuid()|].ToString()")]
    [InlineData("[|Random.Shared|].Next().ToString()")]
    [InlineData("[|new Random()|].Next().ToString()")]
    [InlineData("[|System.Security.Cryptography.RandomNumberGenerator.GetInt32(3)|].ToString()")]
    [InlineData("[|Environment.MachineName|]")]
    [InlineData("[|Environment.GetEnvironmentVariable(\"X\")|]")]
    [InlineData("[|File.ReadAllText(\"x\")|]")]
    [InlineData("[|http.GetStringAsync(\"x\")|].Result")]
    [InlineData("[|Task.Run(() => 1)|].Result.ToString()")]
    [InlineData("[|\"a\".GetHashCode()|].ToString()")]
    [InlineData("[|clock.Now()|].ToString()")]
    [InlineData("string.Join(\",\", [|set.Select(x => x + 1)|])")]
    [InlineData("[|map.ToList()|][0].Key")]
    [InlineData("[|map.Keys.First()|]")]
    [InlineData("string.Join(\",\", [|map.Keys|])")]
    [InlineData("((Func<Guid>)[|Guid.NewGuid|])().ToString()")]
    [InlineData("[|new StreamReader(\"x\")|].ReadToEnd()")]
    [InlineData("string.Concat([|from x in set select x + 1|])")]
    [InlineData("string.Join(\",\", from x in set orderby x select x)")]
    [InlineData("set.Select(x => x + 1).Average().ToString() + set.Select(x => x + 1).Single() + set.Aggregate(0, (sum, x) => sum + x)")]
    [InlineData("nameof(DateTime.UtcNow) + nameof(Environment.TickCount)")]
    [InlineData("new Random(42).Next().ToString()")]
    [InlineData("given.Next().ToString()")]
    [InlineData("time.GetUtcNow().ToString()")]
    [InlineData("Guid.Empty.ToString() + Environment.NewLine")]
    [InlineData("string.Join(\",\", set.OrderBy(x => x).Select(x => x + 1))")]
    [InlineData("set.Select(x => x + 1).Sum().ToString() + set.Count() + map.Values.Max() + set.Contains(1)")]
    [InlineData("string.Join(\",\", sorted.Select(x => x.Key)) + list.Select(x => x).First()")]
    [InlineData("new DateTime(2020, 1, 1).AddDays(1).ToString()")]
    public Task Steps(string expression) =>
        VerifyCS.VerifyAnalyzerAsync(
            $$"""
            using DistributedSystems;

            interface IClock { [WallClock] long Now(); }
            class C
            {
                private readonly HttpClient http = new();
                private readonly HashSet<int> set = new();
                private readonly Dictionary<string, int> map = new();
                private readonly SortedDictionary<string, int> sorted = new();
                private readonly List<int> list = new();
                [Deterministic] string Replicated(IClock clock, Random given, TimeProvider time) => {{expression}};
                string Ordinary(IClock clock, Random given, TimeProvider time) => {{expression.Replace("[|", "").Replace("|]", "")}};
            }
            """,
            Library.Annotations
        );

    [Fact]
    public Task Loops() =>
        VerifyCS.VerifyAnalyzerAsync(
            """
            using System.Collections.Concurrent;
            using DistributedSystems;

            [Deterministic]
            class C
            {
                private readonly HashSet<int> set = new();
                private readonly ConcurrentDictionary<int, int> map = new();
                private readonly List<int> log = new();
                private int total;

                void Fires()
                {
                    foreach (var item in [|set|]) { log.Add(item); }
                    foreach (var (key, value) in [|map|]) { Console.WriteLine(key); }
                    foreach (var key in [|map|].Where(x => x.Key > 0).Select(x => x.Key)) { log.Add(key); }
                    var held = [|set|].Where(x => x > 1).ToList();
                    foreach (var item in held) log.Add(item);
                }

                void Silent()
                {
                    foreach (var item in set) { total += item; }
                    foreach (var item in set.OrderBy(x => x)) { log.Add(item); }
                    foreach (var item in log) { total = item; }
                    var sorted = set.ToList();
                    sorted.Sort();
                    foreach (var item in sorted) { log.Add(item); }
                    foreach (var item in new SortedSet<int>(set)) { log.Add(item); }
                }
            }
            """,
            Library.Annotations
        );

    [Theory]
    [InlineData("foreach (var pair in map) { if (pair.Value > limit) total++; else total -= pair.Value; }")]
    [InlineData("foreach (var pair in map) { if (pair.Value <= limit) continue; total++; }")]
    [InlineData("foreach (var pair in map) { if (pair.Value > limit) return true; }")]
    [InlineData("foreach (var pair in map) other[pair.Key] = pair.Value;")]
    [InlineData("foreach (var (key, value) in map) { if (value == 0) other.Remove(key); }")]
    [InlineData("foreach (var pair in map) total = Math.Max(total, pair.Value);")]
    [InlineData("foreach (var pair in map) { if (pair.Value > total) total = pair.Value; }")]
    [InlineData("list.AddRange(map.Values); list.Sort();")]
    [InlineData("list.AddRange([|map.Values|]);")]
    [InlineData("foreach (var pair in [|map|]) { if (total < limit) total += pair.Value; }")]
    [InlineData("foreach (var pair in [|map|]) { if (pair.Value > limit) { name = pair.Key; break; } }")]
    [InlineData("foreach (var pair in [|map|]) other[pair.Key] = total++;")]
    [InlineData("foreach (var pair in [|map|]) byLength[pair.Key.Length] = pair.Key;")]
    [InlineData("foreach (var pair in [|map|]) name += pair.Key;")]
    public Task Orders_that_matter_and_orders_that_do_not(string body) =>
        VerifyCS.VerifyAnalyzerAsync(
            $$"""
            using DistributedSystems;

            class C
            {
                private readonly Dictionary<string, int> map = new(), other = new();
                private readonly Dictionary<int, string> byLength = new();
                private readonly List<int> list = new();
                private int total;
                private string name;
                [Deterministic] bool Replicated(int limit) { {{body}} return false; }
            }
            """,
            Library.Annotations
        );

    [Fact]
    public Task Through_helpers_lambdas_and_interfaces() =>
        VerifyCS.VerifyAnalyzerAsync(
            """
            using DistributedSystems;

            interface IStateMachine { [Deterministic] int Apply(int command); }

            class Machine : IStateMachine
            {
                public int Apply(int command)
                {
                    Func<int> later = () => [|Environment.TickCount|];
                    int Local() => [|Random.Shared|].Next();
                    return later() + Local() + [|Step()|] + Fixed() + Declared() + Open() + [|Reading|] + [|new Made()|].Value;
                }

                private int Step() => Deeper();
                private int Deeper() => DateTime.UtcNow.Day;
                private int Fixed() => 1;
                [Deterministic] private int Declared() => [|Environment.TickCount|];
                protected virtual int Open() => Environment.TickCount;
                private int Reading => DateTime.UtcNow.Day;
                public int Outside() => Environment.TickCount;
            }

            class Made { public int Value; public Made() { Value = Environment.TickCount; } }

            [Deterministic]
            abstract class Base { public abstract int Apply(); }
            class Derived : Base
            {
                private readonly int seed = [|Environment.TickCount|];
                public override int Apply() => [|DateTime.Now|].Day;
                private int Recursive(int n) => n == 0 ? 0 : Recursive(n - 1);
            }
            """,
            Library.Annotations
        );

    [Fact]
    public Task Async_steps_and_conditionals() =>
        VerifyCS.VerifyAnalyzerAsync(
            """
            using DistributedSystems;
            class C
            {
                [Deterministic]
                async Task<int> Workflow(bool late)
                {
                    using var timer = new CancellationTokenSource();
                    await [|Task.Delay(10)|];
                    var at = late ? [|DateTime.UtcNow|] : DateTime.MinValue;
                    async Task<int> Inner() { await [|Task.Yield()|]; return 1; }
                    return await Inner() + at.Day;
                }
            }
            """,
            Library.Annotations
        );

    [Fact]
    public Task Enumerations_are_put_in_order() =>
        VerifyFix.VerifyCodeFixAsync(
            """
            using DistributedSystems;

            class C
            {
                [Deterministic]
                void M(Dictionary<string, int> map, HashSet<int> set, List<int> log, C other)
                {
                    foreach (var (key, value) in [|map|]) // all
                    {
                        log.Add(value);
                    }

                    foreach (var item in [|set|]) { log.Add(item); }
                    foreach (var item in [|other.Made()|]) { log.Add(item); }
                }

                [Deterministic] HashSet<int> Made() => new();
            }
            """,
            """
            using DistributedSystems;

            class C
            {
                [Deterministic]
                void M(Dictionary<string, int> map, HashSet<int> set, List<int> log, C other)
                {
                    foreach (var (key, value) in map.OrderBy(entry => entry.Key, StringComparer.Ordinal)) // all
                    {
                        log.Add(value);
                    }

                    foreach (var item in set.OrderBy(element => element)) { log.Add(item); }
                    foreach (var item in other.Made().OrderBy(element => element)) { log.Add(item); }
                }

                [Deterministic] HashSet<int> Made() => new();
            }
            """,
            Library.Annotations
        );

    [Theory]
    [InlineData("foreach (var item in [|objects|]) { log.Add(item); }")]
    [InlineData("log.Add([|DateTime.UtcNow|]);")]
    [InlineData("log.Add([|objects.First()|]);")]
    public Task Nothing_is_offered_where_no_order_is_natural(string statement) =>
        VerifyFix.VerifyNoFixAsync(
            $"class C {{ [DistributedSystems.Deterministic] void M(HashSet<object> objects, List<object> log) {{ {statement} }} }}",
            Setup.With(Library.Annotations)
        );

    [Fact]
    public Task The_message_names_the_way() =>
        VerifyCS.VerifyMessageAsync(
            "class C { [DistributedSystems.Deterministic] int M() => Step(); int Step() => DateTime.UtcNow.Day; }",
            "'Step()' reads the clock (in C.Step), so replicas and replays of 'M', which is declared deterministic, drift apart",
            Library.Annotations
        );
}
