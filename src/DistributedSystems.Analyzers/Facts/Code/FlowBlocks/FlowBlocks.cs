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

    /// <summary>
    /// The block in which the task is waited for that a call leaves in a local: there its failure is met, not where the call is made. The call's
    /// own block where it is waited for on the spot, in several places or in none.
    /// </summary>
    public static BasicBlock WaitingFor(SyntaxNode call, BasicBlock made, ControlFlowGraph graph)
    {
        var kept = made
            .Operations.Select(operation => operation is IExpressionStatementOperation { Operation: var inner } ? inner : operation)
            .OfType<ISimpleAssignmentOperation>()
            .FirstOrDefault(assignment =>
                assignment.Target is ILocalReferenceOperation { Type: var type }
                && Symbols.IsTaskLike(type)
                && Operations.WithoutAdapters(assignment.Value).Syntax == call
            );
        if (kept is not { Target: ILocalReferenceOperation { Local: var task } })
        {
            return made;
        }

        BasicBlock? found = null;
        foreach (var block in graph.Blocks)
        {
            foreach (var part in OperationsOf(block).SelectMany(operation => operation.DescendantsAndSelf()))
            {
                if (part is not ILocalReferenceOperation { Local: var used } || !SymbolEqualityComparer.Default.Equals(used, task))
                {
                    continue;
                }

                var isOtherTask = part.Parent is ISimpleAssignmentOperation other && other.Target == part && other.Syntax != kept.Syntax;
                var waits = IsWaitedFor(part);
                if (isOtherTask || (waits && found is not null && found != block))
                {
                    return made;
                }

                found = waits ? block : found;
            }
        }

        return found ?? made;
    }

    private static bool IsWaitedFor(IOperation task)
    {
        while (task.Parent is IConversionOperation or IInvocationOperation { TargetMethod.Name: "ConfigureAwait" or "AsTask" })
        {
            task = task.Parent;
        }

        return task.Parent
            is IAwaitOperation
                or IPropertyReferenceOperation { Property.Name: "Result" }
                or IInvocationOperation { TargetMethod.Name: "Wait" or "GetAwaiter" };
    }
}
