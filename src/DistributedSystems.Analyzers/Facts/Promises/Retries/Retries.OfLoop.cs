using System.Collections.Concurrent;
using System.Collections.Immutable;
using DistributedSystems.Analyzers.Facts.Calls;
using DistributedSystems.Analyzers.Facts.Code;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace DistributedSystems.Analyzers.Facts.Promises;

internal sealed partial class Retries
{
    private readonly ConcurrentDictionary<SyntaxNode, ImmutableArray<IInvocationOperation>> perhapsRepeatedByBody = new();

    /// <summary>A loop around the retry loop that the last failure takes round once more.</summary>
    private RetryScope? LoopRetryBeyond(IInvocationOperation repeated, SyntaxNode inner)
    {
        for (
            var ancestor = repeated.Parent;
            ancestor is not (null or IAnonymousFunctionOperation or ILocalFunctionOperation);
            ancestor = ancestor.Parent
        )
        {
            if (
                ancestor is ILoopOperation loop
                && loop.Syntax != inner
                && loop.Syntax.Span.Contains(inner.Span)
                && attempts.IsSameEachTime(repeated, loop.Syntax)
                && flowGraphs.Around(repeated) is { } graph
                && failurePaths.FlowAfter(repeated, graph, loop.Syntax, Hypothesis.Success) is { MayRepeat: false }
                && failurePaths
                    .AfterFailure(repeated, loop.Syntax, operation => IsBefore(operation, inner, loop.Syntax))
                    .Any(path => path.Stops)
            )
            {
                return new RetryScope("the loop around that", "", loop.Syntax) { Attempts = attempts.RoundsOf(loop) };
            }
        }

        return null;

        // What an outer loop runs on the way back to the inner one: its own condition or step, what stands before the inner one, what that
        // starts with.
        static bool IsBefore(IOperation operation, SyntaxNode inner, SyntaxNode outer) =>
            outer.Span.Contains(operation.Syntax.Span)
            && (
                inner.Span.Contains(operation.Syntax.Span)
                    ? inner is ForStatementSyntax { Declaration: { } declaration } && declaration.Span.Contains(operation.Syntax.Span)
                    : operation.Syntax.SpanStart < inner.SpanStart
                        || (outer is DoStatementSyntax { Condition: { } condition } && condition.Span.Contains(operation.Syntax.Span))
            );
    }

    /// <summary>
    /// Could a retry stand around this call at all: does something inside a loop (or below a label) catch its failure, or look at the
    /// response it returns, or run the lambda it stands in? A look at its surroundings that reads no
    /// other code but a step's, inside a loop.
    /// </summary>
    public bool MayBeRepeated(IInvocationOperation call)
    {
        var failureIsSeen = false;
        for (var ancestor = call.Parent; ancestor is not null; ancestor = ancestor.Parent)
        {
            switch (ancestor.Kind)
            {
                case OperationKind.CatchClause
                    when ancestor.Parent is ITryOperation attempt && SecondAttempts.Names(attempt.Body.Syntax, call.TargetMethod.Name):
                case OperationKind.Loop or OperationKind.Labeled when IsSeen():
                case OperationKind.Block when HasLabel((IBlockOperation)ancestor) && IsSeen():
                case OperationKind.AnonymousFunction
                    when runners.RunnerOf(ancestor) is not null
                        || runners.IsGivenToOwnMethod(ancestor)
                        || DeclaredRetry(ancestor) is not null:
                    return true;
                case OperationKind.Try:
                    failureIsSeen |= !((ITryOperation)ancestor).Catches.IsEmpty;
                    break;
            }
        }

        return jobRetries.IsInJob(call) || (Operations.EnclosingMethodOf(call) is { } method && CallsItself(method, call) && IsSeen());

        // Whether a step of the project answers for it costs a look at its body.
        bool IsSeen() => failureIsSeen || (failureIsSeen = failurePaths.TellsFailureByAnswer(call));
    }

    /// <summary>The calls of a body of which that is true: few, and asked for by everything that stands beside them.</summary>
    public ImmutableArray<IInvocationOperation> CallsPerhapsRepeatedBeside(IOperation anywhereInBody)
    {
        var root = Values.RootOf(anywhereInBody);
        if (!outlines.OutlineOf(root).SeesFailures && !jobRetries.HasJobs && types.QuartzJob is null)
        {
            return ImmutableArray<IInvocationOperation>.Empty;
        }

        return perhapsRepeatedByBody.GetOrAdd(
            root.Syntax,
            _ => root.Descendants().OfType<IInvocationOperation>().Where(MayBeRepeated).ToImmutableArray()
        );
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

        for (
            var ancestor = repeated.Parent;
            ancestor is not (null or IAnonymousFunctionOperation or ILocalFunctionOperation);
            ancestor = ancestor.Parent
        )
        {
            // The collection of a foreach is evaluated once.
            if (
                ancestor is not ILoopOperation
                || (ancestor is IForEachLoopOperation each && each.Collection.Syntax.Span.Contains(repeated.Syntax.Span))
            )
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
                return new RetryScope("the retry loop around it", "", ancestor.Syntax)
                {
                    Attempts = attempts.RoundsOf((ILoopOperation)ancestor),
                };
            }
        }

        return JumpsBack(repeated);
    }

    /// <summary>A loop spelled with <c>goto</c>: the same question asked of the whole function.</summary>
    private RetryScope? JumpsBack(IInvocationOperation repeated)
    {
        foreach (var jump in outlines.OutlineOf(repeated).Jumps)
        {
            if (
                Operations.FunctionAround(jump)?.Syntax == Operations.FunctionAround(repeated)?.Syntax
                && flowGraphs.Around(repeated) is { } graph
                && failurePaths.FlowAfter(repeated, graph, loop: null, Hypothesis.Success) is { MayRepeat: false }
                && RepeatsAfterFailure(repeated, graph, loop: null)
            )
            {
                return new RetryScope($"the jump back to '{jump.Target.Name}'", "", jump.Syntax);
            }
        }

        return null;
    }

    private bool RepeatsAfterFailure(IInvocationOperation repeated, ControlFlowGraph graph, SyntaxNode? loop) =>
        (failurePaths.AnswerOf(repeated).Throws && failurePaths.FlowAfter(repeated, graph, loop, Hypothesis.AmbiguousException).Repeats)
        || (
            failurePaths.TellsFailureByAnswer(repeated)
            && failurePaths.FlowAfter(repeated, graph, loop, Hypothesis.AmbiguousResponse).Repeats
        );

    /// <summary>Does the success of a call leave the loop? Going round after it is the next item, the next poll or the next message.</summary>
    public bool EndsWithSuccess(IInvocationOperation repeated, SyntaxNode loop) =>
        flowGraphs.Around(repeated) is { } graph
        && failurePaths.FlowAfter(repeated, graph, loop, Hypothesis.Success) is { MayRepeat: false };
}
