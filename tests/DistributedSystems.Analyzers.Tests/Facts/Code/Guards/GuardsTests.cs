using DistributedSystems.Analyzers.Facts.Code;

namespace DistributedSystems.Analyzers.Tests.Facts;

public class GuardsTests
{
    [Theory]
    [InlineData("[|Act()|];", "")]
    [InlineData("if (a) [|Act()|];", "a")]
    [InlineData("if (a) { } else { [|Act()|]; }", "!a")]
    [InlineData("if (a) return; [|Act()|];", "!a")]
    [InlineData("if (a) { Act(); throw null; } [|Act()|];", "!a")]
    [InlineData("if (a) { } else { return; } [|Act()|];", "a")]
    [InlineData("if (a) { if (b) return; [|Act()|]; }", "!b a")]
    [InlineData("if (a) { if (b) return; else return; } [|Act()|];", "!a")]
    [InlineData("if (a) Act(); [|Act()|];", "")]
    [InlineData("while (a) { [|Act()|]; }", "a")]
    [InlineData("while (a) { } [|Act()|];", "!a")]
    [InlineData("while (a) { if (b) break; } [|Act()|];", "")]
    [InlineData("do { [|Act()|]; } while (a);", "")]
    [InlineData("for (; a; ) { [|Act()|]; }", "a")]
    [InlineData("var x = a && [|Act()|];", "a")]
    [InlineData("var x = a || [|Act()|];", "!a")]
    [InlineData("var x = a ? [|Act()|] : b;", "a")]
    [InlineData("var x = [|Act()|] ? a : b;", "")]
    [InlineData("if (a) { Action later = () => { if (b) [|Act()|]; }; }", "b")]
    [InlineData("foreach (var i in new[] { 1 }) { if (a) continue; [|Act()|]; }", "!a")]
    [InlineData("switch (a) { case true: [|Act()|]; break; }", "a")]
    [InlineData("switch (a) { case false when b: [|Act()|]; break; }", "?a b")]
    [InlineData("switch (a) { case true: break; default: [|Act()|]; break; }", "?a")]
    [InlineData("var x = a switch { false => [|Act()|], _ => b };", "!a")]
    [InlineData("var x = a switch { true when b => [|Act()|], _ => b };", "a b")]
    [InlineData("try { } catch (Exception) when (a) { [|Act()|]; }", "a")]
    public void What_an_operation_runs_under(string body, string guards)
    {
        var probe = Probe.At($"class C {{ bool Act() => true; void M(bool a, bool b) {{ {body} }} }}");
        Assert.Equal(
            guards,
            string.Join(
                " ",
                Guards
                    .Of(probe.Marked)
                    .Select(guard =>
                        (
                            guard.When switch
                            {
                                true => "",
                                false => "!",
                                null => "?",
                            }
                        ) + guard.Condition.Syntax
                    )
            )
        );
    }
}
