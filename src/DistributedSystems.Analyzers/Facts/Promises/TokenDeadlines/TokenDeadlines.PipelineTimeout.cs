using DistributedSystems.Analyzers.Catalog;
using DistributedSystems.Analyzers.Facts.Calls;
using DistributedSystems.Analyzers.Facts.Code;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace DistributedSystems.Analyzers.Facts.Promises;

internal sealed partial class TokenDeadlines
{
    /// <summary>A timeout strategy of a pipeline that runs the code around this call.</summary>
    public Bound PipelineTimeoutAround(RemoteCall call)
    {
        var answer = Bound.No("");
        for (
            var function = Operations.FunctionAround(call.Invocation);
            function is not null;
            function = Operations.FunctionAround(function)
        )
        {
            var bound =
                runners.RunnerOf(function) is null && Operations.IsGivenToForeignCode(function)
                    ? Bound.Unknown
                    : TimeoutOf(runners.RunnerOf(function));
            if (bound.Answer == Bounded.Yes)
            {
                return bound;
            }

            answer = bound.Answer == Bounded.Unknown ? bound : answer;
        }

        return answer;
    }

    /// <summary>The token that a pipeline hands to the delegate it runs.</summary>
    private Bound PipelineTokenBound(IParameterReferenceOperation token)
    {
        for (var function = Operations.FunctionAround(token); function is not null; function = Operations.FunctionAround(function))
        {
            if (
                function is IAnonymousFunctionOperation lambda
                && lambda.Symbol.Parameters.Contains(token.Parameter, SymbolEqualityComparer.Default)
            )
            {
                return TimeoutOf(runners.RunnerOf(function)) is { Answer: Bounded.Yes } timeout ? timeout : Bound.Unknown;
            }
        }

        return Bound.Unknown;
    }

    public Bound TimeoutOf(IInvocationOperation? runner)
    {
        if (runner?.Instance is not { } instance)
        {
            return Bound.No("");
        }

        if (pipelines.PipelineOf(instance) is not { } pipeline)
        {
            return Bound.Unknown;
        }

        return pipeline.Strategies.Any(strategy => strategy.Kind == Strategy.Timeout) ? Bound.Yes("the pipeline around it has a timeout")
            : pipeline.Complete ? Bound.No("")
            : Bound.Unknown;
    }
}
