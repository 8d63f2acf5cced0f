namespace DistributedSystems.Annotations.Tests;

public sealed class AdapterTests
{
    [Theory]
    [InlineData(Channel.FairLoss, Adapters.None, Channel.FairLoss)]
    [InlineData(Channel.FairLoss, Adapters.Retransmission, Channel.Reliable)]
    [InlineData(Channel.FairLoss, Adapters.Authentication, Channel.FairLoss)]
    [InlineData(Channel.FairLoss, Adapters.WriteAheadLog, Channel.FairLoss)]
    [InlineData(Channel.FairLoss, Adapters.Retransmission | Adapters.Authentication, Channel.Authenticated)]
    [InlineData(Channel.Reliable, Adapters.Retransmission, Channel.Reliable)]
    [InlineData(Channel.Reliable, Adapters.Authentication, Channel.Authenticated)]
    [InlineData(Channel.Authenticated, Adapters.None, Channel.Authenticated)]
    public void An_adapter_makes_a_channel_stronger_by_one_step(Channel channel, Adapters adapters, Channel adapted) =>
        Assert.Equal(adapted, SystemModels.Adapt(channel, adapters));

    [Theory]
    [InlineData(Failures.CrashRecoveryAmnesia, Adapters.WriteAheadLog, Failures.CrashRecovery)]
    [InlineData(Failures.CrashRecoveryAmnesia, Adapters.Retransmission | Adapters.Authentication, Failures.CrashRecoveryAmnesia)]
    [InlineData(Failures.Byzantine, Adapters.Authentication, Failures.Omission)]
    [InlineData(Failures.Byzantine, Adapters.WriteAheadLog | Adapters.Retransmission, Failures.Byzantine)]
    [InlineData(Failures.CrashStop, Adapters.WriteAheadLog | Adapters.Authentication, Failures.CrashStop)]
    public void An_adapter_cures_its_own_failure_and_no_other(Failures failures, Adapters adapters, Failures adapted) =>
        Assert.Equal(adapted, SystemModels.Adapt(failures, adapters));

    [Fact]
    public void An_adapter_never_makes_anything_worse()
    {
        foreach (var adapters in Enumerable.Range(0, 8).Select(value => (Adapters)value))
        {
            Assert.All(
                Enum.GetValues<Failures>(),
                failures => Assert.True(SystemModels.Tolerates(failures, SystemModels.Adapt(failures, adapters)))
            );
            Assert.All(
                Enum.GetValues<Channel>(),
                channel => Assert.True(SystemModels.Provides(SystemModels.Adapt(channel, adapters), channel))
            );
        }
    }

    [Fact]
    public void A_system_provides_what_it_declares_and_everything_weaker()
    {
        Assert.True(SystemModels.Provides(Timing.Synchronous, Timing.PartiallySynchronous));
        Assert.True(SystemModels.Provides(Timing.PartiallySynchronous, Timing.PartiallySynchronous));
        Assert.False(SystemModels.Provides(Timing.Asynchronous, Timing.PartiallySynchronous));
        Assert.False(SystemModels.Provides(Timing.PartiallySynchronous, Timing.Synchronous));
        Assert.True(SystemModels.Provides(Channel.Authenticated, Channel.Reliable));
        Assert.False(SystemModels.Provides(Channel.FairLoss, Channel.Reliable));
    }

    [Fact]
    public void What_no_enumeration_names_is_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>("channel", () => SystemModels.Adapt((Channel)3, Adapters.None));
        Assert.Throws<ArgumentOutOfRangeException>("failures", () => SystemModels.Adapt((Failures)6, Adapters.None));
        Assert.Throws<ArgumentOutOfRangeException>("failures", () => SystemModels.Adapt((Failures)(-1), Adapters.WriteAheadLog));
        Assert.Throws<ArgumentOutOfRangeException>("declared", () => SystemModels.Provides((Timing)3, Timing.Synchronous));
        Assert.Throws<ArgumentOutOfRangeException>("required", () => SystemModels.Provides(Timing.Synchronous, (Timing)(-1)));
        Assert.Throws<ArgumentOutOfRangeException>("declared", () => SystemModels.Provides((Channel)(-1), Channel.Reliable));
        Assert.Throws<ArgumentOutOfRangeException>("required", () => SystemModels.Provides(Channel.Reliable, (Channel)3));
    }
}
