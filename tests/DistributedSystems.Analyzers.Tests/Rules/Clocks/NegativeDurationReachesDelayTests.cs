using DistributedSystems.Analyzers.Rules.Clocks;
using DistributedSystems.Analyzers.Tests.Verify;
using DistributedSystems.CodeFixes.Clocks;
using Microsoft.CodeAnalysis;

namespace DistributedSystems.Analyzers.Tests.Rules.Clocks;

using VerifyCS = VerifyCS<NegativeDurationReachesDelay>;
using VerifyFix = VerifyCS<NegativeDurationReachesDelay, ClampDurationFix>;

public class NegativeDurationReachesDelayTests
{
    [Fact]
    public Task A_time_that_may_have_passed() =>
        VerifyCS.VerifyAnalyzerAsync(
            """
            using System.Diagnostics;

            class Token { public DateTime ExpiresAt { get; set; } public DateTimeOffset RefreshAt { get; set; } }

            class Work(TimeProvider time)
            {
                async Task Delays(Token token, TimeSpan period)
                {
                    await Task.Delay([|token.ExpiresAt - DateTime.UtcNow|]);
                    await Task.Delay([|token.RefreshAt - time.GetUtcNow()|], CancellationToken.None);
                    Thread.Sleep([|(int)(token.ExpiresAt - DateTime.Now).TotalMilliseconds|]);
                    Thread.Sleep([|token.ExpiresAt.ToUniversalTime() - DateTime.UtcNow|]);
                    await Task.Delay([|(int)Math.Ceiling((token.ExpiresAt - DateTime.UtcNow).TotalMilliseconds)|]);
                    var wait = token.ExpiresAt - DateTime.UtcNow;
                    await Task.Delay([|wait|]);
                }
                void Timers(Token token, Timer timer)
                {
                    using var source = new CancellationTokenSource([|token.ExpiresAt - DateTime.UtcNow|]);
                    source.CancelAfter([|token.ExpiresAt - DateTime.UtcNow|]);
                    timer.Change([|token.ExpiresAt - DateTime.UtcNow|], Timeout.InfiniteTimeSpan);
                    _ = new Timer(_ => { }, null, [|token.ExpiresAt - DateTime.UtcNow|], TimeSpan.FromHours(1));
                }
                async Task Periods(TimeSpan period)
                {
                    var watch = Stopwatch.StartNew();
                    await Task.Delay([|period - watch.Elapsed|]);
                    var start = Stopwatch.GetTimestamp();
                    await Task.Delay([|period - Stopwatch.GetElapsedTime(start)|]);
                    await Task.Delay([|1000 - (int)watch.ElapsedMilliseconds|]);
                    var elapsed = watch.Elapsed;
                    await Task.Delay([|period - elapsed|]);
                }
                async Task Forms(Token token, TimeSpan margin)
                {
                    await Task.Delay([|token.ExpiresAt.Subtract(DateTime.UtcNow)|]);
                    await Task.Delay([|token.ExpiresAt - DateTime.UtcNow - margin|]);
                }
                byte[] Size(Token token) => new byte[[|(int)(token.ExpiresAt - DateTime.UtcNow).TotalSeconds|]];
            }
            """
        );

    [Fact]
    public Task A_time_that_somebody_looks_at() =>
        VerifyCS.VerifyAnalyzerAsync(
            """
            using System.Diagnostics;

            class Token { public DateTime ExpiresAt { get; set; } public bool IsExpired => ExpiresAt < DateTime.UtcNow; }
            interface ISchedule { DateTime Next(DateTime from); }

            class Work
            {
                async Task Midnight() => await Task.Delay(DateTime.Today.AddDays(1) - DateTime.Now);
                async Task NextMidnight() { var now = DateTime.Now; var next = now.Date.AddDays(1); await Task.Delay(next - now); }
                async Task Scheduled(ISchedule schedule) { var next = schedule.Next(DateTime.UtcNow); await Task.Delay(next - DateTime.UtcNow); }
                async Task Asked(Token token) { if (token.IsExpired) return; await Task.Delay(token.ExpiresAt - DateTime.UtcNow); }
                async Task AskedOwn(Token token) { if (IsPast(token.ExpiresAt)) return; await Task.Delay(token.ExpiresAt - DateTime.UtcNow); }
                static bool IsPast(DateTime time) => time < DateTime.UtcNow;
                async Task Clamped(Token token)
                {
                    var wait = token.ExpiresAt - DateTime.UtcNow;
                    await Task.Delay(wait > TimeSpan.Zero ? wait : TimeSpan.Zero);
                }
                async Task Reassigned(Token token)
                {
                    var wait = token.ExpiresAt - DateTime.UtcNow;
                    if (wait < TimeSpan.Zero) wait = TimeSpan.Zero;
                    await Task.Delay(wait);
                }
                async Task Guarded(Token token)
                {
                    var wait = token.ExpiresAt - DateTime.UtcNow;
                    if (wait > TimeSpan.Zero) await Task.Delay(wait);
                }
                async Task GuardedInMilliseconds(Token token)
                {
                    var wait = token.ExpiresAt - DateTime.UtcNow;
                    if (wait.TotalMilliseconds > 0) await Task.Delay(wait);
                }
                async Task GuardedByInstants(Token token)
                {
                    if (token.ExpiresAt > DateTime.UtcNow) await Task.Delay(token.ExpiresAt - DateTime.UtcNow);
                }
                async Task Returned(Token token)
                {
                    if (DateTime.UtcNow >= token.ExpiresAt) return;
                    await Task.Delay(token.ExpiresAt - DateTime.UtcNow);
                }
                async Task Max(Token token) => await Task.Delay(Math.Max(0, (int)(token.ExpiresAt - DateTime.UtcNow).TotalMilliseconds));
                async Task Elapsed(TimeSpan period)
                {
                    var watch = Stopwatch.StartNew();
                    if (watch.Elapsed < period) await Task.Delay(period - watch.Elapsed);
                }
                async Task Durations(TimeSpan a, TimeSpan b) => await Task.Delay(a - b);
                async Task Stored(DateTime a, DateTime b) => await Task.Delay(b - a);
                void Shown(Token token) => Console.WriteLine(token.ExpiresAt - DateTime.UtcNow);
                async Task InProcess()
                {
                    var end = DateTime.UtcNow.AddSeconds(5);
                    await Task.Delay(end - DateTime.UtcNow);
                }
                TimeSpan Own(TimeSpan delay) => delay;
                TimeSpan OwnMethod(Token token) => Own(token.ExpiresAt - DateTime.UtcNow);
            }
            """
        );

    [Fact]
    public Task It_is_information() =>
        VerifyCS.VerifySeverityAsync(
            "class C { async Task M(DateTime at) { await Task.Delay([|at - DateTime.UtcNow|]); } }",
            DiagnosticSeverity.Info
        );

    [Fact]
    public Task The_fix_takes_zero() =>
        VerifyFix.VerifyCodeFixAsync(
            """
            class Token { public DateTime ExpiresAt { get; set; } }

            class Work
            {
                async Task Delays(Token token)
                {
                    await Task.Delay([|token.ExpiresAt - DateTime.UtcNow|]); // until it expires
                    Thread.Sleep([|(int)(token.ExpiresAt - DateTime.Now).TotalMilliseconds|]);
                    var wait = token.ExpiresAt - DateTime.UtcNow;
                    await Task.Delay(cancellationToken: default, delay: [|wait|]);
                }
            }
            """,
            """
            class Token { public DateTime ExpiresAt { get; set; } }

            class Work
            {
                async Task Delays(Token token)
                {
                    await Task.Delay(TimeSpan.FromTicks(Math.Max(0, (token.ExpiresAt - DateTime.UtcNow).Ticks))); // until it expires
                    Thread.Sleep(Math.Max(0, (int)(token.ExpiresAt - DateTime.Now).TotalMilliseconds));
                    var wait = token.ExpiresAt - DateTime.UtcNow;
                    await Task.Delay(cancellationToken: default, delay: TimeSpan.FromTicks(Math.Max(0, wait.Ticks)));
                }
            }
            """
        );

    [Fact]
    public Task A_period_has_no_fix() =>
        VerifyFix.VerifyNoFixAsync("class C { object M(DateTime at) => new PeriodicTimer([|at - DateTime.UtcNow|]); }", Setup.Default);

    [Fact]
    public Task What_is_left_of_a_limit_that_may_not_be_there() =>
        VerifyCS.VerifyAnalyzerAsync(
            """
            readonly struct Limit
            {
                private readonly DateTime end;
                internal Limit(TimeSpan length) => end = length == TimeSpan.Zero ? DateTime.MaxValue : DateTime.UtcNow + length;
                internal DateTime End => end;
                internal bool IsSet => end != DateTime.MaxValue;
                internal bool IsOver => DateTime.UtcNow >= End;
                internal TimeSpan Left => IsSet ? End - DateTime.UtcNow : Timeout.InfiniteTimeSpan;
                internal TimeSpan LeftOrNone => DateTime.UtcNow < End ? End - DateTime.UtcNow : TimeSpan.Zero;
                internal TimeSpan LeftUnlessOver => IsOver ? TimeSpan.Zero : End - DateTime.UtcNow;
            }

            class Work
            {
                Task Waits(Limit limit) => Task.Delay([|limit.Left|]);
                void WhereSet(CancellationTokenSource source, Limit limit) { if (limit.IsSet) source.CancelAfter([|(int)limit.Left.TotalMilliseconds|]); }

                void WhereNotOver(CancellationTokenSource source, Limit limit) { if (!limit.IsOver) source.CancelAfter(limit.Left); }
                Task Clamped(Limit limit) => Task.Delay(limit.LeftOrNone);
                Task Asked(Limit limit) => Task.Delay(limit.LeftUnlessOver);
            }
            """
        );

    [Fact]
    public Task What_is_left_in_a_member_of_ones_own() =>
        VerifyCS.VerifyAnalyzerAsync(
            """
            using System.Diagnostics;
            class Budget(TimeSpan whole)
            {
                private readonly Stopwatch watch = Stopwatch.StartNew();
                public TimeSpan Left => whole - watch.Elapsed;
                public TimeSpan LeftOrNone => Left > TimeSpan.Zero ? Left : TimeSpan.Zero;
                public bool IsOver => Left <= TimeSpan.Zero;
                public TimeSpan Rest() { return whole - watch.Elapsed; }
            }
            class Work(Budget budget, DateTime next)
            {
                Task Property() => Task.Delay([|budget.Left|]);
                Task Method() => Task.Delay([|(int)budget.Rest().TotalMilliseconds|]);
                void Timer(System.Timers.Timer timer) => timer.Interval = [|(next - DateTime.UtcNow).TotalMilliseconds|];
                object Made() => new System.Timers.Timer([|(next - DateTime.UtcNow).TotalMilliseconds|]);

                Task Clamped() => Task.Delay(budget.LeftOrNone);
                Task Asked() => budget.IsOver ? Task.CompletedTask : Task.Delay(budget.Left);
                Task Compared() => budget.Left < TimeSpan.Zero ? Task.CompletedTask : Task.Delay(budget.Left);
                void Fixed(System.Timers.Timer timer, TimeSpan period) => timer.Interval = period.TotalMilliseconds;
                void Largest(System.Timers.Timer timer) => timer.Interval = Math.Max(1, (next - DateTime.UtcNow).TotalMilliseconds);
            }
            """
        );

    [Fact]
    public Task Handed_on_by_a_step() =>
        VerifyCS.VerifyAnalyzerAsync(
            """
            class Batches
            {
                Task Send(DateTime? next, CancellationToken token)
                {
                    var delay = next.Value - DateTime.UtcNow;
                    return Task.Run(() => Release([|delay|], token), token);
                }
                Task Direct(DateTime next) => Release([|next - DateTime.UtcNow|], default);
                Task Looked(DateTime next) => Careful(next - DateTime.UtcNow);
                Task Changed(DateTime next) => Clamps(next - DateTime.UtcNow);
                Task Replaceable(DateTime next) => Overridden(next - DateTime.UtcNow);
                void Shown(DateTime next) => Show(next - DateTime.UtcNow);
                Task Clamped(DateTime next) { var left = next - DateTime.UtcNow; return Release(left > TimeSpan.Zero ? left : TimeSpan.Zero, default); }

                private async Task Release(TimeSpan delay, CancellationToken token) => await Task.Delay(delay, token);
                private async Task Careful(TimeSpan delay) { if (delay > TimeSpan.Zero) await Task.Delay(delay); }
                private async Task Clamps(TimeSpan delay) { delay = TimeSpan.FromTicks(Math.Max(0, delay.Ticks)); await Task.Delay(delay); }
                protected virtual async Task Overridden(TimeSpan delay) => await Task.Delay(delay);
                private void Show(TimeSpan delay) => Console.WriteLine(delay);
            }
            """
        );
}
