using DistributedSystems.Analyzers.Rules.Models;
using DistributedSystems.Analyzers.Tests.Verify;

namespace DistributedSystems.Analyzers.Tests.Rules.Models;

using VerifyCS = VerifyCS<MergeIsNotAJoin>;

public class MergeIsNotAJoinTests
{
    [Fact]
    public Task A_merge_of_another_type_s_values() =>
        VerifyCS.VerifyAnalyzerAsync(
            """
            using DistributedSystems;

            record Label(string Text, long Stamp, Guid Site);

            static class Labels
            {
                [Mergeable] static Label Last(Label left, Label right) => left with { [|Text = right.Text|] };
                [Mergeable] static Label Later(Label left, Label right) =>
                    (left.Stamp, left.Site).CompareTo((right.Stamp, right.Site)) >= 0 ? left : right;
            }
            """,
            Library.Annotations
        );

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
    [InlineData("(count, flag) = ([|count + other.count|], [|other.flag|]);")]
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

    [Theory]
    [InlineData("[|text = other.text|];")]
    [InlineData("[|this.text = other.text ?? text|];")]
    [InlineData("var theirs = other.text; [|text = theirs|];")]
    [InlineData("if (other.text is not null) { [|text = other.text|]; }")]
    [InlineData("(text, flag) = ([|other.text|], flag || other.flag);")]
    [InlineData("[|items = new List<int>(other.items)|];")]
    [InlineData("foreach (var pair in other.map) [|map[pair.Key] = pair.Value|];")]
    [InlineData("other.items.ForEach(item => [|map[text] = item|]);")]
    [InlineData("for (var i = 0; i < counts.Length; i++) { [|counts[i] = other.counts[i]|]; }")]
    [InlineData("foreach (var pair in other.shared) shared.AddOrUpdate(pair.Key, pair.Value, (_, old) => [|pair.Value|]);")]
    [InlineData("[|set.SymmetricExceptWith(other.set)|];")]
    [InlineData("[|set.ExceptWith(other.set)|];")]
    [InlineData("set.UnionWith(other.set); [|set.ExceptWith(other.gone)|];")]
    [InlineData("foreach (var item in other.set) [|set.Remove(item)|];")]
    [InlineData("[|set.RemoveWhere(item => other.set.Contains(item))|];")]
    [InlineData("items = [|items.Except(other.items)|].ToList();")]
    [InlineData("[|set.Clear()|]; set.UnionWith(other.set);")]
    [InlineData("at = [|DateTime.UtcNow|];")]
    [InlineData("text = [|Guid.NewGuid()|].ToString();")]
    [InlineData("if (other.at < [|DateTime.UtcNow|].AddDays(-1)) return; set.UnionWith(other.set);")]
    [InlineData("stamp = Math.Max(stamp, [|time.GetUtcNow()|].UtcTicks);")]
    [InlineData("foreach (var item in other.set) if ([|Random.Shared|].Next(2) == 0) set.Add(item);")]
    [InlineData("if (other.stamp <= stamp) return; text = other.text; stamp = other.stamp;")]
    [InlineData("var isNewer = other.stamp > stamp; if (isNewer) text = other.text;")]
    [InlineData("if (Dominates(other)) text = other.text;")]
    [InlineData("switch (stamp.CompareTo(other.stamp)) { case < 0: text = other.text; stamp = other.stamp; break; }")]
    [InlineData("text = string.CompareOrdinal(text, other.text) >= 0 ? text : other.text;")]
    [InlineData("text = Larger(text, other.text);")]
    [InlineData(
        "foreach (var pair in other.map) if (!map.TryGetValue(pair.Key, out var ours) || pair.Value > ours) map[pair.Key] = pair.Value;"
    )]
    [InlineData(
        "foreach (var pair in other.map) map[pair.Key] = map.TryGetValue(pair.Key, out var ours) ? Math.Max(ours, pair.Value) : pair.Value;"
    )]
    [InlineData("other.map.ToList().ForEach(pair => { if (!map.ContainsKey(pair.Key)) map[pair.Key] = pair.Value; });")]
    [InlineData("foreach (var pair in other.shared) shared.AddOrUpdate(pair.Key, pair.Value, (_, old) => Math.Max(old, pair.Value));")]
    [InlineData("set.UnionWith(other.set); erased.UnionWith(other.erased); set.ExceptWith(erased);")]
    [InlineData("set.UnionWith(other.set); erased.UnionWith(other.erased); set.ExceptWith(other.erased); set.ExceptWith(erased);")]
    [InlineData("erased.UnionWith(other.erased); foreach (var item in other.erased) set.Remove(item);")]
    [InlineData("erased.UnionWith(other.erased); set.UnionWith(other.set); set.RemoveWhere(item => erased.Contains(item));")]
    [InlineData("set.IntersectWith(other.set);")]
    [InlineData("items.AddRange(other.items.Except(items));")]
    [InlineData("var all = items.Union(other.items).ToList(); items.Clear(); items.AddRange(all.Distinct());")]
    [InlineData("items = items.Union(other.items).Except(erased.Union(other.erased)).ToList();")]
    [InlineData("Console.WriteLine($\"{DateTime.UtcNow}: merging {Guid.NewGuid()}\"); set.UnionWith(other.set);")]
    [InlineData(
        "var started = System.Diagnostics.Stopwatch.GetTimestamp(); set.UnionWith(other.set); Console.WriteLine(System.Diagnostics.Stopwatch.GetElapsedTime(started));"
    )]
    [InlineData("if (other.flag) flag = true;")]
    public Task Losing(string body) =>
        VerifyCS.VerifyAnalyzerAsync(
            $$"""
            using DistributedSystems;

            [Mergeable]
            class Value
            {
                private string text;
                private bool flag;
                private DateTimeOffset at;
                private long stamp;
                private readonly TimeProvider time;
                private List<int> items = new();
                private readonly HashSet<int> set = new(), erased = new();
                public readonly HashSet<int> gone = new();
                private readonly Dictionary<string, int> map = new();
                private readonly System.Collections.Concurrent.ConcurrentDictionary<string, int> shared = new();
                private readonly int[] counts = new int[4];
                private bool Dominates(Value other) => other.stamp > stamp;
                private static string Larger(string a, string b) => string.CompareOrdinal(a, b) > 0 ? a : b;

                public void Join(Value other) { {{body}} }
                public void Set(Value other) { text = other.text; at = DateTimeOffset.UtcNow; set.Remove(1); }
                public void Reset(string name, Value other) { set.ExceptWith(other.set); }
            }
            """,
            Library.Annotations
        );

    [Fact]
    public Task Results_that_lose() =>
        VerifyCS.VerifyAnalyzerAsync(
            """
            using DistributedSystems;

            record Cursor(int X, int Y, long Stamp)
            {
                [Mergeable] public Cursor Takes(Cursor other) => [|other|];
                [Mergeable] public Cursor TakesPart(Cursor other) => new([|other.X|], Math.Max(Y, other.Y), Math.Max(Stamp, other.Stamp));
                [Mergeable] public Cursor Copies(Cursor other) => this with { [|X = other.X|], Stamp = Math.Max(Stamp, other.Stamp) };
                [Mergeable] public Cursor CopiesOther(Cursor other) => [|other with { Stamp = Math.Max(Stamp, other.Stamp) }|];
                [Mergeable] public static Cursor Second(Cursor first, Cursor second) { return [|second|]; }

                [Mergeable] public Cursor Later(Cursor other) => other.Stamp > Stamp ? other : this;
                [Mergeable] public Cursor LaterByReturn(Cursor other) { if (other.Stamp > Stamp) return other; return this; }
                [Mergeable] public Cursor LaterCopied(Cursor other) => other.Stamp > Stamp ? this with { X = other.X, Stamp = other.Stamp } : this;
                [Mergeable] public Cursor LaterMade(Cursor other) { if (Stamp >= other.Stamp) { return this; } return new(other.X, other.Y, other.Stamp); }
                [Mergeable] public Cursor Largest(Cursor other) => new(Math.Max(X, other.X), Math.Max(Y, other.Y), Math.Max(Stamp, other.Stamp));
                [Mergeable] public static Cursor Mutual(Cursor first, Cursor second) => first.Stamp > second.Stamp ? first : second;
                public Cursor Moved(int x) => this with { X = x };
            }

            [Mergeable]
            class Title
            {
                private string text;
                public void CopyFrom(Title other) => text = other.text;
                public static Title Later(Title first, Title second) => string.CompareOrdinal(first.text, second.text) > 0 ? first : second;
            }

            [Mergeable]
            class Name
            {
                private string text;
                public void TakeOver(Name other) => [|text = other.text|];
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
