using DistributedSystems.Analyzers.Rules.Models;
using DistributedSystems.Analyzers.Tests.Verify;

namespace DistributedSystems.Analyzers.Tests.Rules.Models;

using VerifyCS = VerifyCS<MergeIsNotAJoin>;

public class MergeIsNotAJoinTests
{
    [Theory]
    [InlineData("[|count += other.count|];")]
    [InlineData("[|count -= other.count|];")]
    [InlineData("[|count += count + other.count|];")]
    [InlineData("count = [|count + other.count|];")]
    [InlineData("count = [|other.count + this.count|];")]
    [InlineData("[|version++|]; count = Math.Max(count, other.count);")]
    [InlineData("version = [|Math.Max(version, other.version) + 1|];")]
    [InlineData("[|items.AddRange(other.items)|];")]
    [InlineData("foreach (var item in other.items) { [|items.Add(item)|]; }")]
    [InlineData("[|text += other.text|];")]
    [InlineData("text = [|text + other.text|];")]
    [InlineData("items = [|items.Concat(other.items)|].ToList();")]
    [InlineData("foreach (var pair in other.map) { [|map[pair.Key] += pair.Value|]; }")]
    [InlineData("foreach (var (key, value) in other.map) map[key] = [|map[key] + value|];")]
    [InlineData("var theirs = other.count; var ours = count; count = [|ours + theirs|];")]
    [InlineData("if ([|other.at > at|]) { text = other.text; at = other.at; }")]
    [InlineData("text = [|other.at > at|] ? other.text : text;")]
    [InlineData("text = [|other.ticks > ticks|] ? other.text : text;")]
    [InlineData("count = [|Sum(count, other.count)|];")]
    [InlineData("void Local() { [|count += other.count|]; } Local();")]
    [InlineData("for (var i = 0; i < 3; i++) { counts[i] = [|counts[i] + other.counts[i]|]; }")]
    [InlineData("count = Math.Max(count, other.count);")]
    [InlineData("count = count > other.count ? count : other.count;")]
    [InlineData("if (other.count > count) count = other.count;")]
    [InlineData("flag = flag || other.flag; flag |= other.flag;")]
    [InlineData("set.UnionWith(other.set); foreach (var item in other.set) set.Add(item);")]
    [InlineData("foreach (var pair in other.map) { map[pair.Key] = Math.Max(map.GetValueOrDefault(pair.Key), pair.Value); }")]
    [InlineData("for (var i = 0; i + 1 < 4; i++) { counts[i + 1] = Math.Max(counts[i + 1], other.counts[i + 1]); }")]
    [InlineData("foreach (var item in other.items) { if (!items.Contains(item)) items.Add(item); }")]
    [InlineData("items = items.Union(other.items).ToList();")]
    [InlineData("items = items.Concat(other.items).Distinct().OrderBy(x => x).ToList();")]
    [InlineData("at = other.at > at ? other.at : at;")]
    [InlineData("if (other.at > at) at = other.at;")]
    [InlineData("if (other.stamp > stamp) { text = other.text; stamp = other.stamp; }")]
    [InlineData("if (count + other.count > 3) Console.WriteLine();")]
    [InlineData("count = Larger(count, other.count);")]
    [InlineData("[|Interlocked.Add(ref count, other.count)|];")]
    [InlineData("text = [|$\"{text}{other.text}\"|];")]
    [InlineData("other.items.ForEach(item => [|items.Add(item)|]);")]
    [InlineData("(count, flag) = ([|count + other.count|], other.flag);")]
    [InlineData("items = items.Zip(other.items, (ours, theirs) => [|ours + theirs|]).ToList();")]
    [InlineData("foreach (var pair in other.shared) shared.AddOrUpdate(pair.Key, pair.Value, (_, old) => [|old + pair.Value|]);")]
    [InlineData("if ([|other.at.CompareTo(at) > 0|]) { text = other.text; at = other.at; }")]
    [InlineData("var merged = new List<int>(); merged.AddRange(items); [|merged.AddRange(other.items)|]; items = merged;")]
    [InlineData("items = items.Zip(other.items, (ours, theirs) => Math.Max(ours, theirs)).ToList();")]
    [InlineData("at = other.at.CompareTo(at) > 0 ? other.at : at;")]
    [InlineData("if (other.count == count) throw new InvalidOperationException(\"cannot merge \" + other.text);")]
    [InlineData("var message = \"merging \" + other.text; Console.WriteLine(message);")]
    [InlineData("var sum = count + other.count; if (sum > 3) Console.WriteLine(sum);")]
    [InlineData("items.AddRange(other.items.Except(items));")]
    [InlineData("items.AddRange(other.items.Where(item => !items.Contains(item)));")]
    [InlineData("items = new HashSet<int>(items.Concat(other.items)).ToList();")]
    [InlineData("var seen = new List<int>(); foreach (var item in other.items) seen.Add(item); Console.WriteLine(seen.Count);")]
    public Task Merging(string body) =>
        VerifyCS.VerifyAnalyzerAsync(
            $$"""
            using DistributedSystems;

            [Mergeable]
            class Value
            {
                private int count, version;
                private string text;
                private bool flag;
                private DateTime at;
                [WallClock] private long ticks;
                [LogicalClock(LogicalClock.Lamport)] private long stamp;
                private List<int> items = new();
                private readonly HashSet<int> set = new();
                private readonly Dictionary<string, int> map = new();
                private readonly System.Collections.Concurrent.ConcurrentDictionary<string, int> shared = new();
                private readonly int[] counts = new int[4];
                private static int Sum(int a, int b) => a + b;
                private static int Larger(int a, int b) => a > b ? a : b;

                public void Join(Value other) { {{body}} }
                public void Add(int other) { count += other; }
            }
            """,
            Library.Annotations
        );

    [Fact]
    public Task Shapes_of_a_merge() =>
        VerifyCS.VerifyAnalyzerAsync(
            """
            using DistributedSystems;

            [Mergeable]
            record Counter(int N)
            {
                public Counter Merge(Counter other) => new([|N + other.N|]);
                public static Counter Join(Counter a, Counter b) => new([|a.N + b.N|]);
                public Counter Best(Counter other) => N > other.N ? this : other;
                public Counter With(Counter other) => this with { N = [|N + other.N|] };
                public int Distance(Counter other) => N - other.N;
                public static Counter Of(int a, int b) => new(a + b);
            }

            interface IJoin<T> { [Mergeable] T Join(T left, T right); }
            class Sums : IJoin<int> { public int Join(int left, int right) => [|left + right|]; }
            class Maxima : IJoin<int> { public int Join(int left, int right) => Math.Max(left, right); }

            [Mergeable] abstract class Abstract { public int N; public abstract void Merge(Abstract other); }
            class Concrete : Abstract { public override void Merge(Abstract other) => [|N += other.N|]; }

            class Plain { private int n; public void Merge(Plain other) => n += other.n; [Mergeable] public void Marked(Plain other) => [|n += other.n|]; }
            """,
            Library.Annotations
        );

    [Fact]
    public Task The_message_names_the_law() =>
        VerifyCS.VerifyMessageAsync(
            "class C { int n; [DistributedSystems.Mergeable] void Merge(C other) => n += other.n; }",
            "'n += other.n' accumulates in 'Merge', which is therefore not idempotent: replicas that merge in another order or once more drift apart",
            Library.Annotations
        );
}
