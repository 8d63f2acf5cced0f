using DistributedSystems.Analyzers.Facts.Calls;
using DistributedSystems.Analyzers.Facts.Code;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace DistributedSystems.Analyzers.Facts.Promises;

internal sealed partial class Retries
{
    // Each is followed through the whole graph, for each call of the method; of a longer method nothing is known.
    private const int MostSelfCallsRead = 8;
    private const int MostBlocksRead = 300;

    /// <summary>A method that calls itself again, with the same operation, where the call has failed.</summary>
    private RetryScope? RecursionRetryAround(IInvocationOperation repeated)
    {
        if (
            Operations.EnclosingMethodOf(repeated) is not { } method
            || SymbolEqualityComparer.Default.Equals(method, repeated.TargetMethod.OriginalDefinition)
            || !CallsItself(method, repeated)
            || flowGraphs.Around(repeated) is not { Blocks.Length: <= MostBlocksRead } graph
        )
        {
            return null;
        }

        var budget = MostSelfCallsRead;
        foreach (var operation in Values.RootOf(repeated).Descendants())
        {
            if (
                operation is IInvocationOperation again
                && SymbolEqualityComparer.Default.Equals(again.TargetMethod.OriginalDefinition, method)
                && again.Instance is null or IInstanceReferenceOperation
                && budget-- > 0
                && Operations.FunctionAround(again)?.Syntax == Operations.FunctionAround(repeated)?.Syntax
                && (runners.IsWaitedFor(again) || Operations.IsReturned(again))
                && Runners.PassesOn(again, repeated)
                && failurePaths.After(graph, repeated, again.Syntax, loop: null, Hypothesis.Success) is { MayRepeat: false }
                && (
                    failurePaths.After(graph, repeated, again.Syntax, loop: null, Hypothesis.AmbiguousException).Repeats
                    || (
                        failurePaths.TellsFailureByAnswer(repeated)
                        && failurePaths.After(graph, repeated, again.Syntax, loop: null, Hypothesis.AmbiguousResponse).Repeats
                    )
                )
            )
            {
                return new RetryScope($"the call of '{Symbols.NameOf(method)}' by itself", "", again.Syntax);
            }
        }

        return null;
    }

    /// <summary>
    /// May a failure of a call lead to where its method calls itself with the same operation, while success does not? Unlike for a retry that is proven,
    /// a test that cannot be read lets the failure through.
    /// </summary>
    public bool MayLeadBack(IInvocationOperation repeated, IInvocationOperation again) =>
        again.Instance is null or IInstanceReferenceOperation
        && Operations.FunctionAround(again)?.Syntax == Operations.FunctionAround(repeated)?.Syntax
        && (runners.IsWaitedFor(again) || Operations.IsReturned(again))
        && Runners.PassesOn(again, repeated)
        && flowGraphs.Around(repeated) is { Blocks.Length: <= MostBlocksRead } graph
        && failurePaths.After(graph, repeated, again.Syntax, loop: null, Hypothesis.Success) is { MayRepeat: false }
        && failurePaths.WaysOf(repeated, loop: null, FailureKinds.Passing, target: again.Syntax).Any(way => way.Path.MayRepeat);

    /// <summary>Does the code around an operation call a method of its own method's name?</summary>
    public bool CallsItself(IMethodSymbol method, IOperation anywhereInBody) =>
        outlines.OutlineOf(anywhereInBody).CalledHere.Contains(method.Name);

    /// <summary>
    /// An EF Core execution strategy that retries: when the database fails it runs its function again, and what the function has sent to
    /// others before is sent again.
    /// What the database itself did is rolled back.
    /// </summary>
    private RetryScope? StrategyRetry(IInvocationOperation runner, IInvocationOperation call) =>
        RetryingStrategyOf(runner) is { } strategy
        && (
            remoteCalls.OperationOf(call) is { } remote
                ? effects.IsBeyondTransactions(remote)
                : reachability.MayReach(call) && reachability.ReachOf(call, Effect.Leaves) is not null
        )
        && IsFollowedByDatabase(call)
            ? strategy
            : null;

    /// <summary>The retrying strategy whose function an operation stands in, whatever the operation does.</summary>
    public RetryScope? StrategyAround(IOperation operation) =>
        Operations.FunctionAround(operation) is { } function && runners.RunnerOf(function) is { } runner
            ? RetryingStrategyOf(runner)
            : null;

    private RetryScope? RetryingStrategyOf(IInvocationOperation runner) =>
        SymbolEqualityComparer.Default.Equals(runner.TargetMethod.ContainingNamespace, types.DbContext?.ContainingNamespace)
        && Operations.ReceiverOf(runner) is { } strategy
        && values.ValueOf(strategy) is IInvocationOperation { TargetMethod.Name: "CreateExecutionStrategy" } created
        && Operations.ReceiverOf(created) is { } facade
        && Values.Unwrap(facade) is IPropertyReferenceOperation { Instance.Type: { } context }
        && transactions.RetryingContexts.Value.Any(retrying => Symbols.DerivesFrom(context, retrying))
            ? new RetryScope($"the execution strategy of '{context.Name}'", "", runner.Syntax)
            : null;

    /// <summary>Is this a change in a database transaction that the retry repeats from its begin? What a failed attempt did is rolled back.</summary>
    public bool IsRepeatedAsOneTransaction(IInvocationOperation call, RetryScope retry) =>
        remoteCalls.OperationOf(call) is { } remote
        && !effects.IsBeyondTransactions(remote)
        && transactions.BeginsIn(
            retry.Place.Span.Contains(call.Syntax.Span) && retry.Place.SyntaxTree == call.Syntax.SyntaxTree
                ? retry.Place
                : (Operations.FunctionAround(call) ?? Values.RootOf(call)).Syntax,
            call
        );

    private bool IsFollowedByDatabase(IInvocationOperation call) =>
        Values
            .RootOf(call)
            .Descendants()
            .Any(part =>
                part is IInvocationOperation later
                && later.Syntax.SpanStart > call.Syntax.Span.End
                && Operations.FunctionAround(later)?.Syntax == Operations.FunctionAround(call)?.Syntax
                && later.TargetMethod.Name is "SaveChanges" or "SaveChangesAsync" or "Commit" or "CommitAsync"
                && remoteCalls.OperationOf(later) is not null
            );
}
