namespace DistributedSystems.Analyzers.Facts;

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

/// <summary>A condition's value under a hypothesis.</summary>
internal enum Truth
{
    /// <summary>Either, depending on things the hypothesis does not speak of.</summary>
    Both,
    True,
    False,

    /// <summary>It depends on the failure in a way that cannot be read.</summary>
    Opaque,
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
