using System.Diagnostics;
using System.Globalization;
using DistributedSystems.Analyzers.Catalog;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Text;

namespace DistributedSystems.Benchmarks;

/// <summary>What the built-in catalog costs a process once, a kind of project once, and each compilation after that.</summary>
internal static class CatalogCost
{
    public static void Print(int rounds)
    {
        var watch = Stopwatch.StartNew();
        var libraries = BuiltInCatalog.Libraries;
        var first = watch.Elapsed;

        var texts = typeof(BuiltInCatalog)
            .Assembly.GetManifestResourceNames()
            .Where(name => name.StartsWith("Catalog/", StringComparison.Ordinal))
            .Select(Text)
            .ToList();
        var referencing = Referencing(libraries.SelectMany(library => library.Assemblies).Distinct());
        _ = referencing.ReferencedAssemblyNames.Count();
        watch.Restart();
        CatalogIndex.For(referencing, []);
        var firstIndex = watch.Elapsed;

        Console.WriteLine(
            $"{libraries.Select(library => library.Name).Distinct().Count()} libraries, {libraries.Sum(library => library.Entries.Length)} lines, {rounds} rounds"
        );
        Console.WriteLine();
        Console.WriteLine("| step | ms, median | ms, lowest | allocated KB |");
        Console.WriteLine("| --- | ---: | ---: | ---: |");
        Console.WriteLine($"| read all files, first time in the process (with the JIT) | {Number(first.TotalMilliseconds)} | | |");
        Print("read all files again", rounds, () => texts.ForEach(text => CatalogReader.Read(text, "")));
        Console.WriteLine($"| index of a project that references every library, first time | {Number(firstIndex.TotalMilliseconds)} | | |");
        Print(
            "index for another compilation with the same references (shared)",
            rounds,
            () => CatalogIndex.For(Referencing(libraries.SelectMany(library => library.Assemblies).Distinct()), [])
        );

        // What stays: read once more and kept.
        var before = GC.GetTotalMemory(forceFullCollection: true);
        var kept = texts.Select(text => CatalogReader.Read(text, "")).ToList();
        Console.WriteLine();
        Console.WriteLine(
            $"Kept for the life of the process: {(GC.GetTotalMemory(forceFullCollection: true) - before) / 1024} KB for the lines as read"
        );
        GC.KeepAlive(kept);
    }

    private static void Print(string name, int rounds, Action step)
    {
        var times = new List<double>();
        var allocated = 0L;
        for (var round = -2; round < rounds; round++)
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            var watch = Stopwatch.StartNew();
            step();
            var elapsed = watch.Elapsed.TotalMilliseconds;
            allocated = GC.GetAllocatedBytesForCurrentThread() - before;
            if (round >= 0)
            {
                times.Add(elapsed);
            }
        }

        times.Sort();
        Console.WriteLine($"| {name} | {Number(times[times.Count / 2])} | {Number(times[0])} | {allocated / 1024} |");
    }

    /// <summary>A compilation that references an empty assembly of each name.</summary>
    private static CSharpCompilation Referencing(IEnumerable<string> names) =>
        CSharpCompilation.Create("Measured", references: names.Where(name => name != "netstandard").Select(name => Empty.GetOrAdd(name)));

    private static SourceText Text(string resource)
    {
        using var stream = typeof(BuiltInCatalog).Assembly.GetManifestResourceStream(resource)!;
        return SourceText.From(stream);
    }

    private static string Number(double value) => value.ToString("F2", CultureInfo.InvariantCulture);

    private static class Empty
    {
        private static readonly Dictionary<string, MetadataReference> References = [];

        public static MetadataReference GetOrAdd(string name) =>
            References.TryGetValue(name, out var known)
                ? known
                : References[name] = CSharpCompilation
                    .Create(name, options: new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary))
                    .ToMetadataReference();
    }
}
