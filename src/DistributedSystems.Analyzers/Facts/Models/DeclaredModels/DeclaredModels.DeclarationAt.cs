using DistributedSystems.Analyzers.Facts.Code;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;

namespace DistributedSystems.Analyzers.Facts.Models;

/// <summary>One of the pack's attributes where it is written.</summary>
/// <param name="Syntax">The attribute.</param>
/// <param name="Name">Its class: a constant of <see cref="Annotations"/>.</param>
/// <param name="Data">What it says.</param>
/// <param name="Target">What it says it of.</param>
internal sealed record Declaration(AttributeSyntax Syntax, string Name, AttributeData Data, ISymbol Target);

internal sealed partial class DeclaredModels
{
    /// <summary>Analyzes every declaration with one of these attributes; registers nothing where none of the attributes exists.</summary>
    public void RegisterDeclarationAction(
        CompilationStartAnalysisContext start,
        Action<SyntaxNodeAnalysisContext, Declaration> analyze,
        params string[] attributes
    )
    {
        if (attributes.Any(attribute => Annotations.ArePresent(start.Compilation, attribute)))
        {
            start.RegisterSyntaxNodeAction(
                context =>
                {
                    if (DeclarationAt(context, attributes) is { } declaration)
                    {
                        analyze(context, declaration);
                    }
                },
                SyntaxKind.Attribute
            );
        }
    }

    private static Declaration? DeclarationAt(SyntaxNodeAnalysisContext context, string[] attributes)
    {
        var syntax = (AttributeSyntax)context.Node;
        if (context.SemanticModel.GetSymbolInfo(syntax, context.CancellationToken).Symbol?.ContainingType is not { } type)
        {
            return null;
        }

        foreach (var attribute in attributes)
        {
            if (Annotations.Is(type, attribute))
            {
                return TargetOf(context, syntax) is { } target && DataOf(syntax, target) is { } data
                    ? new Declaration(syntax, attribute, data, target)
                    : null;
            }
        }

        return null;
    }

    private static AttributeData? DataOf(AttributeSyntax syntax, ISymbol target)
    {
        var all = target is IMethodSymbol method
            ? method.GetAttributes().AddRange(method.GetReturnTypeAttributes())
            : target.GetAttributes();
        foreach (var data in all)
        {
            if (data.ApplicationSyntaxReference is { } place && place.SyntaxTree == syntax.SyntaxTree && place.Span == syntax.Span)
            {
                return data;
            }
        }

        return null;
    }

    private static ISymbol? TargetOf(SyntaxNodeAnalysisContext context, AttributeSyntax syntax)
    {
        var declaration = syntax.Parent?.Parent;
        if (declaration is CompilationUnitSyntax)
        {
            return context.Compilation.Assembly;
        }

        if (declaration is BaseFieldDeclarationSyntax { Declaration.Variables: { Count: > 0 } variables })
        {
            declaration = variables[0];
        }

        var symbol = declaration is null ? null : context.SemanticModel.GetDeclaredSymbol(declaration, context.CancellationToken);
        return ((AttributeListSyntax)syntax.Parent!).Target?.Identifier.ValueText switch
        {
            "field" when symbol is IPropertySymbol property => property
                .ContainingType.GetMembers()
                .FirstOrDefault(member =>
                    member is IFieldSymbol field && SymbolEqualityComparer.Default.Equals(field.AssociatedSymbol, property)
                ),
            "property" when symbol is IParameterSymbol parameter => parameter
                .ContainingType?.GetMembers(parameter.Name)
                .FirstOrDefault(member => member is IPropertySymbol),
            _ => symbol,
        };
    }
}
