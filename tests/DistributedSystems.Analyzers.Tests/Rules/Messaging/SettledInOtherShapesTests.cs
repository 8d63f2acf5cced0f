using DistributedSystems.Analyzers.Rules.Messaging;
using DistributedSystems.Analyzers.Tests.Verify;

namespace DistributedSystems.Analyzers.Tests.Rules.Messaging;

/// <summary>Messages that are taken apart, handed on and settled the way services do it.</summary>
public class SettledInOtherShapesTests
{
    [Fact]
    public Task Parts_of_a_message_are_the_message() =>
        VerifyCS<AcknowledgedBeforeProcessed>.VerifyAnalyzerAsync(
            """
            using RabbitMQ.Client;
            using RabbitMQ.Client.Events;

            interface IBook { Task EnterAsync(string line); }

            class Receiver
            {
                private readonly IChannel channel;
                private readonly IBook book;
                private readonly Action<int> metric;

                private static (string Line, int Length) Parse(ReadOnlyMemory<byte> body) => (body.ToString(), body.Length);
                private static bool TryParse(ReadOnlyMemory<byte> body, out string line) => (line = body.ToString()) is not null;
                private static string? Text(ReadOnlyMemory<byte> body) => body.ToString();

                public async Task Pattern(BasicDeliverEventArgs e)
                {
                    await [|channel.BasicAckAsync(e.DeliveryTag, false)|];
                    if (Text(e.Body) is { } line) await book.EnterAsync(line);
                }

                public async Task Deconstructed(BasicDeliverEventArgs e)
                {
                    var (line, length) = Parse(e.Body);
                    await [|channel.BasicAckAsync(e.DeliveryTag, false)|];
                    await book.EnterAsync(line);
                }

                public async Task GivenApart(BasicDeliverEventArgs e)
                {
                    await [|channel.BasicAckAsync(e.DeliveryTag, false)|];
                    if (TryParse(e.Body, out var line)) await book.EnterAsync(line);
                }

                public async Task Elements(BasicDeliverEventArgs e)
                {
                    await [|channel.BasicAckAsync(e.DeliveryTag, false)|];
                    foreach (var line in Text(e.Body).Split('\n')) await book.EnterAsync(line);
                }

                public async Task InFinally(BasicDeliverEventArgs e)
                {
                    try
                    {
                        await [|channel.BasicAckAsync(e.DeliveryTag, false)|];
                    }
                    finally
                    {
                        await book.EnterAsync(Text(e.Body));
                    }
                }

                public async Task OnlyMeasured(BasicDeliverEventArgs e)
                {
                    await channel.BasicAckAsync(e.DeliveryTag, false);
                    var (line, length) = Parse(e.Body);
                    metric(length);
                }

                public async Task SomethingElse(BasicDeliverEventArgs e, string other)
                {
                    await channel.BasicAckAsync(e.DeliveryTag, false);
                    if (other is { } line) await book.EnterAsync(line);
                }
            }
            """,
            Library.RabbitMq
        );

    [Fact]
    public Task The_work_is_a_step_away() =>
        VerifyCS<AcknowledgedBeforeProcessed>.VerifyAnalyzerAsync(
            """
            using RabbitMQ.Client;
            using RabbitMQ.Client.Events;

            interface IBook { Task EnterAsync(string line); Task<bool> KnowsAsync(string line); Task TidyAsync(); }

            class Receiver
            {
                private readonly IChannel channel;
                private readonly IBook book;

                public async Task LocalFunction(BasicDeliverEventArgs e)
                {
                    await [|channel.BasicAckAsync(e.DeliveryTag, false)|];
                    await EnterAsync(e.Body);

                    Task EnterAsync(ReadOnlyMemory<byte> body) => book.EnterAsync(body.ToString());
                }

                public async Task TwoSteps(BasicDeliverEventArgs e)
                {
                    await [|channel.BasicAckAsync(e.DeliveryTag, false)|];
                    await HandleAsync(e);
                }

                public async Task NotOnTheMessage(BasicDeliverEventArgs e)
                {
                    await channel.BasicAckAsync(e.DeliveryTag, false);
                    await TidyAsync(e.RoutingKey);
                }

                public async Task OnlyAsks(BasicDeliverEventArgs e)
                {
                    await channel.BasicAckAsync(e.DeliveryTag, false);
                    await AskAsync(e.RoutingKey);
                }

                private Task HandleAsync(BasicDeliverEventArgs e) => EnterAsync(e.Body.ToString());
                private async Task EnterAsync(string line) => await book.EnterAsync(line);
                private Task TidyAsync(string route) => book.TidyAsync();
                private async Task AskAsync(string line) => await book.KnowsAsync(line);
            }
            """,
            Library.RabbitMq
        );

    [Fact]
    public Task Whoever_fails_says_that_it_is_put_back() =>
        VerifyCS<MessageIsRedeliveredForever>.VerifyAnalyzerAsync(
            """
            using RabbitMQ.Client;
            using RabbitMQ.Client.Events;

            class Receiver
            {
                private readonly IChannel channel;
                private readonly Func<ReadOnlyMemory<byte>, Task> work;

                public async Task Always(BasicDeliverEventArgs e)
                {
                    try
                    {
                        await work(e.Body);
                        await channel.BasicAckAsync(e.DeliveryTag, false);
                    }
                    catch (Exception)
                    {
                        await BackAsync(e.DeliveryTag, true);
                    }
                }

                public async Task Once(BasicDeliverEventArgs e)
                {
                    try
                    {
                        await work(e.Body);
                        await channel.BasicAckAsync(e.DeliveryTag, false);
                    }
                    catch (Exception)
                    {
                        await RefuseAsync(e.DeliveryTag, requeue: !e.Redelivered);
                    }
                }

                public async Task Sometimes(BasicDeliverEventArgs e)
                {
                    try
                    {
                        await work(e.Body);
                        await channel.BasicAckAsync(e.DeliveryTag, false);
                    }
                    catch (TimeoutException)
                    {
                        await RefuseAsync(e.DeliveryTag, true);
                    }
                    catch (Exception)
                    {
                        if (e.Redelivered) await RefuseAsync(e.DeliveryTag, false); else await RefuseAsync(e.DeliveryTag, true);
                    }
                }

                private async Task BackAsync(ulong tag, bool requeue) => await [|channel.BasicNackAsync(tag, false, requeue)|];
                private async Task RefuseAsync(ulong tag, bool requeue) => await channel.BasicNackAsync(tag, false, requeue);
            }
            """,
            Library.RabbitMq
        );

    [Fact]
    public Task A_local_function_is_the_handler() =>
        VerifyCS<MessageIsRedeliveredForever>.VerifyAnalyzerAsync(
            """
            using System.Text.Json;
            using RabbitMQ.Client;
            using RabbitMQ.Client.Events;

            class Receiver
            {
                private readonly IChannel channel;
                private readonly Func<int, Task> work;

                public void Attach(AsyncEventingBasicConsumer consumer)
                {
                    consumer.ReceivedAsync += OnAsync;

                    async Task OnAsync(object sender, BasicDeliverEventArgs e)
                    {
                        var number = [|JsonSerializer.Deserialize<int>(e.Body.Span)|];
                        await work(number);
                        await channel.BasicAckAsync(e.DeliveryTag, false);
                    }

                    async Task NotAttached(object sender, BasicDeliverEventArgs e)
                    {
                        var number = JsonSerializer.Deserialize<int>(e.Body.Span);
                        await channel.BasicAckAsync(e.DeliveryTag, false);
                    }
                }
            }
            """,
            Library.RabbitMq
        );
}
