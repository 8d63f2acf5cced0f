using System.Collections.Immutable;
using Microsoft.CodeAnalysis.Text;

namespace DistributedSystems.Analyzers.Catalog;

/// <summary>
/// Reads the line-based catalog format (docs/catalog.md). A line it cannot read becomes a problem at that line;
/// every other line still counts. It never throws, whatever the text.
/// </summary>
internal sealed class CatalogReader
{
    private static readonly char[] Blank = { ' ', '\t' };

    private readonly string origin;
    private readonly ImmutableArray<CatalogLibrary>.Builder libraries = ImmutableArray.CreateBuilder<CatalogLibrary>();
    private readonly ImmutableArray<CatalogProblem>.Builder problems = ImmutableArray.CreateBuilder<CatalogProblem>();
    private readonly ImmutableArray<CatalogEntry>.Builder entries = ImmutableArray.CreateBuilder<CatalogEntry>();
    private readonly HashSet<string> seen = new(StringComparer.Ordinal);
    private ImmutableArray<string> assemblies = ImmutableArray<string>.Empty;
    private string? library;
    private CatalogEntry? type;
    private TextSpan line;

    private CatalogReader(string origin) => this.origin = origin;

    /// <param name="text">The whole file.</param>
    /// <param name="origin">How messages name the file.</param>
    public static CatalogFile Read(SourceText text, string origin)
    {
        var reader = new CatalogReader(origin);
        foreach (var line in text.Lines)
        {
            var content = line.ToString();
            var comment = content.IndexOf('#');
            var words = (comment < 0 ? content : content.Substring(0, comment)).Split(Blank, StringSplitOptions.RemoveEmptyEntries);
            reader.line = line.Span;
            if (words.Length > 0 && reader.ReadLine(words) is { } reason)
            {
                reader.problems.Add(new CatalogProblem(line.Span, reason));
            }
        }

        reader.CloseLibrary();
        return new CatalogFile(reader.libraries.ToImmutable(), reader.problems.ToImmutable());
    }

    /// <returns>Why the line cannot be used, or null.</returns>
    private string? ReadLine(string[] words) =>
        words[0] switch
        {
            "library" => OpenLibrary(words),
            "assembly" => ReadAssemblies(words),
            "type" => OpenType(words),
            "member" => ReadMember(words),
            "attribute" => ReadAttribute(words),
            _ => $"a line begins with 'library', 'assembly', 'type', 'member' or 'attribute', not '{words[0]}'",
        };

    private string? OpenLibrary(string[] words)
    {
        CloseLibrary();
        if (words.Length == 1)
        {
            return "the library has no name";
        }

        library = string.Join(" ", words, 1, words.Length - 1);
        return null;
    }

    private void CloseLibrary()
    {
        if (library is not null && entries.Count > 0)
        {
            libraries.Add(new CatalogLibrary(library, assemblies, entries.ToImmutable()));
        }

        entries.Clear();
        assemblies = ImmutableArray<string>.Empty;
        library = null;
        type = null;
    }

    private string? ReadAssemblies(string[] words)
    {
        if (library is null)
        {
            return "an 'assembly' line follows a 'library' line";
        }

        assemblies = assemblies.AddRange(words.Skip(1));
        return words.Length == 1 ? "the line names no assembly" : null;
    }

    private string? OpenType(string[] words)
    {
        type = null;
        if (library is null)
        {
            return "a 'type' line follows a 'library' line";
        }

        if (words.Length == 1)
        {
            return "the type has no name";
        }

        if (!seen.Add(words[1]))
        {
            return $"type '{words[1]}' is described twice in this file";
        }

        var entry = new CatalogEntry(library, words[1], "", origin) { Line = line };
        var reason = CatalogWords.Apply(words, 2, ref entry);
        if (reason is null)
        {
            type = entry;
            entries.Add(entry);
        }

        return reason;
    }

    private string? ReadAttribute(string[] words)
    {
        type = null;
        if (library is null)
        {
            return "an 'attribute' line follows a 'library' line";
        }

        if (words.Length == 1)
        {
            return "the attribute has no name";
        }

        if (!seen.Add(words[1]))
        {
            return $"attribute '{words[1]}' is described twice in this file";
        }

        var entry = new CatalogEntry(library, words[1], "", origin) { Line = line, IsAttribute = true };
        var reason = CatalogWords.Apply(words, 2, ref entry);
        if (reason is null)
        {
            entries.Add(entry);
        }

        return reason;
    }

    private string? ReadMember(string[] words)
    {
        if (type is null)
        {
            return "a 'member' line follows a valid 'type' line";
        }

        if (words.Length == 1)
        {
            return "the member has no name";
        }

        // A signature may hold blanks after its commas, so it can span several words.
        var (name, next) = (words[1], 2);
        while (name.Contains('(') && !name.EndsWith(")", StringComparison.Ordinal))
        {
            if (next == words.Length)
            {
                return $"the signature of '{name}' is not closed";
            }

            name += words[next++];
        }

        var open = name.IndexOf('(');
        var entry = type with
        {
            Line = line,

            // Of a type it says that constructing it is expensive; of a member, that what it returns is.
            Expensive = false,
            Member = open < 0 ? name : name.Substring(0, open),
            Signature =
                open < 0
                    ? null
                    : name.Substring(open + 1, name.Length - open - 2).Split(new[] { ',' }, StringSplitOptions.RemoveEmptyEntries),
        };
        var reason = CatalogWords.Apply(words, next, ref entry);

        // A '*' line that names a deadline parameter covers the overloads that own it, so several may stand side by side.
        if (reason is null && !seen.Add($"{type.Type}.{name} {(entry.Member == "*" ? entry.DeadlineParameter : null)}"))
        {
            reason = $"member '{name}' of '{type.Type}' is described twice in this file";
        }

        if (reason is null)
        {
            entries.Add(entry);
        }

        return reason;
    }
}
