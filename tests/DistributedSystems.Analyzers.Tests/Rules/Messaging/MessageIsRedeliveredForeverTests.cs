using DistributedSystems.Analyzers.Rules.Messaging;
using DistributedSystems.Analyzers.Tests.Verify;
using DistributedSystems.CodeFixes.Messaging;

namespace DistributedSystems.Analyzers.Tests.Rules.Messaging;

using VerifyCS = VerifyCS<MessageIsRedeliveredForever>;
using VerifyFix = VerifyCS<MessageIsRedeliveredForever, PutBackOnceFix>;

public class MessageIsRedeliveredForeverTests
{
    private const string Start = """
        using RabbitMQ.Client;
        using RabbitMQ.Client.Events;

        interface IOrders { Task SaveAsync(string order); Task<bool> TakeAsync(string order); }

        class Handlers
        {
            private readonly IChannel channel;
            private readonly IOrders orders;

        """;

    [Theory]
    [InlineData("catch (Exception) { await [|channel.BasicNackAsync(delivery.DeliveryTag, false, true)|]; }")]
    [InlineData("catch { await [|channel.BasicRejectAsync(delivery.DeliveryTag, requeue: true)|]; }")]
    [InlineData(
        "catch (Exception e) { Console.WriteLine(e); await Task.Delay(5000); var back = true; await [|channel.BasicNackAsync(delivery.DeliveryTag, false, back)|]; }"
    )]
    [InlineData("catch (Exception) { if (channel.IsOpen) { await [|channel.BasicNackAsync(delivery.DeliveryTag, false, true)|]; } }")]
    [InlineData("catch (Exception) { await BackAsync(delivery); } void Unused() { }")]
    [InlineData("catch (Exception) { await channel.BasicNackAsync(delivery.DeliveryTag, false, false); }")]
    [InlineData("catch (Exception) { await channel.BasicNackAsync(delivery.DeliveryTag, false, !delivery.Redelivered); }")]
    [InlineData("catch (TimeoutException) { await channel.BasicNackAsync(delivery.DeliveryTag, false, true); }")]
    [InlineData("catch (Exception e) when (e is TimeoutException) { await channel.BasicNackAsync(delivery.DeliveryTag, false, true); }")]
    [InlineData(
        "catch (Exception) { if (delivery.BasicProperties.Headers.Count < 3) { await channel.BasicNackAsync(delivery.DeliveryTag, false, true); } }"
    )]
    [InlineData(
        "catch (Exception) { if (delivery.Redelivered) { await channel.BasicNackAsync(delivery.DeliveryTag, false, false); return; } await channel.BasicNackAsync(delivery.DeliveryTag, false, true); }"
    )]
    public Task A_message_is_put_back(string handler) =>
        VerifyCS.VerifyAnalyzerAsync(
            Start
                + $$"""
                    async Task Handle(BasicDeliverEventArgs delivery)
                    {
                        try
                        {
                            await orders.SaveAsync(delivery.RoutingKey);
                            await channel.BasicAckAsync(delivery.DeliveryTag, false);
                        }
                        {{handler}}
                    }

                    private {{(
                    handler.Contains("BackAsync(delivery);")
                        ? "async Task BackAsync(BasicDeliverEventArgs delivery) => await [|channel.BasicNackAsync(delivery.DeliveryTag, false, true)|];"
                        : "int unused;"
                )}}
                }
                """,
            Library.RabbitMq,
            Library.ServiceBus
        );

    [Fact]
    public Task A_queue_counts_deliveries() =>
        VerifyCS.VerifyAnalyzerAsync(
            Start
                + """
                    Task Declare() => channel.QueueDeclareAsync("q", true, false, false, new Dictionary<string, object> { ["x-delivery-limit"] = 5 });

                    async Task Handle(BasicDeliverEventArgs delivery)
                    {
                        try
                        {
                            await orders.SaveAsync(delivery.RoutingKey);
                        }
                        catch (Exception)
                        {
                            await channel.BasicNackAsync(delivery.DeliveryTag, false, true);
                        }
                    }
                }
                """,
            Library.RabbitMq,
            Library.ServiceBus
        );

    [Fact]
    public Task A_message_is_settled_in_no_way() =>
        VerifyCS.VerifyAnalyzerAsync(
            Start
                + """
                    async Task OnlyLogs(BasicDeliverEventArgs delivery)
                    {
                        try
                        {
                            await orders.SaveAsync(delivery.RoutingKey);
                            await channel.BasicAckAsync(delivery.DeliveryTag, false);
                        }
                        [|catch|] (Exception e)
                        {
                            Console.WriteLine(e);
                        }
                    }

                    void Subscribe(AsyncEventingBasicConsumer consumer) =>
                        consumer.ReceivedAsync += async (_, delivery) =>
                        {
                            try
                            {
                                await orders.SaveAsync(delivery.RoutingKey);
                                await channel.BasicAckAsync(delivery.DeliveryTag, false);
                            }
                            [|catch|]
                            {
                            }
                        };

                    async Task Polls()
                    {
                        while (true)
                        {
                            var got = await channel.BasicGetAsync("q", false);
                            try
                            {
                                await orders.SaveAsync(got.RoutingKey);
                                await channel.BasicAckAsync(got.DeliveryTag, false);
                            }
                            [|catch|] (Exception e)
                            {
                                Console.WriteLine(e);
                            }
                        }
                    }
                }
                """,
            Library.RabbitMq,
            Library.ServiceBus
        );

    [Fact]
    public Task A_failure_comes_before_what_settles_the_message() =>
        VerifyCS.VerifyAnalyzerAsync(
            Start
                + """
                    void Subscribe(AsyncEventingBasicConsumer consumer)
                    {
                        consumer.ReceivedAsync += async (_, delivery) =>
                        {
                            var order = [|System.Text.Json.JsonSerializer.Deserialize<string>(delivery.Body.Span)|];
                            try
                            {
                                await orders.SaveAsync(order);
                                await channel.BasicAckAsync(delivery.DeliveryTag, false);
                            }
                            catch (Exception)
                            {
                                await channel.BasicNackAsync(delivery.DeliveryTag, false, false);
                            }
                        };
                        consumer.ReceivedAsync += async (_, delivery) =>
                        {
                            // What was not stored comes again when the connection ends.
                            await orders.SaveAsync(delivery.RoutingKey);
                            await channel.BasicAckAsync(delivery.DeliveryTag, false);
                        };
                        consumer.ReceivedAsync += async (_, delivery) =>
                        {
                            if (await orders.TakeAsync(delivery.RoutingKey)) { await channel.BasicAckAsync(delivery.DeliveryTag, false); }
                            else { await channel.BasicNackAsync(delivery.DeliveryTag, false, false); }
                        };
                        consumer.ReceivedAsync += async (_, delivery) =>
                        {
                            var name = delivery.RoutingKey.Trim();
                            Console.WriteLine(name);
                            try
                            {
                                await orders.SaveAsync(System.Text.Json.JsonSerializer.Deserialize<string>(delivery.Body.Span));
                            }
                            finally
                            {
                                await channel.BasicAckAsync(delivery.DeliveryTag, false);
                            }
                        };
                    }

                    // Whoever calls it may catch.
                    async Task Handle(BasicDeliverEventArgs delivery)
                    {
                        await orders.SaveAsync(System.Text.Json.JsonSerializer.Deserialize<string>(delivery.Body.Span));
                        await channel.BasicAckAsync(delivery.DeliveryTag, false);
                    }
                }
                """,
            Library.RabbitMq,
            Library.ServiceBus
        );

    [Fact]
    public Task A_message_is_settled_elsewhere_or_tried_again() =>
        VerifyCS.VerifyAnalyzerAsync(
            Start
                + """
                    async Task Behind(BasicDeliverEventArgs delivery)
                    {
                        var ok = false;
                        try
                        {
                            await orders.SaveAsync(delivery.RoutingKey);
                            await channel.BasicAckAsync(delivery.DeliveryTag, false);
                            ok = true;
                        }
                        catch (Exception e)
                        {
                            Console.WriteLine(e);
                        }

                        if (!ok)
                        {
                            await channel.BasicNackAsync(delivery.DeliveryTag, false, false);
                        }
                    }

                    async Task Again(BasicDeliverEventArgs delivery)
                    {
                        for (var attempt = 0; attempt < 3; attempt++)
                        {
                            try
                            {
                                await orders.SaveAsync(delivery.RoutingKey);
                                await channel.BasicAckAsync(delivery.DeliveryTag, false);
                                return;
                            }
                            catch (Exception e)
                            {
                                Console.WriteLine(e);
                            }
                        }
                    }

                    async Task Passed(BasicDeliverEventArgs delivery)
                    {
                        try
                        {
                            await orders.SaveAsync(delivery.RoutingKey);
                            await channel.BasicAckAsync(delivery.DeliveryTag, false);
                        }
                        catch (Exception e)
                        {
                            Console.WriteLine(e);
                            throw;
                        }
                    }

                    async Task Bus(Azure.Messaging.ServiceBus.ProcessMessageEventArgs args)
                    {
                        try
                        {
                            await orders.SaveAsync(args.Message.Body.ToString());
                            await args.CompleteMessageAsync(args.Message);
                        }
                        catch (Exception e)
                        {
                            Console.WriteLine(e);
                        }
                    }
                }
                """,
            Library.RabbitMq,
            Library.ServiceBus
        );

    [Fact]
    public Task Puts_the_message_back_once() =>
        VerifyFix.VerifyCodeFixAsync(
            Start
                + """
                    async Task Handle(BasicDeliverEventArgs delivery)
                    {
                        try
                        {
                            await orders.SaveAsync(delivery.RoutingKey);
                        }
                        catch (Exception)
                        {
                            await [|channel.BasicNackAsync(delivery.DeliveryTag, false, requeue: true)|];
                        }
                    }
                }
                """,
            Start
                + """
                    async Task Handle(BasicDeliverEventArgs delivery)
                    {
                        try
                        {
                            await orders.SaveAsync(delivery.RoutingKey);
                        }
                        catch (Exception)
                        {
                            await channel.BasicNackAsync(delivery.DeliveryTag, false, requeue: !delivery.Redelivered);
                        }
                    }
                }
                """,
            Library.RabbitMq,
            Library.ServiceBus
        );
}
