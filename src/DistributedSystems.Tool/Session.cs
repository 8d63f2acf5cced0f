using DistributedSystems.Tool.Scanning;
using Spectre.Console;

namespace DistributedSystems.Tool;

/// <summary>One run of a command: what it prints, and how it ends when it cannot do its work.</summary>
internal sealed class Session
{
    // Where nobody sees it, nothing is wrapped: a program reads the lines.
    private const int Unlimited = 100_000;

    private Session()
    {
        Output = AnsiConsole.Console;
        if (Console.IsOutputRedirected)
        {
            Output.Profile.Width = Unlimited;
        }

        Errors = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(Console.Error) });
        if (Console.IsErrorRedirected)
        {
            Errors.Profile.Width = Unlimited;
        }
    }

    public IAnsiConsole Output { get; }

    private IAnsiConsole Errors { get; }

    public static async Task<int> Run(Func<Session, Task<int>> command)
    {
        var session = new Session();
        try
        {
            return await command(session);
        }
        catch (CannotScanException problem)
        {
            session.Errors.WriteLine(problem.Message);
            foreach (var line in problem.Advice)
            {
                session.Errors.WriteLine("  " + line);
            }
        }
        catch (OperationCanceledException)
        {
            session.Errors.WriteLine("Interrupted. Nothing was written.");
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            session.Errors.WriteLine(problem.Message);
            session.Errors.WriteLine("  Nothing is half-written: name a file in a folder that can be written to.");
        }

        return ExitCode.CannotScan;
    }

    public async Task<ScanResult> Scan(string path, string? mode, IEnumerable<string> buildArguments, CancellationToken cancellation)
    {
        var target = ScanTarget.At(path);
        var done = 0;
        if (Console.IsErrorRedirected)
        {
            return await Scanner.Scan(target, mode, buildArguments, _ => { }, cancellation);
        }

        return await Errors
            .Status()
            .StartAsync(
                $"Building {Markup.Escape(target.Name)}",
                status =>
                    Scanner.Scan(
                        target,
                        mode,
                        buildArguments,
                        project => status.Status($"Building {Markup.Escape(target.Name)}: {++done} done, last {Markup.Escape(project)}"),
                        cancellation
                    )
            );
    }
}
