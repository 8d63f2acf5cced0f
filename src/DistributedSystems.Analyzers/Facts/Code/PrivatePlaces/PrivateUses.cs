using System.Collections.Concurrent;
using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace DistributedSystems.Analyzers.Facts.Code;

/// <summary>Where members are named that only one type can name, and whether anything else may make the type they belong to.</summary>
internal sealed class PrivateUses(SemanticModels models, Project project, TypeHierarchy hierarchy)
{
    private readonly ConcurrentDictionary<ISymbol, ImmutableArray<IOperation>> uses = new(SymbolEqualityComparer.Default);

    private readonly ConcurrentDictionary<ISymbol, bool> madeByOthers = new(SymbolEqualityComparer.Default);

    /// <summary>The last names of the types that using directives give other names.</summary>
    private readonly Lazy<ILookup<string, string>> aliases = new(() =>
        project
            .Compilation.SyntaxTrees.SelectMany(tree =>
                tree.GetRoot().DescendantNodes(node => node is CompilationUnitSyntax or BaseNamespaceDeclarationSyntax)
            )
            .OfType<UsingDirectiveSyntax>()
            .Where(directive => directive is { Alias: not null, Name: not null })
            .ToLookup(directive => TypeHierarchy.NameOf(directive.Name!) ?? "", directive => directive.Alias!.Name.Identifier.ValueText)
    );

    public static bool IsPrivateTo(INamedTypeSymbol? type) =>
        type is { DeclaredAccessibility: Accessibility.Private, ContainingType: not null, TypeKind: TypeKind.Class or TypeKind.Struct };

    /// <summary>A type that no other project can name: everything that makes or writes it can be found.</summary>
    public static bool IsKnownThroughout(INamedTypeSymbol? type) =>
        type is { TypeKind: TypeKind.Class or TypeKind.Struct } && IsInside(type);

    /// <summary>A member of such a type of which every writer counts. What anybody in the project may set at any time is part of a
    /// contract, unless the type is a part of another one.</summary>
    public static bool IsWrittenInSight(ISymbol member) =>
        IsKnownThroughout(member.ContainingType)
        && (
            member.ContainingType.ContainingType is not null
            || member is IFieldSymbol { IsReadOnly: true }
            || member is IPropertySymbol { SetMethod: var setter }
                && (setter is null || setter.IsInitOnly || setter.DeclaredAccessibility == Accessibility.Private)
        );

    /// <summary>A field that only its type and those derived from it can name, where no other project may derive from it.</summary>
    public static bool IsForHeirs(IFieldSymbol field) =>
        field is { DeclaredAccessibility: Accessibility.Protected or Accessibility.ProtectedAndInternal, IsConst: false }
        && (
            field.DeclaredAccessibility == Accessibility.ProtectedAndInternal
            || field.ContainingType.IsSealed
            || field.ContainingType.IsAbstract
            || IsInside(field.ContainingType)
        );

    /// <summary>A property that everybody may read and only this project may set.</summary>
    public static bool IsSetInsideOnly(IPropertySymbol property) =>
        property is { IsVirtual: false, IsOverride: false, IsAbstract: false, ExplicitInterfaceImplementations.IsEmpty: true }
        && property.SetMethod is { DeclaredAccessibility: Accessibility.Internal or Accessibility.ProtectedAndInternal, IsInitOnly: false };

    private static bool IsInside(INamedTypeSymbol type)
    {
        for (var around = type; around is not null; around = around.ContainingType)
        {
            if (around.DeclaredAccessibility is Accessibility.Internal or Accessibility.Private or Accessibility.ProtectedAndInternal)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>The code that may name a member.</summary>
    private IEnumerable<SyntaxNode> ScopeOf(ISymbol member)
    {
        var type = member.ContainingType;
        if (IsPrivateTo(type))
        {
            return DeclarationsOf(type.ContainingType!);
        }

        return member.DeclaredAccessibility == Accessibility.Private ? DeclarationsOf(type)
            : member is IFieldSymbol field && IsForHeirs(field)
                ? hierarchy.DerivedFrom(type.OriginalDefinition).Insert(0, type).SelectMany(DeclarationsOf)
            : Spelling(member.Name);
    }

    private static IEnumerable<SyntaxNode> DeclarationsOf(INamedTypeSymbol type) =>
        type.DeclaringSyntaxReferences.Select(reference => reference.GetSyntax());

    /// <summary>The files in whose code a word stands.</summary>
    private IEnumerable<SyntaxNode> Spelling(string word)
    {
        var number = Words.Of(word);
        return project
            .Compilation.SyntaxTrees.Where(tree => CodeBlocks.In(tree).Any(block => block.Words.Contains(number)))
            .Select(tree => tree.GetRoot());
    }

    /// <summary>Is the type handed to a generic type or method that may make instances of it (a deserializer, a store), or to anything at
    /// run time?</summary>
    public bool IsMadeByOthers(INamedTypeSymbol type) => madeByOthers.GetOrAdd(type.OriginalDefinition, _ => MayBeMadeByOthers(type));

    private bool MayBeMadeByOthers(INamedTypeSymbol type)
    {
        foreach (
            var use in NamesIn(
                IsPrivateTo(type) ? DeclarationsOf(type.ContainingType!) : project.Compilation.SyntaxTrees.Select(tree => tree.GetRoot()),
                type.Name
            )
        )
        {
            if (
                use.Parent is TypeOfExpressionSyntax
                // Whoever fills the object around it fills it as well.
                || (!IsPrivateTo(type) && use.FirstAncestorOrSelf<PropertyDeclarationSyntax>()?.Type.Span.Contains(use.Span) == true)
                || use.Ancestors()
                    .OfType<TypeArgumentListSyntax>()
                    .Any(arguments => MayMakeWhatItHolds(models.Of(arguments.SyntaxTree).GetSymbolInfo(arguments.Parent!).Symbol))
            )
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Collections, tasks and delegates of the framework only hold what they are given.</summary>
    private static bool MayMakeWhatItHolds(ISymbol? generic) =>
        generic?.ContainingNamespace?.ToDisplayString() is not { } space
        || (
            space is not ("System" or "System.Linq")
            && !space.StartsWith("System.Collections", StringComparison.Ordinal)
            && !space.StartsWith("System.Threading", StringComparison.Ordinal)
        );

    public ImmutableArray<IOperation> CreationsOf(IMethodSymbol constructor) =>
        uses.GetOrAdd(
            constructor.OriginalDefinition,
            _ =>
            {
                var found = ImmutableArray.CreateBuilder<IOperation>();
                var type = constructor.ContainingType;
                var names = new HashSet<string>(aliases.Value[type.Name]) { type.Name };
                foreach (
                    var scope in IsPrivateTo(type)
                        ? DeclarationsOf(type.ContainingType!)
                        : project.Compilation.SyntaxTrees.Select(tree => tree.GetRoot())
                )
                {
                    foreach (var node in scope.DescendantNodes())
                    {
                        if (
                            MayMake(node, names)
                            && models.Of(node.SyntaxTree).GetOperation(node) is { } creation
                            && SymbolEqualityComparer.Default.Equals(
                                (
                                    (creation as IObjectCreationOperation)?.Constructor ?? (creation as IInvocationOperation)?.TargetMethod
                                )?.OriginalDefinition,
                                constructor.OriginalDefinition
                            )
                        )
                        {
                            found.Add(creation);
                        }
                    }
                }

                return found.ToImmutable();
            }
        );

    /// <summary>Only what may make the type is bound: in other trees stand many creations of other types.</summary>
    private static bool MayMake(SyntaxNode node, HashSet<string> names) =>
        node switch
        {
            ImplicitObjectCreationExpressionSyntax => true,
            ObjectCreationExpressionSyntax { Type: var written } => IsAmong(names, written),
            PrimaryConstructorBaseTypeSyntax { Type: var written } => IsAmong(names, written),

            // The constructors of the type itself and of those derived from it run one of its own.
            ConstructorInitializerSyntax { Parent.Parent: TypeDeclarationSyntax around } => names.Contains(around.Identifier.ValueText)
                || around.BaseList?.Types.Any(listed => IsAmong(names, listed.Type)) == true,
            _ => false,
        };

    private static bool IsAmong(HashSet<string> names, TypeSyntax written) =>
        TypeHierarchy.NameOf(written) is { } name && names.Contains(name);

    /// <summary>Every place that names a member which only its type (or the type around it) can name; of a method its invocations, or what
    /// else it is used for.</summary>
    public ImmutableArray<IOperation> UsesOf(ISymbol member) =>
        uses.GetOrAdd(
            member,
            symbol =>
            {
                var found = ImmutableArray.CreateBuilder<IOperation>();
                foreach (var name in NamesIn(ScopeOf(symbol), symbol.Name))
                {
                    var model = models.Of(name.SyntaxTree);
                    var bound = model.GetSymbolInfo(name).Symbol;
                    if (
                        !SymbolEqualityComparer.Default.Equals(((bound as IMethodSymbol)?.ReducedFrom ?? bound)?.OriginalDefinition, symbol)
                    )
                    {
                        continue;
                    }

                    SyntaxNode node = name;
                    while (
                        node.Parent is MemberAccessExpressionSyntax access && access.Name == node
                        || node.Parent is MemberBindingExpressionSyntax
                    )
                    {
                        node = node.Parent;
                    }

                    if (symbol is IMethodSymbol && node.Parent is InvocationExpressionSyntax invocation && invocation.Expression == node)
                    {
                        node = invocation;
                    }

                    if (model.GetOperation(node) is { } operation)
                    {
                        found.Add(operation);
                    }
                }

                return found.ToImmutable();
            }
        );

    private static IEnumerable<SimpleNameSyntax> NamesIn(IEnumerable<SyntaxNode> scopes, string name) =>
        scopes
            .SelectMany(scope => scope.DescendantNodes())
            .OfType<SimpleNameSyntax>()
            .Where(spelled => spelled.Identifier.ValueText == name);
}
