using DistributedSystems.Analyzers.Catalog;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace DistributedSystems.Analyzers.Facts;

internal sealed partial class CompilationFacts
{
    /// <summary>A timeout strategy of a pipeline that runs the code around this call.</summary>
    private Bound PipelineTimeoutAround(RemoteCall call)
    {
        var answer = Bound.No("");
        for (var function = FunctionAround(call.Invocation); function is not null; function = FunctionAround(function))
        {
            var bound = RunnerOf(function) is null && IsGivenToForeignCode(function) ? Bound.Unknown : TimeoutOf(RunnerOf(function));
            if (bound.Answer == Bounded.Yes)
            {
                return bound;
            }

            answer = bound.Answer == Bounded.Unknown ? bound : answer;
        }

        return answer;
    }

    /// <summary>A lambda passed to a method outside the framework (an endpoint is part of it) may run under any limit that method sets.</summary>
    private static bool IsGivenToForeignCode(IOperation function)
    {
        var value = function;
        while (value.Parent is IDelegateCreationOperation or IConversionOperation or IParenthesizedOperation)
        {
            value = value.Parent;
        }

        if (value.Parent is not IArgumentOperation { Parent: IInvocationOperation invocation })
        {
            return false;
        }

        var space = invocation.TargetMethod.ContainingNamespace;
        return !IsFrameworkNamespace(space) && space?.FullName().StartsWith("Microsoft.AspNetCore", StringComparison.Ordinal) != true;
    }

    /// <summary>The token that a pipeline hands to the delegate it runs.</summary>
    private Bound PipelineTokenBound(IParameterReferenceOperation token)
    {
        for (var function = FunctionAround(token); function is not null; function = FunctionAround(function))
        {
            if (function is IAnonymousFunctionOperation lambda && lambda.Symbol.Parameters.Contains(token.Parameter, SymbolEqualityComparer.Default))
            {
                return TimeoutOf(RunnerOf(function)) is { Answer: Bounded.Yes } timeout ? timeout : Bound.Unknown;
            }
        }

        return Bound.Unknown;
    }

    private Bound TimeoutOf(IInvocationOperation? runner)
    {
        if (runner?.Instance is not { } instance)
        {
            return Bound.No("");
        }

        if (PipelineOf(instance) is not { } pipeline)
        {
            return Bound.Unknown;
        }

        return pipeline.Strategies.Any(strategy => strategy.Kind == Strategy.Timeout) ? Bound.Yes("the pipeline around it has a timeout")
            : pipeline.Complete ? Bound.No("")
            : Bound.Unknown;
    }
}
