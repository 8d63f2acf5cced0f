using DistributedSystems.Analyzers.Rules.Deadlines;
using DistributedSystems.Analyzers.Tests.Verify;
using DistributedSystems.CodeFixes.Deadlines;

namespace DistributedSystems.Analyzers.Tests.Rules.Deadlines;

using VerifyCS = VerifyCS<UnboundedWaitForOutcome>;
using VerifyFix = VerifyCS<UnboundedWaitForOutcome, LimitWaitFix>;

public class UnboundedWaitForOutcomeTests
{
    private const string Broker = """

        public interface IBroker
        {
            [DistributedSystems.RemoteCall] System.Threading.Tasks.Task Subscribe(string topic, System.Action<string> handler);
            void Local(System.Action<string> handler);
        }
        """;

    [Fact]
    public Task Only_a_remote_callback_completes_it() =>
        VerifyCS.VerifyAnalyzerAsync(
            """
            using DistributedSystems;
            class Replies(IBroker broker)
            {
                private readonly TaskCompletionSource<string> first = new TaskCompletionSource<string>();

                async Task<string> Local()
                {
                    var reply = new TaskCompletionSource<string>();
                    await broker.Subscribe("replies", text => reply.TrySetResult(text));
                    return await [|reply.Task|].ConfigureAwait(false);
                }
                async Task<string> Redis(StackExchange.Redis.ISubscriber subscriber)
                {
                    var reply = new TaskCompletionSource<string>();
                    await subscriber.SubscribeAsync("replies", (channel, value) => { if (value.HasValue) reply.SetResult(value); });
                    return await [|reply.Task|];
                }
                void Thread()
                {
                    using var done = new ManualResetEventSlim();
                    broker.Subscribe("replies", text => done.Set()).Wait();
                    [|done.Wait()|];
                }
                [MessageHandler(Delivery.AtLeastOnce)] public void Handle(string text) => first.TrySetResult(text);
                async Task<string> Field() => await [|first.Task|];
            }
            """ + Broker,
            Library.Annotations,
            Library.Redis
        );

    [Fact]
    public Task A_named_callback_completes_it() =>
        VerifyCS.VerifyAnalyzerAsync(
            """
            class Replies(IBroker broker, RabbitMQ.Client.IChannel channel)
            {
                private readonly TaskCompletionSource<string> named = new();
                private readonly TaskCompletionSource<string> throughStep = new();
                private readonly TaskCompletionSource<string> delivered = new();
                private readonly TaskCompletionSource<string> alsoCalled = new();
                private readonly TaskCompletionSource<string> alsoGiven = new();
                private readonly TaskCompletionSource<string> open = new();

                public async Task Listen(List<string> old)
                {
                    await broker.Subscribe("a", OnNamed);
                    await broker.Subscribe("b", text => Complete(text));
                    var consumer = new RabbitMQ.Client.Events.AsyncEventingBasicConsumer(channel);
                    consumer.ReceivedAsync += OnDelivered;
                    await broker.Subscribe("c", OnCalled);
                    await broker.Subscribe("d", OnGiven);
                    old.ForEach(OnGiven);
                    await broker.Subscribe("e", OnOpen);
                }

                private void OnNamed(string text) => named.TrySetResult(text);
                private void Complete(string text) { if (text.Length > 0) throughStep.TrySetResult(text); }
                private Task OnDelivered(object sender, RabbitMQ.Client.Events.BasicDeliverEventArgs args)
                {
                    delivered.SetResult(args.RoutingKey);
                    return Task.CompletedTask;
                }
                private void OnCalled(string text) => alsoCalled.TrySetResult(text);
                public void GiveUp() => OnCalled("");
                private void OnGiven(string text) => alsoGiven.TrySetResult(text);
                public void OnOpen(string text) => open.TrySetResult(text);

                async Task<string> Named() => await [|named.Task|];
                async Task<string> ThroughStep() => await [|throughStep.Task|];
                async Task<string> Delivered() => await [|delivered.Task|];

                async Task<string> AlsoCalled() => await alsoCalled.Task;
                async Task<string> AlsoGiven() => await alsoGiven.Task;
                async Task<string> Open() => await open.Task;
                async Task<string> Limited() => await named.Task.WaitAsync(TimeSpan.FromSeconds(5));
            }
            """ + Broker,
            Library.Annotations,
            Library.RabbitMq
        );

    [Fact]
    public Task A_table_of_replies() =>
        VerifyCS.VerifyAnalyzerAsync(
            """
            using System.Collections.Concurrent;
            class Desk(IBroker broker)
            {
                private readonly Dictionary<string, TaskCompletionSource<string>> asked = new();
                private readonly ConcurrentDictionary<string, TaskCompletionSource<string>> swept = new();
                private readonly ConcurrentDictionary<string, TaskCompletionSource<string>> shared = new();

                public async Task Open()
                {
                    await broker.Subscribe("answers", Take);
                    await broker.Subscribe("swept", text => { if (swept.TryRemove(text, out var one)) one.TrySetResult(text); });
                    await broker.Subscribe("shared", text => { if (shared.TryGetValue(text, out var one)) one.TrySetResult(text); });
                }

                private void Take(string text)
                {
                    lock (asked)
                    {
                        if (asked.Remove(text, out var waiting)) waiting.SetResult(text);
                    }
                }

                public async Task<string> Ask(string question)
                {
                    var answer = new TaskCompletionSource<string>();
                    lock (asked) { asked.Add(question, answer); }
                    try { return await [|answer.Task|]; }
                    finally { lock (asked) { asked.Remove(question); } }
                }
                public async Task<string> Swept(string question)
                {
                    var answer = new TaskCompletionSource<string>();
                    swept[question] = answer;
                    return await answer.Task;
                }
                public void Sweep() { foreach (var one in swept.Values) one.TrySetCanceled(); }
                public async Task<string> Shared(string question)
                {
                    var answer = new TaskCompletionSource<string>();
                    shared.TryAdd(question, answer);
                    return await answer.Task;
                }
                public object Table => shared;
                public async Task<string> Cancelled(string question, CancellationToken stop)
                {
                    var answer = new TaskCompletionSource<string>();
                    asked[question] = answer;
                    using var gone = stop.Register(() => answer.TrySetCanceled());
                    return await answer.Task;
                }
            }
            """ + Broker,
            Library.Annotations
        );

    [Fact]
    public Task In_a_project_without_annotations() =>
        VerifyCS.VerifyAnalyzerAsync(
            """
            class Replies(StackExchange.Redis.ISubscriber subscriber)
            {
                async Task<string> Ask()
                {
                    var reply = new TaskCompletionSource<string>();
                    await subscriber.SubscribeAsync("replies", (channel, value) => reply.SetResult(value));
                    return await [|reply.Task|];
                }
            }
            """,
            Library.Redis
        );

    [Fact]
    public Task Something_else_completes_cancels_or_limits_it() =>
        VerifyCS.VerifyAnalyzerAsync(
            """
            class Replies(IBroker broker)
            {
                async Task<string> Limited()
                {
                    var reply = new TaskCompletionSource<string>();
                    await broker.Subscribe("replies", text => reply.TrySetResult(text));
                    return await reply.Task.WaitAsync(TimeSpan.FromSeconds(5));
                }
                async Task<string> Cancelled(CancellationToken token)
                {
                    var reply = new TaskCompletionSource<string>();
                    token.Register(() => reply.TrySetCanceled());
                    await broker.Subscribe("replies", text => reply.TrySetResult(text));
                    return await reply.Task;
                }
                async Task<string> CompletedElsewhere(Timer timer)
                {
                    var reply = new TaskCompletionSource<string>();
                    Action giveUp = () => reply.TrySetResult("");
                    await broker.Subscribe("replies", text => reply.TrySetResult(text));
                    return await reply.Task;
                }
                async Task<string> GivenAway(List<TaskCompletionSource<string>> pending)
                {
                    var reply = new TaskCompletionSource<string>();
                    pending.Add(reply);
                    await broker.Subscribe("replies", text => reply.TrySetResult(text));
                    return await reply.Task;
                }
                async Task<string> InProcess()
                {
                    var reply = new TaskCompletionSource<string>();
                    broker.Local(text => reply.TrySetResult(text));
                    return await reply.Task;
                }
                void Thread()
                {
                    using var done = new ManualResetEventSlim();
                    broker.Subscribe("replies", text => done.Set()).Wait();
                    done.Wait(5000);
                }
            }
            """ + Broker,
            Library.Annotations
        );

    [Fact]
    public Task The_message_names_the_callback() =>
        VerifyCS.VerifyMessageAsync(
            "class C { async Task M(IBroker broker) { var reply = new TaskCompletionSource<string>(); await broker.Subscribe(\"a\", text => reply.SetResult(text)); await reply.Task; } }"
                + Broker,
            "'reply.Task' waits for ever if 'IBroker.Subscribe' never brings an answer",
            Library.Annotations
        );

    [Fact]
    public Task Limits_the_wait() =>
        VerifyFix.VerifyCodeFixAsync(
            """
            using System;
            using System.Threading.Tasks;

            class Replies(IBroker broker)
            {
                async Task<string> Ask()
                {
                    var reply = new TaskCompletionSource<string>();
                    await broker.Subscribe("replies", text => reply.TrySetResult(text));
                    return await [|reply.Task|] /* of the other side */ .ConfigureAwait(false);
                }
            }
            """ + Broker,
            """
            using System;
            using System.Threading.Tasks;

            class Replies(IBroker broker)
            {
                async Task<string> Ask()
                {
                    var reply = new TaskCompletionSource<string>();
                    await broker.Subscribe("replies", text => reply.TrySetResult(text));
                    return await reply.Task.WaitAsync(TimeSpan.FromSeconds(30)) /* of the other side */ .ConfigureAwait(false);
                }
            }
            """ + Broker,
            Library.Annotations
        );

    [Fact]
    public Task Answers_of_a_connection_that_one_loop_reads() =>
        VerifyCS.VerifyAnalyzerAsync(
            """
            using System.Collections.Concurrent;
            using System.Net.Sockets;
            class Meter(NetworkStream stream)
            {
                private readonly ConcurrentDictionary<int, TaskCompletionSource<byte[]>> asked = new();
                private readonly ConcurrentDictionary<int, TaskCompletionSource<byte[]>> open = new();

                async Task<byte[]> Ask(byte id, CancellationToken token)
                {
                    var answer = new TaskCompletionSource<byte[]>();
                    asked[id] = answer;
                    await stream.WriteAsync(new[] { id }, token);
                    return await [|answer.Task|];
                }

                async Task<byte[]> AskOpenly(byte id, CancellationToken token)
                {
                    var answer = new TaskCompletionSource<byte[]>();
                    open[id] = answer;
                    await stream.WriteAsync(new[] { id }, token);
                    return await answer.Task;
                }

                async Task Listen(CancellationToken token)
                {
                    var frame = new byte[8];
                    while (await stream.ReadAsync(frame, token) > 0)
                    {
                        if (asked.TryRemove(frame[0], out var waiting)) waiting.TrySetResult(frame);
                        Hand(frame);
                    }
                }

                public void Hand(byte[] frame)
                {
                    if (open.TryRemove(frame[0], out var waiting)) waiting.TrySetResult(frame);
                }
            }
            """
        );
}
