using Microsoft.CodeAnalysis.Operations;

namespace DistributedSystems.Analyzers.Tests.Facts;

public class OriginsTests
{
    [Theory]
    [InlineData("Use([|Source()|]);", true)]
    [InlineData("Use([|1 + Math.Abs(Source())|]);", true)]
    [InlineData("var x = Source(); var y = x * 2; Use([|y|]);", true)]
    [InlineData("int x = 1; x = Source(); Use([|x|]);", true)]
    [InlineData("var (x, y) = (Source(), 1); Use([|x|]);", true)]
    [InlineData("foreach (var x in new[] { Source() }) Use([|x|]);", true)]
    [InlineData("field = Source(); Use([|field|]);", true)]
    [InlineData("Use([|Through(1)|]);", true)]
    [InlineData("Own(Source()); void Own(int x) { Use([|x|]); }", true)]
    [InlineData("Use([|Own()|]); int Own() { if (p > 1) return 1; return Source(); }", true)]
    [InlineData("Use([|Cut(Source())|]);", false)]
    [InlineData("Use([|p|]);", false)]
    [InlineData("var x = Source(); Use([|p|]);", false)]
    [InlineData("Use([|Open()|]);", false)]
    [InlineData("int x = 1; x = x + x; Use([|x|]);", false)]
    [InlineData("Use([|Loop(1)|]);", false)]
    public void What_a_value_is_computed_from(string body, bool found)
    {
        var probe = Probe.At(
            $$"""
            class C
            {
                private int field;
                int Source() => 1;
                int Cut(int x) => x;
                int Through(int x) { var y = Source() + x; return y; }
                protected virtual int Open() => Source();
                int Loop(int n) => n == 0 ? 0 : Loop(n - 1);
                void Use(int value) { }
                void M(int p) { {{body}} }
            }
            """
        );
        bool Is(Microsoft.CodeAnalysis.IOperation operation, string name) =>
            operation is IInvocationOperation call && call.TargetMethod.Name == name;
        Assert.Equal(
            found,
            probe.Facts.Origins.Find(probe.Marked, operation => Is(operation, "Source"), operation => Is(operation, "Cut")) is not null
        );
    }
}
