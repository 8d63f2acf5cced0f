using System.Collections.Immutable;
using DistributedSystems.Analyzers.Catalog;
using DistributedSystems.Analyzers.Facts.Calls;
using DistributedSystems.Analyzers.Facts.Code;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace DistributedSystems.Analyzers.Facts.Surroundings;

/// <summary>One strategy of a resilience pipeline and the builder call that added it.</summary>
internal sealed record PipelineStrategy(Strategy Kind, IInvocationOperation Added);

/// <summary>The strategies of a pipeline built in sight, outermost first; not <see cref="Complete"/> where more may have been added out of
/// sight.</summary>
internal sealed record Pipeline(ImmutableArray<PipelineStrategy> Strategies, bool Complete);

/// <summary>Which strategies a pipeline or policy wrap consists of, wherever it is built, and what it runs.</summary>
internal sealed partial class Pipelines(
    SemanticModels models,
    Values values,
    CallSites callSites,
    Functions functions,
    RemoteCalls remoteCalls,
    HttpRequests httpRequests,
    Reachability reachability,
    Builders builders
)
{
    private const int MostBuilderCalls = 64;
    private const int DeepestWrap = 8;

    /// <summary>The strategies that a function adds to the builder it receives, outermost first; what is added under a condition is
    /// unknown.</summary>
    public Pipeline StrategiesOn(IParameterSymbol builder, IOperation body)
    {
        var strategies = ImmutableArray.CreateBuilder<PipelineStrategy>();
        var steps = builders.StepsOn(builder, body);
        var complete = steps.Complete;
        foreach (var step in steps.Steps)
        {
            if (remoteCalls.ApiOf(step.Call.TargetMethod) is { Strategy: not Strategy.None and var kind } && !step.IsConditional)
            {
                strategies.Add(new PipelineStrategy(kind, step.Call));
            }
            else
            {
                complete &= functions.IsOwnMethod(step.Call.TargetMethod) && !step.IsConditional;
            }
        }

        return new Pipeline(strategies.ToImmutable(), complete);
    }

    /// <summary>
    /// Is it known that a policy repeats calls to another process: by the failures it names, or by code of its own type that it runs?
    /// A policy over files or a local database is nobody's network.
    /// </summary>
    public bool RepeatsRemoteCalls(RetryPolicy policy) =>
        policy.HandlesAmbiguousFailures && (policy.HandlesRemoteFailures || RunsRemoteCalls(policy));

    public bool RunsRemoteCalls(RetryPolicy policy) => RunsOf(policy).Any(runner => reachability.ReachOf(runner, Effect.Waits) is not null);

    /// <summary>The calls that run code under a policy: in the type around it, and wherever else the member is named that keeps it.</summary>
    public IEnumerable<IInvocationOperation> RunsOf(RetryPolicy policy)
    {
        var type = policy.Added.Syntax.FirstAncestorOrSelf<TypeDeclarationSyntax>();
        var around = type ?? policy.Added.Syntax.SyntaxTree.GetRoot();
        var keeper = KeeperOf(policy.Added.Syntax);
        foreach (
            var run in around
                .DescendantNodes()
                .Concat(
                    keeper is null
                        ? Enumerable.Empty<SyntaxNode>()
                        : RunningNames
                            .SelectMany(callSites.Of)
                            .Where(site => site.SyntaxTree != around.SyntaxTree || !around.Span.Contains(site.Span))
                )
        )
        {
            if (
                run
                    is InvocationExpressionSyntax
                    {
                        Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: var name, Expression: var executed }
                    }
                && RunningNames.Contains(name)
                && (around.SyntaxTree == run.SyntaxTree && around.Span.Contains(run.Span) || MemberNamedBy(executed) == keeper)
                && models.Of(run.SyntaxTree).GetOperation(run) is IInvocationOperation { Instance: { } instance } runner
                && PipelinesOf(instance).Any(pipeline => pipeline.Strategies.Any(strategy => strategy.Added.Syntax == policy.Added.Syntax))
            )
            {
                yield return runner;
            }
        }
    }

    private static string? MemberNamedBy(ExpressionSyntax executed) =>
        Symbols.NameIn(executed is InvocationExpressionSyntax { Expression: var called } ? called : executed);

    private static readonly string[] RunningNames =
    {
        "Execute",
        "ExecuteAsync",
        "ExecuteAndCapture",
        "ExecuteAndCaptureAsync",
        "ExecuteOutcomeAsync",
    };

    /// <summary>The member that keeps what is made here, where others than its type can name it.</summary>
    private static string? KeeperOf(SyntaxNode made)
    {
        foreach (var ancestor in made.Ancestors())
        {
            switch (ancestor)
            {
                case BaseFieldDeclarationSyntax field when IsShared(field):
                    return made.FirstAncestorOrSelf<VariableDeclaratorSyntax>()?.Identifier.ValueText;
                case PropertyDeclarationSyntax property when IsShared(property):
                    return property.Identifier.ValueText;
                case MethodDeclarationSyntax method when IsShared(method):
                    return method.Identifier.ValueText;
                case MemberDeclarationSyntax:
                    return null;
            }
        }

        return null;

        static bool IsShared(MemberDeclarationSyntax member) =>
            member.Modifiers.Any(modifier => modifier.IsKind(SyntaxKind.PublicKeyword) || modifier.IsKind(SyntaxKind.InternalKeyword));
    }

    /// <summary>
    /// The pipeline an expression stands for: built by a chain of builder calls, by statements on a builder kept in a local, or by the
    /// function
    /// that is registered under the key a provider is asked for. Null where it comes from elsewhere (a parameter).
    /// </summary>
    public Pipeline? PipelineOf(IOperation expression) => PipelineOf(expression, DeepestWrap);

    private Pipeline? PipelineOf(IOperation expression, int remaining)
    {
        var value = values.ValueOf(expression);
        var choices = ChoicesIn(value, remaining);
        if (choices.Count > 1 || (choices.Count == 1 && choices[0] != value && value is not IInvocationOperation))
        {
            return OneOf(choices, remaining);
        }

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
        return remoteCalls.ApiOf(made.TargetMethod)?.Strategy switch
        {
            null or Strategy.None => remaining > 0 && httpRequests.OnlyResultOf(made) is { } result
                ? PipelineOf(result, remaining - 1)
                : null,
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

    public static IEnumerable<IOperation> PoliciesIn(IInvocationOperation wrap)
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
            if (builder is IInvocationOperation added && Operations.ReceiverOf(added) is { } receiver)
            {
                // A member the catalog does not know (a team's own extension) may add anything.
                if (remoteCalls.ApiOf(added.TargetMethod) is { Strategy: not Strategy.None } api)
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

            if (builder is ILocalReferenceOperation local && values.WritesTo(local) is { Complete: true, Values.Length: 1 } writes)
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

    /// <summary>Builder calls that are statements of their own: <c>builder.AddRetry(…);</c>. False where the builder is given
    /// away.</summary>
    private bool CollectStatements(ILocalReferenceOperation builder, List<PipelineStrategy> strategies)
    {
        var complete = true;
        foreach (var operation in Values.RootOf(builder).Descendants())
        {
            if (
                operation is not ILocalReferenceOperation use
                || !SymbolEqualityComparer.Default.Equals(use.Local, builder.Local)
                || use.Syntax == builder.Syntax
            )
            {
                continue;
            }

            var statement = new Stack<PipelineStrategy>();
            IOperation value = use;
            while (Operations.CallOn(value) is { } call)
            {
                if (remoteCalls.ApiOf(call.TargetMethod) is { Strategy: not Strategy.None } api)
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
}
