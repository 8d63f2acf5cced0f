using System.Collections.Concurrent;
using System.Collections.Immutable;
using DistributedSystems.Analyzers.Facts.Calls;
using DistributedSystems.Analyzers.Facts.Code;
using DistributedSystems.Analyzers.Facts.Surroundings;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace DistributedSystems.Analyzers.Facts.Promises;

/// <summary>Code that may run a call again for the same operation.</summary>
/// <param name="Description">How messages name it: <c>the retry loop around it</c>.</param>
/// <param name="Times">How often it repeats, with a blank before it: <c> up to 3 times</c>; empty where that is not known.</param>
/// <param name="Place">The loop keyword's statement, the catch clause, or the call that adds the retry strategy.</param>
internal sealed record RetryScope(string Description, string Times, SyntaxNode Place)
{
    /// <summary>The policy, where it is one.</summary>
    public RetryPolicy? Policy { get; init; }

    /// <summary>A scheduler runs the whole again, later and by its own rules.</summary>
    public bool IsJob { get; init; }

    /// <summary>How often the operation runs at most, the first time included; null where that is not known.</summary>
    public int? Attempts { get; init; }
}

internal sealed partial class Retries
{
    private readonly ConcurrentDictionary<SyntaxNode, ImmutableArray<IInvocationOperation>> perhapsRepeatedByBody = new();

    /// <summary>
    /// The nearest retry that repeats this call after a failure that leaves open whether it was carried out. Null where there
    /// is none in sight: other items, polling, worker loops that go round after success, retries of proven non-execution.
    /// </summary>
    public RetryScope? RetryAround(IInvocationOperation call) => RetriesAround(call).FirstOrDefault();

    /// <summary>All such retries, from the nearest to the outermost in sight.</summary>
    public IEnumerable<RetryScope> RetriesAround(IInvocationOperation call) => RetriesAround(call, Reachability.DeepestChain);

    private IEnumerable<RetryScope> RetriesAround(IInvocationOperation call, int remaining)
    {
        var repeated = call;
        while (true)
        {
            foreach (var scope in RetriesInFunction(repeated))
            {
                yield return scope;
            }

            if (Operations.FunctionAround(repeated) is not { } function || !failurePaths.FailureEscapes(repeated))
            {
                if (jobRetries.JobRetryOf(repeated) is { } job)
                {
                    yield return job;
                }

                yield break;
            }

            if (DeclaredRetry(function) is { } declared)
            {
                yield return declared.Scope;
                repeated = declared.Helper;
            }
            else if (runners.RunnerOf(function) is { } runner)
            {
                foreach (var retry in PipelineRetries(runner))
                {
                    yield return retry;
                }

                if (StrategyRetry(runner, call) is { } strategy)
                {
                    yield return strategy;
                }

                repeated = runner;
            }
            else if (remaining > 0 && runners.OwnRunnerOf(function) is { Parameter: { } parameter, Parent: IInvocationOperation helper })
            {
                if (HelperRetry(helper, parameter, remaining - 1) is { } retried)
                {
                    yield return retried;
                }
                else if (!runners.RunsOf(helper.TargetMethod, parameter).All(runs => runs.All(failurePaths.FailureEscapes)))
                {
                    yield break;
                }

                repeated = helper;
            }
            else
            {
                yield break;
            }
        }
    }

    public IEnumerable<RetryScope> RetriesInFunction(IInvocationOperation repeated)
    {
        if (LoopRetryAround(repeated) is not { } nearest)
        {
            if ((CatchRetryAround(repeated) ?? RecursionRetryAround(repeated)) is { } once)
            {
                yield return once;
            }

            yield break;
        }

        yield return nearest;
        if (LoopRetryBeyond(repeated, nearest.Place) is { } outer)
        {
            yield return outer;
        }
    }

    /// <summary>A loop around the retry loop that the last failure takes round once more.</summary>
    private RetryScope? LoopRetryBeyond(IInvocationOperation repeated, SyntaxNode inner)
    {
        for (var ancestor = repeated.Parent; ancestor is not (null or IAnonymousFunctionOperation or ILocalFunctionOperation); ancestor = ancestor.Parent)
        {
            if (ancestor is ILoopOperation loop && loop.Syntax != inner && loop.Syntax.Span.Contains(inner.Span)
                && attempts.IsSameEachTime(repeated, loop.Syntax)
                && flowGraphs.Around(repeated) is { } graph
                && failurePaths.FlowAfter(repeated, graph, loop.Syntax, Hypothesis.Success) is { MayRepeat: false }
                && failurePaths.AfterFailure(repeated, loop.Syntax, operation => IsBefore(operation, inner, loop.Syntax)).Any(path => path.Stops))
            {
                return new RetryScope("the loop around that", "", loop.Syntax) { Attempts = attempts.RoundsOf(loop) };
            }
        }

        return null;

        // What an outer loop runs on the way back to the inner one: its own condition or step, what stands before the inner one, what that starts with.
        static bool IsBefore(IOperation operation, SyntaxNode inner, SyntaxNode outer) => outer.Span.Contains(operation.Syntax.Span) && (inner.Span.Contains(operation.Syntax.Span)
            ? inner is ForStatementSyntax { Declaration: { } declaration } && declaration.Span.Contains(operation.Syntax.Span)
            : operation.Syntax.SpanStart < inner.SpanStart || (outer is DoStatementSyntax { Condition: { } condition } && condition.Span.Contains(operation.Syntax.Span)));
    }

    /// <summary>A method that says by an attribute that it runs its delegate again after a failure.</summary>
    public (RetryScope Scope, IInvocationOperation Helper)? DeclaredRetry(IOperation function)
    {
        if (!declarations.HasAnnotations || Operations.ArgumentHolding(function) is not { Parameter.Type.TypeKind: TypeKind.Delegate, Parent: IInvocationOperation helper })
        {
            return null;
        }

        return DeclaredRetry(helper) is { } scope ? (scope, helper) : null;
    }

    /// <summary>A method that says by an attribute that it repeats what it does.</summary>
    public RetryScope? DeclaredRetry(IInvocationOperation call)
    {
        foreach (var declaration in Symbols.DeclarationsOf((call.TargetMethod.ReducedFrom ?? call.TargetMethod).OriginalDefinition))
        {
            if (Annotations.Find(declaration, Annotations.Retries) is { } retries)
            {
                var most = Annotations.Named(retries, "Max") is { Value: int and > 0 and var max } ? max : (int?)null;
                return new RetryScope($"'{Symbols.NameOf(call.TargetMethod)}'", most is null ? "" : $" up to {most} times", call.Syntax) { Attempts = most + 1 };
            }
        }

        return null;
    }

    /// <summary>A method of this project that runs its delegate again after a failure; of an interface, every implementation does.</summary>
    public RetryScope? HelperRetry(IInvocationOperation helper, IParameterSymbol parameter, int remaining)
    {
        RetryScope? first = null;
        foreach (var runs in runners.RunsOf(helper.TargetMethod, parameter))
        {
            if (runs.Select(run => RetriesAround(run, remaining).FirstOrDefault()).FirstOrDefault(retry => retry is not null) is not { } scope)
            {
                return null;
            }

            first ??= scope with { Description = $"'{Symbols.NameOf(helper.TargetMethod)}'" };
        }

        return first;
    }

    /// <summary>
    /// Could a retry stand around this call at all: does something inside a loop (or below a label) catch its failure, or look at the
    /// response it returns, or run the lambda it stands in? A look at its surroundings that reads no other code.
    /// </summary>
    public bool MayBeRepeated(IInvocationOperation call)
    {
        var failureIsSeen = SymbolEqualityComparer.Default.Equals(Symbols.UnwrapTask(call.Type), types.HttpResponseMessage);
        for (var ancestor = call.Parent; ancestor is not null; ancestor = ancestor.Parent)
        {
            switch (ancestor.Kind)
            {
                case OperationKind.CatchClause when ancestor.Parent is ITryOperation attempt && Names(attempt.Body.Syntax, call.TargetMethod.Name):
                case OperationKind.Loop or OperationKind.Labeled when failureIsSeen:
                case OperationKind.Block when failureIsSeen && HasLabel((IBlockOperation)ancestor):
                case OperationKind.AnonymousFunction when runners.RunnerOf(ancestor) is not null || runners.IsGivenToOwnMethod(ancestor) || DeclaredRetry(ancestor) is not null:
                    return true;
                case OperationKind.Try:
                    failureIsSeen |= !((ITryOperation)ancestor).Catches.IsEmpty;
                    break;
            }
        }

        return jobRetries.IsInJob(call) || (failureIsSeen && Operations.EnclosingMethodOf(call) is { } method && CallsItself(method, call));
    }

    /// <summary>The calls of a body of which that is true: few, and asked for by everything that stands beside them.</summary>
    public ImmutableArray<IInvocationOperation> CallsPerhapsRepeatedBeside(IOperation anywhereInBody)
    {
        var root = Values.RootOf(anywhereInBody);
        if (!outlines.OutlineOf(root).SeesFailures && !jobRetries.HasJobs && types.QuartzJob is null)
        {
            return ImmutableArray<IInvocationOperation>.Empty;
        }

        return perhapsRepeatedByBody.GetOrAdd(root.Syntax, _ => root.Descendants().OfType<IInvocationOperation>().Where(MayBeRepeated).ToImmutableArray());
    }

    /// <summary>Does the code spell this name at all? Most calls in a catch are of another method than those in its try.</summary>
    private static bool Names(SyntaxNode code, string name)
    {
        foreach (var node in code.DescendantNodes())
        {
            if (node is SimpleNameSyntax spelled && spelled.Identifier.ValueText == name)
            {
                return true;
            }
        }

        return false;
    }

    private static bool HasLabel(IBlockOperation block)
    {
        foreach (var statement in block.Operations)
        {
            if (statement is ILabeledOperation)
            {
                return true;
            }
        }

        return false;
    }

    public RetryScope? LoopRetryAround(IInvocationOperation repeated)
    {
        // The graph of a body costs more than a look at what stands around the call.
        if (!Operations.IsInLoop(repeated) && outlines.OutlineOf(repeated).Jumps.IsEmpty)
        {
            return null;
        }

        for (var ancestor = repeated.Parent; ancestor is not (null or IAnonymousFunctionOperation or ILocalFunctionOperation); ancestor = ancestor.Parent)
        {
            // The collection of a foreach is evaluated once.
            if (ancestor is not ILoopOperation || (ancestor is IForEachLoopOperation each && each.Collection.Syntax.Span.Contains(repeated.Syntax.Span)))
            {
                continue;
            }

            // What the innermost loop moves on, those around it move on too, and a look at the arguments costs less than the flow.
            if (!attempts.IsSameEachTime(repeated, ancestor.Syntax))
            {
                break;
            }

            if (flowGraphs.Around(repeated) is not { } graph)
            {
                return null;
            }

            // Going round after success is the next item, the next poll or the next message, not a retry.
            if (failurePaths.FlowAfter(repeated, graph, ancestor.Syntax, Hypothesis.Success) is { MayRepeat: true })
            {
                return null;
            }

            if (RepeatsAfterFailure(repeated, graph, ancestor.Syntax))
            {
                return new RetryScope("the retry loop around it", "", ancestor.Syntax) { Attempts = attempts.RoundsOf((ILoopOperation)ancestor) };
            }
        }

        return JumpsBack(repeated);
    }

    /// <summary>A loop spelled with <c>goto</c>: the same question asked of the whole function.</summary>
    private RetryScope? JumpsBack(IInvocationOperation repeated)
    {
        foreach (var jump in outlines.OutlineOf(repeated).Jumps)
        {
            if (Operations.FunctionAround(jump)?.Syntax == Operations.FunctionAround(repeated)?.Syntax
                && flowGraphs.Around(repeated) is { } graph
                && failurePaths.FlowAfter(repeated, graph, loop: null, Hypothesis.Success) is { MayRepeat: false }
                && RepeatsAfterFailure(repeated, graph, loop: null))
            {
                return new RetryScope($"the jump back to '{jump.Target.Name}'", "", jump.Syntax);
            }
        }

        return null;
    }

    private bool RepeatsAfterFailure(IInvocationOperation repeated, ControlFlowGraph graph, SyntaxNode? loop) =>
        failurePaths.FlowAfter(repeated, graph, loop, Hypothesis.AmbiguousException).Repeats
        || (SymbolEqualityComparer.Default.Equals(Symbols.UnwrapTask(repeated.Type), types.HttpResponseMessage)
            && failurePaths.FlowAfter(repeated, graph, loop, Hypothesis.AmbiguousResponse).Repeats);

    /// <summary>Try, and in the catch the same call once more.</summary>
    private RetryScope? CatchRetryAround(IInvocationOperation repeated)
    {
        for (var ancestor = repeated.Parent; ancestor is not (null or IAnonymousFunctionOperation or ILocalFunctionOperation); ancestor = ancestor.Parent)
        {
            if (ancestor is not ICatchClauseOperation { Parent: ITryOperation attempt })
            {
                continue;
            }

            foreach (var operation in attempt.Body.Descendants())
            {
                if (operation is IInvocationOperation first
                    && SameExpression.Are(first, repeated)
                    && flowGraphs.Around(repeated) is { } graph
                    && failurePaths.After(graph, first.Syntax, repeated.Syntax, attempt.Syntax, Hypothesis.AmbiguousException).Repeats)
                {
                    return new RetryScope("the catch around it", " once more", ancestor.Syntax) { Attempts = 2 };
                }
            }
        }

        return null;
    }
}
