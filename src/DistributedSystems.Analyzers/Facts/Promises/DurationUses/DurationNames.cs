namespace DistributedSystems.Analyzers.Facts.Promises;

/// <summary>What the names of parameters and properties tell of durations and the unit they are counted in.</summary>
internal static class DurationNames
{
    private static readonly string[] DurationWords = { "timeout", "delay", "period", "interval", "duetime", "duration" };

    // Properties that count in a unit their name does not tell; all by their documentation.
    public static readonly Dictionary<(string Type, string Property), DurationUnit> UnitsOfProperties = new()
    {
        [("DbCommand", "CommandTimeout")] = DurationUnit.Seconds,
        [("IDbCommand", "CommandTimeout")] = DurationUnit.Seconds,
        [("SqlCommand", "CommandTimeout")] = DurationUnit.Seconds,
        [("HttpWebRequest", "Timeout")] = DurationUnit.Milliseconds,
        [("WebRequest", "Timeout")] = DurationUnit.Milliseconds,
        [("HttpWebRequest", "ReadWriteTimeout")] = DurationUnit.Milliseconds,
        [("Socket", "ReceiveTimeout")] = DurationUnit.Milliseconds,
        [("Socket", "SendTimeout")] = DurationUnit.Milliseconds,
        [("TcpClient", "ReceiveTimeout")] = DurationUnit.Milliseconds,
        [("TcpClient", "SendTimeout")] = DurationUnit.Milliseconds,
        [("Stream", "ReadTimeout")] = DurationUnit.Milliseconds,
        [("Stream", "WriteTimeout")] = DurationUnit.Milliseconds,
        [("SmtpClient", "Timeout")] = DurationUnit.Milliseconds,
    };

    public static DurationUnit UnitIn(string name) =>
        name.IndexOf("millisecond", StringComparison.OrdinalIgnoreCase) >= 0
        || name.EndsWith("Ms", StringComparison.Ordinal)
        || name.EndsWith("Milli", StringComparison.Ordinal)
        || name.EndsWith("Millis", StringComparison.Ordinal)
            ? DurationUnit.Milliseconds
        : name.IndexOf("seconds", StringComparison.OrdinalIgnoreCase) >= 0
        && name.IndexOf("micro", StringComparison.OrdinalIgnoreCase) < 0
        && name.IndexOf("nano", StringComparison.OrdinalIgnoreCase) < 0
            ? DurationUnit.Seconds
        : DurationUnit.Unknown;

    public static bool HasDurationName(string name)
    {
        foreach (var word in DurationWords)
        {
            if (name.IndexOf(word, StringComparison.OrdinalIgnoreCase) >= 0)
            {
                return true;
            }
        }

        return false;
    }
}
