using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace DistributedSystems.Analyzers.Facts;

internal sealed partial class CompilationFacts
{
    /// <summary>
    /// What a retry loop may take at worst: a constant number of rounds in each of which its call runs into a constant limit of that attempt, and the
    /// constant delays between them. Null where a round may end the loop in another way, or a caller's token may.
    /// </summary>
    public Wait? WorstCaseOf(ILoopOperation loop)
    {
        if (loop is not IForLoopOperation { AtLoopBottom: { Length: 1 } step } || step[0] is not IExpressionStatementOperation { Operation: IIncrementOrDecrementOperation { Kind: OperationKind.Increment, Target: ILocalReferenceOperation { Local: var counter } } }
            || RoundsOf(loop) is not (> 1 and <= MostRetriesSummed and var rounds) || RetryIn(loop) is not { Call: var call } || IsConditional(call, loop) || IsInHandler(call)
            || LimitOfAttempt(call, loop) is not { } attempt || TimeoutHandlerOf(call, attempt.Exception, loop) is not { } handler || MayEndEarly(loop, call, handler, counter))
        {
            return null;
        }

        var delays = loop.Descendants().OfType<IInvocationOperation>()
            .Where(part => DelayIn(part) is not null && !IsConditional(part, loop) && (!IsInHandler(part) || handler.Syntax.Span.Contains(part.Syntax.Span)))
            .Select(part => ConstantDurationOf(DelayIn(part)!)).OfType<TimeSpan>().ToList();
        var between = Enumerable.Repeat(delays, rounds - 1).SelectMany(round => round).Where(delay => delay > TimeSpan.Zero).ToList();
        return new Wait(call, new WorstCase(TimeSpan.FromTicks((attempt.Limit.Ticks * rounds) + Sum(between).Ticks), $"{rounds} attempts × {DurationText.Of(attempt.Limit)}{Text(between)}"));
    }

    /// <summary>The constant limit that each attempt has anew, and what is thrown when it is reached.</summary>
    private (TimeSpan Limit, INamedTypeSymbol? Exception)? LimitOfAttempt(IInvocationOperation call, ILoopOperation loop)
    {
        if (call.Parent is IInvocationOperation { TargetMethod.Name: "WaitAsync", Arguments: { Length: 1 } limit } wait && wait.Instance == call && IsAwaitedInPlace(wait))
        {
            return Set(limit[0].Value) is { } limited ? (limited.Duration, Types.TimeoutException) : null;
        }

        foreach (var argument in call.Arguments)
        {
            if (IsToken(argument.Parameter?.Type) && Values.Unwrap(argument.Value) is IPropertyReferenceOperation { Property.Name: "Token", Instance: ILocalReferenceOperation source }
                && IsMadeIn(loop, source.Local) && Values.ValueOf(source) is IObjectCreationOperation && IsAwaitedInPlace(call))
            {
                return TimeoutOfSource(source, call) is { } timeout ? (timeout.Duration, Types.TaskCanceledException) : null;
            }
        }

        return null;
    }

    private static bool IsMadeIn(ILoopOperation loop, ILocalSymbol local) => local.DeclaringSyntaxReferences is { Length: 1 } declared && loop.Syntax.Span.Contains(declared[0].Span);

    /// <summary>The handler that takes an attempt's timeout; null where none does without looking at it.</summary>
    private static ICatchClauseOperation? TimeoutHandlerOf(IInvocationOperation call, INamedTypeSymbol? thrown, ILoopOperation loop)
    {
        for (var ancestor = call.Parent; ancestor is not null && ancestor != loop; ancestor = ancestor.Parent)
        {
            if (ancestor is ITryOperation { Catches: { IsEmpty: false } catches } && thrown is not null)
            {
                return catches.FirstOrDefault(clause => clause.ExceptionType.SpecialType == SpecialType.System_Object || DerivesFrom(thrown, clause.ExceptionType));
            }
        }

        return null;
    }

    /// <summary>May something but success and the last round end the loop, or the caller's token?</summary>
    private bool MayEndEarly(ILoopOperation loop, IInvocationOperation call, ICatchClauseOperation handler, ILocalSymbol counter)
    {
        if (handler.Filter is { } filter && !IsAboutRounds(filter, counter))
        {
            return true;
        }

        foreach (var part in loop.Body.Descendants())
        {
            switch (part)
            {
                case IAssignmentOperation { Target: ILocalReferenceOperation { Local: var written } } when SymbolEqualityComparer.Default.Equals(written, counter):
                case IIncrementOrDecrementOperation { Target: ILocalReferenceOperation { Local: var counted } } when SymbolEqualityComparer.Default.Equals(counted, counter):
                case IParameterReferenceOperation or IFieldReferenceOperation or ILocalReferenceOperation when IsToken(part.Type):
                case IPropertyReferenceOperation token when IsToken(token.Type) && !IsNothing(token) && !(token.Instance is ILocalReferenceOperation source && IsMadeIn(loop, source.Local)):
                case IReturnOperation or IBranchOperation or IThrowOperation when !IsAfterSuccess(part) && !(handler.Syntax.Span.Contains(part.Syntax.Span) && IsOnlyInSomeRounds(part)):
                    return true;
            }
        }

        return false;

        // What follows the call in its block, and the handlers of other failures, are not reached by one that times out.
        bool IsAfterSuccess(IOperation part) => part.Syntax.Span.Contains(call.Syntax.Span)
            || (handler.Parent is ITryOperation { Body: var body } && body.Syntax.Span.Contains(part.Syntax.Span) && part.Syntax.SpanStart > call.Syntax.Span.End)
            || (IsInHandler(part) && !handler.Syntax.Span.Contains(part.Syntax.Span));

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
    private static bool IsAboutRounds(IOperation condition, ILocalSymbol counter) => condition.DescendantsAndSelf().All(part =>
        part is ILiteralOperation or IBinaryOperation or IUnaryOperation or IConversionOperation or IParenthesizedOperation
        || part.ConstantValue.HasValue
        || (part is ILocalReferenceOperation { Local: var local } && SymbolEqualityComparer.Default.Equals(local, counter)));
}
