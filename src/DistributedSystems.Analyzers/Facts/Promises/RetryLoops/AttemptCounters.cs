using DistributedSystems.Analyzers.Facts.Code;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace DistributedSystems.Analyzers.Facts.Promises;

/// <summary>What differs from one attempt to the next because of the attempts themselves.</summary>
internal sealed class AttemptCounters(Values values)
{
    /// <summary>Something that each attempt moves on: a counter, a delay that grows, a parameter that the method hands to itself changed, what a
    /// handler notes of the failure.</summary>
    public bool IsCounted(IOperation part, SyntaxNode place, SyntaxNode? again, IOperation root) =>
        part switch
        {
            IIncrementOrDecrementOperation or ICompoundAssignmentOperation => true,
            ILocalReferenceOperation { Local: var local } => values
                .UsesOf(local, root)
                .Any(use => place.Span.Contains(use.Syntax.Span) && IsMovedOn(use)),
            IMemberReferenceOperation { Member: IFieldSymbol or IPropertySymbol } member => root.Descendants()
                .Any(use =>
                    use is IMemberReferenceOperation other
                    && SymbolEqualityComparer.Default.Equals(other.Member, member.Member)
                    && place.Span.Contains(use.Syntax.Span)
                    && IsMovedOn(use)
                ),
            IParameterReferenceOperation { Parameter: var parameter } => root.Descendants()
                .Any(use =>
                    use is IParameterReferenceOperation other
                    && SymbolEqualityComparer.Default.Equals(other.Parameter, parameter)
                    && (IsMovedOn(use) || (again?.Span.Contains(use.Syntax.Span) == true && use.Parent is IBinaryOperation))
                ),
            _ => false,
        };

    private static bool IsMovedOn(IOperation use) =>
        use.Parent switch
        {
            IIncrementOrDecrementOperation => true,
            ICompoundAssignmentOperation assignment => assignment.Target == use,
            ISimpleAssignmentOperation assignment => assignment.Target == use
                && (IsInCatch(use) || assignment.Value.DescendantsAndSelf().Any(part => SameExpression.Are(part, use))),
            _ => false,
        };

    private static bool IsInCatch(IOperation part)
    {
        var around = part.Parent;
        while (around is not (null or ICatchClauseOperation or IAnonymousFunctionOperation or ILocalFunctionOperation))
        {
            around = around.Parent;
        }

        return around is ICatchClauseOperation;
    }
}
