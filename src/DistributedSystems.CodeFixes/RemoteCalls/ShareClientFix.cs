using System.Composition;
using DistributedSystems.Analyzers.Facts.Code;
using DistributedSystems.Analyzers.Rules.RemoteCalls;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Editing;
using Microsoft.CodeAnalysis.Formatting;
using Microsoft.CodeAnalysis.Operations;
using Microsoft.CodeAnalysis.Simplification;

namespace DistributedSystems.CodeFixes.RemoteCalls;

/// <summary>
/// Takes an <c>HttpClient</c> without settings of its own from the factory in scope, else from a static field whose handler renews its
/// connections (so that changes of DNS are seen): one that is there and has no settings of its own, as they may be meant for another
/// service, or a new one. Not offered where the code sets the client up, disposes it by hand or gives it away.
/// </summary>
[ExportCodeFixProvider(LanguageNames.CSharp)]
[Shared]
public sealed class ShareClientFix : DistributedCodeFix
{
    private const string Field = "SharedHttpClient";

    public ShareClientFix()
        : base(ClientPerCall.Id) { }

    private protected override async Task<DocumentEdit?> PlanAsync(Document document, Diagnostic diagnostic, CancellationToken cancellation)
    {
        if (
            await SiteOf(document, diagnostic, cancellation).ConfigureAwait(false)
                is not { Operation: IObjectCreationOperation { Arguments.IsEmpty: true, Initializer: null } creation } site
            || !SymbolEqualityComparer.Default.Equals(creation.Type, site.Facts.Types.HttpClient)
            || creation.Syntax is not ExpressionSyntax expression
        )
        {
            return null;
        }

        var declaration = (expression.Parent as EqualsValueClauseSyntax)?.Parent?.Parent as VariableDeclarationSyntax;
        var edit =
            FactoryIn(site) is { } factory
                ? new DocumentEdit(
                    $"Create the client with '{factory}'",
                    expression.Span.ToString(),
                    editor => editor.ReplaceNode(expression, (current, _) => FromFactory(factory).WithTriviaFrom(current))
                )
            : IsOnlyCalled(creation, declaration, site)
            && expression.FirstAncestorOrSelf<TypeDeclarationSyntax>()
                is ClassDeclarationSyntax
                    or RecordDeclarationSyntax
                    or StructDeclarationSyntax
                ? FromField(expression, declaration, site)
            : null;
        return edit is not null && await edit.CompilesAsync(document, cancellation).ConfigureAwait(false) ? edit : null;
    }

    private static ExpressionSyntax FromFactory(string factory) => SyntaxFactory.ParseExpression(factory + ".CreateClient()");

    /// <summary>A field, property or parameter that is an <c>IHttpClientFactory</c>.</summary>
    private static string? FactoryIn(ReportedSite site)
    {
        if (site.Facts.Types.HttpClientFactory is not { } factory)
        {
            return null;
        }

        foreach (var symbol in site.Model.LookupSymbols(site.Operation.Syntax.SpanStart))
        {
            var type = symbol switch
            {
                IFieldSymbol field => field.Type,
                IPropertySymbol property => property.Type,
                IParameterSymbol parameter => parameter.Type,
                _ => null,
            };
            if (SymbolEqualityComparer.Default.Equals(type, factory))
            {
                return symbol.Name;
            }
        }

        return null;
    }

    /// <summary>Nothing sets up, disposes or keeps what would now be everybody's.</summary>
    private static bool IsOnlyCalled(IObjectCreationOperation creation, VariableDeclarationSyntax? declaration, ReportedSite site)
    {
        if (declaration is null)
        {
            return creation.Syntax.Parent is MemberAccessExpressionSyntax;
        }

        return declaration is { Variables.Count: 1, Parent: LocalDeclarationStatementSyntax }
            && site.Model.GetDeclaredSymbol(declaration.Variables[0]) is ILocalSymbol local
            && site.Facts.Values.UsesOf(local, creation)
                .All(use =>
                    Operations.ReceiverUse(use) is IInvocationOperation call && site.Facts.RemoteCalls.RemoteCallOf(call) is not null
                );
    }

    private static DocumentEdit? FromField(ExpressionSyntax expression, VariableDeclarationSyntax? declaration, ReportedSite site)
    {
        var type = expression.FirstAncestorOrSelf<TypeDeclarationSyntax>()!;
        if (site.Model.GetDeclaredSymbol(type) is not { } symbol)
        {
            return null;
        }

        var existing = symbol
            .GetMembers()
            .OfType<IFieldSymbol>()
            .FirstOrDefault(field =>
                field is { IsStatic: true, IsReadOnly: true }
                && SymbolEqualityComparer.Default.Equals(field.Type, site.Facts.Types.HttpClient)
                && IsForAnyService(field, site)
            );
        if (existing is null && !symbol.GetMembers(Field).IsEmpty)
        {
            return null;
        }

        var name = existing?.Name ?? Field;
        return new DocumentEdit(
            existing is null ? "Share one static client" : $"Share the static client '{name}'",
            expression.Span.ToString(),
            editor =>
            {
                if (declaration?.Parent is LocalDeclarationStatementSyntax statement && UsesWithoutLocal(statement, site) is { } uses)
                {
                    foreach (var use in uses)
                    {
                        editor.ReplaceNode(use, (current, _) => SyntaxFactory.IdentifierName(name).WithTriviaFrom(current));
                    }

                    Remove(statement, editor);
                }
                else
                {
                    editor.ReplaceNode(expression, (current, _) => SyntaxFactory.IdentifierName(name).WithTriviaFrom(current));
                    if (declaration?.Parent is LocalDeclarationStatementSyntax { UsingKeyword.RawKind: (int)SyntaxKind.UsingKeyword } kept)
                    {
                        editor.ReplaceNode(kept, (current, _) => WithoutUsing((LocalDeclarationStatementSyntax)current));
                    }
                }

                if (existing is null)
                {
                    editor.ReplaceNode(type, (current, _) => WithField((TypeDeclarationSyntax)current));
                }
            }
        );
    }

    /// <summary>Every use of a local that would be one more name for the field; null where a comment stands at its declaration.</summary>
    private static List<IdentifierNameSyntax>? UsesWithoutLocal(LocalDeclarationStatementSyntax statement, ReportedSite site) =>
        statement.Parent is BlockSyntax block
        && statement
            .GetLeadingTrivia()
            .Concat(statement.DescendantTrivia())
            .All(trivia => trivia.IsKind(SyntaxKind.WhitespaceTrivia) || trivia.IsKind(SyntaxKind.EndOfLineTrivia))
        && site.Model.GetDeclaredSymbol(statement.Declaration.Variables[0]) is { } local
            ? block
                .DescendantNodes()
                .OfType<IdentifierNameSyntax>()
                .Where(name =>
                    name.Identifier.ValueText == local.Name
                    && SymbolEqualityComparer.Default.Equals(site.Model.GetSymbolInfo(name).Symbol, local)
                )
                .ToList()
            : null;

    /// <summary>Removes a statement; what follows takes its place, without the empty lines between the two.</summary>
    private static void Remove(LocalDeclarationStatementSyntax statement, DocumentEditor editor)
    {
        var statements = ((BlockSyntax)statement.Parent!).Statements;
        if (
            statements.ElementAtOrDefault(statements.IndexOf(statement) + 1) is { } next
            && next.GetLeadingTrivia()
                .All(trivia => trivia.IsKind(SyntaxKind.WhitespaceTrivia) || trivia.IsKind(SyntaxKind.EndOfLineTrivia))
        )
        {
            editor.ReplaceNode(next, (current, _) => current.WithLeadingTrivia(statement.GetLeadingTrivia()));
        }

        editor.RemoveNode(statement, SyntaxRemoveOptions.KeepNoTrivia);
    }

    /// <summary>A client that the type makes without settings, sets up nowhere and gives to nobody who could.</summary>
    private static bool IsForAnyService(IFieldSymbol field, ReportedSite site) =>
        field is { DeclaredAccessibility: Accessibility.Private, DeclaringSyntaxReferences: { Length: 1 } declared }
        && declared[0].GetSyntax()
            is VariableDeclaratorSyntax { Initializer.Value: BaseObjectCreationExpressionSyntax { Initializer: null } made }
        && (made.ArgumentList is null || made.ArgumentList.Arguments.All(argument => IsPlainHandler(argument.Expression)))
        && field
            .ContainingType.DeclaringSyntaxReferences.SelectMany(part => part.GetSyntax().DescendantNodes())
            .OfType<IdentifierNameSyntax>()
            .Where(name => name.Identifier.ValueText == field.Name)
            .All(name => IsCalled(name, site));

    /// <summary>A handler that only renews its connections.</summary>
    private static bool IsPlainHandler(ExpressionSyntax handler) =>
        handler is BaseObjectCreationExpressionSyntax { ArgumentList: null or { Arguments.Count: 0 } } made
        && (
            made.Initializer is null
            || made.Initializer.Expressions.All(setting =>
                setting
                    is AssignmentExpressionSyntax
                    {
                        Left: IdentifierNameSyntax { Identifier.ValueText: "PooledConnectionLifetime" or "PooledConnectionIdleTimeout" }
                    }
            )
        );

    private static bool IsCalled(IdentifierNameSyntax name, ReportedSite site)
    {
        ExpressionSyntax use = name.Parent is MemberAccessExpressionSyntax qualified && qualified.Name == name ? qualified : name;
        return use.Parent switch
        {
            MemberAccessExpressionSyntax { Parent: InvocationExpressionSyntax call } access => access.Expression == use
                && call.Expression == access
                && access.Name.Identifier.ValueText != nameof(IDisposable.Dispose),
            EqualsValueClauseSyntax { Parent: VariableDeclaratorSyntax { Parent.Parent: LocalDeclarationStatementSyntax } local } =>
                site.Facts.Values is { } values
                    && local.SyntaxTree == site.Operation.Syntax.SyntaxTree
                    && site.Model.GetDeclaredSymbol(local) is ILocalSymbol symbol
                    && site.Model.GetOperation(local) is { } declaration
                    && values.UsesOf(symbol, declaration).All(other => Operations.ReceiverUse(other) is IInvocationOperation),
            _ => false,
        };
    }

    /// <summary>A field stands under another one; what has a comment, or is no field, is set off from it, once.</summary>
    private static bool NeedsEmptyLineBefore(MemberDeclarationSyntax? member) =>
        member is not null
        && !member.GetLeadingTrivia().FirstOrDefault().IsKind(SyntaxKind.EndOfLineTrivia)
        && (
            member is not FieldDeclarationSyntax
            || member.GetLeadingTrivia().Any(trivia => trivia.Kind() is not (SyntaxKind.WhitespaceTrivia or SyntaxKind.EndOfLineTrivia))
        );

    private static LocalDeclarationStatementSyntax WithoutUsing(LocalDeclarationStatementSyntax statement) =>
        statement.WithUsingKeyword(default).WithLeadingTrivia(statement.GetLeadingTrivia());

    private static TypeDeclarationSyntax WithField(TypeDeclarationSyntax type)
    {
        if (
            type
                .Members.OfType<FieldDeclarationSyntax>()
                .Any(field => field.Declaration.Variables.Any(variable => variable.Identifier.ValueText == Field))
        )
        {
            return type;
        }

        var field = SyntaxFactory
            .ParseMemberDeclaration(
                $"private static readonly global::System.Net.Http.HttpClient {Field} = new global::System.Net.Http.HttpClient(new global::System.Net.Http.SocketsHttpHandler {{ PooledConnectionLifetime = global::System.TimeSpan.FromMinutes(15) }});"
            )!
            .WithAdditionalAnnotations(Formatter.Annotation, Simplifier.Annotation)
            .WithTrailingTrivia(
                !NeedsEmptyLineBefore(type.Members.FirstOrDefault())
                    ? new[] { SyntaxFactory.CarriageReturnLineFeed }
                    : new[] { SyntaxFactory.CarriageReturnLineFeed, SyntaxFactory.CarriageReturnLineFeed }
            );
        return type.WithMembers(type.Members.Insert(0, field));
    }
}
