using System.Diagnostics;

namespace DistributedSystems.Tool.Tests;

/// <summary>A browser without a window, where the machine has one.</summary>
internal static class Browser
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(1);

    private static readonly string? Program = (Environment.GetEnvironmentVariable("PATH") ?? "")
        .Split(Path.PathSeparator)
        .SelectMany(folder => new[] { "chromium", "chromium-browser", "google-chrome" }.Select(name => Path.Combine(folder, name)))
        .FirstOrDefault(File.Exists);

    public static bool IsThere => Program is not null;

    /// <summary>The page as its scripts leave it, and what they complain of.</summary>
    public static async Task<(string Page, string Errors)> Show(string file, string fragment = "")
    {
        using var profile = new TemporaryFolder();
        var start = new ProcessStartInfo(
            Program!,
            [
                "--headless",
                "--no-sandbox",
                "--disable-gpu",
                "--enable-logging=stderr",
                "--virtual-time-budget=5000",
                "--user-data-dir=" + profile.Root,
                "--dump-dom",
                new Uri(file) + fragment,
            ]
        )
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var process = Process.Start(start)!;
        var (page, errors) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        using var limit = new CancellationTokenSource(Limit);
        try
        {
            await process.WaitForExitAsync(limit.Token);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            Assert.Fail("The browser did not end.");
        }

        return (
            await page,
            string.Join('\n', (await errors).Split('\n').Where(line => line.Contains("CONSOLE", StringComparison.Ordinal)))
        );
    }
}
