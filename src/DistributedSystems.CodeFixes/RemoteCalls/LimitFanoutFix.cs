using System.Composition;
using DistributedSystems.Analyzers;
using DistributedSystems.Analyzers.Rules.RemoteCalls;
using DistributedSystems.CodeFixes.Deadlines;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using Microsoft.CodeAnalysis.Simplification;

namespace DistributedSystems.CodeFixes.RemoteCalls;

/// <summary>
/// Starts the calls by <c>Parallel.ForEachAsync</c>, eight at a time or as many as the team says, until the first failure: the method's
/// token ends the loop, and the loop's token its calls. Offered where the statement waits for calls whose results nobody takes, where starting them writes to nothing
/// they share, and where the framework has the method.
/// </summary>
[ExportCodeFixProvider(LanguageNames.CSharp)]
[Shared]
public sealed class LimitFanoutFix : DistributedCodeFix
{
    private const int UsualLimit = 8;

    public LimitFanoutFix()
        : base(UnboundedFanout.Id) { }

    private protected override async Task<DocumentEdit?> PlanAsync(Document document, Diagnostic diagnostic, CancellationToken cancellation)
    {
        if (
            await SiteOf(document, diagnostic, cancellation).ConfigureAwait(false)
                is not {
                    Operation: IInvocationOperation
                    {
                        Syntax: InvocationExpressionSyntax { Parent: AwaitExpressionSyntax { Parent: ExpressionStatementSyntax } } outer
                    } whenAll
                } site
            || site.Facts.Fanouts.UnboundedFanoutOf(whenAll) is not { } fanout
        )
        {
            return null;
        }

        var edit = fanout.Selector?.Syntax is InvocationExpressionSyntax projection
            ? OfProjection(projection, outer, site)
            : OfLoop(outer, site, cancellation);
        return edit is not null && await edit.CompilesAsync(document, cancellation).ConfigureAwait(false) ? edit : null;
    }

    private static DocumentEdit? OfProjection(InvocationExpressionSyntax projection, InvocationExpressionSyntax outer, ReportedSite site)
    {
        ExpressionSyntax tasks = projection;
        while (
            tasks.Parent
                is MemberAccessExpressionSyntax
                {
                    Name.Identifier.ValueText: "ToList" or "ToArray",
                    Parent: InvocationExpressionSyntax copy
                }
        )
        {
            tasks = copy;
        }

        if (
            tasks.Parent is not ArgumentSyntax { Parent.Parent: InvocationExpressionSyntax waiting }
            || waiting != outer
            || projection.Expression is not MemberAccessExpressionSyntax select
            || projection.ArgumentList.Arguments[0].Expression is not SimpleLambdaExpressionSyntax lambda
            || (lambda.Body is BlockSyntax && !lambda.AsyncKeyword.IsKind(SyntaxKind.AsyncKeyword))
            || WritesToWhatIsShared(lambda.Body, site.Model)
        )
        {
            return null;
        }

        var limited = Limited(
            select.Expression,
            lambda.Parameter.Identifier,
            lambda.Body,
            isAsync: lambda.AsyncKeyword.IsKind(SyntaxKind.AsyncKeyword),
            site
        );
        return Edit(outer, site, editor => editor.ReplaceNode(outer, limited.WithTriviaFrom(outer)));
    }

    /// <summary><c>foreach (var item in items) tasks.Add(Call(item));</c> just before, over a list that serves nothing else.</summary>
    private static DocumentEdit? OfLoop(InvocationExpressionSyntax outer, ReportedSite site, CancellationToken cancellation)
    {
        var statement = outer.FirstAncestorOrSelf<ExpressionStatementSyntax>()!;
        if (
            statement.Parent is not BlockSyntax block
            || outer.ArgumentList.Arguments[0].Expression is not IdentifierNameSyntax list
            || site.Model.GetSymbolInfo(list, cancellation).Symbol
                is not ILocalSymbol { DeclaringSyntaxReferences: { Length: 1 } declared } tasks
            || site.Facts.Values.UsesOf(tasks, site.Operation).Count != 2
            || declared[0].GetSyntax(cancellation).FirstAncestorOrSelf<LocalDeclarationStatementSyntax>()
                is not { Declaration.Variables: { Count: 1 } variables } declaration
            || declaration.Parent != block
            || !IsEmptyList(variables[0].Initializer?.Value, site.Model)
            || block.Statements.LastOrDefault(earlier => earlier.SpanStart < statement.SpanStart)
                is not ForEachStatementSyntax { AwaitKeyword.RawKind: 0 } loop
            || !site.Model.GetForEachStatementInfo(loop).ElementConversion.IsIdentity
            || AddedBy(loop.Statement, list.Identifier.ValueText) is not { } started
            || WritesToWhatIsShared(started, site.Model)
            || HasComment(declaration)
            || HasComment(statement)
            || HasComment(loop.Statement)
        )
        {
            return null;
        }

        var limited = Limited(loop.Expression, loop.Identifier, started, isAsync: false, site);
        return Edit(
            outer,
            site,
            editor =>
            {
                editor.RemoveNode(declaration, SyntaxRemoveOptions.KeepNoTrivia);
                editor.RemoveNode(loop, SyntaxRemoveOptions.KeepNoTrivia);
                editor.ReplaceNode(statement, statement.ReplaceNode(outer, limited).WithLeadingTrivia(loop.GetLeadingTrivia()));
            }
        );
    }

    /// <summary>Nothing in it yet; at most its capacity is given.</summary>
    private static bool IsEmptyList(ExpressionSyntax? made, SemanticModel model) =>
        made switch
        {
            BaseObjectCreationExpressionSyntax { Initializer: null } creation => creation.ArgumentList?.Arguments.All(argument =>
                model.GetTypeInfo(argument.Expression).Type?.SpecialType == SpecialType.System_Int32
            ) != false,
            not null => made.ToString() == "[]",
            _ => false,
        };

    private static ExpressionSyntax? AddedBy(StatementSyntax body, string list)
    {
        var only = body is BlockSyntax { Statements: { Count: 1 } statements } ? statements[0] : body;
        return
            only
                is ExpressionStatementSyntax
                {
                    Expression: InvocationExpressionSyntax
                    {
                        Expression: MemberAccessExpressionSyntax
                        {
                            Name.Identifier.ValueText: "Add",
                            Expression: IdentifierNameSyntax target
                        },
                        ArgumentList.Arguments: { Count: 1 } arguments
                    }
                }
            && target.Identifier.ValueText == list
            ? arguments[0].Expression
            : null;
    }

    private static bool HasComment(SyntaxNode node) =>
        node.DescendantTrivia()
            .Any(trivia =>
                trivia.IsKind(SyntaxKind.SingleLineCommentTrivia) || trivia.IsKind(SyntaxKind.MultiLineCommentTrivia) || trivia.IsDirective
            );

    /// <summary>What one after the other was in order would be a race.</summary>
    private static bool WritesToWhatIsShared(SyntaxNode code, SemanticModel model)
    {
        return model.GetOperation(code) is not { } operation
            || operation
                .DescendantsAndSelf()
                .Any(part =>
                    part switch
                    {
                        IAssignmentOperation { Parent: not IObjectOrCollectionInitializerOperation, Target: var target } => IsShared(
                            target
                        ),
                        IIncrementOrDecrementOperation { Target: var target } => IsShared(target),
                        IArgumentOperation { Parameter.RefKind: RefKind.Ref or RefKind.Out, Value: var target } => IsShared(target),
                        _ => false,
                    }
                );

        bool IsShared(IOperation target) =>
            target is not IDiscardOperation and not IDeclarationExpressionOperation
            && !(
                target is ILocalReferenceOperation { Local: var local }
                && local.DeclaringSyntaxReferences.All(declared => code.Span.Contains(declared.Span))
            );
    }

    /// <summary>How many at a time: what the team says, or a number to start from.</summary>
    private static int LimitAt(ReportedSite site) =>
        site.Facts.Project.CountSetFor(site.Operation.Syntax.SyntaxTree, RuleOptions.FanoutLimit) ?? UsualLimit;

    private static DocumentEdit Edit(SyntaxNode outer, ReportedSite site, Action<Microsoft.CodeAnalysis.Editing.DocumentEditor> apply) =>
        new($"Run at most {LimitAt(site)} calls at a time (stops at the first failure)", outer.Span.ToString(), apply);

    private static ExpressionSyntax Limited(
        ExpressionSyntax items,
        SyntaxToken item,
        CSharpSyntaxNode body,
        bool isAsync,
        ReportedSite site
    )
    {
        var tokens = site.Facts.Tokens.TokensInScope(site.Operation).ToList();
        var inScope = (
            tokens.FirstOrDefault(one => Mentions(body, one.Expression)) ?? tokens.FirstOrDefault(one => one.IsSure)
        )?.Expression;
        var (given, token) = WithLoopsToken(body, inScope, site);
        if (!isAsync && given is ExpressionSyntax call)
        {
            given = SyntaxFactory.AwaitExpression(
                SyntaxFactory.Token(SyntaxKind.AwaitKeyword).WithTrailingTrivia(SyntaxFactory.Space),
                call.AsAwaitedAround(site.Operation.Syntax)
            );
        }

        var stop = inScope is null ? "" : $", CancellationToken = {inScope}";
        var limited = SyntaxFactory.ParseExpression(
            $"global::System.Threading.Tasks.Parallel.ForEachAsync({items}, new global::System.Threading.Tasks.ParallelOptions {{ MaxDegreeOfParallelism = {LimitAt(site)}{stop} }}, async ({item.ValueText}, {token}) => {given})"
        );
        return limited.ReplaceNodes(
            limited
                .DescendantNodes()
                .Where(node =>
                    node
                        is MemberAccessExpressionSyntax { Name.Identifier.ValueText: "Parallel" }
                            or QualifiedNameSyntax { Right.Identifier.ValueText: "ParallelOptions" }
                ),
            (_, name) => name.WithAdditionalAnnotations(Simplifier.Annotation)
        );
    }

    /// <summary>The calls with the loop's token, and its name: that of the method's token where they have it already and its name can be
    /// hidden, else one that is free; none where no call takes one.</summary>
    private static (CSharpSyntaxNode Body, string Token) WithLoopsToken(CSharpSyntaxNode body, string? inScope, ReportedSite site)
    {
        if (inScope is not null && Mentions(body, inScope))
        {
            var canHide =
                ((CSharpParseOptions)body.SyntaxTree.Options).LanguageVersion.MapSpecifiedToEffectiveVersion() >= LanguageVersion.CSharp8;
            return (body, canHide && SyntaxFacts.IsValidIdentifier(inScope) ? inScope : "_");
        }

        var name = new[] { "token", "cancellationToken", "stop" }.FirstOrDefault(free =>
            site.Model.LookupSymbols(body.SpanStart, name: free).IsEmpty && !body.DescendantTokens().Any(used => used.ValueText == free)
        );
        if (name is null)
        {
            return (body, "_");
        }

        var changes = new Dictionary<SyntaxNode, ArgumentListSyntax>();
        foreach (
            var call in body.DescendantNodesAndSelf(node => node == body || node is not AnonymousFunctionExpressionSyntax)
                .OfType<InvocationExpressionSyntax>()
        )
        {
            if (
                site.Model.GetOperation(call) is IInvocationOperation operation
                && site.Facts.RemoteCalls.RemoteCallOf(operation) is not null
                && operation.Arguments.All(argument =>
                    argument.ArgumentKind == ArgumentKind.DefaultValue || !site.Facts.Types.IsToken(argument.Parameter?.Type)
                )
                && operation
                    .TargetMethod.ContainingType.GetMembers(operation.TargetMethod.Name)
                    .OfType<IMethodSymbol>()
                    .SelectMany(overload => overload.Parameters)
                    .FirstOrDefault(parameter => site.Facts.Types.IsToken(parameter.Type))
                    is { } taker
                && TokenArguments.Added(
                    call,
                    operation.TargetMethod,
                    taker.Name,
                    SyntaxFactory.ParseExpression("default(global::System.Threading.CancellationToken)"),
                    site.Model
                )
                    is { } change
            )
            {
                var arguments = change(call.ArgumentList);
                changes[call] = arguments.ReplaceNode(arguments.Arguments.Last().Expression, SyntaxFactory.IdentifierName(name));
            }
        }

        return changes.Count == 0
            ? (body, "_")
            : (
                body.ReplaceNodes(changes.Keys, (call, current) => ((InvocationExpressionSyntax)current).WithArgumentList(changes[call])),
                name
            );
    }

    private static bool Mentions(SyntaxNode code, string expression) =>
        code.DescendantNodesAndSelf().Any(node => node is ExpressionSyntax && node.ToString() == expression);
}
