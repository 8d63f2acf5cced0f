using DistributedSystems.Analyzers.Baseline;
using Microsoft.CodeAnalysis.CSharp;

namespace DistributedSystems.Analyzers.Tests.Baselines;

/// <summary>How a baseline names the member around a place.</summary>
public class MemberNameTests
{
    [Theory]
    [InlineData("class A { void M() { here(); } }", "A.M")]
    [InlineData("namespace N; class A<T> { void M<U>(int a) { void Local() => here(); } }", "A.M")]
    [InlineData("namespace N { record struct A { int P { get { return here(); } } } }", "A.P")]
    [InlineData("class A { class B { int P => here(); } }", "A.B.P")]
    [InlineData("class A { int a, b = here(); }", "A.b")]
    [InlineData("class A { A() { var local = here(); } }", "A.ctor")]
    [InlineData("class A { static A() { here(); } }", "A.cctor")]
    [InlineData("class A { ~A() => here(); }", "A.Finalize")]
    [InlineData("class A { int this[int i] => here(); }", "A.this[]")]
    [InlineData("class A { event Action E { add { here(); } remove { } } }", "A.E")]
    [InlineData("class A { event Action E = here(); }", "A.E")]
    [InlineData("class A { public static A operator |(A a, A b) => here(); }", "A.operator|")]
    [InlineData("class A { public static implicit operator int(A a) => here(); }", "A.operator-implicit")]
    [InlineData("class A : I { void I.M() { here(); } }", "A.M")]
    [InlineData("enum E { A = here() }", "E.A")]
    [InlineData("delegate void D([X(here)] int a);", "D")]
    [InlineData("using System; here();", "<top-level>")]
    [InlineData("[assembly: X(here)]", "-")]
#if NEWEST_ROSLYN
    // An older compiler does not parse these, or not alike.
    [InlineData("class A(int x) : B(here()) { }", "A")]
    [InlineData("static class A { extension(int i) { void M() { here(); } } }", "A.M")]
    [InlineData("class { void () { here", "-")]
#endif
    public void A_place_is_in_a_member(string source, string member) =>
        Assert.Equal(
            member,
            MemberName.At(
                CSharpSyntaxTree.ParseText(source, new CSharpParseOptions(LanguageVersion.Preview)).GetRoot(),
                source.IndexOf("here", StringComparison.Ordinal)
            )
        );
}
