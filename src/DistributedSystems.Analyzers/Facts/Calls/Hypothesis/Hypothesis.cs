namespace DistributedSystems.Analyzers.Facts.Calls;

/// <summary>What is assumed of a remote call while its continuation is followed.</summary>
internal enum Hypothesis
{
    /// <summary>The operation was carried out and the caller knows.</summary>
    Success,

    /// <summary>The call threw, and whether the operation was carried out is not known.</summary>
    AmbiguousException,

    /// <summary>The same, and it comes at once: nothing has been waited for until a limit.</summary>
    PromptException,

    /// <summary>The call returned a response that does not tell whether the operation was carried out (408, 5xx).</summary>
    AmbiguousResponse,
}

/// <summary>What is known of one side of a condition.</summary>
internal enum Chance
{
    /// <summary>The hypothesis excludes it.</summary>
    No,

    /// <summary>Only something that cannot be read may bring it about.</summary>
    Unread,

    /// <summary>It may come about, by what was understood.</summary>
    Yes,
}

/// <summary>A condition's value under a hypothesis: whether it may be true, and whether it may be false.</summary>
internal readonly record struct Truth(Chance ToBeTrue, Chance ToBeFalse)
{
    public static readonly Truth True = new(Chance.Yes, Chance.No);
    public static readonly Truth False = new(Chance.No, Chance.Yes);

    /// <summary>Either, depending on things the hypothesis does not speak of.</summary>
    public static readonly Truth Both = new(Chance.Yes, Chance.Yes);

    /// <summary>It depends on the failure in a way that cannot be read.</summary>
    public static readonly Truth Opaque = new(Chance.Unread, Chance.Unread);

    public static Truth operator !(Truth truth) => new(truth.ToBeFalse, truth.ToBeTrue);

    public static Truth operator &(Truth left, Truth right) =>
        new(Less(left.ToBeTrue, right.ToBeTrue), More(left.ToBeFalse, right.ToBeFalse));

    public static Truth operator |(Truth left, Truth right) =>
        new(More(left.ToBeTrue, right.ToBeTrue), Less(left.ToBeFalse, right.ToBeFalse));

    /// <summary>One of two answers, by what this condition may be. What both of them allow does not depend on it.</summary>
    public Truth Choose(Truth whenTrue, Truth whenFalse) =>
        new(
            More(Less(whenTrue.ToBeTrue, whenFalse.ToBeTrue), More(Less(ToBeTrue, whenTrue.ToBeTrue), Less(ToBeFalse, whenFalse.ToBeTrue))),
            More(
                Less(whenTrue.ToBeFalse, whenFalse.ToBeFalse),
                More(Less(ToBeTrue, whenTrue.ToBeFalse), Less(ToBeFalse, whenFalse.ToBeFalse))
            )
        );

    private static Chance Less(Chance left, Chance right) => left < right ? left : right;

    private static Chance More(Chance left, Chance right) => left > right ? left : right;
}

internal static class Hypotheses
{
    /// <summary>The call threw, at once or whenever.</summary>
    public static bool IsException(this Hypothesis hypothesis) => hypothesis is Hypothesis.AmbiguousException or Hypothesis.PromptException;
}

/// <summary>What a variable holds while a path is followed.</summary>
internal enum Held
{
    True,
    False,

    /// <summary>The result of the call in question.</summary>
    Result,

    /// <summary>The exception that the call threw.</summary>
    Exception,

    /// <summary>Something made from the result or the exception: a message, a code, a condition that cannot be read.</summary>
    Part,
}
