#if NEWEST_ROSLYN
using DistributedSystems.Documentation;

namespace DistributedSystems.Analyzers.Tests.Suite;

/// <summary>What repeats the rules' descriptors says what they say: tables, presets, release lines, the map of the facts.</summary>
public class GeneratedFilesTests
{
    [Fact]
    public void Nothing_is_stale()
    {
        var stale = GeneratedFiles.In(Verify.References.RepositoryRoot).Where(file => file.IsStale).Select(file => file.Path).ToList();
        Assert.True(
            stale.Count == 0,
            "dotnet run --project tools/DistributedSystems.Documentation writes anew: " + string.Join(", ", stale)
        );
    }
}
#endif
