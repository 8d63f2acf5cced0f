using DistributedSystems.Analyzers.Rules.Messaging;
using DistributedSystems.Analyzers.Tests.Verify;

namespace DistributedSystems.Analyzers.Tests.Rules.Messaging;

using VerifyCS = VerifyCS<CompensationIsNotIdempotent>;

public class CompensationIsNotIdempotentTests
{
    [Fact]
    public Task What_a_compensation_does_twice() =>
        VerifyCS.VerifyAnalyzerAsync(
            """
            using DistributedSystems;
            using StackExchange.Redis;

            interface IPayments { [Compensates("Charge")] Task Refund(string account, long cents); }

            class Payments(IDatabase redis) : IPayments
            {
                [CompensatedBy(nameof(GiveBack))]
                public Task Take(string account, long cents) => redis.StringDecrementAsync(account, cents);

                public Task GiveBack(string account, long cents) => [|redis.StringIncrementAsync(account, cents)|];

                public Task Refund(string account, long cents) => [|AddAsync(account, cents)|];

                private async Task AddAsync(string account, long cents) => await redis.StringIncrementAsync(account, cents);

                [CompensatedBy(nameof(Unmark))]
                public Task Mark(string account) => redis.StringSetAsync(account, "taken");

                public Task Unmark(string account) => redis.KeyDeleteAsync(account);

                [Compensates(nameof(Take))]
                public async Task Once(string order, string account, long cents)
                {
                    if (await redis.StringSetAsync("undone:" + order, "1", TimeSpan.FromDays(7), When.NotExists))
                    {
                        await redis.StringIncrementAsync(account, cents);
                    }
                }

                [Compensates(nameof(Take))]
                [Idempotent]
                public Task Declared(string account) => redis.StringIncrementAsync(account);

                public Task Other(string account) => redis.StringIncrementAsync(account);

                [CompensatedBy(typeof(Elsewhere), nameof(Elsewhere.Other))]
                public Task Step(string account) => redis.StringSetAsync(account, "taken");
            }

            class Elsewhere { public Task Other() => Task.CompletedTask; }
            """,
            Library.Annotations,
            Library.Redis
        );

    [Fact]
    public Task Courier() =>
        VerifyCS.VerifyAnalyzerAsync(
            """
            using MassTransit;
            using StackExchange.Redis;

            record Arguments(string Account);
            record Log(string Account);

            class Charge(IDatabase redis) : IActivity<Arguments, Log>
            {
                public async Task<ExecutionResult> Execute(ExecuteContext<Arguments> context)
                {
                    await redis.StringDecrementAsync(context.Arguments.Account);
                    return context.Completed(new Log(context.Arguments.Account));
                }

                public async Task<CompensationResult> Compensate(CompensateContext<Log> context)
                {
                    await [|redis.StringIncrementAsync(context.Log.Account)|];
                    return context.Compensated();
                }
            }
            """,
            Library.MassTransit,
            Library.Redis
        );
}
