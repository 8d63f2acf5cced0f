using DistributedSystems.RealCode.Binding;
using DistributedSystems.RealCode.Checkouts;
using DistributedSystems.RealCode.Findings;

namespace DistributedSystems.RealCode.Recall;

/// <summary>What the pack says of the projects of one commit, each analysed once however many defects stand in it.</summary>
internal sealed class PastProjects(Checkout checkout, AnalyzerPack pack)
{
    private readonly LooseCompilation compilations = new(checkout, new PackageCache());
    private readonly Dictionary<string, IReadOnlyList<Finding>> analysed = new(StringComparer.Ordinal);

    public List<string> Exceptions { get; } = [];

    public async Task<Verdict> Judge(HistoricalDefect defect)
    {
        var file = Path.GetFullPath(Path.Combine(checkout.Root, defect.Path));
        if (!File.Exists(file))
        {
            return Verdict.NotJudged(defect, "the commit, or this clone of it, has no such file");
        }

        var holders = checkout
            .Projects.Where(project => SourceFiles.Of(project, checkout.ProjectFolders).Contains(file))
            .DefaultIfEmpty(ProjectAround(file));
        var findings = new List<Finding>();
        foreach (var project in holders)
        {
            try
            {
                findings.AddRange(await FindingsIn(project));
            }
            catch (Exception problem) when (problem is not OutOfMemoryException)
            {
                return Verdict.NotJudged(defect, $"{checkout.PathOf(project.Path)}: {problem.GetType().Name}: {problem.Message}");
            }
        }

        return Verdict.Of(defect, findings);
    }

    // Formats that came and went (project.json), and folders whose project is in no file: all code below the nearest mark.
    private ProjectFile ProjectAround(string file)
    {
        var nearest = Path.GetDirectoryName(file)!;
        for (var folder = nearest; folder.Length > checkout.Root.Length; folder = Path.GetDirectoryName(folder)!)
        {
            if (File.Exists(Path.Combine(folder, "project.json")))
            {
                nearest = folder;
                break;
            }
        }

        return ProjectFile.Read(Path.Combine(nearest, Path.GetFileName(nearest) + ".unlisted"));
    }

    private async Task<IReadOnlyList<Finding>> FindingsIn(ProjectFile project)
    {
        if (!analysed.TryGetValue(project.Path, out var findings))
        {
            var options = ProjectAnalysis.OptionsFor(includeTests: true, strict: true);
            var analysis = await ProjectAnalysis.Of(compilations.Of(project), pack, options);
            Exceptions.AddRange(analysis.Exceptions.Select(exception => project.Name + ": " + exception));
            analysed[project.Path] = findings = [.. analysis.Findings.Select(diagnostic => Snippet.FindingOf(diagnostic, checkout.PathOf))];
        }

        return findings;
    }
}
