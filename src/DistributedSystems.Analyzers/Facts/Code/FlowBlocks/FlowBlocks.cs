using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace DistributedSystems.Analyzers.Facts.Code;

/// <summary>What a basic block holds.</summary>
internal static class FlowBlocks
{
    /// <summary>The block's operations and, last, the value its branch depends on.</summary>
    public static IEnumerable<IOperation> OperationsOf(BasicBlock block)
    {
        foreach (var operation in block.Operations)
        {
            yield return operation;
        }

        if (block.BranchValue is { } value)
        {
            yield return value;
        }
    }

    public static bool Holds(IOperation operation, SyntaxNode syntax, OperationKind kind)
    {
        if (!operation.Syntax.Span.Contains(syntax.Span))
        {
            return false;
        }

        foreach (var nested in operation.DescendantsAndSelf())
        {
            // What a foreach calls on its collection carries the collection's syntax.
            if (nested.Syntax == syntax && nested.Kind == kind && !(nested.IsImplicit && kind == OperationKind.Invocation))
            {
                return true;
            }
        }

        return false;
    }
}
