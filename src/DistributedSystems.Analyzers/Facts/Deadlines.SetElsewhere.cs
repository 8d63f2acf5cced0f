using DistributedSystems.Analyzers.Catalog;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace DistributedSystems.Analyzers.Facts;

internal sealed partial class CompilationFacts
{
    private readonly object clientSetUpGate = new();
    private bool? grpcCallsAreSetUpElsewhere;

    /// <summary>
    /// gRPC clients can be given every call's deadline at their registration: by context propagation, or by an interceptor of
    /// whose doings nothing is known.
    /// </summary>
    private bool SetsDeadlineElsewhere(RemoteCall call)
    {
        if (Types.GrpcClientBase is not { } clientBase || !DerivesFrom(call.Invocation.TargetMethod.ContainingType, clientBase))
        {
            return false;
        }

        lock (clientSetUpGate)
        {
            return grpcCallsAreSetUpElsewhere ??= CallsAny("EnableCallContextPropagation", "AddInterceptor", "Intercept");
        }
    }

    private bool CallsAny(params string[] methods)
    {
        foreach (var tree in Compilation.SyntaxTrees)
        {
            foreach (var node in tree.GetRoot().DescendantNodes())
            {
                if (node is InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: var name } }
                    && Array.IndexOf(methods, name) >= 0)
                {
                    return true;
                }
            }
        }

        return false;
    }

    public static bool DerivesFrom(ITypeSymbol? type, ITypeSymbol ancestor)
    {
        for (; type is not null; type = type.BaseType)
        {
            if (SymbolEqualityComparer.Default.Equals(type.OriginalDefinition, ancestor.OriginalDefinition))
            {
                return true;
            }
        }

        return false;
    }
}
