using DistributedSystems.Analyzers.Facts.Code;
using DistributedSystems.Analyzers.Facts.Models;
using DistributedSystems.Analyzers.Tests.Verify;
using Microsoft.CodeAnalysis;

namespace DistributedSystems.Analyzers.Tests.Facts;

public class DeclarationsTests
{
    [Theory]
    [InlineData("Implemented", "ICrash")]
    [InlineData("Explicit", "IByzantine")]
    [InlineData("Overridden", "Overridden")]
    [InlineData("FromBase", "Base")]
    [InlineData("OnMember", "OnMember")]
    [InlineData("Nested", "Derived")]
    [InlineData("Ambiguous", null)]
    [InlineData("Agreeing", "ICrash")]
    [InlineData("Getter", "Getter")]
    public void The_nearest_declaration_through_interfaces_and_bases(string member, string? declaredOn)
    {
        var compilation = Analysis.Compile(
            """
            using DistributedSystems;
            [SystemModel(Timing.PartiallySynchronous, Failures.CrashStop)] interface ICrash { void Implemented(); }
            [SystemModel(Timing.PartiallySynchronous, Failures.CrashStop)] interface ICrashToo { }
            interface IByzantine { [SystemModel(Timing.PartiallySynchronous, Failures.Byzantine)] void Explicit(); }
            [SystemModel(Timing.PartiallySynchronous, Failures.Byzantine)] interface ILies { }
            [SystemModel(Timing.PartiallySynchronous, Failures.Omission)]
            abstract class Base { [SystemModel(Timing.Synchronous, Failures.CrashStop)] public virtual void Overridden() { } public void FromBase() { } }
            [SystemModel(Timing.Asynchronous, Failures.CrashStop)]
            class Derived : Base { public override void Overridden() { } [SystemModel(Timing.Synchronous, Failures.Timing)] void OnMember() { } class Inner { void Nested() { } } }
            class One : ICrash { public void Implemented() { } }
            class Two : IByzantine { void IByzantine.Explicit() { } }
            class Three : ICrash, ILies { void ICrash.Implemented() { } void Ambiguous() { } }
            class Four : ICrash, ICrashToo { void ICrash.Implemented() { } void Agreeing() { } }
            class Five { [SystemModel(Timing.Synchronous, Failures.CrashStop)] int Getter => 1; }
            """,
            Setup.With(Library.Annotations)
        );
        var symbols = compilation
            .GlobalNamespace.GetTypeMembers()
            .SelectMany(type => type.GetMembers().Concat(type.GetTypeMembers().SelectMany(inner => inner.GetMembers())))
            .Where(symbol => symbol.Name.Split('.')[^1] == member && symbol.ContainingType.TypeKind == TypeKind.Class)
            .ToList();
        var symbol = symbols
            .OrderBy(candidate => candidate.ContainingType.Name == "Derived" || candidate.ContainingType.Name is "One" or "Two" ? 0 : 1)
            .First();
        var model = DeclaredModels.ModelAt(symbol is IPropertySymbol { GetMethod: { } getter } ? getter : symbol);
        Assert.Equal(
            declaredOn,
            model is null ? null
                : model.DeclaredOn is "Explicit" ? "IByzantine"
                : model.DeclaredOn
        );
    }

    [Fact]
    public void What_a_declaration_says_is_read_whole()
    {
        var compilation = Analysis.Compile(
            """
            using DistributedSystems;
            [SystemModel(Timing.PartiallySynchronous, Failures.Omission, Channel.FairLoss, MaxDelay = "50ms", Partitions = false)] class C { }
            [SystemModel(Timing.PartiallySynchronous, Failures.Omission, MaxDelay = "50")] class D { }
            [SystemModel((Timing)9, Failures.Omission)] class E { }
            """,
            Setup.With(Library.Annotations)
        );
        var (c, d, e) = (
            DeclaredModels.ModelAt(compilation.GetTypeByMetadataName("C")!),
            DeclaredModels.ModelAt(compilation.GetTypeByMetadataName("D")!),
            DeclaredModels.ModelAt(compilation.GetTypeByMetadataName("E")!)
        );
        Assert.Equal(("FairLoss", TimeSpan.FromMilliseconds(50), false), (c!.Channel.ToString(), c.MaxDelay!.Value, c.Partitions));
        Assert.Equal(("Reliable", null, true), (d!.Channel.ToString(), d.MaxDelay, d.Partitions));
        Assert.Null(e);
    }

    [Theory]
    [InlineData("class C { }", "", false)]
    [InlineData("[DistributedSystems.Event] class C { }", "", true)]
    [InlineData("[DistributedSystems.EventAttribute] class C { }", "", true)]
    [InlineData("using E = DistributedSystems.EventAttribute; [E] class C { }", "", true)]
    [InlineData("class C { void M() { [DistributedSystems.Deterministic] void Local() { } Local(); } }", "", false)]
    [InlineData("class C { D d; }", "[DistributedSystems.Event] public class D { }", true)]
    public void An_attribute_that_nothing_can_carry_is_not_in_use(string source, string referenced, bool inUse)
    {
        var setup = Setup.With(Library.Annotations);
        var probe = Probe.At(
            source.Replace("class C { ", "class C { int X() => [|1|]; "),
            referenced.Length == 0 ? setup : setup with { ReferencedProject = referenced }
        );
        Assert.Equal(inUse, probe.Facts.Declarations.IsInUse(Annotations.Event));
    }
}
