using DistributedSystems.Analyzers.Rules.Models;
using DistributedSystems.Analyzers.Tests.Verify;

namespace DistributedSystems.Analyzers.Tests.Rules.Models;

using VerifyCS = VerifyCS<ChannelTooWeak>;

public class ChannelTooWeakTests
{
    [Fact]
    public Task Declared_together() =>
        VerifyCS.VerifyAnalyzerAsync(
            """
            using DistributedSystems;

            [[|SystemModel(Timing.PartiallySynchronous, Failures.CrashStop, Channel.FairLoss)|], Quorum(Read = 2, Write = 2, Of = 3)] class Lossy { }
            [SystemModel(Timing.PartiallySynchronous, Failures.CrashStop, Channel.FairLoss), Quorum(Read = 2, Write = 2, Of = 3), Adapter(Adapters.Retransmission)] class Adapted { }
            [[|SystemModel(Timing.PartiallySynchronous, Failures.CrashStop, Channel.FairLoss)|], Consensus, Adapter(Adapters.Authentication)] class WrongAdapter { }
            [SystemModel(Timing.PartiallySynchronous, Failures.CrashStop, Channel.Reliable), Consensus] class Reliable { }
            [SystemModel(Timing.PartiallySynchronous, Failures.CrashStop, Channel.FairLoss)] class NoProtocol { }
            [SystemModel(Timing.PartiallySynchronous, Failures.CrashStop, Channel.FairLoss), Consensus]
            class RetriedAndIdempotent { [Retries(Max = 3), Idempotent] void Send() { } }
            [[|SystemModel(Timing.PartiallySynchronous, Failures.CrashStop, Channel.FairLoss)|], Consensus]
            class OnlyRetried { [Retries(Max = 3)] void Send() { } }

            [[|SystemModel(Timing.PartiallySynchronous, Failures.Byzantine, Channel.Reliable)|], ReplicaGroup(Replicas = 4, Faults = 1)] class Forged { }
            [[|SystemModel(Timing.PartiallySynchronous, Failures.Byzantine)|], ReplicaGroup(Replicas = 4, Faults = 1)] class ForgedByDefault { }
            [SystemModel(Timing.PartiallySynchronous, Failures.Byzantine, Channel.Authenticated), ReplicaGroup(Replicas = 4, Faults = 1)] class Signed { }
            [SystemModel(Timing.PartiallySynchronous, Failures.Byzantine, Channel.FairLoss), ReplicaGroup(Replicas = 4, Faults = 1), Adapter(Adapters.Retransmission | Adapters.Authentication)] class Both { }
            [Consensus, Quorum(Read = 1, Write = 1, Of = 1)] class NoModel { }
            """,
            Library.Annotations
        );

    [Fact]
    public Task The_protocol_inside_the_model() =>
        VerifyCS.VerifyAnalyzerAsync(
            """
            using DistributedSystems;
            [assembly: SystemModel(DistributedSystems.Timing.PartiallySynchronous, DistributedSystems.Failures.CrashStop, DistributedSystems.Channel.FairLoss)]

            [[|Consensus|], Quorum(Read = 2, Write = 2, Of = 3)] class Election { }
            class Register { [[|Quorum(Read = 2, Write = 2, Of = 3)|]] void Read() { } }
            [Adapter(Adapters.Retransmission)] class Adapted { [Quorum(Read = 2, Write = 2, Of = 3)] void Read() { } }
            """,
            Library.Annotations
        );

    [Fact]
    public Task Calls_over_a_lossy_channel() =>
        VerifyCS.VerifyAnalyzerAsync(
            """
            using DistributedSystems;

            [SystemModel(Timing.PartiallySynchronous, Failures.CrashStop, Channel.FairLoss)]
            interface IDatagrams { [RemoteCall] Task SendAsync(int value); [RemoteCall, Idempotent] Task PutAsync(int value); }

            [SystemModel(Timing.PartiallySynchronous, Failures.CrashStop, Channel.Reliable), Quorum(Read = 2, Write = 2, Of = 3)]
            class Register
            {
                private readonly IDatagrams datagrams;
                public Register(IDatagrams datagrams) => this.datagrams = datagrams;
                async Task M([Adapter(Adapters.Retransmission)] IDatagrams adapted)
                {
                    await [|datagrams.SendAsync(1)|];
                    await [|datagrams.PutAsync(1)|];
                    await adapted.SendAsync(1);
                    while (true)
                    {
                        try { await datagrams.PutAsync(1); return; } catch (TimeoutException) { }
                    }
                }
                [Retries] Task Declared() => datagrams.PutAsync(1);
            }

            [SystemModel(Timing.PartiallySynchronous, Failures.CrashStop, Channel.Reliable)]
            class NoProtocol { Task M(IDatagrams datagrams) => datagrams.SendAsync(1); }
            """,
            Library.Annotations
        );
}
