using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace DistributedSystems.Analyzers.Facts;

/// <summary>One call that configures a builder.</summary>
/// <param name="Call">The call itself.</param>
/// <param name="Written">What the code around the builder says: the same call, or the method of the project that makes it.</param>
/// <param name="IsConditional">It may be left out.</param>
internal sealed record BuilderStep(IInvocationOperation Call, IInvocationOperation Written, bool IsConditional);

/// <summary>The calls that configure a builder, in the order they are written; not <see cref="Complete"/> where others may do so out of sight.</summary>
internal sealed record BuilderSteps(ImmutableArray<BuilderStep> Steps, bool Complete);

/// <summary>A function whose body is in sight, given as a lambda or by the name of a method.</summary>
internal sealed record GivenFunction(IOperation Body, ImmutableArray<IParameterSymbol> Parameters);

internal sealed partial class CompilationFacts
{
    private const int DeepestBuilderHelper = 3;

    /// <summary>The calls on a builder from the expression on that makes it: in one chain, on the local it is kept in, in methods of the project it is handed to.</summary>
    public BuilderSteps StepsOn(IOperation builder)
    {
        var walk = new BuilderWalk(this);
        walk.Follow(builder, within: FunctionAround(builder) ?? Values.RootOf(builder), written: null, DeepestBuilderHelper);
        return walk.Result;
    }

    /// <summary>The calls on the builder that a function receives.</summary>
    public BuilderSteps StepsOn(IParameterSymbol builder, IOperation body)
    {
        var walk = new BuilderWalk(this);
        walk.FollowParameter(builder, body, written: null, DeepestBuilderHelper);
        return walk.Result;
    }

    /// <summary>The function that an argument gives: a lambda, or a method of the project by its name.</summary>
    public GivenFunction? FunctionGiven(IOperation argument) => Values.ValueOf(argument) switch
    {
        IDelegateCreationOperation { Target: IAnonymousFunctionOperation lambda } => new GivenFunction(lambda, lambda.Symbol.Parameters),
        IDelegateCreationOperation { Target: IMethodReferenceOperation { Method: var method } } when BodyOf(method.OriginalDefinition) is { } body => new GivenFunction(body, method.OriginalDefinition.Parameters),
        _ => null,
    };

    private sealed class BuilderWalk
    {
        private readonly CompilationFacts facts;
        private readonly ImmutableArray<BuilderStep>.Builder steps = ImmutableArray.CreateBuilder<BuilderStep>();

        // Half-typed code may use a local in its own initializer.
        private readonly HashSet<ISymbol> followed = new(SymbolEqualityComparer.Default);
        private bool complete = true;

        public BuilderWalk(CompilationFacts facts) => this.facts = facts;

        public BuilderSteps Result => new(steps.ToImmutable(), complete);

        public void FollowParameter(IParameterSymbol builder, IOperation body, IInvocationOperation? written, int remaining)
        {
            foreach (var operation in body.Descendants())
            {
                if (operation is IParameterReferenceOperation use && SymbolEqualityComparer.Default.Equals(use.Parameter, builder))
                {
                    Follow(use, body, written, remaining);
                }
            }
        }

        public void Follow(IOperation start, IOperation within, IInvocationOperation? written, int remaining)
        {
            var value = start;
            while (CallOn(value) is { } call)
            {
                steps.Add(new BuilderStep(call, written ?? call, IsConditional(call, within)));
                if (facts.IsOwnMethod(call.TargetMethod) && call.TargetMethod.IsExtensionMethod)
                {
                    Enter(call, 0, written, remaining);
                }

                value = call;
            }

            while (value.Parent is IConversionOperation)
            {
                value = value.Parent;
            }

            switch (value.Parent)
            {
                case IVariableInitializerOperation { Parent: IVariableDeclaratorOperation { Symbol: var local } declarator } when followed.Add(local):
                    foreach (var use in facts.UsesOf(local, declarator))
                    {
                        Follow(use, within, written, remaining);
                    }

                    break;
                case IArgumentOperation { Parent: IInvocationOperation given, Parameter: { } parameter }:
                    Enter(given, parameter.Ordinal, written, remaining);
                    break;
                case ISimpleAssignmentOperation { Target: ILocalReferenceOperation target } when start is ILocalReferenceOperation same && SymbolEqualityComparer.Default.Equals(target.Local, same.Local):
                    break;
                case IExpressionStatementOperation or IReturnOperation or IPropertyReferenceOperation or IBlockOperation or null:
                    break;

                // Half-typed code included.
                default:
                    complete = false;
                    break;
            }
        }

        private void Enter(IInvocationOperation call, int ordinal, IInvocationOperation? written, int remaining)
        {
            var method = call.TargetMethod.OriginalDefinition;
            if (remaining > 0 && facts.IsOwnMethod(method) && !IsReplaceable(method) && facts.BodyOf(method) is { } body)
            {
                FollowParameter(method.Parameters[ordinal], body, written ?? call, remaining - 1);
            }
            else
            {
                complete = false;
            }
        }
    }
}
