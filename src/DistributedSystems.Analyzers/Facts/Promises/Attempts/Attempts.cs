using DistributedSystems.Analyzers.Catalog;
using DistributedSystems.Analyzers.Facts.Code;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace DistributedSystems.Analyzers.Facts.Promises;

/// <summary>Whether two executions are attempts of the same operation.</summary>
internal sealed class Attempts(CatalogIndex catalog, Values values, Constants constants)
{
    public const int DeepestOrigin = 16;

    /// <summary>
    /// Is it the same operation every time the loop comes round: same receiver, same arguments? What the loop moves on (the item
    /// of a foreach, a counter, something read or dequeued) makes it another one.
    /// </summary>
    public bool IsSameEachTime(IInvocationOperation call, SyntaxNode loop)
    {
        var filled = new HashSet<ILocalSymbol>(SymbolEqualityComparer.Default);
        foreach (var input in call.ChildOperations)
        {
            if (!IsSameEachTime(input, loop, depth: 0, filled))
            {
                return false;
            }
        }

        return true;
    }

    /// <param name="value">What the call depends on.</param>
    /// <param name="loop">The loop.</param>
    /// <param name="depth">How far it is from the call.</param>
    /// <param name="filled">The locals whose objects were looked at already.</param>
    public bool IsSameEachTime(IOperation value, SyntaxNode loop, int depth, HashSet<ILocalSymbol> filled)
    {
        if (depth > DeepestOrigin)
        {
            return false;
        }

        switch (value)
        {
            case IAnonymousFunctionOperation or INameOfOperation or ITypeOfOperation:
                return true;
            case IAwaitOperation or IIncrementOrDecrementOperation or IDynamicInvocationOperation:
                return false;
            case ILocalReferenceOperation local
                when !IsSameEachTime(local, loop, depth, filled) || (filled.Add(local.Local) && IsFilledAnew(local, loop, depth, filled)):
                return false;
            case IInvocationOperation { Instance: { } receiver } invocation when !GivesTheSameAgain(invocation, receiver):
                return false;
        }

        foreach (var part in value.ChildOperations)
        {
            if (!IsSameEachTime(part, loop, depth + 1, filled))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Something in the loop puts what the loop moves on into the object: the next page, the next item. An attempt's number in a
    /// header makes it no other request.</summary>
    private bool IsFilledAnew(ILocalReferenceOperation reference, SyntaxNode loop, int depth, HashSet<ILocalSymbol> filled) =>
        values
            .UsesOf(reference.Local, reference)
            .Any(use =>
                loop.Span.Contains(use.Syntax.Span)
                && use.Parent switch
                {
                    IMemberReferenceOperation { Parent: ISimpleAssignmentOperation assignment } member when assignment.Target == member =>
                        !IsSameEachTime(assignment.Value, loop, depth + 1, filled),
                    IInvocationOperation { TargetMethod: { Name: "Add" or "Set" or "Append" or "Enqueue" or "Push" } } call
                        when call.Instance == use => call.Arguments.Any(argument =>
                        !IsSameEachTime(argument.Value, loop, depth + 1, filled)
                    ),
                    _ => false,
                }
            );

    private bool IsSameEachTime(ILocalReferenceOperation reference, SyntaxNode loop, int depth, HashSet<ILocalSymbol> filled)
    {
        var declared = reference.Local.DeclaringSyntaxReferences.FirstOrDefault()?.GetSyntax();
        var isDeclaredInside = declared is not null && loop.Span.Contains(declared.Span);
        var writes = values.WritesTo(reference.Local, reference);
        if ((isDeclaredInside && !writes.Complete) || writes.HiddenPlaces.Any(place => loop.Span.Contains(place.Span)))
        {
            return false;
        }

        var inside = 0;
        foreach (var written in writes.Values)
        {
            // The initializer of a counted loop runs once.
            if (
                !loop.Span.Contains(written.Syntax.Span)
                || (loop is ForStatementSyntax counted && counted.Declaration?.Span.Contains(written.Syntax.Span) == true)
            )
            {
                continue;
            }

            inside++;
            if (!IsSameEachTime(written, loop, depth + 1, filled))
            {
                return false;
            }
        }

        return inside == 0 || (inside == 1 && (isDeclaredInside || writes.Values.Length == 1));
    }

    /// <summary>
    /// A method on another object may hand out the next item; static methods, the type's own methods, the framework's text and
    /// serialisation types, service providers, and what hands out a client or command of the catalog give the same again for the same
    /// input;
    /// a clock or a random number is no item either.
    /// </summary>
    public bool GivesTheSameAgain(IInvocationOperation invocation, IOperation receiver) =>
        Values.Unwrap(receiver) is IInstanceReferenceOperation
        || invocation.TargetMethod.Name is "ToString" or "ToArray" or "ToList"
        || receiver.Type?.SpecialType == SpecialType.System_String
        || receiver.Type
            is {
                Name: "Random" or "TimeProvider" or "Guid" or "DateTime" or "DateTimeOffset",
                ContainingNamespace: { Name: "System", ContainingNamespace.IsGlobalNamespace: true }
            }
        || (invocation.Type is INamedTypeSymbol handedOut && catalog.TypeEntryOf(handedOut) is not null)
        || invocation.TargetMethod.ContainingNamespace?.FullName() is { } space
            && (
                space.StartsWith("System.Text", StringComparison.Ordinal)
                || space.StartsWith("System.Net.Http", StringComparison.Ordinal)
                || space == "Microsoft.Extensions.DependencyInjection"
            );

    /// <summary>How often a counted loop runs at most; null where that is not a constant.</summary>
    public int? RoundsOf(ILoopOperation loop)
    {
        if (
            loop
                is not IForLoopOperation
                {
                    Condition: IBinaryOperation
                    {
                        OperatorKind: BinaryOperatorKind.LessThan or BinaryOperatorKind.LessThanOrEqual
                    } condition
                } counted
            || Values.Unwrap(condition.LeftOperand) is not ILocalReferenceOperation counter
            || constants.ConstantCountOf(condition.RightOperand) is not { } end
        )
        {
            return null;
        }

        foreach (var before in counted.Before)
        {
            foreach (var part in before.DescendantsAndSelf())
            {
                if (
                    part is IVariableDeclaratorOperation { Initializer.Value: { } start } declarator
                    && SymbolEqualityComparer.Default.Equals(declarator.Symbol, counter.Local)
                    && constants.ConstantCountOf(start) is { } from
                )
                {
                    return Math.Max(0, end - from + (condition.OperatorKind == BinaryOperatorKind.LessThanOrEqual ? 1 : 0));
                }
            }
        }

        return null;
    }
}
