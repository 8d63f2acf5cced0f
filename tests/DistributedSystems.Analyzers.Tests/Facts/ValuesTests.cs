using DistributedSystems.Analyzers.Tests.Verify;

namespace DistributedSystems.Analyzers.Tests.Facts;

public class ValuesTests
{
    [Theory]
    [InlineData("", "1 + 2", "1 + 2")]
    [InlineData("var a = 1 + 2; var b = a;", "(object)b", "1 + 2")]
    [InlineData("int a; a = 7;", "a", "7")]
    [InlineData("int a = 1; a = 2;", "a", "a")]
    [InlineData("int a = 1; a++;", "a", "a")]
    [InlineData("int a = 1; a += 1;", "a", "a")]
    [InlineData("int a = 1; Fill(out a);", "a", "a")]
    [InlineData("int a = 1; (a, _) = (2, 3);", "a", "a")]
    [InlineData("int a = 1; ref int r = ref a; r = 2;", "a", "a")]
    [InlineData("foreach (var a in new[] { 1 })", "a", "a")]
    [InlineData("", "parameter", "parameter")]
    [InlineData("", "single", "10")]
    [InlineData("", "this.single", "10")]
    [InlineData("", "Shared", "11")]
    [InlineData("", "inConstructor", "12")]
    [InlineData("", "fromParameter", "given")]
    [InlineData("", "twice", "twice")]
    [InlineData("", "byReference", "byReference")]
    [InlineData("", "visible", "visible")]
    [InlineData("", "Computed", "13")]
    [InlineData("", "Automatic", "14")]
    [InlineData("", "Settable", "Settable")]
    [InlineData("", "other.single", "10")]
    [InlineData("", "Cyclic", "Cyclic")]
    public void Follows_what_has_one_writer_and_nothing_else(string before, string expression, string value)
    {
        var probe = Probe.At($$"""
            class C
            {
                private int single = 10, twice = 1, byReference = 1, inConstructor, fromParameter;
                internal int visible = 1;
                public static readonly int Shared = 11;
                int Computed => 13;
                public int Automatic { get; } = 14;
                public int Settable { get; set; } = 15;
                int Cyclic => Cyclic;
                C(int given) { inConstructor = 12; fromParameter = given; }
                void Write() { twice = 2; Fill(out byReference); }
                static void Fill(out int x) => x = 0;
                void M(int parameter, C other) { {{before}} Use([|{{expression}}|]); }
                void Use(object value) { }
            }
            """);
        Assert.Equal(value, probe.Facts.Values.ValueOf(probe.Marked).Syntax.ToString().Replace("(object)", "").Trim('(', ')'));
    }

    [Theory]
    [InlineData("Settings.Shared")]
    [InlineData("Settings.Computed")]
    [InlineData("Settings.Automatic")]
    public void What_another_project_declares_stands_for_itself(string expression)
    {
        var setup = Setup.Default with { ReferencedProject = "public static class Settings { public static readonly int Shared = 1; public static int Computed => 2; public static int Automatic { get; } = 3; }" };
        var probe = Probe.At($"class C {{ int M() => [|{expression}|]; }}", setup);
        Assert.Equal(expression, probe.Facts.Values.ValueOf(probe.Marked).Syntax.ToString());
    }
}
