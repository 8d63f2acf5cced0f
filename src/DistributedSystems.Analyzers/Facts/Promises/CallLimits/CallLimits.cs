using DistributedSystems.Analyzers.Catalog;
using DistributedSystems.Analyzers.Facts.Calls;
using DistributedSystems.Analyzers.Facts.Code;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace DistributedSystems.Analyzers.Facts.Promises;

/// <summary>Who watches over a limit.</summary>
internal enum LimitKind
{
    /// <summary>The token that the call is given is cancelled.</summary>
    Token,

    /// <summary>The call's own deadline or timeout, an argument of its own or in its options.</summary>
    Own,

    /// <summary>The setting of the client, or of the options that the client is made of.</summary>
    Client,
}

/// <summary>One of the constant limits that a call runs into.</summary>
/// <param name="Kind">Who watches over it.</param>
/// <param name="Duration">How long it lets the call take, counted from where its clock starts.</param>
/// <param name="Value">The expression that sets it.</param>
/// <param name="Clock">What starts its clock: calls that share it share the limit. Null where every call has its own.</param>
internal sealed record CallLimit(LimitKind Kind, TimeSpan Duration, IOperation Value, IOperation? Clock);

/// <summary>
/// The limits of a call as one list: the source of its token, the instant <c>now + constant</c>, its own timeout, <c>WaitAsync</c>, the
/// setting of its client or of the options the client is made of. What is not constant in sight is not in it.
/// </summary>
internal sealed class CallLimits(
    CatalogIndex catalog,
    WellKnownTypes types,
    Values values,
    Constants constants,
    RemoteCalls remoteCalls,
    Clocks clocks,
    ClientUses clientUses,
    StrategyTimes strategyTimes
)
{
    private const int DeepestShift = 4;

    /// <summary>The constant limits of a call that waits for an answer, or of a limited wait for one.</summary>
    public IReadOnlyList<CallLimit> LimitsOf(IInvocationOperation call)
    {
        var limits = new List<CallLimit>();
        limits.AddRange(call.Arguments.SelectMany(argument => LimitsIn(call, argument)));
        if (call.Instance is { } client && remoteCalls.RemoteCallOf(call) is not null && LimitOfClient(client) is { } setting)
        {
            limits.Add(setting);
        }

        return limits;
    }

    /// <summary>
    /// The limits that one expression brings to a call: the call itself with its arguments, the creation of its options, or the step of a
    /// chain of <c>With…</c> calls on them, together with the other steps.
    /// </summary>
    public IEnumerable<CallLimit> LimitsBroughtBy(IOperation bearer) =>
        bearer switch
        {
            IObjectCreationOperation creation when IsCallOptions(creation.Type) => LimitsInOptions(OutermostStep(creation)),
            IInvocationOperation step when IsCallOptions(step.Type) && step.TargetMethod.Name == "WithDeadline" => LimitsInOptions(
                OutermostStep(step)
            ),
            IInvocationOperation call when call.Arguments.Any(argument => argument.Parameter is { } own && IsOwnLimit(call, own)) => call
                .Arguments.Where(argument => !IsCallOptions(argument.Parameter?.Type))
                .SelectMany(argument => LimitsIn(call, argument)),
            _ => Enumerable.Empty<CallLimit>(),
        };

    private IEnumerable<CallLimit> LimitsIn(IInvocationOperation call, IArgumentOperation argument)
    {
        if (argument.ArgumentKind == ArgumentKind.DefaultValue || argument.Parameter is not { } parameter)
        {
            return Enumerable.Empty<CallLimit>();
        }

        if (IsCallOptions(parameter.Type))
        {
            return LimitsInOptions(values.ValueOf(argument.Value));
        }

        var limit =
            types.IsToken(parameter.Type) ? LimitOfToken(argument.Value, call)
            : IsOwnLimit(call, parameter) ? OwnLimit(argument.Value)
            : null;
        return limit is null ? Enumerable.Empty<CallLimit>() : new[] { limit };
    }

    private bool IsOwnLimit(IInvocationOperation call, IParameterSymbol parameter) =>
        call.TargetMethod.Name == "WaitAsync"
            ? Symbols.IsTaskLike(call.Instance?.Type) && Symbols.TakesDuration(parameter)
            : remoteCalls.RemoteCallOf(call) is { Api: { DeadlineMember: null, DeadlineParameter: { } own } } && parameter.Name == own;

    private CallLimit? OwnLimit(IOperation value) =>
        InstantIn(value, DeepestShift) is { } instant ? new CallLimit(LimitKind.Own, instant.Duration, value, instant.Clock)
        : strategyTimes.Set(value) is { } set ? new CallLimit(LimitKind.Own, set.Duration, value, Clock: null)
        : null;

    /// <summary>The instant <c>now + constant</c>, and the reading it is computed from.</summary>
    private (TimeSpan Duration, IOperation Clock)? InstantIn(IOperation expression, int remaining)
    {
        var value = clocks.SameInstant(values.ValueOf(clocks.SameInstant(expression)));
        if (clocks.ReadsWallClock(value, out _))
        {
            return (TimeSpan.Zero, value);
        }

        return
            remaining > 0
            && clocks.ShiftedInstant(value) is { } start
            && InstantIn(start, remaining - 1) is { } before
            && AddedBy(value) is { } added
            ? (before.Duration + added, before.Clock)
            : null;
    }

    /// <summary>The constant duration by which an instant is shifted into the future; null for anything else.</summary>
    public TimeSpan? AddedBy(IOperation shift) =>
        shift switch
        {
            IBinaryOperation { OperatorKind: BinaryOperatorKind.Add } sum => constants.ConstantDurationOf(sum.RightOperand),
            IInvocationOperation { TargetMethod.Name: "Add", Arguments: { Length: 1 } span } => constants.ConstantDurationOf(span[0].Value),
            IInvocationOperation { TargetMethod.Name: var name, Arguments: { Length: 1 } amount }
                when constants.NumberIn(amount[0].Value) is >= 0 and <= int.MaxValue and var number => name switch
            {
                "AddMilliseconds" => TimeSpan.FromMilliseconds(number),
                "AddSeconds" => TimeSpan.FromSeconds(number),
                "AddMinutes" => TimeSpan.FromMinutes(number),
                "AddHours" when number < TimeSpan.MaxValue.TotalHours / 2 => TimeSpan.FromHours(number),
                _ => null,
            },
            _ => null,
        };

    private CallLimit? LimitOfToken(IOperation token, IOperation place) =>
        values.ValueOf(token) is IPropertyReferenceOperation { Property.Name: "Token", Instance: { } source }
        && LimitOfSource(source, place, DeepestShift) is { } limit
            ? limit
            : null;

    /// <summary>The timeout of a source, or that of one it is linked to where that is shorter.</summary>
    private CallLimit? LimitOfSource(IOperation source, IOperation place, int remaining)
    {
        var made = values.ValueOf(source);
        var least = strategyTimes.TimeoutOfSource(source, place) is { } own
            ? new CallLimit(LimitKind.Token, own.Duration, own.Value, made)
            : null;
        if (remaining > 0 && made is IInvocationOperation { TargetMethod.Name: "CreateLinkedTokenSource" } link)
        {
            foreach (var part in link.Descendants())
            {
                if (
                    part is IPropertyReferenceOperation { Property.Name: "Token", Instance: { } other }
                    && LimitOfSource(other, place, remaining - 1) is { } linked
                    && (least is null || linked.Duration < least.Duration)
                )
                {
                    least = linked;
                }
            }
        }

        return least;
    }

    private bool IsCallOptions(ITypeSymbol? type) =>
        types.GrpcCallOptions is { } options && SymbolEqualityComparer.Default.Equals(type, options);

    /// <summary>The last of the steps that follow in one chain.</summary>
    private static IOperation OutermostStep(IOperation options)
    {
        while (
            options.Parent is IInvocationOperation step
            && step.Instance == options
            && SymbolEqualityComparer.Default.Equals(step.Type, options.Type)
        )
        {
            options = step;
        }

        return options;
    }

    /// <summary>What an options value built in sight holds: the last deadline and the last token that it is given.</summary>
    private IEnumerable<CallLimit> LimitsInOptions(IOperation options)
    {
        IOperation? deadline = null;
        IOperation? token = null;
        var value = options;
        for (var hop = 0; hop < 16; hop++)
        {
            value = values.ValueOf(value);
            if (value is IInvocationOperation { Instance: { } receiver, Arguments: { Length: 1 } given } step && IsCallOptions(step.Type))
            {
                (deadline, token) = step.TargetMethod.Name switch
                {
                    "WithDeadline" => (deadline ?? given[0].Value, token),
                    "WithCancellationToken" => (deadline, token ?? given[0].Value),
                    _ => (deadline, token),
                };
                value = receiver;
                continue;
            }

            if (value is IObjectCreationOperation creation)
            {
                foreach (var argument in creation.Arguments.Where(argument => argument.ArgumentKind != ArgumentKind.DefaultValue))
                {
                    deadline = deadline is null && argument.Parameter?.Name == "deadline" ? argument.Value : deadline;
                    token = token is null && types.IsToken(argument.Parameter?.Type) ? argument.Value : token;
                }
            }

            break;
        }

        if (deadline is not null && OwnLimit(deadline) is { } own)
        {
            yield return own;
        }

        if (token is not null && LimitOfToken(token, token) is { } limit)
        {
            yield return limit;
        }
    }

    /// <summary>The setting of a client that is made in sight, in its initializer or in that of its options, and never set again.</summary>
    private CallLimit? LimitOfClient(IOperation client)
    {
        if (values.ValueOf(client) is not IObjectCreationOperation made)
        {
            return null;
        }

        foreach (
            var part in made.Arguments.Select(argument => values.ValueOf(argument.Value)).OfType<IObjectCreationOperation>().Prepend(made)
        )
        {
            if (
                part.Type is INamedTypeSymbol type
                && SettingOf(type) is { } name
                && Operations.Option(part, name) is { } value
                && strategyTimes.Set(value) is { } set
                && !clientUses.UsesOfCreated(part).Concat(clientUses.UsesOf(Values.Unwrap(client))).Any(use => IsSet(use, name))
            )
            {
                return new CallLimit(LimitKind.Client, set.Duration, value, Clock: null);
            }
        }

        return null;
    }

    private static bool IsSet(IOperation use, string name) =>
        use.Parent is IPropertyReferenceOperation { Property.Name: var set, Parent: ISimpleAssignmentOperation assignment } target
        && set == name
        && assignment.Target == target;

    /// <summary>The member of a client or of its options that says how long a call may take.</summary>
    public string? SettingOf(INamedTypeSymbol declared)
    {
        for (var type = declared; type is not null; type = type.BaseType)
        {
            if (catalog.TypeEntryOf(type) is { DeadlineSetting: { } setting })
            {
                return setting;
            }
        }

        return null;
    }
}
