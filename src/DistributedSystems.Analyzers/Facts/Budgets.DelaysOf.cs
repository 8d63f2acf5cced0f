using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace DistributedSystems.Analyzers.Facts;

internal sealed partial class CompilationFacts
{
    private const int MostRetriesSummed = 1000;
    private const int DeepestSum = 32;

    // Polly.Core, RetryConstants: three retries after two seconds each. HedgingConstants: one more attempt after two seconds, ten at most.
    private const int UsualRetries = 3;
    private const int UsualHedges = 1;
    private const int MostHedges = 10;
    private static readonly TimeSpan UsualDelay = TimeSpan.FromSeconds(2);

    /// <summary>
    /// The delays of a retry strategy before its second, third … attempt; a delay that is random or cannot be read counts as none. Null where the
    /// number of attempts is not known.
    /// </summary>
    public IReadOnlyList<TimeSpan>? DelaysOf(IInvocationOperation addedRetry)
    {
        if (OptionsOf(addedRetry) is null && PolicyOf(addedRetry) is { Options: null, Retries: >= 0 and <= MostRetriesSummed and var times })
        {
            return DelaysOfPolicy(addedRetry, times);
        }

        if (OptionsOf(addedRetry) is not { } options || Option(options, "BackoffType") is var growth && growth is not null && Values.ValueOf(growth).ConstantValue is not { HasValue: true, Value: int })
        {
            return null;
        }

        var most = Option(options, "MaxRetryAttempts");
        var retries = most is null ? UsualRetries : Values.ValueOf(most).ConstantValue is { HasValue: true, Value: int constant } ? constant : -1;
        if (retries is < 0 or > MostRetriesSummed)
        {
            return null;
        }

        // HttpRetryStrategyOptions of Microsoft.Extensions.Http.Resilience has its own defaults: exponential with jitter.
        var isHttp = options.Type?.Name == "HttpRetryStrategyOptions";
        var given = Option(options, "Delay");
        var isUnknown = Option(options, "DelayGenerator") is not null
            || (Option(options, "UseJitter") is { } jitter ? Values.ValueOf(jitter).ConstantValue is not { HasValue: true, Value: false } : isHttp)
            || (given is not null && ConstantDurationOf(given) is null)
            || !(isHttp || options.Type?.Name == "RetryStrategyOptions");
        var first = isUnknown ? TimeSpan.Zero : given is null ? UsualDelay : ConstantDurationOf(given)!.Value;
        var longest = Option(options, "MaxDelay") is { } cap ? ConstantDurationOf(cap) ?? TimeSpan.Zero : TimeSpan.MaxValue;
        var kind = growth is null ? (isHttp ? 2 : 0) : (int)Values.ValueOf(growth).ConstantValue.Value!;
        var delays = new List<TimeSpan>();
        for (var retry = 0; retry < retries; retry++)
        {
            // Polly's DelayBackoffType: constant, linear, exponential.
            var ticks = first.Ticks * (kind switch { 0 => 1d, 1 => retry + 1d, _ => Math.Pow(2, retry) });
            delays.Add(ticks < longest.Ticks ? TimeSpan.FromTicks((long)ticks) : longest);
        }

        return delays;
    }

    /// <summary>Polly 7: a list of delays, or a function of the number of the retry.</summary>
    private IReadOnlyList<TimeSpan> DelaysOfPolicy(IInvocationOperation retry, int times)
    {
        var waits = retry.Arguments.FirstOrDefault(argument => argument.Parameter?.Name is "sleepDurationProvider" or "sleepDurations");
        var value = waits is null ? null : Values.ValueOf(waits.Value);
        var listed = value is null ? default : ListedIn(value);
        return Enumerable.Range(1, times)
            .Select(number => !listed.IsDefaultOrEmpty ? (number <= listed.Length ? ConstantDurationOf(listed[number - 1]) : null)
                : value is IDelegateCreationOperation { Target: IAnonymousFunctionOperation { Body.Operations.Length: 1 } lambda } && ReturnedBy(lambda) is { } returned ? DurationOf(returned, part => NumberIn(part, lambda.Symbol.Parameters.FirstOrDefault(), number, DeepestSum))
                : null)
            .Select(delay => delay ?? TimeSpan.Zero)
            .ToList();
    }

    /// <summary>
    /// The waits of a hedging strategy before its second, third … attempt, which starts when the one before has failed or the delay is over: at the latest
    /// with the limit of an attempt. A delay that cannot be read counts as none. Null where the number of attempts is not known.
    /// </summary>
    private IReadOnlyList<TimeSpan>? HedgingDelaysOf(IInvocationOperation addedHedging, TimeSpan? attempt)
    {
        if (OptionsOf(addedHedging) is not { } options)
        {
            return null;
        }

        var given = Option(options, "Delay");
        return HedgingDelays(
            Option(options, "MaxHedgedAttempts") is { } most ? ConstantCountOf(most) : UsualHedges,
            Option(options, "DelayGenerator") is not null ? TimeSpan.Zero : given is null ? UsualDelay : IsNever(Values.ValueOf(given)) ? attempt ?? TimeSpan.Zero : ConstantDurationOf(given) ?? TimeSpan.Zero,
            attempt);
    }

    private static IReadOnlyList<TimeSpan>? HedgingDelays(int? hedges, TimeSpan delay, TimeSpan? attempt) =>
        hedges is >= 1 and <= MostHedges and var count ? Enumerable.Repeat(attempt < delay ? attempt.Value : delay, count).ToList() : null;

    /// <summary>The number that arithmetic on constants and a parameter gives; null where there is anything else in it.</summary>
    private double? NumberIn(IOperation expression, IParameterSymbol? parameter, double argument, int remaining)
    {
        var value = Values.ValueOf(expression);
        switch (value)
        {
            case IParameterReferenceOperation use when SymbolEqualityComparer.Default.Equals(use.Parameter, parameter):
                return argument;
            case IBinaryOperation { OperatorMethod: null } sum when remaining > 0:
                return (sum.OperatorKind, NumberIn(sum.LeftOperand, parameter, argument, remaining - 1), NumberIn(sum.RightOperand, parameter, argument, remaining - 1)) switch
                {
                    (BinaryOperatorKind.Add, { } left, { } right) => left + right,
                    (BinaryOperatorKind.Subtract, { } left, { } right) => left - right,
                    (BinaryOperatorKind.Multiply, { } left, { } right) => left * right,
                    (BinaryOperatorKind.LeftShift, { } left, >= 0 and < 31 and var right) => left * Math.Pow(2, right),
                    (BinaryOperatorKind.Divide, { } left, { } right) when sum.Type?.SpecialType == SpecialType.System_Double => left / right,
                    _ => null,
                };
            case IInvocationOperation { TargetMethod.Name: "Pow" or "Min" or "Max", Arguments.Length: 2 } call when remaining > 0 && SymbolEqualityComparer.Default.Equals(call.TargetMethod.ContainingType, Types.Math):
                return (call.TargetMethod.Name, NumberIn(call.Arguments[0].Value, parameter, argument, remaining - 1), NumberIn(call.Arguments[1].Value, parameter, argument, remaining - 1)) switch
                {
                    ("Pow", { } left, { } right) => Math.Pow(left, right),
                    ("Min", { } left, { } right) => Math.Min(left, right),
                    ("Max", { } left, { } right) => Math.Max(left, right),
                    _ => null,
                };
            default:
                return NumberIn(value);
        }
    }
}
