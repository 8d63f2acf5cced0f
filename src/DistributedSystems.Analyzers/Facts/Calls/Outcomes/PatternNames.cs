using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace DistributedSystems.Analyzers.Facts.Calls;

/// <summary>The names that patterns give to what they test.</summary>
internal static class PatternNames
{
    /// <summary>What a pattern calls the exception or the response: <c>failure is RpcException rpc</c>.</summary>
    public static bool IsAnotherNameOf(IOperation operation, ImmutableDictionary<object, Held> variables) =>
        operation is ILocalReferenceOperation { Local.DeclaringSyntaxReferences: { Length: 1 } declarations }
        && declarations[0].GetSyntax() is SingleVariableDesignationSyntax designation
        && designation.FirstAncestorOrSelf<IsPatternExpressionSyntax>()?.Expression is IdentifierNameSyntax tested
        && variables.Any(held =>
            held.Value is Held.Exception or Held.Result && held.Key is ISymbol symbol && symbol.Name == tested.Identifier.ValueText
        );
}
