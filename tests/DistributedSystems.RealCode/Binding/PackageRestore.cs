using System.Diagnostics;
using System.Xml.Linq;
using DistributedSystems.RealCode.Checkouts;

namespace DistributedSystems.RealCode.Binding;

/// <summary>
/// Brings chosen packages that a checkout names into the local cache. Only the chosen ones: what the rules know of is enough to bind,
/// and a registry need not be asked about everything a checkout mentions.
/// </summary>
internal static class PackageRestore
{
    public static void Run(Checkout checkout, IReadOnlyCollection<string> chosen)
    {
        var cache = new PackageCache();
        var named = checkout.Projects.SelectMany(project => project.Packages).ToHashSet(StringComparer.OrdinalIgnoreCase);
        foreach (var id in chosen.Where(id => named.Contains(id) && !cache.Has(id)))
        {
            // One project each: a package that does not restore takes no other with it, and versions need not agree.
            Console.Error.WriteLine($"restoring {id}: {(Restore(id, VersionIn(checkout, id)) ? "done" : "not to be had")}");
        }
    }

    private static string VersionIn(Checkout checkout, string id) =>
        checkout
            .Projects.SelectMany(project => project.VersionsOf(id))
            .Select(PackageVersion.LowestOf)
            .OfType<string>()
            .MaxBy(PackageVersion.Parse)
        ?? "*";

    private static bool Restore(string id, string version)
    {
        var folder = Directory.CreateTempSubdirectory("restore-");
        try
        {
            var project = Path.Combine(folder.FullName, "restore.csproj");
            new XDocument(
                new XElement(
                    "Project",
                    new XAttribute("Sdk", "Microsoft.NET.Sdk"),
                    new XElement("PropertyGroup", new XElement("TargetFramework", "net10.0"), new XElement("NuGetAudit", "false")),
                    new XElement(
                        "ItemGroup",
                        new XElement("PackageReference", new XAttribute("Include", id), new XAttribute("Version", version))
                    )
                )
            ).Save(project);
            var start = new ProcessStartInfo("dotnet", ["restore", project, "--verbosity", "quiet"])
            {
                WorkingDirectory = folder.FullName,
                RedirectStandardOutput = true,
            };
            using var process = Process.Start(start)!;
            process.StandardOutput.ReadToEnd();
            process.WaitForExit();
            return process.ExitCode == 0;
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}
