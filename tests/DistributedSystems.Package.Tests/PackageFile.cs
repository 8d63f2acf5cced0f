using System.IO.Compression;
using System.Xml.Linq;

namespace DistributedSystems.Package.Tests;

/// <summary>A .nupkg file, read once.</summary>
internal sealed class PackageFile
{
    private readonly Dictionary<string, byte[]> entries = new(StringComparer.Ordinal);

    public PackageFile(string path)
    {
        using var archive = ZipFile.OpenRead(path);
        foreach (var entry in archive.Entries)
        {
            using var stream = entry.Open();
            using var content = new MemoryStream();
            stream.CopyTo(content);
            entries.Add(entry.FullName, content.ToArray());
        }
    }

    /// <summary>What the package's author put in, without the parts of the container format that the packer adds to every package.</summary>
    public IReadOnlyList<string> Entries =>
        entries
            .Keys.Where(name =>
                name is not "[Content_Types].xml" and not "_rels/.rels" && !name.StartsWith("package/", StringComparison.Ordinal)
            )
            .Order(StringComparer.Ordinal)
            .ToList();

    public byte[] Content(string entry) => entries[entry];

    public string Text(string entry) => new StreamReader(new MemoryStream(entries[entry])).ReadToEnd();

    /// <summary>The value of one element of the nuspec's metadata, or null where it has none.</summary>
    public XElement? Metadata(string name)
    {
        var nuspec = XDocument.Parse(Text(entries.Keys.Single(entry => entry.EndsWith(".nuspec", StringComparison.Ordinal))));
        return nuspec.Root!.Elements().Single().Elements().SingleOrDefault(element => element.Name.LocalName == name);
    }
}
