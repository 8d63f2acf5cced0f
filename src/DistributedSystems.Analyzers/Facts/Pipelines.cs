using System.Collections.Immutable;
using DistributedSystems.Analyzers.Catalog;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace DistributedSystems.Analyzers.Facts;

/// <summary>One strategy of a resilience pipeline and the builder call that added it.</summary>
internal sealed record PipelineStrategy(Strategy Kind, IInvocationOperation Added);

/// <summary>The strategies of a pipeline built in sight, outermost first; not <see cref="Complete"/> where more may have been added out of sight.</summary>
internal sealed record Pipeline(ImmutableArray<PipelineStrategy> Strategies, bool Complete);

internal sealed partial class CompilationFacts
{
    private const int MostBuilderCalls = 64;
    private const int DeepestWrap = 8;

    /// <summary>
    /// The pipeline an expression stands for: built by a chain of builder calls, by statements on a builder kept in a local, or by the function
    /// that is registered under the key a provider is asked for. Null where it comes from elsewhere (a parameter).
    /// </summary>
    public Pipeline? PipelineOf(IOperation expression) => PipelineOf(expression, DeepestWrap);

    private Pipeline? PipelineOf(IOperation expression, int remaining)
    {
        var value = Values.ValueOf(expression);
        if (RegisteredFunctionOf(value) is { } registered)
        {
            return StrategiesOn(registered.Parameters[0], registered.Body);
        }

        if (value is not IInvocationOperation made)
        {
            return null;
        }

        if (made is { TargetMethod.Name: "Build", Instance: { } builder })
        {
            var strategies = new List<PipelineStrategy>();
            return Collect(builder, strategies, out var complete) ? new Pipeline(strategies.ToImmutableArray(), complete) : null;
        }

        // A policy of Polly 7 is made by one call; several are wrapped into one.
        return ApiOf(made.TargetMethod)?.Strategy switch
        {
            null or Strategy.None => remaining > 0 && OnlyResultOf(made) is { } result ? PipelineOf(result, remaining - 1) : null,
            Strategy.Wrap => remaining > 0 ? Wrapped(made, remaining - 1) : null,
            { } kind => new Pipeline(ImmutableArray.Create(new PipelineStrategy(kind, made)), Complete: true),
        };
    }

    /// <summary>The policies of a wrap, outermost first; what cannot be read may be anything.</summary>
    private Pipeline Wrapped(IInvocationOperation wrap, int remaining)
    {
        var strategies = ImmutableArray.CreateBuilder<PipelineStrategy>();
        var complete = true;
        foreach (var policy in PoliciesIn(wrap))
        {
            var part = PipelineOf(policy, remaining);
            complete &= part is { Complete: true };
            strategies.AddRange(part?.Strategies ?? ImmutableArray<PipelineStrategy>.Empty);
        }

        return new Pipeline(strategies.ToImmutable(), complete);
    }

    private static IEnumerable<IOperation> PoliciesIn(IInvocationOperation wrap)
    {
        if (wrap.Instance is { } outer)
        {
            yield return outer;
        }

        foreach (var argument in wrap.Arguments)
        {
            if (Values.Unwrap(argument.Value) is IArrayCreationOperation { Initializer: { } listed })
            {
                foreach (var policy in listed.ElementValues)
                {
                    yield return policy;
                }
            }
            else
            {
                yield return argument.Value;
            }
        }
    }

    private bool Collect(IOperation builder, List<PipelineStrategy> strategies, out bool complete)
    {
        complete = true;
        var chain = new Stack<PipelineStrategy>();
        for (var calls = 0; calls < MostBuilderCalls; calls++)
        {
            builder = Values.Unwrap(builder);
            if (builder is IInvocationOperation added && ReceiverOf(added) is { } receiver)
            {
                // A member the catalog does not know (a team's own extension) may add anything.
                if (ApiOf(added.TargetMethod) is { Strategy: not Strategy.None } api)
                {
                    chain.Push(new PipelineStrategy(api.Strategy, added));
                }
                else
                {
                    complete = false;
                }

                builder = receiver;
                continue;
            }

            if (builder is ILocalReferenceOperation local && Values.WritesTo(local) is { Complete: true, Values.Length: 1 } writes)
            {
                var fromStatements = new List<PipelineStrategy>();
                var initial = Values.Unwrap(writes.Values[0]);
                if (!Collect(initial, strategies, out var initialComplete))
                {
                    return false;
                }

                complete &= initialComplete & CollectStatements(local, fromStatements);
                strategies.AddRange(fromStatements);
                break;
            }

            if (builder is not IObjectCreationOperation)
            {
                return false;
            }

            break;
        }

        strategies.AddRange(chain);
        return true;
    }

    /// <summary>Builder calls that are statements of their own: <c>builder.AddRetry(…);</c>. False where the builder is given away.</summary>
    private bool CollectStatements(ILocalReferenceOperation builder, List<PipelineStrategy> strategies)
    {
        var complete = true;
        foreach (var operation in Values.RootOf(builder).Descendants())
        {
            if (operation is not ILocalReferenceOperation use || !SymbolEqualityComparer.Default.Equals(use.Local, builder.Local) || use.Syntax == builder.Syntax)
            {
                continue;
            }

            var statement = new Stack<PipelineStrategy>();
            IOperation value = use;
            while (CallOn(value) is { } call)
            {
                if (ApiOf(call.TargetMethod) is { Strategy: not Strategy.None } api)
                {
                    statement.Push(new PipelineStrategy(api.Strategy, call));
                }
                else
                {
                    complete &= call.TargetMethod.Name == "Build";
                }

                value = call;
            }

            complete &= value != use;
            strategies.AddRange(statement.Reverse());
        }

        return complete;
    }

    private static IInvocationOperation? CallOn(IOperation value)
    {
        while (value.Parent is IConversionOperation)
        {
            value = value.Parent;
        }

        return value.Parent switch
        {
            IInvocationOperation call when call.Instance == value => call,
            IArgumentOperation { Parent: IInvocationOperation { TargetMethod.IsExtensionMethod: true } call } argument when call.Arguments[0] == argument => call,
            _ => null,
        };
    }

    private static IOperation? ReceiverOf(IInvocationOperation invocation) =>
        invocation.Instance ?? (invocation.TargetMethod.IsExtensionMethod && invocation.Arguments.Length > 0 ? invocation.Arguments[0].Value : null);

    /// <summary>The nearest lambda or local function around an operation, or null in the member's own body.</summary>
    public static IOperation? FunctionAround(IOperation operation)
    {
        for (var ancestor = operation.Parent; ancestor is not null; ancestor = ancestor.Parent)
        {
            // One look at the kind: a test for each interface costs more, and most calls ask this.
            if (ancestor.Kind is OperationKind.AnonymousFunction or OperationKind.LocalFunction)
            {
                return ancestor;
            }
        }

        return null;
    }
}
