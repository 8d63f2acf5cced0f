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
    [InlineData("int a = 1; a--;", "a", "a")]
    [InlineData("int a = 1; Swap(ref a);", "a", "a")]
    [InlineData("int a = 1; Look(in a); Take(a);", "a", "1")]
    [InlineData("int a = 1; var (b, (a2, c)) = (2, (3, 4));", "a2", "a2")]
    [InlineData("int a, b; (a, b) = (2, 3);", "b", "b")]
    [InlineData("Fill(out var a);", "a", "a")]
    [InlineData("int a = 1; unsafe { int* p = &a; *p = 2; }", "a", "a")]
    [InlineData("string a = null; a ??= \"b\";", "a", "a")]
    [InlineData("string a; a = \"b\"; a = \"c\";", "a", "a")]
    [InlineData("int a = 1, spare = 2; ref int r = ref spare; r = 3;", "a", "1")]
    [InlineData("int a = 1; int spare = 2; spare++;", "a", "1")]
    [InlineData("foreach (var (a, b) in new[] { (1, 2) })", "b", "b")]
    [InlineData("int a; if (parameter > 0) a = 7; else a = 8;", "a", "a")]
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
        var probe = Probe.At(
            $$"""
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
                static void Swap(ref int x) => x = 0;
                static void Look(in int x) { }
                static void Take(int x) { }
                void M(int parameter, C other) { {{before}} Use([|{{expression}}|]); }
                void Use(object value) { }
            }
            """
        );
        Assert.Equal(value, probe.Facts.Values.ValueOf(probe.Marked).Syntax.ToString().Replace("(object)", "").Trim('(', ')'));
    }

    [Theory]
    [InlineData("Settings.Shared")]
    [InlineData("Settings.Computed")]
    [InlineData("Settings.Automatic")]
    public void What_another_project_declares_stands_for_itself(string expression)
    {
        var setup = Setup.Default with
        {
            ReferencedProject =
                "public static class Settings { public static readonly int Shared = 1; public static int Computed => 2; public static int Automatic { get; } = 3; }",
        };
        var probe = Probe.At($"class C {{ int M() => [|{expression}|]; }}", setup);
        Assert.Equal(expression, probe.Facts.Values.ValueOf(probe.Marked).Syntax.ToString());
    }
}
