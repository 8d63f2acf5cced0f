using DistributedSystems.Analyzers.Rules.Retries;
using DistributedSystems.Analyzers.Tests.Verify;

namespace DistributedSystems.Analyzers.Tests.Rules.Retries;

/// <summary>Helpers that run again whatever they are given: what they do wrong does not depend on what that is.</summary>
public class RetryingHelpersTests
{
    [Fact]
    public Task A_helper_swallows_the_cancellation_of_what_it_runs() =>
        VerifyCS<RetryRepeatsTheFutile>.VerifyAnalyzerAsync(
            """
            static class Until
            {
                public static async Task<T> Done<T>(TimeSpan? limit, CancellationToken stop, Func<Task<T>> work)
                {
                    while (true)
                    {
                        try { return await work(); }
                        [|catch|] (TaskCanceledException) when (limit != null) { limit = limit.Value / 2; }
                    }
                }

                public static async Task<T> DoneWith<T>(Func<CancellationToken, Task<T>> work, CancellationToken stop)
                {
                    for (var turn = 0; ; turn++)
                    {
                        try { return await work(stop); }
                        [|catch|] (Exception) when (turn < 4) { await Task.Delay(500); }
                    }
                }

                public static async Task<T> LooksAtTheToken<T>(CancellationToken stop, Func<Task<T>> work)
                {
                    while (true)
                    {
                        try { return await work(); }
                        catch (TaskCanceledException) { stop.ThrowIfCancellationRequested(); }
                    }
                }

                public static async Task<T> PausesWithTheToken<T>(CancellationToken stop, Func<Task<T>> work)
                {
                    while (true)
                    {
                        try { return await work(); }
                        catch (OperationCanceledException) { await Task.Delay(500, stop); }
                    }
                }

                public static async Task<T> HasNone<T>(Func<Task<T>> work)
                {
                    while (true)
                    {
                        try { return await work(); }
                        catch (TaskCanceledException) { await Task.Delay(500); }
                    }
                }

                public static async Task<T> OnlyOthers<T>(CancellationToken stop, Func<Task<T>> work)
                {
                    while (true)
                    {
                        try { return await work(); }
                        catch (InvalidOperationException) { await Task.Delay(500); }
                    }
                }
            }
            """
        );

    [Fact]
    public Task Somebody_elses_work_is_cancelled_in_vain() =>
        VerifyCS<RetryRepeatsTheFutile>.VerifyAnalyzerAsync(
            """
            interface ILedger { Task<int> Balance(string account, CancellationToken stop); }

            class Statement(ILedger ledger)
            {
                async Task<int> Read(string account, CancellationToken stop)
                {
                    for (var turn = 1; ; turn++)
                    {
                        try { return await ledger.Balance(account, stop); }
                        [|catch|] (Exception e) when (turn < 3) { Console.WriteLine(e.Message); }
                    }
                }

                async Task<int> ReadOrLeave(string account, CancellationToken stop)
                {
                    for (var turn = 1; ; turn++)
                    {
                        try { return await ledger.Balance(account, stop); }
                        catch (OperationCanceledException) { throw; }
                        catch (Exception e) when (turn < 3) { Console.WriteLine(e.Message); }
                    }
                }

                async Task<int> ReadOrLeaveIfAsked(string account, CancellationToken stop)
                {
                    for (var turn = 1; ; turn++)
                    {
                        try { return await ledger.Balance(account, stop); }
                        catch (OperationCanceledException) when (stop.IsCancellationRequested) { Console.WriteLine(); throw; }
                        catch (Exception e) when (turn < 3) { Console.WriteLine(e.Message); }

                        await Task.Delay(500);
                    }
                }

                async Task ReadAll(string[] accounts, CancellationToken stop)
                {
                    foreach (var account in accounts)
                    {
                        try { Console.WriteLine(await ledger.Balance(account, stop)); }
                        catch (Exception e) { Console.WriteLine(e.Message); }
                    }
                }

                async Task Watch(string account, CancellationToken stop)
                {
                    while (!stop.IsCancellationRequested)
                    {
                        try { Console.WriteLine(await ledger.Balance(account, stop)); }
                        catch (Exception e) { Console.WriteLine(e.Message); }
                    }
                }
            }
            """
        );

    [Fact]
    public Task A_helper_hides_that_the_last_attempt_has_failed() =>
        VerifyCS<ExhaustedRetryIsHidden>.VerifyAnalyzerAsync(
            """
            static class Again
            {
                public static async Task Run(Func<Task> work, Func<Exception, bool> passes, int most, TimeSpan step)
                {
                    [|for|] (var turn = 0; turn < most; ++turn)
                    {
                        try { await work(); return; }
                        catch (Exception e) when (turn < most && passes(e)) { await Task.Delay(step * turn); }
                    }
                }

                public static void Run(Action work, int most)
                {
                    [|for|] (var turn = 0; turn < most; turn++)
                    {
                        try { work(); return; }
                        catch (Exception e)
                        {
                            if (turn < most) Thread.Sleep(100);
                            else throw;
                        }
                    }
                }

                public static async Task RunOrThrow(Func<Task> work, Func<Exception, bool> passes, int most, TimeSpan step)
                {
                    for (var turn = 0; turn < most; ++turn)
                    {
                        try { await work(); return; }
                        catch (Exception e) when (turn < most - 1 && passes(e)) { await Task.Delay(step * turn); }
                    }
                }

                public static async Task<bool> RunAndTell(Func<Task> work, int most)
                {
                    for (var turn = 0; turn < most; ++turn)
                    {
                        try { await work(); return true; }
                        catch (Exception) { await Task.Delay(100); }
                    }

                    return false;
                }

                // Nobody tries again what has not waited.
                public static void TryAll(Action<int> work, int most)
                {
                    for (var turn = 0; turn < most; turn++)
                    {
                        try { work(turn); return; }
                        catch (Exception e) { Console.WriteLine(e.Message); }
                    }
                }

                public static void CountsItself(Action work, int most)
                {
                    for (var turn = 0; turn < most; )
                    {
                        try { work(); return; }
                        catch (Exception)
                        {
                            turn++;
                            if (turn < most) Thread.Sleep(100);
                            else throw;
                        }
                    }
                }
            }
            """
        );

    [Fact]
    public Task A_helper_takes_success_for_failure() =>
        VerifyCS<SuccessIsTakenForFailure>.VerifyAnalyzerAsync(
            """
            static class Again
            {
                public static void Run(Action work, Func<Exception, bool> passes, int most, TimeSpan step)
                {
                    [|for|] (int turn = 0; turn < most; turn++)
                    {
                        try { work(); }
                        catch (Exception e)
                        {
                            if (turn < most && passes(e)) Thread.Sleep(step);
                            else throw;
                        }
                    }
                }

                public static async Task Run(Func<Task> work, int most, int seconds)
                {
                    var left = most;
                    Exception last = null;
                    [|while|] (left-- > 0)
                    {
                        try { await work(); break; }
                        catch (Exception e) when (e is not OutOfMemoryException) { last = e; }

                        await Task.Delay(TimeSpan.FromSeconds(seconds));
                    }

                    if (left <= 0 && last != null) throw last;
                }

                public static void RunOnce(Action work, int most)
                {
                    for (var turn = 0; turn < most; turn++)
                    {
                        try { work(); return; }
                        catch (Exception) { if (turn == most - 1) throw; Thread.Sleep(100); }
                    }
                }

                public static void Repeat(Action work, int times)
                {
                    for (var turn = 0; turn < times; turn++)
                    {
                        try { work(); }
                        catch (Exception e) { Console.WriteLine(e.Message); }
                    }
                }

                public static async Task Pace(Func<Task> work, int times)
                {
                    for (var turn = 0; turn < times; turn++)
                    {
                        try { await work(); }
                        catch (Exception e) { Console.WriteLine(e.Message); }

                        await Task.Delay(100);
                    }
                }
            }
            """
        );

    [Fact]
    public Task The_pause_of_a_helper_cannot_be_cancelled() =>
        VerifyCS<RetryDelayIgnoresCancellation>.VerifyAnalyzerAsync(
            """
            interface ILedger { Task<int> Balance(string account, CancellationToken stop); }

            class Statement(ILedger ledger)
            {
                async Task<T> Run<T>(Func<CancellationToken, Task<T>> work, CancellationToken stop)
                {
                    for (var turn = 0; ; turn++)
                    {
                        try { return await work(stop); }
                        catch (Exception) when (turn < 4) { await [|Task.Delay(500)|]; }
                    }
                }

                async Task<int> Read(string account, CancellationToken stop)
                {
                    for (var turn = 1; ; turn++)
                    {
                        try { return await ledger.Balance(account, stop); }
                        catch (Exception) when (turn < 3) { await [|Task.Delay(TimeSpan.FromSeconds(turn))|]; }
                    }
                }

                async Task<int> ReadAndLeave(string account, CancellationToken stop)
                {
                    for (var turn = 1; ; turn++)
                    {
                        try { return await ledger.Balance(account, stop); }
                        catch (Exception) when (turn < 3) { await Task.Delay(500, stop); }
                    }
                }

                async Task Watch(string account, CancellationToken stop)
                {
                    while (true)
                    {
                        Console.WriteLine(await ledger.Balance(account, stop));
                        await Task.Delay(500);
                    }
                }
            }
            """
        );

    [Fact]
    public Task The_request_of_an_answer_is_the_one_that_was_sent() =>
        VerifyCS<RetryDelayIgnoresCancellation>.VerifyAnalyzerAsync(
            """
            class Patient : DelegatingHandler
            {
                async Task<HttpResponseMessage> SendAgain(HttpResponseMessage answer, CancellationToken stop)
                {
                    var turn = 0;
                    while (turn < 5)
                    {
                        var pause = [|Pause(turn)|];
                        var request = answer.RequestMessage;
                        turn++;
                        request.Headers.Add("Turn", turn.ToString());
                        await pause;
                        answer = await base.SendAsync(request, stop);
                        if ((int)answer.StatusCode is not (503 or 429)) return answer;
                    }

                    throw new InvalidOperationException();
                }

                async Task<HttpResponseMessage> SendAndWait(HttpResponseMessage answer, CancellationToken stop)
                {
                    var turn = 0;
                    while (turn < 5)
                    {
                        var request = answer.RequestMessage;
                        turn++;
                        await [|Pause(turn)|];
                        answer = await base.SendAsync(request, stop);
                        if (!IsBusy(answer)) return answer;
                    }

                    throw new InvalidOperationException();
                }

                bool IsBusy(HttpResponseMessage answer)
                {
                    if ((int)answer.StatusCode == 503 || (int)answer.StatusCode == 429) return true;
                    return false;
                }

                Task Pause(int turn) => Task.Delay(100 << turn);
            }
            """
        );

    [Fact]
    public Task What_callers_give_a_helper_tells_that_it_leaves_the_process() =>
        VerifyCS<RetryHasNoDelay>.VerifyAnalyzerAsync(
            """
            static class Patient
            {
                public static async Task<T> Run<T>(Func<Task<T>> work)
                {
                    for (var turn = 0; ; turn++)
                    {
                        try { return await work(); }
                        catch (Exception) when (turn < 8) { }
                    }
                }

                public static Task<T> RunFive<T>(Func<Task<T>> work) => RunSome(work, 5);

                private static async Task<T> RunSome<T>(Func<Task<T>> work, int most)
                {
                    [|for|] (var turn = 0; ; turn++)
                    {
                        try { return await work(); }
                        catch (Exception) when (turn < most) { }
                    }
                }

                public static void RunNow(Action work)
                {
                    var left = 9;
                    [|while|] (true)
                    {
                        try { work(); return; }
                        catch (Exception) when (left-- > 0) { }
                    }
                }
            }

            class Board(HttpClient http)
            {
                public Task<string> OnDisk() => Patient.Run(() => File.ReadAllTextAsync("board"));

                public Task<string> There() => Patient.RunFive(() => http.GetStringAsync("board"));

                public void Close() => Patient.RunNow(Send);

                private void Send() { using var answer = http.Send(new HttpRequestMessage(HttpMethod.Delete, "board")); }
            }
            """
        );
}
