using DistributedSystems.Analyzers.Facts.Calls;
using DistributedSystems.Analyzers.Facts.Code;
using DistributedSystems.Analyzers.Facts.Surroundings;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace DistributedSystems.Analyzers.Facts.Promises;

/// <summary>How a scheduler or a durable orchestration repeats a method that fails.</summary>
/// <param name="By">How messages name it: <c>Hangfire's automatic retry</c>.</param>
/// <param name="Retries">How often it repeats after the first attempt; <see cref="int.MaxValue"/> without end; null where not
/// known.</param>
internal sealed record JobRetry(string By, int? Retries);

/// <summary>Functions that a scheduler or an orchestration runs again.</summary>
internal sealed partial class JobRetries(
    SemanticModels models,
    WellKnownTypes types,
    TypeHierarchy hierarchy,
    Values values,
    CallSites callSites,
    Functions functions,
    Constants constants,
    RemoteCalls remoteCalls,
    FailurePaths failurePaths,
    Reachability reachability,
    Steps steps
)
{
    // https://docs.hangfire.io/en/latest/background-processing/dealing-with-exceptions.html
    private const int HangfireRetries = 10;

    public Lazy<Dictionary<IMethodSymbol, JobRetry>> All =>
        field ?? LazyInitializer.EnsureInitialized(ref field, () => new Lazy<Dictionary<IMethodSymbol, JobRetry>>(ReadJobRetries))!;

    public bool HasJobs =>
        types.HangfireJob is not null
        || types.TemporalWorkflow is not null
        || types.DurableOrchestration is not null
        || types.DurableFunctionsOrchestration is not null
        || types.DaprWorkflow is not null;

    /// <summary>A job or activity that fails is run again by what started it.</summary>
    public RetryScope? JobRetryOf(IInvocationOperation call)
    {
        if (
            IsInJob(call)
            && Operations.EnclosingMethodOf(call) is { } method
            && All.Value.TryGetValue(method, out var retry)
            && failurePaths.FailureEscapes(call)
            && !LooksBefore(call)
        )
        {
            return new RetryScope(
                $"{retry.By} of '{Symbols.NameOf(method)}'",
                RetryPolicy.InWords(retry.Retries),
                Values.RootOf(call).Syntax
            )
            {
                Attempts = retry.Retries is int.MaxValue ? null : retry.Retries + 1,
                IsJob = true,
            };
        }

        return RefireOf(call);
    }

    public bool IsInJob(IInvocationOperation call) =>
        (
            HasJobs
            && Operations.FunctionAround(call) is null
            && Operations.EnclosingMethodOf(call) is { } method
            && All.Value.ContainsKey(method)
        ) || IsInQuartzJob(call);

    private bool IsInQuartzJob(IInvocationOperation call) =>
        types.QuartzJob is { } contract
        && Operations.FunctionAround(call) is null
        && Operations.EnclosingMethodOf(call) is { Name: "Execute" } method
        && method.ContainingType.AllInterfaces.Contains(contract, SymbolEqualityComparer.Default);

    /// <summary>
    /// A condition before the call depends on what another process answers: who writes that may know that the method runs more than once.
    /// Whether something was found at all, or a request went well, says nothing of the kind.
    /// </summary>
    public bool LooksBefore(IInvocationOperation call) =>
        Values
            .RootOf(call)
            .Descendants()
            .Any(part =>
                part is IConditionalOperation { Condition: { } condition }
                && condition.Syntax.SpanStart < call.Syntax.SpanStart
                && condition
                    .DescendantsAndSelf()
                    .Any(asked =>
                        !IsNullTested(asked)
                        && Values.Unwrap(asked) is ILocalReferenceOperation or IAwaitOperation or IInvocationOperation
                        && IsAnswer(values.ValueOf(asked))
                    )
            );

    private bool IsAnswer(IOperation value) =>
        (value is IAwaitOperation awaited ? Values.Unwrap(awaited.Operation) : value) is IInvocationOperation asked
        && !SymbolEqualityComparer.Default.Equals(Symbols.UnwrapTask(asked.Type), types.HttpResponseMessage)
        && (
            remoteCalls.OperationOf(asked) is { Api.Remote: true }
            || (reachability.MayReach(asked) && reachability.ReachOf(asked, Effect.Delays) is not null)
        );

    private static bool IsNullTested(IOperation value)
    {
        value = Operations.OutOfConversions(value);
        return value.Parent switch
        {
            IIsPatternOperation { Pattern: var pattern } => (pattern is INegatedPatternOperation negated ? negated.Pattern : pattern)
                is IConstantPatternOperation { Value.ConstantValue: { HasValue: true, Value: null } },
            IBinaryOperation comparison => (
                comparison.LeftOperand == value ? comparison.RightOperand : comparison.LeftOperand
            ).ConstantValue
                is { HasValue: true, Value: null },
            _ => false,
        };
    }

    private Dictionary<IMethodSymbol, JobRetry> ReadJobRetries()
    {
        var jobs = new Dictionary<IMethodSymbol, JobRetry>(SymbolEqualityComparer.Default);

        // A filter for all jobs may say anything.
        if (types.HangfireJob is not null && !callSites.SetsJobFilters)
        {
            Read(
                new[] { "Enqueue", "Schedule", "AddOrUpdate", "ContinueJobWith" },
                "Hangfire",
                started => ActivitiesIn(started).Select(method => (method, RetryOfHangfireJob(method)))
            );
        }

        if (types.TemporalWorkflow is not null)
        {
            Read(
                new[] { "ExecuteActivityAsync", "ExecuteLocalActivityAsync" },
                "Temporalio.Workflows",
                started => ActivitiesIn(started).Select(method => (method, RetryOfTemporalActivity(started)))
            );
        }

        if (types.DurableOrchestration is not null || types.DurableFunctionsOrchestration is not null || types.DaprWorkflow is not null)
        {
            foreach (var space in new[] { "Microsoft.DurableTask", "Microsoft.Azure.WebJobs.Extensions.DurableTask", "Dapr.Workflow" })
            {
                Read(
                    new[] { "CallActivityAsync", "CallActivityWithRetryAsync" },
                    space,
                    started => ActivitiesNamedBy(started).Select(method => (method, RetryOfDurableActivity(started)))
                );
            }
        }

        return jobs;

        void Read(string[] names, string space, Func<IInvocationOperation, IEnumerable<(IMethodSymbol Method, JobRetry? Retry)>> read)
        {
            foreach (var site in names.SelectMany(callSites.Of))
            {
                if (
                    models.Of(site.SyntaxTree).GetOperation(site) is IInvocationOperation started
                    && started.TargetMethod.ContainingNamespace?.FullName() == space
                )
                {
                    foreach (var (method, retry) in read(started))
                    {
                        if (retry is not (null or { Retries: <= 0 }))
                        {
                            jobs[method] = retry;
                        }
                    }
                }
            }
        }
    }

    /// <summary>The methods called in the expressions that a scheduler is given.</summary>
    private IEnumerable<IMethodSymbol> ActivitiesIn(IInvocationOperation started) =>
        started
            .Arguments.Where(argument => argument.Parameter?.Type.Name == "Expression")
            .Select(argument => argument.Value.Descendants().OfType<IInvocationOperation>().FirstOrDefault())
            .Where(activity => activity is not null)
            .SelectMany(activity => (IEnumerable<IMethodSymbol>)functions.TargetsOf(activity!.TargetMethod));

    private static JobRetry? RetryOfHangfireJob(IMethodSymbol method)
    {
        foreach (var attribute in method.GetAttributes().Concat(method.ContainingType.GetAttributes()))
        {
            if (attribute.AttributeClass is { Name: "AutomaticRetryAttribute", ContainingNamespace.Name: "Hangfire" })
            {
                return new JobRetry(
                    "Hangfire's automatic retry",
                    attribute.NamedArguments.FirstOrDefault(argument => argument.Key == "Attempts").Value.Value is int attempts
                        ? attempts
                        : HangfireRetries
                );
            }
        }

        return new JobRetry("Hangfire's automatic retry", HangfireRetries);
    }

    /// <summary>Without a policy an activity is repeated until it succeeds: https://docs.temporal.io/encyclopedia/retry-policies</summary>
    private JobRetry? RetryOfTemporalActivity(IInvocationOperation started)
    {
        if (
            started.Arguments.FirstOrDefault(argument => argument.Parameter?.Name == "options") is not { } given
            || values.ValueOf(given.Value) is not IObjectCreationOperation options
        )
        {
            return null;
        }

        var most =
            Operations.Option(options, "RetryPolicy") is not { } policy ? 0
            : values.ValueOf(policy) is not IObjectCreationOperation set ? null
            : Operations.Option(set, "MaximumAttempts") is { } attempts ? constants.ConstantCountOf(attempts)
            : 0;
        return most is null ? null : new JobRetry("Temporal's retry", most is 0 ? int.MaxValue : most - 1);
    }

    /// <summary>Durable Task, Durable Functions and Dapr call it the same: https://learn.microsoft.com/azure/azure-functions/durable/durable-functions-error-handling</summary>
    private JobRetry? RetryOfDurableActivity(IInvocationOperation started)
    {
        foreach (var argument in started.Arguments)
        {
            foreach (var part in values.ValueOf(argument.Value).DescendantsAndSelf())
            {
                if (
                    values.ValueOf(part) is IObjectCreationOperation creation
                    && SymbolEqualityComparer.Default.Equals(creation.Type?.ContainingAssembly, started.TargetMethod.ContainingAssembly)
                    && creation.Arguments.FirstOrDefault(given => given.Parameter?.Name == "maxNumberOfAttempts") is { } most
                )
                {
                    return constants.ConstantCountOf(most.Value) is { } attempts
                        ? new JobRetry("the orchestration's retry", attempts - 1)
                        : null;
                }
            }
        }

        return null;
    }

    /// <summary>The activities that an orchestration calls by their name: functions, or classes of which each is one.</summary>
    private IEnumerable<IMethodSymbol> ActivitiesNamedBy(IInvocationOperation started)
    {
        // A name may be of a type that a text converts to.
        if (
            started.Arguments.FirstOrDefault(argument => argument.Parameter is { Ordinal: 0 }) is not { } given
            || given
                .Value.DescendantsAndSelf()
                .Select(part => values.ValueOf(part).ConstantValue.Value as string)
                .FirstOrDefault(text => text is not null)
                is not { } name
        )
        {
            yield break;
        }

        foreach (var trigger in callSites.Triggers)
        {
            if (
                trigger.FirstAncestorOrSelf<MethodDeclarationSyntax>() is { } declaration
                && models.Of(declaration.SyntaxTree).GetDeclaredSymbol(declaration) is IMethodSymbol function
                && function
                    .GetAttributes()
                    .Any(attribute =>
                        attribute.AttributeClass?.Name is "FunctionAttribute" or "FunctionNameAttribute"
                        && attribute.ConstructorArguments.Length > 0
                        && attribute.ConstructorArguments[0].Value is string declared
                        && declared == name
                    )
            )
            {
                yield return function.OriginalDefinition;
            }
        }

        foreach (var contract in new[] { types.DurableActivity, types.DaprActivity })
        {
            foreach (var type in contract is null ? Enumerable.Empty<INamedTypeSymbol>() : hierarchy.DerivedFrom(contract))
            {
                if (type.Name == name)
                {
                    foreach (var run in type.GetMembers("RunAsync").OfType<IMethodSymbol>().Where(method => method.IsOverride))
                    {
                        yield return run.OriginalDefinition;
                    }
                }
            }
        }
    }
}
