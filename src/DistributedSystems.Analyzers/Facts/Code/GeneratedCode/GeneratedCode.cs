using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace DistributedSystems.Analyzers.Facts.Code;

/// <summary>Members that a generator wrote into files of the project.</summary>
internal static class GeneratedCode
{
    /// <summary>Is a place inside of something that <c>[GeneratedCode]</c> says nobody wrote?</summary>
    public static bool Holds(Location place, SemanticModels models)
    {
        for (var node = place.SourceTree?.GetRoot().FindNode(place.SourceSpan); node is not null; node = node.Parent)
        {
            var lists = node switch
            {
                MemberDeclarationSyntax member => member.AttributeLists,
                AccessorDeclarationSyntax accessor => accessor.AttributeLists,
                LocalFunctionStatementSyntax function => function.AttributeLists,
                _ => default,
            };
            foreach (var list in lists)
            {
                foreach (var attribute in list.Attributes)
                {
                    if (
                        TypeHierarchy.NameOf(attribute.Name) is "GeneratedCode" or "GeneratedCodeAttribute"
                        && models.Of(attribute.SyntaxTree).GetSymbolInfo(attribute).Symbol?.ContainingType
                            is {
                                Name: "GeneratedCodeAttribute",
                                ContainingNamespace: { Name: "Compiler", ContainingNamespace.Name: "CodeDom" }
                            }
                    )
                    {
                        return true;
                    }
                }
            }
        }

        return false;
    }
}
