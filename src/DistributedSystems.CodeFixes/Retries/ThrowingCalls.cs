using DistributedSystems.Analyzers.Facts.Code;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace DistributedSystems.CodeFixes.Retries;

/// <summary>Calls that throw for their caller, so that nothing goes on after them though the compiler lets it.</summary>
internal static class ThrowingCalls
{
    /// <summary>Is the last statement of a block a call that does not return: it says so, or all its method does is to throw?</summary>
    public static bool EndsByThrowing(this BlockSyntax block, SemanticModel model) =>
        block.Statements.LastOrDefault() is ExpressionStatementSyntax { Expression: InvocationExpressionSyntax call }
        && model.GetSymbolInfo(call).Symbol is IMethodSymbol method
        && (Symbols.IsMarkedAsThrowing(method) || Symbols.OnlyThrows(method));
}
