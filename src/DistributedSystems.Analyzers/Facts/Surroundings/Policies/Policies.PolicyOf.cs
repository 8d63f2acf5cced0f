using DistributedSystems.Analyzers.Catalog;
using DistributedSystems.Analyzers.Facts.Calls;
using DistributedSystems.Analyzers.Facts.Code;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace DistributedSystems.Analyzers.Facts.Surroundings;

internal sealed partial class Policies
{
    // Polly.Core, RetryConstants: https://www.pollydocs.org/strategies/retry.html#defaults
    private const int DefaultRetryAttempts = 3;
    private static readonly TimeSpan DefaultRetryDelay = TimeSpan.FromSeconds(2);

    /// <summary>The retry policy that a call makes or adds to a builder; null where the call does something else or cannot be
    /// read.</summary>
    public RetryPolicy? PolicyOf(IInvocationOperation added)
    {
        if (remoteCalls.ApiOf(added.TargetMethod) is not { Strategy: Strategy.Retry })
        {
            return null;
        }

        return added.Arguments.Any(argument => argument.Parameter?.Name == "options")
            ? PolicyFromOptions(added)
            : PolicyFromArguments(added);
    }

    /// <summary>Polly 8: everything is a property of one options object.</summary>
    private RetryPolicy? PolicyFromOptions(IInvocationOperation added)
    {
        if (OptionsOf(added) is not { } options)
        {
            return null;
        }

        // HttpRetryStrategyOptions of Microsoft.Extensions.Http.Resilience sets its own defaults: exponential with jitter.
        var isHttp = options.Type?.Name == "HttpRetryStrategyOptions";
        var predicate = Operations.Option(options, "ShouldHandle");
        var delay = Operations.Option(options, "Delay") is { } given ? constants.ConstantDurationOf(given) : DefaultRetryDelay;
        var growth = Operations.Option(options, "BackoffType") is { } backOff ? values.ValueOf(backOff) : null;
        var pause =
            Operations.Option(options, "DelayGenerator") is not null || delay is null ? Pause.Unknown
            : delay == TimeSpan.Zero ? Pause.None
            : growth is IFieldReferenceOperation { Field.Name: "Constant" } || (growth is null && !isHttp) ? Pause.Constant
            : growth is null or IFieldReferenceOperation { Field.Name: "Linear" or "Exponential" } ? Pause.Growing
            : Pause.Unknown;
        return new RetryPolicy(
            added,
            Operations.Option(options, "MaxRetryAttempts") is { } most ? constants.ConstantCountOf(most) : DefaultRetryAttempts,
            pause,
            delay,
            Operations.Option(options, "UseJitter") is { } jitter
                ? (values.ValueOf(jitter).ConstantValue is { HasValue: true, Value: true } ? true : null)
                : isHttp,
            options
        )
        {
            HandlesAmbiguousFailures = HandlesAmbiguousFailures(predicate),
            Clauses = predicate is null ? null : values.ValueOf(Converted(predicate)),
            HandlesEverything = predicate is null ? null : EverythingHandledBy(values.ValueOf(Converted(predicate))),
            HandlesRemoteFailures =
                IsOfResponses(added.TargetMethod) || (predicate is not null && NamesRemoteFailure(values.ValueOf(Converted(predicate)))),
        };
    }

    /// <summary>Polly 7: <c>Policy.Handle&lt;T&gt;().WaitAndRetryAsync(3, attempt => …)</c>.</summary>
    private RetryPolicy? PolicyFromArguments(IInvocationOperation added)
    {
        if (Operations.ReceiverOf(added) is not { } handled)
        {
            return null;
        }

        var name = added.TargetMethod.Name;
        var waits = added
            .Arguments.FirstOrDefault(argument => argument.Parameter?.Name is "sleepDurationProvider" or "sleepDurations")
            ?.Value;
        var (pause, delay, jitter, listed) = waits is null
            ? (
                name.StartsWith("Wait", StringComparison.Ordinal) ? Pause.Unknown : Pause.None,
                (TimeSpan?)TimeSpan.Zero,
                (bool?)false,
                (int?)null
            )
            : ReadWaits(waits);
        var count = added.Arguments.FirstOrDefault(argument => argument.Parameter?.Name == "retryCount");
        var clauses = values.ValueOf(handled);
        return new RetryPolicy(
            added,
            name.Contains("Forever") ? int.MaxValue
                : count is not null ? constants.ConstantCountOf(count.Value)
                : listed ?? (waits is null ? 1 : null),
            pause,
            delay,
            jitter,
            Options: null
        )
        {
            HandlesAmbiguousFailures = HandlesAmbiguousFailuresInChain(clauses),
            Clauses = clauses,
            HandlesEverything = EverythingHandledBy(clauses),
            HandlesRemoteFailures = IsOfResponses(added.TargetMethod) || NamesRemoteFailure(clauses),
        };
    }

    /// <summary>The waits that a function of the attempt or a list of durations stands for.</summary>
    private (Pause Pause, TimeSpan? Delay, bool? Jitter, int? Count) ReadWaits(IOperation waits)
    {
        var value = values.ValueOf(waits);
        if (value is IDelegateCreationOperation { Target: IAnonymousFunctionOperation lambda })
        {
            return Functions.ReturnedBy(lambda) is not { } returned || lambda.Body.Operations.Length != 1 || !IsComputed(returned)
                    ? (Pause.Unknown, null, null, null)
                : constants.ConstantDurationOf(returned) is { } constant
                    ? (constant == TimeSpan.Zero ? Pause.None : Pause.Constant, constant, false, null)
                : (Pause.Growing, null, false, null);
        }

        var listed = Operations.ListedIn(value);
        var durations = listed.IsDefaultOrEmpty
            ? Array.Empty<TimeSpan?>()
            : listed.Select(element => constants.ConstantDurationOf(element)).ToArray();
        return durations.Length == 0 || durations.Any(duration => duration is null) ? (Pause.Unknown, null, null, null)
            : durations.All(duration => duration == TimeSpan.Zero) ? (Pause.None, TimeSpan.Zero, false, durations.Length)
            : (durations.Distinct().Count() == 1 ? Pause.Constant : Pause.Growing, durations[0], false, durations.Length);
    }

    /// <summary>Made of constants, the function's own parameters and arithmetic alone: the same for every caller.</summary>
    private bool IsComputed(IOperation value) =>
        value
            .DescendantsAndSelf()
            .All(part =>
                part switch
                {
                    IInvocationOperation call => call.TargetMethod is { IsStatic: true } method
                        && (
                            SymbolEqualityComparer.Default.Equals(method.ContainingType, types.Math)
                            || SymbolEqualityComparer.Default.Equals(method.ContainingType, types.TimeSpan)
                        ),
                    IFieldReferenceOperation or IPropertyReferenceOperation or ILocalReferenceOperation => part.ConstantValue.HasValue
                        || constants.ConstantDurationOf(part) is not null
                        || constants.NumberIn(part) is not null,
                    IObjectCreationOperation creation => SymbolEqualityComparer.Default.Equals(creation.Type, types.TimeSpan),
                    IAwaitOperation or IAnonymousFunctionOperation => false,
                    _ => true,
                }
            );

    public IOperation Converted(IOperation predicate)
    {
        var value = values.ValueOf(predicate);
        while (value is IConversionOperation { OperatorMethod: not null } conversion)
        {
            value = values.ValueOf(conversion.Operand);
        }

        return value;
    }

    public bool HandlesAmbiguousFailuresInChain(IOperation clauses)
    {
        while (clauses is IInvocationOperation clause)
        {
            if (HandlesAmbiguousFailures(clause))
            {
                return true;
            }

            if (Operations.ReceiverOf(clause) is not { } receiver)
            {
                return false;
            }

            clauses = values.ValueOf(receiver);
        }

        // The builder that AddTransientHttpErrorPolicy hands out: https://github.com/App-vNext/Polly.Extensions.Http
        return clauses is IParameterReferenceOperation { Type: INamedTypeSymbol { Name: "PolicyBuilder" } builder }
            && SymbolEqualityComparer.Default.Equals(builder.TypeArguments.FirstOrDefault(), types.HttpResponseMessage);
    }

    private IInvocationOperation? EverythingHandledBy(IOperation clauses)
    {
        while (clauses is IInvocationOperation clause)
        {
            if (
                clause is { Arguments.IsEmpty: true, TargetMethod: { Name: "Handle" or "Or", TypeArguments: { Length: 1 } handled } }
                && handled[0].FullName() == "System.Exception"
            )
            {
                return clause;
            }

            if (Operations.ReceiverOf(clause) is not { } receiver)
            {
                return null;
            }

            clauses = values.ValueOf(receiver);
        }

        return null;
    }

    /// <summary>Is one of the failures that the clauses name one that only a call to another process has?</summary>
    private bool NamesRemoteFailure(IOperation clauses) =>
        clauses
            .DescendantsAndSelf()
            .Any(part =>
                part switch
                {
                    IInvocationOperation
                    {
                        TargetMethod: { Name: "HandleTransientHttpError" or "OrTransientHttpError" or "OrTransientHttpStatusCode" }
                    } => true,
                    IInvocationOperation
                    {
                        TargetMethod:
                        {
                            Name: "Handle" or "Or" or "HandleInner" or "OrInner" or "HandleResult" or "OrResult",
                            TypeArguments: { Length: 1 } handled
                        }
                    } => IsRemoteFailure(handled[0]),
                    IIsTypeOperation type => IsRemoteFailure(type.TypeOperand),
                    ITypePatternOperation type => IsRemoteFailure(type.MatchedType),
                    IDeclarationPatternOperation { MatchedType: { } type } => IsRemoteFailure(type),
                    IRecursivePatternOperation { MatchedType: { } type } => IsRemoteFailure(type),
                    _ => false,
                }
            );

    private bool IsRemoteFailure(ITypeSymbol type)
    {
        if (SymbolEqualityComparer.Default.Equals(type, types.HttpResponseMessage))
        {
            return true;
        }

        return RemoteFailures.IsOnlyRemote(type);
    }

    private bool IsOfResponses(IMethodSymbol method) =>
        method.TypeArguments.Any(type => SymbolEqualityComparer.Default.Equals(type, types.HttpResponseMessage));
}
