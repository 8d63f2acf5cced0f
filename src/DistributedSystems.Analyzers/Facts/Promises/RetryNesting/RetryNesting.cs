using System.Collections.Concurrent;
using System.Collections.Immutable;
using DistributedSystems.Analyzers.Catalog;
using DistributedSystems.Analyzers.Facts.Calls;
using DistributedSystems.Analyzers.Facts.Code;
using DistributedSystems.Analyzers.Facts.Surroundings;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace DistributedSystems.Analyzers.Facts.Promises;

/// <summary>A retry that other retries run again.</summary>
/// <param name="Inner">The innermost, as messages name it.</param>
/// <param name="Outer">The one around it.</param>
/// <param name="Attempts">How often each runs what is in it, outermost first; null where not known.</param>
/// <param name="Places">Where they stand.</param>
/// <param name="IsBuiltIn">The innermost is what a client library does by itself.</param>
internal sealed record NestedRetries(
    string Inner,
    string Outer,
    ImmutableArray<int?> Attempts,
    ImmutableArray<SyntaxNode> Places,
    bool IsBuiltIn
)
{
    /// <summary>The product, as messages say it.</summary>
    public string Product =>
        Attempts.All(attempts => attempts is not null)
            ? $"up to {string.Join(" × ", Attempts)} = {Attempts.Aggregate(1L, (product, attempts) => product * attempts!.Value)} calls"
            : "their attempts multiply";
}

/// <summary>Retries that run other retries again.</summary>
internal sealed class RetryNesting(
    CatalogIndex catalog,
    Values values,
    Functions functions,
    Declarations declarations,
    RemoteCalls remoteCalls,
    Runners runners,
    FailurePaths failurePaths,
    Reachability reachability,
    Policies policies,
    Registrations registrations,
    Pipelines pipelines,
    RegisteredRetries registeredRetries,
    Retries retries,
    RepeatedCalls repeatedCalls,
    Redelivery redelivery
)
{
    // Keyed by how much further may be read, so that an answer does not depend on who asked first.
    private readonly ConcurrentDictionary<(IMethodSymbol Method, int Remaining), ImmutableArray<RetryScope>> retriesWithin = new();

    /// <summary>The retry that a call performs inside itself, where something around the call retries it too.</summary>
    public NestedRetries? NestedRetriesAt(IInvocationOperation call)
    {
        if (!retries.MayBeRepeated(call))
        {
            return null;
        }

        var around = retries.AllAround(call).Where(retry => !retry.IsJob).ToImmutableArray();
        if (around.IsEmpty)
        {
            // What a client retries by itself it also retries after refusals, so a loop for those alone multiplies with it.
            return
                Operations.NearestLoopAround(call) is { } loop
                && repeatedCalls.By(loop).FirstOrDefault(repeated => repeated.Call == call) is { IsRetried: true } refused
                && remoteCalls.OperationOf(call) is not null
                && failurePaths.WaysOf(call, loop.Syntax, FailureKinds.Refused).Any(way => way.Path.Repeats)
                && AddBuiltIn(ImmutableArray<RetryScope>.Empty, call) is { IsEmpty: false } hidden
                ? Nested(
                    ImmutableArray.Create(new RetryScope("the retry loop around it", "", loop.Syntax) { Attempts = refused.Rounds }),
                    hidden,
                    isBuiltIn: true
                )
                : null;
        }

        if (around[0].Place is CatchClauseSyntax && around.Length > 1)
        {
            return Nested(
                around.RemoveAt(0),
                ImmutableArray.Create(around[0] with { Description = "this second attempt" }),
                isBuiltIn: false
            );
        }

        var within = RetriesWithin(call, Reachability.DeepestChain);
        var all = AddBuiltIn(within, call);
        return !within.IsEmpty ? Nested(around, all, isBuiltIn: false)
            : around.Length == 1 && !all.IsEmpty && remoteCalls.OperationOf(call) is not null ? Nested(around, all, isBuiltIn: true)
            : null;
    }

    /// <summary>The retries around a retry loop.</summary>
    public NestedRetries? NestedRetriesAt(ILoopOperation loop) =>
        repeatedCalls.RetryIn(loop) is { } retried
        && retries.AllAround(retried.Call).Where(retry => !retry.IsJob).ToImmutableArray() is { Length: > 1 } around
        && around[0].Place == loop.Syntax
            ? Nested(
                around.RemoveAt(0),
                AddBuiltIn(ImmutableArray.Create(around[0] with { Description = "this retry loop" }), retried.Call),
                isBuiltIn: false
            )
            : null;

    /// <summary>The retry strategy that one pipeline or wrap runs around another.</summary>
    public NestedRetries? NestedRetriesAt(RetryPolicy inner)
    {
        var outer = ImmutableArray<PipelineStrategy>.Empty;
        foreach (var strategies in StrategiesTogetherWith(inner))
        {
            outer = strategies
                .TakeWhile(strategy => strategy.Added.Syntax != inner.Added.Syntax)
                .Where(strategy =>
                    strategy.Kind == Strategy.Retry
                    && policies.PolicyOf(strategy.Added) is { HandlesAmbiguousFailures: true, Retries: not 0 }
                )
                .ToImmutableArray();
            if (!outer.IsEmpty)
            {
                break;
            }
        }

        return outer.IsEmpty
            ? null
            : Nested(
                outer.Reverse().Select(strategy => ScopeOf("the retry before it", policies.PolicyOf(strategy.Added)!)).ToImmutableArray(),
                ImmutableArray.Create(ScopeOf("this retry", inner)),
                isBuiltIn: false
            );
    }

    /// <summary>A handler that retries, on a client that has one already.</summary>
    public NestedRetries? NestedRetriesAt(ClientRegistration registration, HandlerRetry inner)
    {
        var handlers = registeredRetries.RetriesIn(registration).TakeWhile(retry => retry != inner);
        if (!registration.IsForAll && !Registrations.RemovesHandlers(registration))
        {
            handlers = registrations.All.Value.Where(client => client.IsForAll).SelectMany(registeredRetries.RetriesIn).Concat(handlers);
        }

        var outer = handlers.Where(retry => retry.RepeatsAmbiguousFailures).Select(ScopeOf).Reverse().ToImmutableArray();
        return outer.IsEmpty || !inner.RepeatsAmbiguousFailures
            ? null
            : Nested(outer, ImmutableArray.Create(ScopeOf(inner)), isBuiltIn: false);
    }

    private static NestedRetries Nested(ImmutableArray<RetryScope> around, ImmutableArray<RetryScope> within, bool isBuiltIn)
    {
        var all = around.Reverse().Concat(within).ToImmutableArray();
        return new NestedRetries(
            within[0].Description,
            around[0].Description,
            all.Select(scope => scope.Attempts).ToImmutableArray(),
            all.Select(scope => scope.Place).ToImmutableArray(),
            isBuiltIn
        );
    }

    /// <summary>With what the client library of the call, or of the one it reaches, retries by itself.</summary>
    private ImmutableArray<RetryScope> AddBuiltIn(ImmutableArray<RetryScope> within, IInvocationOperation call) =>
        (remoteCalls.OperationOf(call) is { } made ? made : reachability.ReachOf(call, Effect.Waits)?.Call)
            is { Api: { HiddenRetries: > 0 and var hidden } api } remote
        && !SwitchesRetriesOff(remote)
            ? within.Add(new RetryScope($"what {api.Library} retries by itself", "", remote.Invocation.Syntax) { Attempts = hidden + 1 })
            : within;

    /// <summary>The client is made in sight, with options that tell it to retry nothing.</summary>
    private bool SwitchesRetriesOff(RemoteCall call) =>
        Operations.ReceiverOf(call.Invocation) is { } receiver
        && values.ValueOf(receiver) is IObjectCreationOperation { Type: INamedTypeSymbol client } made
        && catalog.TypeEntryOf(client)?.RetriesSetting is { } setting
        && made.Arguments.Any(argument => SetsToZero(argument.Value, setting));

    private bool SetsToZero(IOperation options, string setting) =>
        (values.ValueOf(options) is IObjectCreationOperation created ? created.Descendants() : Enumerable.Empty<IOperation>())
            .Concat(
                Values.Unwrap(options) is IMemberReferenceOperation { Member: var kept }
                    ? functions.UsesInType(kept).Select(use => use.Parent?.Parent).OfType<IOperation>()
                    : Enumerable.Empty<IOperation>()
            )
            .Any(part =>
                part is ISimpleAssignmentOperation { Target: IPropertyReferenceOperation { Property.Name: var name } } assignment
                && name == setting
                && values.ValueOf(assignment.Value).ConstantValue is { HasValue: true, Value: 0 }
            );

    private static RetryScope ScopeOf(string description, RetryPolicy policy) =>
        new(description, policy.Times, policy.Added.Syntax) { Attempts = policy.Retries is int.MaxValue ? null : policy.Retries + 1 };

    private static RetryScope ScopeOf(HandlerRetry retry) =>
        new(retry.Description, retry.Times, retry.Step.Written.Syntax)
        {
            Attempts = retry.Retries is int.MaxValue ? null : retry.Retries + 1,
        };

    /// <summary>The strategies of each pipeline that a policy is part of, outermost first.</summary>
    private IEnumerable<ImmutableArray<PipelineStrategy>> StrategiesTogetherWith(RetryPolicy policy)
    {
        if (policy.Options is not null)
        {
            yield return pipelines.StrategiesWith(policy.Added);
            yield break;
        }

        foreach (var run in pipelines.RunsOf(policy))
        {
            foreach (var pipeline in pipelines.PipelinesOf(run.Instance!))
            {
                if (pipeline.Strategies.Any(strategy => strategy.Added.Syntax == policy.Added.Syntax))
                {
                    yield return pipeline.Strategies;
                }
            }
        }
    }

    /// <summary>The retries inside a call, outermost first: of the pipeline it runs, of the message handlers it passes, of a method of the
    /// project.</summary>
    private ImmutableArray<RetryScope> RetriesWithin(IInvocationOperation call, int remaining)
    {
        if (declarations.HasAnnotations && retries.DeclaredRetry(call) is { } declared)
        {
            return ImmutableArray.Create(declared);
        }

        if (remoteCalls.ApiOf(call.TargetMethod)?.RunsParameter is not null)
        {
            return reachability.ReachOf(call, Effect.Waits) is null
                ? ImmutableArray<RetryScope>.Empty
                : retries.PipelineRetries(call).Reverse().ToImmutableArray();
        }

        if (remoteCalls.RemoteCallOf(call) is { } remote)
        {
            if (redelivery.ChannelRetryOf(call) is { } channel)
            {
                return ImmutableArray.Create(channel);
            }

            return registrations
                .RegistrationsBehind(remote)
                .SelectMany(registeredRetries.RetriesIn)
                .Where(retry => retry.RepeatsUnsafeMethods || (retry.RepeatsAmbiguousFailures && !remote.MayAccumulate))
                .Select(ScopeOf)
                .ToImmutableArray();
        }

        foreach (var argument in call.Arguments)
        {
            if (
                argument.Parameter is { } parameter
                && runners.MayRun(call, parameter)
                && retries.HelperRetry(call, parameter, remaining) is { } helper
                && reachability.ReachOf(call, Effect.Waits) is not null
            )
            {
                return ImmutableArray.Create(helper);
            }
        }

        // Every method that may run has to.
        var targets =
            remaining > 0 && call.TargetMethod.MethodKind is MethodKind.Ordinary or MethodKind.LocalFunction
                ? functions.TargetsOf(call.TargetMethod)
                : ImmutableArray<IMethodSymbol>.Empty;
        var found = targets
            .Select(target => retriesWithin.GetOrAdd((target, remaining), key => RetriesWithin(key.Method, key.Remaining - 1)))
            .ToImmutableArray();
        return found.IsEmpty || found.Any(scopes => scopes.IsEmpty) ? ImmutableArray<RetryScope>.Empty : found[0];
    }

    private ImmutableArray<RetryScope> RetriesWithin(IMethodSymbol method, int remaining)
    {
        if (functions.BodyOf(method) is not { } body)
        {
            return ImmutableArray<RetryScope>.Empty;
        }

        var function = body is ILocalFunctionOperation ? body.Syntax : null;
        var steps = 0;
        foreach (var operation in body.Descendants())
        {
            if (++steps > Reachability.MostStepsRead)
            {
                break;
            }

            if (
                operation is not IInvocationOperation call
                || Operations.FunctionAround(call)?.Syntax != function
                || !(runners.IsWaitedFor(call) || Operations.IsReturned(call))
            )
            {
                continue;
            }

            var around =
                retries.MayBeRepeated(call) && reachability.RemoteNameOf(call) is not null
                    ? retries.RetriesInFunction(call).Reverse().ToImmutableArray()
                    : ImmutableArray<RetryScope>.Empty;
            var inner = around.AddRange(RetriesWithin(call, remaining));
            if (!inner.IsEmpty && failurePaths.FailureEscapes(call))
            {
                return inner.SetItem(0, inner[0] with { Description = $"the retry in '{Symbols.NameOf(method)}'" });
            }
        }

        return ImmutableArray<RetryScope>.Empty;
    }
}
