using System.Collections.Immutable;
using DistributedSystems.Analyzers.Catalog;
using DistributedSystems.Analyzers.Facts.Code;
using DistributedSystems.Analyzers.Facts.Surroundings;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace DistributedSystems.Analyzers.Facts.Promises;

/// <summary>How long a registered client waits for an answer.</summary>
/// <param name="Duration">The whole wait, with all attempts.</param>
/// <param name="SetTo">The value that the code sets it to; null for the library's own.</param>
/// <param name="SetBy">The call in the registration that sets it.</param>
internal sealed record ClientLimit(TimeSpan Duration, IOperation? SetTo, IInvocationOperation? SetBy)
{
    /// <summary>The constructor of the client's own type sets it, after whatever the registration does.</summary>
    public bool IsByConstructor { get; init; }

    /// <summary>How messages name it.</summary>
    public string Name => SetTo is null ? "the client's usual timeout" : "'HttpClient.Timeout'";
}

internal sealed partial class ClientLimits
{
    // https://learn.microsoft.com/dotnet/api/system.net.http.httpclient.timeout
    private static readonly TimeSpan UsualClientTimeout = TimeSpan.FromSeconds(100);

    private const string ConfigureClient = "configureClient";

    private Lazy<bool> ClientTimeoutsAreSetElsewhere =>
        field ?? LazyInitializer.EnsureInitialized(ref field, () => new Lazy<bool>(SetsClientTimeouts))!;

    /// <summary>
    /// A timeout among the message handlers of a registered client that <c>HttpClient.Timeout</c>, which spans all attempts, always reaches
    /// first; one
    /// of a whole operation may be as long. Asked of the call that sets the client's timeout, else of the one that adds the handler.
    /// </summary>
    public NestedLimits? OuterLimitOfClient(IInvocationOperation configuring)
    {
        foreach (var (limit, handlers) in ClientsConfiguredBy(configuring))
        {
            if (limit.IsByConstructor)
            {
                continue;
            }

            var isOfAttempt = false;
            foreach (var (step, strategy) in handlers)
            {
                isOfAttempt |= strategy.Kind is Strategy.Retry or Strategy.Hedging;
                if (
                    strategy.Kind == Strategy.Timeout
                    && strategyTimes.TimeoutSetBy(strategy.Added) is { } inner
                    && (isOfAttempt ? inner.Duration >= limit.Duration : inner.Duration > limit.Duration)
                )
                {
                    return (limit.SetBy ?? step.Written).Syntax == configuring.Syntax
                        ? new NestedLimits(limit.SetTo ?? inner.Value, inner.Duration, limit.Duration, limit.Name)
                        {
                            InnerName = inner.Value.Syntax.ToString(),
                        }
                        : null;
                }
            }
        }

        return null;
    }

    /// <summary><c>HttpClient.Timeout</c> of a registered client in which no second attempt of its message handlers can finish, or not all
    /// of their delays pass; asked like the above.</summary>
    public ExceededLimit? ExceededLimitOfClient(IInvocationOperation configuring)
    {
        foreach (var (limit, handlers) in ClientsConfiguredBy(configuring))
        {
            if (
                !limit.IsByConstructor
                && worstCases.UnmeetableTotal(handlers.Select(handler => handler.Strategy).ToList(), limit.Duration) is { } sum
                && handlers.First(handler => handler.Strategy.Kind == Strategy.Retry) is var retry
                && (limit.SetBy ?? retry.Step.Written).Syntax == configuring.Syntax
            )
            {
                return new ExceededLimit(limit.SetTo ?? retry.Strategy.Added, sum, $"{limit.Name} of {DurationText.Of(limit.Duration)}");
            }
        }

        return null;
    }

    /// <summary>The clients that a call registers, or whose registration it continues, with their timeout and the strategies of their
    /// message handlers, outermost first.</summary>
    private IEnumerable<(ClientLimit Limit, IReadOnlyList<(BuilderStep Step, PipelineStrategy Strategy)> Handlers)> ClientsConfiguredBy(
        IInvocationOperation call
    ) =>
        registeredRetries.IsAboutClientBuilder(call)
        || SymbolEqualityComparer.Default.Equals(call.TargetMethod.ContainingType, types.HttpClientRegistrations)
            ? ClientsConfiguredIn(call)
            : Array.Empty<(ClientLimit, IReadOnlyList<(BuilderStep, PipelineStrategy)>)>();

    private IEnumerable<(ClientLimit Limit, IReadOnlyList<(BuilderStep Step, PipelineStrategy Strategy)> Handlers)> ClientsConfiguredIn(
        IInvocationOperation call
    )
    {
        foreach (var registration in registrations.All.Value)
        {
            if (
                registration.IsForAll
                || (registration.Added.Syntax != call.Syntax && !registration.Builder.Steps.Any(step => step.Written.Syntax == call.Syntax))
            )
            {
                continue;
            }

            if (HandlersOf(registration) is { Count: > 0 } handlers && TimeoutOfClient(registration) is { } limit)
            {
                yield return (limit, handlers);
            }
        }
    }

    private List<(BuilderStep Step, PipelineStrategy Strategy)> HandlersOf(ClientRegistration registration) =>
        registration
            .Builder.Steps.Where(step => !step.IsConditional)
            .SelectMany(step =>
                (registeredRetries.PipelineAddedBy(step)?.Strategies ?? ImmutableArray<PipelineStrategy>.Empty).Select(strategy =>
                    (step, strategy)
                )
            )
            .ToList();

    /// <summary>
    /// How long a registered client waits for an answer with all attempts; null where that is not a constant in sight, or where something
    /// else may change
    /// it: another registration, a step of unknown content, an assignment outside of registrations.
    /// </summary>
    private ClientLimit? TimeoutOfClient(ClientRegistration registration)
    {
        if (
            !registration.Builder.Complete
            || registration.Name is null
            || protectedClients.IsHandedOut(registration.Added, Builders.DeepestBuilderHelper)
            || ClientTimeoutsAreSetElsewhere.Value
            || registrations.All.Value.Any(other =>
                other.Added.Syntax != registration.Added.Syntax
                && (other.IsForAll || other.Name is null || Registrations.IsSameClient(other, registration))
            )
        )
        {
            return null;
        }

        var limit = new ClientLimit(UsualClientTimeout, SetTo: null, SetBy: null);
        foreach (
            var (call, written, isConditional) in registration.Builder.Steps.Prepend(
                new BuilderStep(registration.Added, registration.Added, IsConditional: false)
            )
        )
        {
            // The standard handlers switch it off: https://github.com/dotnet/extensions/pull/5363
            var isOwn = functions.IsOwnMethod(call.TargetMethod);
            if (
                call.TargetMethod.Name is "AddStandardResilienceHandler" or "AddStandardHedgingHandler"
                || (!isOwn && !IsOfClientFactory(call.TargetMethod))
            )
            {
                return null;
            }

            // What a method of the project does with the builder is a step of its own.
            foreach (
                var configure in isOwn
                    ? Enumerable.Empty<IArgumentOperation>()
                    : call.Arguments.Where(argument => argument.Parameter?.Name == ConfigureClient)
            )
            {
                if (
                    isConditional
                    || functions.FunctionGiven(configure.Value) is not { } function
                    || function.Parameters.FirstOrDefault(parameter =>
                        SymbolEqualityComparer.Default.Equals(parameter.Type, types.HttpClient)
                    )
                        is not { } client
                    || builders.SettingsIn(function, client, OptionSettings.Untouched) is not { Complete: true } settings
                    || settings.Called.Any(called => called.Part.Length == 0)
                )
                {
                    return null;
                }

                if (settings.Assigned.TryGetValue("Timeout", out var value))
                {
                    if (strategyTimes.Set(value) is not { } set)
                    {
                        return null;
                    }

                    limit = new ClientLimit(set.Duration, set.Value, written);
                }
            }
        }

        return OwnTimeoutOf(registration, out var own) ? own : limit;
    }

    private static bool IsOfClientFactory(IMethodSymbol method) =>
        method.ContainingAssembly?.Name
            is "Microsoft.Extensions.Http"
                or "Microsoft.Extensions.Http.Polly"
                or "Microsoft.Extensions.Http.Resilience"
                or "Microsoft.Extensions.Http.Diagnostics"
                or "Microsoft.Extensions.Compliance.Redaction";

    /// <summary>Is <c>HttpClient.Timeout</c> assigned of a client that may come from the factory, outside of its registration?</summary>
    private bool SetsClientTimeouts() =>
        project
            .AssignmentsTo("Timeout")
            .Any(assignment =>
                models.Of(assignment.SyntaxTree).GetOperation(assignment.Left)
                    is IPropertyReferenceOperation { Instance: { } client, Property: var property }
                && SymbolEqualityComparer.Default.Equals(property.ContainingType, types.HttpClient)
                && !IsMadeHere(client)
                && !IsGivenAtRegistration(client)
                && TypedClientOf(client) is null
            );

    private bool IsMadeHere(IOperation client) =>
        client is IInstanceReferenceOperation || values.ValueOf(client) is IObjectCreationOperation;

    private bool IsGivenAtRegistration(IOperation client) =>
        client is IParameterReferenceOperation { Parameter: var given }
        && Operations.FunctionAround(client) is IAnonymousFunctionOperation lambda
        && lambda.Symbol.Parameters.Contains(given, SymbolEqualityComparer.Default)
        && Operations.ArgumentHolding(lambda)
            is { Parameter.Name: ConfigureClient, Parent: IInvocationOperation { TargetMethod: var registering } }
        && IsOfClientFactory(registering);
}
