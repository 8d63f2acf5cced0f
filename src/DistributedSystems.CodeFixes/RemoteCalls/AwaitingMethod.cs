using DistributedSystems.Analyzers.Facts.Code;
using DistributedSystems.Analyzers.Facts.Surroundings;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using Microsoft.CodeAnalysis.Simplification;

namespace DistributedSystems.CodeFixes.RemoteCalls;

/// <summary>
/// Makes a private method asynchronous, with every wait in it and every call of it: the method is seen whole, nobody takes it as a
/// delegate, and each caller is asynchronous already.
/// </summary>
internal static class AwaitingMethod
{
    private const string Suffix = "Async";

    public static async Task<DocumentEdit?> PlanAsync(Document document, ReportedSite site, CancellationToken cancellation)
    {
        if (
            Operations.FunctionAround(site.Operation) is not null
            || site.Operation.Syntax.FirstAncestorOrSelf<MethodDeclarationSyntax>() is not { } declaration
            || site.Model.GetDeclaredSymbol(declaration, cancellation) is not { } method
            || !MayBecomeAsync(method)
            || WaitsIn(declaration, site, cancellation) is not { } waits
            || CallsOf(method, site.Model, cancellation) is not { Count: > 0 } calls
        )
        {
            return null;
        }

        var name = NameOf(method, declaration);
        var edit = new DocumentEdit(
            name == method.Name
                ? $"Make '{name}' asynchronous and await the call"
                : $"Make '{method.Name}' asynchronous, as '{name}', and await the call",
            declaration.Span.ToString(),
            editor =>
            {
                foreach (var wait in waits)
                {
                    editor.ReplaceNode(wait.Syntax, (current, _) => AwaitRemoteCallFix.Await((ExpressionSyntax)current, wait, twin: null));
                }

                foreach (var call in calls)
                {
                    editor.ReplaceNode(
                        call.Syntax,
                        (current, _) =>
                            AwaitRemoteCallFix
                                .Awaiting(AwaitRemoteCallFix.TwinOf((InvocationExpressionSyntax)current, name)!, call)
                                .WithTriviaFrom(current)
                    );
                }

                editor.ReplaceNode(declaration, (current, _) => AsAsync((MethodDeclarationSyntax)current, name));
            }
        );
        return await edit.CompilesAsync(document, cancellation).ConfigureAwait(false) ? edit : null;
    }

    private static bool MayBecomeAsync(IMethodSymbol method) =>
        method
            is {
                MethodKind: MethodKind.Ordinary,
                DeclaredAccessibility: Accessibility.Private,
                IsAsync: false,
                IsExtern: false,
                ReturnsByRef: false,
                ReturnsByRefReadonly: false,
                PartialDefinitionPart: null,
                PartialImplementationPart: null,
                ContainingType.DeclaringSyntaxReferences.Length: 1
            }
        && method.GetAttributes().IsEmpty
        && method.ReturnType.GetMembers("GetAwaiter").IsEmpty
        && method.Parameters.All(parameter => parameter.RefKind == RefKind.None);

    /// <summary>The waits of the method's own body; null where one of them, or a blocking call with an asynchronous twin, would
    /// stay.</summary>
    private static List<IOperation>? WaitsIn(MethodDeclarationSyntax declaration, ReportedSite site, CancellationToken cancellation)
    {
        var waits = new List<IOperation>();
        if (site.Model.GetOperation(declaration, cancellation) is not { } body)
        {
            return null;
        }

        foreach (var operation in body.Descendants())
        {
            if (Operations.FunctionAround(operation) is not null)
            {
                continue;
            }

            if (
                operation is IInvocationOperation invocation
                && site.Facts.RemoteCalls.RemoteCallOf(invocation) is { Api.Blocking: true } call
                && Blocking.AsyncTwinOf(call) is not null
            )
            {
                return null;
            }

            if (Blocking.TaskBlockedOn(operation) is null)
            {
                continue;
            }

            if (
                site.Facts.Blocking.RemoteWaitOf(operation) is null
                || operation.Syntax is not ExpressionSyntax blocking
                || AwaitRemoteCallFix.AwaitedBy(operation, blocking) is not { } awaited
                || Blocking.IsChosenByFlag(operation, AwaitRemoteCallFix.NameOf(awaited))
                || blocking.Ancestors().Any(ancestor => ancestor is ConditionalAccessExpressionSyntax)
                || AwaitRemoteCallFix.IsUnderAggregateHandler(operation, site.Model, cancellation)
            )
            {
                return null;
            }

            waits.Add(operation);
        }

        return waits;
    }

    /// <summary>Every call of the method; null where something else than a call names it, or where a caller cannot await.</summary>
    private static List<IOperation>? CallsOf(IMethodSymbol method, SemanticModel model, CancellationToken cancellation)
    {
        var calls = new List<IOperation>();
        foreach (
            var name in method
                .ContainingType.DeclaringSyntaxReferences[0]
                .GetSyntax(cancellation)
                .DescendantNodes()
                .OfType<SimpleNameSyntax>()
                .Where(name => name.Identifier.ValueText == method.Name)
        )
        {
            var symbols = model.GetSymbolInfo(name, cancellation);
            if (
                !symbols
                    .CandidateSymbols.Add(symbols.Symbol!)
                    .Any(symbol => SymbolEqualityComparer.Default.Equals(symbol?.OriginalDefinition, method))
            )
            {
                continue;
            }

            var callee = name.Parent is MemberAccessExpressionSyntax access && access.Name == name ? (ExpressionSyntax)access : name;
            if (
                callee.Parent is not InvocationExpressionSyntax syntax
                || syntax.Ancestors().Any(ancestor => ancestor is ConditionalAccessExpressionSyntax)
                || model.GetOperation(syntax, cancellation) is not IInvocationOperation call
                || !AwaitRemoteCallFix.IsInAsyncFunction(call, model, cancellation)
            )
            {
                return null;
            }

            calls.Add(call);
        }

        return calls;
    }

    /// <summary>The name with the suffix that tells of a task, unless most methods of the type that return one go without, something has
    /// that name, or a comment refers to the method.</summary>
    private static string NameOf(IMethodSymbol method, MethodDeclarationSyntax declaration)
    {
        var name = method.Name + Suffix;
        var neighbours = method
            .ContainingType.GetMembers()
            .OfType<IMethodSymbol>()
            .Where(other => other.MethodKind == MethodKind.Ordinary && !other.ReturnType.GetMembers("GetAwaiter").IsEmpty)
            .ToList();
        return
            method.Name.EndsWith(Suffix, StringComparison.Ordinal)
            || neighbours.Count(other => other.Name.EndsWith(Suffix, StringComparison.Ordinal)) * 2 < neighbours.Count
            || declaration
                .SyntaxTree.GetRoot()
                .DescendantTokens(descendIntoTrivia: true)
                .Any(token =>
                    (token.ValueText == name && !token.GetPreviousToken().IsKind(SyntaxKind.DotToken))
                    || (token.ValueText == method.Name && token.Parent?.FirstAncestorOrSelf<StructuredTriviaSyntax>() is not null)
                )
            || method.ContainingType.GetMembers(name).Length > 0
            || BasesOf(method.ContainingType).Any(type => type.GetMembers(name).Length > 0)
            ? method.Name
            : name;
    }

    private static IEnumerable<INamedTypeSymbol> BasesOf(INamedTypeSymbol type)
    {
        for (var parent = type.BaseType; parent is not null; parent = parent.BaseType)
        {
            yield return parent;
        }
    }

    private static MethodDeclarationSyntax AsAsync(MethodDeclarationSyntax method, string name)
    {
        method = method.WithIdentifier(SyntaxFactory.Identifier(name).WithTriviaFrom(method.Identifier));
        var returned = method.ReturnType;
        var task = SyntaxFactory
            .ParseTypeName(
                "global::System.Threading.Tasks.Task"
                    + (
                        returned is PredefinedTypeSyntax { Keyword.RawKind: (int)SyntaxKind.VoidKeyword }
                            ? ""
                            : $"<{returned.WithoutTrivia()}>"
                    )
            )
            .WithAdditionalAnnotations(Simplifier.Annotation)
            .WithTrailingTrivia(returned.GetTrailingTrivia());
        var modifier = SyntaxFactory.Token(SyntaxKind.AsyncKeyword).WithTrailingTrivia(SyntaxFactory.Space);
        return method.Modifiers.Count > 0
            ? method.WithReturnType(task).AddModifiers(modifier)
            : method.WithReturnType(task).WithModifiers(SyntaxFactory.TokenList(modifier.WithLeadingTrivia(returned.GetLeadingTrivia())));
    }
}
