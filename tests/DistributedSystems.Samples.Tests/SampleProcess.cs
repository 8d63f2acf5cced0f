using System.Diagnostics;
using System.Text;
using System.Threading.Channels;

namespace DistributedSystems.Samples.Tests;

/// <summary>A sample that runs as its own process on a free port of the loopback address.</summary>
internal sealed class SampleProcess : IAsyncDisposable
{
    private const string Listening = "Now listening on: ";
    private static readonly TimeSpan StartDeadline = TimeSpan.FromSeconds(60);

    private static readonly string[] Preferences =
    [
        "Backends",
        "ASPNETCORE_URLS",
        "ASPNETCORE_HTTP_PORTS",
        "ASPNETCORE_ENVIRONMENT",
        "DOTNET_ENVIRONMENT",
    ];

    private readonly Process process;
    private readonly StringBuilder said = new();
    private readonly Channel<string> lines = Channel.CreateUnbounded<string>();

    private SampleProcess(Process process)
    {
        this.process = process;
        process.OutputDataReceived += (_, line) => Hear(line.Data);
        process.ErrorDataReceived += (_, line) => Hear(line.Data);
    }

    public HttpClient Client { get; } = new() { Timeout = TimeSpan.FromSeconds(30) };

    public static async Task<SampleProcess> StartAsync(Sample sample)
    {
        var start = new ProcessStartInfo(Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet")
        {
            ArgumentList = { Path.Combine(sample.Output, sample.Name + ".dll"), "--urls", "http://127.0.0.1:0" },
            WorkingDirectory = sample.Output,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };

        // The default set-up is what is tested, whatever this machine prefers.
        foreach (var setting in Preferences)
        {
            start.Environment.Remove(setting);
        }

        var running = new SampleProcess(new Process { StartInfo = start });
        running.process.Start();
        try
        {
            await running.ListenAsync();
            return running;
        }
        catch
        {
            await running.DisposeAsync();
            throw;
        }
    }

    /// <summary>Waits until the sample logs a line that contains the text.</summary>
    public async Task<string> HearAsync(string text, TimeSpan within)
    {
        using var deadline = new CancellationTokenSource(within);
        try
        {
            while (true)
            {
                var line = await lines.Reader.ReadAsync(deadline.Token);
                if (line.Contains(text, StringComparison.Ordinal))
                {
                    return line;
                }
            }
        }
        catch (Exception failure) when (failure is OperationCanceledException or ChannelClosedException)
        {
            lock (said)
            {
                throw new InvalidOperationException($"The sample did not say '{text}'. It said:\n{said}", failure);
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        if (!process.HasExited)
        {
            process.Kill(entireProcessTree: true);
        }

        await process.WaitForExitAsync();
        process.Dispose();
    }

    private async Task ListenAsync()
    {
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        var line = await HearAsync(Listening, StartDeadline);
        Client.BaseAddress = new Uri(line[(line.IndexOf(Listening, StringComparison.Ordinal) + Listening.Length)..].Trim());
    }

    private void Hear(string? line)
    {
        if (line is null)
        {
            // Standard output or error has ended: nothing more will come that a test waits for.
            lines.Writer.TryComplete();
            return;
        }

        lock (said)
        {
            said.AppendLine(line);
        }

        lines.Writer.TryWrite(line);
    }
}
