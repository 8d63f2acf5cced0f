using System.Composition;
using DistributedSystems.Analyzers.Rules.Retries;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Formatting;
using Microsoft.CodeAnalysis.Operations;

namespace DistributedSystems.CodeFixes.Retries;

/// <summary>
/// Lets the standard resilience handler retry only methods that may be repeated: <c>options.Retry.DisableForUnsafeHttpMethods()</c>.
/// Offered where the
/// handler is added without options or with a lambda, and the version in use has the method.
/// </summary>
[ExportCodeFixProvider(LanguageNames.CSharp)]
[Shared]
public sealed class LeaveUnsafeMethodsFix : DistributedCodeFix
{
    private const string Space = "Microsoft.Extensions.Http.Resilience";
    private const string Extensions = "HttpRetryStrategyOptionsExtensions";
    private const string Disable = "DisableForUnsafeHttpMethods";

    public LeaveUnsafeMethodsFix()
        : base(NonIdempotentOperationIsRetried.Id) { }

    private protected override async Task<DocumentEdit?> PlanAsync(Document document, Diagnostic diagnostic, CancellationToken cancellation)
    {
        if (
            await document.GetSyntaxRootAsync(cancellation).ConfigureAwait(false) is not { } root
            || await document.GetSemanticModelAsync(cancellation).ConfigureAwait(false) is not { } model
            || root.FindNode(diagnostic.Location.SourceSpan).FirstAncestorOrSelf<InvocationExpressionSyntax>() is not { } added
            || model.GetOperation(added, cancellation)
                is not IInvocationOperation { TargetMethod: { Name: "AddStandardResilienceHandler", IsExtensionMethod: true } } operation
            || model.Compilation.GetTypeByMetadataName(Space + "." + Extensions)?.GetMembers(Disable).IsEmpty != false
        )
        {
            return null;
        }

        var arguments = added.ArgumentList;
        if (operation.Arguments.Length == 1)
        {
            var disabling = SyntaxFactory.ParseExpression($"options => options.Retry.{Disable}()");
            return await OfferedAsync(Edit(arguments, arguments.AddArguments(SyntaxFactory.Argument(disabling)))).ConfigureAwait(false);
        }

        if (arguments.Arguments.LastOrDefault()?.Expression is not SimpleLambdaExpressionSyntax lambda)
        {
            return null;
        }

        var statement = SyntaxFactory.ParseStatement($"{lambda.Parameter.Identifier.Text}.Retry.{Disable}();");
        var block = lambda.Block is { } existing
            ? existing.AddStatements(statement)
            : SyntaxFactory.Block(SyntaxFactory.ExpressionStatement(lambda.ExpressionBody!.WithoutTrivia()), statement);
        return await OfferedAsync(Edit(lambda, lambda.WithBody(block))).ConfigureAwait(false);

        async Task<DocumentEdit?> OfferedAsync(DocumentEdit edit) =>
            await edit.CompilesAsync(document, cancellation).ConfigureAwait(false) ? edit : null;
    }

    private static DocumentEdit Edit(SyntaxNode before, SyntaxNode after) =>
        new(
            "Retry only methods that may be repeated",
            before.Span.ToString(),
            editor =>
            {
                editor.ReplaceNode(before, after.WithAdditionalAnnotations(Formatter.Annotation));
                Imports.AddFor(editor, before.SpanStart, Extensions, Space);
            }
        );
}
