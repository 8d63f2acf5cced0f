using DistributedSystems.Analyzers.Facts.Code;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace DistributedSystems.Analyzers.Facts.Promises;

/// <summary>Code that runs because work has ended.</summary>
internal sealed class CleanUp(WellKnownTypes types)
{
    private const int DeepestCleanUp = 2;

    /// <summary>
    /// Does an operation run because work has ended, so that the token of that work may be cancelled already: in a catch or finally,
    /// after the token was seen to be cancelled, in disposal, in the host's shutdown or in a declared compensation?
    /// </summary>
    public bool Is(IOperation operation) => Is(operation, DeepestCleanUp);

    private bool Is(IOperation operation, int remaining)
    {
        IOperation inner = operation;
        for (var scope = operation.Parent; scope is not null; inner = scope, scope = scope.Parent)
        {
            switch (scope)
            {
                case ICatchClauseOperation:
                case ITryOperation attempt when attempt.Finally == inner:
                case IConditionalOperation choice when choice.Condition != inner && SeesCancellation(choice.Condition):
                case ILocalFunctionOperation function when remaining > 0 && IsOnlyCalledToCleanUp(function, remaining - 1):
                case IBlockOperation block when block.Operations.TakeWhile(statement => statement != inner).Any(EndsWithCancellation):
                    return true;
            }
        }

        return Operations.MethodOf(inner) is { } method && EndsWork(method);
    }

    private bool IsOnlyCalledToCleanUp(ILocalFunctionOperation function, int remaining)
    {
        var calls = Values
            .RootOf(function)
            .Descendants()
            .Where(part =>
                part is IInvocationOperation call
                && SymbolEqualityComparer.Default.Equals(call.TargetMethod.OriginalDefinition, function.Symbol)
            )
            .ToList();
        return calls.Count > 0 && calls.All(call => Is(call, remaining));
    }

    private bool SeesCancellation(IOperation condition) =>
        condition
            .DescendantsAndSelf()
            .Any(part =>
                part is IPropertyReferenceOperation { Property: { Name: "IsCancellationRequested", ContainingType: var type } }
                && (types.IsToken(type) || SymbolEqualityComparer.Default.Equals(type, types.CancellationTokenSource))
            );

    /// <summary>A loop that runs until the token is cancelled: what stands behind it runs after that.</summary>
    private bool EndsWithCancellation(IOperation statement) =>
        statement is IWhileLoopOperation { Condition: { } condition } && SeesCancellation(condition);

    private static bool EndsWork(IMethodSymbol method) =>
        Annotations.Find(method, Annotations.Compensates) is not null
        || Symbols
            .DeclarationsOf(method)
            .Any(declaration =>
                (declaration.ContainingType.Name, declaration.Name)
                    is
                        ("IDisposable", "Dispose")
                        or
                        ("IAsyncDisposable", "DisposeAsync")
                        or
                        ("IHostedService", "StopAsync")
                        or
                        ("BackgroundService", "StopAsync")
                        or
                        ("IHostedLifecycleService", "StoppingAsync")
                        or
                        ("IHostedLifecycleService", "StoppedAsync")
            );
}
