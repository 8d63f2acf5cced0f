using DistributedSystems.Analyzers.Rules.Messaging;
using DistributedSystems.Analyzers.Tests.Verify;
using DistributedSystems.CodeFixes.Messaging;

namespace DistributedSystems.Analyzers.Tests.Rules.Messaging;

using VerifyAcknowledge = VerifyCS<AcknowledgedBeforeProcessed, AcknowledgeAfterWorkFix>;
using VerifyCheck = VerifyCS<LockResultIsIgnored, CheckLockResultFix>;
using VerifyStop = VerifyCS<LockResultIsIgnored, StopWithLostLockFix>;

/// <summary>Fixes that need the handler, the function or the token around a report.</summary>
public class MessagingFixTests
{
    [Fact]
    public Task The_handler_acknowledges_at_its_end() =>
        VerifyAcknowledge.VerifyCodeFixAsync(
            """
            using RabbitMQ.Client;
            using RabbitMQ.Client.Events;

            interface IOrders { Task SaveAsync(string order); }

            class Receiver(IChannel channel, IOrders orders)
            {
                public async Task Expression()
                {
                    var consumer = new AsyncEventingBasicConsumer(channel);
                    consumer.ReceivedAsync += (_, delivery) => orders.SaveAsync(delivery.RoutingKey);
                    await channel.BasicConsumeAsync("orders", [|true|], consumer);
                }

                public async Task Block()
                {
                    var consumer = new AsyncEventingBasicConsumer(channel);
                    consumer.ReceivedAsync += async (_, delivery) =>
                    {
                        await orders.SaveAsync(delivery.RoutingKey);
                    };
                    await channel.BasicConsumeAsync("orders", [|autoAck: true|], consumer);
                }
            }
            """,
            """
            using RabbitMQ.Client;
            using RabbitMQ.Client.Events;

            interface IOrders { Task SaveAsync(string order); }

            class Receiver(IChannel channel, IOrders orders)
            {
                public async Task Expression()
                {
                    var consumer = new AsyncEventingBasicConsumer(channel);
                    consumer.ReceivedAsync += async (_, delivery) =>
                    {
                        await orders.SaveAsync(delivery.RoutingKey);
                        await channel.BasicAckAsync(delivery.DeliveryTag, multiple: false);
                    };
                    await channel.BasicConsumeAsync("orders", false, consumer);
                }

                public async Task Block()
                {
                    var consumer = new AsyncEventingBasicConsumer(channel);
                    consumer.ReceivedAsync += async (_, delivery) =>
                    {
                        await orders.SaveAsync(delivery.RoutingKey);
                        await channel.BasicAckAsync(delivery.DeliveryTag, multiple: false);
                    };
                    await channel.BasicConsumeAsync("orders", autoAck: false, consumer);
                }
            }
            """,
            Library.RabbitMq
        );

    [Fact]
    public async Task Not_where_the_handler_is_elsewhere_or_leaves_early()
    {
        var source = """
            using RabbitMQ.Client;
            using RabbitMQ.Client.Events;

            interface IOrders { Task SaveAsync(string order); }

            class Receiver(IChannel channel, IOrders orders)
            {
                public Task Given(IAsyncBasicConsumer consumer) => channel.BasicConsumeAsync("orders", [|true|], consumer);

                public async Task Early()
                {
                    var consumer = new AsyncEventingBasicConsumer(channel);
                    consumer.ReceivedAsync += async (_, delivery) =>
                    {
                        if (delivery.RoutingKey == "") { return; }
                        await orders.SaveAsync(delivery.RoutingKey);
                    };
                    await channel.BasicConsumeAsync("orders", [|true|], consumer);
                }

                public async Task Two()
                {
                    var consumer = new AsyncEventingBasicConsumer(channel);
                    consumer.ReceivedAsync += (_, delivery) => orders.SaveAsync(delivery.RoutingKey);
                    consumer.ReceivedAsync += (_, delivery) => orders.SaveAsync(delivery.ConsumerTag);
                    await channel.BasicConsumeAsync("orders", [|true|], consumer);
                }
            }
            """;
        await VerifyAcknowledge.VerifyCodeFixAsync(source, source, Library.RabbitMq);
    }

    [Fact]
    public Task Leaves_where_the_lock_was_not_taken() =>
        VerifyCheck.VerifyCodeFixAsync(
            """
            using StackExchange.Redis;

            class Work(IDatabase redis, Func<Task> work)
            {
                public async Task Run(string owner)
                {
                    await [|redis.LockTakeAsync("work", owner, TimeSpan.FromSeconds(9))|];
                    await work();
                }

                public async Task<bool> Tell(string owner)
                {
                    // One at a time.
                    await [|redis.LockTakeAsync("work", owner, TimeSpan.FromSeconds(9))|];
                    await work();
                    return true;
                }

                public void Block(string owner)
                {
                    var taken = [|redis.LockTake("work", owner, TimeSpan.FromSeconds(9))|];
                    work();
                }
            }
            """,
            """
            using StackExchange.Redis;

            class Work(IDatabase redis, Func<Task> work)
            {
                public async Task Run(string owner)
                {
                    if (!await redis.LockTakeAsync("work", owner, TimeSpan.FromSeconds(9)))
                    {
                        return;
                    }
                    await work();
                }

                public async Task<bool> Tell(string owner)
                {
                    // One at a time.
                    if (!await redis.LockTakeAsync("work", owner, TimeSpan.FromSeconds(9)))
                    {
                        return false;
                    }
                    await work();
                    return true;
                }

                public void Block(string owner)
                {
                    var taken = redis.LockTake("work", owner, TimeSpan.FromSeconds(9));
                    if (!taken)
                    {
                        return;
                    }

                    work();
                }
            }
            """,
            Library.Redis
        );

    [Fact]
    public Task Asks_the_lock_itself() =>
        VerifyCheck.VerifyCodeFixAsync(
            """
            using RedLockNet;

            class Work(IDistributedLockFactory locks, Func<Task> work)
            {
                public async Task Run()
                {
                    await using var held = await [|locks.CreateLockAsync("work", TimeSpan.FromSeconds(9))|];
                    await work();
                }
            }
            """,
            """
            using RedLockNet;

            class Work(IDistributedLockFactory locks, Func<Task> work)
            {
                public async Task Run()
                {
                    await using var held = await locks.CreateLockAsync("work", TimeSpan.FromSeconds(9));
                    if (!held.IsAcquired)
                    {
                        return;
                    }

                    await work();
                }
            }
            """,
            "RedLock.net"
        );

    [Fact]
    public async Task Not_where_leaving_would_give_the_lock_back_or_is_no_answer()
    {
        var source = """
            using StackExchange.Redis;

            class Work(IDatabase redis, Func<Task> work)
            {
                public async Task Run(string owner)
                {
                    try
                    {
                        await [|redis.LockTakeAsync("work", owner, TimeSpan.FromSeconds(9))|];
                        await work();
                    }
                    finally { await redis.KeyDeleteAsync("work"); }
                }

                public async Task<int> Count(string owner)
                {
                    await [|redis.LockTakeAsync("work", owner, TimeSpan.FromSeconds(9))|];
                    await work();
                    return 1;
                }
            }
            """;
        await VerifyCheck.VerifyCodeFixAsync(source, source, Library.Redis);
    }

    [Fact]
    public Task The_work_stops_when_the_lock_is_lost() =>
        VerifyStop.VerifyCodeFixAsync(
            """
            using Medallion.Threading;
            using StackExchange.Redis;

            delegate Task Chore(CancellationToken token);

            class Work(IDistributedLock mutex, IDatabase redis, Chore work)
            {
                public async Task Run(CancellationToken ct)
                {
                    await using var handle = await [|mutex.AcquireAsync(cancellationToken: ct)|];
                    await redis.StringIncrementAsync("runs");
                    await work(ct);
                }

                public async Task Try(CancellationToken ct)
                {
                    await using var handle = await [|mutex.TryAcquireAsync(cancellationToken: ct)|];
                    if (handle is null) { return; }
                    await redis.StringIncrementAsync("runs");
                    await work(ct);
                }
            }
            """,
            """
            using Medallion.Threading;
            using StackExchange.Redis;

            delegate Task Chore(CancellationToken token);

            class Work(IDistributedLock mutex, IDatabase redis, Chore work)
            {
                public async Task Run(CancellationToken ct)
                {
                    await using var handle = await mutex.AcquireAsync(cancellationToken: ct);
                    using var held = CancellationTokenSource.CreateLinkedTokenSource(ct, handle.HandleLostToken);
                    await redis.StringIncrementAsync("runs");
                    await work(held.Token);
                }

                public async Task Try(CancellationToken ct)
                {
                    await using var handle = await mutex.TryAcquireAsync(cancellationToken: ct);
                    if (handle is null) { return; }
                    using var held = CancellationTokenSource.CreateLinkedTokenSource(ct, handle.HandleLostToken);
                    await redis.StringIncrementAsync("runs");
                    await work(held.Token);
                }
            }
            """,
            "DistributedLock.Core",
            Library.Redis
        );

    [Fact]
    public async Task Not_where_the_work_has_no_token()
    {
        var source = """
            using Medallion.Threading;
            using StackExchange.Redis;

            class Work(IDistributedLock mutex, IDatabase redis)
            {
                public async Task Run(CancellationToken ct)
                {
                    await using var handle = await [|mutex.AcquireAsync(cancellationToken: ct)|];
                    await redis.StringIncrementAsync("runs");
                }
            }
            """;
        await VerifyStop.VerifyCodeFixAsync(source, source, "DistributedLock.Core", Library.Redis);
    }
}
