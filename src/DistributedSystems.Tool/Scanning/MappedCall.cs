namespace DistributedSystems.Tool.Scanning;

/// <summary>A remote call with everything around it, as the compiler's log tells of it.</summary>
/// <param name="Place">Where it stands.</param>
/// <param name="Component">The type it stands in.</param>
/// <param name="Member">The member it stands in.</param>
/// <param name="System">What it calls.</param>
/// <param name="Library">The library it calls it with.</param>
/// <param name="Call">The member it calls.</param>
/// <param name="Limits">The limits in sight, from the inside out.</param>
/// <param name="Decisive">The one that decides, or empty.</param>
/// <param name="Attempts">The repetitions in sight, from the inside out.</param>
/// <param name="Calls">How often it is made at most, or empty.</param>
/// <param name="Time">When it ends at the latest, in words.</param>
/// <param name="Sum">How that comes about, or empty.</param>
/// <param name="Replay">What a second execution does.</param>
/// <param name="Observer">Who hears of a failure.</param>
/// <param name="Model">The system model declared for it, or empty.</param>
internal sealed record MappedCall(
    Place Place,
    string Component,
    string Member,
    string System,
    string Library,
    string Call,
    string Limits,
    string Decisive,
    string Attempts,
    string Calls,
    string Time,
    string Sum,
    string Replay,
    string Observer,
    string Model
)
{
    /// <summary>The id of what tells of calls; no finding.</summary>
    public const string Rule = "DIST1011";

    public const string Endless = "for ever";
    public const string Unknown = "unknown";

    /// <summary>How often at most, in words.</summary>
    public string CallsInWords => Calls.Length > 0 ? Calls : Unknown;

    /// <summary>What a second execution does, in words.</summary>
    public string ReplayInWords =>
        Replay switch
        {
            "Safe" => "reads",
            "Idempotent" => "idempotent",
            "Keyed" => "idempotent by its key",
            "Conditional" => "under a condition",
            "Accumulates" => "adds up",
            _ => Unknown,
        };
}
