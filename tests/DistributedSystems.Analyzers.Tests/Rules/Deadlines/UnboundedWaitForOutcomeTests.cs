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
            "'reply.Task' waits for ever if 'IBroker.Subscribe' never calls back",
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
}
