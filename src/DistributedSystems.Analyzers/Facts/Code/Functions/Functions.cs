using System.Collections.Concurrent;
using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace DistributedSystems.Analyzers.Facts.Code;

/// <summary>A function whose body is in sight, given as a lambda or by the name of a method.</summary>
internal sealed record GivenFunction(IOperation Body, ImmutableArray<IParameterSymbol> Parameters);

/// <summary>The project's own functions: their bodies, what a call of one may run, what it returns, who consumes it and what its callers
/// pass.</summary>
internal sealed partial class Functions(SemanticModels models, Project project, TypeHierarchy hierarchy, Values values)
{
    private readonly IAssemblySymbol ownAssembly = project.Compilation.Assembly;
    private readonly ConcurrentDictionary<ISymbol, ImmutableArray<IOperation>> usesInTypes = new(SymbolEqualityComparer.Default);

    /// <summary>Only the project's own code can be read; what this says no to costs nothing.</summary>
    public bool IsOwnMethod(IMethodSymbol method) => SymbolEqualityComparer.Default.Equals(method.ContainingAssembly, ownAssembly);

    /// <summary>The function that an argument gives: a lambda, or a method of the project by its name.</summary>
    public GivenFunction? FunctionGiven(IOperation argument) =>
        values.ValueOf(argument) switch
        {
            IDelegateCreationOperation { Target: IAnonymousFunctionOperation lambda } => new GivenFunction(
                lambda,
                lambda.Symbol.Parameters
            ),
            IDelegateCreationOperation { Target: IMethodReferenceOperation { Method: var method } }
                when BodyOf(method.OriginalDefinition) is { } body => new GivenFunction(body, method.OriginalDefinition.Parameters),
            _ => null,
        };

    public IOperation? BodyOf(IMethodSymbol method)
    {
        if (method.DeclaringSyntaxReferences.Length != 1 || !models.Declare(method))
        {
            return null;
        }

        // A primary constructor's declaration is the whole type.
        var declaration = method.DeclaringSyntaxReferences[0].GetSyntax();
        return declaration is TypeDeclarationSyntax ? null : models.Of(declaration.SyntaxTree).GetOperation(declaration);
    }

    /// <summary>The statements of a method of the project; null where it has none in sight.</summary>
    public ImmutableArray<IOperation>? StatementsOf(IMethodSymbol method) =>
        BodyOf(method.OriginalDefinition) is { } body ? StatementsIn(body) : null;

    public static ImmutableArray<IOperation>? StatementsIn(IOperation body) =>
        body switch
        {
            IMethodBodyOperation method => (method.BlockBody ?? method.ExpressionBody)?.Operations,
            ILocalFunctionOperation { Body: { } block } => block.Operations,
            IAnonymousFunctionOperation { Body: var block } => block.Operations,
            _ => null,
        };

    public static bool FulfilsContract(IMethodSymbol method)
    {
        foreach (var _ in Symbols.ContractsOf(method))
        {
            return true;
        }

        return false;
    }

    /// <summary>Every place of its own type that names a member.</summary>
    public ImmutableArray<IOperation> UsesInType(ISymbol member) =>
        usesInTypes.GetOrAdd(
            member.OriginalDefinition,
            symbol =>
            {
                var uses = ImmutableArray.CreateBuilder<IOperation>();
                if (!models.Declare(symbol))
                {
                    return uses.ToImmutable();
                }

                foreach (var declaration in symbol.ContainingType.DeclaringSyntaxReferences)
                {
                    foreach (var node in declaration.GetSyntax().DescendantNodes())
                    {
                        if (
                            node is IdentifierNameSyntax { Identifier.ValueText: var name }
                            && name == symbol.Name
                            && models.Of(node.SyntaxTree) is var model
                            && SymbolEqualityComparer.Default.Equals(model.GetSymbolInfo(node).Symbol?.OriginalDefinition, symbol)
                            && model.GetOperation(node.Parent is MemberAccessExpressionSyntax access && access.Name == node ? access : node)
                                is { } use
                        )
                        {
                            uses.Add(use);
                        }
                    }
                }

                return uses.ToImmutable();
            }
        );

    public static IOperation? ReturnedBy(IAnonymousFunctionOperation lambda)
    {
        var statements = lambda.Body.Operations;
        return statements.Length >= 1 && statements[0] is IReturnOperation { ReturnedValue: { } value } ? value : null;
    }

    /// <summary>Every value that a method of this project returns; none where its body may be another one.</summary>
    public IEnumerable<IOperation> ValuesReturnedBy(IMethodSymbol method)
    {
        method = (method.ReducedFrom ?? method).OriginalDefinition;
        if (!IsOwnMethod(method) || BodyOf(method) is not { } body)
        {
            yield break;
        }

        foreach (var operation in body.Descendants())
        {
            if (
                operation is IReturnOperation { ReturnedValue: { } value }
                && Operations.FunctionAround(operation)?.Syntax == (body as ILocalFunctionOperation)?.Syntax
            )
            {
                yield return value;
            }
        }
    }

    /// <summary>What the callers of a private method or local function pass for a parameter; none for methods that others can
    /// call.</summary>
    public IEnumerable<IOperation> ArgumentsPassedFor(IParameterSymbol parameter) =>
        parameter.ContainingSymbol is IMethodSymbol { ContainingType: { } type } method
        && (
            method.MethodKind == MethodKind.LocalFunction
            || method is { MethodKind: MethodKind.Ordinary, DeclaredAccessibility: Accessibility.Private }
        )
            ? CallsInType(method, type)
                .SelectMany(call => call.Arguments)
                .Where(argument => argument.Parameter?.Ordinal == parameter.Ordinal)
                .Select(argument => argument.Value)
            : Enumerable.Empty<IOperation>();

    /// <summary>The calls of a method in all parts of a type.</summary>
    public IEnumerable<IInvocationOperation> CallsInType(IMethodSymbol method, INamedTypeSymbol type)
    {
        if (!models.Declare(type))
        {
            yield break;
        }

        foreach (var reference in type.DeclaringSyntaxReferences)
        {
            foreach (var node in reference.GetSyntax().DescendantNodes())
            {
                if (
                    node is InvocationExpressionSyntax { Expression: var called }
                    && Symbols.NameIn(called) == method.Name
                    && models.Of(node.SyntaxTree).GetOperation(node) is IInvocationOperation call
                    && SymbolEqualityComparer.Default.Equals(call.TargetMethod.OriginalDefinition, method)
                )
                {
                    yield return call;
                }
            }
        }
    }

    // Counts, not times.
    private const int MostCallers = 64;

    /// <summary>
    /// What the calls in this project pass for a parameter of any method, also by the interface it fulfils: not all there is where others may call it,
    /// so it shows what may be passed and not what may not. Looks through the whole project, so it is for what few places ask.
    /// </summary>
    public IEnumerable<IOperation> ArgumentsPassedAnywhereFor(IParameterSymbol parameter)
    {
        if (parameter.ContainingSymbol is not IMethodSymbol { MethodKind: MethodKind.Ordinary } method || !models.Declare(method))
        {
            return ArgumentsPassedFor(parameter);
        }

        return callersByMethod
            .GetOrAdd(method.OriginalDefinition, CallersOf)
            .SelectMany(call => call.Arguments.Where(argument => argument.Parameter?.Ordinal == parameter.Ordinal))
            .Select(argument => argument.Value);
    }

    /// <summary>Where this project makes objects with a constructor of its own. Looks through the whole project, so it is for what few places
    /// ask.</summary>
    public ImmutableArray<IObjectCreationOperation> CreationsBy(IMethodSymbol constructor) =>
        creationsByConstructor.GetOrAdd(constructor.OriginalDefinition, FindCreations);

    private readonly ConcurrentDictionary<ISymbol, ImmutableArray<IObjectCreationOperation>> creationsByConstructor = new(
        SymbolEqualityComparer.Default
    );

    private ImmutableArray<IObjectCreationOperation> FindCreations(ISymbol constructor) =>
        FoundInProject<IObjectCreationOperation>(
            node =>
                node is BaseObjectCreationExpressionSyntax
                && (
                    node is not ObjectCreationExpressionSyntax { Type: var made } || Symbols.NameIn(made) == constructor.ContainingType.Name
                ),
            creation => SymbolEqualityComparer.Default.Equals(creation.Constructor?.OriginalDefinition, constructor)
        );

    private readonly ConcurrentDictionary<ISymbol, ImmutableArray<IInvocationOperation>> callersByMethod = new(
        SymbolEqualityComparer.Default
    );

    private ImmutableArray<IInvocationOperation> CallersOf(ISymbol called)
    {
        var method = (IMethodSymbol)called;
        return FoundInProject<IInvocationOperation>(
            node => node is InvocationExpressionSyntax { Expression: var expression } && Symbols.NameIn(expression) == method.Name,
            call =>
                SymbolEqualityComparer.Default.Equals((call.TargetMethod.ReducedFrom ?? call.TargetMethod).OriginalDefinition, method)
                || TargetsOf(call.TargetMethod).Contains(method, SymbolEqualityComparer.Default)
        );
    }

    /// <summary>The operations of a kind in the whole project, no more than the first few; only what may be one by its syntax is bound.</summary>
    private ImmutableArray<T> FoundInProject<T>(Func<SyntaxNode, bool> mayBe, Func<T, bool> isWanted)
        where T : class, IOperation
    {
        var found = ImmutableArray.CreateBuilder<T>();
        foreach (var tree in project.Compilation.SyntaxTrees)
        {
            foreach (var node in tree.GetRoot().DescendantNodes())
            {
                if (mayBe(node) && models.Of(tree).GetOperation(node) is T operation && isWanted(operation))
                {
                    found.Add(operation);
                    if (found.Count == MostCallers)
                    {
                        return found.ToImmutable();
                    }
                }
            }
        }

        return found.ToImmutable();
    }
}
