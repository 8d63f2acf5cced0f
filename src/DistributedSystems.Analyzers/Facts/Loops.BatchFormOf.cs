using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace DistributedSystems.Analyzers.Facts;

internal sealed partial class CompilationFacts
{
    /// <summary>
    /// The member that would do for all items of a <c>foreach</c> in one call what this call does for the item at hand. Null where the
    /// catalog names none, where the loop may end early, and where another argument than the one that the batch takes many of depends on
    /// the item.
    /// </summary>
    public static IMethodSymbol? BatchFormFor(RemoteCall call)
    {
        if (call.Api.BatchForm is not { } name || LoopAround(call.Invocation) is not { IsAsynchronous: false } loop || MayEndEarly(loop))
        {
            return null;
        }

        var method = (call.Invocation.TargetMethod.ReducedFrom ?? call.Invocation.TargetMethod).OriginalDefinition;
        foreach (var type in new[] { method.ContainingType }.Concat(method.ContainingType.AllInterfaces))
        {
            foreach (var member in type.GetMembers(name))
            {
                if (member is IMethodSymbol batch && TakesItems(batch.OriginalDefinition, method, call, loop))
                {
                    return batch;
                }
            }
        }

        return null;
    }

    private static bool TakesItems(IMethodSymbol batch, IMethodSymbol single, RemoteCall call, IForEachLoopOperation loop)
    {
        var depends = false;
        foreach (var argument in call.Invocation.Arguments)
        {
            if (argument.Parameter is not { } parameter || !argument.Value.DescendantsAndSelf().Any(part => part is ILocalReferenceOperation local && IsOfLoop(local.Local, loop)))
            {
                continue;
            }

            // An overload: the argument that changes must be the one it takes many of.
            if (batch.Name == single.Name
                && !(parameter.Ordinal < batch.Parameters.Length && batch.Parameters[parameter.Ordinal].Type is IArrayTypeSymbol items && SymbolEqualityComparer.Default.Equals(items.ElementType, parameter.OriginalDefinition.Type)))
            {
                return false;
            }

            depends = true;
        }

        return depends;
    }

    private static bool IsOfLoop(ILocalSymbol local, IForEachLoopOperation loop) =>
        loop.Locals.Contains(local, SymbolEqualityComparer.Default) || local.DeclaringSyntaxReferences.Any(reference => loop.Body.Syntax.Span.Contains(reference.Span));

    private static bool MayEndEarly(IForEachLoopOperation loop)
    {
        foreach (var operation in loop.Body.Descendants())
        {
            if (operation is IReturnOperation or IBranchOperation { BranchKind: BranchKind.Break or BranchKind.GoTo } && FunctionAround(operation)?.Syntax == FunctionAround(loop)?.Syntax)
            {
                return true;
            }
        }

        return false;
    }
}
