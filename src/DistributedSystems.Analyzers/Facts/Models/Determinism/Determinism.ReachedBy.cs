using System.Collections.Concurrent;
using DistributedSystems.Analyzers.Catalog;
using DistributedSystems.Analyzers.Facts.Calls;
using DistributedSystems.Analyzers.Facts.Code;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace DistributedSystems.Analyzers.Facts.Models;

internal sealed partial class Determinism
{
    private const int DeepestDeterminism = 4;
    private const int MostOperationsRead = 5000;

    private readonly ConcurrentDictionary<IMethodSymbol, NonDeterminism?> nonDeterminism = new(SymbolEqualityComparer.Default);

    /// <summary>
    /// The non-deterministic thing that an operation does, itself or through methods of this project that it calls. What is declared
    /// [Deterministic] answers for itself; what may be overridden is unknown.
    /// </summary>
    public NonDeterminism? NonDeterminismOf(IOperation operation) =>
        (NonDeterministicStepOf(operation) ?? ReachedBy(operation)) is { } found
        && !RemoteCalls.IsQuoted(operation)
        && !IsSkippedByReplays(operation)
            ? found
            : null;

    private NonDeterminism? ReachedBy(IOperation operation) =>
        operation switch
        {
            IInvocationOperation { IsVirtual: false } call => NonDeterminismReachedBy(call.TargetMethod, depth: 0),
            IObjectCreationOperation { Constructor: { } constructor } => NonDeterminismReachedBy(constructor, depth: 0),
            IPropertyReferenceOperation { Property: { IsVirtual: false, IsOverride: false, IsAbstract: false, GetMethod: { } getter } } =>
                NonDeterminismReachedBy(getter, depth: 0),
            _ => null,
        };

    /// <summary>Only the first execution does it: a log entry behind <c>if (!context.IsReplaying)</c>.</summary>
    private static bool IsSkippedByReplays(IOperation operation) =>
        Guards.Of(operation).Any(guard => AsksForReplay(guard.Condition, out var isNegated) && guard.When == isNegated);

    private static bool AsksForReplay(IOperation condition, out bool isNegated)
    {
        var not = condition as IUnaryOperation;
        isNegated = not is { OperatorKind: UnaryOperatorKind.Not };
        return Values.Unwrap(isNegated ? not!.Operand : condition) is IPropertyReferenceOperation { Property.Name: "IsReplaying" };
    }

    private NonDeterminism? NonDeterminismReachedBy(IMethodSymbol method, int depth)
    {
        method = (method.ReducedFrom ?? method).OriginalDefinition;
        if (
            depth >= DeepestDeterminism
            || !functions.IsOwnMethod(method)
            || method.MethodKind == MethodKind.LocalFunction
            || IsDeterministic(method)
            || ReplayerOf(method) is not null
        )
        {
            return null;
        }

        if (nonDeterminism.TryGetValue(method, out var known))
        {
            return known;
        }

        var found = functions.BodyOf(method) is { } body ? FirstIn(body, method, depth) : null;

        // A chain cut short by its depth says nothing about the method when it is asked for by itself.
        if (depth == 0 || found is not null)
        {
            nonDeterminism.TryAdd(method, found);
        }

        return found;
    }

    private NonDeterminism? FirstIn(IOperation body, IMethodSymbol method, int depth)
    {
        var budget = MostOperationsRead;
        foreach (var operation in body.Descendants())
        {
            if (budget-- == 0)
            {
                return null;
            }

            if (NonDeterministicStepOf(operation) is { } step && !RemoteCalls.IsQuoted(operation))
            {
                return step with { Path = Symbols.NameOf(method) };
            }

            if (
                operation is IInvocationOperation { IsVirtual: false } call
                && NonDeterminismReachedBy(call.TargetMethod, depth + 1) is { } further
                && !RemoteCalls.IsQuoted(call)
            )
            {
                return further with { Path = $"{Symbols.NameOf(method)} → {further.Path}" };
            }
        }

        return null;
    }

    /// <summary>The library that runs a method again from a history: it is given the orchestration's context, or carries the library's
    /// attribute.</summary>
    public CatalogEntry? ReplayerOf(ISymbol symbol)
    {
        if (!catalog.HasReplayedCode || symbol is not IMethodSymbol { MethodKind: MethodKind.Ordinary } method)
        {
            return null;
        }

        foreach (
            var type in method
                .Parameters.Select(parameter => parameter.Type)
                .Concat(method.GetAttributes().Select(data => data.AttributeClass))
        )
        {
            if (type is INamedTypeSymbol named && catalog.TypeEntryOf(named) is { Replayed: true } entry)
            {
                return entry;
            }
        }

        return null;
    }

    /// <summary>Whoever replays code gives it tasks that come to an end in the order of the history.</summary>
    public static bool FollowsHistory(NonDeterminism step, CatalogEntry replayer) =>
        step.Place is IInvocationOperation { TargetMethod: { Name: "WhenAny", ContainingType.Name: "Task" } }
        || replayer.OrdersTasks
            && step.Place is IInvocationOperation { TargetMethod: { Name: "StartNew", ContainingType.Name: "TaskFactory" } start }
            && !start.Parameters.Any(parameter => parameter.Type.Name == "TaskScheduler")
        || step.What.StartsWith("enumerates", StringComparison.Ordinal);

    /// <summary>The local functions and lambdas that are declared so, in code that is not.</summary>
    public static IEnumerable<(IOperation Body, string Name)> DeterministicFunctionsIn(IOperation code)
    {
        foreach (var operation in code.Descendants())
        {
            var (function, body, name) = operation switch
            {
                ILocalFunctionOperation { Body: { } block } local => (local.Symbol, block, local.Symbol.Name),
                IAnonymousFunctionOperation lambda => (lambda.Symbol, lambda.Body, "the lambda"),
                _ => default((IMethodSymbol, IOperation, string)),
            };
            if (function is not null && Annotations.Find(function, Annotations.Deterministic) is not null)
            {
                yield return (body, name);
            }
        }
    }

    /// <summary>Is code declared to give the same result everywhere: the member, one it overrides or implements, or its type?</summary>
    public static bool IsDeterministic(ISymbol symbol)
    {
        for (var around = symbol; around is not (null or INamespaceSymbol); around = around.ContainingSymbol)
        {
            if (Declarations.DeclaredOn(around, Annotations.Deterministic) is not null)
            {
                return true;
            }
        }

        return false;
    }
}
