using System.Text.RegularExpressions;

namespace DistributedSystems.RealCode.Checkouts;

/// <summary>A folder of projects: what is in it, which of it is test code, and who references whom.</summary>
internal sealed partial class Checkout
{
    private static readonly string[] TestPackages =
    [
        "xunit",
        "xunit.core",
        "xunit.v3",
        "xunit.v3.core",
        "xunit.v3.mtp-v2",
        "nunit",
        "mstest",
        "mstest.testframework",
        "tunit",
        "microsoft.net.test.sdk",
    ];

    private readonly Dictionary<string, ProjectFile> projects;

    private Checkout(string root, IEnumerable<ProjectFile> projects)
    {
        Root = root;
        this.projects = projects.ToDictionary(project => project.Path, StringComparer.Ordinal);
        ProjectFolders = this.projects.Values.Select(project => project.Folder).ToHashSet(StringComparer.Ordinal);
    }

    public string Root { get; }

    public string Name => Path.GetFileName(Root);

    public IEnumerable<ProjectFile> Projects => projects.Values.OrderBy(project => project.Path, StringComparer.Ordinal);

    public IReadOnlyCollection<string> ProjectFolders { get; }

    public static Checkout At(string folder)
    {
        var root = Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder));
        var files = Directory.EnumerateFiles(
            root,
            "*.csproj",
            new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.ReparsePoint }
        );
        return new Checkout(root, files.Select(ProjectFile.Read));
    }

    public string PathOf(string file) => Path.GetRelativePath(Root, file).Replace('\\', '/');

    public bool IsTest(ProjectFile project) =>
        project.IsOn("IsTestProject", unconditional: true)
        || TestName().IsMatch(PathOf(project.Path))
        || project.UnconditionalPackages.Any(package => TestPackages.Contains(package, StringComparer.OrdinalIgnoreCase));

    /// <summary>Everything a project may use without naming it: references are transitive. A project is not its own reference, even in a cycle.</summary>
    public IReadOnlyList<ProjectFile> ReferencesOf(ProjectFile project)
    {
        var found = new List<ProjectFile>();
        var seen = new HashSet<string>(StringComparer.Ordinal) { project.Path };
        Visit(project);
        return found;

        void Visit(ProjectFile from)
        {
            foreach (var path in from.Paths("ProjectReference"))
            {
                if (projects.TryGetValue(path, out var reference) && seen.Add(path))
                {
                    found.Add(reference);
                    Visit(reference);
                }
            }
        }
    }

    // 'Latest' and 'Contest' are no tests: the word stands alone or starts with a capital.
    [GeneratedRegex(@"(?<![A-Za-z])tests?(?![A-Za-z])|Tests?(?![a-z])|Testing")]
    private static partial Regex TestName();
}
