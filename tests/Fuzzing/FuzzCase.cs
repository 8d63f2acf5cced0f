using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;

namespace DistributedSystems.Fuzzing;

/// <summary>What must hold whatever is typed.</summary>
public sealed record FuzzedPack(ImmutableArray<DiagnosticAnalyzer> Analyzers, ImmutableArray<CodeFixProvider> Fixes);

/// <summary>Something that must never happen. Two with one signature have, most likely, one cause.</summary>
public sealed record FuzzFailure(string Signature, string Details)
{
    public bool IsHang { get; init; }
}

/// <summary>One damaged file in its project.</summary>
/// <param name="Compilation">The project.</param>
/// <param name="Tree">The damaged file.</param>
/// <param name="Options">Catalog files and options.</param>
public sealed record FuzzCase(CSharpCompilation Compilation, SyntaxTree Tree, AnalyzerOptions Options)
{
    private const int FixesOfOneRule = 2;

    /// <summary>Far beyond what the slowest case takes on a busy machine.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    public async Task<FuzzFailure?> FailureOf(FuzzedPack pack)
    {
        try
        {
            return await Task.Run(() => Check(pack)).WaitAsync(Patience);
        }
        catch (TimeoutException)
        {
            return await Hang(pack);
        }
        catch (Exception thrown) when (thrown is not OutOfMemoryException)
        {
            return new FuzzFailure(SignatureOf("throws", thrown), thrown.ToString());
        }
    }

    private async Task<FuzzFailure?> Check(FuzzedPack pack)
    {
        // Each run has a compilation that nobody has asked anything yet, or the second would only repeat what the first remembered.
        var (first, thrown) = await Run(Compilation.Clone(), Tree, pack.Analyzers, concurrent: true);
        if (thrown is not null)
        {
            return thrown;
        }

        foreach (var (name, concurrent) in new[] { ("concurrency", false), ("repetition", true) })
        {
            var (again, thrownAgain) = await Run(Compilation.Clone(), Tree, pack.Analyzers, concurrent);
            if (thrownAgain is not null)
            {
                return thrownAgain;
            }

            var (before, after) = (Describe(first), Describe(again));
            if (!before.SequenceEqual(after))
            {
                var different = before.Except(after).Concat(after.Except(before)).Order(StringComparer.Ordinal).ToList();
                return new FuzzFailure(
                    $"depends on {name}: {string.Join(',', different.Select(RuleOf).Distinct())}",
                    string.Join(Environment.NewLine, different)
                );
            }
        }

        return await CheckFixes(pack, first);
    }

    /// <summary>Who hangs: nobody of the pack, where the compiler or the driver alone is as slow.</summary>
    private async Task<FuzzFailure?> Hang(FuzzedPack pack)
    {
        var compilation = Compilation.Clone();
#pragma warning disable RS1030 // What an editor asks with no analyzer at all.
        if (!await IsDone(() => Task.FromResult(compilation.GetSemanticModel(Tree).GetDiagnostics())))
#pragma warning restore RS1030
        {
            return null;
        }

        var slow = new List<string>();
        foreach (var analyzer in pack.Analyzers)
        {
            if (!await IsDone(() => Run(Compilation.Clone(), Tree, [analyzer], concurrent: true)))
            {
                slow.Add(analyzer.GetType().Name);
            }
        }

        return new FuzzFailure(
            "hangs: " + string.Join(", ", slow),
            $"not done after {Patience}; named is what alone is not done after {Patience / 6}"
        )
        {
            IsHang = true,
        };

        static async Task<bool> IsDone(Func<Task> work)
        {
            var done = Task.Run(work);
            return await Task.WhenAny(done, Task.Delay(Patience / 6)) == done;
        }
    }

    private async Task<FuzzFailure?> CheckFixes(FuzzedPack pack, IReadOnlyList<Diagnostic> found)
    {
        var fixable = pack.Fixes.SelectMany(fix => fix.FixableDiagnosticIds).ToHashSet(StringComparer.Ordinal);
        var analyzers = pack
            .Analyzers.Where(analyzer =>
                analyzer.SupportedDiagnostics.Any(rule => fixable.Contains(rule.Id) && found.Any(diagnostic => diagnostic.Id == rule.Id))
            )
            .ToImmutableArray();
        if (analyzers.IsEmpty)
        {
            return null;
        }

        var project = FixTrial.ProjectOf(Compilation, Options);
        var document = project.Documents.Single(candidate => candidate.FilePath == Tree.FilePath);
        var (findings, _) = await Run(
            (CSharpCompilation)(await project.GetCompilationAsync())!,
            (await document.GetSyntaxTreeAsync())!,
            analyzers,
            concurrent: true
        );
        var errors = (await FixTrial.ErrorsIn(document)).Count;
        foreach (
            var finding in findings
                .Where(finding => finding.Location.SourceTree?.FilePath == Tree.FilePath)
                .GroupBy(finding => finding.Id)
                .SelectMany(ofRule => ofRule.Take(FixesOfOneRule))
        )
        {
            foreach (var fix in pack.Fixes.Where(fix => fix.FixableDiagnosticIds.Contains(finding.Id)))
            {
                if (await ThrownBy(fix, document, finding, errors) is { } failure)
                {
                    return failure;
                }
            }
        }

        return null;
    }

    private static async Task<FuzzFailure?> ThrownBy(CodeFixProvider fix, Document document, Diagnostic finding, int errorsBefore)
    {
        try
        {
            if (await FixTrial.OfferedFor(document, finding, fix) is { } action)
            {
                var changed = (await FixTrial.Apply(action, document.Project.Solution)).GetDocument(document.Id)!;
                var errors = await FixTrial.ErrorsIn(changed);
                if (errors.Count > errorsBefore)
                {
                    return new FuzzFailure(
                        $"{fix.GetType().Name} adds errors",
                        string.Join(
                            Environment.NewLine,
                            [
                                $"{errors.Count - errorsBefore} more errors",
                                finding.ToString(),
                                .. errors.Select(error => error.ToString()),
                                await changed.GetTextAsync(),
                            ]
                        )
                    );
                }
            }

            return null;
        }
        catch (Exception thrown) when (thrown is not OutOfMemoryException)
        {
            return new FuzzFailure(SignatureOf(fix.GetType().Name + " throws", thrown), thrown.ToString());
        }
    }

    /// <summary>As an editor asks: for one file. That reaches every rule, since every diagnostic is local to the file it stands in.</summary>
    private async Task<(IReadOnlyList<Diagnostic> Found, FuzzFailure? Thrown)> Run(
        CSharpCompilation compilation,
        SyntaxTree tree,
        ImmutableArray<DiagnosticAnalyzer> analyzers,
        bool concurrent
    )
    {
        var failures = new List<FuzzFailure>();
        var options = new CompilationWithAnalyzersOptions(
            Options,
            (exception, analyzer, _) =>
            {
                lock (failures)
                {
                    failures.Add(new FuzzFailure(SignatureOf(analyzer.GetType().Name + " throws", exception), exception.ToString()));
                }
            },
            concurrentAnalysis: concurrent,
            logAnalyzerExecutionTime: false
        );
        var driver = compilation.WithAnalyzers(analyzers, options);
        var found = new List<Diagnostic>();
#pragma warning disable RS1030 // A host does exactly this.
        found.AddRange(
            await driver.GetAnalyzerSemanticDiagnosticsAsync(compilation.GetSemanticModel(tree), filterSpan: null, CancellationToken.None)
        );
#pragma warning restore RS1030
        foreach (var file in Options.AdditionalFiles)
        {
            var result = await compilation.WithAnalyzers(analyzers, options).GetAnalysisResultAsync(file, CancellationToken.None);
            found.AddRange(result.GetAllDiagnostics());
        }

        return (found, failures.FirstOrDefault());
    }

    // The innermost frames name the cause; lines and what called them do not.
    private static string SignatureOf(string what, Exception thrown)
    {
        var innermost = thrown.GetBaseException();
        var frames = (innermost.StackTrace ?? "")
            .Split('\n')
            .Select(line => line.Trim().Split('(')[0])
            .Where(line => line.Contains("DistributedSystems.", StringComparison.Ordinal))
            .Take(2);
        return $"{what} {innermost.GetType().Name} {string.Join(" ", frames)}";
    }

    private static string RuleOf(string described) => described.Split(' ')[0];

    private static IReadOnlyList<string> Describe(IEnumerable<Diagnostic> diagnostics) =>
        diagnostics
            .Select(diagnostic =>
                $"{diagnostic.Id} {diagnostic.Severity} {diagnostic} {string.Join(';', diagnostic.Properties.OrderBy(property => property.Key, StringComparer.Ordinal))} {string.Join(';', diagnostic.AdditionalLocations)}"
            )
            .Order(StringComparer.Ordinal)
            .ToList();
}
