using DistributedSystems.Analyzers.Facts;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace DistributedSystems.CodeFixes.Clocks;

/// <summary>
/// The readings of <c>Environment.TickCount</c> and the variables that hold them which hang together: if one of them becomes 64 bits
/// wide, all of them must. Null from <see cref="Around"/> where one of them meets a value of unknown width.
/// </summary>
internal sealed class TickCountGroup
{
    private readonly CompilationFacts facts;
    private readonly SemanticModel model;
    private readonly HashSet<ISymbol> variables = new(SymbolEqualityComparer.Default);
    private readonly HashSet<ExpressionSyntax> readings = new();
    private readonly HashSet<TypeSyntax> narrowTypes = new();

    private TickCountGroup(CompilationFacts facts, SemanticModel model)
    {
        this.facts = facts;
        this.model = model;
    }

    public IReadOnlyCollection<ExpressionSyntax> Readings => readings;

    /// <summary>The types of variables, as declared, that have to become <c>long</c>.</summary>
    public IReadOnlyCollection<TypeSyntax> NarrowTypes => narrowTypes;

    public static TickCountGroup? Around(IOperation problem, CompilationFacts facts, SemanticModel model)
    {
        var group = new TickCountGroup(facts, model);
        return group.Add(problem) && group.readings.Count > 0 ? group : null;
    }

    /// <summary>Takes in everything an expression is made of; false where a part of it could not change with the rest.</summary>
    private bool Add(IOperation region)
    {
        foreach (var operation in region.DescendantsAndSelf())
        {
            var fits = operation switch
            {
                // Narrowed again, it would wrap again.
                IConversionOperation { Type.SpecialType: SpecialType.System_Int32 or SpecialType.System_UInt32, IsImplicit: false } =>
                    facts.Ticks.TickCountOf(operation) is null,
                IBinaryOperation binary => Fits(binary),
                ILocalReferenceOperation local when facts.Ticks.TickCountOf(local) is not null => AddVariable(local.Local, local),
                IFieldReferenceOperation field when facts.Ticks.TickCountOf(field) is not null => AddVariable(field.Field, field),

                // What is declared elsewhere would go on holding 32 bits.
                IParameterReferenceOperation or IPropertyReferenceOperation or IInvocationOperation => facts.Ticks.ReadsTickCount(operation)
                    || facts.Ticks.TickCountOf(operation) is null,
                _ => true,
            };
            if (!fits)
            {
                return false;
            }

            if (facts.Ticks.ReadsTickCount(operation) && operation.Syntax is ExpressionSyntax syntax)
            {
                readings.Add(syntax);
            }
        }

        return true;
    }

    // A position of unknown origin still counts 32 bits.
    private bool Fits(IBinaryOperation binary) =>
        binary.OperatorKind == BinaryOperatorKind.Add
        || binary.LeftOperand.ConstantValue.HasValue
        || binary.RightOperand.ConstantValue.HasValue
        || facts.Ticks.TickCountOf(binary.LeftOperand) is null == facts.Ticks.TickCountOf(binary.RightOperand) is null;

    private bool AddVariable(ISymbol variable, IOperation reference)
    {
        if (!variables.Add(variable))
        {
            return true;
        }

        if (
            ScopeOf(variable) is not { } scope
            || !AddDeclaration(variable)
            || facts.Values.WritesTo(reference) is not { Complete: true } writes
            || !writes.Values.All(Add)
        )
        {
            return false;
        }

        foreach (
            var name in scope.DescendantNodes().OfType<IdentifierNameSyntax>().Where(name => name.Identifier.ValueText == variable.Name)
        )
        {
            if (SymbolEqualityComparer.Default.Equals(model.GetSymbolInfo(name).Symbol, variable) && !AddUse(name))
            {
                return false;
            }
        }

        return true;
    }

    private bool AddDeclaration(ISymbol variable)
    {
        if (
            variable.DeclaringSyntaxReferences[0].GetSyntax()
            is not VariableDeclaratorSyntax { Parent: VariableDeclarationSyntax { Variables.Count: 1 } declaration }
        )
        {
            return false;
        }

        var type = (variable as ILocalSymbol)?.Type ?? ((IFieldSymbol)variable).Type;
        if (type.SpecialType is not (SpecialType.System_Int32 or SpecialType.System_UInt32) || declaration.Type.IsVar)
        {
            return true;
        }

        return declaration.Type is PredefinedTypeSyntax && narrowTypes.Add(declaration.Type);
    }

    /// <summary>The arithmetic or comparison that a variable is part of; a position that goes anywhere else would be met by others of 32
    /// bits.</summary>
    private bool AddUse(ExpressionSyntax use)
    {
        while (
            use.Parent
                is MemberAccessExpressionSyntax { Expression: ThisExpressionSyntax }
                    or ParenthesizedExpressionSyntax
                    or CastExpressionSyntax
            || IsArithmetic(use.Parent)
        )
        {
            use = (ExpressionSyntax)use.Parent!;
        }

        var isWritten =
            use.Parent is AssignmentExpressionSyntax assignment
            && (
                assignment.Left == use
                    ? assignment.Parent is ExpressionStatementSyntax
                    : variables.Contains(model.GetSymbolInfo(assignment.Left).Symbol!)
            );
        return model.GetOperation(use) is { } operation
            && Add(operation)
            && (isWritten || facts.Ticks.TickCountOf(operation) is null || use.Parent is EqualsValueClauseSyntax);
    }

    private static bool IsArithmetic(SyntaxNode? parent) =>
        parent
            is BinaryExpressionSyntax
            {
                RawKind: (int)SyntaxKind.AddExpression
                    or (int)SyntaxKind.SubtractExpression
                    or (int)SyntaxKind.LessThanExpression
                    or (int)SyntaxKind.LessThanOrEqualExpression
                    or (int)SyntaxKind.GreaterThanExpression
                    or (int)SyntaxKind.GreaterThanOrEqualExpression
                    or (int)SyntaxKind.EqualsExpression
                    or (int)SyntaxKind.NotEqualsExpression,
            };

    /// <summary>Where all uses of a variable stand, if that is one place of this file.</summary>
    private SyntaxNode? ScopeOf(ISymbol variable)
    {
        if (variable is not IFieldSymbol field)
        {
            return variable.DeclaringSyntaxReferences.Length == 1 ? model.SyntaxTree.GetRoot() : null;
        }

        var parts = field.ContainingType.DeclaringSyntaxReferences;
        return field.DeclaredAccessibility == Accessibility.Private && parts.Length == 1 && parts[0].SyntaxTree == model.SyntaxTree
            ? parts[0].GetSyntax()
            : null;
    }
}
