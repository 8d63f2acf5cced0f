using DistributedSystems.Analyzers.Facts.Calls;
using DistributedSystems.Analyzers.Facts.Code;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace DistributedSystems.Analyzers.Facts.Models;

internal sealed partial class Durability
{
    private enum TellingKind
    {
        /// <summary>Something is sent to others.</summary>
        Message,

        /// <summary>Whoever waits for this process is answered.</summary>
        Reply,

        /// <summary>An element of a sequence is handed out.</summary>
        Element,

        /// <summary>A method gives back its result.</summary>
        Result,
    }

    /// <summary>Something that tells others of a state.</summary>
    /// <param name="Operation">The expression.</param>
    /// <param name="Place">Where in its function it takes place.</param>
    /// <param name="What">How messages name it.</param>
    /// <param name="Kind">To whom.</param>
    private readonly record struct Telling(IOperation Operation, IOperation Place, string What, TellingKind Kind);

    private IEnumerable<Telling> TellingsAt(IOperation operation)
    {
        switch (operation)
        {
            case IInvocationOperation send when DurableWrittenBy(send) is null && ToldBy(send) is { } told:
                yield return new Telling(
                    send,
                    SentAt(send),
                    told,
                    remoteCalls.ReplyOf(send) is null ? TellingKind.Message : TellingKind.Reply
                );
                break;
            case IReturnOperation { Kind: OperationKind.YieldReturn, ReturnedValue: { } element }:
                yield return new Telling(element, operation, $"'{element.Syntax}' is handed out", TellingKind.Element);
                break;
            case IReturnOperation { Kind: OperationKind.Return, ReturnedValue: { } result, IsImplicit: false }:
                yield return new Telling(result, result, $"'{result.Syntax}' is given back", TellingKind.Result);
                break;
        }
    }

    /// <summary>Is what is told the same that is written?</summary>
    private static bool IsStored(IOperation told, IOperation write) =>
        (
            write switch
            {
                IAssignmentOperation assignment => new[] { assignment.Value, assignment.Target },
                IIncrementOrDecrementOperation step => new[] { step.Target },
                IInvocationOperation call => call
                    .Arguments.Where(argument => argument.ArgumentKind == ArgumentKind.Explicit)
                    .Select(argument => argument.Value)
                    .ToArray(),
                _ => Array.Empty<IOperation>(),
            }
        ).Any(stored =>
            !stored.ConstantValue.HasValue
            && told.DescendantsAndSelf().Any(part => SameExpression.Are(Values.Unwrap(part), Values.Unwrap(stored)))
        );

    /// <summary>
    /// Where a task that writes is left alone: nobody ever waits for it, or only as long as a delay lasts and without looking what came
    /// first. Null where somebody waits, or may.
    /// </summary>
    private IOperation? LeftAloneAt(IInvocationOperation call)
    {
        if (LambdaIsGivenTo(Operations.FunctionAround(call)) is { TargetMethod: { Name: "Run", ContainingType.Name: "Task" } } run)
        {
            return LeftAloneAt(run) is null ? null : call;
        }

        if (call.Type is not INamedTypeSymbol { Name: "Task" or "ValueTask" })
        {
            return null;
        }

        if (RaceOf(call) is { } direct)
        {
            return IsLookedAt(direct) ? null : direct;
        }

        switch (Operations.OutOfConversions(call).Parent)
        {
            case IExpressionStatementOperation or ISimpleAssignmentOperation { Target: IDiscardOperation }:
                return call;
            case IVariableInitializerOperation { Parent: IVariableDeclaratorOperation { Symbol: var local } }:
                var uses = values.UsesOf(local, call);
                var race = uses.Select(RaceOf).FirstOrDefault(found => found is not null);
                return uses.Any(use => RaceOf(use) is null && !OnlyAsksState(use)) ? null
                    : race is null ? (uses.Count == 0 ? call : null)
                    : uses.Any(OnlyAsksState) || IsLookedAt(race) ? null
                    : race;
            case ISimpleAssignmentOperation
            {
                Target: IFieldReferenceOperation { Field: { DeclaredAccessibility: Accessibility.Private } field } target
            }:
                return functions
                    .UsesInType(field)
                    .All(use =>
                        use.Syntax == target.Syntax || use.Parent is ISimpleAssignmentOperation { Target: var written } && written == use
                    )
                    ? call
                    : null;
            default:
                return null;
        }
    }

    private static bool OnlyAsksState(IOperation task) =>
        task.Parent
            is IPropertyReferenceOperation
            {
                Property.Name: "IsCompleted" or "IsCompletedSuccessfully" or "IsFaulted" or "Status" or "Exception"
            };

    /// <summary>Task.WhenAny(written, Task.Delay(50))</summary>
    private IInvocationOperation? RaceOf(IOperation task)
    {
        for (var around = task.Parent; around is not null; around = around.Parent)
        {
            switch (around)
            {
                case IInvocationOperation { TargetMethod: { Name: "WhenAny" or "WaitAny", ContainingType: { Name: "Task" } type } } race:
                    return
                        Symbols.IsSystem(type, "System.Threading.Tasks")
                        && race.Arguments.Any(argument =>
                            origins.Find(
                                argument.Value,
                                part => part is IInvocationOperation { TargetMethod: { Name: "Delay", ContainingType.Name: "Task" } }
                            )
                                is not null
                        )
                        ? race
                        : null;
                case IConversionOperation
                or IArgumentOperation
                or IArrayInitializerOperation
                or IArrayCreationOperation
                or { Kind: Operations.CollectionExpression }
                or IInvocationOperation { TargetMethod.Name: "AsTask" or "ConfigureAwait" }:
                    continue;
                default:
                    return null;
            }
        }

        return null;
    }

    /// <summary>Does anything become of which task came first?</summary>
    private static bool IsLookedAt(IOperation race)
    {
        var result = race;
        while (
            result.Parent
                is IAwaitOperation
                    or IConversionOperation
                    or IInvocationOperation { TargetMethod.Name: "ConfigureAwait" or "GetAwaiter" or "GetResult" or "Wait" }
        )
        {
            result = result.Parent;
        }

        return result.Parent is not (IExpressionStatementOperation or ISimpleAssignmentOperation { Target: IDiscardOperation });
    }

    /// <summary>The try around a write from which every failure of it leads on as if it had been made; null where a failure leaves, tells
    /// or is remembered.</summary>
    private ITryOperation? FailurePassedOver(IOperation write)
    {
        if (write is not IInvocationOperation { TargetMethod: var method } || !declarations.Carries(method, Annotations.Durable))
        {
            return null;
        }

        for (
            IOperation inner = write;
            inner.Parent is { } around and not (IAnonymousFunctionOperation or ILocalFunctionOperation);
            inner = around
        )
        {
            if (
                around is ITryOperation { Catches.IsEmpty: false } attempt
                && attempt.Body == inner
                && attempt.Catches.Any(handler =>
                    RemoteFailures.MayCatch(handler.ExceptionType, thrown: null)
                    && handler.Filter is null
                    && !handler.Handler.Descendants().Any(Reacts)
                )
            )
            {
                return attempt;
            }
        }

        return null;

        bool Reacts(IOperation operation) =>
            operation is IReturnOperation or IThrowOperation or IBranchOperation or IAssignmentOperation or IIncrementOrDecrementOperation
            || (
                operation is IInvocationOperation call
                && (DurableWrittenBy(call) is not null || ToldBy(call) is not null || functions.IsOwnMethod(call.TargetMethod))
            );
    }

    /// <summary>Is something told behind an attempt whatever came of it: under no condition that the attempt has decided?</summary>
    private static bool IsToldInAnyCase(Telling told, IOperation write, ITryOperation attempt)
    {
        if (
            attempt.Syntax.Span.Contains(told.Place.Syntax.Span)
            // A failure that goes round is not passed over.
            || Operations.NearestLoopAround(attempt) is { } loop && !loop.Syntax.Span.Contains(told.Place.Syntax.Span)
            || told.Kind == TellingKind.Element && !IsStored(told.Operation, write)
            || told.Kind == TellingKind.Result
                && told.Operation.ConstantValue is not { HasValue: true, Value: true }
                && !IsStored(told.Operation, write)
        )
        {
            return false;
        }

        var decided = new HashSet<ISymbol>(SymbolEqualityComparer.Default);
        foreach (var operation in attempt.Body.Descendants())
        {
            if (operation is IAssignmentOperation { Target: ILocalReferenceOperation { Local: var local } })
            {
                decided.Add(local);
            }
        }

        return !Guards
            .Of(told.Operation)
            .Select(guard => guard.Condition)
            .Append(told.Operation)
            .SelectMany(condition => condition.DescendantsAndSelf())
            .Any(part => part is ILocalReferenceOperation { Local: var local } && decided.Contains(local));
    }

    private static bool IsInStatementWith(IOperation operation, IOperation other)
    {
        while (
            operation is not (IExpressionStatementOperation or IVariableDeclarationGroupOperation)
            && operation.Parent is { } around and not (IBlockOperation or IConditionalOperation or ILoopOperation)
        )
        {
            operation = around;
        }

        return operation.Syntax.Contains(other.Syntax);
    }

    /// <summary>Is a write made of the answer to a call, or under a condition on it?</summary>
    private bool DependsOn(IOperation write, IInvocationOperation call)
    {
        bool IsAnswer(IOperation operation) => operation is IInvocationOperation && operation.Syntax == call.Syntax;
        // if (await peer.AskAsync(term)) votes++;
        bool CountsAnswers(IOperation operation) =>
            operation is ILocalReferenceOperation local
            && values
                .UsesOf(local.Local, local)
                .Any(use =>
                    IsInStatementWith(use, call) || Guards.Of(use).Any(guard => origins.Find(guard.Condition, IsAnswer) is not null)
                );
        bool Depends(IOperation value) => origins.Find(value, IsAnswer) is not null || value.DescendantsAndSelf().Any(CountsAnswers);
        return write.ChildOperations.Any(Depends) || Guards.Of(write).Any(guard => Depends(guard.Condition));
    }
}
