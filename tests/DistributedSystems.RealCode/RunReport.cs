using DistributedSystems.Libraries;
using DistributedSystems.RealCode.Binding;
using DistributedSystems.RealCode.Checkouts;
using DistributedSystems.RealCode.Findings;

namespace DistributedSystems.RealCode;

/// <summary>The numbers of a run, for one checkout or for all.</summary>
internal sealed class RunReport
{
    private readonly SortedDictionary<string, TimeSpan> timeByRule = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, int> findings = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, int> compileErrors = new(StringComparer.Ordinal);
    private readonly SortedSet<string> missingPackages = new(StringComparer.OrdinalIgnoreCase);
    private int projects;
    private int lines;

    public int SkippedTests { get; set; }

    public TimeSpan Elapsed { get; set; }

    /// <summary>An analyzer threw: always a defect of the pack.</summary>
    public List<string> Exceptions { get; } = [];

    /// <summary>A project that could not be analysed at all.</summary>
    public List<string> Failures { get; } = [];

    public void Add(ProjectAnalysis analysis, ProjectFile project, PackageCache packages)
    {
        projects++;
        lines += analysis.Lines;
        Exceptions.AddRange(analysis.Exceptions.Select(exception => project.Name + ": " + exception));
        Failures.AddRange(project.Problems.Select(problem => project.Name + ": " + problem));
        Sum(timeByRule, analysis.TimeByRule, (left, right) => left + right);
        Sum(compileErrors, analysis.CompileErrors, (left, right) => left + right);
        missingPackages.UnionWith(project.Packages.Where(package => !packages.Has(package) && !Framework.Assemblies.ContainsKey(package)));
    }

    public void Add(RunReport other)
    {
        projects += other.projects;
        lines += other.lines;
        SkippedTests += other.SkippedTests;
        Elapsed += other.Elapsed;
        Exceptions.AddRange(other.Exceptions);
        Failures.AddRange(other.Failures);
        Sum(timeByRule, other.timeByRule, (left, right) => left + right);
        Sum(findings, other.findings, (left, right) => left + right);
        Sum(compileErrors, other.compileErrors, (left, right) => left + right);
        missingPackages.UnionWith(other.missingPackages);
    }

    public void Count(Finding finding) => Sum(findings, [new($"{finding.Rule} {finding.Severity}", 1)], (left, right) => left + right);

    public void Print(string name)
    {
        Console.WriteLine(
            $"== {name}: {projects} projects, {lines} lines of C#, {SkippedTests} test projects left out, {Elapsed.TotalSeconds:F1} s in all"
        );
        var errors = compileErrors.Values.Sum();
        var frequent = compileErrors.OrderByDescending(entry => entry.Value).Take(5).Select(entry => $"{entry.Key} {entry.Value}");
        Console.WriteLine(
            $"   {errors} compile errors ({1000.0 * errors / Math.Max(1, lines):F1} in 1,000 lines) from binding loosely: {string.Join(", ", frequent)}"
        );
        Console.WriteLine($"   {missingPackages.Count} packages are not in the local cache: {string.Join(", ", missingPackages)}");
        foreach (var (rule, count) in findings)
        {
            Console.WriteLine($"   {rule}: {count}");
        }

        Console.WriteLine(
            $"   analyzer time {timeByRule.Values.Sum(time => time.TotalSeconds):F2} s (whichever rule asks first pays for a shared fact):"
        );
        foreach (var (rule, time) in timeByRule.OrderByDescending(entry => entry.Value))
        {
            Console.WriteLine($"   {time.TotalSeconds, 8:F2} s {rule}");
        }

        foreach (var failure in Failures.Distinct(StringComparer.Ordinal))
        {
            Console.WriteLine($"   not read or not analysed: {failure}");
        }

        foreach (var group in Exceptions.GroupBy(exception => exception, StringComparer.Ordinal))
        {
            Console.WriteLine($"!! ANALYZER EXCEPTION ({group.Count()} times) {group.Key}");
        }

        if (Exceptions.Count > 0)
        {
            Console.WriteLine($"!! {Exceptions.Count} ANALYZER EXCEPTIONS");
        }
    }

    private static void Sum<T>(SortedDictionary<string, T> into, IEnumerable<KeyValuePair<string, T>> from, Func<T, T, T> add)
    {
        foreach (var (key, value) in from)
        {
            into[key] = into.TryGetValue(key, out var known) ? add(known, value) : value;
        }
    }
}
