using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace DistributedSystems.Analyzers.Facts;

internal sealed partial class CompilationFacts
{
    /// <summary>A method that calls itself again, with the same operation, where the call has failed.</summary>
    private RetryScope? RecursionRetryAround(IInvocationOperation repeated)
    {
        if (EnclosingMethodOf(repeated) is not { } method || SymbolEqualityComparer.Default.Equals(method, repeated.TargetMethod.OriginalDefinition) || !CallsItself(method, repeated) || Flows.Around(repeated) is not { } graph)
        {
            return null;
        }

        foreach (var operation in Values.RootOf(repeated).Descendants())
        {
            if (operation is IInvocationOperation again
                && SymbolEqualityComparer.Default.Equals(again.TargetMethod.OriginalDefinition, method)
                && again.Instance is null or IInstanceReferenceOperation
                && FunctionAround(again)?.Syntax == FunctionAround(repeated)?.Syntax
                && (IsWaitedFor(again) || IsReturned(again))
                && PassesOn(again, repeated)
                && OutcomeFlow.After(this, graph, repeated.Syntax, again.Syntax, loop: null, Hypothesis.Success) is { MayRepeat: false }
                && (OutcomeFlow.After(this, graph, repeated.Syntax, again.Syntax, loop: null, Hypothesis.AmbiguousException).Repeats
                    || (SymbolEqualityComparer.Default.Equals(UnwrapTask(repeated.Type), Types.HttpResponseMessage) && OutcomeFlow.After(this, graph, repeated.Syntax, again.Syntax, loop: null, Hypothesis.AmbiguousResponse).Repeats)))
            {
                return new RetryScope($"the call of '{NameOf(method)}' by itself", "", again.Syntax);
            }
        }

        return null;
    }

    /// <summary>Does the code around an operation call a method of its own method's name?</summary>
    private bool CallsItself(IMethodSymbol method, IOperation anywhereInBody) => OutlineOf(anywhereInBody).CalledHere.Contains(method.Name);

    /// <summary>The parameters that a call depends on are handed on as they are.</summary>
    private static bool PassesOn(IInvocationOperation again, IInvocationOperation repeated) => repeated.Descendants().All(part =>
        part is not IParameterReferenceOperation { Parameter: { ContainingSymbol: IMethodSymbol { MethodKind: MethodKind.Ordinary or MethodKind.LocalFunction } } parameter }
        || again.Arguments.Any(argument => argument.Parameter?.Ordinal == parameter.Ordinal && IsParameter(argument.Value, parameter)));

    private static IMethodSymbol? EnclosingMethodOf(IOperation operation) => FunctionAround(operation) switch
    {
        null => MethodOf(Values.RootOf(operation))?.OriginalDefinition,
        ILocalFunctionOperation local => local.Symbol.OriginalDefinition,
        _ => null,
    };

    /// <summary>
    /// An EF Core execution strategy that retries: when the database fails it runs its function again, and what the function has sent to others before is sent again.
    /// What the database itself did is rolled back.
    /// </summary>
    private RetryScope? StrategyRetry(IInvocationOperation runner, IInvocationOperation call) =>
        SymbolEqualityComparer.Default.Equals(runner.TargetMethod.ContainingNamespace, Types.DbContext?.ContainingNamespace)
        && ReceiverOf(runner) is { } strategy
        && Values.ValueOf(strategy) is IInvocationOperation { TargetMethod.Name: "CreateExecutionStrategy" } created
        && ReceiverOf(created) is { } facade && Values.Unwrap(facade) is IPropertyReferenceOperation { Instance.Type: { } context }
        && RetryingContexts.Value.Any(retrying => DerivesFrom(context, retrying))
        && (OperationOf(call) is { } remote ? IsBeyondTransactions(remote) : MayReach(call) && ReachOf(call, Effect.Leaves) is not null)
        && IsFollowedByDatabase(call)
            ? new RetryScope($"the execution strategy of '{context.Name}'", "", runner.Syntax)
            : null;

    private bool IsFollowedByDatabase(IInvocationOperation call) => Values.RootOf(call).Descendants().Any(part => part is IInvocationOperation later
        && later.Syntax.SpanStart > call.Syntax.Span.End
        && FunctionAround(later)?.Syntax == FunctionAround(call)?.Syntax
        && later.TargetMethod.Name is "SaveChanges" or "SaveChangesAsync" or "Commit" or "CommitAsync"
        && OperationOf(later) is not null);
}
