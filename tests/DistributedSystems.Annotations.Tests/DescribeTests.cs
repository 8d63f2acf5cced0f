using System.Reflection;
using DistributedSystems.Annotations.Tests;

[assembly: DistributedSystems.SystemModel(
    DistributedSystems.Timing.PartiallySynchronous,
    DistributedSystems.Failures.CrashRecovery,
    MaxDelay = "1s",
    Partitions = false
)]

namespace DistributedSystems.Annotations.Tests;

[Quorum(Write = 2, Read = 2, Of = 3)]
internal abstract class DescribedRegister
{
    [Durable]
    private long version;

    [Consistency(Consistency.Linearizable), Consensus(Uses = typeof(DescribeTests.DescribedDetector))]
    public long Read() => version;

    [Adapter(Adapters.Retransmission | Adapters.Authentication)]
    public abstract void Write([FencingToken] long term);

    public void Forget() => version = 0;

    [return: FencingToken]
    public abstract long Elect();
}

public sealed class DescribeTests
{
    private static readonly Assembly Described = typeof(DescribeTests).Assembly;

    [FailureDetector(Completeness.Strong, Accuracy.EventuallyStrong), Safety("a | b")]
    internal sealed class DescribedDetector;

    [Fact]
    public void The_text_says_what_is_declared_where_in_a_stable_order() =>
        Assert.Equal(
            """
            assembly DistributedSystems.Annotations.Tests: SystemModel(Timing.PartiallySynchronous, Failures.CrashRecovery, Channel.Reliable, MaxDelay = "1s", Partitions = false)
            DistributedSystems.Annotations.Tests.DescribeTests.DescribedDetector: FailureDetector(Completeness.Strong, Accuracy.EventuallyStrong)
            DistributedSystems.Annotations.Tests.DescribeTests.DescribedDetector: Safety("a | b")
            DistributedSystems.Annotations.Tests.DescribedRegister: Quorum(Of = 3, Read = 2, Write = 2)
            DistributedSystems.Annotations.Tests.DescribedRegister.Elect (return value): FencingToken
            DistributedSystems.Annotations.Tests.DescribedRegister.Read: Consensus(Uses = typeof(DistributedSystems.Annotations.Tests.DescribeTests.DescribedDetector))
            DistributedSystems.Annotations.Tests.DescribedRegister.Read: Consistency(Consistency.Linearizable)
            DistributedSystems.Annotations.Tests.DescribedRegister.Write: Adapter(Adapters.Retransmission | Adapters.Authentication)
            DistributedSystems.Annotations.Tests.DescribedRegister.Write(term): FencingToken
            DistributedSystems.Annotations.Tests.DescribedRegister.version: Durable
            """.ReplaceLineEndings("\n"),
            SystemModels.Describe(Described).ToString()
        );

    [Fact]
    public void The_table_has_a_row_for_each_declaration_and_no_cell_breaks_it()
    {
        var report = SystemModels.Describe(Described);
        var lines = report.ToMarkdown().TrimEnd('\n').Split('\n');
        Assert.Equal(["| Where | Declaration |", "|---|---|"], lines[..2]);
        Assert.Equal(report.Declarations.Count, lines.Length - 2);
        Assert.Contains("| `DistributedSystems.Annotations.Tests.DescribeTests.DescribedDetector` | `Safety(\"a \\| b\")` |", lines);
    }

    [Fact]
    public void An_assembly_without_declarations_has_an_empty_report()
    {
        var report = SystemModels.Describe(typeof(object).Assembly);
        Assert.Empty(report.Declarations);
        Assert.Equal("", report.ToString());
    }

    [Fact]
    public void No_assembly_is_refused() => Assert.Throws<ArgumentNullException>("assembly", () => SystemModels.Describe(null!));
}
