using System.Globalization;
using System.Text;

namespace DistributedSystems.Benchmarks.Corpus;

/// <summary>
/// Service-like C# of any length, the same for the same length: mostly ordinary work (loops, strings, LINQ, calls into neighbours),
/// some of it remote. The same number always picks the same shapes, so two measurements see the same code.
/// </summary>
internal static class CorpusSource
{
    private const int MethodsPerClass = 14;

    // Of 100 methods. Six that touch HTTP, SQL, a socket or the clock is a busy service; most code has fewer.
    public const int RemoteShare = 6;

    public static IReadOnlyList<(string Path, string Text)> Files(int lines, int remoteShare = RemoteShare)
    {
        var files = new List<(string Path, string Text)>();
        var random = new Random(20_26);
        for (var (number, written) = (0, 0); written < lines; number++)
        {
            var text = Class(number, random, remoteShare);
            written += text.Count(character => character == '\n');
            files.Add(($"Service{number.ToString("D5", CultureInfo.InvariantCulture)}.cs", text));
        }

        return files;
    }

    private static string Class(int number, Random random, int remoteShare)
    {
        var text = new StringBuilder(Fill(ClassShapes.Opening, number, method: 0, random));
        for (var method = 0; method < MethodsPerClass; method++)
        {
            var shapes = random.Next(100) < remoteShare ? RemoteShapes.All : OrdinaryShapes.All;
            text.Append('\n').Append(Fill(shapes[random.Next(shapes.Length)], number, method, random)).Append('\n');
        }

        return text.Append("}\n").ToString();
    }

    // §class, §method: where we are. §other: a class written before this one. §n: any small number.
    private static string Fill(string shape, int number, int method, Random random) =>
        shape
            .Replace("§class", number.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal)
            .Replace("§method", method.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal)
            .Replace("§other", random.Next(Math.Max(1, number)).ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal)
            .Replace("§n", random.Next(2, 90).ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal);
}
