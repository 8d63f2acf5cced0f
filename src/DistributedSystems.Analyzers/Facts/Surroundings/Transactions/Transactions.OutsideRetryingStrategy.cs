using System.Collections.Immutable;
using DistributedSystems.Analyzers.Facts.Calls;
using DistributedSystems.Analyzers.Facts.Code;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace DistributedSystems.Analyzers.Facts.Surroundings;

internal sealed partial class Transactions
{
    // EF Core's own, which retries nothing.
    private const string NonRetrying = "NonRetryingExecutionStrategy";

    public Lazy<ImmutableArray<INamedTypeSymbol>> RetryingContexts =>
        field ?? LazyInitializer.EnsureInitialized(ref field, () => new Lazy<ImmutableArray<INamedTypeSymbol>>(ReadRetryingContexts))!;

    private Lazy<StrategyUses> UsesOfStrategies =>
        field ?? LazyInitializer.EnsureInitialized(ref field, () => new Lazy<StrategyUses>(ReadUsesOfStrategies))!;

    /// <summary>What the functions around each <c>CreateExecutionStrategy</c> may run: methods of the project, or anything (a
    /// delegate).</summary>
    private sealed record StrategyUses(HashSet<IMethodSymbol> Methods, bool RunAnything);

    /// <summary>
    /// The context with a retrying execution strategy on which a call begins a transaction that the strategy does not know of; null where
    /// the
    /// strategy runs it, or where that cannot be told.
    /// </summary>
    public INamedTypeSymbol? ContextOfUnretriedTransaction(IInvocationOperation begin)
    {
        if (
            begin.TargetMethod.Name is not ("BeginTransaction" or "BeginTransactionAsync")
            || Operations.ReceiverOf(begin) is not { } facade
            || Values.Unwrap(facade)
                is not IPropertyReferenceOperation { Property.Name: "Database", Instance.Type: INamedTypeSymbol context }
            || types.DbContext is not { } known
            || !Symbols.DerivesFrom(context, known)
            || !RetryingContexts.Value.Any(retrying => Symbols.DerivesFrom(context, retrying))
            || !IsCommittedHere(begin)
        )
        {
            return null;
        }

        return MayRunInStrategy(begin) ? null : context;
    }

    /// <summary>The context with a retrying execution strategy that saves in an ambient transaction which the strategy does not know of.</summary>
    public INamedTypeSymbol? ContextOfUnretriedScope(IObjectCreationOperation scope)
    {
        if (types.DbContext is not { } known || RetryingContexts.Value.IsEmpty || !Outlines.BeginsTransaction(scope))
        {
            return null;
        }

        var function = Operations.FunctionAround(scope)?.Syntax;
        var saved = Values
            .RootOf(scope)
            .Descendants()
            .OfType<IInvocationOperation>()
            .FirstOrDefault(call =>
                call.TargetMethod.Name is "SaveChanges" or "SaveChangesAsync"
                && call.Syntax.SpanStart > scope.Syntax.SpanStart
                && Operations.FunctionAround(call)?.Syntax == function
                && call.Instance?.Type is INamedTypeSymbol context
                && Symbols.DerivesFrom(context, known)
                && RetryingContexts.Value.Any(retrying => Symbols.DerivesFrom(context, retrying))
                && IsInScopeOf(scope, call)
            );
        return saved?.Instance?.Type is INamedTypeSymbol found && !MayRunInStrategy(scope) ? found : null;
    }

    /// <summary>The <c>using</c> that disposes of the scope encloses the call, or stands before it in a block around both.</summary>
    private static bool IsInScopeOf(IObjectCreationOperation scope, IInvocationOperation call)
    {
        for (var ancestor = scope.Parent; ancestor is not null; ancestor = ancestor.Parent)
        {
            if (ancestor is IUsingOperation or IUsingDeclarationOperation)
            {
                return (ancestor is IUsingOperation ? ancestor : ancestor.Parent)?.Syntax.Span.Contains(call.Syntax.Span) == true;
            }
        }

        return false;
    }

    /// <summary>A strategy may run the code around an operation, as far as can be told.</summary>
    private bool MayRunInStrategy(IOperation begin)
    {
        if (UsesOfStrategies.Value.RunAnything)
        {
            return true;
        }

        for (var function = Operations.FunctionAround(begin); function is not null; function = Operations.FunctionAround(function))
        {
            // A function handed to anything: to a strategy, or to what may hand it on to one.
            if (function is not ILocalFunctionOperation && Operations.ArgumentHolding(function) is not null)
            {
                return true;
            }
        }

        return Operations.MethodOf(Values.RootOf(begin)) is not { } method || MayBeRunByStrategy(method);
    }

    private bool MayBeRunByStrategy(IMethodSymbol method) =>
        UsesOfStrategies.Value.Methods.Any(run =>
            SymbolEqualityComparer.Default.Equals(run, method.OriginalDefinition)
            || functions.TargetsOf(run).Contains(method.OriginalDefinition, SymbolEqualityComparer.Default)
        );

    /// <summary>The function that begins the transaction also ends it; one that hands it out leaves open where it runs.</summary>
    private bool IsCommittedHere(IInvocationOperation begin)
    {
        var function = Operations.FunctionAround(begin)?.Syntax;
        return Values
            .RootOf(begin)
            .Descendants()
            .Any(operation =>
                operation
                    is IInvocationOperation
                    {
                        TargetMethod:
                        {
                            Name: "Commit" or "CommitAsync" or "CommitTransaction" or "CommitTransactionAsync",
                            ContainingNamespace: var space
                        }
                    } commit
                && Operations.FunctionAround(commit)?.Syntax == function
                && space?.FullName().StartsWith("Microsoft.EntityFrameworkCore", StringComparison.Ordinal) == true
            );
    }

    private ImmutableArray<INamedTypeSymbol> ReadRetryingContexts() =>
        callSites
            .Of("EnableRetryOnFailure")
            .Concat(callSites.Of("ExecutionStrategy"))
            .Select(site =>
                models.Of(site.SyntaxTree).GetOperation(site) is IInvocationOperation enabled && EnablesRetries(enabled)
                    ? ContextConfiguredBy(enabled)
                    : null
            )
            .Where(context => context is not null)
            .Select(context => context!)
            .ToImmutableArray();

    private bool EnablesRetries(IInvocationOperation enabled) =>
        types.EfOptionsBuilder is { } builder
        && Symbols.DerivesFrom(enabled.TargetMethod.ContainingType, builder)
        && (
            enabled.TargetMethod.Name == "EnableRetryOnFailure"
            || enabled.Arguments.Any(argument =>
                argument
                    .Value.DescendantsAndSelf()
                    .Any(part => part is IObjectCreationOperation { Type: { } strategy } && strategy.Name != NonRetrying)
            )
        );

    /// <summary>The context that the options are for: named where it is registered, or the one that configures itself.</summary>
    private INamedTypeSymbol? ContextConfiguredBy(IOperation enabled)
    {
        for (var ancestor = enabled.Parent; ancestor is not null; ancestor = ancestor.Parent)
        {
            if (
                ancestor is IInvocationOperation call
                && ContextIn(
                    call.TargetMethod.TypeArguments.Concat(
                        (Operations.ReceiverOf(call)?.Type as INamedTypeSymbol)?.TypeArguments ?? ImmutableArray<ITypeSymbol>.Empty
                    )
                )
                    is { } named
            )
            {
                return named;
            }
        }

        return Operations.MethodOf(Values.RootOf(enabled))?.ContainingType is { } type ? ContextIn(new[] { type }) : null;
    }

    private INamedTypeSymbol? ContextIn(IEnumerable<ITypeSymbol> candidates) =>
        candidates
            .OfType<INamedTypeSymbol>()
            .FirstOrDefault(type =>
                types.DbContext is { } context
                && Symbols.DerivesFrom(type, context)
                && !SymbolEqualityComparer.Default.Equals(type, context)
            );

    private StrategyUses ReadUsesOfStrategies()
    {
        var methods = new HashSet<IMethodSymbol>(SymbolEqualityComparer.Default);
        var runAnything = false;
        foreach (var site in callSites.Of("CreateExecutionStrategy"))
        {
            var around = (SyntaxNode?)site.FirstAncestorOrSelf<BaseMethodDeclarationSyntax>() ?? site.SyntaxTree.GetRoot();
            foreach (var operation in models.Of(site.SyntaxTree).GetOperation(around)?.Descendants() ?? Enumerable.Empty<IOperation>())
            {
                switch (operation)
                {
                    case IInvocationOperation { TargetMethod.MethodKind: MethodKind.DelegateInvoke }:
                        runAnything = true;
                        break;
                    case IInvocationOperation { TargetMethod: var called } when functions.IsOwnMethod(called):
                        methods.Add((called.ReducedFrom ?? called).OriginalDefinition);
                        break;
                    case IMethodReferenceOperation { Method: var named } when functions.IsOwnMethod(named):
                        methods.Add(named.OriginalDefinition);
                        break;
                    case IArgumentOperation { Parameter.Type.TypeKind: TypeKind.Delegate, Value: var given }
                        when values.ValueOf(given) is IParameterReferenceOperation:
                        runAnything = true;
                        break;
                }
            }
        }

        return new StrategyUses(methods, runAnything);
    }
}
