using System.Collections.Immutable;
using DistributedSystems.Analyzers.Catalog;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace DistributedSystems.Analyzers.Facts;

internal sealed partial class CompilationFacts
{
    // OperationKind.CollectionExpression, which the oldest supported compiler has no name for.
    private const OperationKind CollectionExpression = (OperationKind)0x7f;

    // Polly.Core, RetryConstants: https://www.pollydocs.org/strategies/retry.html#defaults
    private const int DefaultRetryAttempts = 3;
    private static readonly TimeSpan DefaultRetryDelay = TimeSpan.FromSeconds(2);

    /// <summary>The retry policy that a call makes or adds to a builder; null where the call does something else or cannot be read.</summary>
    public RetryPolicy? PolicyOf(IInvocationOperation added)
    {
        if (ApiOf(added.TargetMethod) is not { Strategy: Strategy.Retry })
        {
            return null;
        }

        return added.Arguments.Any(argument => argument.Parameter?.Name == "options") ? PolicyFromOptions(added) : PolicyFromArguments(added);
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
        var predicate = Option(options, "ShouldHandle");
        var delay = Option(options, "Delay") is { } given ? ConstantDurationOf(given) : DefaultRetryDelay;
        var growth = Option(options, "BackoffType") is { } backOff ? Values.ValueOf(backOff) : null;
        var pause = Option(options, "DelayGenerator") is not null || delay is null ? Pause.Unknown
            : delay == TimeSpan.Zero ? Pause.None
            : growth is IFieldReferenceOperation { Field.Name: "Constant" } || (growth is null && !isHttp) ? Pause.Constant
            : growth is null or IFieldReferenceOperation { Field.Name: "Linear" or "Exponential" } ? Pause.Growing
            : Pause.Unknown;
        return new RetryPolicy(
            added,
            Option(options, "MaxRetryAttempts") is { } most ? ConstantCountOf(most) : DefaultRetryAttempts,
            pause,
            delay,
            Option(options, "UseJitter") is { } jitter ? (Values.ValueOf(jitter).ConstantValue is { HasValue: true, Value: true } ? true : null) : isHttp,
            options)
        {
            HandlesAmbiguousFailures = HandlesAmbiguousFailures(predicate),
            HandlesEverything = predicate is null ? null : EverythingHandledBy(Values.ValueOf(Converted(predicate))),
            HandlesRemoteFailures = IsOfResponses(added.TargetMethod) || (predicate is not null && NamesRemoteFailure(Values.ValueOf(Converted(predicate)))),
        };
    }

    /// <summary>Polly 7: <c>Policy.Handle&lt;T&gt;().WaitAndRetryAsync(3, attempt => …)</c>.</summary>
    private RetryPolicy? PolicyFromArguments(IInvocationOperation added)
    {
        if (ReceiverOf(added) is not { } handled)
        {
            return null;
        }

        var name = added.TargetMethod.Name;
        var waits = added.Arguments.FirstOrDefault(argument => argument.Parameter?.Name is "sleepDurationProvider" or "sleepDurations")?.Value;
        var (pause, delay, jitter, listed) = waits is null ? (name.StartsWith("Wait", StringComparison.Ordinal) ? Pause.Unknown : Pause.None, (TimeSpan?)TimeSpan.Zero, (bool?)false, (int?)null) : ReadWaits(waits);
        var count = added.Arguments.FirstOrDefault(argument => argument.Parameter?.Name == "retryCount");
        var clauses = Values.ValueOf(handled);
        return new RetryPolicy(
            added,
            name.Contains("Forever") ? int.MaxValue : count is not null ? ConstantCountOf(count.Value) : listed ?? (waits is null ? 1 : null),
            pause,
            delay,
            jitter,
            Options: null)
        {
            HandlesAmbiguousFailures = HandlesAmbiguousFailuresInChain(clauses),
            HandlesEverything = EverythingHandledBy(clauses),
            HandlesRemoteFailures = IsOfResponses(added.TargetMethod) || NamesRemoteFailure(clauses),
        };
    }

    /// <summary>The waits that a function of the attempt or a list of durations stands for.</summary>
    private (Pause Pause, TimeSpan? Delay, bool? Jitter, int? Count) ReadWaits(IOperation waits)
    {
        var value = Values.ValueOf(waits);
        if (value is IDelegateCreationOperation { Target: IAnonymousFunctionOperation lambda })
        {
            return ReturnedBy(lambda) is not { } returned || lambda.Body.Operations.Length != 1 || !IsComputed(returned) ? (Pause.Unknown, null, null, null)
                : ConstantDurationOf(returned) is { } constant ? (constant == TimeSpan.Zero ? Pause.None : Pause.Constant, constant, false, null)
                : (Pause.Growing, null, false, null);
        }

        var listed = ListedIn(value);
        var durations = listed.IsDefaultOrEmpty ? Array.Empty<TimeSpan?>() : listed.Select(element => ConstantDurationOf(element)).ToArray();
        return durations.Length == 0 || durations.Any(duration => duration is null) ? (Pause.Unknown, null, null, null)
            : durations.All(duration => duration == TimeSpan.Zero) ? (Pause.None, TimeSpan.Zero, false, durations.Length)
            : (durations.Distinct().Count() == 1 ? Pause.Constant : Pause.Growing, durations[0], false, durations.Length);
    }

    /// <summary>The elements of a list that is written out; the default where it is not.</summary>
    private static ImmutableArray<IOperation> ListedIn(IOperation value) => value switch
    {
        IArrayCreationOperation { Initializer: { } initializer } => initializer.ElementValues,
        { Kind: CollectionExpression } => value.ChildOperations.ToImmutableArray(),
        _ => default,
    };

    /// <summary>Made of constants, the function's own parameters and arithmetic alone: the same for every caller.</summary>
    private bool IsComputed(IOperation value) => value.DescendantsAndSelf().All(part => part switch
    {
        IInvocationOperation call => call.TargetMethod is { IsStatic: true } method && (SymbolEqualityComparer.Default.Equals(method.ContainingType, Types.Math) || SymbolEqualityComparer.Default.Equals(method.ContainingType, Types.TimeSpan)),
        IFieldReferenceOperation or IPropertyReferenceOperation or ILocalReferenceOperation => part.ConstantValue.HasValue || ConstantDurationOf(part) is not null || NumberIn(part) is not null,
        IObjectCreationOperation creation => SymbolEqualityComparer.Default.Equals(creation.Type, Types.TimeSpan),
        IAwaitOperation or IAnonymousFunctionOperation => false,
        _ => true,
    });

    private int? ConstantCountOf(IOperation count) => Values.ValueOf(count).ConstantValue is { HasValue: true, Value: int constant } ? constant : null;

    private IOperation Converted(IOperation predicate)
    {
        var value = Values.ValueOf(predicate);
        while (value is IConversionOperation { OperatorMethod: not null } conversion)
        {
            value = Values.ValueOf(conversion.Operand);
        }

        return value;
    }

    private bool HandlesAmbiguousFailuresInChain(IOperation clauses)
    {
        while (clauses is IInvocationOperation clause)
        {
            if (HandlesAmbiguousFailures(clause))
            {
                return true;
            }

            if (ReceiverOf(clause) is not { } receiver)
            {
                return false;
            }

            clauses = Values.ValueOf(receiver);
        }

        // The builder that AddTransientHttpErrorPolicy hands out: https://github.com/App-vNext/Polly.Extensions.Http
        return clauses is IParameterReferenceOperation { Type: INamedTypeSymbol { Name: "PolicyBuilder" } builder } && SymbolEqualityComparer.Default.Equals(builder.TypeArguments.FirstOrDefault(), Types.HttpResponseMessage);
    }

    private IInvocationOperation? EverythingHandledBy(IOperation clauses)
    {
        while (clauses is IInvocationOperation clause)
        {
            if (clause is { Arguments.IsEmpty: true, TargetMethod: { Name: "Handle" or "Or", TypeArguments: { Length: 1 } types } } && types[0].FullName() == "System.Exception")
            {
                return clause;
            }

            if (ReceiverOf(clause) is not { } receiver)
            {
                return null;
            }

            clauses = Values.ValueOf(receiver);
        }

        return null;
    }

    /// <summary>Is one of the failures that the clauses name one that only a call to another process has?</summary>
    private bool NamesRemoteFailure(IOperation clauses) => clauses.DescendantsAndSelf().Any(part => part switch
    {
        IInvocationOperation { TargetMethod: { Name: "HandleTransientHttpError" or "OrTransientHttpError" or "OrTransientHttpStatusCode" } } => true,
        IInvocationOperation { TargetMethod: { Name: "Handle" or "Or" or "HandleInner" or "OrInner" or "HandleResult" or "OrResult", TypeArguments: { Length: 1 } types } } => IsRemoteFailure(types[0]),
        IIsTypeOperation type => IsRemoteFailure(type.TypeOperand),
        ITypePatternOperation type => IsRemoteFailure(type.MatchedType),
        IDeclarationPatternOperation { MatchedType: { } type } => IsRemoteFailure(type),
        IRecursivePatternOperation { MatchedType: { } type } => IsRemoteFailure(type),
        _ => false,
    });

    private bool IsRemoteFailure(ITypeSymbol type)
    {
        if (SymbolEqualityComparer.Default.Equals(type, Types.HttpResponseMessage))
        {
            return true;
        }

        for (var ancestor = type; ancestor is not null; ancestor = ancestor.BaseType)
        {
            if (ancestor.FullName() is "System.Net.Http.HttpRequestException" or "System.Net.WebException" or "System.Net.Sockets.SocketException" or "System.Net.WebSockets.WebSocketException" or "Grpc.Core.RpcException")
            {
                return true;
            }
        }

        return false;
    }

    private bool IsOfResponses(IMethodSymbol method) => method.TypeArguments.Any(type => SymbolEqualityComparer.Default.Equals(type, Types.HttpResponseMessage));
}
