namespace DistributedSystems.RealCode;

internal sealed class UsageException(string message) : Exception(message);

/// <summary>What stands after the command's name: plain arguments, <c>--option value</c> and <c>--switch</c>.</summary>
internal sealed class CommandLine
{
    private readonly Dictionary<string, string> options = new(StringComparer.Ordinal);
    private readonly HashSet<string> switches = new(StringComparer.Ordinal);
    private readonly List<string> arguments = [];

    private CommandLine() { }

    public IReadOnlyList<string> Arguments => arguments;

    public static CommandLine Parse(string[] words, string[] options, string[] switches)
    {
        var line = new CommandLine();
        for (var i = 0; i < words.Length; i++)
        {
            if (!words[i].StartsWith("--", StringComparison.Ordinal))
            {
                line.arguments.Add(words[i]);
                continue;
            }

            var name = words[i][2..];
            if (switches.Contains(name))
            {
                line.switches.Add(name);
            }
            else if (options.Contains(name) && i + 1 < words.Length)
            {
                line.options[name] = words[++i];
            }
            else
            {
                throw new UsageException(options.Contains(name) ? $"--{name} needs a value." : $"Unknown option --{name}.");
            }
        }

        return line;
    }

    public bool Has(string name) => switches.Contains(name);

    public string? Value(string name) => options.GetValueOrDefault(name);

    public string Required(string name) => Value(name) ?? throw new UsageException($"--{name} is missing.");

    public int Number(string name, int otherwise) =>
        Value(name) switch
        {
            null => otherwise,
            var text when int.TryParse(text, out var number) && number >= 0 => number,
            var text => throw new UsageException($"--{name} wants a number, not '{text}'."),
        };
}
