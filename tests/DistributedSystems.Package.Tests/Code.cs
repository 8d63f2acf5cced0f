namespace DistributedSystems.Package.Tests;

/// <summary>Files that a rule reports, in a C# that the oldest target framework compiles by default.</summary>
internal static class Code
{
    /// <summary>DIST4001, once.</summary>
    public const string WallClock = """
        using System;

        namespace Demo
        {
            public class Measurement
            {
                public void Report()
                {
                    var start = DateTime.UtcNow;
                    Work();
                    Console.WriteLine((DateTime.UtcNow - start).TotalSeconds);
                }

                private void Work() => Console.WriteLine(this);
            }
        }
        """;

    /// <summary>With <see cref="InventoryCatalog"/>: DIST1001 as a warning, and once more below its level because the evidence is weak.</summary>
    public const string Inventory = """
        using System;
        using System.Threading;
        using System.Threading.Tasks;

        namespace Demo
        {
            public interface IInventory
            {
                Task ReserveAsync(string sku, DateTime? deadline = null, CancellationToken token = default);

                Task PeekAsync(string sku);
            }

            public class Orders
            {
                private readonly IInventory inventory;

                public Orders(IInventory inventory) => this.inventory = inventory;

                public Task Reserve() => inventory.ReserveAsync("a");

                public Task Peek() => inventory.PeekAsync("a");
            }
        }
        """;

    public const string InventoryCatalog = """
        library Inventory
        type Demo.IInventory
        member ReserveAsync remote accumulates default-deadline=none deadline-parameter=deadline
        member PeekAsync remote safe default-deadline=none weak-deadline-evidence
        """;

    /// <summary>DIST5003, once.</summary>
    public const string Register = """
        using DistributedSystems;

        namespace Demo
        {
            [Quorum(Read = 1, Write = 1, Of = 3)]
            public class Register
            {
            }
        }
        """;

    public static Dictionary<string, string> WallClockAndInventory =>
        new()
        {
            ["Measurement.cs"] = WallClock,
            ["Orders.cs"] = Inventory,
            ["inventory.remoteapi.txt"] = InventoryCatalog,
        };
}
