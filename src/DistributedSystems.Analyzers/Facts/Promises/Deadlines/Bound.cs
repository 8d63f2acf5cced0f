namespace DistributedSystems.Analyzers.Facts.Promises;

/// <summary>Does something end a wait?</summary>
internal enum Bounded
{
    Unknown,
    Yes,
    No,
}

/// <summary>What ends the wait for a remote call, with the evidence in words.</summary>
internal readonly record struct Bound(Bounded Answer, string Evidence)
{
    public static readonly Bound Unknown = new(Bounded.Unknown, "");

    public static Bound Yes(string evidence) => new(Bounded.Yes, evidence);

    public static Bound No(string evidence) => new(Bounded.No, evidence);
}
