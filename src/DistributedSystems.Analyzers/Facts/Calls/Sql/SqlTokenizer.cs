using System.Collections.Immutable;

namespace DistributedSystems.Analyzers.Facts.Calls;

/// <summary>
/// Cuts SQL text into tokens, in the quirks of PostgreSQL, SQL Server, MySQL and SQLite at once: nested comments, dollar-quoted
/// strings, names in brackets or backticks, temporary tables. Any text gives tokens; it never throws.
/// </summary>
internal sealed class SqlTokenizer
{
    /// <summary>Stands for a part of the text that is put in at run time.</summary>
    public const char Hole = '\uFFFC';

    // Longer text is generated or a script; what it does is unknown.
    private const int LongestText = 20_000;

    private readonly string text;
    private readonly ImmutableArray<SqlToken>.Builder tokens = ImmutableArray.CreateBuilder<SqlToken>();
    private int at;
    private int depth;
    private bool unclosed;

    private SqlTokenizer(string text) => this.text = text;

    /// <returns>The tokens; empty for text too long to be a command, and for text with an open quote or comment.</returns>
    public static ImmutableArray<SqlToken> Read(string text)
    {
        if (text.Length > LongestText)
        {
            return ImmutableArray<SqlToken>.Empty;
        }

        var tokenizer = new SqlTokenizer(text);
        while (tokenizer.at < text.Length)
        {
            tokenizer.Next();
        }

        return tokenizer.unclosed ? ImmutableArray<SqlToken>.Empty : tokenizer.tokens.ToImmutable();
    }

    private char Current => text[at];

    private char Following => at + 1 < text.Length ? text[at + 1] : '\0';

    private void Next()
    {
        switch (Current)
        {
            case var blank when char.IsWhiteSpace(blank):
                at++;
                break;
            case '-' when Following == '-':
            case '#' when !IsNamePart(Following):
                SkipLine();
                break;
            case '/' when Following == '*':
                SkipComment();
                break;
            case '\'':
                Add(SqlTokenKind.Value, Quoted('\''));
                break;
            case '"':
                Add(SqlTokenKind.QuotedName, Quoted('"').ToUpperInvariant());
                break;
            case '`':
                Add(SqlTokenKind.QuotedName, Quoted('`').ToUpperInvariant());
                break;
            case '[' when !IsSubscript():
                Add(SqlTokenKind.QuotedName, Quoted(']').ToUpperInvariant());
                break;
            case '$' when DollarTag() is { } tag:
                var end = text.IndexOf(tag, at + tag.Length, StringComparison.Ordinal);
                at = end < 0 ? text.Length : end + tag.Length;
                Add(SqlTokenKind.Value, "$$");
                break;
            case '{' when text.IndexOf('}', at) is var close and > 0:
                at = close + 1;
                Add(SqlTokenKind.Value, "{}");
                break;
            case '?':
                at++;
                Add(SqlTokenKind.Value, "?");
                break;
            case ':' when Following is not (':' or '='):
            case '@' or '$':
                Add(SqlTokenKind.Value, Run());
                break;
            case var digit when char.IsDigit(digit):
                Add(SqlTokenKind.Value, Run());
                break;
            case Hole when !IsNamePart(Following):
                at++;
                Add(SqlTokenKind.Hole, "");
                break;
            case var letter when IsNamePart(letter) || letter == '#':
                Word();
                break;
            default:
                Symbol();
                break;
        }
    }

    private void Add(SqlTokenKind kind, string value) => tokens.Add(new SqlToken(kind, value, depth));

    private static bool IsNamePart(char character) => char.IsLetterOrDigit(character) || character is '_' or '$' or '#' or Hole;

    private void Word()
    {
        var word = Run().ToUpperInvariant();

        // N'…', E'…', X'…', B'…' are strings.
        if (word.Length == 1 && at < text.Length && Current == '\'')
        {
            Add(SqlTokenKind.Value, Quoted('\'', escapes: word == "E"));
            return;
        }

        Add(SqlTokenKind.Word, word);
    }

    private string Run()
    {
        var start = at++;
        while (at < text.Length && (IsNamePart(Current) || (Current == '@' && at == start + 1)))
        {
            at++;
        }

        return text.Substring(start, at - start);
    }

    /// <summary>What stands between quotes. A doubled quote is a quote; after a backslash only where the string says so.</summary>
    private string Quoted(char close, bool escapes = false)
    {
        var start = ++at;
        while (at < text.Length)
        {
            if (escapes && Current == '\\')
            {
                at += 2;
            }
            else if (Current != close)
            {
                at++;
            }
            else if (Following == close)
            {
                at += 2;
            }
            else
            {
                break;
            }
        }

        unclosed |= at >= text.Length;
        at = Math.Min(at, text.Length);
        var value = text.Substring(start, at - start);
        at++;
        return value;
    }

    private bool IsSubscript() =>
        tokens.Count > 0
        && at > 0
        && !char.IsWhiteSpace(text[at - 1])
        && tokens[tokens.Count - 1] is { Kind: SqlTokenKind.Word or SqlTokenKind.QuotedName or SqlTokenKind.Value };

    private string? DollarTag()
    {
        var close = at + 1;
        while (close < text.Length && (char.IsLetterOrDigit(text[close]) || text[close] == '_'))
        {
            close++;
        }

        return close < text.Length && text[close] == '$' && !char.IsDigit(Following) ? text.Substring(at, close + 1 - at) : null;
    }

    private void SkipLine()
    {
        while (at < text.Length && Current is not ('\n' or '\r'))
        {
            at++;
        }
    }

    private void SkipComment()
    {
        var open = 0;
        do
        {
            if (Current == '/' && Following == '*')
            {
                open++;
                at += 2;
            }
            else if (Current == '*' && Following == '/')
            {
                open--;
                at += 2;
            }
            else
            {
                at++;
            }
        } while (at < text.Length && open > 0);
        unclosed |= open > 0;
    }

    private void Symbol()
    {
        var pair = at + 1 < text.Length ? text.Substring(at, 2) : "";
        var symbol = pair is "<>" or "!=" or "<=" or ">=" or "+=" or "-=" or "*=" or "/=" or "||" or "::" or ":="
            ? pair
            : Current.ToString();
        at += symbol.Length;
        if (symbol == ")" && depth > 0)
        {
            depth--;
        }

        Add(SqlTokenKind.Symbol, symbol);
        if (symbol == "(")
        {
            depth++;
        }
    }
}
