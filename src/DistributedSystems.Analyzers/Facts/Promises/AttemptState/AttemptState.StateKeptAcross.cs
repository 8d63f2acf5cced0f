using DistributedSystems.Analyzers.Facts.Code;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace DistributedSystems.Analyzers.Facts.Promises;

/// <summary>Something that every attempt adds to and none resets.</summary>
internal sealed record KeptState(string Name, IInvocationOperation Call, RetryScope Retry);

internal sealed partial class AttemptState
{
    // What a second attempt adds once more; sets and dictionaries by index take the same again without a change.
    private static readonly HashSet<string> Adding = new(StringComparer.Ordinal)
    {
        "Add",
        "AddRange",
        "Insert",
        "InsertRange",
        "Enqueue",
        "Push",
        "Append",
        "AppendLine",
        "AppendFormat",
        "TryAdd",
    };

    private static readonly HashSet<string> Removing = new(StringComparer.Ordinal)
    {
        "Clear",
        "Remove",
        "RemoveAt",
        "RemoveRange",
        "RemoveAll",
        "TryTake",
        "TryDequeue",
        "Dequeue",
        "Pop",
        "TryPop",
    };

    /// <summary>
    /// The collection, text or sum that an operation adds to before a call that is retried, while nothing in the repeated code empties it.
    /// Null for
    /// counters, for what the attempt itself made, and for a record of the attempts.
    /// </summary>
    public KeptState? StateKeptBy(IOperation mutation)
    {
        if (AddedTo(mutation) is not { } target || !idempotencyKeys.IsInRepeatablePlace(mutation) || Operations.IsInHandler(mutation))
        {
            return null;
        }

        foreach (var call in retries.CallsPerhapsRepeatedBeside(mutation))
        {
            if (
                Operations.FunctionAround(call)?.Syntax == Operations.FunctionAround(mutation)?.Syntax
                && reachability.RemoteNameOf(call) is not null
                && RetryAddingAgain(mutation, target, call) is { } retry
                && retry.RepeatedAround(call) is { } repeated
                && repeated.Span.Contains(mutation.Syntax.Span)
                && IsMadeBefore(target, repeated)
                && IsSameAddition(mutation, repeated)
                && !IsResetIn(target, mutation, repeated)
            )
            {
                return new KeptState(target.Syntax.ToString(), call, retry);
            }
        }

        return null;
    }

    /// <summary>The retry that a failure of the call leads to after the addition: the call stands behind it, or a loop makes it for the
    /// next item or page.</summary>
    private RetryScope? RetryAddingAgain(IOperation mutation, IOperation target, IInvocationOperation call)
    {
        var pass = Operations.NearestLoopAround(mutation);
        var isStreamed = false;
        for (; pass is not null && !RunsEachTime(pass, call); pass = Operations.NearestLoopAround(pass))
        {
            isStreamed |=
                pass is IForEachLoopOperation { IsAsynchronous: true, Collection: var streamed }
                && streamed.Syntax.Span.Contains(call.Syntax.Span);
        }

        var retry =
            pass is not null && RetryAroundPass(pass, call) is { } anew ? anew
            : isStreamed || call.Syntax.SpanStart > mutation.Syntax.Span.End ? retries.Around(call)
            : null;
        return retry is null || pass is null || !IsAround(retry.RepeatedAround(call), pass) || IsOnlyAddedTo(target, pass) ? retry : null;
    }

    /// <summary>The collection of a foreach is evaluated once.</summary>
    private static bool RunsEachTime(ILoopOperation loop, IOperation operation) =>
        (loop is IForEachLoopOperation ? loop.Body : loop).Syntax.Span.Contains(operation.Syntax.Span);

    /// <summary>A loop that looks at what it has collected may go on from there, or leave out what it has already.</summary>
    private static bool IsOnlyAddedTo(IOperation target, ILoopOperation pass) =>
        pass.Descendants()
            .All(operation =>
                !SameExpression.Are(operation, target)
                || operation.Parent is ICompoundAssignmentOperation
                || (
                    operation.Parent is IInvocationOperation { TargetMethod.Name: var name } call
                    && call.Instance == operation
                    && Adding.Contains(name)
                )
            );

    /// <summary>The local, parameter or member that an operation adds to.</summary>
    private static IOperation? AddedTo(IOperation mutation) =>
        mutation switch
        {
            IInvocationOperation { Instance: { } instance, TargetMethod.Name: var name }
                when Adding.Contains(name) && Accumulates(instance.Type) => Variable(instance),
            ICompoundAssignmentOperation
            {
                OperatorKind: BinaryOperatorKind.Add or BinaryOperatorKind.Subtract,
                Target: { } target,
                Value: { } value
            } when !value.ConstantValue.HasValue || target.Type?.SpecialType == SpecialType.System_String => Variable(target),
            _ => null,
        };

    private static IOperation? Variable(IOperation value) =>
        Values.Unwrap(value)
            is var variable
                and (
                    ILocalReferenceOperation
                    or IParameterReferenceOperation
                    or IFieldReferenceOperation
                    or IPropertyReferenceOperation { Property.IsIndexer: false }
                )
            ? variable
            : null;

    private static bool Accumulates(ITypeSymbol? type) =>
        type is INamedTypeSymbol { ContainingNamespace: var space } named
        && named.Name
            is "List"
                or "IList"
                or "ICollection"
                or "Collection"
                or "ObservableCollection"
                or "LinkedList"
                or "Queue"
                or "Stack"
                or "ConcurrentBag"
                or "ConcurrentQueue"
                or "ConcurrentStack"
                or "StringBuilder"
                or "ArrayList"
                or "HttpRequestHeaders"
                or "Dictionary"
        && space?.FullName().StartsWith("System", StringComparison.Ordinal) == true;

    private static bool IsMadeBefore(IOperation target, SyntaxNode repeated) =>
        target switch
        {
            ILocalReferenceOperation { Local: var local } => local.DeclaringSyntaxReferences.All(declaration =>
                !repeated.Span.Contains(declaration.Span)
            ),
            IParameterReferenceOperation { Parameter: var parameter } => parameter.DeclaringSyntaxReferences.All(declaration =>
                !repeated.Span.Contains(declaration.Span)
            ),
            IMemberReferenceOperation { Instance: null or IInstanceReferenceOperation } => true,
            IMemberReferenceOperation { Instance: { } owner } => Variable(owner) is { } variable && IsMadeBefore(variable, repeated),
            _ => false,
        };

    /// <summary>What is added is the same on every attempt, or a part of the answer; what tells the number of the attempt is a record of
    /// attempts.</summary>
    private bool IsSameAddition(IOperation mutation, SyntaxNode repeated) =>
        (
            mutation is IInvocationOperation call
                ? call.Arguments.Select(argument => argument.Value)
                : new[] { ((ICompoundAssignmentOperation)mutation).Value }
        ).All(added =>
            added
                .DescendantsAndSelf()
                .All(part => part is not ILocalReferenceOperation { Local: var local } reference || !IsMovedOn(local, reference, repeated))
        );

    /// <summary>A local from before the repeated code that it moves on: a counter, a delay.</summary>
    private bool IsMovedOn(ILocalSymbol local, IOperation reference, SyntaxNode repeated) =>
        local.DeclaringSyntaxReferences.Any(declaration =>
            !repeated.Span.Contains(declaration.Span)
            || repeated is Microsoft.CodeAnalysis.CSharp.Syntax.ForStatementSyntax { Declaration: { } counter }
                && counter.Span.Contains(declaration.Span)
        )
        && values
            .UsesOf(local, reference)
            .Any(use =>
                repeated.Span.Contains(use.Syntax.Span) && use.Parent is IIncrementOrDecrementOperation or ICompoundAssignmentOperation
            );

    private static BinaryOperatorKind Opposite(BinaryOperatorKind sum) =>
        sum switch
        {
            BinaryOperatorKind.Add => BinaryOperatorKind.Subtract,
            BinaryOperatorKind.Subtract => BinaryOperatorKind.Add,
            _ => BinaryOperatorKind.None,
        };

    private bool IsResetIn(IOperation target, IOperation mutation, SyntaxNode repeated) =>
        Values
            .RootOf(mutation)
            .Descendants()
            .Any(operation =>
                repeated.Span.Contains(operation.Syntax.Span)
                && operation switch
                {
                    IInvocationOperation { Instance: { } instance, TargetMethod.Name: var name } when Removing.Contains(name) =>
                        SameExpression.Are(Values.Unwrap(instance), target),
                    // The opposite sum takes it back.
                    ICompoundAssignmentOperation back => mutation is ICompoundAssignmentOperation sum
                        && back.OperatorKind == Opposite(sum.OperatorKind)
                        && SameExpression.Are(Values.Unwrap(back.Target), target)
                        && SameExpression.Are(back.Value, sum.Value),
                    ISimpleAssignmentOperation assignment => SameExpression.Are(Values.Unwrap(assignment.Target), target)
                        || (
                            assignment.Target is IPropertyReferenceOperation { Property.Name: "Length" or "Capacity", Instance: { } owner }
                            && SameExpression.Are(Values.Unwrap(owner), target)
                        ),

                    // Handed to something that may empty it.
                    IArgumentOperation { Value: { } given, Parent: IInvocationOperation { TargetMethod: var method } } => given
                        .Type
                        ?.IsReferenceType == true
                        && SameExpression.Are(Values.Unwrap(given), target)
                        && functions.IsOwnMethod(method),
                    _ => false,
                }
            );
}
