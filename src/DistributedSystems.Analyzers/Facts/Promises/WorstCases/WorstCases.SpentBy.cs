using DistributedSystems.Analyzers.Catalog;
using DistributedSystems.Analyzers.Facts.Calls;
using DistributedSystems.Analyzers.Facts.Code;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace DistributedSystems.Analyzers.Facts.Promises;

/// <summary>A wait of known length on every way through a method.</summary>
internal sealed record Wait(IInvocationOperation Call, WorstCase Cost);

internal sealed partial class WorstCases
{
    /// <summary>
    /// The waits that a method makes one after the other on every way through it, as far as their length is declared or set in sight:
    /// pipelines, calls
    /// with a constant timeout, methods with a declared deadline, retry loops. A library's untouched defaults do not count.
    /// </summary>
    public IReadOnlyList<Wait> SpentBy(IMethodSymbol method)
    {
        var waits = new List<Wait>();
        var limits = new HashSet<SyntaxNode>();
        if (functions.BodyOf(method) is not { } body)
        {
            return waits;
        }

        foreach (var operation in body.Descendants())
        {
            if (
                operation is IInvocationOperation call
                && (IsAwaitedInPlace(call) || Operations.IsReturned(call))
                && IsNewLimit(call, limits)
                && !Operations.IsConditional(call, body)
                && !Operations.IsInHandler(call)
                && CostOf(call) is { } cost
            )
            {
                waits.Add(new Wait(call, cost));
            }
            else if (
                operation is ILoopOperation loop
                && !Operations.IsConditional(loop, body)
                && !Operations.IsInHandler(loop)
                && WorstCaseOf(loop) is { } retried
            )
            {
                waits.Add(retried);
            }
        }

        return waits;
    }

    /// <summary>The longest that a call waits, where that is declared or set in sight.</summary>
    public WorstCase? CostOf(IInvocationOperation call)
    {
        if (
            call.Arguments.Any(argument =>
                types.IsToken(argument.Parameter?.Type)
                && argument.ArgumentKind != ArgumentKind.DefaultValue
                && tokenDeadlines.BoundOfToken(argument.Value).Answer != Bounded.No
                && !HasConstantLimit(argument.Value)
            )
        )
        {
            // A caller's token may end it earlier.
            return null;
        }

        if (
            call.Instance is { } pipeline
            && remoteCalls.ApiOf(call.TargetMethod)?.RunsParameter is not null
            && pipelines.PipelineOf(pipeline) is { Complete: true } built
        )
        {
            return WorstCaseOf(built.Strategies);
        }

        var limit =
            declarations.DeadlineOf(call.TargetMethod)
            ?? callLimits.LimitsOf(call).OrderBy(limit => limit.Duration).Select(limit => (TimeSpan?)limit.Duration).FirstOrDefault();
        return limit is { } duration ? new WorstCase(duration, DurationText.Of(duration)) : null;
    }

    /// <summary>The longest that a pipeline lets what it runs take, where that is set in sight, whoever may end it earlier.</summary>
    public WorstCase? LimitOfPipeline(IInvocationOperation call)
    {
        if (
            call.Instance is not { } pipeline
            || remoteCalls.ApiOf(call.TargetMethod)?.RunsParameter is null
            || pipelines.PipelineOf(pipeline) is not { Complete: true } built
        )
        {
            return null;
        }

        if (built.Strategies.Any(IsRepetition))
        {
            return WorstCaseOf(built.Strategies);
        }

        var limits = built
            .Strategies.Where(static strategy => strategy.Kind == Strategy.Timeout)
            .Select(strategy => strategyTimes.TimeoutSetBy(strategy.Added)?.Duration)
            .OfType<TimeSpan>()
            .ToList();
        return limits.Count == 0 ? null : new WorstCase(limits.Min(), DurationText.Of(limits.Min()));
    }

    private bool HasConstantLimit(IOperation token) =>
        values.ValueOf(token) is IPropertyReferenceOperation { Property.Name: "Token", Instance: { } source }
        && strategyTimes.TimeoutOfSource(source, token) is not null;

    /// <summary>A source or an instant that several calls share limits all of them together.</summary>
    public bool IsNewLimit(IInvocationOperation call, HashSet<SyntaxNode> clocks)
    {
        var isNew = true;
        foreach (var limit in callLimits.LimitsOf(call))
        {
            // What stands in a property is made anew each time.
            if (limit.Clock is { } clock && Values.RootOf(clock).Syntax == Values.RootOf(call).Syntax)
            {
                isNew &= clocks.Add(clock.Syntax);
            }
        }

        return isNew;
    }

    public static bool IsAwaitedInPlace(IInvocationOperation call)
    {
        IOperation value = call;
        while (
            value.Parent is IConversionOperation or IParenthesizedOperation
            || value.Parent
                is IInvocationOperation { TargetMethod.Name: "ConfigureAwait" }
                    or IPropertyReferenceOperation { Property.Name: "ResponseAsync" }
        )
        {
            value = value.Parent;
        }

        return value.Parent is IAwaitOperation;
    }
}
