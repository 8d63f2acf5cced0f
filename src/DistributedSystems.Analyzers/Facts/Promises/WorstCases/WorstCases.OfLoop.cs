using DistributedSystems.Analyzers.Facts.Code;
using DistributedSystems.Analyzers.Facts.Surroundings;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace DistributedSystems.Analyzers.Facts.Promises;

/// <summary>The rounds of a loop.</summary>
/// <param name="Counter">What counts them.</param>
/// <param name="Rounds">How many there are, unless something ends it earlier.</param>
/// <param name="Step">Where it is counted up.</param>
internal sealed record RoundCount(ILocalSymbol Counter, int Rounds, IOperation Step);

internal sealed partial class WorstCases
{
    /// <summary>
    /// What a retry loop may take at worst: a constant number of rounds in each of which its call runs into a constant limit of that
    /// attempt, and the
    /// constant delays between them. Null where a round may end the loop in another way, or a caller's token may.
    /// </summary>
    private Wait? WorstCaseOf(ILoopOperation loop)
    {
        if (
            CountIn(loop) is not { Rounds: > 1 and <= StrategyTimes.MostRetriesSummed and var rounds } count
            || repeatedCalls.RetryIn(loop) is not { Call: var call }
            || Operations.IsConditional(call, loop)
            || Operations.IsInHandler(call)
            || LimitOfAttempt(call, loop) is not { } attempt
            || TimeoutHandlerOf(call, attempt.Exception, loop) is not { } handler
            || !CountsTimeouts(count, loop, handler)
            || MayEndEarly(loop, call, handler, count)
        )
        {
            return null;
        }

        var delays = loop.Descendants()
            .OfType<IInvocationOperation>()
            .Where(part =>
                Waits.DelayIn(part) is not null
                && !Operations.IsConditional(part, loop)
                && (!Operations.IsInHandler(part) || handler.Syntax.Span.Contains(part.Syntax.Span))
            )
            .Select(part => constants.ConstantDurationOf(Waits.DelayIn(part)!))
            .OfType<TimeSpan>()
            .ToList();
        var between = Enumerable.Repeat(delays, rounds - 1).SelectMany(round => round).Where(delay => delay > TimeSpan.Zero).ToList();
        return new Wait(
            call,
            new WorstCase(
                TimeSpan.FromTicks((attempt.Limit.Ticks * rounds) + Sum(between).Ticks),
                $"{rounds} attempts × {DurationText.Of(attempt.Limit)}{Text(between)}"
            )
        );
    }

    /// <summary>How a loop counts its rounds: in a <c>for</c>, or in a <c>while</c> on a local with a constant start that one place counts
    /// up.</summary>
    private RoundCount? CountIn(ILoopOperation loop)
    {
        if (loop is IForLoopOperation { AtLoopBottom: { Length: 1 } bottom })
        {
            return
                bottom[0]
                    is IExpressionStatementOperation
                    {
                        Operation: IIncrementOrDecrementOperation
                        {
                            Kind: OperationKind.Increment,
                            Target: ILocalReferenceOperation { Local: var counted }
                        } step
                    }
                && attempts.RoundsOf(loop) is { } rounds
                ? new RoundCount(counted, rounds, step)
                : null;
        }

        if (
            loop
                is not IWhileLoopOperation
                {
                    ConditionIsTop: true,
                    ConditionIsUntil: false,
                    Condition: IBinaryOperation
                    {
                        OperatorKind: BinaryOperatorKind.LessThan or BinaryOperatorKind.LessThanOrEqual
                    } condition
                }
            || constants.ConstantCountOf(condition.RightOperand) is not { } end
            || Values.Unwrap(condition.LeftOperand) is not { } left
            || (left is IIncrementOrDecrementOperation counting ? counting.Target : left)
                is not ILocalReferenceOperation { Local: var counter }
            || Values
                .RootOf(loop)
                .Descendants()
                .OfType<IVariableDeclaratorOperation>()
                .FirstOrDefault(declared => SymbolEqualityComparer.Default.Equals(declared.Symbol, counter))
                is not { Initializer.Value: { } first }
            || constants.ConstantCountOf(first) is not { } start
            || CountedUpAt(counter, loop) is not { } place
        )
        {
            return null;
        }

        var isBeforeRound = left is IIncrementOrDecrementOperation { IsPostfix: false };
        return new RoundCount(
            counter,
            end - start + (condition.OperatorKind == BinaryOperatorKind.LessThanOrEqual ? 1 : 0) - (isBeforeRound ? 1 : 0),
            place
        );
    }

    /// <summary>The one place that changes a local, which counts it up; null where there is another.</summary>
    private IOperation? CountedUpAt(ILocalSymbol counter, IOperation anywhereInBody)
    {
        IOperation? found = null;
        foreach (var use in values.UsesOf(counter, anywhereInBody))
        {
            if (use.Parent is IIncrementOrDecrementOperation { Kind: OperationKind.Increment } step && found is null)
            {
                found = step;
            }
            else if (
                use.Parent
                    is IIncrementOrDecrementOperation
                        or IAssignmentOperation
                        or IArgumentOperation { Parameter.RefKind: not RefKind.None }
                        or IAddressOfOperation
                || Written(use)
            )
            {
                return null;
            }
        }

        return found;

        // In a tuple that is assigned to.
        static bool Written(IOperation use) => use.Parent is ITupleOperation or IDeclarationExpressionOperation;
    }

    /// <summary>Is a round counted whose attempt runs into its limit: by the loop itself, at the top of its body, or in the
    /// handler?</summary>
    private static bool CountsTimeouts(RoundCount count, ILoopOperation loop, ICatchClauseOperation handler) =>
        !loop.Body.Syntax.Span.Contains(count.Step.Syntax.Span)
        || (count.Step.Parent is IExpressionStatementOperation { Parent: var block } && (block == loop.Body || block == handler.Handler));

    /// <summary>The constant limit that each attempt has anew, and what is thrown when it is reached.</summary>
    private (TimeSpan Limit, INamedTypeSymbol? Exception)? LimitOfAttempt(IInvocationOperation call, ILoopOperation loop)
    {
        if (
            call.Parent is IInvocationOperation { TargetMethod.Name: "WaitAsync", Arguments: { Length: 1 } limit } wait
            && wait.Instance == call
            && IsAwaitedInPlace(wait)
        )
        {
            return strategyTimes.Set(limit[0].Value) is { } limited ? (limited.Duration, types.TimeoutException) : null;
        }

        foreach (var argument in call.Arguments)
        {
            if (
                types.IsToken(argument.Parameter?.Type)
                && Values.Unwrap(argument.Value)
                    is IPropertyReferenceOperation { Property.Name: "Token", Instance: ILocalReferenceOperation source }
                && IsMadeIn(loop, source.Local)
                && values.ValueOf(source) is IObjectCreationOperation
                && IsAwaitedInPlace(call)
            )
            {
                return strategyTimes.TimeoutOfSource(source, call) is { } timeout ? (timeout.Duration, types.TaskCanceledException) : null;
            }
        }

        return null;
    }

    private static bool IsMadeIn(ILoopOperation loop, ILocalSymbol local) =>
        local.DeclaringSyntaxReferences is { Length: 1 } declared && loop.Syntax.Span.Contains(declared[0].Span);

    /// <summary>The handler that takes an attempt's timeout; null where none does without looking at it.</summary>
    private static ICatchClauseOperation? TimeoutHandlerOf(IInvocationOperation call, INamedTypeSymbol? thrown, ILoopOperation loop)
    {
        for (var ancestor = call.Parent; ancestor is not null && ancestor != loop; ancestor = ancestor.Parent)
        {
            if (ancestor is ITryOperation { Catches: { IsEmpty: false } catches } && thrown is not null)
            {
                return catches.FirstOrDefault(clause =>
                    clause.ExceptionType.SpecialType == SpecialType.System_Object || Symbols.DerivesFrom(thrown, clause.ExceptionType)
                );
            }
        }

        return null;
    }

    /// <summary>May something but success and the last round end the loop, or the caller's token?</summary>
    private bool MayEndEarly(ILoopOperation loop, IInvocationOperation call, ICatchClauseOperation handler, RoundCount count)
    {
        var counter = count.Counter;
        if (handler.Filter is { } filter && !IsAboutRounds(filter, counter))
        {
            return true;
        }

        foreach (var part in loop.Body.Descendants())
        {
            switch (part)
            {
                case IAssignmentOperation { Target: ILocalReferenceOperation { Local: var written } }
                    when SymbolEqualityComparer.Default.Equals(written, counter):
                case IIncrementOrDecrementOperation { Target: ILocalReferenceOperation { Local: var counted } }
                    when SymbolEqualityComparer.Default.Equals(counted, counter) && part.Syntax != count.Step.Syntax:
                case IParameterReferenceOperation or IFieldReferenceOperation or ILocalReferenceOperation when types.IsToken(part.Type):
                case IPropertyReferenceOperation token
                    when types.IsToken(token.Type)
                        && !constants.IsNothing(token)
                        && !(token.Instance is ILocalReferenceOperation source && IsMadeIn(loop, source.Local)):
                case IReturnOperation
                or IBranchOperation
                or IThrowOperation
                    when !IsAfterSuccess(part) && !(handler.Syntax.Span.Contains(part.Syntax.Span) && IsOnlyInSomeRounds(part)):
                    return true;
            }
        }

        return false;

        // What follows the call in its block, and the handlers of other failures, are not reached by one that times out.
        bool IsAfterSuccess(IOperation part) =>
            part.Syntax.Span.Contains(call.Syntax.Span)
            || (
                handler.Parent is ITryOperation { Body: var body }
                && body.Syntax.Span.Contains(part.Syntax.Span)
                && part.Syntax.SpanStart > call.Syntax.Span.End
            )
            || (Operations.IsInHandler(part) && !handler.Syntax.Span.Contains(part.Syntax.Span));

        bool IsOnlyInSomeRounds(IOperation part)
        {
            while (part.Parent is { } parent && parent != handler)
            {
                if (parent is IConditionalOperation { Condition: var condition } && condition != part && IsAboutRounds(condition, counter))
                {
                    return true;
                }

                part = parent;
            }

            return false;
        }
    }

    /// <summary>Does a condition look at the number of the round, and at nothing else but constants?</summary>
    private static bool IsAboutRounds(IOperation condition, ILocalSymbol counter) =>
        condition
            .DescendantsAndSelf()
            .All(part =>
                part is ILiteralOperation or IBinaryOperation or IUnaryOperation or IConversionOperation or IParenthesizedOperation
                || part.ConstantValue.HasValue
                || (part is ILocalReferenceOperation { Local: var local } && SymbolEqualityComparer.Default.Equals(local, counter))
            );
}
