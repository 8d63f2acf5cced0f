using DistributedSystems.Analyzers.Rules.Clocks;
using DistributedSystems.Analyzers.Tests.Verify;
using DistributedSystems.CodeFixes.Clocks;

namespace DistributedSystems.Analyzers.Tests.Rules.Clocks;

using VerifyCS = VerifyCS<LocalTimeLeavesProcess, SendUtcFix>;

public class SendUtcFixTests
{
    [Fact]
    public Task Sends_utc() =>
        VerifyCS.VerifyCodeFixAsync(
            """
            using System;
            using System.Net.Http.Json;

            class Work(HttpClient http)
            {
                Task Query() => http.GetAsync($"/since/{[|DateTime.Now|]:s}");
                Task Body() => http.PostAsJsonAsync("/a", new { At = [|System.DateTime.Now|] /* now */ });

                async Task Local()
                {
                    var now = [|DateTime.Now|];
                    var body = new Plain { At = now };
                    await http.PostAsJsonAsync("/a", body);
                }
            }

            class Plain { public DateTime At { get; set; } }
            """,
            """
            using System;
            using System.Net.Http.Json;

            class Work(HttpClient http)
            {
                Task Query() => http.GetAsync($"/since/{DateTime.UtcNow:s}");
                Task Body() => http.PostAsJsonAsync("/a", new { At = System.DateTime.UtcNow /* now */ });

                async Task Local()
                {
                    var now = DateTime.UtcNow;
                    var body = new Plain { At = now };
                    await http.PostAsJsonAsync("/a", body);
                }
            }

            class Plain { public DateTime At { get; set; } }
            """
        );

    [Theory]
    [InlineData("async Task M(HttpClient http) { var now = [|DateTime.Now|]; Console.WriteLine(now); await http.GetAsync($\"/{now}\"); }")]
    [InlineData(
        "async Task M(HttpClient http) { var now = [|DateTime.Now|]; await http.GetAsync($\"/{now}\"); await http.GetAsync($\"/b/{now}\"); }"
    )]
    [InlineData("Row M() => new Row { At = [|DateTime.Now|] };")]
    public Task Is_not_offered_where_others_read_it_as_local(string member) =>
        VerifyCS.VerifyNoFixAsync(
            "using System.ComponentModel.DataAnnotations.Schema; [Table(\"rows\")] class Row { public DateTime At { get; set; } } class C { "
                + member
                + " }",
            Setup.Default
        );
}
