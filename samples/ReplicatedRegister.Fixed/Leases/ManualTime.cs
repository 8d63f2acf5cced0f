namespace ReplicatedRegister.Leases;

/// <summary>Time that passes when it is told to: a pause of the garbage collector, say.</summary>
public sealed class ManualTime : TimeProvider
{
    private TimeSpan passed;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public void Pass(TimeSpan time) => passed += time;

    public override long GetTimestamp() => passed.Ticks;
}
