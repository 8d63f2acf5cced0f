using System.Collections.Immutable;
using DistributedSystems.Analyzers.Catalog;
using DistributedSystems.Analyzers.Facts.Code;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace DistributedSystems.Analyzers.Facts.Surroundings;

internal sealed partial class Pipelines
{
    /// <summary>
    /// The strategies that one function adds to the builder of a strategy, outermost first: in one chain, or by statements on a builder
    /// kept in a local or
    /// passed in. Empty where one of them is added under a condition.
    /// </summary>
    public ImmutableArray<PipelineStrategy> StrategiesWith(IInvocationOperation added)
    {
        var root = BuilderOf(added);
        var symbol = SymbolOfBuilder(root) ?? Operations.KeptIn(LastOf(added));
        var found = new List<PipelineStrategy>();
        var function = Operations.FunctionAround(added) ?? Values.RootOf(added);
        foreach (var operation in function.Descendants())
        {
            if (
                operation is not IInvocationOperation call
                || remoteCalls.ApiOf(call.TargetMethod) is not { Strategy: not Strategy.None and var kind }
                || Operations.ReceiverOf(call) is null
            )
            {
                continue;
            }

            var builder = BuilderOf(call);
            if (
                builder.Syntax != root.Syntax
                && (
                    symbol is null
                    || !SymbolEqualityComparer.Default.Equals(SymbolOfBuilder(builder) ?? Operations.KeptIn(LastOf(call)), symbol)
                )
            )
            {
                continue;
            }

            if (Operations.IsConditional(call, function))
            {
                return ImmutableArray<PipelineStrategy>.Empty;
            }

            found.Add(new PipelineStrategy(kind, call));
        }

        found.Sort((left, right) => left.Added.Syntax.Span.End.CompareTo(right.Added.Syntax.Span.End));
        return found.ToImmutableArray();
    }

    private static IOperation BuilderOf(IInvocationOperation added)
    {
        IOperation builder = added;
        while (builder is IInvocationOperation call && Operations.ReceiverOf(call) is { } receiver)
        {
            builder = Values.Unwrap(receiver);
        }

        return builder;
    }

    private static IInvocationOperation LastOf(IInvocationOperation added)
    {
        while (Operations.CallOn(added) is { TargetMethod.Name: not "Build" } next)
        {
            added = next;
        }

        return added;
    }

    private static ISymbol? SymbolOfBuilder(IOperation builder) =>
        builder switch
        {
            ILocalReferenceOperation local => local.Local,
            IParameterReferenceOperation parameter => parameter.Parameter,
            _ => null,
        };
}
