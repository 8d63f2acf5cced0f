using System.Globalization;

namespace DistributedSystems;

/// <summary>
/// The durations that attributes and catalog files are written in: a number with a suffix (<c>250ms</c>, <c>1.5s</c>, <c>2m</c>,
/// <c>1h</c>) or the invariant <c>c</c> format (<c>00:00:30</c>, <c>1.02:03:04.5</c>).
/// A bare number is none: <see cref="TimeSpan.Parse(string)"/> would take "30" for thirty days.
/// </summary>
#if ANNOTATIONS
public
#else
internal
#endif
static class Durations
{
    /// <summary>Reads a duration, whatever the current culture. Never throws.</summary>
    /// <param name="text">The text, with no blanks. The suffixes are lower case: <c>ms</c>, <c>s</c>, <c>m</c> (minutes), <c>h</c>.</param>
    /// <param name="duration">From zero to <see cref="TimeSpan.MaxValue"/>; what is finer than its ticks of 100 ns is cut off.</param>
    /// <returns>False for anything else: no unit, a sign, an exponent, a value too large, an hour and minute without seconds.</returns>
    public static bool TryParse(string? text, out TimeSpan duration)
    {
        duration = TimeSpan.Zero;

        // The first character excludes signs and NaN.
        if (text is null || text.Length < 2 || !IsDigit(text[0]))
        {
            return false;
        }

        return text.IndexOf(':') < 0 ? TryParseSuffixed(text, out duration) : TryParseConstant(text, out duration);
    }

    private static bool TryParseSuffixed(string text, out TimeSpan duration)
    {
        duration = TimeSpan.Zero;
        var (suffix, ticksPerUnit) = text[text.Length - 1] switch
        {
            's' when text[text.Length - 2] == 'm' => (2, TimeSpan.TicksPerMillisecond),
            's' => (1, TimeSpan.TicksPerSecond),
            'm' => (1, TimeSpan.TicksPerMinute),
            'h' => (1, TimeSpan.TicksPerHour),
            _ => (0, 0L),
        };
        var number = text.Substring(0, text.Length - suffix);
        if (
            suffix == 0
            || number.Length == 0
            || !IsDigit(number[number.Length - 1])
            || !decimal.TryParse(number, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var units)
            || units > (decimal)long.MaxValue / ticksPerUnit
        )
        {
            return false;
        }

        duration = TimeSpan.FromTicks((long)(units * ticksPerUnit));
        return true;
    }

    private static bool TryParseConstant(string text, out TimeSpan duration)
    {
        duration = TimeSpan.Zero;

        // TimeSpan also reads "00:30", as half an hour; whoever writes that may mean half a minute.
        return IsDigit(text[text.Length - 1])
            && text.IndexOf(':') != text.LastIndexOf(':')
            && TimeSpan.TryParseExact(text, "c", CultureInfo.InvariantCulture, out duration);
    }

    private static bool IsDigit(char character) => character is >= '0' and <= '9';
}
