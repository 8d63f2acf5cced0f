using DistributedSystems.Analyzers.Facts.Calls;
using DistributedSystems.Analyzers.Facts.Code;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace DistributedSystems.Analyzers.Facts.Promises;

internal sealed partial class AttemptState
{
    /// <summary>
    /// The retry that begins a pass over pages or items from its start when one of its calls fails, so that what the pass has done before
    /// is done once more. Null
    /// where a failed pass goes on from where it stood: the page, the queue or the cursor that moves it on is older than the retry.
    /// </summary>
    /// <param name="pass">A loop inside the repeated code.</param>
    /// <param name="call">A call that the loop makes with other arguments each time.</param>
    private RetryScope? RetryAroundPass(ILoopOperation pass, IInvocationOperation call)
    {
        if (retries.Around(call) is { } retry)
        {
            return retry.RepeatedAround(call) is var repeated && IsAround(repeated, pass) && BeginsAnew(pass, call, repeated)
                ? retry
                : null;
        }

        for (
            var ancestor = pass.Parent;
            ancestor is not (null or IAnonymousFunctionOperation or ILocalFunctionOperation);
            ancestor = ancestor.Parent
        )
        {
            if (
                ancestor is ILoopOperation { Body.Syntax: var body } loop
                && BeginsAnew(pass, call, loop.Syntax)
                && failurePaths.AfterFailure(call, loop.Syntax, operation => IsStartOf(pass, operation, body)).Any(path => path.Stops)
                && !failurePaths
                    .AfterEach(call, loop.Syntax, new Witness(Hypothesis.Success), stop: operation => IsStartOf(pass, operation, body))
                    .Any(path => path.Stops)
            )
            {
                return new RetryScope("the retry loop around it", "", loop.Syntax) { Attempts = attempts.RoundsOf(loop) };
            }
        }

        return null;
    }

    private static bool IsAround(SyntaxNode outer, ILoopOperation inner) => outer != inner.Syntax && outer.Span.Contains(inner.Syntax.Span);

    /// <summary>It runs once before each pass: what stands before the loop in the repeated code, or what the loop starts with.</summary>
    private static bool IsStartOf(ILoopOperation pass, IOperation operation, SyntaxNode repeated) =>
        repeated.Span.Contains(operation.Syntax.Span)
        && pass switch
        {
            _ when operation.Syntax.SpanStart < pass.Syntax.SpanStart => true,
            IForEachLoopOperation { Collection.Syntax: var collection } => collection.Span.Contains(operation.Syntax.Span)
                && operation
                    .DescendantsAndSelf()
                    .Any(part => part is IInvocationOperation { TargetMethod.Name: "GetEnumerator" or "GetAsyncEnumerator" }),
            { Syntax: ForStatementSyntax { Declaration: { } counter } } => counter.Span.Contains(operation.Syntax.Span),
            _ => false,
        };

    /// <summary>Everything that the call depends on has its first value again when the repeated code starts, and something of it moves the
    /// pass on.</summary>
    private bool BeginsAnew(ILoopOperation pass, IInvocationOperation call, SyntaxNode repeated)
    {
        var movesOn = false;
        return call.ChildOperations.All(input => IsSetAnew(input, depth: 0)) && movesOn;

        bool IsSetAnew(IOperation value, int depth) =>
            depth <= Attempts.DeepestOrigin
            && value
                .DescendantsAndSelf()
                .All(part =>
                    part switch
                    {
                        IAnonymousFunctionOperation or IDynamicInvocationOperation or IIncrementOrDecrementOperation => false,
                        ILocalReferenceOperation local => IsLocalSetAnew(local, depth),
                        IParameterReferenceOperation or IMemberReferenceOperation { Instance: null or IInstanceReferenceOperation } =>
                            !IsWrittenIn(repeated, part),
                        IInvocationOperation { Instance: { } receiver } invocation => attempts.GivesTheSameAgain(invocation, receiver),
                        _ => true,
                    }
                );

        bool IsLocalSetAnew(ILocalReferenceOperation reference, int depth)
        {
            var writes = values.WritesTo(reference.Local, reference);
            var declared = reference.Local.DeclaringSyntaxReferences.FirstOrDefault()?.GetSyntax();
            if (declared is null || IsFilled(reference))
            {
                return false;
            }

            if (!repeated.Span.Contains(declared.Span))
            {
                return !IsWrittenIn(repeated, reference);
            }

            if (pass is IForEachLoopOperation each && each.Locals.Contains(reference.Local, SymbolEqualityComparer.Default))
            {
                movesOn = true;
                return attempts.IsSameEachTime(
                        each.Collection,
                        repeated,
                        depth: 0,
                        new HashSet<ILocalSymbol>(SymbolEqualityComparer.Default)
                    ) && !each.Collection.DescendantsAndSelf().Any(IsFilled);
            }

            // What the pass itself makes depends on what moves it on; what it moves on has to start anew outside of it.
            var isCounter = pass.Syntax is ForStatementSyntax { Declaration: { } counter } && counter.Span.Contains(declared.Span);
            var isOwn = pass.Syntax.Span.Contains(declared.Span) && !isCounter;
            movesOn |= !isOwn && IsWrittenIn(pass.Syntax, reference);
            var first = writes
                .Values.Where(written =>
                    isOwn || isCounter ? declared.Span.Contains(written.Syntax.Span) : !pass.Syntax.Span.Contains(written.Syntax.Span)
                )
                .ToList();
            return first.Count > 0
                && (!isOwn || (writes.Complete && writes.Values.Length == 1))
                && first.All(written => IsSetAnew(written, depth + 1));
        }

        // A cursor, a queue or a request that something in the repeated code changes.
        bool IsFilled(IOperation part) =>
            part is ILocalReferenceOperation or IParameterReferenceOperation or IMemberReferenceOperation
            && Values
                .RootOf(call)
                .Descendants()
                .Any(operation =>
                    repeated.Span.Contains(operation.Syntax.Span)
                    && operation switch
                    {
                        IMemberReferenceOperation { Instance: { } owner, Parent: IAssignmentOperation assignment } member =>
                            assignment.Target == member && SameExpression.Are(Values.Unwrap(owner), part),
                        IInvocationOperation { Instance: { } owner, TargetMethod.Name: var name } => (
                            Adding.Contains(name) || Removing.Contains(name)
                        ) && SameExpression.Are(Values.Unwrap(owner), part),
                        _ => false,
                    }
                );

        bool IsWrittenIn(SyntaxNode code, IOperation variable) =>
            Values
                .RootOf(call)
                .Descendants()
                .Any(operation =>
                    code.Span.Contains(operation.Syntax.Span)
                    && operation switch
                    {
                        IAssignmentOperation { Target: var target } => target
                            .DescendantsAndSelf()
                            .Any(part => SameExpression.Are(part, variable)),
                        IIncrementOrDecrementOperation { Target: var target } => SameExpression.Are(Values.Unwrap(target), variable),
                        IArgumentOperation { Parameter.RefKind: RefKind.Ref or RefKind.Out, Value: var given } => SameExpression.Are(
                            Values.Unwrap(given),
                            variable
                        ),
                        _ => false,
                    }
                );
    }
}
