using DistributedSystems.Analyzers.Rules.Models;
using DistributedSystems.Analyzers.Tests.Verify;

namespace DistributedSystems.Analyzers.Tests.Rules.Models;

using VerifyCS = VerifyCS<LivenessNeedsStrongerTiming>;

public class LivenessNeedsStrongerTimingTests
{
    [Theory]
    [InlineData("Synchronous", "Synchronous", false)]
    [InlineData("Synchronous", "PartiallySynchronous", false)]
    [InlineData("Synchronous", "Asynchronous", false)]
    [InlineData("PartiallySynchronous", "Synchronous", true)]
    [InlineData("PartiallySynchronous", "PartiallySynchronous", false)]
    [InlineData("PartiallySynchronous", "Asynchronous", false)]
    [InlineData("Asynchronous", "Synchronous", true)]
    [InlineData("Asynchronous", "PartiallySynchronous", true)]
    [InlineData("Asynchronous", "Asynchronous", false)]
    public Task Every_pair_of_timings(string declared, string required, bool reported) =>
        VerifyCS.VerifyAnalyzerAsync(
            $$"""
            using DistributedSystems;

            [SystemModel(Timing.{{declared}}, Failures.CrashStop)]
            class C
            {
                [{{(reported ? "[|" : "")}}Liveness("ends", Requires = Timing.{{required}}){{(reported ? "|]" : "")}}] void M() { }
            }
            """,
            Library.Annotations
        );

    [Fact]
    public Task Without_a_requirement_or_a_model_nothing_is_known() =>
        VerifyCS.VerifyAnalyzerAsync(
            """
            using DistributedSystems;

            [Liveness("ends", Requires = Timing.Synchronous)] class NoModel { }
            [SystemModel(Timing.Asynchronous, Failures.CrashStop), Liveness("ends")] class NoRequirement { }
            [SystemModel(Timing.Asynchronous, Failures.CrashStop), Liveness("ends", Requires = (Timing)7)] class NoTiming { }
            [SystemModel(Timing.Asynchronous, Failures.CrashStop)]
            class Outer
            {
                [SystemModel(Timing.Synchronous, Failures.CrashStop), Liveness("ends", Requires = Timing.Synchronous)] void NearerModel() { }
            }
            """,
            Library.Annotations
        );

    [Fact]
    public Task The_message_quotes_the_property() =>
        VerifyCS.VerifyMessageAsync(
            "using DistributedSystems; [SystemModel(Timing.Asynchronous, Failures.CrashStop), Liveness(\"a leader is elected\", Requires = Timing.PartiallySynchronous)] class Election { }",
            "\"a leader is elected\" may never happen: it requires PartiallySynchronous timing, and 'Election' declares Asynchronous",
            Library.Annotations
        );
}
