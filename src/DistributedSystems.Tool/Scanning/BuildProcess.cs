using System.ComponentModel;
using System.Diagnostics;

namespace DistributedSystems.Tool.Scanning;

/// <summary>Runs <c>dotnet</c> and keeps what it says.</summary>
internal static class BuildProcess
{
    /// <exception cref="CannotScanException">There is no SDK.</exception>
    /// <exception cref="OperationCanceledException">The user interrupted it; nothing of it runs any more.</exception>
    public static async Task<(int ExitCode, IReadOnlyList<string> Lines)> Run(
        string folder,
        IEnumerable<string> arguments,
        CancellationToken cancellation
    )
    {
        var start = new ProcessStartInfo(Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet", arguments)
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };

        // Started from a build, it would be told to use the parts of that one; and its errors are looked for by their English words.
        foreach (var name in start.Environment.Keys.Where(name => name.StartsWith("MSBUILD", StringComparison.OrdinalIgnoreCase)).ToList())
        {
            start.Environment.Remove(name);
        }

        start.Environment["DOTNET_CLI_UI_LANGUAGE"] = "en";
        start.Environment["DOTNET_NOLOGO"] = "1";

        var lines = new List<string>();
        using var process = new Process { StartInfo = start };
        process.OutputDataReceived += Keep;
        process.ErrorDataReceived += Keep;
        try
        {
            process.Start();
        }
        catch (Win32Exception)
        {
            throw new CannotScanException(
                "'dotnet' is not on the path.",
                "Install the .NET SDK that builds the solution: https://dotnet.microsoft.com/download"
            );
        }

        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        try
        {
            await process.WaitForExitAsync(cancellation);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw;
        }

        lock (lines)
        {
            return (process.ExitCode, [.. lines]);
        }

        void Keep(object sender, DataReceivedEventArgs line)
        {
            lock (lines)
            {
                if (line.Data is not null)
                {
                    lines.Add(line.Data);
                }
            }
        }
    }
}
