using System.Text.RegularExpressions;
using System.Xml;
using System.Xml.Linq;

namespace DistributedSystems.RealCode.Checkouts;

/// <summary>
/// A project file with the shared files around it, read without MSBuild: many checkouts cannot be evaluated where they are read
/// (missing SDKs, missing imports), and half an answer is enough to bind most of the code.
/// </summary>
internal sealed partial class ProjectFile
{
    private static readonly string[] SharedFiles = ["Directory.Build.props", "Directory.Packages.props", "Directory.Build.targets"];

    private readonly List<(string Path, XElement Root)> parts = [];
    private readonly HashSet<string> read = new(StringComparer.Ordinal);

    private ProjectFile(string path) => Path = path;

    public string Path { get; }

    public string Folder => System.IO.Path.GetDirectoryName(Path)!;

    public string Name => System.IO.Path.GetFileNameWithoutExtension(Path);

    public string AssemblyName =>
        Property("AssemblyName") is { Length: > 0 } name && !name.Contains("$(", StringComparison.Ordinal) ? name : Name;

    /// <summary>What could not be read: a reason for looser binding, never for stopping.</summary>
    public List<string> Problems { get; } = [];

    /// <summary>The SDK named by the project itself; none in the format from before 2017.</summary>
    public string? Sdk { get; private set; }

    /// <summary>The format from before 2017, which lists every file. Of a project that cannot be read, all files below it are taken.</summary>
    public bool ListsItsFiles { get; private set; }

    /// <summary>It targets the .NET Framework, alone or beside others.</summary>
    public bool IsForNetFramework =>
        ListsItsFiles
        || (Property("TargetFrameworks") ?? Property("TargetFramework") ?? "")
            .Split(';')
            .Any(target => NetFramework().IsMatch(target.Trim()));

    public static ProjectFile Read(string path)
    {
        var project = new ProjectFile(System.IO.Path.GetFullPath(path));
        foreach (var shared in project.SharedFilesAbove())
        {
            project.Add(shared);
        }

        var own = project.Add(project.Path);
        project.Sdk =
            own?.Attribute("Sdk")?.Value
            ?? own?.Elements().FirstOrDefault(element => element.Name.LocalName == "Sdk")?.Attribute("Name")?.Value
            // The long form of the same.
            ?? own?.Elements()
                .Select(element => element.Name.LocalName == "Import" ? element.Attribute("Sdk")?.Value : null)
                .FirstOrDefault(sdk => sdk is not null);
        project.ListsItsFiles = own is not null && project.Sdk is null;
        return project;
    }

    /// <summary>
    /// The last value given to a property. Conditions are not evaluated, so a value under a condition counts only where there is
    /// no other, and not at all when the caller could not bear a wrong one.
    /// </summary>
    public string? Property(string name, bool unconditional = false)
    {
        var values = parts
            .SelectMany(part =>
                part.Root.Descendants()
                    .Where(element => element.Name.LocalName == name && element.Parent?.Name.LocalName == "PropertyGroup")
            )
            .Select(element => (Value: element.Value.Trim(), IsConditional: IsConditional(element)))
            .ToList();
        return values.LastOrDefault(value => !value.IsConditional).Value ?? (unconditional ? null : values.LastOrDefault().Value);
    }

    public bool IsOn(string property, bool unconditional = false) =>
        Property(property, unconditional) is { } value
        && (value.Equals("true", StringComparison.OrdinalIgnoreCase) || value.Equals("enable", StringComparison.OrdinalIgnoreCase));

    /// <summary>The names in an attribute of the items of a kind, properties expanded; names that stay unknown are left out.</summary>
    public IEnumerable<string> Names(string kind, string attribute = "Include") =>
        from part in parts
        from element in part.Root.Descendants()
        where element.Name.LocalName == kind && element.Parent?.Name.LocalName == "ItemGroup"
        from name in Expand(element.Attribute(attribute)?.Value ?? "", part.Path)
            .Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
        where !Unexpanded().IsMatch(name)
        select name;

    /// <summary>The same, as absolute paths (which may hold wildcards). Relative ones start at the project, wherever the item stands.</summary>
    public IEnumerable<string> Paths(string kind, string attribute = "Include") =>
        Names(kind, attribute).Select(name => System.IO.Path.GetFullPath(System.IO.Path.Combine(Folder, name.Replace('\\', '/'))));

    /// <summary>Every package it names, in its own text or in the files that older formats kept beside it.</summary>
    public IEnumerable<string> Packages => Names("PackageReference").Concat(OldPackages.Of(Folder));

    /// <summary>Package ids that stand under no condition.</summary>
    public IEnumerable<string> UnconditionalPackages =>
        from part in parts
        from element in part.Root.Descendants()
        where element.Name.LocalName == "PackageReference" && !IsConditional(element)
        let id = element.Attribute("Include")?.Value
        where id is not null
        select id;

    public IEnumerable<string> VersionsOf(string package) =>
        from part in parts
        from element in part.Root.Descendants()
        where
            element.Name.LocalName is "PackageReference" or "PackageVersion"
            && package.Equals(element.Attribute("Include")?.Value, StringComparison.OrdinalIgnoreCase)
        from name in new[] { "Version", "VersionOverride" }
        let version = element.Attribute(name)?.Value ?? element.Elements().FirstOrDefault(child => child.Name.LocalName == name)?.Value
        where version is not null
        select Expand(version, part.Path);

    private static bool IsConditional(XElement element) =>
        element.Attribute("Condition") is not null || element.Parent?.Attribute("Condition") is not null;

    private IEnumerable<string> SharedFilesAbove()
    {
        var folders = new Stack<string>();
        for (var folder = Folder; folder is not null; folder = System.IO.Path.GetDirectoryName(folder))
        {
            folders.Push(folder);
        }

        // MSBuild takes the nearest, which usually imports the next one up; outermost first lets the nearest have the last word.
        return from folder in folders
            from name in SharedFiles
            let path = System.IO.Path.Combine(folder, name)
            where File.Exists(path)
            select path;
    }

    private XElement? Add(string path)
    {
        if (!read.Add(path))
        {
            return null;
        }

        XElement root;
        try
        {
            root = XDocument.Load(path).Root!;
        }
        catch (Exception problem) when (problem is XmlException or IOException or UnauthorizedAccessException)
        {
            Problems.Add($"{System.IO.Path.GetFileName(path)}: {problem.Message}");
            return null;
        }

        foreach (var import in root.Descendants().Where(element => element.Name.LocalName == "Import" && element.Attribute("Sdk") is null))
        {
            var name = Expand(import.Attribute("Project")?.Value ?? "", path).Replace('\\', '/');
            if (!name.Contains("$(", StringComparison.Ordinal) && !name.Contains('*', StringComparison.Ordinal) && name.Length > 0)
            {
                var imported = System.IO.Path.GetFullPath(System.IO.Path.Combine(System.IO.Path.GetDirectoryName(path)!, name));
                if (File.Exists(imported))
                {
                    Add(imported);
                }
            }
        }

        parts.Add((path, root));
        return root;
    }

    private string Expand(string text, string file) =>
        PropertyReference()
            .Replace(
                text,
                match =>
                    match.Groups[1].Value switch
                    {
                        "MSBuildThisFileDirectory" => System.IO.Path.GetDirectoryName(file) + "/",
                        "MSBuildProjectDirectory" or "ProjectDir" => Folder + "/",
                        "MSBuildProjectName" => Name,
                        "AssemblyName" => AssemblyName,
                        var name => Property(name) is { } value && !value.Contains("$(", StringComparison.Ordinal) ? value : match.Value,
                    }
            );

    [GeneratedRegex(@"[$@%]\(")]
    private static partial Regex Unexpanded();

    [GeneratedRegex(@"^net[1-4]\d+$")]
    private static partial Regex NetFramework();

    [GeneratedRegex(@"\$\((\w+)\)")]
    private static partial Regex PropertyReference();
}
