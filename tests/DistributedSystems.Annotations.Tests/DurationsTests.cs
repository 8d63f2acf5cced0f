using System.Globalization;

namespace DistributedSystems.Annotations.Tests;

public sealed class DurationsTests
{
    [Theory]
    [InlineData("250ms", 2_500_000)]
    [InlineData("0.5ms", 5_000)]
    [InlineData("2s", 20_000_000)]
    [InlineData("1.5s", 15_000_000)]
    [InlineData("0s", 0)]
    [InlineData("007s", 70_000_000)]
    [InlineData("2m", 1_200_000_000)]
    [InlineData("0.25m", 150_000_000)]
    [InlineData("1h", 36_000_000_000)]
    [InlineData("36h", 1_296_000_000_000)]
    [InlineData("0.0000001s", 1)]
    [InlineData("0.00000019s", 1)]
    [InlineData("00:00:02", 20_000_000)]
    [InlineData("00:00:00.25", 2_500_000)]
    [InlineData("01:30:00", 54_000_000_000)]
    [InlineData("1.02:03:04", 937_840_000_000)]
    [InlineData("922337203685.4775807s", long.MaxValue)]
    [InlineData("10675199.02:48:05.4775807", long.MaxValue)]
    public void Durations_with_a_unit_are_read(string text, long ticks)
    {
        Assert.True(Durations.TryParse(text, out var duration));
        Assert.Equal(ticks, duration.Ticks);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData("s")]
    [InlineData("ms")]
    [InlineData("30")]
    [InlineData("1.5")]
    [InlineData("-2s")]
    [InlineData("+2s")]
    [InlineData("-00:00:02")]
    [InlineData("NaNs")]
    [InlineData("Infinitys")]
    [InlineData("1e3s")]
    [InlineData("1,5s")]
    [InlineData("1,000s")]
    [InlineData("1.s")]
    [InlineData(".5s")]
    [InlineData("1.2.3s")]
    [InlineData("2 s")]
    [InlineData(" 2s")]
    [InlineData("2s ")]
    [InlineData("2S")]
    [InlineData("2MS")]
    [InlineData("2d")]
    [InlineData("2us")]
    [InlineData("2sec")]
    [InlineData("2m30s")]
    [InlineData("0x2s")]
    [InlineData("2\0s")]
    [InlineData("٢s")]
    [InlineData("00:30")]
    [InlineData("00:60:00")]
    [InlineData("24:00:00")]
    [InlineData("00:00:02 ")]
    [InlineData("00:00:02s")]
    [InlineData(":::")]
    [InlineData("0::0")]
    [InlineData("922337203685.4775808s")]
    [InlineData("2562047789h")]
    [InlineData("79228162514264337593543950335h")]
    [InlineData("792281625142643375935439503350000s")]
    [InlineData("10675199.02:48:05.4775808")]
    public void Everything_else_is_refused(string? text)
    {
        Assert.False(Durations.TryParse(text, out var duration));
        Assert.Equal(TimeSpan.Zero, duration);
    }

    [Fact]
    public void The_culture_of_the_machine_does_not_matter()
    {
        var culture = CultureInfo.CurrentCulture;
        try
        {
            CultureInfo.CurrentCulture = new CultureInfo("de-DE");
            Assert.True(Durations.TryParse("1.5s", out var duration));
            Assert.Equal(TimeSpan.FromMilliseconds(1500), duration);
            Assert.False(Durations.TryParse("1,5s", out _));
        }
        finally
        {
            CultureInfo.CurrentCulture = culture;
        }
    }

    [Fact]
    public void No_short_text_makes_it_throw()
    {
        const string Alphabet = "0129.:-msh \0e٢";
        foreach (var text in from a in Alphabet from b in Alphabet from c in Alphabet from d in Alphabet select new string([a, b, c, d]))
        {
            if (Durations.TryParse(text, out var duration))
            {
                Assert.True(duration >= TimeSpan.Zero);
            }
        }
    }
}
