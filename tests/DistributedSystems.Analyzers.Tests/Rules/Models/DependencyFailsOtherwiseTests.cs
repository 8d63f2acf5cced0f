using DistributedSystems.Analyzers.Rules.Models;
using DistributedSystems.Analyzers.Tests.Verify;

namespace DistributedSystems.Analyzers.Tests.Rules.Models;

using VerifyCS = VerifyCS<DependencyFailsOtherwise>;

public class DependencyFailsOtherwiseTests
{
    private static readonly (string Tolerated, string Actual)[] Fits =
    [
        ("CrashRecovery", "CrashStop"),
        ("CrashRecoveryAmnesia", "CrashStop"),
        ("CrashRecoveryAmnesia", "CrashRecovery"),
        ("Omission", "CrashStop"),
        ("Omission", "CrashRecovery"),
        ("Timing", "CrashStop"),
        ("Timing", "CrashRecovery"),
        ("Timing", "Omission"),
        ("Byzantine", "CrashStop"),
        ("Byzantine", "CrashRecovery"),
        ("Byzantine", "CrashRecoveryAmnesia"),
        ("Byzantine", "Omission"),
        ("Byzantine", "Timing"),
    ];

    public static TheoryData<string, string, bool> Pairs()
    {
        var pairs = new TheoryData<string, string, bool>();
        string[] all = ["CrashStop", "CrashRecovery", "CrashRecoveryAmnesia", "Omission", "Timing", "Byzantine"];
        foreach (var tolerated in all)
        {
            foreach (var actual in all)
            {
                pairs.Add(tolerated, actual, tolerated == actual || Fits.Contains((tolerated, actual)));
            }
        }

        return pairs;
    }

    [Theory]
    [MemberData(nameof(Pairs))]
    public Task Every_pair_of_the_partial_order(string tolerated, string actual, bool fits) =>
        VerifyCS.VerifyAnalyzerAsync(
            $$"""
            using DistributedSystems;

            [SystemModel(Timing.Synchronous, Failures.{{actual}})] interface IDependency { void M(); }
            [SystemModel(Timing.Synchronous, Failures.{{tolerated}})]
            class Caller
            {
                private readonly IDependency dependency;
                public Caller(IDependency dependency) => this.dependency = dependency;
                void N() => {{(fits ? "" : "[|")}}dependency.M(){{(fits ? "" : "|]")}};
            }
            """,
            Library.Annotations
        );

    [Fact]
    public Task Ways_to_a_dependency() =>
        VerifyCS.VerifyAnalyzerAsync(
            """
            using DistributedSystems;

            [SystemModel(Timing.PartiallySynchronous, Failures.Byzantine)]
            interface IOracle { Task<int> PriceAsync(); [SystemModel(Timing.PartiallySynchronous, Failures.CrashStop)] int Safe(); int Last { get; } }
            class Oracle : IOracle { public Task<int> PriceAsync() => Task.FromResult(1); public int Safe() => 1; public int Last => 1; }
            static class Feed { [SystemModel(Timing.PartiallySynchronous, Failures.Byzantine)] public static int Read(this string feed) => 1; }

            [SystemModel(Timing.PartiallySynchronous, Failures.Omission)]
            class Trader
            {
                private IOracle field;
                async Task M(IOracle parameter, Oracle concrete, Lazy<IOracle> lazy)
                {
                    var local = parameter;
                    await [|local.PriceAsync()|];
                    await [|concrete.PriceAsync()|];
                    await (field?[|.PriceAsync()|] ?? Task.FromResult(1));
                    await [|lazy.Value.PriceAsync()|];
                    Func<Task<int>> later = () => [|parameter.PriceAsync()|];
                    _ = [|parameter.Last|] + parameter.Safe() + [|"a".Read()|] + await Own();
                    async Task<int> Inner() => await [|field.PriceAsync()|];
                }
                Task<int> Own() => Task.FromResult(1);
                [SystemModel(Timing.PartiallySynchronous, Failures.Byzantine)] Task<int> Suspicious(IOracle oracle) => oracle.PriceAsync();
            }

            class NoModel { Task<int> M(IOracle oracle) => oracle.PriceAsync(); }
            """,
            Library.Annotations
        );

    [Fact]
    public Task What_every_object_has_is_not_what_was_declared() =>
        VerifyCS.VerifyAnalyzerAsync(
            """
            using DistributedSystems;

            [SystemModel(Timing.PartiallySynchronous, Failures.Byzantine)] interface IOracle { int Price(); }
            [SystemModel(Timing.PartiallySynchronous, Failures.CrashStop)]
            class Caller { int M(IOracle oracle) => oracle.Equals(null) ? oracle.GetHashCode() : [|oracle.Price()|]; }
            """,
            Library.Annotations
        );

    [Fact]
    public Task Adapters() =>
        VerifyCS.VerifyAnalyzerAsync(
            """
            using DistributedSystems;

            [SystemModel(Timing.PartiallySynchronous, Failures.CrashRecoveryAmnesia)] interface IForgets { void M(); }
            [SystemModel(Timing.PartiallySynchronous, Failures.Byzantine)] interface ILies { void M(); }

            [SystemModel(Timing.PartiallySynchronous, Failures.Omission)]
            class Caller
            {
                [Adapter(Adapters.WriteAheadLog)] private readonly IForgets logged;
                private readonly IForgets injected;
                private readonly IForgets plain;
                private readonly ILies lies;
                public Caller(IForgets logged, [Adapter(Adapters.WriteAheadLog)] IForgets injected, IForgets plain, ILies lies)
                {
                    this.logged = logged; this.injected = injected; this.plain = plain; this.lies = lies;
                }
                void M([Adapter(Adapters.Authentication | Adapters.Retransmission)] ILies signed)
                {
                    logged.M(); injected.M(); [|plain.M()|]; [|lies.M()|]; signed.M();
                }
                [Adapter(Adapters.Authentication)] void Signed() { lies.M(); [|plain.M()|]; }
                [Adapter(Adapters.WriteAheadLog)] class Inner { void M(IForgets forgets, ILies lies) { forgets.M(); [|lies.M()|]; } }
            }
            """,
            Library.Annotations
        );

    [Fact]
    public Task An_assembly_speaks_for_what_it_offers_to_others_and_not_for_its_own_parts() =>
        VerifyCS.VerifyAnalyzerAsync(
            """
            using DistributedSystems;
            [assembly: SystemModel(DistributedSystems.Timing.PartiallySynchronous, DistributedSystems.Failures.CrashRecovery)]

            class Tool { public static void M() { } }
            [SystemModel(Timing.PartiallySynchronous, Failures.CrashStop)]
            class Caller { void M(Remote remote) { Tool.M(); [|remote.M()|]; remote.ToString(); } }
            """,
            Setup.With(Library.Annotations) with
            {
                ReferencedProject = """
                [assembly: DistributedSystems.SystemModel(DistributedSystems.Timing.PartiallySynchronous, DistributedSystems.Failures.CrashRecovery)]
                public class Remote { public void M() { } }
                """,
            }
        );

    [Fact]
    public Task Methods_given_away_to_be_called() =>
        VerifyCS.VerifyAnalyzerAsync(
            """
            using DistributedSystems;

            [SystemModel(Timing.PartiallySynchronous, Failures.Omission)]
            interface IBuoy
            {
                Task<double> HeightAsync(string name);
                void OnTide(object sender, EventArgs tide);
            }

            interface IPlain { Task<double> HeightAsync(string name); }

            [SystemModel(Timing.PartiallySynchronous, Failures.CrashRecovery)]
            class Coast
            {
                private event EventHandler Tide;
                private readonly IBuoy buoy;
                private readonly IPlain plain;

                Task All(string[] names) => Task.WhenAll(names.Select([|buoy.HeightAsync|]));
                Func<string, Task<double>> Kept() { Func<string, Task<double>> read = [|buoy.HeightAsync|]; return read; }
                Task Runs() => Later([|buoy.HeightAsync|]);
                Task Plain(string[] names) => Task.WhenAll(names.Select(plain.HeightAsync));
                string Name() => nameof(buoy.HeightAsync);
                void Tells() => Tide += buoy.OnTide;
                [Adapter(Adapters.Retransmission)] [SystemModel(Timing.PartiallySynchronous, Failures.Omission)]
                Task Tolerates(string[] names) => Task.WhenAll(names.Select(buoy.HeightAsync));
                private static Task Later(Func<string, Task<double>> read) => read("a");
            }
            """,
            Library.Annotations
        );

    [Fact]
    public Task What_is_tolerated_is_apart_from_how_one_fails() =>
        VerifyCS.VerifyAnalyzerAsync(
            """
            using DistributedSystems;

            [SystemModel(Timing.PartiallySynchronous, Failures.Byzantine)] interface IReplica { Task<int> ReadAsync(); }
            [SystemModel(Timing.PartiallySynchronous, Failures.CrashStop)] interface IRegister { Task<int> ReadAsync(); }

            [SystemModel(Timing.PartiallySynchronous, Failures.CrashStop, Tolerates = Failures.Byzantine)]
            class MaskingRegister : IRegister { private readonly IReplica replica; public Task<int> ReadAsync() => replica.ReadAsync(); }

            [SystemModel(Timing.PartiallySynchronous, Failures.CrashStop)]
            class TrustingRegister : IRegister { private readonly IReplica replica; public Task<int> ReadAsync() => [|replica.ReadAsync()|]; }

            [SystemModel(Timing.PartiallySynchronous, Failures.Byzantine, Tolerates = Failures.CrashStop)]
            class Gullible { private readonly IReplica replica; public Task<int> ReadAsync() => [|replica.ReadAsync()|]; }

            [SystemModel(Timing.PartiallySynchronous, Failures.CrashStop)]
            class Caller { Task<int> M(MaskingRegister register) => register.ReadAsync(); }
            """,
            Library.Annotations
        );
}
