using System.Collections.Concurrent;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace DistributedSystems.Analyzers.Facts.Code;

/// <summary>Control-flow graphs, made on demand and once per function.</summary>
internal sealed class FlowGraphs
{
    private readonly ConcurrentDictionary<SyntaxNode, ControlFlowGraph?> bodies = new();

    /// <summary>The graph of the function an operation stands in; null where the compiler cannot make one.</summary>
    public ControlFlowGraph? Around(IOperation operation)
    {
        if (Operations.FunctionAround(operation) is not { } function)
        {
            var root = Values.RootOf(operation);
            return bodies.GetOrAdd(root.Syntax, _ => Create(root));
        }

        return Around(function) is not { } outer ? null
            : function is ILocalFunctionOperation local ? LocalFunction(outer, local.Symbol)
            : Lambda(outer, function.Syntax);
    }

    private static ControlFlowGraph? Create(IOperation root)
    {
        try
        {
            return root switch
            {
                IMethodBodyOperation body => ControlFlowGraph.Create(body),
                IConstructorBodyOperation body => ControlFlowGraph.Create(body),
                IBlockOperation body => ControlFlowGraph.Create(body),
                IFieldInitializerOperation initializer => ControlFlowGraph.Create(initializer),
                IPropertyInitializerOperation initializer => ControlFlowGraph.Create(initializer),
                _ => null,
            };
        }
        catch (InsufficientExecutionStackException)
        {
            // The compiler gives up on expressions nested thousands deep; nothing is known about such a body.
            return null;
        }
    }

    private static ControlFlowGraph? LocalFunction(ControlFlowGraph outer, IMethodSymbol symbol)
    {
        foreach (var candidate in outer.LocalFunctions)
        {
            if (SymbolEqualityComparer.Default.Equals(candidate, symbol))
            {
                return outer.GetLocalFunctionControlFlowGraph(candidate);
            }
        }

        return null;
    }

    private static ControlFlowGraph? Lambda(ControlFlowGraph outer, SyntaxNode lambda)
    {
        foreach (var block in outer.Blocks)
        {
            foreach (var operation in FlowBlocks.OperationsOf(block))
            {
                foreach (var nested in operation.DescendantsAndSelf())
                {
                    if (nested is IFlowAnonymousFunctionOperation function && function.Syntax == lambda)
                    {
                        return outer.GetAnonymousFunctionControlFlowGraph(function);
                    }
                }
            }
        }

        return null;
    }
}
