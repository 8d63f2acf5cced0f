using DistributedSystems.Analyzers.Rules.Models;
using DistributedSystems.Analyzers.Tests.Verify;

namespace DistributedSystems.Analyzers.Tests.Rules.Models;

using VerifyCS = VerifyCS<QuorumFunctionIsWrong>;

public class QuorumFunctionIsWrongTests
{
    /// <summary>Each body computes a majority of n.</summary>
    [Theory]
    [InlineData("=> n / 2 + 1;")]
    [InlineData("=> (n >> 1) + 1;")]
    [InlineData("=> (int)Math.Floor(n / 2.0) + 1;")]
    [InlineData("=> (int)Math.Ceiling((n + 1) / 2.0);")]
    [InlineData("=> (int)Math.Ceiling((n + 1) / 2m);")]
    [InlineData("=> (int)(n * 0.5) + 1;")]
    [InlineData("=> n % 2 == 0 ? n / 2 + 1 : (n + 1) / 2;")]
    [InlineData("=> n switch { 1 => 1, 2 => 2, > 2 and < 2000 => n / 2 + 1, _ => throw new ArgumentException() };")]
    [InlineData("=> Half(n) + One; static int Half(int x) => x / 2; private const int One = 1;")]
    [InlineData("{ int half = n / 2; half++; return half; }")]
    [InlineData("{ if (n < 1) throw new ArgumentOutOfRangeException(); var q = n; q /= 2; q += 1; return q; }")]
    [InlineData(
        "{ switch (n) { case 1: case 2: return n; case int m when m % 2 == 1: return (m + 1) / 2; default: break; } return Math.Max(n / 2 + 1, 1); }"
    )]
    [InlineData("{ int Local(int x) => x / 2; return Local(n) + 1; }")]
    [InlineData("=> DistributedSystems.Quorums.Majority(n);")]
    [InlineData("=> n is 1 or 2 ? n : Fixed - Fixed + n / 2 + 1; static readonly int Fixed = 7;")]
    [InlineData("=> checked((int)((long)n * 50 / 100)) + 1;")]
    [InlineData("{ ArgumentOutOfRangeException.ThrowIfLessThan(n, 3); return n < 3 ? 0 : n / 2 + 1; }")]
    [InlineData("{ ArgumentOutOfRangeException.ThrowIfNegativeOrZero(n); return n / 2 + 1; }")]
    public Task Right_majorities(string body) =>
        VerifyCS.VerifyAnalyzerAsync(
            $$"""
            static class Sizes
            {
                [DistributedSystems.QuorumSize] public static int Majority(int n) {{body}}
            }
            """,
            Library.Annotations
        );

    [Theory]
    [InlineData("=> n / 2;")]
    [InlineData("=> (n + 1) / 2;")]
    [InlineData("=> (int)Math.Ceiling(n / 2.0);")]
    [InlineData("=> (int)Math.Round(n / 2.0);")]
    [InlineData("=> (int)(n * 0.51);")]
    [InlineData("=> (int)Math.Ceiling(n / 2m);")]
    [InlineData("=> (int)decimal.Truncate(-(-n / 2m));")]
    [InlineData("=> n;")]
    [InlineData("=> n / 2 + 2;")]
    [InlineData("=> n == 1000 ? 500 : n / 2 + 1;")]
    [InlineData("=> 0;")]
    [InlineData("=> int.MaxValue;")]
    [InlineData("=> unchecked(n * int.MaxValue);")]
    [InlineData("=> n switch { < 5 => n / 2 + 1, _ => 3 };")]
    [InlineData("{ var q = n; q--; return q; }")]
    [InlineData("=> Half(n); static int Half(int x) { if (x % 2 == 0) { return x / 2; } return x / 2 + 1; }")]
    [InlineData("{ ArgumentOutOfRangeException.ThrowIfLessThan(n, 1); return n / 2; }")]
    public Task Wrong_majorities(string body) =>
        VerifyCS.VerifyAnalyzerAsync(
            $$"""
            static class Sizes
            {
                [DistributedSystems.QuorumSize] public static int [|Majority|](int n) {{body}}
            }
            """,
            Library.Annotations
        );

    [Theory]
    [InlineData("{ var q = 0; while (q * 2 <= n) q++; return q - 1; }")]
    [InlineData("{ for (var i = 0; i < n; i++) { } return 0; }")]
    [InlineData("=> n / Divisor; static int Divisor = 2;")]
    [InlineData("=> Environment.ProcessorCount;")]
    [InlineData("=> int.Parse(\"0\");")]
    [InlineData("=> Majority(n);")]
    [InlineData("=> new[] { 0, 1, 2 }[n % 3];")]
    [InlineData("=> throw new NotSupportedException();")]
    [InlineData("=> (int)(double.NaN * n);")]
    [InlineData("=> n / (n - n);")]
    [InlineData("=> Math.Abs(int.MinValue + n - n);")]
    [InlineData("{ try { return 0; } finally { } }")]
    public Task What_cannot_be_evaluated_is_silent(string body) =>
        VerifyCS.VerifyAnalyzerAsync(
            $$"""
            static class Sizes
            {
                [DistributedSystems.QuorumSize] public static int Majority(int n) {{body}}
            }
            """,
            Library.Annotations
        );

    [Fact]
    public Task Byzantine_and_masking_quorums() =>
        VerifyCS.VerifyAnalyzerAsync(
            """
            using DistributedSystems;

            static class Sizes
            {
                [QuorumSize(Kind = QuorumKind.Byzantine)] static int Right(int n, int f) => (n + f) / 2 + 1;
                [QuorumSize(Kind = QuorumKind.Byzantine)] static int [|Folklore|](int n, int f) => 2 * f + 1;
                [QuorumSize(QuorumKind.Byzantine)] static int [|TwoThirds|](int n) => n * 2 / 3;
                [QuorumSize(QuorumKind.Byzantine)] static int MoreThanTwoThirds(int n) => n * 2 / 3 + 1;
                [QuorumSize(QuorumKind.Byzantine)] static int [|OnlyMajority|](int n) => n / 2 + 1;
                [QuorumSize(QuorumKind.Byzantine, 1)] static int ForOne(int n) => (n + 1) / 2 + 1;
                [QuorumSize(QuorumKind.Byzantine, 1)] static int [|ForNone|](int n) => n / 2 + 1;
                [QuorumSize(QuorumKind.Byzantine, 1)] static int [|NotLive|](int n) => n;
                [QuorumSize(QuorumKind.Byzantine, Faults = 1)] static int Rejecting(int n) => n < 4 ? throw new ArgumentException() : (n + 1) / 2 + 1;
                [QuorumSize(QuorumKind.Byzantine)] static int Shared(int n, int f) => Quorums.Byzantine(n, f);
                [QuorumSize(Kind = QuorumKind.Masking)] static int Masking(int n, int f) => (n + 2 * f) / 2 + 1;
                [QuorumSize(Kind = QuorumKind.Masking)] static int [|NotMasking|](int n, int f) => (n + f) / 2 + 1;
                [QuorumSize(QuorumKind.Majority)] static int MajorityWithFaults(int n, int f) => n - f;
                [QuorumSize(QuorumKind.Majority)] static int [|MinorityWithFaults|](int n, int f) => f + 1;
                [QuorumSize((QuorumKind)9)] static int NoKind(int n) => 0;
                [QuorumSize] static int NoNumber(string n) => 0;
                [QuorumSize] static int None() => 0;
                [QuorumSize] static long Wide(long n) => n / 2 + 1;
                [QuorumSize] static long [|WideWrong|](long n) => n / 2;
                [QuorumSize] static async Task<int> Later(int n) { await Task.Yield(); return 0; }
            }
            """,
            Library.Annotations
        );

    [Fact]
    public Task Interfaces_overrides_and_local_functions() =>
        VerifyCS.VerifyAnalyzerAsync(
            """
            using DistributedSystems;

            interface ISizes { [QuorumSize] int Majority(int n); }
            class Right : ISizes { public int Majority(int n) => n / 2 + 1; }
            class Wrong : ISizes { public int [|Majority|](int n) => n / 2; }
            class Explicit : ISizes { int ISizes.[|Majority|](int n) => n / 2; }
            class Base { [QuorumSize] public virtual int Size(int n) => n / 2 + 1; protected virtual int Half(int n) => n / 2; }
            class Derived : Base { public override int [|Size|](int n) => n / 2; }
            class CallsVirtual : Base { public override int Size(int n) => Half(n); }
            class Local
            {
                void M()
                {
                    [QuorumSize] static int [|Majority|](int n) => n / 2;
                    [QuorumSize] static int Better(int n) => n / 2 + 1;
                    Console.WriteLine(Majority(3) + Better(3));
                }
            }
            """,
            Library.Annotations
        );

    [Theory]
    [InlineData(
        "[QuorumSize] static int Q(int n) => n / 2;",
        "'Q' gives quorums that do not hold: for n = 1 it gives 0, and two quorums of that size need not share a replica: it takes 1, ⌊n / 2⌋ + 1"
    )]
    [InlineData(
        "[QuorumSize(QuorumKind.Byzantine, 1)] static int Q(int n) => 3;",
        "'Q' gives quorums that do not hold: for n = 5 and f = 1 it gives 3, and two quorums of that size need not share a correct replica: it takes 4, ⌊(n + f) / 2⌋ + 1 (Cachin, Guerraoui and Rodrigues 2011)"
    )]
    [InlineData(
        "[QuorumSize] static int Q(int n) => n;",
        "'Q' gives quorums that do not hold: for n = 3 it gives 3, more than the 2 that answer when f = 1 do not: q must be at most n - f"
    )]
    [InlineData(
        "[QuorumSize] static int Q(int n) => n < 7 ? n / 2 : n;",
        "'Q' gives quorums that do not hold: for n = 1 it gives 0, and two quorums of that size need not share a replica: it takes 1, ⌊n / 2⌋ + 1; for n = 7 it gives 7, more than the 4 that answer when f = 3 do not: q must be at most n - f"
    )]
    public Task The_message_shows_the_first_counterexample(string member, string message) =>
        VerifyCS.VerifyMessageAsync($"using DistributedSystems; static class C {{ {member} }}", message, Library.Annotations);
}
