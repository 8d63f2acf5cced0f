using System.Diagnostics;

namespace DistributedSystems.Samples.Tests;

/// <summary>The samples that declare their models: one breaks each promise before your eyes, the other keeps it.</summary>
public sealed class ReplicatedRegisterTests
{
    private static readonly string[] Shown =
    [
        "DIST5001 LeaseHolder.cs",
        "DIST5003 Register.cs",
        "DIST5012 LeaseHolder.cs",
        "DIST5016 Election.cs",
        "DIST5017 Voter.cs",
    ];

    private static readonly string[] Repaired =
    [
        "Elections/Election.cs",
        "Elections/Voter.cs",
        "Leases/LeaseHolder.cs",
        "Registers/Register.cs",
    ];

    [Fact]
    public void The_broken_one_shows_each_rule_exactly_once() => Assert.Equal(Shown, Sample.ReplicatedRegister.Findings());

    [Fact]
    public void The_repaired_one_is_silent_although_the_same_rules_looked_at_it()
    {
        Assert.Empty(Sample.ReplicatedRegisterFixed.Findings());
        Assert.Equal(Sample.ReplicatedRegister.RulesThatRan().Order(), Sample.ReplicatedRegisterFixed.RulesThatRan().Order());
        Assert.Subset(
            Sample.ReplicatedRegisterFixed.RulesThatRan().ToHashSet(),
            Shown.Select(finding => finding.Split(' ')[0]).ToHashSet()
        );
    }

    [Fact]
    public void The_repaired_one_holds_what_was_repaired_and_nothing_else() =>
        Assert.Equal(Repaired, Sample.ReplicatedRegisterFixed.Repairs(Sample.ReplicatedRegister));

    [Fact]
    public async Task The_broken_one_breaks_its_promises() =>
        Assert.Equal(
            [
                "Register: read nothing",
                "Lease: the first leader wrote last",
                "Election: 2 leaders of a split vote",
                "Vote: granted 2 times in one term",
            ],
            await SaidBy(Sample.ReplicatedRegister)
        );

    [Fact]
    public async Task The_repaired_one_keeps_them() =>
        Assert.Equal(
            [
                "Register: read written",
                "Lease: the second leader wrote last",
                "Election: 0 leaders of a split vote",
                "Vote: granted 1 times in one term",
            ],
            await SaidBy(Sample.ReplicatedRegisterFixed)
        );

    private static async Task<string[]> SaidBy(Sample sample)
    {
        using var process = Process.Start(
            new ProcessStartInfo(Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet")
            {
                ArgumentList = { Path.Combine(sample.Output, sample.Name + ".dll") },
                RedirectStandardOutput = true,
            }
        )!;
        using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        var said = await process.StandardOutput.ReadToEndAsync(deadline.Token);
        await process.WaitForExitAsync(deadline.Token);
        Assert.Equal(0, process.ExitCode);
        return said.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
    }
}
