using DistributedSystems.Analyzers.Rules.Retries;
using DistributedSystems.Analyzers.Tests.Verify;

namespace DistributedSystems.Analyzers.Tests.Rules.Retries;

/// <summary>Steps of the project that catch a failure and tell it by their result: false, or nothing.</summary>
public class StepsThatAnswerTests
{
    private const string Steps = """
        class Desk(HttpClient http, Action<Exception> note)
        {
            private async Task<bool> TryBook(string seat)
            {
                try
                {
                    using var answer = await http.PostAsync("seats/" + seat, null);
                    return answer.IsSuccessStatusCode;
                }
                catch (Exception failure)
                {
                    note(failure);
                    return false;
                }
            }

            private async Task<string> Find(string seat)
            {
                try { return await http.GetStringAsync("seats/" + seat); }
                catch (HttpRequestException) { return null; }
            }

            private async Task<bool> IsFree(string seat)
            {
                try { return await http.GetStringAsync("seats/" + seat) == "free"; }
                catch (HttpRequestException) { return false; }
            }

            private async Task<bool> Ignore(string seat)
            {
                try { await http.PostAsync("seats/" + seat, null); return true; }
                catch (HttpRequestException) { return true; }
            }

        """;

    [Fact]
    public Task What_failed_is_done_again() =>
        VerifyCS<NonIdempotentOperationIsRetried>.VerifyAnalyzerAsync(
            Steps
                + """
                    public async Task InCondition(string seat)
                    {
                        var turns = 0;
                        while (!await [|TryBook(seat)|])
                        {
                            if (++turns > 5) throw new TimeoutException();
                            await Task.Delay(2000);
                        }
                    }

                    public async Task ByFlag(string seat)
                    {
                        var booked = false;
                        for (var turn = 0; turn < 3 && !booked; turn++)
                        {
                            booked = await [|TryBook(seat)|];
                        }
                    }

                    public async Task Leaves(string seat)
                    {
                        for (var turn = 0; turn < 3; turn++)
                        {
                            if (await [|TryBook(seat)|].ConfigureAwait(false) == true) return;
                        }
                    }

                    public async Task Others(string[] seats)
                    {
                        foreach (var seat in seats)
                        {
                            if (await TryBook(seat)) return;
                        }
                    }

                    public async Task Once(string seat)
                    {
                        if (!await TryBook(seat)) throw new TimeoutException();
                    }

                    public async Task NoExceptionLeavesIt(string seat)
                    {
                        for (var turn = 0; ; turn++)
                        {
                            try { await TryBook(seat); return; }
                            catch (HttpRequestException) when (turn < 4) { await Task.Delay(2000); }
                        }
                    }

                    public async Task FailureIsIgnored(string seat)
                    {
                        while (!await Ignore(seat)) await Task.Delay(2000);
                    }
                }
                """
        );

    [Fact]
    public Task Without_an_end() =>
        VerifyCS<RetryNeverGivesUp>.VerifyAnalyzerAsync(
            Steps
                + """
                    public async Task<string> ByNull(string seat)
                    {
                        [|while|] (true)
                        {
                            var found = await Find(seat);
                            if (found != null) return found;
                            await Task.Delay(Random.Shared.Next(500));
                        }
                    }

                    public async Task<string> ByPattern(string seat)
                    {
                        [|while|] (true)
                        {
                            if (await Find(seat) is { } found) return found;
                            await Task.Delay(Random.Shared.Next(500));
                        }
                    }

                    public async Task<string> Counted(string seat)
                    {
                        for (var turn = 0; turn < 9; turn++)
                        {
                            if (await Find(seat) is string found) return found;
                            await Task.Delay(Random.Shared.Next(500));
                        }

                        throw new TimeoutException();
                    }
                }
                """
        );

    [Fact]
    public Task False_may_be_an_answer() =>
        VerifyCS<RetryHasNoJitter>.VerifyAnalyzerAsync(
            Steps
                + """
                    public async Task UntilFree(string seat)
                    {
                        for (var turn = 0; turn < 9; turn++)
                        {
                            if (await IsFree(seat)) return;
                            await Task.Delay(500);
                        }
                    }

                    public async Task UntilBooked(string seat)
                    {
                        [|for|] (var turn = 0; turn < 9; turn++)
                        {
                            if (await TryBook(seat)) return;
                            await Task.Delay(500);
                        }
                    }
                }
                """
        );

    [Fact]
    public Task Behind_an_interface_of_one_implementation() =>
        VerifyCS<NonIdempotentOperationIsRetried>.VerifyAnalyzerAsync(
            """
            interface IDesk { bool TryBook(string seat); }
            class Desk(HttpClient http) : IDesk
            {
                public bool TryBook(string seat)
                {
                    try { Book(seat).Wait(); return true; }
                    catch { return false; }
                }

                private async Task Book(string seat)
                {
                    using var answer = await http.PostAsync("seats/" + seat, null);
                    answer.EnsureSuccessStatusCode();
                }
            }

            class Trip(IDesk desk)
            {
                public void Go(string seat)
                {
                    var left = 4;
                    while (left-- > 0)
                    {
                        if ([|desk.TryBook(seat)|]) break;
                        Thread.Sleep(300);
                    }
                }
            }
            """
        );

    [Fact]
    public Task Steps_that_call_each_other_end() =>
        VerifyCS<RetryNeverGivesUp>.VerifyAnalyzerAsync(
            """
            class Desk
            {
                public async Task<bool> Ping()
                {
                    try { var ok = await Pong(); return ok; }
                    catch (Exception) { return false; }
                }

                public async Task<bool> Pong()
                {
                    try { var ok = await Ping(); return ok; }
                    catch (Exception) { return false; }
                }

                public async Task<bool> Alone(int turn)
                {
                    try { var ok = await Alone(turn + 1); return ok; }
                    catch (Exception) { return false; }
                }

                public async Task Play()
                {
                    while (!await Alone(0)) await Task.Delay(10);
                    while (!await Ping()) await Task.Delay(10);
                }
            }
            """
        );
}
