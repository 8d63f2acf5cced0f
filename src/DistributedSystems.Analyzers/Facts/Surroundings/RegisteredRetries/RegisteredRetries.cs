using DistributedSystems.Analyzers.Catalog;
using DistributedSystems.Analyzers.Facts.Calls;
using DistributedSystems.Analyzers.Facts.Code;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace DistributedSystems.Analyzers.Facts.Surroundings;

/// <summary>A retry, or hedging, that the message handlers of a registered client perform on every request.</summary>
/// <param name="Step">The call that adds it.</param>
/// <param name="Description">How messages name it.</param>
/// <param name="Retries">How often it repeats after the first attempt; null where not known.</param>
/// <param name="RepeatsUnsafeMethods">A POST is repeated after a failure that leaves open whether it was carried out; false also where that
/// is not known.</param>
/// <param name="IsHedging">Further attempts start while the first is still under way.</param>
internal sealed record HandlerRetry(BuilderStep Step, string Description, int? Retries, bool RepeatsUnsafeMethods, bool IsHedging)
{
    /// <summary>A request of some method is repeated after such a failure.</summary>
    public bool RepeatsAmbiguousFailures { get; init; }

    /// <summary>How messages say how often: <c> up to 3 times</c>.</summary>
    public string Times => RetryPolicy.InWords(Retries);
}

/// <summary>The retries that are registered with a client's handlers.</summary>
internal sealed class RegisteredRetries(
    SemanticModels models,
    WellKnownTypes types,
    Values values,
    CallSites callSites,
    Functions functions,
    Constants constants,
    HttpRequests httpRequests,
    Builders builders,
    Policies policies,
    Registrations registrations,
    Pipelines pipelines
)
{
    // HttpStandardResilienceOptions and HttpStandardHedgingResilienceOptions:
    // https://learn.microsoft.com/dotnet/core/resilience/http-resilience
    private const int StandardRetries = 3;
    private const int StandardHedgedAttempts = 1;

    private Lazy<bool> UnsafeMethodsAreExcludedForAll =>
        field ?? LazyInitializer.EnsureInitialized(ref field, () => new Lazy<bool>(ExcludesUnsafeMethodsForAll))!;

    /// <summary>Does a call take a builder of registered HTTP clients?</summary>
    public bool IsAboutClientBuilder(IInvocationOperation invocation)
    {
        if (types.HttpClientBuilder is not { } builder)
        {
            return false;
        }

        foreach (var parameter in invocation.TargetMethod.Parameters)
        {
            if (parameter.Type is { Name: "IHttpClientBuilder" } type && SymbolEqualityComparer.Default.Equals(type, builder))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>The retries that a call in a registration adds to its clients, itself or as a method of the project.</summary>
    public IEnumerable<(ClientRegistration Registration, HandlerRetry Retry)> RegisteredRetriesAt(IInvocationOperation added) =>
        registrations.All.Value.SelectMany(registration =>
            registration.Builder.Steps.Any(step => step.Written.Syntax == added.Syntax)
                ? RetriesIn(registration).Where(retry => retry.Step.Written.Syntax == added.Syntax).Select(retry => (registration, retry))
                : Enumerable.Empty<(ClientRegistration, HandlerRetry)>()
        );

    /// <summary>The retries among the message handlers of a registered client, outermost first.</summary>
    public IEnumerable<HandlerRetry> RetriesIn(ClientRegistration registration)
    {
        foreach (var step in registration.Builder.Steps)
        {
            if (!step.IsConditional && RetryOf(step) is { Retries: not 0 } retry)
            {
                yield return retry;
            }
        }
    }

    /// <summary>What a standard handler's options are set to, by the lambda it is given and those that follow; hedging is given one for its
    /// routes.</summary>
    public OptionSettings SettingsOfHandler(IInvocationOperation handler)
    {
        var settings = OptionSettings.Untouched;
        foreach (var call in builders.StepsOn(handler).Steps.Select(step => step.Call).Prepend(handler))
        {
            if (
                call.Arguments.FirstOrDefault(argument => argument.Parameter?.Name is "configure" or "section") is { } configure
                && (call == handler ? handler.TargetMethod.Name == "AddStandardResilienceHandler" : call.TargetMethod.Name == "Configure")
            )
            {
                settings = builders.SettingsIn(configure.Value, settings);
            }
        }

        return settings;
    }

    /// <summary>The retry or hedging that one step of a registration adds; null for any other step.</summary>
    public HandlerRetry? RetryOf(BuilderStep step) =>
        step.Call.TargetMethod.Name switch
        {
            "AddStandardResilienceHandler" when IsResilienceHandler(step) => StandardRetryOf(
                step,
                "Retry",
                "MaxRetryAttempts",
                StandardRetries,
                "the standard resilience handler",
                isHedging: false
            ),
            "AddStandardHedgingHandler" when IsResilienceHandler(step) => StandardRetryOf(
                step,
                "Hedging",
                "MaxHedgedAttempts",
                StandardHedgedAttempts,
                "the standard hedging handler",
                isHedging: true
            ),
            var name => PipelineAddedBy(step) is { } pipeline
                ? RetryOf(
                    step,
                    name == "AddResilienceHandler" ? "the resilience handler's retry strategy" : "the retry policy of its message handler",
                    pipeline
                )
                : null,
        };

    private bool IsResilienceHandler(BuilderStep step) =>
        SymbolEqualityComparer.Default.Equals(step.Call.TargetMethod.ContainingType, types.ResilienceHandlers);

    /// <summary>The pipeline of a message handler: of <c>AddResilienceHandler</c>, or the policy of Polly 7 that a step adds. Null for any
    /// other step, and where it cannot be read.</summary>
    public Pipeline? PipelineAddedBy(BuilderStep step)
    {
        var call = step.Call;
        if (IsResilienceHandler(step))
        {
            return
                call.TargetMethod.Name == "AddResilienceHandler"
                && call.Arguments.FirstOrDefault(argument => argument.Parameter?.Name == "configure") is { } configure
                && functions.FunctionGiven(configure.Value) is { Parameters: { IsEmpty: false } parameters } function
                ? pipelines.StrategiesOn(parameters[0], function.Body)
                : null;
        }

        if (
            !SymbolEqualityComparer.Default.Equals(call.TargetMethod.ContainingType, types.PolicyHandlers)
            || call.TargetMethod.Name is not ("AddPolicyHandler" or "AddTransientHttpErrorPolicy")
            || call.Arguments.Length != 2
        )
        {
            return null;
        }

        var given = call.Arguments[1];
        var policy =
            given.Parameter?.Type.TypeKind != TypeKind.Delegate ? given.Value
            : functions.FunctionGiven(given.Value)?.Body is IAnonymousFunctionOperation lambda ? Functions.ReturnedBy(lambda)
            : null;
        // Which of several is for the request to say.
        return policy is null ? null : pipelines.OnlyPipelineOf(policy);
    }

    private HandlerRetry? RetryOf(BuilderStep step, string description, Pipeline pipeline)
    {
        foreach (var strategy in pipeline.Strategies)
        {
            if (strategy.Kind == Strategy.Retry && policies.PolicyOf(strategy.Added) is { } policy)
            {
                return new HandlerRetry(step, description, policy.Retries, policy.HandlesAmbiguousFailures, IsHedging: false)
                {
                    RepeatsAmbiguousFailures = policy.HandlesAmbiguousFailures,
                };
            }
        }

        return null;
    }

    private HandlerRetry StandardRetryOf(BuilderStep step, string part, string most, int usual, string description, bool isHedging)
    {
        var settings = SettingsOfHandler(step.Call);
        var retries =
            builders.SettingOf(settings, part, most) is { } set ? constants.ConstantCountOf(set)
            : settings.Complete ? usual
            : (int?)null;
        var repeats =
            builders.SettingOf(settings, part, "ShouldHandle") is not { } predicate || policies.HandlesAmbiguousFailures(predicate);
        var repeatsUnsafe =
            repeats
            && settings.Complete
            && !UnsafeMethodsAreExcludedForAll.Value
            && (!settings.Assigned.TryGetValue(part, out var whole) || values.ValueOf(whole) is IObjectCreationOperation)
            && !settings.Called.Any(called => called.Part == part && MayExcludeUnsafeMethods(called.Call));
        return new HandlerRetry(step, description, retries, repeatsUnsafe, isHedging) { RepeatsAmbiguousFailures = repeats };
    }

    /// <summary>Any call on the options may, unless it is known to exclude methods that are no trouble.</summary>
    private bool MayExcludeUnsafeMethods(IInvocationOperation call) =>
        call.TargetMethod.Name != "DisableFor"
        || call.Arguments.Skip(1)
            .SelectMany(argument =>
                Values.Unwrap(argument.Value) is IArrayCreationOperation { Initializer: { } listed }
                    ? listed.ElementValues.AsEnumerable()
                    : new[] { argument.Value }
            )
            .Any(verb => httpRequests.VerbOf(verb) is null or "POST" or "PATCH");

    /// <summary>The options of all handlers are configured in one place, away from the clients:
    /// <c>services.ConfigureAll&lt;HttpStandardResilienceOptions&gt;(…)</c>.</summary>
    private bool ExcludesUnsafeMethodsForAll() =>
        callSites
            .Of("DisableForUnsafeHttpMethods")
            .Concat(callSites.Of("DisableFor"))
            .Any(site =>
                models.Of(site.SyntaxTree).GetOperation(site) is { } call
                && (
                    Operations.FunctionAround(call) is not { } function
                    || Operations.ArgumentHolding(function) is not { Parent: IInvocationOperation { TargetMethod: var given } }
                    || !(
                        SymbolEqualityComparer.Default.Equals(given.ContainingType, types.ResilienceHandlers)
                        || given.ContainingNamespace?.FullName() == "Microsoft.Extensions.Http.Resilience"
                        || functions.IsOwnMethod(given)
                    )
                )
            );
}
