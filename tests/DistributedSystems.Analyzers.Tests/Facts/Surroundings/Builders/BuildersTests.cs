namespace DistributedSystems.Analyzers.Tests.Facts;

/// <summary>The calls that configure a builder: in order, with a question mark where they may be left out, and dots where others are out of sight.</summary>
public class BuildersTests
{
    private const string Types = """

        class Builder
        {
            public Builder A() => this;
            public Builder B() => this;
            public object this[int index] { get => null; set { } }
        }

        static class Steps
        {
            public static Builder Own(this Builder builder) { builder.A(); return builder; }
            public static Builder Deep(this Builder builder) => builder.Own();
            public static void One(int number, Builder builder) => Two(builder);
            public static void Two(Builder builder) => Three(builder);
            public static void Three(Builder builder) => builder.B();
            public static void Four(Builder builder) => One(4, builder);
            public static void Again(Builder builder) { builder.A(); Again(builder); }
            public static void Generic<T>(T builder) where T : Builder => builder.A();
            public static void Outside(Builder builder) => GC.KeepAlive(builder);
        }

        class Open { public virtual void Set(Builder builder) => builder.A(); }
        sealed class Closed : Open { public override void Set(Builder builder) => builder.B(); }
        """;

    [Theory]
    [InlineData("[|new Builder()|];", "")]
    [InlineData("[|new Builder()|].A().B();", "A B")]
    [InlineData("((Builder)(object)[|new Builder()|]).A();", "A")]
    [InlineData("var builder = [|new Builder()|].A(); builder.B();", "A B")]
    [InlineData("object builder = [|new Builder()|]; ((Builder)builder).B();", "B")]
    [InlineData("var builder = [|new Builder()|]; builder = builder.A(); builder.B();", "A B")]
    [InlineData("var builder = [|new Builder()|]; var same = builder; same.A();", "A")]
    [InlineData("var builder = [|new Builder()|]; builder.A(); if (flag) builder.B();", "A B?")]
    [InlineData("Action later = () => [|new Builder()|].A();", "A")]
    [InlineData("Action later = () => { var builder = [|new Builder()|]; if (flag) builder.B(); };", "B?")]
    [InlineData("void Later() { [|new Builder()|].A(); } Later();", "A")]
    [InlineData("var builder = [|new Builder()|]; Action later = () => builder.A();", "A?")]
    public void Calls_in_sight(string body, string expected) => Assert.Equal(expected, StepsOf(body));

    [Theory]
    [InlineData("[|new Builder()|].Own().B();", "Own A B")]
    [InlineData("[|new Builder()|].Deep();", "Deep Own A")]
    [InlineData("Steps.Two([|new Builder()|]);", "B")]
    [InlineData("var builder = [|new Builder()|]; Steps.Two(builder); builder.A();", "B A")]
    [InlineData("Steps.One(1, [|new Builder()|]);", "B")]
    [InlineData("Steps.One(builder: [|new Builder()|], number: 1);", "B")]
    [InlineData("Steps.Generic([|new Builder()|]);", "A")]
    [InlineData("closed.Set([|new Builder()|]);", "B")]
    public void Calls_in_methods_of_the_project(string body, string expected) => Assert.Equal(expected, StepsOf(body));

    [Theory]
    [InlineData("Steps.Four([|new Builder()|]);", "…")]
    [InlineData("Steps.Again([|new Builder()|]);", "A A A …")]
    [InlineData("open.Set([|new Builder()|]);", "…")]
    [InlineData("GC.KeepAlive([|new Builder()|]);", "…")]
    [InlineData("Steps.Outside([|new Builder()|].A());", "A …")]
    [InlineData("var builder = [|new Builder()|]; kept = builder.A();", "A …")]
    [InlineData("var builder = [|new Builder()|]; kept = builder;", "…")]
    [InlineData("var builder = [|new Builder()|]; Builder other = null; other = builder;", "…")]
    [InlineData("var all = new[] { [|new Builder()|] };", "…")]
    public void Calls_out_of_sight(string body, string expected) => Assert.Equal(expected, StepsOf(body));

    [Fact]
    public void What_is_written_is_the_outermost_method_of_the_project()
    {
        var probe = ProbeAt("[|new Builder()|].Deep().B();");
        Assert.Equal(
            ["Deep", "Deep", "Deep", "B"],
            probe.Facts.Builders.StepsOn(probe.Marked).Steps.Select(step => step.Written.TargetMethod.Name)
        );
    }

    [Fact]
    public void A_builder_that_a_function_receives()
    {
        var probe = ProbeAt("Action<Builder> set = [|builder => { builder.A(); Steps.Two(builder); closed.Set(new Builder()); }|];");
        var function = probe.Facts.Functions.FunctionGiven(probe.Marked.Parent!)!;
        Assert.Equal(
            ["A", "B"],
            probe.Facts.Builders.StepsOn(function.Parameters[0], function.Body).Steps.Select(step => step.Call.TargetMethod.Name)
        );
    }

    [Theory]
    [InlineData("Use([|Steps.Two|]);", "Two")]
    [InlineData("Action<Builder> set = Steps.Three; Use([|set|]);", "Three")]
    [InlineData("Use([|given|]);", null)]
    [InlineData("Use([|GC.KeepAlive|]);", null)]
    public void A_function_given_by_name(string body, string? method)
    {
        var probe = ProbeAt(body);
        var given = probe.Facts.Functions.FunctionGiven(
            probe.Marked.Kind == Microsoft.CodeAnalysis.OperationKind.MethodReference ? probe.Marked.Parent! : probe.Marked
        );
        Assert.Equal(method, given?.Parameters[0].ContainingSymbol.Name);
    }

    private static string StepsOf(string body)
    {
        var probe = ProbeAt(body);
        var result = probe.Facts.Builders.StepsOn(probe.Marked);
        return string.Join(
            " ",
            result.Steps.Select(step => step.Call.TargetMethod.Name + (step.IsConditional ? "?" : "")).Concat(result.Complete ? [] : ["…"])
        );
    }

    private static Probe ProbeAt(string body) =>
        Probe.At(
            "class C { Builder kept; void M(bool flag, Open open, Closed closed, Action<Builder> given) { "
                + body
                + " } void Use(Action<Builder> set) { } }"
                + Types
        );
}
