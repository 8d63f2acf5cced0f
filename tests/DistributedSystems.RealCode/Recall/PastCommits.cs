using System.Diagnostics;
using System.Globalization;
using System.Text;

namespace DistributedSystems.RealCode.Recall;

/// <summary>
/// The past of one clone. Files are read out of the object store one by one, so that a clone that lacks some of them still gives the
/// others, and its work tree stays as it is.
/// </summary>
internal sealed class PastCommits(string gitFolder)
{
    private static readonly string[] Kinds = [".cs", ".csproj", ".props", ".targets", ".projitems"];

    /// <summary>The full name of a commit, given whole or shortened; null where the clone does not have it.</summary>
    public string? Resolve(string commit) =>
        commit.All(char.IsAsciiHexDigit) && Run("rev-parse", "--verify", "--quiet", commit + "^{commit}") is { ExitCode: 0, Text: var name }
            ? name.Trim()
            : null;

    /// <summary>Writes what binding needs of a commit into a folder, and says how many files of it the clone does not have.</summary>
    public int WriteTo(string folder, string commit)
    {
        var files = FilesOf(commit);
        using var git = Start("cat-file", "--batch");
        var asking = Task.Run(() =>
        {
            using var input = git.StandardInput;
            foreach (var (id, _) in files)
            {
                input.Write(id + "\n");
            }
        });
        var missing = 0;
        var output = new BufferedStream(git.StandardOutput.BaseStream, 1 << 16);
        foreach (var (_, path) in files)
        {
            // "<id> blob <size>", the bytes, a line break; or "<id> missing".
            var answer = LineOf(output).Split(' ');
            if (answer.Length != 3 || !int.TryParse(answer[2], NumberStyles.None, CultureInfo.InvariantCulture, out var size))
            {
                missing++;
                continue;
            }

            var bytes = new byte[size];
            output.ReadExactly(bytes);
            output.ReadByte();
            var target = Path.Combine(folder, path);
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.WriteAllBytes(target, bytes);
        }

        asking.Wait();
        git.WaitForExit();
        return missing;
    }

    private List<(string Id, string Path)> FilesOf(string commit)
    {
        var listed = Run("ls-tree", "-r", "-z", commit);
        return listed
            .Text.Split('\0', StringSplitOptions.RemoveEmptyEntries)
            .Select(entry => (Facts: entry.Split('\t', 2)[0].Split(' '), Path: entry.Split('\t', 2)[^1]))
            // No links: they may lead out of the folder.
            .Where(entry => entry.Facts is ["100644" or "100755" or "100664", "blob", _] && IsWanted(entry.Path))
            .Select(entry => (entry.Facts[2], entry.Path))
            .ToList();
    }

    private static bool IsWanted(string path) =>
        !path.Split('/').Any(part => part is ".." or "." or "" or ".git")
        && !Path.IsPathRooted(path)
        && (
            Kinds.Contains(Path.GetExtension(path), StringComparer.OrdinalIgnoreCase)
            || Path.GetFileName(path) is "packages.config" or "project.json"
        );

    private static string LineOf(Stream stream)
    {
        var line = new StringBuilder();
        for (var next = stream.ReadByte(); next is not (-1 or '\n'); next = stream.ReadByte())
        {
            line.Append((char)next);
        }

        return line.ToString();
    }

    private (int ExitCode, string Text) Run(params string[] arguments)
    {
        using var git = Start(arguments);
        git.StandardInput.Close();
        var text = git.StandardOutput.ReadToEnd();
        git.WaitForExit();
        return (git.ExitCode, text);
    }

    private Process Start(params string[] arguments)
    {
        var start = new ProcessStartInfo("git", ["--git-dir", gitFolder, .. arguments])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            StandardOutputEncoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false),
        };
        // A clone that left files out would ask its origin for each of them.
        start.Environment["GIT_NO_LAZY_FETCH"] = "1";
        start.Environment["GIT_TERMINAL_PROMPT"] = "0";
        return Process.Start(start) ?? throw new UsageException("git does not start.");
    }
}
