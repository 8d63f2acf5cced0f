using DistributedSystems.Analyzers.Facts.Models;
using DistributedSystems.Analyzers.Tests.Verify;
using Microsoft.CodeAnalysis;

namespace DistributedSystems.Analyzers.Tests.Facts;

public class DeclaredModelsTests
{
    [Theory]
    [InlineData("M", "Synchronous", "CrashStop", "M")]
    [InlineData("N", "Asynchronous", "Byzantine", "C")]
    [InlineData("Inner", "Asynchronous", "Byzantine", "C")]
    [InlineData("Other", "PartiallySynchronous", "Omission", "TestCode")]
    public void The_nearest_declaration_wins(string member, string timing, string failures, string declaredOn)
    {
        var compilation = Analysis.Compile(
            """
            using DistributedSystems;
            [assembly: SystemModel(DistributedSystems.Timing.PartiallySynchronous, DistributedSystems.Failures.Omission)]
            [SystemModel(Timing.Asynchronous, Failures.Byzantine)]
            class C
            {
                [SystemModel(Timing.Synchronous, Failures.CrashStop)] void M() { }
                void N() { }
                class Nested { void Inner() { } }
            }
            class D { void Other() { } }
            """,
            Setup.With(Library.Annotations)
        );
        var symbol = Assert.Single(compilation.GetSymbolsWithName(member, SymbolFilter.Member));
        var model = DeclaredModels.ModelAt(symbol);
        Assert.Equal((timing, failures, declaredOn), (model!.Timing.ToString(), model.Failures.ToString(), model.DeclaredOn));
    }

    [Fact]
    public void Without_a_declaration_there_is_none()
    {
        var compilation = Analysis.Compile("class C { void M() { } }", Setup.With(Library.Annotations));
        Assert.Null(DeclaredModels.ModelAt(Assert.Single(compilation.GetSymbolsWithName("M"))));
    }
}
