using DistributedSystems.Analyzers.Catalog;
using DistributedSystems.Analyzers.Facts.Calls;
using DistributedSystems.Analyzers.Facts.Code;
using DistributedSystems.Analyzers.Facts.Surroundings;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace DistributedSystems.Analyzers.Facts.Promises;

/// <summary>Everything around a remote call that ends it or makes it again, put together; and the other ends of the call.</summary>
internal sealed class CallPlans(
    Values values,
    Constants constants,
    Declarations declarations,
    Runners runners,
    FailurePaths failurePaths,
    Pipelines pipelines,
    Registrations registrations,
    Deadlines deadlines,
    Attempts attempts,
    Retries retries,
    Redelivery redelivery,
    StrategyTimes strategyTimes,
    CallLimits callLimits,
    ClientLimits clientLimits
)
{
    // Deep nests of functions are generated code; what is read says so much of them.
    private const int MostFunctions = 16;

    /// <summary>The limits and repetitions in sight: of the client and its handlers, of the call, of the loops and pipelines around
    /// it.</summary>
    public CallPlan PlanOf(RemoteCall call)
    {
        var layers = new List<PlanLayer>();
        var invocation = call.Invocation;
        if (call.Api.HiddenRetries is > 0 and var hidden)
        {
            layers.Add(new PlanRepeat($"what {call.Api.Library} retries by itself", hidden + 1, Delays: null));
        }

        if (redelivery.ChannelRetryOf(invocation) is { } channel)
        {
            layers.Add(new PlanRepeat(channel.Description, channel.Attempts, Delays: null));
        }

        // What is registered for all clients is outermost.
        foreach (var registration in registrations.RegistrationsBehind(call).Reverse())
        {
            layers.AddRange(clientLimits.LayersOf(registration));
        }

        var pending = OwnLimitsOf(call);
        if (layers.Count == 0 && pending.Count == 0 && deadlines.UsualWaitOf(call) is { } usual)
        {
            layers.Add(new PlanLimit($"the default of {call.Api.Library}", usual));
        }

        WalkOutwards(call, layers, pending);
        layers.AddRange(pending.Select(limit => limit.Layer));
        return new CallPlan(layers, mayBeUnlimited: deadlines.BoundOf(call).Answer == Bounded.No);
    }

    /// <summary>The registered client, the host of a constant address, the client's own type, or the library.</summary>
    public string SystemOf(RemoteCall call)
    {
        if (registrations.RegistrationsBehind(call).LastOrDefault(client => client.Name is { Length: > 0 }) is { Name: { } name })
        {
            return name;
        }

        foreach (var argument in call.Invocation.Arguments)
        {
            if (
                values.ValueOf(argument.Value).ConstantValue is { HasValue: true, Value: string text }
                && Uri.TryCreate(text, UriKind.Absolute, out var address)
                && address.Host.Length > 0
            )
            {
                return address.Host;
            }
        }

        // A generated client, or an interface of the project, is named for what is behind it.
        return call.Invocation.TargetMethod.ContainingType is { } type && type.Locations.Any(place => place.IsInSource)
            ? type.Name
            : call.Api.Library;
    }

    /// <summary>Who hears of it when the call fails.</summary>
    public string ObserverOf(RemoteCall call)
    {
        IOperation value = call.Invocation;
        while (
            value.Parent is IConversionOperation or IParenthesizedOperation or IConditionalAccessOperation
            || value.Parent is IInvocationOperation { TargetMethod.Name: "ConfigureAwait" }
        )
        {
            value = value.Parent;
        }

        var isTask = Symbols.IsTaskLike(call.Invocation.Type);
        if (
            isTask
            && (
                value.Parent is IExpressionStatementOperation
                || value.Parent is ISimpleAssignmentOperation { Target: IDiscardOperation } dropped && dropped.Value == value
            )
        )
        {
            return "nobody";
        }

        var answer = failurePaths.TellsFailureByAnswer(call.Invocation) ? ", or whoever reads the status" : "";
        return isTask && value.Parent is not (IAwaitOperation or IReturnOperation) ? "whoever awaits the task" + answer
            : failurePaths.FailureEscapes(call.Invocation) ? "the caller" + answer
            : "a handler here" + answer;
    }

    private sealed record OwnLimit(PlanLimit Layer, IOperation? Clock);

    /// <summary>What the call and what it is called through say of its time: each attempt's own, or with a clock that attempts
    /// share.</summary>
    private List<OwnLimit> OwnLimitsOf(RemoteCall call)
    {
        var limits = callLimits
            .LimitsOf(call.Invocation)
            .Select(limit => new OwnLimit(
                new PlanLimit(
                    limit.Kind switch
                    {
                        LimitKind.Token => "the timeout of its token",
                        LimitKind.Own => "its own timeout",
                        _ => "the client's timeout",
                    },
                    limit.Duration
                ),
                limit.Clock
            ))
            .ToList();
        if (declarations.HasAnnotations && declarations.DeadlineOf(call.Invocation.TargetMethod) is { } declared)
        {
            limits.Add(new OwnLimit(new PlanLimit("its declared deadline", declared), Clock: null));
        }

        // 'call.WaitAsync(limit)'
        if (
            call.Invocation.Parent is IInvocationOperation { TargetMethod.Name: "WaitAsync" } wait
            && wait.Instance == call.Invocation
            && callLimits.LimitsOf(wait).FirstOrDefault() is { } waited
        )
        {
            limits.Add(new OwnLimit(new PlanLimit("WaitAsync", waited.Duration), waited.Clock));
        }

        return limits;
    }

    private void WalkOutwards(RemoteCall call, List<PlanLayer> layers, List<OwnLimit> pending)
    {
        var repeated = call.Invocation;
        for (var functions = 0; functions < MostFunctions; functions++)
        {
            foreach (var scope in retries.RetriesInFunction(repeated))
            {
                AddLimitsInside(scope.Place);
                var most =
                    scope.Attempts ?? (Operations.LoopAround(repeated, scope.Place) is { } loop ? attempts.RoundsGuarded(loop) : null);
                layers.Add(new PlanRepeat(scope.Description, most, DelaysIn(scope.Place, most, repeated)));
            }

            if (Operations.FunctionAround(repeated) is not { } function || !failurePaths.FailureEscapes(repeated))
            {
                return;
            }

            AddLimitsInside(function.Syntax);
            if (retries.DeclaredRetry(function) is { } declared)
            {
                layers.Add(new PlanRepeat(declared.Scope.Description, declared.Scope.Attempts, Delays: null));
                repeated = declared.Helper;
            }
            else if (runners.RunnerOf(function) is { } runner)
            {
                layers.AddRange(LayersOfPipeline(runner, isCancelled: deadlines.HasToken(call)));
                repeated = runner;
            }
            else if (runners.OwnRunnerOf(function) is { Parameter: { } parameter, Parent: IInvocationOperation helper })
            {
                if (retries.HelperRetry(helper, parameter, Reachability.DeepestChain - 1) is { } retried)
                {
                    layers.Add(new PlanRepeat(retried.Description, retried.Attempts, Delays: null));
                }

                repeated = helper;
            }
            else
            {
                return;
            }
        }

        void AddLimitsInside(SyntaxNode place)
        {
            foreach (var limit in pending.Where(limit => limit.Clock is null || place.Span.Contains(limit.Clock.Syntax.Span)).ToList())
            {
                layers.Add(limit.Layer);
                pending.Remove(limit);
            }
        }
    }

    /// <summary>The strategies of the pipeline that a call runs a function under. A timeout ends what looks at the pipeline's token.</summary>
    private IEnumerable<PlanLayer> LayersOfPipeline(IInvocationOperation runner, bool isCancelled) =>
        runner.Instance is { } instance && pipelines.PipelineOf(instance) is { } pipeline
            ? pipeline
                .Strategies.Reverse()
                .Select(strategy => PlanLayer.Of(strategy, strategyTimes, "the pipeline's"))
                .OfType<PlanLayer>()
                .Where(layer => isCancelled || layer is not PlanLimit)
            : [];

    /// <summary>The constant delays between the attempts of a loop; null where one of them is computed.</summary>
    private IReadOnlyList<TimeSpan>? DelaysIn(SyntaxNode place, int? most, IInvocationOperation repeated)
    {
        if (most is not (> 0 and <= StrategyTimes.MostRetriesSummed and var times))
        {
            return null;
        }

        var round = new List<TimeSpan>();
        foreach (var part in Values.RootOf(repeated).Descendants())
        {
            if (part is IInvocationOperation wait && place.Span.Contains(wait.Syntax.Span) && Waits.DelayIn(wait) is { } length)
            {
                if (constants.ConstantDurationOf(length) is not { } delay)
                {
                    return null;
                }

                round.Add(delay);
            }
        }

        return Enumerable.Repeat(round, times - 1).SelectMany(delays => delays).ToList();
    }
}
