using System.Collections.Concurrent;
using DistributedSystems.Analyzers.Facts.Calls;
using DistributedSystems.Analyzers.Facts.Code;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace DistributedSystems.Analyzers.Facts.Promises;

/// <summary>A remote call whose caller stops waiting after a while without telling it.</summary>
/// <param name="Call">The call, or this project's own method that makes it.</param>
/// <param name="Name">How messages name it.</param>
/// <param name="Limit">How long it is waited for.</param>
/// <param name="TokenParameter">The parameter by which it could be told.</param>
/// <param name="Passed">The token it is given, which the limit does not cancel; null for none.</param>
/// <param name="Explicit">The argument that says there is none.</param>
internal sealed record AbandonedCall(
    IInvocationOperation Call,
    string Name,
    IOperation Limit,
    string TokenParameter,
    IOperation? Passed,
    IOperation? Explicit
);

/// <summary>Calls whose wait is given up while they go on.</summary>
internal sealed class AbandonedCalls(
    WellKnownTypes types,
    Values values,
    Constants constants,
    Functions functions,
    RemoteCalls remoteCalls,
    Reachability reachability,
    Deadlines deadlines,
    Cancellation cancellation
)
{
    private readonly ConcurrentDictionary<IMethodSymbol, (IParameterSymbol Task, IParameterSymbol Time)?> limits = new(
        SymbolEqualityComparer.Default
    );

    /// <summary>
    /// The remote call that a wait with a limit leaves running: <c>WaitAsync(limit)</c>, <c>Wait(limit)</c>, a race against
    /// <c>Task.Delay</c>, or a method of the project that does so with the task it is given. Null where the call takes no token, has a deadline of its own, or is given a token that whoever waits may cancel.
    /// </summary>
    public AbandonedCall? AbandonedBy(IInvocationOperation wait)
    {
        if (!IsTask(wait.TargetMethod.ContainingType))
        {
            return LimitedByOwnMethod(wait);
        }

        return WaitedFor(wait) is var (task, limit) ? Abandoned(task, limit, wait) : null;
    }

    /// <summary>The task that a member of <c>Task</c> waits for, and for how long.</summary>
    private (IOperation Task, IOperation Limit)? WaitedFor(IInvocationOperation wait)
    {
        switch (wait.TargetMethod.Name)
        {
            case "WaitAsync"
            or "Wait"
                when wait is { Instance: { } task, Arguments.IsEmpty: false }
                    && wait.Arguments[0].Value is var limit
                    && !constants.IsNever(values.ValueOf(limit))
                    && !constants.IsNothing(values.ValueOf(limit)):
                return (task, limit);
            case "WhenAny" when wait.TargetMethod.IsStatic:
                var tasks = wait
                    .Arguments.SelectMany(argument =>
                        argument.Value is IArrayCreationOperation { Initializer: { } elements }
                            ? elements.ElementValues
                            : System.Collections.Immutable.ImmutableArray.Create(argument.Value)
                    )
                    .ToList();
                return
                    tasks.Count == 2
                    && tasks.Select(DelayOf).FirstOrDefault(delay => delay is not null) is { } time
                    && tasks.FirstOrDefault(racing => DelayOf(racing) is null) is { } raced
                    ? (raced, time)
                    : null;
            default:
                return null;
        }
    }

    /// <summary>A method of the project that waits for the task it is given no longer than for the time it is given.</summary>
    private AbandonedCall? LimitedByOwnMethod(IInvocationOperation call)
    {
        var method = call.TargetMethod.OriginalDefinition;
        return
            method is { IsStatic: true, Parameters.Length: >= 2 }
            && method.Parameters.Any(parameter => IsTask(parameter.Type as INamedTypeSymbol))
            && functions.IsOwnMethod(method)
            && limits.GetOrAdd(method, LimitIn) is { } limit
            ? Abandoned(call.Arguments[limit.Task.Ordinal].Value, call.Arguments[limit.Time.Ordinal].Value, call)
            : null;
    }

    /// <summary>The parameters of a method of which one is a task and the other how long it is waited for; null where it waits for the
    /// task in another way, too.</summary>
    private (IParameterSymbol Task, IParameterSymbol Time)? LimitIn(IMethodSymbol method)
    {
        foreach (var part in functions.BodyOf(method)?.Descendants() ?? Enumerable.Empty<IOperation>())
        {
            if (
                part is IInvocationOperation wait
                && IsTask(wait.TargetMethod.ContainingType)
                && WaitedFor(wait) is var (task, time)
                && Values.Unwrap(task) is IParameterReferenceOperation { Parameter: var given }
                && Values.Unwrap(time) is IParameterReferenceOperation { Parameter: var limit }
                && !types.IsToken(limit.Type)
                && !IsWaitedForAfterRace(given, wait)
            )
            {
                return (given, limit);
            }
        }

        return null;
    }

    private bool IsTask(INamedTypeSymbol? type) =>
        type
            is {
                Name: "Task",
                ContainingNamespace: { Name: "Tasks", ContainingNamespace: { Name: "Threading", ContainingNamespace.Name: "System" } }
            };

    private IOperation? DelayOf(IOperation task) =>
        values.ValueOf(task)
            is IInvocationOperation { TargetMethod: { Name: "Delay", IsStatic: true } method, Arguments: { IsEmpty: false } arguments }
        && IsTask(method.ContainingType)
        && !constants.IsNever(values.ValueOf(arguments[0].Value))
            ? arguments[0].Value
            : null;

    private AbandonedCall? Abandoned(IOperation task, IOperation limit, IInvocationOperation wait)
    {
        if (
            Values.Unwrap(task) is ILocalReferenceOperation local
            && (IsWaitedForAgain(local.Local, wait) || IsWaitedForAfterRace(local.Local, wait))
        )
        {
            return null;
        }

        var value = values.ValueOf(task);
        while (
            (
                value is IPropertyReferenceOperation property ? property.Instance
                : value is IInvocationOperation { TargetMethod.Name: "AsTask" or "Preserve" } made ? made.Instance
                : null
            )
                is { } owner
        )
        {
            value = values.ValueOf(owner);
        }

        if (value is not IInvocationOperation invocation)
        {
            return null;
        }

        var remote = remoteCalls.RemoteCallOf(invocation);
        if (
            remote is { } known
                ? deadlines.DeadlineArgumentOf(known).Answer != Bounded.No || known.Api.Streaming
                : reachability.ReachOf(invocation, Effect.Waits) is null
        )
        {
            return null;
        }

        var argument = cancellation.TokenArgument(invocation);
        var passed = argument is null || argument.ArgumentKind == ArgumentKind.DefaultValue ? null : values.ValueOf(argument.Value);
        var isNothing = passed is null || constants.IsNothing(passed);
        if (
            (!isNothing && (passed is not IParameterReferenceOperation || types.IsToken(limit.Type)))
            || (argument is null && cancellation.CarriesTokenOtherwise(invocation))
            || (argument is null ? cancellation.OverloadWithToken(invocation.TargetMethod) : invocation.TargetMethod) is not { } target
        )
        {
            return null;
        }

        var parameter = target.Parameters.First(candidate => types.IsToken(candidate.Type)).Name;
        return new AbandonedCall(
            invocation,
            remote?.Name ?? Symbols.NameOf(invocation.TargetMethod),
            limit,
            parameter,
            isNothing ? null : argument!.Value,
            isNothing && passed is not null ? argument!.Value : null
        );
    }

    /// <summary>A task started before the loop that waits for it a while at a time is not abandoned.</summary>
    private static bool IsWaitedForAgain(ILocalSymbol task, IOperation wait)
    {
        for (var ancestor = wait.Parent; ancestor is not null; ancestor = ancestor.Parent)
        {
            if (ancestor is IBlockOperation block && block.Locals.Contains(task, SymbolEqualityComparer.Default))
            {
                return false;
            }

            if (ancestor is ILoopOperation)
            {
                return true;
            }
        }

        return true;
    }

    /// <summary>Whoever loses the race logs it, or starts another attempt, and then waits for the same task again.</summary>
    private bool IsWaitedForAfterRace(ISymbol task, IInvocationOperation race)
    {
        IOperation winner = race;
        while (
            winner.Parent is IAwaitOperation or IParenthesizedOperation or IConversionOperation
            || winner.Parent is IInvocationOperation { TargetMethod.Name: "ConfigureAwait" }
        )
        {
            winner = winner.Parent;
        }

        var compared = winner.Parent is IVariableInitializerOperation { Parent: IVariableDeclaratorOperation { Symbol: var named } }
            ? values.UsesOf(named, race)
            : Enumerable.Repeat(winner, 1);
        return compared
            .Select(use => use.Parent is IConversionOperation converted ? converted : use)
            .Any(use =>
                use.Parent
                    is IBinaryOperation
                    {
                        OperatorKind: BinaryOperatorKind.Equals or BinaryOperatorKind.NotEquals,
                        Parent: IConditionalOperation decision
                    } comparison
                && decision.Condition == comparison
                && IsWaitedForByLoser(task, decision, comparison)
            );
    }

    private bool IsWaitedForByLoser(ISymbol task, IConditionalOperation decision, IBinaryOperation comparison)
    {
        var namesTask = new[] { comparison.LeftOperand, comparison.RightOperand }.Any(side =>
            SymbolEqualityComparer.Default.Equals(PlaceOf(Values.Unwrap(side)), task)
        );
        var loser = namesTask == (comparison.OperatorKind == BinaryOperatorKind.Equals) ? decision.WhenFalse : decision.WhenTrue;
        var last = loser is IBlockOperation { Operations: { IsEmpty: false } statements } ? statements[statements.Length - 1] : loser;
        var goesOn =
            last
            is not (
                IReturnOperation
                or IBranchOperation
                or IThrowOperation
                or IExpressionStatementOperation { Operation: IThrowOperation }
            );
        return Values
            .RootOf(decision)
            .Descendants()
            .Any(use =>
                SymbolEqualityComparer.Default.Equals(PlaceOf(use), task)
                && IsWaitedForAt(use)
                && (loser?.Syntax.Span.Contains(use.Syntax.Span) == true || (goesOn && use.Syntax.SpanStart > decision.Syntax.Span.End))
            );
    }

    private static ISymbol? PlaceOf(IOperation value) =>
        value switch
        {
            ILocalReferenceOperation { Local: var local } => local,
            IParameterReferenceOperation { Parameter: var parameter } => parameter,
            _ => null,
        };

    private static bool IsWaitedForAt(IOperation use) =>
        use.Parent
            is IAwaitOperation
                or IReturnOperation
                or IArrayInitializerOperation
                or IArgumentOperation
                or IInvocationOperation { TargetMethod.Name: "ConfigureAwait" or "GetAwaiter" or "Wait" or "WaitAsync" }
                or IPropertyReferenceOperation { Property.Name: "Result" }
        || (use.Parent is IConversionOperation && IsWaitedForAt(use.Parent));
}
