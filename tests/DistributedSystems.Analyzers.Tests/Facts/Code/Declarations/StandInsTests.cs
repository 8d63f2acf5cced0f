using DistributedSystems.Analyzers.Catalog;
using DistributedSystems.Analyzers.Facts.Code;
using DistributedSystems.Analyzers.Tests.Verify;

namespace DistributedSystems.Analyzers.Tests.Facts;

public class StandInsTests
{
    private const string Library = """
        public class Client<T> { public void Send(string text) { } public void Send(int number) { } public T Read(T key) => key; public int State => 1; [DistributedSystems.Idempotent] public void Own() { } }
        """;

    private const string Declarations = """
        using DistributedSystems;
        [assembly: ExternalDeclarations(typeof(ClientDeclarations), typeof(NotDeclared), null)]
        [DeclarationsFor(typeof(Client<>)), SystemModel(Timing.PartiallySynchronous, Failures.Byzantine)]
        interface ClientDeclarations
        {
            [RemoteCall, NotIdempotent] void Send(string text);
            [RemoteCall, Idempotent] object Read<T>(T key);
            [Durable] int State { get; }
            [NotIdempotent] void Own();
            void Missing();
        }
        interface NotDeclared { [RemoteCall] void Send(int number); }
        """;

    private static readonly Setup Referencing = Setup.With(Verify.Library.Annotations) with { ReferencedProject = Library };

    [Theory]
    [InlineData("c.Send(\"a\")", true, "Accumulates")]
    [InlineData("c.Send(1)", false, "Unknown")]
    [InlineData("c.Own()", false, "Accumulates")]
    public void Effects_are_those_of_the_stand_in(string call, bool isRemote, string replay)
    {
        var probe = Probe.At($"{Declarations} class C {{ void M(Client<string> c) {{ [|{call}|]; }} }}", Referencing);
        var invocation = (Microsoft.CodeAnalysis.Operations.IInvocationOperation)probe.Marked;
        Assert.Equal(isRemote, probe.Facts.RemoteCalls.RemoteCallOf(invocation) is not null);
        Assert.Equal(Enum.Parse<Replay>(replay), probe.Facts.RemoteCalls.ApiOf(invocation.TargetMethod)?.Replay ?? Replay.Unknown);
    }

    [Fact]
    public void Properties_and_models_too()
    {
        var probe = Probe.At($"{Declarations} class C {{ int M(Client<string> c) => [|c.State|]; }}", Referencing);
        var property = ((Microsoft.CodeAnalysis.Operations.IPropertyReferenceOperation)probe.Marked).Property;
        Assert.True(probe.Facts.Declarations.Carries(property, Annotations.Durable));
        Assert.NotNull(probe.Facts.Declarations.DeclaredFor(property.ContainingType, Annotations.SystemModel));
    }

    [Fact]
    public void Without_the_assemblys_word_a_stand_in_is_just_a_type()
    {
        var probe = Probe.At(
            $"{Declarations.Replace("[assembly: ExternalDeclarations(typeof(ClientDeclarations), typeof(NotDeclared), null)]", "")} class C {{ void M(Client<string> c) {{ [|c.Send(\"a\")|]; }} }}",
            Referencing
        );
        Assert.Null(
            probe.Facts.Declarations.StandInFor(((Microsoft.CodeAnalysis.Operations.IInvocationOperation)probe.Marked).TargetMethod)
        );
    }
}
