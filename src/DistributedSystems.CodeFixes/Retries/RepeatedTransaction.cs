using DistributedSystems.Analyzers.Catalog;
using DistributedSystems.Analyzers.Facts.Code;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace DistributedSystems.CodeFixes.Retries;

/// <summary>
/// The part of a method that a strategy is to run again as a whole. The context outlives a run: what the failed run tracked is still there
/// with its new values, a query does not read it anew, and rows that were added are added again. So each run that saves has to begin with
/// an empty change tracker, and that may forget nothing but what the part itself has tracked.
/// </summary>
internal sealed class RepeatedTransaction
{
    private readonly ISymbol? context;
    private readonly SyntaxNode function;
    private readonly IReadOnlyList<StatementSyntax> statements;
    private readonly ReportedSite site;
    private readonly List<IOperation> inside;

    private RepeatedTransaction(ISymbol? context, SyntaxNode function, IReadOnlyList<StatementSyntax> statements, ReportedSite site)
    {
        (this.context, this.function, this.statements, this.site) = (context, function, statements, site);
        inside = statements
            .Select(statement => site.Model.GetOperation(statement))
            .OfType<IOperation>()
            .SelectMany(operation => operation.DescendantsAndSelf())
            .ToList();
    }

    /// <summary>Does a run save what the context tracks?</summary>
    public bool Saves => inside.OfType<IInvocationOperation>().Any(MaySave);

    /// <summary>The part from a transaction's begin on; null where it is not known which context it is, or where running it again would do
    /// more than the first run did.</summary>
    public static RepeatedTransaction? Of(IInvocationOperation begin, IReadOnlyList<StatementSyntax> statements, ReportedSite site)
    {
        if (
            Values.Unwrap(begin.Instance ?? begin.Arguments[0].Value) is not IPropertyReferenceOperation { Instance: { } owner }
            || !IsPlain(Values.Unwrap(owner))
            || statements[0].Ancestors().FirstOrDefault(IsFunction) is not { } function
        )
        {
            return null;
        }

        var repeated = new RepeatedTransaction(SymbolOf(Values.Unwrap(owner)), function, statements, site);
        return
            repeated.inside.Any(repeated.ChangesWhatStays)
            || (repeated.Saves && (repeated.IsUsedBefore() || !repeated.TracksByItself() || repeated.inside.Any(repeated.IsRowFromOutside)))
            ? null
            : repeated;
    }

    private static bool IsFunction(SyntaxNode node) => node is BaseMethodDeclarationSyntax or LocalFunctionStatementSyntax;

    /// <summary>The same object each time it is asked for.</summary>
    private static bool IsPlain(IOperation owner) =>
        owner
            is IInstanceReferenceOperation
                or ILocalReferenceOperation
                or IParameterReferenceOperation
                or IFieldReferenceOperation { Instance: null or IInstanceReferenceOperation }
                or IPropertyReferenceOperation { Instance: IInstanceReferenceOperation };

    private static ISymbol? SymbolOf(IOperation operation) =>
        operation switch
        {
            ILocalReferenceOperation local => local.Local,
            IParameterReferenceOperation parameter => parameter.Parameter,
            IMemberReferenceOperation member => member.Member,
            _ => null,
        };

    /// <summary>A reference to the context; the context of its own methods is <c>this</c>.</summary>
    private bool IsContext(IOperation operation) =>
        context is null
            ? operation is IInstanceReferenceOperation { ReferenceKind: InstanceReferenceKind.ContainingTypeInstance }
            : SymbolEqualityComparer.Default.Equals(SymbolOf(operation), context);

    private static bool IsSave(IMethodSymbol method) => method.Name is "SaveChanges" or "SaveChangesAsync";

    /// <summary>It saves, or is given the context, or is code of this project that may do either.</summary>
    private bool MaySave(IInvocationOperation call) =>
        IsSave(call.TargetMethod)
        || !call.TargetMethod.DeclaringSyntaxReferences.IsEmpty
        || call.Arguments.Any(argument => IsContext(Values.Unwrap(argument.Value)) && !call.TargetMethod.IsExtensionMethod);

    /// <summary>What was tracked before would be forgotten: here, or in a function of the same type that calls this one.</summary>
    private bool IsUsedBefore()
    {
        var body = statements[0].Parent!;
        foreach (var earlier in body.ChildNodes().TakeWhile(statement => statement != statements[0]))
        {
            if (
                site.Model.GetOperation(earlier) is { } operation
                && operation
                    .DescendantsAndSelf()
                    .Any(part =>
                        IsContext(part)
                        || part
                            is IInvocationOperation
                            {
                                Instance: IInstanceReferenceOperation,
                                TargetMethod.DeclaringSyntaxReferences.IsEmpty: false
                            }
                    )
            )
            {
                return true;
            }
        }

        var name = function switch
        {
            MethodDeclarationSyntax method => method.Identifier.ValueText,
            LocalFunctionStatementSyntax local => local.Identifier.ValueText,
            _ => null,
        };
        var around =
            function is LocalFunctionStatementSyntax ? function.Ancestors().OfType<MemberDeclarationSyntax>().Take(1)
            : function.Parent is TypeDeclarationSyntax type ? type.Members.Where(member => member != function)
            : Enumerable.Empty<MemberDeclarationSyntax>();
        return around.Any(member =>
            NamesOutside(member).Contains(name) && (context is null || NamesOutside(member).Contains(context.Name))
        );
    }

    private IEnumerable<string?> NamesOutside(SyntaxNode member) =>
        member.DescendantNodes(node => node != function).OfType<SimpleNameSyntax>().Select(node => node.Identifier.ValueText);

    /// <summary>The changes that it saves are made here; else they are pending already, and an empty change tracker would lose
    /// them.</summary>
    private bool TracksByItself() =>
        inside.Any(operation =>
            IsContext(operation)
            && !(
                operation.Parent is IPropertyReferenceOperation { Property.Name: "Database" or "ChangeTracker" }
                || (operation.Parent is IInvocationOperation call && IsSave(call.TargetMethod))
            )
        );

    /// <summary>A row that was read or made before: the next run would not know it any more, or add it with the key of the last run.</summary>
    private bool IsRowFromOutside(IOperation operation) =>
        (
            operation is ILocalReferenceOperation or IParameterReferenceOperation or IFieldReferenceOperation
            && SymbolOf(operation) is { } symbol
            && IsOutside(symbol)
            && !IsContext(operation)
            && MayHoldRow(operation.Type)
        )
        || (
            operation
                is IInvocationOperation
                {
                    TargetMethod.Name: "Add"
                        or "AddAsync"
                        or "AddRange"
                        or "AddRangeAsync"
                        or "Attach"
                        or "AttachRange"
                        or "Update"
                        or "UpdateRange"
                        or "Remove"
                        or "RemoveRange"
                        or "Entry"
                } tracked
            && tracked.TargetMethod.ContainingNamespace?.ToDisplayString() == "Microsoft.EntityFrameworkCore"
            && tracked.Arguments.Any(argument => RootOf(argument.Value) is { } root && IsOutside(root))
        );

    private bool MayHoldRow(ITypeSymbol? type) =>
        type switch
        {
            IArrayTypeSymbol array => MayHoldRow(array.ElementType),
            INamedTypeSymbol named => site.Facts.Entities.IsEntity(named) || named.TypeArguments.Any(MayHoldRow),
            _ => false,
        };

    /// <summary>Each run adds to something that outlives it: a number, a collection, a remote side that is no part of the
    /// transaction.</summary>
    private bool ChangesWhatStays(IOperation operation) =>
        operation switch
        {
            IIncrementOrDecrementOperation step => RootOf(step.Target) is { } root && IsOutside(root),
            ICompoundAssignmentOperation step => RootOf(step.Target) is { } root && IsOutside(root),
            IInvocationOperation call => IsAddedOutside(call)
                || (
                    site.Facts.RemoteCalls.RemoteCallOf(call) is { Api.Replay: not (Replay.Safe or Replay.Idempotent) }
                    && call.TargetMethod.ContainingNamespace?.ToDisplayString()
                        .StartsWith("Microsoft.EntityFrameworkCore", StringComparison.Ordinal) != true
                ),
            _ => false,
        };

    private bool IsAddedOutside(IInvocationOperation call) =>
        call
            is {
                Instance: { } collection,
                TargetMethod: { Name: "Add" or "AddRange" or "Insert" or "Enqueue" or "Push" or "Append", ContainingNamespace: { } space }
            }
        && Symbols.RootOf(space) == "System"
        && RootOf(collection) is { } root
        && IsOutside(root);

    private static ISymbol? RootOf(IOperation operation)
    {
        var value = Values.Unwrap(operation);
        while (
            value switch
            {
                IMemberReferenceOperation { Instance: { } instance } when instance is not IInstanceReferenceOperation => instance,
                IArrayElementReferenceOperation element => element.ArrayReference,
                _ => null,
            }
                is { } inner
        )
        {
            value = Values.Unwrap(inner);
        }

        return SymbolOf(value);
    }

    private bool IsOutside(ISymbol symbol) =>
        !symbol.DeclaringSyntaxReferences.Any(declared =>
            declared.SyntaxTree == statements[0].SyntaxTree && statements.Any(statement => statement.Span.Contains(declared.Span))
        );
}
