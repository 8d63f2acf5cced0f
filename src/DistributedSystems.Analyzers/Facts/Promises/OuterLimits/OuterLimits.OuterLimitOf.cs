using DistributedSystems.Analyzers.Catalog;
using DistributedSystems.Analyzers.Facts.Code;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace DistributedSystems.Analyzers.Facts.Promises;

/// <summary>An inner limit that an outer one always reaches first.</summary>
internal sealed record NestedLimits(IOperation Place, TimeSpan Inner, TimeSpan Outer, string OuterName)
{
    /// <summary>What has the inner limit, where that is not the expression to change.</summary>
    public string? InnerName { get; init; }
}

internal sealed partial class OuterLimits
{
    /// <summary>A timeout strategy inside one that is no longer.</summary>
    public NestedLimits? OuterLimitOfStrategy(IInvocationOperation addedTimeout)
    {
        if (strategyTimes.TimeoutSetBy(addedTimeout) is not { } inner)
        {
            return null;
        }

        foreach (var strategy in pipelines.StrategiesWith(addedTimeout))
        {
            if (strategy.Added.Syntax == addedTimeout.Syntax)
            {
                return null;
            }

            if (
                strategy.Kind == Strategy.Timeout
                && strategyTimes.TimeoutSetBy(strategy.Added) is { } outer
                && inner.Duration >= outer.Duration
            )
            {
                return new NestedLimits(inner.Value, inner.Duration, outer.Duration, "the timeout around it");
            }
        }

        return null;
    }

    /// <summary>A source that is linked to another local source whose timeout is no longer than its own.</summary>
    public NestedLimits? OuterLimitOfSource(IInvocationOperation cancelAfter)
    {
        if (
            cancelAfter.Instance is not ILocalReferenceOperation source
            || cancelAfter.Arguments.Length != 1
            || values.WritesTo(source) is not { Complete: true, Values: { Length: 1 } made }
            || Values.Unwrap(made[0]) is not IInvocationOperation { TargetMethod.Name: "CreateLinkedTokenSource" } link
            || strategyTimes.Set(cancelAfter.Arguments[0].Value) is not { } inner
        )
        {
            return null;
        }

        foreach (var part in link.Descendants())
        {
            if (
                part is IPropertyReferenceOperation { Property.Name: "Token", Instance: ILocalReferenceOperation outerSource }
                && strategyTimes.TimeoutOfSource(outerSource, cancelAfter) is { } outer
                && inner.Duration >= outer.Duration
            )
            {
                return new NestedLimits(inner.Value, inner.Duration, outer.Duration, $"'{outerSource.Local.Name}', which it is linked to,");
            }
        }

        return null;
    }

    /// <summary>A call's own limit that lies beyond the timeout of the token it is given: it never acts. As long as each other they agree.</summary>
    public NestedLimits? OuterLimitOfOwn(IOperation bearer)
    {
        CallLimit? own = null;
        CallLimit? token = null;
        foreach (var limit in callLimits.LimitsBroughtBy(bearer))
        {
            (own, token) = limit.Kind == LimitKind.Token ? (own, limit) : (limit, token);
        }

        return own is not null && token is not null && own.Duration > token.Duration && IsArgumentOf(own.Value, bearer)
            ? new NestedLimits(own.Value, own.Duration, token.Duration, "the token it is given")
            : null;
    }

    private static bool IsArgumentOf(IOperation value, IOperation bearer)
    {
        while (value.Parent is IConversionOperation or IArgumentOperation)
        {
            value = value.Parent;
        }

        return value.Parent == bearer;
    }

    /// <summary>A call that is declared to take longer than the method that waits for it, with nothing in between that ends it.</summary>
    public NestedLimits? OuterLimitOfCall(IInvocationOperation call)
    {
        if (
            declarations.DeadlineOf(call.TargetMethod) is not { } inner
            || Operations.FunctionAround(call) is not null
            || Operations.MethodOf(Values.RootOf(call)) is not { } caller
            || declarations.DeadlineOf(caller) is not { } outer
            || inner <= outer
            || SymbolEqualityComparer.Default.Equals(caller.OriginalDefinition, call.TargetMethod.OriginalDefinition)
            || !(WorstCases.IsAwaitedInPlace(call) || Operations.IsReturned(call))
        )
        {
            return null;
        }

        foreach (var argument in call.Arguments)
        {
            if (
                argument.Value.Type is { } type
                && (
                    types.IsToken(type)
                        ? !constants.IsNothing(values.ValueOf(argument.Value))
                        : types.IsInstant(type) || SymbolEqualityComparer.Default.Equals(type, types.TimeSpan)
                )
            )
            {
                return null;
            }
        }

        return new NestedLimits(call, inner, outer, $"the deadline declared for '{Symbols.NameOf(caller)}'");
    }

    /// <summary>
    /// The pipeline that is run with the token of a source, where its full worst case exceeds the source's constant timeout: asked of the
    /// source's
    /// creation or of its <c>CancelAfter</c>.
    /// </summary>
    public (IInvocationOperation Run, WorstCase Worst, TimeSpan Limit)? WorkBeyond(IOperation limiting)
    {
        var source =
            limiting is IInvocationOperation { Instance: ILocalReferenceOperation { Local: var limited } } ? limited
            : limiting is IObjectCreationOperation creation
            && SymbolEqualityComparer.Default.Equals(creation.Type, types.CancellationTokenSource)
                ? Operations.KeptIn(creation) as ILocalSymbol
            : null;
        if (source is null)
        {
            return null;
        }

        foreach (var use in values.UsesOf(source, limiting))
        {
            if (
                use.Parent
                    is IPropertyReferenceOperation
                    {
                        Property.Name: "Token",
                        Parent: IArgumentOperation { Parent: IInvocationOperation { Instance: { } pipeline } run }
                    }
                && remoteCalls.ApiOf(run.TargetMethod)?.RunsParameter is not null
                && strategyTimes.TimeoutOfSource(use, run) is { Duration: var limit, Value: var value }
                && limiting.Syntax.Span.Contains(value.Syntax.Span)
                && pipelines.PipelineOf(pipeline) is { Complete: true } built
                && worstCases.WorstCaseOf(built.Strategies) is { } worst
                && worst.Duration > limit
            )
            {
                return (run, worst, limit);
            }
        }

        return null;
    }
}
