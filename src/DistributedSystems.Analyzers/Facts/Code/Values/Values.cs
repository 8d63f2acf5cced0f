using System.Collections.Concurrent;
using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace DistributedSystems.Analyzers.Facts.Code;

/// <summary>What is written to a variable.</summary>
/// <param name="Values">Every value that is assigned as such.</param>
/// <param name="Complete">Nothing else writes it: no reference to it is given away, it is not counted up or deconstructed into.</param>
/// <param name="HiddenPlaces">Where a local is written in a way that shows no value.</param>
internal sealed record Writes(ImmutableArray<IOperation> Values, bool Complete, ImmutableArray<SyntaxNode> HiddenPlaces)
{
    public static readonly Writes Unknown = new(ImmutableArray<IOperation>.Empty, Complete: false, ImmutableArray<SyntaxNode>.Empty);

    public static Writes All(ImmutableArray<IOperation> values) => new(values, Complete: true, ImmutableArray<SyntaxNode>.Empty);
}

/// <summary>
/// Follows an expression to the value it stands for: through conversions, locals and fields that have one writer, and
/// properties that only return such a value. Anything else stands for itself.
/// </summary>
internal sealed partial class Values
{
    private const int MostHops = 12;

    private readonly SemanticModels models;
    private readonly ConcurrentDictionary<SyntaxNode, Dictionary<ILocalSymbol, Writes>> localsByBody = new();
    private readonly ConcurrentDictionary<ISymbol, Writes> membersWrites = new(SymbolEqualityComparer.Default);

    public Values(SemanticModels models) => this.models = models;

    public IOperation ValueOf(IOperation expression)
    {
        for (var hop = 0; hop < MostHops; hop++)
        {
            expression = Unwrap(expression);
            if (SingleWriteOf(expression) is not { } value)
            {
                break;
            }

            expression = value;
        }

        return expression;
    }

    /// <summary>The expression without conversions and parentheses around it, a query as the calls it stands for; behind <c>?.</c> what stands before it.</summary>
    public static IOperation Unwrap(IOperation expression)
    {
        while (true)
        {
            switch (expression)
            {
                case IConversionOperation { OperatorMethod: null } conversion:
                    expression = conversion.Operand;
                    break;
                case IParenthesizedOperation parenthesized:
                    expression = parenthesized.Operand;
                    break;
                case ITranslatedQueryOperation query:
                    expression = query.Operation;
                    break;
                case IConditionalAccessInstanceOperation when BeforeAccess(expression) is { } before:
                    expression = before;
                    break;
                default:
                    return expression;
            }
        }
    }

    private static IOperation? BeforeAccess(IOperation instance)
    {
        for (IOperation inner = instance; inner.Parent is { } outer; inner = outer)
        {
            if (outer is IConditionalAccessOperation access && access.WhenNotNull == inner)
            {
                return access.Operation;
            }
        }

        return null;
    }

    /// <summary>All values that reach a local, a private or read-only field, or a property that only returns one.</summary>
    public Writes WritesTo(IOperation reference) =>
        reference switch
        {
            ILocalReferenceOperation local => WritesTo(local.Local, reference),
            IFieldReferenceOperation field => membersWrites.GetOrAdd(field.Field.OriginalDefinition, WritesToMember),
            IPropertyReferenceOperation { Arguments.IsEmpty: true } property => membersWrites.GetOrAdd(
                property.Property.OriginalDefinition,
                WritesToMember
            ),
            _ => Writes.Unknown,
        };

    public Writes WritesTo(ILocalSymbol local, IOperation anywhereInBody)
    {
        var root = RootOf(anywhereInBody);
        var locals = localsByBody.GetOrAdd(root.Syntax, _ => LocalWrites.In(root));
        return locals.TryGetValue(local, out var writes) ? writes : Writes.Unknown;
    }

    /// <summary>The outermost operation: the whole body or initializer an expression stands in.</summary>
    public static IOperation RootOf(IOperation operation)
    {
        while (operation.Parent is { } parent)
        {
            operation = parent;
        }

        return operation;
    }

    private IOperation? SingleWriteOf(IOperation reference) =>
        WritesTo(reference) is { Complete: true, Values.Length: 1 } writes ? writes.Values[0] : null;

    private Writes WritesToMember(ISymbol member) =>
        !models.Declare(member)
            ? Writes.Unknown
            : member switch
            {
                IFieldSymbol { IsConst: false } field when field.DeclaredAccessibility == Accessibility.Private || field.IsReadOnly =>
                    WritesInType(field),
                IPropertySymbol { IsVirtual: false, IsAbstract: false, IsOverride: false } property => WritesToProperty(property),
                _ => Writes.Unknown,
            };

    private Writes WritesToProperty(IPropertySymbol property)
    {
        if (property.SetMethod is not null && property.SetMethod.DeclaredAccessibility != Accessibility.Private)
        {
            return Writes.Unknown;
        }

        foreach (var reference in property.DeclaringSyntaxReferences)
        {
            if (reference.GetSyntax() is not PropertyDeclarationSyntax declaration)
            {
                return Writes.Unknown;
            }

            // A getter that computes: its one returned expression is the value.
            var returned =
                declaration.ExpressionBody?.Expression
                ?? (
                    declaration.AccessorList?.Accessors.FirstOrDefault(accessor => accessor.IsKind(SyntaxKind.GetAccessorDeclaration))
                        is { } getter
                        ? getter.ExpressionBody?.Expression ?? ReturnedIn(getter.Body)
                        : null
                );
            if (returned is not null)
            {
                return models.Of(returned.SyntaxTree).GetOperation(returned) is { } value
                    ? Writes.All(ImmutableArray.Create(value))
                    : Writes.Unknown;
            }

            if (
                declaration.AccessorList?.Accessors.Any(accessor => accessor.Body is not null || accessor.ExpressionBody is not null)
                != false
            )
            {
                return Writes.Unknown;
            }
        }

        return WritesInType(property);
    }

    private static ExpressionSyntax? ReturnedIn(BlockSyntax? block) =>
        block is { Statements: { Count: 1 } statements } && statements[0] is ReturnStatementSyntax { Expression: { } value } ? value : null;

    /// <summary>Writers of a private or read-only member all stand in its own type; only places that spell its name are bound.</summary>
    private Writes WritesInType(ISymbol member)
    {
        var values = ImmutableArray.CreateBuilder<IOperation>();
        if (member.ContainingType is not { } type || !models.Declare(type))
        {
            return Writes.Unknown;
        }

        foreach (var reference in type.DeclaringSyntaxReferences)
        {
            foreach (var node in reference.GetSyntax().DescendantNodes())
            {
                var written = node switch
                {
                    VariableDeclaratorSyntax { Initializer.Value: { } value } declarator
                        when declarator.Identifier.ValueText == member.Name => value,
                    PropertyDeclarationSyntax { Initializer.Value: { } value } declaration
                        when declaration.Identifier.ValueText == member.Name => value,
                    SimpleNameSyntax name when name.Identifier.ValueText == member.Name => WrittenThrough(name),
                    _ => null,
                };
                if (written is null)
                {
                    continue;
                }

                var model = models.Of(node.SyntaxTree);
                var symbol = node is SimpleNameSyntax ? model.GetSymbolInfo(node).Symbol : model.GetDeclaredSymbol(node);
                if (!SymbolEqualityComparer.Default.Equals(symbol?.OriginalDefinition, member))
                {
                    continue;
                }

                if (written == node && AtomicAccessOf(written, model) is { } access)
                {
                    if (access.TargetMethod.Name != "Read")
                    {
                        values.Add(access.Arguments.First(argument => argument.Parameter?.Name == "value").Value);
                    }

                    continue;
                }

                // Written by reference, by a compound assignment or by deconstruction: the value is not readable.
                if (written == node || model.GetOperation(written) is not { } operation)
                {
                    return Writes.Unknown;
                }

                values.Add(operation);
            }
        }

        return Writes.All(values.ToImmutable());
    }

    /// <summary>The call of <c>Interlocked</c> or <c>Volatile</c> that a name is handed to by reference and that reads it or puts a given
    /// value there.</summary>
    private static IInvocationOperation? AtomicAccessOf(SyntaxNode name, SemanticModel model) =>
        name.FirstAncestorOrSelf<ArgumentSyntax>() is { Parent: ArgumentListSyntax { Parent: InvocationExpressionSyntax call } }
        && model.GetOperation(call) is IInvocationOperation access
        && Atomics.AccessBy(access.TargetMethod) is AtomicAccess.Reads or AtomicAccess.Replaces
            ? access
            : null;

    /// <summary>The value assigned through a name; the name itself where it is written in a way that has no value of its own; null where it
    /// is only read.</summary>
    private static ExpressionSyntax? WrittenThrough(SimpleNameSyntax name)
    {
        ExpressionSyntax target = name;
        while (target.Parent is MemberAccessExpressionSyntax access && access.Name == target)
        {
            target = access;
        }

        switch (target.Parent)
        {
            case AssignmentExpressionSyntax assignment when assignment.Left == target:
                return
                    assignment.IsKind(SyntaxKind.SimpleAssignmentExpression) || assignment.IsKind(SyntaxKind.CoalesceAssignmentExpression)
                    ? assignment.Right
                    : name;
            case ArgumentSyntax argument
                when argument.RefKindKeyword.IsKind(SyntaxKind.RefKeyword) || argument.RefKindKeyword.IsKind(SyntaxKind.OutKeyword):
                return name;
            case ArgumentSyntax { Parent: TupleExpressionSyntax { Parent: AssignmentExpressionSyntax tuple } into } element
                when tuple.Left == into:
                return tuple.Right is TupleExpressionSyntax from && from.Arguments.Count == into.Arguments.Count
                    ? from.Arguments[into.Arguments.IndexOf(element)].Expression
                    : name;
            case PostfixUnaryExpressionSyntax
            {
                RawKind: (int)SyntaxKind.PostIncrementExpression or (int)SyntaxKind.PostDecrementExpression
            }:
            case PrefixUnaryExpressionSyntax
            {
                RawKind: (int)SyntaxKind.PreIncrementExpression
                    or (int)SyntaxKind.PreDecrementExpression
                    or (int)SyntaxKind.AddressOfExpression
            }:
            case RefExpressionSyntax:
                return name;
            default:
                return null;
        }
    }

    private readonly ConcurrentDictionary<SyntaxNode, Dictionary<ILocalSymbol, List<ILocalReferenceOperation>>> usesByBody = new();

    /// <summary>Every place of a body that names a local. One walk finds those of all its locals.</summary>
    public IReadOnlyList<ILocalReferenceOperation> UsesOf(ILocalSymbol local, IOperation anywhereInBody)
    {
        var root = Values.RootOf(anywhereInBody);
        var uses = usesByBody.GetOrAdd(root.Syntax, _ => UsesIn(root));
        return uses.TryGetValue(local, out var found) ? found : Array.Empty<ILocalReferenceOperation>();
    }

    private static Dictionary<ILocalSymbol, List<ILocalReferenceOperation>> UsesIn(IOperation root)
    {
        var uses = new Dictionary<ILocalSymbol, List<ILocalReferenceOperation>>(SymbolEqualityComparer.Default);
        foreach (var operation in root.DescendantsAndSelf())
        {
            if (operation is ILocalReferenceOperation use)
            {
                if (!uses.TryGetValue(use.Local, out var known))
                {
                    uses.Add(use.Local, known = new List<ILocalReferenceOperation>());
                }

                known.Add(use);
            }
        }

        return uses;
    }
}
