namespace DistributedSystems.Analyzers.Facts.Calls;

internal enum SqlTokenKind
{
    /// <summary>A keyword, or a name without quotes; upper case.</summary>
    Word,

    /// <summary>A name in quotes or brackets; upper case, without them.</summary>
    QuotedName,

    /// <summary>A string, a number, or a parameter (<c>@p</c>, <c>:p</c>, <c>$1</c>, <c>?</c>, <c>{0}</c>).</summary>
    Value,

    /// <summary>A part of the text that is put in at run time.</summary>
    Hole,

    Symbol,
}

/// <summary>A token of SQL text.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Text">A word or name in upper case; a value or symbol as spelled.</param>
/// <param name="Depth">How many parentheses stand open around it; a parenthesis counts as outside itself.</param>
internal readonly record struct SqlToken(SqlTokenKind Kind, string Text, int Depth)
{
    public bool Is(string word) => Kind is SqlTokenKind.Word or SqlTokenKind.Symbol && Text == word;

    public bool IsName => Kind is SqlTokenKind.Word or SqlTokenKind.QuotedName;
}
