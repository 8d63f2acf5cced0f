using DistributedSystems.Analyzers.Catalog;
using DistributedSystems.Analyzers.Facts.Code;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace DistributedSystems.Analyzers.Facts.Surroundings;

internal sealed partial class Pipelines
{
    /// <summary>Each of the pipelines of which an expression is one.</summary>
    public IEnumerable<Pipeline> PipelinesOf(IOperation expression) => PipelinesOf(expression, DeepestWrap);

    /// <summary>The pipeline that an expression surely is: none where it is one of several.</summary>
    public Pipeline? OnlyPipelineOf(IOperation expression) =>
        ChoicesIn(values.ValueOf(expression), DeepestWrap).Count > 1 ? null : PipelineOf(expression);

    private IEnumerable<Pipeline> PipelinesOf(IOperation expression, int remaining)
    {
        var value = values.ValueOf(expression);
        var choices = ChoicesIn(value, remaining);
        return choices.Count > 1 || (choices.Count == 1 && choices[0] != value)
                ? choices.SelectMany(choice => PipelinesOf(choice, remaining - 1))
            : PipelineOf(expression, remaining) is { } only ? new[] { only }
            : Enumerable.Empty<Pipeline>();
    }

    /// <summary>
    /// What a call runs under where one of several pipelines is chosen when it runs: one that repeats it, if any does. That it may be another is
    /// more than is known of the rest.
    /// </summary>
    private Pipeline? OneOf(List<IOperation> choices, int remaining)
    {
        var pipelines = choices.SelectMany(choice => PipelinesOf(choice, remaining - 1)).ToList();
        var chosen =
            pipelines.Find(static pipeline => pipeline.Strategies.Any(strategy => strategy.Kind is Strategy.Retry or Strategy.Hedging))
            ?? pipelines.FirstOrDefault();
        return chosen is null ? null : chosen with { Complete = false };
    }

    /// <summary>The values of which a condition, a key or a method of the project chooses one; the value alone where nothing does.</summary>
    private List<IOperation> ChoicesIn(IOperation value, int remaining)
    {
        IEnumerable<IOperation> choices =
            remaining <= 0
                ? new[] { value }
                : value switch
                {
                    ISwitchExpressionOperation choice => choice.Arms.Select(static arm => arm.Value),
                    IConditionalOperation { WhenFalse: { } otherwise } choice => new[] { choice.WhenTrue, otherwise },
                    ICoalesceOperation choice => new[] { choice.Value, choice.WhenNull },
                    IInvocationOperation { IsVirtual: false } made when functions.IsOwnMethod(made.TargetMethod) =>
                        functions.ValuesReturnedBy(made.TargetMethod),
                    _ => new[] { value },
                };
        return choices.Where(static choice => Values.Unwrap(choice) is not IThrowOperation).ToList();
    }
}
