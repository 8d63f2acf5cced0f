using System.Composition;
using DistributedSystems.Analyzers.Catalog;
using DistributedSystems.Analyzers.Rules.Messaging;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Formatting;
using Microsoft.CodeAnalysis.Operations;

namespace DistributedSystems.CodeFixes.Messaging;

/// <summary>
/// Links the token of the work to the signal that its lock is lost. Offered where the lock is taken with a token that the work behind it is given, too.
/// </summary>
[ExportCodeFixProvider(LanguageNames.CSharp)]
[Shared]
public sealed class StopWithLostLockFix : DistributedCodeFix
{
    private const string Name = "held";

    public StopWithLostLockFix()
        : base(LockResultIsIgnored.Id) { }

    private protected override async Task<DocumentEdit?> PlanAsync(Document document, Diagnostic diagnostic, CancellationToken cancellation)
    {
        if (
            await SiteOf(document, diagnostic, cancellation).ConfigureAwait(false) is not { Operation: IInvocationOperation taken } site
            || site.Facts.Locks.CallOf(taken) is not { Api: { Lock: LockRole.Acquires, LostMember: { } lost } }
            || taken.Syntax.FirstAncestorOrSelf<StatementSyntax>()
                is not LocalDeclarationStatementSyntax
                {
                    Parent: BlockSyntax block,
                    Declaration.Variables: { Count: 1 } variables
                } declaration
            || TokenIn(taken) is not { } token
            || site.Model.GetSymbolInfo(token, cancellation).Symbol is not { } source
            || LastCheck(block, declaration, variables[0].Identifier.ValueText, taken) is not { } start
            || site.Model.LookupSymbols(block.CloseBraceToken.SpanStart, name: Name).Length > 0
        )
        {
            return null;
        }

        var uses = block
            .Statements.Skip(block.Statements.IndexOf(start) + 1)
            .SelectMany(static statement => statement.DescendantNodes().OfType<IdentifierNameSyntax>())
            .Where(use =>
                use.Parent is ArgumentSyntax
                && use.Identifier.ValueText == token.Identifier.ValueText
                && SymbolEqualityComparer.Default.Equals(site.Model.GetSymbolInfo(use, cancellation).Symbol, source)
            )
            .ToList();
        if (uses.Count == 0)
        {
            return null;
        }

        var linked = (
            (LocalDeclarationStatementSyntax)
                SyntaxFactory.ParseStatement(
                    $"using var {Name} = global::System.Threading.CancellationTokenSource.CreateLinkedTokenSource({token.Identifier.ValueText}, {variables[0].Identifier.ValueText}.{lost});"
                )
        )
            .WithTrailingTrivia(SyntaxFactory.ElasticCarriageReturnLineFeed)
            .WithAdditionalAnnotations(Formatter.Annotation)
            .Qualified();
        var edit = new DocumentEdit(
            $"Stop the work when the lock is lost ('{lost}')",
            declaration.Span.ToString(),
            editor =>
            {
                foreach (var use in uses)
                {
                    editor.ReplaceNode(use, SyntaxFactory.ParseExpression(Name + ".Token").WithTriviaFrom(use));
                }

                editor.InsertAfter(start, linked);
            }
        );
        return await edit.CompilesAsync(document, cancellation).ConfigureAwait(false) ? edit : null;
    }

    private static IdentifierNameSyntax? TokenIn(IInvocationOperation taken) =>
        taken
            .Arguments.Where(static argument => argument.Parameter?.Type is { Name: "CancellationToken" } && !argument.IsImplicit)
            .Select(static argument => argument.Value.Syntax)
            .OfType<IdentifierNameSyntax>()
            .FirstOrDefault();

    /// <summary>Behind the check of a handle that there may be none of; null where it may be missing and nobody checks.</summary>
    private static StatementSyntax? LastCheck(BlockSyntax block, StatementSyntax declaration, string handle, IInvocationOperation taken)
    {
        if (!taken.TargetMethod.Name.StartsWith("Try", StringComparison.Ordinal))
        {
            return declaration;
        }

        return
            block.Statements.ElementAtOrDefault(block.Statements.IndexOf(declaration) + 1) is IfStatementSyntax { Else: null } check
            && check.Condition.DescendantNodes().OfType<IdentifierNameSyntax>().Any(name => name.Identifier.ValueText == handle)
            && check.Statement.DescendantNodesAndSelf().Any(static node => node is ReturnStatementSyntax or ThrowStatementSyntax)
            ? check
            : null;
    }
}
