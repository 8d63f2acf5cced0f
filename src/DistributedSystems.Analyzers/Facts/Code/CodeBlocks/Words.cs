using Microsoft.CodeAnalysis.Text;

namespace DistributedSystems.Analyzers.Facts.Code;

/// <summary>
/// Reads the words of parts of a text, each as a number made of its characters: two words may share one, which only makes a reader look where
/// there is nothing. Words in comments and texts count like those in code.
/// </summary>
internal sealed class Words(SourceText text)
{
    private const uint Start = 2166136261;
    private const uint Factor = 16777619;
    private const int CharactersReadAtOnce = 4096;

    private static readonly int New = Of("new");

    private readonly char[] characters = new char[CharactersReadAtOnce];
    private readonly HashSet<int> spelled = new();
    private bool isOpaque;

    public static int Of(string word)
    {
        var number = Start;
        foreach (var character in word)
        {
            number = (number ^ character) * Factor;
        }

        return (int)number;
    }

    public void Begin()
    {
        spelled.Clear();
        isOpaque = false;
    }

    public void Read(TextSpan span)
    {
        var (number, last, escapes) = (Start, 0, false);
        for (var position = span.Start; position < span.End; position += CharactersReadAtOnce)
        {
            var count = Math.Min(CharactersReadAtOnce, span.End - position);
            text.CopyTo(position, characters, 0, count);
            for (var i = 0; i < count; i++)
            {
                var character = characters[i];
                isOpaque |= escapes && (character is 'u' or 'U');
                escapes = character == '\\';
                if (
                    character is >= 'a' and <= 'z' or >= 'A' and <= 'Z' or >= '0' and <= '9' or '_'
                    || (character > 127 && char.IsLetter(character))
                )
                {
                    number = (number ^ character) * Factor;
                    continue;
                }

                if (number != Start)
                {
                    last = (int)number;
                    spelled.Add(last);
                    number = Start;
                }

                isOpaque |= character == '(' && last == New;
                last = char.IsWhiteSpace(character) ? last : 0;
            }
        }

        if (number != Start)
        {
            spelled.Add((int)number);
        }
    }

    public (int[] Words, bool IsOpaque) End() => (spelled.ToArray(), isOpaque);
}
