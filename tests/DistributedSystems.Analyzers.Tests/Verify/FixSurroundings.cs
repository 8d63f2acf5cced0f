using System.Text.RegularExpressions;
using DistributedSystems.Fuzzing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Text;

namespace DistributedSystems.Analyzers.Tests.Verify;

/// <summary>
/// The code of a fix's test once more, as other projects would write it: the layout and the language around it are changed, and what the fix
/// makes of it is judged. The finding is gone, the compiler has nothing new to say, no comment is lost or doubled, and a second
/// application changes nothing.
/// </summary>
internal sealed partial class FixSurroundings<TAnalyzer, TCodeFix>
    where TAnalyzer : DiagnosticAnalyzer, new()
    where TCodeFix : CodeFixProvider, new()
{
    private const int MostRounds = 4;

    private readonly string source;
    private readonly string expected;
    private readonly IReadOnlyList<TextSpan> marks;
    private readonly Setup setup;
    private readonly List<string> problems = [];

    public FixSurroundings(string marked, string fixedMarked, Setup setup)
    {
        (source, var found) = Markup.Parse(marked);
        marks = [.. found.Select(mark => mark.Span)];
        expected = Markup.Parse(fixedMarked).Source;
        this.setup = setup;
    }

    public async Task VerifyAsync()
    {
        if (setup.EditorConfig is not null || setup.GlobalOptions.Count > 0)
        {
            return;
        }

        await Verify("as it stands", source, setup, expected);
        await Verify("tabs", Tabs(source), setup, Tabs(expected));
        await Verify("CR LF", CrLf(source), setup, CrLf(expected));
        await Verify("newest language", source, setup with { Language = LanguageVersion.Preview }, expected);
        await Verify("#if", Around("\n#if true\n", "", "", "\n#endif\n"), setup);
        await Verify("comments", Around("\n// above {0}\n", "/* before {0} */ ", " /* after {0} */", " // behind {0}\n"), setup);
        await Verify("nullable", source, setup, nullable: NullableContextOptions.Enable);
        await Verify("not nullable", source, setup, nullable: NullableContextOptions.Disable);
        await Verify("C# 7.3", Directly(OlderLanguage.Lower(source)), setup with { Language = LanguageVersion.CSharp7_3 });
        if (setup.OtherFiles.Length == 0 && setup.AdditionalFiles.Count == 0 && Analysis.HasGlobalUsings(setup))
        {
            // The libraries are restored for one framework only.
            var others = setup.Libraries.Length == 0 ? [Target.NetStandard20, Target.Net80] : new[] { setup.Target };
            foreach (var other in others)
            {
                await VerifyLinked(setup with { Target = other });
            }
        }

        Assert.True(problems.Count == 0, string.Join("\n\n", problems));
    }

    private async Task Verify(
        string surroundings,
        string text,
        Setup around,
        string? result = null,
        NullableContextOptions? nullable = null
    )
    {
        var compilation = Analysis.Compile(text, around);
        if (nullable is { } context)
        {
            compilation = compilation.WithOptions(compilation.Options.WithNullableContextOptions(context));
        }

        var said = compilation.GetDiagnostics();
        if (said.Any(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error))
        {
            return;
        }

        var project = FixTrial.ProjectOf(compilation, Analysis.OptionsOf(around));
        var document = project.Documents.First();
        var fixedText = text;
        for (var round = 0; round < MostRounds; round++)
        {
            if (await FixedAsync(document) is not { } changed)
            {
                break;
            }

            document = changed;
            fixedText = (await document.GetTextAsync()).ToString();
        }

        var what = $"{typeof(TCodeFix).Name}, {surroundings}:\n{fixedText}";
        Demand(await FixedAsync(document) is null, $"There is no end of fixes: {what}");
        Demand(result is null || result == fixedText, $"Not as expected: {what}\n---- expected:\n{result}");

        foreach (var group in (await document.GetSemanticModelAsync())!.GetDiagnostics().Where(IsNew).GroupBy(diagnostic => diagnostic.Id))
        {
            Demand(
                group.Count() <= said.Count(diagnostic => diagnostic.Id == group.Key),
                $"The compiler says {string.Join("; ", group)}: {what}"
            );
        }

        // An import that was there may have become needless; whether to take it away is for the person to say.
        bool IsNew(Diagnostic diagnostic) =>
            diagnostic.Severity > DiagnosticSeverity.Hidden
            || (
                diagnostic.Location.SourceTree?.GetText().ToString(diagnostic.Location.SourceSpan) is { } import
                && !text.Contains(import, StringComparison.Ordinal)
            );

        foreach (var kept in Kept().Matches(text).Select(match => match.Value).Distinct())
        {
            Demand(Regex.Count(fixedText, Regex.Escape(kept)) == Regex.Count(text, Regex.Escape(kept)), $"{kept} in {what}");
        }
    }

    /// <summary>What all fixes that are offered make of the file; null when none is.</summary>
    private async Task<Document?> FixedAsync(Document document)
    {
        var fixer = new TCodeFix();
        var found = await Analysis.Run((await document.Project.GetCompilationAsync())!, [new TAnalyzer()], setup, concurrent: false);
        foreach (var diagnostic in found.Where(diagnostic => fixer.FixableDiagnosticIds.Contains(diagnostic.Id)))
        {
            if (
                document.Project.GetDocument(diagnostic.Location.SourceTree) == document
                && await FixTrial.OfferedFor(document, diagnostic, fixer) is { } action
            )
            {
                var context = new FixAllContext(
                    document,
                    fixer,
                    FixAllScope.Document,
                    action.EquivalenceKey,
                    fixer.FixableDiagnosticIds,
                    new Known([.. found]),
                    CancellationToken.None
                );
                return (
                    await FixTrial.Apply((await fixer.GetFixAllProvider()!.GetFixAsync(context))!, document.Project.Solution)
                ).GetDocument(document.Id);
            }
        }

        return null;
    }

    private void Demand(bool holds, string otherwise)
    {
        if (!holds)
        {
            problems.Add(otherwise);
        }
    }

    private async Task VerifyLinked(Setup other)
    {
        if (Analysis.Compile(source, other).GetDiagnostics().All(diagnostic => diagnostic.Severity != DiagnosticSeverity.Error))
        {
            await LinkedFile.FixedAsync<TAnalyzer, TCodeFix>(source, setup, other);
        }
    }

    /// <summary>The code with something around each marked statement, and around the mark itself; <c>{0}</c> stands for the mark's number.</summary>
    private string Around(string before, string beforeMark, string afterMark, string after)
    {
        var root = CSharpSyntaxTree.ParseText(source, new CSharpParseOptions(setup.Language)).GetRoot();
        var insertions = new List<(int Position, int Order, string Text)>();
        for (var number = 0; number < marks.Count; number++)
        {
            var statement = root.FindNode(marks[number], getInnermostNodeForTie: true)
                .AncestorsAndSelf()
                .FirstOrDefault(node =>
                    (node is StatementSyntax && node.Parent is BlockSyntax) || node is MemberDeclarationSyntax and not GlobalStatementSyntax
                );
            if (statement is null)
            {
                continue;
            }

            insertions.Add((statement.SpanStart, number, string.Format(null, before, number)));
            insertions.Add((marks[number].Start, 1000 + number, string.Format(null, beforeMark, number)));
            insertions.Add((marks[number].End, 2000 + number, string.Format(null, afterMark, number)));
            insertions.Add((statement.Span.End, 3000 + number, string.Format(null, after, number)));
        }

        return insertions
            .OrderByDescending(one => one.Position)
            .ThenByDescending(one => one.Order)
            .Aggregate(source, (text, one) => text.Insert(one.Position, one.Text));
    }

    private static string Tabs(string text) => Indent().Replace(text, match => new string('\t', match.Length / 4));

    private static string CrLf(string text) => text.ReplaceLineEndings("\r\n");

    /// <summary>The same for a language without global usings.</summary>
    private static string Directly(string text) =>
        Analysis.GlobalUsings.Replace("global using global::", "using ", StringComparison.Ordinal) + "\n" + text;

    [GeneratedRegex("^(    )+", RegexOptions.Multiline)]
    private static partial Regex Indent();

    [GeneratedRegex(@"// above \d+\b|/\* before \d+ \*/|/\* after \d+ \*/|// behind \d+\b")]
    private static partial Regex Kept();

    private sealed class Known(IReadOnlyList<Diagnostic> findings) : FixAllContext.DiagnosticProvider
    {
        public override async Task<IEnumerable<Diagnostic>> GetDocumentDiagnosticsAsync(
            Document document,
            CancellationToken cancellationToken
        )
        {
            var tree = await document.GetSyntaxTreeAsync(cancellationToken);
            return findings.Where(finding => finding.Location.SourceTree == tree);
        }

        public override Task<IEnumerable<Diagnostic>> GetProjectDiagnosticsAsync(Project project, CancellationToken cancellationToken) =>
            Task.FromResult(Enumerable.Empty<Diagnostic>());

        public override Task<IEnumerable<Diagnostic>> GetAllDiagnosticsAsync(Project project, CancellationToken cancellationToken) =>
            Task.FromResult<IEnumerable<Diagnostic>>(findings);
    }
}
