using DistributedSystems.Analyzers.Facts;
using DistributedSystems.Analyzers.Tests.Verify;
using Microsoft.CodeAnalysis;

namespace DistributedSystems.Analyzers.Tests.Facts;

public class BodiesTests
{
    private const string Reads = "static class Remote { public static Task Save(HttpClient http) => http.PostAsync(\"/a\", null); }";

    [Theory]
    [InlineData("class C { Task M(HttpClient http) => http.PostAsync(\"/a\", null); }", "C.M(System.Net.Http.HttpClient)")]
    [InlineData("class C { int M(int a) => Math.Abs(a); }", null)]
    [InlineData("class C { Task M(HttpClient http) { return Remote.Save(http); } }", "C.M(System.Net.Http.HttpClient)")]
    [InlineData(
        "class C { Task M(HttpClient http) { return D.Far(http); } } class D { public static Task Far(HttpClient h) => Remote.Save(h); }",
        "C.M(System.Net.Http.HttpClient)"
    )]
    [InlineData("class C { object now = DateTime.UtcNow.ToString(); }", "C.now")]
    [InlineData("class C { string Now => DateTime.UtcNow.ToString(); }", "C.Now.get")]
    [InlineData("class C { string Now { get { return DateTime.UtcNow.ToString(); } } }", "C.Now.get")]
    [InlineData("class C { string Now { get; } = DateTime.UtcNow.ToString(); }", "C.Now")]
#if NEWEST_ROSLYN // Primary constructors of classes.
    [InlineData("class B(string s) { protected string S => s; } class C() : B(DateTime.UtcNow.ToString());", "C.C()")]
#endif
    [InlineData("class C { void M() { void Local() => DateTime.UtcNow.ToString(); Local(); } }", "C.M()")]
    [InlineData("class C { string M(Func<string> f) => f.Invoke(); string N() => M(() => DateTime.UtcNow.ToString()); }", "C.N()")]
    public void A_body_counts_if_it_spells_what_a_rule_is_about_or_a_member_whose_body_counts(string source, string? member)
    {
        var setup = Setup.Default;
        var members = MembersOf(source + Reads, setup);
        Assert.Equal(member is not null, members.Contains(member!));
    }

    [Fact]
    public void The_statements_of_a_program_are_a_body() =>
        Assert.Contains(
            MembersOf("Console.WriteLine(DateTime.UtcNow.ToString());", new Setup { Output = OutputKind.ConsoleApplication }),
            member => member == "<top-level-statements-entry-point>"
        );

    [Theory]
    [InlineData("class C { int a; void M() { a = Environment.TickCount; } bool N() => a.Equals(3); }")]
    [InlineData("class C { D d = new(); int N() => d.GetHashCode(); } class D { string s = DateTime.UtcNow.ToString(); }")]
    public void What_a_reading_is_kept_in_counts_where_it_is_used(string source) =>
        Assert.Contains("C.N()", MembersOf(source, Setup.Default));

    [Theory]
    [InlineData("class C { string M() => D\\u0061teTime.UtcN\\u006fw.ToString(); }")]
    [InlineData("class C { void M(D d) { Take(new()); d.ToString(); } void Take(D d) { } } class D { }")]
    public void What_is_not_spelled_counts_too(string source) =>
        Assert.Contains(MembersOf(source, Setup.Default), member => member.StartsWith("C.M(", StringComparison.Ordinal));

    private static IReadOnlyCollection<string> MembersOf(string source, Setup setup)
    {
        var compilation = Analysis.Compile(source, setup);
        var facts = CompilationFacts.Of(compilation, Analysis.OptionsOf(setup));
        return facts
            .Bodies.OfKind(OperationKind.Invocation, compilation.SyntaxTrees.First(), CancellationToken.None)
            .Select(sighting => sighting.Member.ToDisplayString())
            .ToHashSet();
    }
}
